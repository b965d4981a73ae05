"""Times that are said by what comes after or before them: "an hour before", "the day before at 6 pm", "after that"."""

from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Final

from memory.when import clocks, spans
from memory.when.calendar import DAY, Duration, Setting, Stretch, duration, midnight, one_day, shifted
from memory.when.clocks import Clock, DayPart
from memory.when.grammar import rule
from memory.when.reading import Grain, Policy
from memory.when.words.vocabulary import Part, Unit

CLOCKS: Final = frozenset({Grain.SECOND, Grain.MINUTE, Grain.HOUR})
# When something may begin of which only the day is known.
BEGINNINGS: Final = (time(9), time(12), time(18))
GUESSED: Final = 0.4
# Every piece of these kinds has one of them.
NEEDED: Final = frozenset(
    """
    PREVIOUSLY PREVIOUS BEFORE EVE EVENING_BEFORE AFTERWARDS AFTER_IT MORROW BYMUCH PUT_OFF UNIT
    """.split()  # noqa: SIM905 - a word list reads better as prose
)


@dataclass(frozen=True, slots=True)
class Offset:
    """So long before something, or after it where `by` is negative.

    What is counted in days may name its hour or its part of the day.
    """

    by: Duration
    clock: Clock | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """How much later something is to be than it was; earlier where `by` is negative."""

    by: Duration


def before(_: Setting, by: Duration) -> Offset:
    """As in "an hour before"."""
    return Offset(by)


def unit_before(_: Setting, unit: Unit) -> Offset | None:
    """As in "the day before"; nobody says "the hour before"."""
    return None if unit in spans.EXACT else Offset(duration(1, unit))


def eve(_: Setting) -> Offset:
    """As in "la veille"."""
    return Offset(duration(1, Unit.DAY))


def part_before(_: Setting, part: Part) -> Offset:
    """As in "the night before"."""
    return Offset(duration(1, Unit.DAY), part=Part.EVENING if part is Part.NIGHT else part)


def eve_part(_: Setting) -> Offset:
    """As in "am Vorabend"."""
    return Offset(duration(1, Unit.DAY), part=Part.EVENING)


def after(_: Setting, by: Duration) -> Offset:
    """As in "an hour after"."""
    return Offset(-by)


def unit_after(_: Setting, unit: Unit) -> Offset | None:
    """As in "the day after"."""
    return None if unit in spans.EXACT else Offset(-duration(1, unit))


def morrow(_: Setting) -> Offset:
    """As in "le lendemain"."""
    return Offset(-duration(1, Unit.DAY))


def part_after(_: Setting, part: Part) -> Offset:
    """As in "the morning after"."""
    return Offset(-duration(1, Unit.DAY), part=Part.EVENING if part is Part.NIGHT else part)


def by_much(_: Setting, by: Duration) -> Shift:
    """As in "by an hour", "an hour later"."""
    return Shift(by)


def sooner(_: Setting, by: Duration) -> Shift:
    """As in "an hour earlier"."""
    return Shift(-by)


def at_clock(_: Setting, offset: Offset, clock: Clock) -> Offset | None:
    """As in "the day before at 6 pm"; "an hour before at 6" is none."""
    return None if offset.by.unit in spans.EXACT else replace(offset, clock=clock)


def in_part(_: Setting, offset: Offset, part: Part) -> Offset | None:
    """As in "la veille au soir"."""
    return None if offset.by.unit in spans.EXACT else replace(offset, part=part)


def same(_: Setting, offset: Offset) -> Offset:
    """With nothing said of the hour."""
    return offset


def same_shift(_: Setting, by: Shift) -> Shift:
    """However it was said."""
    return by


