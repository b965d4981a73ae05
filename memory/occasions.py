"""When something happened that a question names a time by, as the memories tell that may be about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from memory.annotations import DATE
from memory.documents import Annotation
from memory.question import Occasion, Window, WindowOn

DAY: Final = timedelta(days=1)
TUESDAY: Final = 1
SATURDAY: Final = 5
LONGEST: Final = timedelta(days=60)
"""What lasts longer than this is no trip; dates that far apart are of different things."""
CALLED_A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Account:
    """A memory that may tell of it: when it was told, and what was noticed in it."""

    told: datetime
    annotations: Sequence[Annotation]


def time_of(occasion: Occasion, accounts: Sequence[Account]) -> Window | None:
    """When things were told if they were told then; None where none of the accounts says.

    A single day, weekend or week is that of the best account: the day it names that was still to come, or the one it
    was told on. How long something lasted is told by the first account that names its first and its last day.

    Args:
        occasion: as the question names it.
        accounts: what may tell of it, the likeliest first.
    """
    if occasion.days is None:
        lasted = (_lasted(account) for account in accounts)
        days = next((each for each in lasted if each), None)
    else:
        days = _around(_day(accounts[0], occasion), occasion.days) if accounts else None
    return None if days is None else _window(*days, occasion)


def _lasted(account: Account) -> tuple[date, date] | None:
    days = sorted(set(_named(account)))
    return (days[0], days[-1]) if len(days) > 1 and days[-1] - days[0] <= LONGEST else None


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
