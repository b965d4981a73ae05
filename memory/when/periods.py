"""Longer than a day: weeks, months, quarters, seasons, years, decades, and their beginnings and ends."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from memory.when.calendar import (
    GRAINS,
    MONTHS_OF_YEAR,
    ORDER,
    Cycle,
    Setting,
    Stretch,
    chosen,
    cycle,
    dated,
    floor,
    later_months,
    midnight,
    moved_by,
    wall,
    whole,
)
from memory.when.grammar import rule
from memory.when.reading import Direction, Grain, Policy
from memory.when.words.vocabulary import Unit

# Years that are meant as such when nothing but "in" stands before them.
PLAIN_YEARS: Final = range(1800, 2200)
# A season by its first month and day in the north; days of the equinoxes differ by one or two.
QUARTERS: Final = range(1, 5)
A_CENTURY: Final = 100
SEASONS: Final = ((3, 20), (6, 21), (9, 23), (12, 21))
CYCLES: Final = frozenset(
    (Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.FORTNIGHT, Unit.MONTH, Unit.QUARTER, Unit.YEAR, Unit.DECADE)
)


def this_unit(setting: Setting, unit: Unit) -> Cycle | None:
    """As in "this week"."""
    return _cycle(setting, unit, 0)


def next_unit(setting: Setting, unit: Unit) -> Cycle | None:
    """As in "next week"."""
    return _cycle(setting, unit, 1)


def last_unit(setting: Setting, unit: Unit) -> Cycle | None:
    """As in "last week"."""
    return _cycle(setting, unit, -1)


def _cycle(setting: Setting, unit: Unit, offset: int) -> Cycle | None:
    if unit not in CYCLES and unit is not Unit.CENTURY:
        return None
    return Cycle(unit, replace(cycle(setting, unit, offset), past=offset < 0))


def of_cycle(_: Setting, cycle: Cycle) -> Stretch:
    """The stretch of a cycle."""
    return cycle.stretch


def of_period(_: Setting, period: Stretch) -> Stretch:
    """The stretch of a period."""
    return period


def month_of(setting: Setting, month: int, year: int | None = None) -> Stretch:
    """As in "October 2014", "in June"."""
    if year is not None:
        return whole(wall(year, month), Unit.MONTH)
    years = [setting.now.year + offset for offset in (-1, 0, 1)]
    return replace(chosen(setting, [month_of(setting, month, each) for each in years]), every=Unit.YEAR)


def month_in_figures(setting: Setting, month: int, year: int) -> Stretch | None:
    """As in "2/2013"."""
    return month_of(setting, month, year) if month in MONTHS_OF_YEAR else None


def month_in_cycle(setting: Setting, cycle: Cycle, month: int) -> Stretch | None:
    """As in "last year in March"."""
    return month_of(setting, month, cycle.stretch.start.year) if cycle.unit is Unit.YEAR else None


def next_month(setting: Setting, month: int) -> Stretch:
    """As in "next March": the first that has not begun."""
    year = setting.now.year + (month <= setting.now.month)
    return month_of(setting, month, year)


def last_month(setting: Setting, month: int) -> Stretch:
    """As in "last March": the one that is over."""
    year = setting.now.year - (month >= setting.now.month)
    return replace(month_of(setting, month, year), past=True)


def year_of(_: Setting, year: int) -> Stretch | None:
    """As in "in 2014"."""
    return whole(wall(year), Unit.YEAR) if year in PLAIN_YEARS else None


def decade_of(setting: Setting, year: int) -> Stretch | None:
    """As in "the 1990s", "the '90s"."""
    if year % 10:
        return None
    full = year if year >= A_CENTURY else setting.now.year // A_CENTURY * A_CENTURY + year
    full = full if full <= setting.now.year else full - A_CENTURY
    return replace(whole(wall(full), Unit.DECADE), past=True)


def quarter_of(setting: Setting, nth: int, unit: Unit = Unit.QUARTER, year: int | None = None) -> Stretch | None:
    """As in "Q1 2025", "the second quarter"."""
    if unit is not Unit.QUARTER or nth not in QUARTERS:
        return None
    start = wall(setting.now.year if year is None else year, 3 * nth - 2)
    found = whole(start, Unit.QUARTER)
    if year is None and setting.direction is Direction.FORWARD and found.until() <= setting.now:
        return whole(later_months(start, 12), Unit.QUARTER)
    return found


def season_of(setting: Setting, season: int, year: int | None = None) -> Stretch:
    """As in "summer 2024", "in the winter"."""
    if year is not None:
        return _season(year, season)
    return chosen(setting, [_season(setting.now.year + offset, season) for offset in (-1, 0, 1)])


def next_season(setting: Setting, season: int) -> Stretch:
    """As in "next summer": the first that has not begun."""
    found = [_season(setting.now.year + offset, season) for offset in (-1, 0, 1, 2)]
    return next(each for each in found if each.start > setting.now)


def last_season(setting: Setting, season: int) -> Stretch:
    """As in "last summer": the one that is over."""
    found = [_season(setting.now.year + offset, season) for offset in (-2, -1, 0)]
    return replace([each for each in found if each.until() <= setting.now][-1], past=True)


def _season(year: int, season: int) -> Stretch:
    start = wall(year, *SEASONS[season])
    end = wall(year + season // 3, *SEASONS[(season + 1) % 4])
    return Stretch(start, end, Grain.DAY, Policy.DATE_ONLY, 0.8)


def beginning(_: Setting, period: Stretch) -> Stretch | None:
    """As in "early March": the first third."""
    third = _third(period)
    return third and _within(period, period.start, moved_by(period.start, *third))


def middle(_: Setting, period: Stretch) -> Stretch | None:
    """As in "mid-March": the second third."""
    third = _third(period)
    if third is None:
        return None
    start = moved_by(period.start, *third)
    return _within(period, start, moved_by(start, *third))


def ending(_: Setting, period: Stretch) -> Stretch | None:
    """As in "the end of April": the last third; of a week, from Friday on."""
    third = _third(period)
    if third is None:
        return None
    unit, count = third
    start = period.start + timedelta(days=20) if period.grain is Grain.MONTH else moved_by(period.until(), unit, -count)
    return _within(period, start, period.until())


# How much a third is: of a month ten days, of a year four months, of a week three days for the weekend with its eve.
THIRDS: Final = {
    Grain.WEEK: (Unit.DAY, 3),
    Grain.MONTH: (Unit.DAY, 10),
    Grain.QUARTER: (Unit.MONTH, 1),
    Grain.YEAR: (Unit.MONTH, 4),
}


def _third(period: Stretch) -> tuple[Unit, int] | None:
    return THIRDS.get(period.grain)


def _within(period: Stretch, start: datetime, end: datetime) -> Stretch:
    grain = Grain.MONTH if period.grain in {Grain.YEAR, Grain.QUARTER} else Grain.DAY
    return Stretch(start, end, grain, Policy.DATE_ONLY, 0.8, past=period.past)


def end_of_month(setting: Setting) -> Stretch | None:
    """As in "EOM"."""
    return ending(setting, cycle(setting, Unit.MONTH, 0))


def begin_of_month(setting: Setting) -> Stretch | None:
    """As in "BOM"."""
    return beginning(setting, cycle(setting, Unit.MONTH, 0))


def end_of_year(setting: Setting) -> Stretch | None:
    """As in "EOY"."""
    return ending(setting, cycle(setting, Unit.YEAR, 0))


def end_of_week(setting: Setting) -> Stretch | None:
    """As in "EOW"."""
    return ending(setting, cycle(setting, Unit.WEEK, 0))


def end_of_today(setting: Setting) -> Stretch:
    """As in "end of day": from when offices close until midnight."""
    return _evening(setting.today)


def end_of_day(_: Setting, day: Stretch) -> Stretch | None:
    """As in "EOD tomorrow"."""
    return _evening(midnight(day.start)) if dated(day) else None


def _evening(day: datetime) -> Stretch:
    return Stretch(day + timedelta(hours=17), day + timedelta(days=1), Grain.HOUR, Policy.DAYPART)


def ending_of_unit(setting: Setting, unit: Unit) -> Stretch | None:
    """As in "the end of the month": this one."""
    return end_of_today(setting) if unit is Unit.DAY else ending(setting, cycle(setting, unit, 0))


def beginning_of_unit(setting: Setting, unit: Unit) -> Stretch | None:
    """As in "the beginning of the month": this one, or once that is over the next."""
    if ORDER[unit] < ORDER[Unit.WEEK]:
        return None
    offset = int(setting.direction is Direction.FORWARD)
    return beginning(setting, cycle(setting, unit, offset))


def week_of(_: Setting, unit: Unit, day: Stretch) -> Stretch | None:
    """As in "the week of 7 October"."""
    return whole(floor(day.start, Unit.WEEK), Unit.WEEK) if unit is Unit.WEEK and dated(day) else None


def all_of(setting: Setting, unit: Unit) -> Stretch | None:
    """As in "all week"."""
    return cycle(setting, unit, 0) if unit in CYCLES else None


def current(setting: Setting, unit: Unit) -> Stretch | None:
    """As in "of the month": this one."""
    return replace(cycle(setting, unit, 0), every=unit) if GRAINS[unit] in THIRDS else None


def after_next(setting: Setting, unit: Unit) -> Cycle | None:
    """As in "the week after next"."""
    return _cycle(setting, unit, 2)


def before_last(setting: Setting, unit: Unit) -> Cycle | None:
    """As in "the week before last"."""
    return _cycle(setting, unit, -2)


def said_year(_: Setting, unit: Unit, year: int) -> Stretch | None:
    """As in "the year 1954"."""
    return whole(wall(year), Unit.YEAR) if unit is Unit.YEAR else None


RULES: Final = (
    rule("cycle", "[ THE ] THIS unit=UNIT", this_unit),
    rule("cycle", "[ THE ] NEXT|COMING unit=UNIT", next_unit),
    rule("cycle", "[ THE ] LAST unit=UNIT", last_unit),
    rule("cycle", "[ THE ] unit=UNIT NEXT_BEHIND", next_unit),
    rule("cycle", "[ THE ] unit=UNIT LAST_BEHIND", last_unit),
    rule("period", "cycle=:cycle", of_cycle),
    rule("period", "month=:month [ year=:anyyear ]", month_of),
    rule("period", "year=YEAR [ 'ad'|'ce' ] month=:month", month_of),
    rule("period", "cycle=:cycle OF month=:month", month_in_cycle),
    rule("period", "month=ONETWO ~/ year=~YEAR", month_in_figures),
    rule("period", "year=YEAR ~-|/ month=~MON", month_of),
    rule("period", "THIS month=:month", month_of),
    rule("period", "[ THE ] NEXT|COMING month=:month", next_month),
    rule("period", "[ THE ] LAST month=:month", last_month),
    rule("period", "month=:month NEXT_BEHIND", next_month),
    rule("period", "month=:month LAST_BEHIND", last_month),
    rule("period", "year=YEAR", year_of),
    rule("period", "'q' nth=~ONETWO [ year=:anyyear ]", quarter_of),
    rule("period", "[ THE ] nth=ORD unit=UNIT [ year=:year ]", quarter_of),
    rule("period", "THIS season=SEASON", season_of),
    rule("period", "[ THE ] NEXT|COMING season=SEASON", next_season),
    rule("period", "[ THE ] LAST season=SEASON", last_season),
    rule("period", "season=SEASON LAST_BEHIND", last_season),
    rule("period", "season=SEASON NEXT_BEHIND", next_season),
    rule("period", "[ THE ] season=SEASON year=:anyyear", season_of),
    rule("cycle", "[ THE ] unit=UNIT AFTER NEXT", after_next),
    rule("cycle", "[ THE ] unit=UNIT BEFORE LAST", before_last),
    rule("within", "period=:period", of_period),
    rule("within", "THE unit=UNIT", current),
    rule("span", "[ THE ] unit=UNIT year=YEAR", said_year),
    rule("span", "period=:period", of_period),
    rule("span", "OF|INTHE [ THE ] season=SEASON", season_of),
    rule("span", "THE|INTHE year=YEAR ~'s'", decade_of),
    rule("span", "THE|INTHE [ ' ] year=TWO ~'s'", decade_of),
    rule("span", "[ THE ] unit=UNIT OF day=:day", week_of),
    rule("span", "WHOLE unit=UNIT", all_of),
    rule("edge", "[ THE ] BEGIN [ THE ] period=:period", beginning),
    rule("edge", "[ THE ] MIDDLE [ THE|- ] period=:period", middle),
    rule("edge", "[ THE ] END [ THE ] period=:period", ending),
    rule("edge", "[ THE ] BEGIN [ THE ] unit=UNIT", beginning_of_unit),
    rule("edge", "[ THE ] END [ THE ] unit=UNIT", ending_of_unit),
    rule("edge", "[ THE ] EOD", end_of_today),
    rule("edge", "[ THE ] EOD [ ON ] day=:date", end_of_day),
    rule("edge", "day=:date EOD", end_of_day),
    rule("edge", "[ THE ] EOM", end_of_month),
    rule("edge", "[ THE ] BOM", begin_of_month),
    rule("edge", "[ THE ] EOY", end_of_year),
    rule("edge", "[ THE ] EOW", end_of_week),
)