def resolved(setting: Setting, offset: Offset, anchor: Stretch) -> Stretch | None:
    """When that is, before or after `anchor`; doubtful where hours are counted from a day without one."""
    if offset.by.unit in spans.EXACT:
        return _counted(setting, offset.by, anchor)
    day = one_day(midnight(shifted(setting, midnight(anchor.start), -offset.by)))
    if offset.clock and offset.part:
        return clocks.in_day_part(setting, DayPart(offset.part, day), offset.clock)
    if offset.clock:
        return clocks.on_day(setting, day, offset.clock)
    return clocks.stretch_of(setting, DayPart(offset.part, day)) if offset.part else day


def _counted(setting: Setting, by: Duration, anchor: Stretch) -> Stretch | None:
    if anchor.grain in CLOCKS and anchor.policy is not Policy.DAYPART:
        # Whatever was assumed of the hour is assumed of this one.
        starts = [shifted(setting, each, -by) for each in (anchor.start, *anchor.others)]
        return replace(anchor, start=starts[0], others=tuple(starts[1:]), end=None, grain=Grain.MINUTE)
    if (anchor.end or anchor.start + DAY) - anchor.start > timedelta(days=1):
        return None
    days = [midnight(anchor.start) + timedelta(hours=each.hour) for each in BEGINNINGS]
    first, *others = (shifted(setting, each, -by) for each in days)
    return Stretch(first, None, Grain.MINUTE, confidence=GUESSED, others=tuple(others))


RULES: Final = (
    rule("offset", "by=:duration PREVIOUSLY", before),
    rule("offset", "by=:duration BEFORE [ THE ]", before),
    rule("offset", "[ ON|INTHE ] [ THE ] unit=UNIT PREVIOUSLY", unit_before),
    rule("offset", "[ ON|INTHE ] [ THE ] unit=UNIT BEFORE [ THE ]", unit_before),
    rule("offset", "[ ON|INTHE ] [ THE ] PREVIOUS unit=UNIT", unit_before),
    rule("offset", "[ ON|INTHE ] [ THE ] part=PART|LONEPART PREVIOUSLY", part_before),
    rule("offset", "[ ON|INTHE ] [ THE ] part=PART|LONEPART BEFORE [ THE ]", part_before),
    rule("offset", "[ ON|INTHE ] [ THE ] EVE [ OF ]", eve),
    rule("offset", "DAYMARK PREVIOUSLY", eve),
    rule("offset", "[ ON|INTHE ] [ THE ] EVENING_BEFORE", eve_part),
    rule("offset", "by=:duration BEFORE 'that'|'this'|'it'|'then'", before),
    rule("offset", "[ ON|INTHE ] [ THE ] unit=UNIT BEFORE 'that'|'this'|'it'|'then'", unit_before),
    rule("offset", "by=:duration AFTERWARDS", after),
    rule("offset", "by=:duration AFTER_IT 'that'|'this'|'it'|'then'", after),
    rule("offset", "[ ON|INTHE ] [ THE ] unit=UNIT AFTER_IT 'that'|'this'|'it'|'then'", unit_after),
    rule("offset", "by=:duration AFTER_IT [ THE ]", after),
    rule("offset", "[ ON|INTHE ] [ THE ] unit=UNIT AFTERWARDS", unit_after),
    rule("offset", "[ ON|INTHE ] [ THE ] unit=UNIT AFTER_IT [ THE ]", unit_after),
    rule("offset", "[ ON|INTHE ] [ THE ] part=PART|LONEPART AFTER_IT|AFTERWARDS [ THE ]", part_after),
    rule("offset", "[ ON|INTHE ] [ THE ] MORROW [ OF ]", morrow),
    rule("moving", "BYMUCH by=:duration", by_much),
    rule("moving", "[ BYMUCH ] by=:duration PUT_OFF", by_much),
    rule("moving", "[ BYMUCH ] by=:duration PREVIOUSLY", sooner),
    rule("moved", "by=:moving", same_shift),
    rule("moved", "by=:duration", by_much),
    rule("relative", "offset=:offset [ , ] clock=:at", at_clock),
    rule("relative", "clock=:at [ , ] offset=:offset", at_clock),
    rule("relative", "offset=:offset INTHE part=PART", in_part),
    rule("relative", "offset=:offset", same),
)
