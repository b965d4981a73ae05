"""The arithmetic of calendars: stretches of wall-clock time, durations, and the day that words without a year mean."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from memory.when.grammar import NoSuchTimeError
from memory.when.reading import Direction, Grain, Policy, Problem
from memory.when.words.vocabulary import Unit

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(weeks=1)
# What was said without a year and was over this recently is more likely remembered than planned.
JUST_OVER: Final = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text is read against: the person's wall clock (`now`, naive), their zone, and how they write dates."""

    now: datetime
    zone: tzinfo
    direction: Direction
    month_first: bool

    @property
    def today(self) -> datetime:
        """The midnight that began today."""
        return midnight(self.now)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Wall-clock time from `start` until `end` (exclusive), naive.

    Attributes:
        others: further starts it may have meant.
        zone: the one that was named.
        past: whether it was said to be over.
        every: how often it comes back, where it was not said which one is meant ("October").
    """

    start: datetime
    end: datetime | None
    grain: Grain
    policy: Policy = Policy.SAID
    confidence: float = 0.95
    others: tuple[datetime, ...] = ()
    zone: tzinfo | None = None
    past: bool = False
    every: Unit | None = None

    def until(self) -> datetime:
        """Where it is over: its end, or its start if none was said."""
        return self.end or self.start


@dataclass(frozen=True, slots=True)
class Cycle:
    """This week, the next month: a whole unit, so that days within it can be named."""

    unit: Unit
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: calendar months and days, and exact seconds. `unit` is the finest that was named."""

    months: float
    days: float
    seconds: float
    unit: Unit

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(
            self.months + other.months, self.days + other.days, self.seconds + other.seconds, min_unit(self, other)
        )

    def __neg__(self) -> "Duration":
        return Duration(-self.months, -self.days, -self.seconds, self.unit)


MONTHS: Final = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12, Unit.DECADE: 120, Unit.CENTURY: 1200}
DAYS: Final = {Unit.DAY: 1, Unit.WEEK: 7, Unit.FORTNIGHT: 14}
SECONDS: Final = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}
GRAINS: Final = {
    Unit.SECOND: Grain.SECOND,
    Unit.MINUTE: Grain.MINUTE,
    Unit.HOUR: Grain.HOUR,
    Unit.DAY: Grain.DAY,
    Unit.WEEK: Grain.WEEK,
    Unit.FORTNIGHT: Grain.WEEK,
    Unit.MONTH: Grain.MONTH,
    Unit.QUARTER: Grain.QUARTER,
    Unit.YEAR: Grain.YEAR,
    Unit.DECADE: Grain.YEAR,
    Unit.CENTURY: Grain.YEAR,
}
ORDER: Final = {unit: place for place, unit in enumerate(Unit)}
AVERAGE_MONTH: Final = 30
MONTHS_OF_YEAR: Final = range(1, 13)
DAYS_OF_MONTH: Final = range(1, 32)
YEARS_OF_DATES: Final = range(1, 10_000)


def min_unit(one: Duration, other: Duration) -> Unit:
    """The finer unit of two durations."""
    return min(one.unit, other.unit, key=ORDER.__getitem__)


def duration(amount: float, unit: Unit) -> Duration:
    """A number of one unit. Half a month is 15 days, half a week three and a half."""
    if unit in SECONDS:
        return Duration(0, 0, amount * SECONDS[unit], unit)
    if unit in DAYS:
        days = int(amount * DAYS[unit])
        return Duration(0, days, (amount * DAYS[unit] - days) * 86_400, unit)
    months = int(amount * MONTHS[unit])
    return Duration(months, round((amount * MONTHS[unit] - months) * AVERAGE_MONTH), 0, unit)


