"""When something happened that a question names a time by, as the memories tell that may be about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from memory.annotations import DATE, LANGUAGE
from memory.documents import Annotation
from memory.question import Occasion, Window, WindowOn
from memory.when import times

DAY: Final = timedelta(days=1)
TUESDAY: Final = 1
SATURDAY: Final = 5
LONGEST: Final = timedelta(days=60)
"""What lasts longer than this is no trip; dates that far apart are of different things."""
CALLED_A_WEEK: Final = 7
_RANGE: Final = re.compile(r"\d\D+\d")
# "the 17th", "am 17.", "el 17": without its month.
_DAY_ALONE: Final = re.compile(r"(?:[^\W\d_]{1,4}\s){0,2}\d{1,2}(?:st|nd|rd|th|\.|º|er)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Account:
    """A memory that may tell of it: when it was told, what was noticed in it, and its text."""

    told: datetime
    annotations: Sequence[Annotation]
    text: str = ""


def time_of(occasion: Occasion, accounts: Sequence[Account]) -> Window | None:
    """When things were told if they were told then; None where none of the accounts says.

    A single day, weekend or week is that of the best account: the day it names that was still to come, or the one it
    was told on. How long something lasted is told by the first account that names its first and its last day.

    Args:
        occasion: as the question names it.
        accounts: what may tell of it, the likeliest first.
    """
    if occasion.days is None:
        lasted = (_lasted(account, occasion.zone) for account in accounts)
        days = next((each for each in lasted if each), None)
    else:
        days = _around(_day(accounts[0], occasion), occasion.days) if accounts else None
    return None if days is None else _window(*days, occasion)


def _lasted(account: Account, zone: ZoneInfo) -> tuple[date, date] | None:
    days = [*_in_order(account), *_ends(account, zone)]
    return (min(days), max(days)) if len(set(days)) > 1 and max(days) - min(days) <= LONGEST else None


def _in_order(account: Account) -> list[date]:
    """The days as they are named, one after the other: "the 12th of June, back on the 17th" is in June."""
    days: list[date] = []
    for named, day in zip(_dates(account), _named(account), strict=True):
        alone = bool(_DAY_ALONE.fullmatch(_written(account, named)))
        days.append(_next(day.day, days[0]) if days and alone and day < days[0] else day)
    return days


def _next(day: int, after: date) -> date:
    """The next day of that number, from a day on."""
    return next(each for ahead in range(LONGEST.days + 3) if (each := after + DAY * ahead).day == day)


def _ends(account: Account, zone: ZoneInfo) -> list[date]:
    """The last days of what is named from one day to another, of which only the first was noticed."""
    language = next((each.value for each in account.annotations if each.kind == LANGUAGE), "en")
    written = (_written(account, named) for named in _dates(account))
    found = (
        times.find(each, now=account.told, zone=zone, language=language) for each in written if _RANGE.search(each)
    )
    ends = [each.readings[0].end for each in found if each and each.readings]
    return [(end - timedelta.resolution).astimezone(zone).date() for end in ends if end is not None]


def _written(account: Account, named: Annotation) -> str:
    return account.text[slice(*named.span)].strip() if named.span else ""


def _dates(account: Account) -> list[Annotation]:
    return [each for each in account.annotations if each.kind == DATE]


def _named(account: Account) -> list[date]:
    values = [each.value for each in account.annotations if each.kind == DATE]
    return [datetime.fromisoformat(value).date() for value in values]


def _day(account: Account, occasion: Occasion) -> date:
    told = account.told.astimezone(occasion.zone).date()
    return next((day for day in _named(account) if told < day <= told + LONGEST), told)


def _around(day: date, days: int) -> tuple[date, date]:
    if days == 0:
        # On a Monday or a Tuesday it is told of the weekend that was.
        saturday = day + DAY * (SATURDAY - day.weekday() if day.weekday() > TUESDAY else -2 - day.weekday())
        return min(day, saturday), max(day, saturday + DAY)
    if days == CALLED_A_WEEK:
        monday = day - DAY * day.weekday()
        return monday, monday + DAY * (days - 1)
    return (day, day) if days == 1 else (day - DAY * (days // 2), day + DAY * (days // 2))


def _window(first: date, last: date, occasion: Occasion) -> Window:
    since, until = (datetime.combine(day, time.min, occasion.zone) for day in (first, last + DAY))
    return Window(since, until, WindowOn.TOLD)
