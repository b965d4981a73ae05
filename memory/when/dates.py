"""Days by their calendar names: "3 May 2025", "05/31", "the first Tuesday of October", "Friday next week"."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from memory.when.calendar import (
    DAYS_OF_MONTH,
    MONTHS_OF_YEAR,
    Cycle,
    Setting,
    Stretch,
    chosen,
    exists,
    of_year,
    on,
    weekday_near,
)
from memory.when.grammar import rule
from memory.when.reading import Direction
from memory.when.words.vocabulary import Unit

BUDDHIST: Final = 543
EARLIEST_BUDDHIST: Final = 2400
YEARS_AHEAD: Final = 30
# How far a weekday may choose the year.
HALF_A_YEAR: Final = timedelta(days=200)
MONTHS_LONG_IDES: Final = frozenset((3, 5, 7, 10))
# A day of the month as far off as this was hardly looked up in a calendar.
SOON: Final = timedelta(days=62)
# A date and another weekday than it falls on: less sure of both.
CONTRADICTION: Final = 0.5


def year(_: Setting, value: int) -> int:
    """Four digits."""
    return value


def buddhist(_: Setting, value: int) -> int | None:
    """As in "2555 BE"."""
    return value - BUDDHIST if value >= EARLIEST_BUDDHIST else None


def short_year(setting: Setting, value: int) -> int:
    """Two digits: at most thirty years ahead, else of the last century."""
    century = setting.now.year // 100 * 100
    full = century + value
    return full if full <= setting.now.year + YEARS_AHEAD else full - 100


def late_short_year(setting: Setting, value: int) -> int | None:
    """Two digits that can't be a day."""
    return None if value in DAYS_OF_MONTH else short_year(setting, value)


def year_of_cycle(_: Setting, cycle: Cycle) -> int | None:
    """As in "3 May next year"."""
    return cycle.stretch.start.year if cycle.unit is Unit.YEAR else None


def number(_: Setting, value: int) -> int:
    """What was captured."""
    return value


def last_but_one(_: Setting) -> int:
    """As in "the next to last Friday"."""
    return -2


def from_end(_: Setting, value: int = 1) -> int:
    """As in "last", "fifth last"."""
    return -value


def of_month(
    setting: Setting, day: int, month: int, year: int | None = None, weekday: int | None = None
) -> Stretch | None:
    """As in "3 May 2025", "Sunday, March 6"; a weekday chooses among years, or contradicts."""
    if day not in DAYS_OF_MONTH:
        return None
    if year is not None:
        return _agreeing(setting, on(year, month, day), weekday)
    if weekday is not None:
        agreeing = _in_agreeing_year(setting, month, day, weekday)
        if agreeing:
            return agreeing
    return _agreeing(setting, of_year(setting, month, day), weekday)


def _in_agreeing_year(setting: Setting, month: int, day: int, weekday: int) -> Stretch | None:
    near = [setting.now.year + offset for offset in (-1, 0, 1)]
    days = [on(year, month, day) for year in near if exists(year, month, day)]
    found = [each for each in days if each.start.weekday() == weekday and abs(each.start - setting.now) < HALF_A_YEAR]
    return chosen(setting, found) if found else None


def _day_or_none(year: int, month: int, day: int) -> Stretch | None:
    return on(year, month, day) if exists(year, month, day) else None


def _agreeing(setting: Setting, day: Stretch, weekday: int | None) -> Stretch:
    if weekday is None or day.start.weekday() == weekday:
        return day
    if setting.direction is not Direction.FORWARD:
        return replace(day, confidence=CONTRADICTION)
    near = day.start + timedelta(days=(weekday - day.start.weekday() + 3) % 7 - 3)
    return replace(day, confidence=CONTRADICTION, others=(near,))


def numeric(setting: Setting, first: int, second: int, mark: str, mark2: str, year: int) -> Stretch | None:
    """As in "05/31/2024": month or day first as the person writes, unless only the other way round exists."""
    if mark != mark2:
        return None
    month, day = _month_and_day(setting, first, second)
    return on(year, month, day)