def midnight(moment: datetime) -> datetime:
    """The midnight that began a day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def later_months(moment: datetime, months: int) -> datetime:
    """The same day some months on; the last day of a month that is too short for it."""
    count = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(count, 12)
    if year not in YEARS_OF_DATES:
        raise NoSuchTimeError(Problem.TOO_FAR)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def shifted(setting: Setting, start: datetime, by: Duration) -> datetime:
    """`start` moved: months and days by the calendar, hours and less as they really pass (a clock change between)."""
    moved = later_months(start, int(by.months)) + timedelta(days=by.days)
    if not by.seconds:
        return moved
    instant = moved.replace(tzinfo=setting.zone).astimezone(UTC) + timedelta(seconds=by.seconds)
    return instant.astimezone(setting.zone).replace(tzinfo=None)


def floor(moment: datetime, unit: Unit) -> datetime:
    """Where the unit that `moment` lies in began. Weeks begin on Monday."""
    day = midnight(moment)
    if unit in SECONDS:
        return moment - timedelta(seconds=(moment - day).total_seconds() % SECONDS[unit])
    if unit is Unit.DAY:
        return day
    if unit in DAYS:
        return day - timedelta(days=day.weekday())
    if unit is Unit.MONTH:
        return day.replace(day=1)
    if unit is Unit.QUARTER:
        return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)
    years = MONTHS[unit] // 12
    return day.replace(day=1, month=1, year=max(1, day.year // years * years))


def whole(start: datetime, unit: Unit) -> Stretch:
    """One whole unit from its start."""
    return Stretch(start, moved_by(start, unit, 1), GRAINS[unit], Policy.DATE_ONLY)


def moved_by(start: datetime, unit: Unit, count: int) -> datetime:
    """`start` moved by whole units on the wall clock."""
    by = duration(count, unit)
    return later_months(start, int(by.months)) + timedelta(days=by.days, seconds=by.seconds)


def cycle(setting: Setting, unit: Unit, offset: int) -> Stretch:
    """This unit (0), the next (1), the last (-1)."""
    return whole(moved_by(floor(setting.now, unit), unit, offset), unit)


def wall(year: int, month: int = 1, day: int = 1) -> datetime:
    """A midnight of wall-clock time."""
    return datetime(year, month, day)  # noqa: DTZ001 - which zone's is decided last


def one_day(day: datetime | date) -> Stretch:
    """A whole day."""
    start = wall(day.year, day.month, day.day)
    return Stretch(start, start + DAY, Grain.DAY, Policy.DATE_ONLY)


def on(year: int, month: int, day: int) -> Stretch:
    """A day of a year.

    Raises:
        NoSuchTimeError: the month has no such day.
    """
    try:
        return one_day(date(year, month, day))
    except ValueError as error:
        raise NoSuchTimeError(Problem.IMPOSSIBLE) from error


def of_year(setting: Setting, month: int, day: int) -> Stretch:
    """The day of a month when no year was said: the next one, a recent one, or the last, by direction."""
    years = [setting.now.year + offset for offset in (-1, 0, 1)]
    found = [on(year, month, day) for year in years if exists(year, month, day)]
    best = chosen(setting, found) if found else None
    # 29 February, in years without one.
    if best is None or (setting.direction is not Direction.BACK and best.until() < setting.now - JUST_OVER):
        raise NoSuchTimeError(Problem.IMPOSSIBLE)
    return replace(best, every=Unit.YEAR)


def exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    if year not in YEARS_OF_DATES or month not in MONTHS_OF_YEAR:
        return False
    return 1 <= day <= calendar.monthrange(year, month)[1]


def chosen(setting: Setting, found: list[Stretch]) -> Stretch:
    """Of the same day or month in several years (in order), the one that the direction means."""
    past = [each for each in found if each.until() <= setting.now]
    ahead = [each for each in found if each.until() > setting.now]
    if setting.direction is Direction.BACK:
        begun = [each for each in found if each.start <= setting.now]
        return begun[-1] if begun else ahead[0]
    if setting.direction is Direction.NEAREST and past and setting.now - past[-1].until() < JUST_OVER:
        return past[-1]
    return ahead[0] if ahead else past[-1]


def weekday_near(setting: Setting, weekday: int) -> Stretch:
    """The weekday as said alone: today or the next, looking back today or the last."""
    if setting.direction is Direction.BACK:
        return one_day(setting.today - timedelta(days=(setting.now.weekday() - weekday) % 7))
    return replace(one_day(setting.today + timedelta(days=(weekday - setting.now.weekday()) % 7)), every=Unit.WEEK)


def weekday_of_week(setting: Setting, weekday: int, weeks: int) -> Stretch:
    """The weekday of this week (0), the next (1), the last (-1); weeks begin on Monday."""
    return one_day(floor(setting.now, Unit.WEEK) + timedelta(weeks=weeks, days=weekday))


def weekday_after(day: datetime, weekday: int, count: int) -> Stretch:
    """The `count`-th such weekday after a day, which does not count itself; before it when negative."""
    if count < 0:
        return one_day(day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1) + WEEK * (count + 1))
    return one_day(day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1) + WEEK * (count - 1))


def nth_weekday_in(period: Stretch, weekday: int, nth: int) -> Stretch:
    """The first (1), second or last (-1) such weekday within a period.

    Raises:
        NoSuchTimeError: it has not so many.
    """
    found = weekday_after(period.until() if nth < 0 else period.start - DAY, weekday, nth)
    if not period.start <= found.start < period.until():
        raise NoSuchTimeError(Problem.IMPOSSIBLE)
    return found


def upcoming(setting: Setting, period: Stretch, within: Callable[[Stretch], Stretch]) -> Stretch:
    """A day within a period, and looking forward the next period's once it is over."""
    found = within(period)
    if setting.direction is not Direction.FORWARD or period.every is None or found.until() > setting.now:
        return found
    by = (moved_by(each, period.every, 1) for each in (period.start, period.until()))
    return within(replace(period, start=next(by), end=next(by)))


def dated(stretch: Stretch) -> bool:
    """Whether it is one day, so that a clock time can be set on it."""
    return stretch.grain is Grain.DAY and stretch.policy is Policy.DATE_ONLY


def deadline(stretch: Stretch) -> Stretch:
    """The same, as the latest time allowed."""
    return replace(stretch, policy=Policy.DEADLINE)
