"""What a recurrence is made of: numbers, weekdays, ordinals, dates and steps, and lists of them."""

from fractions import Fraction
from typing import Final

from memory.when.grammar import NoSuchTimeError, Rule, rule
from memory.when.reading import Problem
from memory.when.recurrence_said import Said
from memory.when.recurrence_words import WORKDAYS
from memory.when.words.vocabulary import Unit

LONGEST_MONTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAYS_OF_A_YEAR: Final = 366
MONTHS_OF_A_YEAR: Final = 12

Weekdays = tuple[int, ...]


def _list(kind: str, name: str, most: int, between: str = "AND [ AND ] [ ON|THE ]") -> Rule:
    """Up to `most` pieces of a kind behind one another, with commas and words for `and`; yields a tuple."""
    pattern = ""
    for number in range(most - 1, 0, -1):
        pattern = f"[ {between} p{number}=:{kind} {pattern} ]"
    return rule(name, f"p0=:{kind} {pattern}", lambda _, **pieces: tuple(pieces.values()))


def _joined(_: object, lists: tuple[Weekdays, ...]) -> Weekdays:
    return tuple(dict.fromkeys(day for days in lists for day in days))


def span_of_week(_: object, first: int, last: int) -> Weekdays:
    """From one weekday to another, both included; over Sunday where need be."""
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))


def _number(_: object, value: float) -> Fraction | None:
    return Fraction(value) if value > 0 else None


def _decimal(_: object, whole: int, tenths: int) -> Fraction:
    return Fraction(f"{whole}.{tenths}")


NUMBERS: Final[tuple[Rule, ...]] = (
    rule("number", "value=INT", _number),
    rule("number", "value=AMOUNT", _number),
    rule("number", "whole=FIG ~'.' tenths=~FIG", _decimal),
    rule("number", "whole=FIG ~',' tenths=~FIG", _decimal),
    rule("number", "whole=INT AND part=AMOUNT", lambda _, whole, part: Fraction(whole) + Fraction(part)),
    rule("weekday", "day=WEEKDAY", lambda _, day: (day,)),
    rule("weekday", "days=GROUP", lambda _, days: days),
    rule("weekday", "days=PLURAL", lambda _, days: days),
    rule("weekday", "first=:oneday TO [ THE ] last=:oneday", span_of_week),
    rule("oneday", "day=WEEKDAY", lambda _, day: day),
    rule("oneday", "days=PLURAL", lambda _, days: days[0] if len(days) == 1 else None),
    _list("weekday", "weekdaylist", 7),
    _list("weekday", "weekdaylist", 7, between=""),
    rule("weekdays", "lists=:weekdaylist", _joined),
    rule("plural", "days=PLURAL", lambda _, days: days),
    rule("plural", "first=:oneday TO [ THE ] last=:oneday", span_of_week),
    _list("plural", "plurallist", 7),
    rule("plurals", "lists=:plurallist", _joined),
    rule("plurals", "first=:plural AND [ AND ] rest=:weekdays", lambda _, first, rest: _joined(_, (first, rest))),
    rule("onemonth", "month=MONTH", lambda _, month: month),
    rule("monthrange", "month=MONTH", lambda _, month: (month,)),
    rule("monthrange", "first=:onemonth TO last=:onemonth", lambda _, first, last: _months(first, last)),
    _list("monthrange", "monthlist", 12),
    rule("months", "lists=:monthlist", _joined),
)


def _months(first: int, last: int) -> tuple[int, ...]:
    return tuple((first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1))


def _from_end(_: object, place: int) -> int:
    return -place


def _nth_days(_: object, ordinals: tuple[int, ...], days: Weekdays) -> Said:
    if days == WORKDAYS:
        return Said(weekdays=tuple((day, None) for day in days), positions=ordinals)
    return Said(weekdays=tuple((day, number) for number in ordinals for day in days))


def _month_days(_: object, ordinals: tuple[int, ...]) -> Said | None:
    return Said(month_days=ordinals) if all(abs(number) <= DAYS_OF_A_YEAR for number in ordinals) else None