def numeric_short(setting: Setting, first: int, second: int, mark: str, mark2: str, year: int) -> Stretch | None:
    """As in "31-05-24"; dots and two-digit years are rather a version."""
    if mark != mark2 or mark == ".":
        return None
    month, day = _month_and_day(setting, first, second)
    if _day_or_none(short_year(setting, year), month, day) is None and mark == "-":
        return None
    return on(short_year(setting, year), month, day)


def dotted(setting: Setting, day: int, month: int, year: int | None = None) -> Stretch | None:
    """As in "3.5.", "31.12.24", as written in German."""
    if month not in MONTHS_OF_YEAR:
        return None
    return of_month(setting, day, month, short_year(setting, year) if year is not None else None)


def _month_and_day(setting: Setting, first: int, second: int) -> tuple[int, int]:
    may_be_month = (first in MONTHS_OF_YEAR, second in MONTHS_OF_YEAR)
    month_first = setting.month_first if all(may_be_month) else may_be_month[0]
    return (first, second) if month_first else (second, first)


def iso(_: Setting, year: int, first: int, second: int, mark: str, mark2: str) -> Stretch | None:
    """As in "2015-05-25"; year, day, month where the middle can't be a month."""
    if mark != mark2:
        return None
    if first not in MONTHS_OF_YEAR and second in MONTHS_OF_YEAR and mark == "-":
        return on(year, second, first)
    return on(year, first, second)


def slashed(setting: Setting, first: int, second: int) -> Stretch | None:
    """As in "8/10", "2-15"."""
    month, day = _month_and_day(setting, first, second)
    return of_year(setting, month, day) if month in MONTHS_OF_YEAR and day in DAYS_OF_MONTH else None


def hyphened(setting: Setting, first: int, second: int) -> Stretch | None:
    """As in "2-15": a date only where it would be no range of hours or things."""
    unmistakable = first in MONTHS_OF_YEAR and second not in MONTHS_OF_YEAR
    return slashed(setting, first, second) if unmistakable else None


def spaced(setting: Setting, first: int, second: int, year: int) -> Stretch | None:
    """As in "10 31 1974": only where one of them must be the day."""
    month, day = _month_and_day(setting, first, second)
    return _day_or_none(year, month, day) if day not in MONTHS_OF_YEAR else None


