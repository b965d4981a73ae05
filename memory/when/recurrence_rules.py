"""What was said of a recurrence as rules: RFC 5545 parts for the days, and times of day beside them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from fractions import Fraction
from typing import Final

from memory.when.recurrence_clock import PART_HOURS, resolved
from memory.when.recurrence_said import Clock, Said
from memory.when.rules import WEEKDAYS, Frequency
from memory.when.words.vocabulary import Unit

FREQUENCIES: Final[Mapping[Unit, tuple[Frequency, int]]] = {
    Unit.SECOND: (Frequency.SECONDLY, 1),
    Unit.MINUTE: (Frequency.MINUTELY, 1),
    Unit.HOUR: (Frequency.HOURLY, 1),
    Unit.DAY: (Frequency.DAILY, 1),
    Unit.WEEK: (Frequency.WEEKLY, 1),
    Unit.FORTNIGHT: (Frequency.WEEKLY, 2),
    Unit.MONTH: (Frequency.MONTHLY, 1),
    Unit.QUARTER: (Frequency.MONTHLY, 3),
    Unit.YEAR: (Frequency.YEARLY, 1),
    Unit.DECADE: (Frequency.YEARLY, 10),
    Unit.CENTURY: (Frequency.YEARLY, 100),
}
# What half of a unit is made of.
SMALLER: Final[Mapping[Unit, tuple[Unit, int]]] = {
    Unit.MINUTE: (Unit.SECOND, 60),
    Unit.HOUR: (Unit.MINUTE, 60),
    Unit.DAY: (Unit.HOUR, 24),
    Unit.WEEK: (Unit.DAY, 7),
    Unit.FORTNIGHT: (Unit.WEEK, 2),
    Unit.QUARTER: (Unit.MONTH, 3),
    Unit.YEAR: (Unit.MONTH, 12),
    Unit.DECADE: (Unit.YEAR, 10),
}
SHORT: Final = frozenset((Unit.SECOND, Unit.MINUTE, Unit.HOUR))
BEATS: Final[Mapping[Unit, int]] = {Unit.MINUTE: 1, Unit.HOUR: 60}
"""Minutes of what comes several times a day."""

MINUTES_OF_A_DAY: Final = 24 * 60
QUARTERS: Final = (1, 4, 7, 10)
QUARTER_ENDS: Final = (3, 6, 9, 12)
# Days that lie well apart, for those who say how often in a week and leave the days to us.
SPREAD: Final[Mapping[int, tuple[int, ...]]] = {
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
    6: (0, 1, 2, 3, 4, 5),
    7: (0, 1, 2, 3, 4, 5, 6),
}
WAKING: Final = (9, 21)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Rules without times of day, the times, and what had to be assumed for want of words.

    `clocks` is empty where none was said; then it is for the caller to choose.
    """

    frequency: Frequency
    interval: int
    days: tuple[str, ...]
    clocks: tuple[time, ...] = ()
    bare_hour: bool = False
    part: bool = False
    chosen: bool = False

    def rules(self, clocks: Sequence[time] | None = None) -> tuple[str, ...]:
        """RFC 5545 rules; `clocks` in place of those that were said."""
        interval = f";INTERVAL={self.interval}" if self.interval > 1 else ""
        heads = [f"FREQ={self.frequency.name}{interval}{f';{days}' if days else ''}" for days in self.days]
        return tuple(head + tail for head in heads for tail in _times(head, self.clocks if clocks is None else clocks))


def _times(head: str, clocks: Sequence[time]) -> list[str]:
    """Parts for times of day; several share a rule where every hour goes with every minute."""
    if not clocks:
        return [""]
    minutes = dict.fromkeys((each.minute, each.second) for each in clocks)
    # A position in the period would count times of day, too, so there each is a rule of its own.
    apart = "BYSETPOS" in head
    groups = [[each.hour for each in clocks if (each.minute, each.second) == minute] for minute in minutes]
    return [
        f";BYHOUR={','.join(map(str, sorted(set(hours))))};BYMINUTE={minute}{f';BYSECOND={second}' if second else ''}"
        for (minute, second), group in zip(minutes, groups, strict=True)
        for hours in ([[hour] for hour in group] if apart else [group])
    ]


