"""Times of day within a recurrence: how they are said, and which of two halves of the day is meant."""

from collections.abc import Sequence
from datetime import time
from typing import Any, Final

from memory.when.grammar import NoSuchTimeError, Rule, rule
from memory.when.reading import Problem
from memory.when.recurrence_said import Clock, Said
from memory.when.words.vocabulary import Part

NOON: Final = 12
ZEROED_BELOW: Final = 10
LAST_HOUR: Final = 24
LAST_MINUTE: Final = 59

PART_HOURS: Final = {
    Part.EARLY: 6,
    Part.MORNING: 9,
    Part.NOONTIME: 12,
    Part.AFTERNOON: 15,
    Part.EVENING: 19,
    Part.NIGHT: 21,
    Part.LATE: 23,
    Part.AFTER_LUNCH: 14,
    Part.AFTER_WORK: 18,
}
"""When something is due that was asked for in a part of the day without an hour."""

FORENOONS: Final = frozenset((Part.EARLY, Part.MORNING))
# Of the hours that may be either, these are more often meant after noon; from 7 to 11 before.
AFTERNOON_HOURS: Final = range(1, 7)
SMALL_HOURS: Final = range(1, 5)


def _bare(_: object, hour: int) -> Clock:
    return Clock(hour=hour, bare=True)


def _plain(_: object, hour: int, minute: int = 0, second: int = 0) -> Clock:
    return Clock(hour=hour, minute=minute, second=second)


def _zeroed(_: object, hour: int, minute: int) -> Clock | None:
    """Who writes 05:30 counts to 24."""
    return Clock(hour=hour, minute=minute, afternoon=False) if hour < ZEROED_BELOW else None


