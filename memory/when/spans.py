"""Durations, and times so far from now: "in an hour and a half", "two weeks ago"."""

from dataclasses import replace
from typing import Final

from memory.when.calendar import GRAINS, Duration, Setting, Stretch, cycle, deadline, duration, floor, moved_by, shifted
from memory.when.grammar import NoSuchTimeError, rule
from memory.when.reading import Grain, Policy, Problem
from memory.when.words.vocabulary import Unit

EXACT: Final = frozenset((Unit.SECOND, Unit.MINUTE, Unit.HOUR))
# Nobody means a longer one; and it keeps the arithmetic within what dates can hold.
MOST: Final = 9999


def decimal(_: Setting, whole: int, part: int) -> float:
    """As in "1.5"."""
    return float(f"{whole}.{part}")


def fraction(_: Setting, over: int, under: int) -> float | None:
    """As in "1/4"."""
    return over / under if 0 < over < under else None


def and_part(_: Setting, whole: float, part: float) -> float | None:
    """As in "two and a half"."""
    return whole + part if part < 1 else None


def of_unit(_: Setting, amount: float, unit: Unit) -> Duration:
    """As in "5 minutes"."""
    if amount > MOST:
        raise NoSuchTimeError(Problem.TOO_FAR)
    return duration(amount, unit)


def hours_and_minutes(_: Setting, hours: int, minutes: int) -> Duration:
    """As in "1h30"."""
    return duration(hours * 60 + minutes, Unit.MINUTE)


def half_more(_: Setting, amount: float, unit: Unit, part: float = 0.5) -> Duration | None:
    """As in "an hour and a half"."""
    return duration(amount + part, unit) if part < 1 else None


def total(_: Setting, first: Duration, rest: Duration) -> Duration | None:
    """As in "1 hour and 5 minutes"; the units get finer."""
    return first + rest if list(Unit).index(rest.unit) < list(Unit).index(first.unit) else None


def ahead(setting: Setting, by: Duration) -> Stretch:
    """So long from now."""
    start = shifted(setting, setting.now, by)
    exact = by.unit in EXACT
    grain = Grain.MINUTE if by.unit is Unit.HOUR else GRAINS[by.unit]
    policy = Policy.SAID if exact else Policy.DATE_ONLY
    return Stretch(start, None, grain, policy, past=start < setting.now)


def ago(setting: Setting, by: Duration) -> Stretch:
    """So long before now."""
    return ahead(setting, -by)


def within(setting: Setting, by: Duration) -> Stretch:
    """At the latest so long from now."""
    return deadline(ahead(setting, by))


def signed(setting: Setting, sign: str, by: Duration) -> Stretch:
    """As in "+2 months"."""
    return ahead(setting, by if sign == "+" else -by)


def moved(setting: Setting, day: Stretch, by: Duration, sign: str = "+") -> Stretch:
    """A time so long after another one; before it with the sign "-"."""
    start = shifted(setting, day.start, by if sign == "+" else -by)
    if by.unit in EXACT:
        return Stretch(start, None, Grain.MINUTE)
    end = None if day.end is None else start + (day.end - day.start)
    return replace(day, start=start, end=end)


def moved_back(setting: Setting, day: Stretch, by: Duration) -> Stretch:
    """A time so long before another one."""
    return moved(setting, day, by, "-")


def coming(setting: Setting, count: float, unit: Unit) -> Stretch | None:
    """As in "the upcoming two months": what lies so many whole units ahead, as one plans by it."""
    return cycle(setting, unit, int(count)) if count >= 1 else None


def next_ones(setting: Setting, count: float, unit: Unit) -> Stretch | None:
    """As in "the next 3 weeks": whole units, from the next on; seconds from now on."""
    if count < 1:
        return None
    start = floor(setting.now, unit)
    start = start if unit is Unit.SECOND else moved_by(start, unit, 1)
    return Stretch(start, moved_by(start, unit, int(count)), GRAINS[unit], Policy.DATE_ONLY)


def last_ones(setting: Setting, count: float, unit: Unit) -> Stretch | None:
    """As in "the past 2 months": whole units, until the present one."""
    if count < 1:
        return None
    end = floor(setting.now, unit)
    return Stretch(moved_by(end, unit, -int(count)), end, GRAINS[unit], Policy.DATE_ONLY, past=True)


def _number(_: Setting, value: float) -> float:
    return value


def _same(_: Setting, value: Duration) -> Duration:
    return value


RULES: Final = (
    rule("count", "value=INT", _number),
    rule("count", "value=AMOUNT", _number),
    rule("amount", "value=:count", _number),
    rule("amount", "whole=INT ~.|, part=~FIG", decimal),
    rule("amount", "over=INT ~/ under=~INT", fraction),
    rule("amount", "whole=INT AND part=AMOUNT", and_part),
    rule("piece", "amount=:amount [ MORE ] unit=UNIT", of_unit),
    rule("piece", "amount=INT unit=~SHORT", of_unit),
    rule("piece", "hours=INT ~'h' minutes=~MIN", hours_and_minutes),
    rule("piece", "amount=:count unit=UNIT AND part=AMOUNT", half_more),
    rule("piece", "amount=:count unit=UNIT AND HALF", half_more),
    rule("duration", "value=:piece", _same),
    rule("duration", "first=:piece [ AND ] rest=:duration", total),
    rule("duration", "first=:piece , AND rest=:duration", total),
    rule("shift", "IN [ ABOUT ] by=:duration [ ' ] [ 'time' ]", ahead),
    rule("shift", "by=:duration LATER", ahead),
    rule("shift", "by=:duration AGO", ago),
    rule("shift", "by=:duration BEFORE $", ago),
    rule("shift", "AGO_FIRST [ ABOUT ] by=:duration", ago),
    rule("shift", "TIMER [ ON|IN ] by=:duration", ahead),
    rule("shift", "'after' by=:duration", ahead),
    rule("shift", "WITHIN by=:duration", within),
    rule("shift", "sign=+|- by=:duration", signed),
    rule("coming", "[ THE ] COMING count=:count unit=UNIT", coming),
    rule("coming", "[ THE ] count=:count COMING unit=UNIT", coming),
    rule("coming", "[ IN|INTHE|ON ] [ THE ] NEXT count=:count unit=UNIT", next_ones),
    rule("coming", "[ IN|INTHE|ON ] [ THE ] count=:count NEXT unit=UNIT", next_ones),
    rule("coming", "[ IN|INTHE|ON ] [ THE ] LAST count=:count unit=UNIT", last_ones),
    rule("coming", "[ IN|INTHE|ON ] [ THE ] count=:count LAST unit=UNIT", last_ones),
)
