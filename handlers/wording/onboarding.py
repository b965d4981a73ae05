"""What a person reads when they are new, one short message at a time."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_time

from bot.messages import Action, Reply
from handlers.wording.speaker import Speaker, plain

HOURS: Final = (time(7), time(8))


class OnboardingWording(Speaker):
    """Sentences for those who are new."""

    def introduction(self) -> Reply:
        """Who this is, for somebody who has told something before saying hello."""
        return plain(self.phrases.introduction)

    def right_zone(self, zone: ZoneInfo, *, now: datetime) -> Reply:
        """Where they seem to be."""
        text = self.phrases.right_zone.format(zone=self.zone(zone), clock=self.clock(now, zone))
        right = Action(label=self.phrases.yes, tap=f"zone_right:{zone.key}")
        return plain(text, right, Action(label=self.phrases.elsewhere, tap="zone_wrong"))

    def where(self) -> Reply:
        """Nothing says where they are."""
        return plain(self.phrases.where)

    def where_then(self) -> Reply:
        """They are elsewhere."""
        return plain(self.phrases.where_then)

    def digest_hour(self, hours: Sequence[time] = HOURS) -> Reply:
        """When the morning digest shall come."""
        offered = [
            Action(label=format_time(hour, "H:mm", locale=self.phrases.locale), tap=f"digest_hour:{hour:%H%M}")
            for hour in hours
        ]
        return plain(self.phrases.digest_hour, *offered, Action(label=self.phrases.no_digest, tap="digest_hour:-"))
