"""Recurrence rules as RFC 5545 writes them: read strictly, expanded from any point without walking there."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import IntEnum
from functools import lru_cache
from itertools import takewhile
from typing import Any, Final

from dateutil import rrule

from bot.errors import TuckawayError


class Frequency(IntEnum):
    """How often, numbered as `dateutil` does."""

    YEARLY = rrule.YEARLY
    MONTHLY = rrule.MONTHLY
    WEEKLY = rrule.WEEKLY
    DAILY = rrule.DAILY
    HOURLY = rrule.HOURLY
    MINUTELY = rrule.MINUTELY
    SECONDLY = rrule.SECONDLY


WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STEPS: Final[Mapping[Frequency, timedelta]] = {
    Frequency.HOURLY: timedelta(hours=1),
    Frequency.MINUTELY: timedelta(minutes=1),
    Frequency.SECONDLY: timedelta(seconds=1),
}
# What may be asked of a part: its lowest and highest value, and whether it may count from the end.
RANGES: Final[Mapping[str, tuple[int, int, bool]]] = {
    "INTERVAL": (1, 100_000, False),
    "BYSETPOS": (1, 31, True),
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 59, False),
}
NEEDS_A_YEAR: Final = frozenset(("BYYEARDAY", "BYWEEKNO"))
NO_DAYS_OF_ITS_OWN: Final = frozenset(("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY"))
LIMITS_OF_SHORT_STEPS: Final = frozenset(("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYHOUR"))
LONGEST_MONTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WEEKDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")

LAST_YEAR: Final = 9000
"""No occurrence is looked for after this year; the calendar of `datetime` ends at 9999."""

PATIENCE: Final = timedelta(days=366 * 30)
"""How long a rule may be silent before it counts as over; a Monday 29 February comes every 28 years."""


class RuleUnusable(TuckawayError, ValueError):
    """A recurrence rule is malformed, can never come due, or asks for what isn't supported."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(f"{rule!r}: {reason}")
        self.rule = rule
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One recurrence rule without its start, its end and its count: those are the schedule's.

    `parts` holds the numbers of each BY part but BYDAY; `weekdays` its days as (Monday is 0, which one or None).
    """

    frequency: Frequency
    interval: int
    parts: Mapping[str, tuple[int, ...]]
    weekdays: tuple[tuple[int, int | None], ...]

    @property
    def short(self) -> bool:
        """Whether it counts hours, minutes or seconds: elapsed time, which no change of the clocks moves."""
        return self.frequency in STEPS

    def shortest(self) -> timedelta:
        """The least time between two occurrences that the rule's frequency allows, leaving its parts aside."""
        return STEPS.get(self.frequency, timedelta(days=1)) * (self.interval if self.short else 1)

    def wall_times(self, start: datetime, since: datetime) -> Iterator[datetime]:
        """Occurrences on the wall clock from `since`, in order; `start` is the first possible and sets the phase.

        All three are naive. For rules of days and longer.
        """
        explicit = self._explicit(start)
        expanded = rrule.rrule(
            int(self.frequency), dtstart=self._shortly_before(start, since), interval=self.interval, **explicit
        )
        for each in takewhile(lambda at: at.year <= LAST_YEAR, expanded):
            if each >= max(start, since):
                yield each

    def instants(self, start: datetime, since: datetime, zone: tzinfo) -> Iterator[datetime]:
        """Occurrences from `since`, in order, in UTC as `start` and `since` are; limits apply to the time in `zone`.

        For rules of hours and shorter.
        """
        step = self.shortest()
        at = _on_the_grid(start, max(start, since), step)
        last = at
        while at - last < PATIENCE and at.year <= LAST_YEAR:
            opens = self._opens(at.astimezone(zone))
            if opens is None:
                yield at
                last, at = at, at + step
            else:
                at = _on_the_grid(start, max(at + step, opens.astimezone(UTC)), step)

    def _opens(self, local: datetime) -> datetime | None:
        """When the limits next might let an occurrence through; None when they do at `local`."""
        tomorrow = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, fold=0)
        if local.month not in self.parts.get("BYMONTH", (local.month,)):
            return (tomorrow.replace(day=28) + timedelta(days=4)).replace(day=1)
        if not self._day_fits(local):
            return tomorrow
        later = [hour for hour in self.parts.get("BYHOUR", ()) if hour >= local.hour]
        if "BYHOUR" not in self.parts or local.hour in later:
            return None
        return local.replace(hour=min(later), minute=0, second=0) if later else tomorrow

    def _day_fits(self, local: datetime) -> bool:
        from_end = -((local.replace(day=28) + timedelta(days=4)).replace(day=1) - local).days
        return not {local.day, from_end}.isdisjoint(self.parts.get("BYMONTHDAY", (local.day,))) and (
            not self.weekdays or local.weekday() in {day for day, _ in self.weekdays}
        )

    def _explicit(self, start: datetime) -> dict[str, Any]:
        """What `dateutil` would otherwise take from the start, said: so the start may be moved."""
        said: dict[str, Any] = {name.lower(): values for name, values in self.parts.items()}
        if self.weekdays:
            said["byweekday"] = [rrule.weekday(day, number) for day, number in self.weekdays]
        if not (self.weekdays or NO_DAYS_OF_ITS_OWN & self.parts.keys()):
            said = _FROM_START.get(self.frequency, _nothing)(start) | said
        clock = {"byhour": start.hour, "byminute": start.minute, "bysecond": start.second}
        return {**clock, **said, "wkst": 0}

    def _shortly_before(self, start: datetime, since: datetime) -> datetime:
        """A start of the same phase, at most one period before `since`: `start` itself where it is later."""
        moved = _MOVES[self.frequency](start, max(start, since), self.interval)
        return max(start, moved)


