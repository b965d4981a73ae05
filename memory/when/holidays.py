"""Days of the year that have a name, fixed ones, those by weekday, and those by Easter."""

from calendar import isleap
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from memory.when.calendar import Duration, Setting, Stretch, chosen, later_months, nth_weekday_in, one_day, wall, whole
from memory.when.grammar import rule
from memory.when.reading import Grain
from memory.when.words.vocabulary import Unit

FIXED: Final = {
    "new year": (1, 1),
    "epiphany": (1, 6),
    "groundhog day": (2, 2),
    "leap day": (2, 29),
    "valentine": (2, 14),
    "women's day": (3, 8),
    "st patrick": (3, 17),
    "april fools": (4, 1),
    "earth day": (4, 22),
    "labour day": (5, 1),
    "independence day": (7, 4),
    "bastille day": (7, 14),
    "german unity": (10, 3),
    "halloween": (10, 31),
    "all saints": (11, 1),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
# From one leap year to the next, over a century that has none.
LONGEST_COMMON: Final = 9
# Days after Easter Sunday.
BY_EASTER: Final = {
    "shrove tuesday": -47,
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "easter": 0,
    "easter monday": 1,
    "ascension": 39,
    "pentecost": 49,
    "whit monday": 50,
    "corpus christi": 60,
}
# Month, weekday, which of them, and days after it. As kept in the United States.
BY_WEEKDAY: Final = {
    "mlk": (1, 0, 3, 0),
    "mother's day": (5, 6, 2, 0),
    "memorial day": (5, 0, -1, 0),
    "father's day": (6, 6, 3, 0),
    "us labor day": (9, 0, 1, 0),
    "thanksgiving": (11, 3, 4, 0),
    "black friday": (11, 3, 4, 1),
}


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian calendar.

    Source: the anonymous algorithm in Meeus, "Astronomical Algorithms", chapter 8.
    """
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    month_and_day = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * month_and_day) // 451
    month, day = divmod(h + month_and_day - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _by_easter(days: int) -> Callable[[int], Stretch]:
    return lambda year: one_day(easter(year) + timedelta(days=days))


def _fixed(month: int, day: int) -> Callable[[int], Stretch]:
    return lambda year: one_day(date(year, month, day))


def _leap_day(year: int) -> Stretch:
    """That of the year, or of the next one that has one."""
    return one_day(date(next(each for each in range(year, year + LONGEST_COMMON) if isleap(each)), 2, 29))


def _by_weekday(month: int, weekday: int, nth: int, after: int) -> Callable[[int], Stretch]:
    def of(year: int) -> Stretch:
        period = whole(wall(year, month), Unit.MONTH)
        return one_day(nth_weekday_in(period, weekday, nth).start + timedelta(days=after))

    return of


HOLIDAYS: Final[Mapping[str, Callable[[int], Stretch]]] = (
    {name: _fixed(*day) for name, day in FIXED.items()}
    | {"leap day": _leap_day}
    | {name: _by_easter(days) for name, days in BY_EASTER.items()}
    | {name: _by_weekday(*where) for name, where in BY_WEEKDAY.items()}
)


def holiday(setting: Setting, name: str, year: int | None = None) -> Stretch:
    """As in "Christmas 2014", "Easter"."""
    of = HOLIDAYS[name]
    if year is not None:
        return of(year)
    return chosen(setting, [of(setting.now.year + offset) for offset in (-1, 0, 1)])


def next_holiday(setting: Setting, name: str) -> Stretch:
    """As in "next Easter": the first after today."""
    of = HOLIDAYS[name]
    found = [of(setting.now.year + offset) for offset in (0, 1)]
    return next(each for each in found if each.start > setting.now)


def last_holiday(setting: Setting, name: str) -> Stretch:
    """As in "last Easter": the one that is over."""
    of = HOLIDAYS[name]
    return next(each for each in (of(setting.now.year), of(setting.now.year - 1)) if each.until() <= setting.now)


def years_on(setting: Setting, name: str, by: Duration) -> Stretch | None:
    """As in "Christmas in five years"."""
    if by.unit is not Unit.YEAR:
        return None
    return HOLIDAYS[name](later_months(setting.now, int(by.months)).year)


def of_unit_year(_: Setting, name: str, day: Stretch) -> Stretch | None:
    """As in "Easter of next year"."""
    return HOLIDAYS[name](day.start.year) if day.grain is Grain.YEAR else None


RULES: Final = (
    rule("date", "[ THE|THIS ] name=HOLIDAY [ year=:anyyear ]", holiday),
    rule("date", "[ THE ] NEXT|COMING name=HOLIDAY", next_holiday),
    rule("date", "[ THE ] LAST name=HOLIDAY", last_holiday),
    rule("date", "name=HOLIDAY IN by=:duration", years_on),
    rule("date", "name=HOLIDAY [ OF ] day=:span", of_unit_year),
)