def _days_counted(_: object, ordinals: tuple[int, ...], unit: Unit) -> Said | None:
    return _month_days(_, ordinals) if unit is Unit.DAY else None


ORDINALS: Final[tuple[Rule, ...]] = (
    rule("ordinal", "place=ORD", lambda _, place: place),
    rule("ordinal", "place=DAY ~'.'", lambda _, place: place),
    rule("ordinal", "LAST", lambda _: -1),
    rule("ordinal", "PENULTIMATE", lambda _: -2),
    rule("ordinal", "place=ORD [ ~'-' ] LAST", _from_end),
    rule("ordinal", "place=ORD [ '-' ] TO [ '-' ] [ THE ] LAST", _from_end),
    _list("ordinal", "ordinals", 8),
    rule("nth", "ordinals=:ordinals days=:weekdays", _nth_days),
    rule("nth", "ordinals=:ordinals unit=UNIT", _days_counted),
    rule("nth", "ordinals=:ordinals", _month_days),
    rule("nth", "BEGIN", lambda _: Said(month_days=(1,))),
    rule("nth", "MIDDLE", lambda _: Said(month_days=(15,))),
    rule("nth", "END", lambda _: Said(month_days=(-1,))),
    _list("figure", "figures", 8),
    rule("figure", "day=DAY", lambda _, day: day),
    rule("daynumber", "day=DAY", lambda _, day: day),
    _list("daynumber", "daynumbers", 8),
    rule("figure", "place=:ordinal", lambda _, place: place),
)


def _dates(_: object, month: int, days: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    if not all(1 <= day <= LONGEST_MONTHS[month - 1] for day in days):
        raise NoSuchTimeError(Problem.IMPOSSIBLE)
    return tuple((month, day) for day in days)


def _figures(month_first: object, first: int, second: int) -> tuple[tuple[int, int], ...] | None:
    """`3/14`: in the order in which the person writes, or the one that makes a date."""
    month, day = (first, second) if month_first else (second, first)
    month, day = (day, month) if month > MONTHS_OF_A_YEAR else (month, day)
    return _dates(month_first, month, (day,)) if month <= MONTHS_OF_A_YEAR else None


DATES: Final[tuple[Rule, ...]] = (
    rule("date", "month=MONTH [ THE ] days=:figures", _dates),
    rule("date", "days=:figures [ OF ] month=MONTH", _dates),
    rule("date", "first=DAY ~'/' second=~DAY", _figures),
    rule("date", "first=DAY ~'-' second=~DAY", _figures),
    rule("date", "first=DAY ~'.' second=~MON ~'.'", lambda _, first, second: _dates(_, second, (first,))),
    _list("date", "datelist", 6),
    rule("dates", "lists=:datelist", _joined),
)


def _step(_: object, unit: Unit, n: Fraction = Fraction(1)) -> Said:
    return Said(unit=unit, interval=n)


def _other(_: object, unit: Unit) -> Said:
    return Said(unit=unit, interval=Fraction(2))


def _and_more(_: object, unit: Unit, more: float) -> Said:
    return Said(unit=unit, interval=1 + Fraction(more))


def _either(_: object, n: Fraction, m: Fraction, unit: Unit) -> Said:
    return Said(unit=unit, interval=n, doubtful=(Said(unit=unit, interval=m),))


STEPS: Final[tuple[Rule, ...]] = (
    rule("step", "unit=UNIT", _step),
    rule("step", "n=:number unit=UNIT|SHORT", _step),
    rule("step", "place=ORD unit=UNIT", lambda _, place, unit: Said(unit=unit, interval=Fraction(place))),
    rule("step", "OTHER unit=UNIT", _other),
    rule("step", "unit=UNIT AND more=AMOUNT", _and_more),
    rule("step", "n=:number TO|OR m=:number unit=UNIT", _either),
)

RULES: Final = (*NUMBERS, *ORDINALS, *DATES, *STEPS)