def _nothing(start: datetime) -> dict[str, Any]:  # noqa: ARG001 - one of a table
    return {}


_FROM_START: Final[Mapping[Frequency, Callable[[datetime], dict[str, Any]]]] = {
    Frequency.YEARLY: lambda start: {"bymonth": start.month, "bymonthday": start.day},
    Frequency.MONTHLY: lambda start: {"bymonthday": start.day},
    Frequency.WEEKLY: lambda start: {"byweekday": start.weekday()},
}


def _by_days(start: datetime, since: datetime, interval: int) -> datetime:
    gone = (since.date() - start.date()).days
    return _midnight(start) + timedelta(days=gone // interval * interval)


def _by_weeks(start: datetime, since: datetime, interval: int) -> datetime:
    monday = _midnight(start) - timedelta(days=start.weekday())
    return _by_days(monday, since, 7 * interval)


def _by_months(start: datetime, since: datetime, interval: int) -> datetime:
    gone = (since.year - start.year) * 12 + since.month - start.month
    month = start.year * 12 + start.month - 1 + gone // interval * interval
    return datetime(month // 12, month % 12 + 1, 1)  # noqa: DTZ001 - wall-clock time


def _by_years(start: datetime, since: datetime, interval: int) -> datetime:
    gone = since.year - start.year
    return datetime(start.year + gone // interval * interval, 1, 1)  # noqa: DTZ001 - wall-clock time


_MOVES: Final[Mapping[Frequency, Callable[[datetime, datetime, int], datetime]]] = {
    Frequency.DAILY: _by_days,
    Frequency.WEEKLY: _by_weeks,
    Frequency.MONTHLY: _by_months,
    Frequency.YEARLY: _by_years,
}


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _on_the_grid(start: datetime, since: datetime, step: timedelta) -> datetime:
    return start - (start - since) // step * step


@lru_cache(maxsize=1024)
def parse(text: str) -> Rule:
    """The rule that `text` writes, such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=FR`.

    Without DTSTART, COUNT and UNTIL (see `Rule`). Weeks begin on Monday. Hours, minutes and seconds as frequency take
    the limits BYMONTH, BYMONTHDAY, BYDAY and BYHOUR alone.

    Raises:
        RuleUnusable: see there.
    """
    said: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if not equals or name in said:
            raise RuleUnusable(text, f"what is {part!r}?")
        said[name] = value
    return _checked(text, said)


def _checked(text: str, said: Mapping[str, str]) -> Rule:
    if said.get("FREQ") not in Frequency.__members__ or said.get("WKST", "MO") != "MO":
        raise RuleUnusable(text, "unknown FREQ or WKST")
    numbered = {name: said[name] for name in said if name not in {"FREQ", "WKST", "BYDAY"}}
    parts = {name: _numbers(text, name, value) for name, value in numbered.items()}
    (interval,) = parts.pop("INTERVAL", (1,))
    weekdays = tuple(_weekday(text, day) for day in said["BYDAY"].split(",")) if "BYDAY" in said else ()
    rule = Rule(frequency=Frequency[said["FREQ"]], interval=interval, parts=parts, weekdays=weekdays)
    reason = next((why for why, wrong in _OBJECTIONS if wrong(rule)), None)
    if reason:
        raise RuleUnusable(text, reason)
    return rule


def _numbers(text: str, name: str, value: str) -> tuple[int, ...]:
    low, high, from_end = RANGES.get(name, (0, -1, False))
    written = value.split(",")
    if not all(re.fullmatch(r"[+-]?\d{1,6}", each, re.ASCII) for each in written):
        raise RuleUnusable(text, f"{name} is not made of numbers")
    numbers = tuple(sorted({int(each) for each in written}))
    if not all(low <= each <= high or (from_end and low <= -each <= high) for each in numbers):
        raise RuleUnusable(text, f"{name} is unknown or out of range")
    if name == "INTERVAL" and len(numbers) > 1:
        raise RuleUnusable(text, "more than one INTERVAL")
    return numbers


def _weekday(text: str, written: str) -> tuple[int, int | None]:
    match = WEEKDAY.fullmatch(written)
    if match is None:
        raise RuleUnusable(text, f"what day is {written!r}?")
    return WEEKDAYS.index(match[2]), int(match[1]) if match[1] else None


def _no_such_date(rule: Rule) -> bool:
    months = rule.parts.get("BYMONTH", range(1, 13))
    days = rule.parts.get("BYMONTHDAY", (1,))
    return min(map(abs, days)) > max(LONGEST_MONTHS[month - 1] for month in months)


def _no_such_weekday(rule: Rule) -> bool:
    """Whether it counts weekdays where there are none to count, or more than there can be."""
    numbers = [abs(number) for _, number in rule.weekdays if number is not None]
    of_month = rule.frequency is Frequency.MONTHLY or "BYMONTH" in rule.parts
    most = (5 if of_month else 53) if rule.frequency <= Frequency.MONTHLY else 0
    return bool(numbers) and (min(numbers) == 0 or max(numbers) > most or "BYMONTHDAY" in rule.parts)


def _no_such_position(rule: Rule) -> bool:
    """Whether BYSETPOS picks from a set that may be too small; each weekday comes four times a month at least."""
    if "BYSETPOS" not in rule.parts:
        return False
    days = len(rule.parts.get("BYMONTHDAY", ())) or len(rule.weekdays) * 4
    plain = all(number is None for _, number in rule.weekdays)
    return rule.frequency > Frequency.MONTHLY or not plain or max(map(abs, rule.parts["BYSETPOS"])) > days


_OBJECTIONS: Final[tuple[tuple[str, Callable[[Rule], bool]], ...]] = (
    ("no month has such a day", _no_such_date),
    ("no such weekday", _no_such_weekday),
    ("no such position", _no_such_position),
    (
        "days and weeks of the year need FREQ=YEARLY",
        lambda rule: rule.frequency is not Frequency.YEARLY and bool(NEEDS_A_YEAR & rule.parts.keys()),
    ),
    ("too fine a limit for its frequency", lambda rule: rule.short and not rule.parts.keys() <= LIMITS_OF_SHORT_STEPS),
    # Whole weeks always meet the same weekday: the rule may never come due.
    (
        "every so many weeks is FREQ=WEEKLY",
        lambda rule: rule.frequency is Frequency.DAILY and rule.interval % 7 == 0 and bool(rule.weekdays),
    ),
)
