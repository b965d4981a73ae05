"""What was said of a recurrence as schedules: defaults for what was left out, the first occurrence, the end."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from pydantic import ValidationError

from memory.when.recurrence_bounds import Bound, Scene, clock_of, last_moment
from memory.when.recurrence_rules import Plan, readings
from memory.when.recurrence_said import Said
from memory.when.rules import STEPS, WEEKDAYS, Frequency, RuleUnusable
from memory.when.schedule import Exclusion, Schedule
from memory.when.words.vocabulary import Unit

DEFAULT_CLOCK: Final = time(9)
LAST_SAFE_DAY: Final = 28
MOST_READINGS: Final = 3


class Trouble(StrEnum):
    """Why there is no reminder."""

    NOTHING = "nothing"
    """Nothing to be reminded of."""
    NO_TIME = "no time"
    BEFORE_WHAT = "before what"
    """So long before something of which no time was said."""
    IMPOSSIBLE = "impossible"
    """No calendar or clock has it: 30 February, 25:00."""
    PAST = "past"
    TOO_FAR = "too far"
    TOO_OFTEN = "too often"
    CONTRADICTORY = "contradictory"
    """It never comes due: every Monday except Mondays."""


class Assumed(StrEnum):
    """What was not said and had to be chosen, for the bot to name."""

    HOUR = "hour"
    """No time of day: the usual one."""
    BARE_HOUR = "bare hour"
    """An hour without am or pm."""
    PART = "part of the day"
    DAYS = "days"
    """`three times a week`: the days."""


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """Something that comes again, as said in a text. One schedule: sure. Two or three: the person is to be asked.

    Attributes:
        span: from its first character to its last.
        spans: the stretches of text that speak of it; what lies between may be what is to be done.
        schedules: the likeliest first; none: `problem` says why.
        rule: the first schedule's RRULE with no more than was said, so without the usual hour.
        begins: the day or time from which it was said to hold, local.
        doubt: one time may be meant as well ("the last Friday of the month").
    """

    span: tuple[int, int]
    spans: tuple[tuple[int, int], ...]
    schedules: tuple[Schedule, ...]
    rule: str | None
    begins: datetime | None
    problem: Trouble | None
    assumed: frozenset[Assumed]
    doubt: bool
    confidence: float

    @property
    def schedule(self) -> Schedule | None:
        """The likeliest."""
        return self.schedules[0] if self.schedules else None


@dataclass(frozen=True, kw_only=True)
class _Limits:
    """From when, until when and how often, in local time."""

    begins: datetime | None
    clock: time | None
    until: datetime | None
    count: int | None
    excluded: tuple[Exclusion, ...]


def recurring(scene: Scene, branches: Sequence[Said], limits: Sequence[Bound]) -> Recurring | None:
    """What was said, in schedules; None where its parts make no sense together. Spans are left to the caller."""
    found = Recurring(
        span=(0, 0),
        spans=(),
        schedules=(),
        rule=None,
        begins=None,
        problem=None,
        assumed=frozenset(),
        doubt=False,
        confidence=0.95,
    )
    wrong = next((limit.wrong for limit in limits if limit.wrong), None)
    if wrong:
        return replace(found, problem=Trouble[wrong.name])
    try:
        within = _limits(scene, branches, limits)
    except (OverflowError, ValueError):  # beyond what dates can hold
        return replace(found, problem=Trouble.TOO_FAR)
    plans = [list(readings(branch)) for branch in branches]
    if not all(plans):
        return None
    choices = [[plan] for plan in plans[0]] if len(plans) == 1 else [[each[0] for each in plans]]
    return _with_schedules(scene, found, choices, within)


def _with_schedules(scene: Scene, found: Recurring, choices: Sequence[Sequence[Plan]], within: _Limits) -> Recurring:
    try:
        made = [_schedule(scene, plans, within) for plans in choices[:MOST_READINGS]]
    except (RuleUnusable, ValidationError, OverflowError):
        return replace(found, problem=Trouble.IMPOSSIBLE)
    due = tuple(dict.fromkeys(each for each in made if each))
    first = choices[0][0]
    end = f";COUNT={within.count}" if within.count else f";UNTIL={within.until:%Y%m%dT%H%M%S}" if within.until else ""
    problem = None if due else _why(scene, within)
    return replace(
        found,
        schedules=due,
        rule=first.rules()[0] + end,
        begins=within.begins,
        problem=problem,
        assumed=_assumed(first, within),
        confidence=found.confidence / max(1, len(due)),
    )


def _why(scene: Scene, within: _Limits) -> Trouble:
    over = within.until is not None and within.until < scene.local_now
    return Trouble.PAST if over else Trouble.CONTRADICTORY


def _assumed(plan: Plan, within: _Limits) -> frozenset[Assumed]:
    bare = plan.frequency in STEPS or within.clock
    about = {
        Assumed.HOUR: not (plan.clocks or bare),
        Assumed.BARE_HOUR: plan.bare_hour,
        Assumed.PART: plan.part,
        Assumed.DAYS: plan.chosen,
    }
    return frozenset(what for what, so in about.items() if so)


def _limits(scene: Scene, branches: Sequence[Said], limits: Sequence[Bound]) -> _Limits:
    first = next((limit.begins for limit in limits if limit.begins), None)
    begins = first.start.astimezone(scene.zone).replace(tzinfo=None, fold=0) if first else None
    until = next((last_moment(limit, begins, scene.local_now) for limit in limits if limit.until), None)
    lasting = next((branch.lasting for branch in branches if branch.lasting), None)
    if lasting and until is None:
        until = _after(begins, *lasting) - timedelta(seconds=1) if begins else _after(scene.local_now, *lasting)
    return _Limits(
        begins=begins,
        clock=clock_of(first) if first else None,
        until=until,
        count=next((branch.count for branch in branches if branch.count), None),
        excluded=tuple(each for limit in limits for each in limit.excluded),
    )


def _after(start: datetime, amount: Fraction, unit: Unit) -> datetime:
    if unit in _LENGTHS:
        return start + _LENGTHS[unit] * float(amount)
    months = start.month - 1 + int(amount * _MONTHS[unit])
    year, month = start.year + months // 12, months % 12 + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))


_LENGTHS: Final[Mapping[Unit, timedelta]] = {
    Unit.SECOND: timedelta(seconds=1),
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(weeks=1),
    Unit.FORTNIGHT: timedelta(weeks=2),
}
_MONTHS: Final[Mapping[Unit, int]] = {
    Unit.MONTH: 1,
    Unit.QUARTER: 3,
    Unit.YEAR: 12,
    Unit.DECADE: 120,
    Unit.CENTURY: 1200,
}


def _schedule(scene: Scene, plans: Sequence[Plan], within: _Limits) -> Schedule | None:
    """The schedule of plans that hold together, from its first occurrence; None when nothing is ever due."""
    if plans[0].frequency in STEPS:
        start = within.begins or _elapsed(scene, plans[0])
        elapsed = _limited(scene, tuple(rule for plan in plans for rule in plan.rules(())), start, within)
        return elapsed if elapsed.next_after(scene.now) else None
    base = within.begins or scene.local_now
    clocks = (within.clock or scene.hour,)
    dated = [_dated(plan, base) for plan in plans]
    # The phase of "every other Friday" is set by the first Friday there is, not by the week it is said in.
    every = tuple(rule for plan in dated for rule in replace(plan, interval=1).rules(plan.clocks or clocks))
    first = _limited(scene, every, base, within, counted=False).coming(_since(scene, within))
    rules = tuple(rule for plan in dated for rule in plan.rules(plan.clocks or clocks))
    return _limited(scene, rules, first, within) if first is not None else None


def _since(scene: Scene, within: _Limits) -> datetime:
    """What the first occurrence comes after: now, or the moment before the beginning."""
    if within.begins is None:
        return scene.now
    return max(scene.now, within.begins.replace(tzinfo=scene.zone) - timedelta(seconds=1))


def _elapsed(scene: Scene, plan: Plan) -> datetime:
    """One step from now, or the time of day that was said."""
    if plan.clocks:
        today = datetime.combine(scene.local_now.date(), plan.clocks[0])
        return today if today > scene.local_now else today + timedelta(days=1)
    local = (scene.now + STEPS[plan.frequency] * plan.interval).astimezone(scene.zone)
    return local.replace(tzinfo=None, fold=0)


def _dated(plan: Plan, base: datetime) -> Plan:
    """With the day that is meant where none was said: `monthly` is on today's day, or the last of a shorter month."""
    return replace(plan, days=tuple(_dated_part(plan.frequency, days, base) for days in plan.days))


def _dated_part(frequency: Frequency, days: str, base: datetime) -> str:
    if any(name in days for name in ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")):
        return days
    of_month = _of_month(base.day)
    of_year = days if "BYMONTH" in days else f"BYMONTH={base.month}"
    said = {
        Frequency.WEEKLY: f"BYDAY={WEEKDAYS[base.weekday()]}",
        Frequency.MONTHLY: of_month,
        Frequency.YEARLY: "BYMONTHDAY=1" if "BYMONTH" in days else f"{of_year};{of_month}",
    }
    return ";".join(filter(None, (days, said.get(frequency, ""))))


def _of_month(day: int) -> str:
    if day <= LAST_SAFE_DAY:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(map(str, range(LAST_SAFE_DAY, day + 1)))};BYSETPOS=-1"


def _limited(
    scene: Scene, rules: tuple[str, ...], start: datetime, within: _Limits, *, counted: bool = True
) -> Schedule:
    return Schedule(
        start=start,
        zone=scene.zone.key,
        rules=rules,
        until=within.until,
        count=within.count if counted else None,
        excluded=within.excluded,
    )
