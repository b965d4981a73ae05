"""One reminder: what of and when, where it stands, and what follows from that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final

from pydantic import AwareDatetime, BaseModel
from pymongo import ASCENDING, IndexModel

from memory.documents import Stored, StoredSettings
from memory.when.schedule import Schedule

KEPT: Final = timedelta(days=90)
"""How long one that is over can still be looked at and be undone."""


class ReminderState(StrEnum):
    """Where a reminder stands.

    `DRAFT`: its person has yet to choose when. `OVER`: it has nothing left to come. `DELETED`: no longer wanted.
    """

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    OVER = "over"
    DELETED = "deleted"


LASTING: Final = frozenset({ReminderState.ACTIVE, ReminderState.PAUSED})


class Ringing(BaseModel):
    """An occurrence that was delivered and waits to be acknowledged.

    Attributes:
        due: when it was to come.
        again_at: when it comes next, snoozed or repeated; None when it doesn't.
        snoozed: whether its person asked for that.
        repeats: how often it came unasked.
    """

    due: AwareDatetime
    again_at: AwareDatetime | None = None
    snoozed: bool = False
    repeats: int = 0


class ReminderContent(BaseModel):
    """What is sealed of a reminder: what of, when, and the sentence it was made from.

    Attributes:
        choices: of a draft, when it may be.
        before: of one that was moved, when it came before that.
        renamed_from: of one that was renamed, what it was called before that.
    """

    subject: str
    schedule: Schedule
    said: str
    choices: tuple[Schedule, ...] = ()
    before: Schedule | None = None
    renamed_from: str | None = None


class Reminder(Stored):
    """One reminder.

    `occurs_at` is the schedule's next occurrence. `next_at` is when something is to be done about it next: then, or
    sooner, when the occurrence before it comes again. It is absent when nothing is, and what it says now is compared
    before anything is done, so that of many replicas one does it.

    `memory` is the one whose words it repeats, where there is one; when that is forgotten, an empty shell is left until
    it expires.
    """

    person: str
    changed: int
    address: str
    memory: str | None = None
    state: ReminderState = ReminderState.ACTIVE
    occurs_at: AwareDatetime | None = None
    next_at: AwareDatetime | None = None
    ringing: Ringing | None = None
    expires_at: AwareDatetime | None = None
    sealed: bytes | None = None

    class Settings(StoredSettings):
        """Where reminders are kept."""

        name = "reminders"
        indexes: ClassVar = [
            IndexModel([("next_at", ASCENDING)], name="next_at", sparse=True),
            IndexModel([("person", ASCENDING), ("next_at", ASCENDING)], name="person_next_at"),
            IndexModel([("person", ASCENDING), ("state", ASCENDING)], name="person_state"),
            IndexModel([("memory", ASCENDING)], name="memory", sparse=True),
            IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0, sparse=True),
        ]


@dataclass(frozen=True)
class Reminding:
    """A reminder as its person sees it."""

    document: Reminder
    content: ReminderContent

    @property
    def id(self) -> str:
        """Its id."""
        return self.document.id

    @property
    def subject(self) -> str:
        """What of."""
        return self.content.subject

    @property
    def schedule(self) -> Schedule:
        """When."""
        return self.content.schedule

    def occurrences(self, *, after: datetime, limit: int) -> list[datetime]:
        """What is to come, in the schedule's zone; nothing while it is paused or once it is over."""
        active = self.document.state is ReminderState.ACTIVE
        return self.schedule.occurrences(after=after, limit=limit) if active else []


def settled(reminder: Reminder, now: datetime) -> dict[str, Any]:
    """What follows from a reminder's state: `next_at`, and for one that is over, that and when it goes."""
    if reminder.state in {ReminderState.PAUSED, ReminderState.DRAFT}:
        return {"next_at": None}
    again = reminder.ringing.again_at if reminder.ringing else None
    coming = [at for at in (reminder.occurs_at, again) if at is not None]
    if reminder.state is ReminderState.DELETED or (not coming and reminder.ringing is None):
        over = ReminderState.DELETED if reminder.state is ReminderState.DELETED else ReminderState.OVER
        return {"state": over, "next_at": None, "expires_at": now + KEPT}
    return {"next_at": min(coming, default=None)}
