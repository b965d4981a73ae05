"""What words before a time make of it: "before June", "the week before Easter", "the first ten days of May"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from memory.question.asked import EVER, FOREVER
from memory.question.words.languages import Compiled
from memory.question.words.vocabulary import Frame

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(weeks=1)
AROUND: Final = timedelta(days=7)
SATURDAY: Final = 5


def weekend_of(day: datetime) -> tuple[datetime, datetime]:
    """The weekend a feast belongs to, with the days between."""
    weekday = day.weekday()
    saturday = day + DAY * (SATURDAY - weekday if weekday > 1 else -2 - weekday)
    return min(day, saturday), max(day + DAY, saturday + 2 * DAY)


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a period, in days: the `nth` of so many `days`; 0 days is a weekend."""

    days: int
    nth: int
    count: int

    @classmethod
    def of(cls, said: Mapping[str, str | None], compiled: Compiled) -> "Part":
        """From the groups of a frame."""
        nths, units = compiled.words.nths, compiled.words.units
        count = said.get("count") or ""
        return cls(
            days=units.get(said.get("unit") or "", 1),
            nth=nths.get(said.get("nth") or "", 1),
            count=nths.get(count, int(count) if count.isdecimal() else 0),
        )


def _before(since: datetime, _: datetime, __: Part) -> tuple[datetime, datetime]:
    return EVER, since


def _after(_: datetime, until: datetime, __: Part) -> tuple[datetime, datetime]:
    return until, FOREVER


def _since(since: datetime, _: datetime, __: Part) -> tuple[datetime, datetime]:
    return since, FOREVER


def _around(since: datetime, until: datetime, _: Part) -> tuple[datetime, datetime]:
    return since - AROUND, until + AROUND


def _during(since: datetime, until: datetime, _: Part) -> tuple[datetime, datetime]:
    return since, until


def _unit_before(since: datetime, _: datetime, part: Part) -> tuple[datetime, datetime]:
    if part.days:
        return since - DAY * part.days, since
    saturday = since - DAY * ((since.weekday() - SATURDAY - 1) % 7 + 1)
    saturday = saturday - WEEK if saturday + 2 * DAY > since else saturday
    return saturday, saturday + 2 * DAY


def _unit_after(_: datetime, until: datetime, part: Part) -> tuple[datetime, datetime]:
    if part.days:
        return until, until + DAY * part.days
    saturday = until + DAY * ((SATURDAY - until.weekday()) % 7)
    return saturday, saturday + 2 * DAY


def _unit_of(since: datetime, until: datetime, part: Part) -> tuple[datetime, datetime]:
    if not part.days:
        return weekend_of(since)
    monday = since - DAY * since.weekday()
    return monday, max(monday + WEEK, until)


def _nth_of(since: datetime, until: datetime, part: Part) -> tuple[datetime, datetime]:
    """Counted from its first day as well as in whole weeks, since people do either."""
    if part.count:
        return since, min(until, since + DAY * part.count * max(part.days, 1))
    if not part.days:
        saturday = since + DAY * ((SATURDAY - since.weekday()) % 7) + WEEK * (part.nth - 1)
        return saturday, saturday + 2 * DAY
    first = since + DAY * part.days * (part.nth - 1)
    if part.days != WEEK.days:
        return first, min(until, first + DAY * part.days)
    whole = first + DAY * (-since.weekday() % 7)
    return first, whole + WEEK


def _last_of(since: datetime, until: datetime, part: Part) -> tuple[datetime, datetime]:
    if not part.days:
        return _unit_before(until, until, part)
    first = until - DAY * part.days * max(part.count, 1)
    # The last whole week of a month may begin before its last seven days.
    whole = until - DAY * until.weekday() - WEEK if part.days == WEEK.days else first
    return max(since, min(first, whole) if not part.count else first), until


FRAMES: Final[Mapping[Frame, Callable[[datetime, datetime, Part], tuple[datetime, datetime]]]] = {
    Frame.BEFORE: _before,
    Frame.AFTER: _after,
    Frame.SINCE: _since,
    Frame.AROUND: _around,
    Frame.DURING: _during,
    Frame.UNIT_BEFORE: _unit_before,
    Frame.UNIT_AFTER: _unit_after,
    Frame.NTH_OF: _nth_of,
    Frame.LAST_OF: _last_of,
    Frame.UNIT_OF: _unit_of,
}
