"""What it means that a reminder rings: on time, late, once more because nobody acknowledged it, or after a snooze."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from memory.documents import Preferences
from memory.reminder import Reminder, Ringing, settled
from memory.when.schedule import Schedule

LATE: Final = timedelta(minutes=2)
REPEATS: Final = 2
"""How often one that nobody acknowledges comes again; the last time by another channel, where there is one."""
COUNTED: Final = 1_000
"""More occurrences than these that were missed during an outage are not counted."""


@dataclass(frozen=True)
class Rung:
    """A reminder that rings: `after` is the reminder as it is then.

    Attributes:
        expected: when it was to ring; no other ringing of this reminder has the same.
        due: the occurrence that it rings for.
        missed: how many occurrences before that one nobody was told of.
        late: whether it should have rung sooner.
        repeats: how often this occurrence rang before, unasked.
    """

    after: Reminder
    expected: datetime
    due: datetime
    missed: int
    late: bool
    repeats: int

    @property
    def last_call(self) -> bool:
        """Whether it won't come again unasked."""
        return self.repeats == REPEATS


def ring(reminder: Reminder, schedule: Schedule, preferences: Preferences, zone: ZoneInfo, now: datetime) -> Rung:
    """Let a reminder ring that has something due.

    What an outage kept back comes once, for the latest occurrence, and says how many went before.

    Args:
        reminder: as it was read; `next_at` is not after `now`.
        schedule: its schedule.
        preferences: its person's.
        zone: where its person is, for their quiet hours.
        now: the time.
    """
    missed, coming = 0, reminder.occurs_at
    if coming is not None and coming <= now:
        due, missed = _latest(schedule, coming, now)
        ringing, coming = Ringing(due=due), schedule.next_after(now)
    else:
        ringing = _once_more(reminder.ringing or Ringing(due=now))
    ringing.again_at = _again_at(ringing.repeats, preferences, zone, now)
    after = reminder.model_copy(update={"ringing": ringing, "occurs_at": coming})
    expected = reminder.next_at or now
    late = missed > 0 or now - expected > LATE
    return Rung(after.model_copy(update=settled(after, now)), expected, ringing.due, missed, late, ringing.repeats)


def _latest(schedule: Schedule, first: datetime, now: datetime) -> tuple[datetime, int]:
    """The last occurrence from `first` to `now`, and how many came before it; beyond `COUNTED` they are not counted."""
    due, missed = first, 0
    while missed < COUNTED and (following := schedule.next_after(due)) is not None and following <= now:
        due, missed = following, missed + 1
    return due, missed


def _once_more(ringing: Ringing) -> Ringing:
    """What was snoozed rings as if for the first time."""
    return Ringing(due=ringing.due, repeats=0 if ringing.snoozed else ringing.repeats + 1)


def _again_at(repeats: int, preferences: Preferences, zone: ZoneInfo, now: datetime) -> datetime | None:
    if preferences.repeat_minutes is None or repeats >= REPEATS:
        return None
    return preferences.after_quiet(now + timedelta(minutes=preferences.repeat_minutes * 2**repeats), zone)