def weekday_and_day(setting: Setting, weekday: int, day: int) -> Stretch | None:
    """As in "Thursday the 15th": the next month where both are true."""
    if day not in DAYS_OF_MONTH:
        return None
    step = -1 if setting.direction is Direction.BACK else 1
    count = setting.now.year * 12 + setting.now.month - 1
    for month in range(count, count + 36 * step, step):
        found = _day_or_none(month // 12, month % 12 + 1, day)
        over = found is not None and found.until() <= setting.now
        if found and found.start.weekday() == weekday and over == (step < 0):
            return found
    return None


def weekday_and_figure(setting: Setting, weekday: int, day: int) -> Stretch | None:
    """As in "Friday 13": where that is far off, the very next Friday may be meant, without the figure."""
    found = weekday_and_day(setting, weekday, day)
    if found is None or setting.direction is not Direction.FORWARD or found.start - setting.today < SOON:
        return found
    return replace(found, others=(weekday_near(setting, weekday).start,), confidence=CONTRADICTION)


def day_of_month(setting: Setting, day: int) -> Stretch | None:
    """As in "on the 24th": this month's, or the next one's once it is over."""
    if day not in DAYS_OF_MONTH:
        return None
    count = setting.now.year * 12 + setting.now.month - 1
    found = [_day_or_none((count + n) // 12, (count + n) % 12 + 1, day) for n in (-2, -1, 0, 1, 2)]
    days = [each for each in found if each]
    if setting.direction is Direction.BACK:
        return next((each for each in reversed(days) if each.start <= setting.now), None)
    return next(each for each in days if each.until() > setting.now)


def ides(setting: Setting, month: int, year: int | None = None) -> Stretch | None:
    """The 15th of the long months of the Romans, else the 13th."""
    return of_month(setting, 15 if month in MONTHS_LONG_IDES else 13, month, year)


RULES: Final = (
    rule("year", "value=YEAR", year),
    rule("year", "OF|, value=YEAR", year),
    rule("year", "value=YEAR 'be'", buddhist),
    rule("year", "value=YEAR 'ad'|'ce'", year),
    rule("shortyear", "value=TWO", late_short_year),
    rule("shortyear", "[ , ] value=TWO $", short_year),
    rule("shortyear", "' value=~TWO", short_year),
    rule("anyyear", "value=:year", number),
    rule("anyyear", "value=:shortyear", number),
    rule("anyyear", "[ OF ] cycle=:cycle", year_of_cycle),
    rule("month", "value=MONTH [ ~. ]", number),
    rule("nth", "value=DAY", number),
    rule("nth", "value=ORD", number),
    rule("rank", "value=ORD", number),
    rule("rank", "FINAL", from_end),
    rule("rank", "value=ORD FINAL", from_end),
    rule("rank", "NEXT 'to' FINAL", last_but_one),
    rule("rank", "value=ORD 'to' FINAL", from_end),
    rule("wday", "value=WEEKDAY [ ~. ]", number),
    # Written dates.
    rule("date", "[ weekday=:wday [ , ] ] [ THE|ON|DAYMARK ] day=:nth [ OF ] month=:month [ year=:anyyear ]", of_month),
    rule("date", "[ weekday=:wday [ , ] ] month=:month [ THE ] day=:nth [ year=:anyyear ]", of_month),
    rule("date", "day=:nth ~-|/ month=~MONTH ~-|/ year=~YEAR", of_month),
    rule("date", "day=:nth ~-|/ month=~MONTH ~-|/ year=:shortyear", of_month),
    rule("date", "month=MONTH ~-|/ day=~DAY ~-|/ year=~YEAR", of_month),
    rule("date", "year=YEAR ~-|/ month=~MONTH ~-|/ day=~DAY", of_month),
    rule("date", "year=YEAR month=:month day=:nth", of_month),
    # Figures.
    rule("date", "year=YEAR mark=~-|/|. first=~ONETWO mark2=~-|/|. second=~ONETWO", iso),
    rule("date", "[ :wday [ , ] ] first=ONETWO mark=~/|-|. second=~ONETWO mark2=~/|-|. year=~YEAR", numeric),
    rule("date", "[ :wday [ , ] ] first=ONETWO mark=~/|-|. second=~ONETWO mark2=~/|-|. year=~TWO", numeric_short),
    rule("date", "[ :wday [ , ] ] first=ONETWO / second=ONETWO", slashed),
    rule("date", "first=ONETWO - second=ONETWO $", hyphened),
    rule("date", "first=ONETWO second=ONETWO year=YEAR", spaced),
    rule("date", "[ :wday [ , ] ] DOTTED day=ONETWO ~. month=~ONETWO ~.", dotted),
    rule("date", "[ :wday [ , ] ] DOTTED day=ONETWO ~. month=~ONETWO ~. year=~TWO", dotted),
    rule("date", "weekday=:wday [ , ] [ THE|ON|DAYMARK ] day=ORD", weekday_and_day),
    rule("date", "weekday=:wday [ , ] DAYMARK|'the' day=DAY [ ~. ]", weekday_and_day),
    rule("date", "weekday=:wday [ , ] THE day=DAY ~.", weekday_and_day),
    rule("date", "weekday=:wday day=DAY", weekday_and_figure),
    rule("date", "THE 'ides' OF month=:month [ year=:year ]", ides),
    rule("monthday", "[ ON|BY ] THE day=NTH", day_of_month),
    rule("monthday", "ON|DAYMARK day=NTH", day_of_month),
    rule("monthday", "DAYMARK day=DAY", day_of_month),
)