def _written(_: object, written: int) -> Said:
    return Said(clocks=(Clock(hour=written // 100, minute=written % 100, afternoon=written >= NOON * 100),))


def _forenoon(_: object, clock: Clock, am: object) -> Clock | None:
    return _half(clock, afternoon=False) if am else None


def _afternoon(_: object, clock: Clock, pm: object) -> Clock | None:
    return _half(clock, afternoon=True) if pm else None


def _half(clock: Clock, *, afternoon: bool) -> Clock | None:
    if not 0 < clock.hour <= NOON:
        return None
    hour = clock.hour % NOON + (NOON if afternoon else 0)
    return Clock(hour=hour, minute=clock.minute, second=clock.second, afternoon=afternoon)


def _minutes(minutes: int) -> Any:  # noqa: ANN401 - a builder
    def built(_: object, hour: int) -> Clock:
        total = (hour * 60 + minutes) % (24 * 60)
        return Clock(hour=total // 60, minute=total % 60)

    return built


def _past(_: object, hour: int, minute: int) -> Clock | None:
    return _minutes(minute)(_, hour) if minute < 60 else None  # noqa: PLR2004 - an hour


def _before(_: object, hour: int, minute: int) -> Clock | None:
    return _minutes(-minute)(_, hour) if minute < 60 else None  # noqa: PLR2004 - an hour


def _no_such(_: object, hour: int, minute: int = 0) -> Said | None:
    if hour <= LAST_HOUR and minute <= LAST_MINUTE:
        return None
    raise NoSuchTimeError(Problem.IMPOSSIBLE)


def _in_part(_: object, clock: Clock, part: Part) -> Clock | None:
    if clock.afternoon is not None:
        return None
    hour = in_part(clock.hour, part)
    return Clock(hour=hour, minute=clock.minute, second=clock.second, afternoon=hour >= NOON)


def _list(_: object, **clocks: Clock) -> tuple[Clock, ...]:
    return tuple(clocks.values())


MORE: Final = "[ AND [ AND ] [ AT ] {}=:clock {} ]"


def _listed() -> str:
    pattern = ""
    for name in "hgfedcb":
        pattern = MORE.format(name, pattern)
    return f"a=:clock {pattern}"


RULES: Final[tuple[Rule, ...]] = (
    rule("hour", "hour=HOUR", _bare),
    rule("hour", "hour=TWO ~':' minute=~MIN", _zeroed),
    rule("hour", "hour=HOUR ~':' minute=~MIN", _plain),
    rule("hour", "hour=HOUR ~':' minute=~MIN ~':' second=~MIN", _plain),
    rule("hour", "hour=HOUR ~'.' minute=~MIN", _plain),
    rule("hour", "hour=HOUR OCLOCK|HOURWORD", _plain),
    rule("hour", "hour=HOUR HOURWORD minute=MIN", _plain),
    rule("hour", "hour=HOUR ~'h'", _plain),
    rule("hour", "hour=HOUR ~'h' minute=~MIN", _plain),
    rule("hour", "HALF PAST hour=HOUR", _minutes(30)),
    rule("hour", "HALF_TO hour=HOUR", _minutes(-30)),
    rule("hour", "hour=HOUR [ HOURWORD ] PAST HALF", _minutes(30)),
    rule("hour", "QUARTER PAST hour=HOUR", _minutes(15)),
    rule("hour", "hour=HOUR [ HOURWORD ] PAST QUARTER", _minutes(15)),
    rule("hour", "QUARTER BEFOREHOUR hour=HOUR", _minutes(-15)),
    rule("hour", "hour=HOUR [ HOURWORD ] BEFOREHOUR QUARTER", _minutes(-15)),
    rule("hour", "minute=INT [ UNIT ] PAST hour=HOUR", _past),
    rule("hour", "minute=INT [ UNIT ] BEFOREHOUR hour=HOUR", _before),
    rule("clock", "clock=:hour", lambda _, clock: clock),
    rule("clock", "clock=:hour am=AM|A", _forenoon),
    rule("clock", "clock=:hour pm=PM|P", _afternoon),
    rule("clock", "clock=:hour WITHIN part=PART", _in_part),
    rule("clock", "[ WITHIN ] NOON", lambda _: Clock(hour=NOON, afternoon=True)),
    rule("clock", "MIDNIGHT", lambda _: Clock(hour=0, afternoon=False)),
    rule("clocks", _listed(), _list),
    rule("times", "AT [ EXACTLY ] clocks=:clocks [ EXACTLY ]", lambda _, clocks: Said(clocks=clocks)),
    rule("times", "AT [ EXACTLY ] written=HHMM", _written),
    rule("times", "AT hour=INT ~':' minute=~INT", _no_such),
    rule("times", "AT hour=TWO OCLOCK|HOURWORD", _no_such),
    rule("times", "clocks=:clocks", lambda _, clocks: None if any(map(_doubtful, clocks)) else Said(clocks=clocks)),
    rule("times", "BETWEEN first=:clock AND|TO last=:clock", lambda _, first, last: Said(window=(first, last))),
)


def _doubtful(clock: Clock) -> bool:
    return clock.bare


def in_part(hour: int, part: Part) -> int:
    """The hour from 0 to 23 that a figure means in a part of the day."""
    if part in FORENOONS or hour > NOON or (part in {Part.NIGHT, Part.LATE} and hour in SMALL_HOURS):
        return hour
    if hour == NOON:
        return 0 if part in {Part.NIGHT, Part.LATE} else NOON
    return hour + NOON


def resolved(clocks: Sequence[Clock], parts: Sequence[Part]) -> tuple[tuple[time, ...], bool]:
    """Times of day in the order said, and whether a half of the day had to be assumed.

    Of several, each is taken to be later than the one before it where it can be: "at 9 and 5" is 9:00 and 17:00.
    """
    times: list[time] = []
    assumed = False
    # Who writes 20:30 or 0:15 counts to 24 all along.
    to_24 = any(clock.afternoon is None and (clock.hour > NOON or clock.hour == 0) for clock in clocks)
    for clock in clocks:
        hour, guessed = (clock.hour % 24, False) if to_24 else _hour(clock, parts, times)
        assumed = assumed or guessed
        times.append(time(hour, clock.minute, clock.second))
    return tuple(times), assumed


def _hour(clock: Clock, parts: Sequence[Part], before: Sequence[time]) -> tuple[int, bool]:
    if clock.afternoon is not None or clock.hour > NOON or clock.hour == 0:
        return clock.hour % 24, False
    if parts:
        return in_part(clock.hour, parts[0]), False
    if clock.hour == NOON:
        return NOON, False
    later = clock.hour + NOON
    if before and before[-1] >= time(clock.hour, clock.minute):
        return later, True
    return (later if clock.hour in AFTERNOON_HOURS and not before else clock.hour), True
