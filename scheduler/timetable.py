"""What has to be looked after, and how often."""

from datetime import timedelta
from typing import Final

from memory.media.uploads import Uploads
from scheduler.cards import Cards
from scheduler.digests import Digests
from scheduler.engine import Job
from scheduler.fallback import Fallback
from scheduler.media import MediaNotices
from scheduler.reminders import Reminders

REMINDERS_EVERY: Final = timedelta(seconds=1)
DIGESTS_EVERY: Final = timedelta(seconds=10)
ASTRAY_EVERY: Final = timedelta(seconds=1)
MEDIA_EVERY: Final = timedelta(seconds=2)
UPLOADS_EVERY: Final = timedelta(minutes=1)


def timetable(
    reminders: Reminders, digests: Digests, fallback: Fallback, media: MediaNotices, cards: Cards, uploads: Uploads
) -> tuple[Job, ...]:
    """Every job there is."""
    return (
        Job("reminders", REMINDERS_EVERY, reminders.ring),
        Job("digests", DIGESTS_EVERY, digests.send),
        Job("media", MEDIA_EVERY, media.send),
        Job("cards", MEDIA_EVERY, cards.read),
        Job("uploads", UPLOADS_EVERY, uploads.sweep),
        Job("fallback", ASTRAY_EVERY, fallback.divert),
    )