def plan(said: Said) -> Plan | None:
    """The rules of what was said; None where its parts make no sense together."""
    whole = _whole(_spread(_with_unit(said)))
    if whole is None or whole.unit is None:
        return None
    if whole.window and whole.unit in BEATS:
        return _beat(whole, whole.window, BEATS[whole.unit] * int(whole.interval))
    frequency, times = FREQUENCIES[whole.unit]
    interval = int(whole.interval) * times
    window = _hours(whole) if whole.window else ""
    days = tuple(";".join(filter(None, (day, window))) for day in _days(whole))
    # Of what lasts from six to seven each Tuesday the beginning is due.
    said_clocks = whole.clocks or (whole.window[:1] if whole.window and whole.unit not in SHORT else ())
    clocks, bare = resolved(said_clocks, whole.parts)
    chosen = said.often is not None and not (said.clocks if said.unit is Unit.DAY else said.days)
    if whole.unit not in SHORT and not clocks:
        clocks = tuple(time(PART_HOURS[part]) for part in whole.parts) or _clocks_a_day(said)
    return Plan(
        frequency=frequency,
        interval=interval,
        days=days,
        clocks=clocks,
        bare_hour=bare,
        part=bool(whole.parts and not whole.clocks),
        chosen=chosen,
    )


def _beat(said: Said, window: tuple[Clock, Clock], step: int) -> Plan:
    """Every so many minutes from one time of day to another: the same times on each day, the first one first."""
    (first, last), bare = resolved(window, said.parts)
    start, end = (60 * each.hour + each.minute for each in (first, last))
    minutes = range(start, end + 1 if start < end else end + MINUTES_OF_A_DAY + 1, step)
    clocks = tuple(dict.fromkeys(time(each // 60 % 24, each % 60) for each in minutes))
    return Plan(frequency=Frequency.DAILY, interval=1, days=tuple(_days(said)), clocks=clocks, bare_hour=bare)


def readings(said: Said) -> Iterator[Plan]:
    """The plan, and those of what else the same words may mean, the likeliest first."""
    others = (_otherwise(said, other) for other in said.doubtful)
    for each in (said, *others, *_once_a_month(said), *_short_months(said)):
        made = plan(each)
        if made:
            yield made


def _otherwise(said: Said, other: Said) -> Said:
    """The same with what is counted replaced."""
    weekdays = other.weekdays or said.weekdays
    return replace(said, unit=other.unit, interval=other.interval, often=other.often, weekdays=weekdays)


def _once_a_month(said: Said) -> Iterator[Said]:
    """`monthly on Friday` names every Friday of the month; the first alone may be meant."""
    of_month = said.unit in {Unit.MONTH, Unit.QUARTER} and not (said.positions or said.month_days)
    if of_month and said.weekdays and all(number is None for _, number in said.weekdays):
        yield replace(said, weekdays=tuple((day, 1) for day, _ in said.weekdays))


def _short_months(said: Said) -> Iterator[Said]:
    """`the 31st` may mean the last day where a month is shorter: a second reading that clamps the day."""
    days = [*said.month_days, *(day for _, day in said.dates)]
    if len(days) == 1 and days[0] in {29, 30, 31} and not said.weekdays and _clampable(said):
        clamped = tuple(range(28, days[0] + 1))
        months = tuple(month for month, _ in said.dates)
        yield replace(said, month_days=clamped, dates=(), months=months or said.months, positions=(-1,))


def _clampable(said: Said) -> bool:
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    months = said.months or range(1, 13)
    days = [(month, day) for month in months for day in said.month_days] + list(said.dates)
    whole = _with_unit(said)
    of_month = whole.unit is Unit.MONTH or (whole.unit is Unit.YEAR and bool(whole.months or whole.dates))
    return of_month and any(day > lengths[month - 1] for month, day in days)


def _with_unit(said: Said) -> Said:
    """What is counted, by the parts that were said where the unit was not, or was as good as not."""
    if said.unit is Unit.DAY and said.interval == 1 and said.weekdays and not said.month_days:
        return replace(said, unit=Unit.WEEK)
    if said.weeks:
        return replace(said, unit=Unit.YEAR)
    if said.unit in {None, Unit.MONTH, Unit.DAY} and (said.dates or (said.months and said.days)) and said.interval == 1:
        numbered = said.dates or said.month_days or said.positions or any(number for _, number in said.weekdays)
        return replace(said, unit=Unit.YEAR if numbered else Unit.WEEK)
    if said.unit is Unit.QUARTER and said.interval == 1 and (said.month_days or said.weekdays):
        first, last = QUARTERS, QUARTER_ENDS
        ends = min((*said.month_days, *(number or 0 for _, number in said.weekdays))) < 0
        return replace(said, unit=Unit.YEAR, months=last if ends else first)
    if said.unit is Unit.WEEK and said.month_days:
        return _day_of_week(said)
    return said if said.unit else replace(said, unit=_implied(said))


def _implied(said: Said) -> Unit:
    if said.month_days or said.positions or any(number for _, number in said.weekdays):
        return Unit.MONTH
    if said.weekdays:
        return Unit.WEEK
    return Unit.YEAR if said.months else Unit.DAY


def _day_of_week(said: Said) -> Said:
    """`the 4th day of the week`: weeks begin on Sunday where days are counted so; the end of one is its Friday."""
    ends = {-1: 4, 1: 0}
    begun = said.month_days if len(said.month_days) > 1 or said.month_days[0] not in ends else ()
    days = [(day - 2) % 7 for day in begun] or [ends[said.month_days[0]]]
    return replace(said, month_days=(), weekdays=tuple((day, None) for day in days))


def _spread(said: Said) -> Said | None:
    """`three times a week` as days that lie well apart; times of day stay open for `three times a day`."""
    if said.often is None or said.unit is None or said.unit is Unit.DAY:
        return said
    if said.unit in {Unit.WEEK, Unit.FORTNIGHT} and said.often in SPREAD and not said.weekdays:
        return replace(said, weekdays=tuple((day, None) for day in SPREAD[said.often]), often=None)
    if said.unit is Unit.MONTH and not said.days:
        step = Fraction(30, said.often)
        return replace(said, month_days=tuple(int(1 + step * place) for place in range(said.often)), often=None)
    if said.days:
        return replace(said, often=None)
    return replace(said, interval=said.interval / said.often, often=None)


def _clocks_a_day(said: Said) -> tuple[time, ...]:
    if said.unit is not Unit.DAY or said.often is None:
        return ()
    first, last = WAKING
    step = Fraction(last - first, said.often - 1)
    return tuple(time(int(first + step * place)) for place in range(min(said.often, last - first + 1)))


def _whole(said: Said | None) -> Said | None:
    """Halves as whole numbers of what is smaller; None when there is no such smaller thing."""
    while said is not None and said.interval.denominator > 1:
        smaller, times = SMALLER.get(said.unit or Unit.SECOND, (None, 0))
        said = replace(said, unit=smaller, interval=said.interval * times) if smaller else None
    return said if said is None or said.interval >= 1 else None


def _hours(said: Said) -> str:
    """The hours from one time to another, for what comes several times a day."""
    if said.window is None or said.unit not in SHORT:
        return ""
    (first, last), _ = resolved(said.window, said.parts)
    hours = range(first.hour, last.hour + 1) if first < last else (*range(first.hour, 24), *range(last.hour + 1))
    return f"BYHOUR={','.join(map(str, hours))}"


def _days(said: Said) -> list[str]:
    """The BY parts for the days; dates of several months are a rule each."""
    if said.dates and said.unit is Unit.YEAR:
        months = dict.fromkeys(month for month, _ in said.dates)
        return [
            f"BYMONTH={month};BYMONTHDAY={_numbers([day for of, day in said.dates if of == month])}" for month in months
        ]
    parts = (
        ("BYMONTH", said.months),
        (_DAYS_NAMED.get(said.unit or Unit.DAY, _of_month)(said), said.month_days),
        ("BYWEEKNO", said.weeks),
        ("BYDAY", [f"{number or ''}{WEEKDAYS[day]}" for day, number in _in_order(said)]),
        ("BYSETPOS", said.positions),
    )
    return [";".join(f"{name}={_numbers(values)}" for name, values in parts if values)]


def _of_month(_: Said) -> str:
    return "BYMONTHDAY"


_DAYS_NAMED: Final[Mapping[Unit, Callable[[Said], str]]] = {
    Unit.YEAR: lambda said: "BYMONTHDAY" if said.months else "BYYEARDAY",
}


def _in_order(said: Said) -> list[tuple[int, int | None]]:
    return sorted(set(said.weekdays), key=lambda day: (day[1] is not None and day[1] < 0, abs(day[1] or 0), day[0]))


def _numbers(values: Sequence[object]) -> str:
    return ",".join(map(str, dict.fromkeys(values)))
