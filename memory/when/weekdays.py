"""Days by the week, and days counted within something: "Friday next week", "the first Tuesday of October"."""

from dataclasses import replace
from typing import Final

from memory.when.calendar import (
    DAY,
    WEEK,
    Cycle,
    Setting,
    Stretch,
    moved_by,
    nth_weekday_in,
    on,
    one_day,
    upcoming,
    weekday_after,
    weekday_near,
    weekday_of_week,
    whole,
)
from memory.when.grammar import NoSuchTimeError, rule
from memory.when.reading import Grain, Problem
from memory.when.words.vocabulary import Unit

SATURDAY: Final = 5
# Weeks that anybody counts.
COUNTED: Final = range(1, 521)
MOST_WORKDAYS: Final = 262
"""Of a year."""


def relative_day(setting: Setting, days: int) -> Stretch:
    """As in "tomorrow"."""
    found = one_day(setting.today + DAY * days)
    return replace(found, past=days < 0)


def next_weekday(setting: Setting, which: str, weekday: int) -> Stretch:
    """As in "next Friday": next week's, whatever today is. "el próximo viernes", "coming Friday": the first ahead.

    People are divided over the English phrase; the date is always said back to them.
    """
    if which.endswith("next"):
        return weekday_of_week(setting, weekday, 1)
    return weekday_after(setting.today, weekday, 1)


def last_weekday(setting: Setting, weekday: int) -> Stretch:
    """As in "last Friday": the one just over, at the latest yesterday."""
    return replace(weekday_after(setting.today, weekday, -1), past=True)


def weekday_after_next(setting: Setting, weekday: int) -> Stretch:
    """As in "Friday after next"."""
    return weekday_after(setting.today - DAY, weekday, 2)


def weekdays_ahead(setting: Setting, count: float, weekday: int) -> Stretch | None:
    """As in "two Sundays from now"."""
    return weekday_after(setting.today, weekday, int(count)) if count in COUNTED else None


def weekdays_ago(setting: Setting, count: float, weekday: int) -> Stretch | None:
    """As in "two Sundays ago"."""
    return weekday_after(setting.today, weekday, -int(count)) if count in COUNTED else None


def week_after_weekday(setting: Setting, weekday: int) -> Stretch:
    """As in "Tuesday week", "a week on Tuesday"."""
    return one_day(weekday_after(setting.today, weekday, 1).start + WEEK)


def in_cycle(_: Setting, cycle: Cycle, weekday: int) -> Stretch | None:
    """As in "Friday of next week"."""
    if cycle.unit is not Unit.WEEK:
        return None
    return one_day(cycle.stretch.start + DAY * weekday)


def day_in_cycle(_: Setting, day: int, cycle: Cycle, unit: Unit = Unit.DAY) -> Stretch | None:
    """As in "the 20th of next month"."""
    if cycle.unit is not Unit.MONTH or unit is not Unit.DAY:
        return None
    return on(cycle.stretch.start.year, cycle.stretch.start.month, day)


def nth_weekday(setting: Setting, nth: int, weekday: int, period: Stretch) -> Stretch | None:
    """As in "the first Tuesday of October"."""
    if period.grain in {Grain.DAY, Grain.WEEK}:
        return None
    return upcoming(setting, period, lambda within: nth_weekday_in(within, weekday, nth))


def nth_workday(setting: Setting, nth: int, period: Stretch) -> Stretch | None:
    """As in "the last weekday of the month"."""
    if period.grain in {Grain.DAY, Grain.WEEK} or abs(nth) > MOST_WORKDAYS:
        return None
    return upcoming(setting, period, lambda within: _workday(within, nth))


def _workday(period: Stretch, nth: int) -> Stretch:
    step = DAY if nth > 0 else -DAY
    day = period.start if nth > 0 else period.until() - DAY
    for _ in range(7 * abs(nth)):
        nth -= int(day.weekday() < SATURDAY) * (1 if nth > 0 else -1)
        if not nth:
            break
        day += step
    if not period.start <= day < period.until():
        raise NoSuchTimeError(Problem.IMPOSSIBLE)
    return one_day(day)


def nth_after(_: Setting, weekday: int, day: Stretch, nth: int = 1) -> Stretch | None:
    """As in "the third Tuesday after Christmas"."""
    return weekday_after(day.start, weekday, nth) if nth > 0 else None


def nth_before(_: Setting, weekday: int, day: Stretch, nth: int = 1) -> Stretch | None:
    """As in "the Friday before Easter"."""
    return weekday_after(day.start, weekday, -nth) if nth > 0 else None


def closest(_: Setting, weekday: int, day: Stretch, nth: int = 1) -> Stretch | None:
    """As in "the second closest Monday to 5 October"."""
    around = [weekday_after(day.start, weekday, count) for count in (*range(-nth, 0), *range(1, nth + 1))]
    if day.start.weekday() == weekday:
        around.append(one_day(day.start))
    ordered = sorted(around, key=lambda each: abs(each.start - day.start))
    return ordered[nth - 1] if nth in COUNTED else None


def nth_unit(setting: Setting, nth: int, unit: Unit, period: Stretch) -> Stretch | None:
    """As in "the last day of May", "the third week of June": weeks begin on Monday, the first within the period."""
    if unit not in {Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER}:
        return None
    return upcoming(setting, period, lambda within: _counted(within, unit, nth))


def _counted(period: Stretch, unit: Unit, nth: int) -> Stretch:
    if unit is Unit.WEEK:
        return whole(nth_weekday_in(period, 0, nth).start, unit)
    start = moved_by(period.start, unit, nth - 1) if nth > 0 else moved_by(period.until(), unit, nth)
    if not period.start <= start < period.until():
        raise NoSuchTimeError(Problem.IMPOSSIBLE)
    return whole(start, unit)


def next_workday(setting: Setting, step: int = 1) -> Stretch:
    """The next day from Monday to Friday; the last with a step of -1."""
    day = setting.today + DAY * step
    while day.weekday() >= SATURDAY:
        day += DAY * step
    return one_day(day)


def last_workday(setting: Setting) -> Stretch:
    """The last day from Monday to Friday."""
    return replace(next_workday(setting, -1), past=True)


def weekend(setting: Setting, weeks: int = 0) -> Stretch:
    """Saturday and Sunday: of this week, or so many weeks on."""
    saturday = weekday_of_week(setting, SATURDAY, weeks).start
    return replace(one_day(saturday), end=saturday + 2 * DAY)


def next_weekend(setting: Setting) -> Stretch:
    """Next week's."""
    return weekend(setting, 1)


def last_weekend(setting: Setting) -> Stretch:
    """The one that is over."""
    return replace(weekend(setting, -1), past=True)


def nth_weekend(setting: Setting, nth: int, period: Stretch) -> Stretch:
    """As in "the last weekend of October"."""
    saturday = upcoming(setting, period, lambda within: nth_weekday_in(within, SATURDAY, nth)).start
    return replace(one_day(saturday), end=saturday + 2 * DAY)


RULES: Final = (
    # Days from today, weekdays.
    rule("date", "[ THE ] days=DAYS", relative_day),
    rule("date", "weekday=:wday", weekday_near),
    rule("date", "THIS weekday=:wday", weekday_near),
    rule("date", "[ THE ] which=NEXT|COMING weekday=:wday", next_weekday),
    rule("date", "[ THE ] weekday=:wday which=NEXT_BEHIND", next_weekday),
    rule("date", "[ THE ] LAST weekday=:wday", last_weekday),
    rule("date", "[ THE ] weekday=:wday LAST_BEHIND", last_weekday),
    rule("date", "[ THE ] weekday=:wday 'after' NEXT", weekday_after_next),
    rule("date", "count=:count weekday=WEEKDAY LATER", weekdays_ahead),
    rule("date", "IN count=:count weekday=WEEKDAY", weekdays_ahead),
    rule("date", "count=:count weekday=WEEKDAY AGO", weekdays_ago),
    rule("date", "weekday=:wday 'week'", week_after_weekday),
    rule("date", "AMOUNT 'week' ON weekday=:wday", week_after_weekday),
    rule("date", "weekday=:wday [ OF|, ] cycle=:cycle", in_cycle),
    rule("date", "cycle=:cycle [ ' ~'s' ] [ ON|, ] weekday=:wday", in_cycle),
    rule("date", "[ THE ] day=:nth [ unit=UNIT ] OF [ THE ] cycle=:cycle", day_in_cycle),
    # Counted within something.
    rule("date", "[ THE ] nth=:rank weekday=WEEKDAY [ OF ] period=:within", nth_weekday),
    rule("date", "[ THE ] nth=:rank unit=UNIT OF period=:within", nth_unit),
    rule("date", "[ THE ] nth=:rank WEEKEND OF period=:within", nth_weekend),
    rule("date", "[ ON ] [ THE ] nth=:rank WORKDAY OF period=:within", nth_workday),
    rule("date", "[ THE ] [ nth=ORD ] weekday=:wday AFTER day=:date", nth_after),
    rule("date", "[ THE ] [ nth=ORD ] weekday=:wday BEFORE day=:date", nth_before),
    rule("date", "[ THE ] [ nth=ORD ] 'closest'|'nearest' weekday=:wday TO day=:date", closest),
    rule("date", "NEXT|COMING WORKDAY", next_workday),
    rule("date", "LAST WORKDAY", last_workday),
    rule("date", "[ ON|DAYMARK|THIS|COMING ] [ THE ] [ COMING ] WEEKEND", weekend),
    rule("date", "[ THE ] NEXT WEEKEND", next_weekend),
    rule("date", "[ THE ] WEEKEND NEXT_BEHIND", next_weekend),
    rule("date", "[ THE ] LAST WEEKEND", last_weekend),
    rule("date", "[ THE ] WEEKEND LAST_BEHIND", last_weekend),
)
