"""Days, parts of days, hours and zones put together: "tomorrow evening at 5", "3pm New York time"."""

from dataclasses import replace
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from memory.when import clocks, spans
from memory.when.calendar import (
    DAY,
    Duration,
    Setting,
    Stretch,
    dated,
    deadline,
    duration,
    midnight,
    moved_by,
    on,
    one_day,
)
from memory.when.clocks import Clock, DayPart
from memory.when.grammar import rule
from memory.when.reading import Grain, Policy
from memory.when.words.vocabulary import Part, Unit

# No zone is further from Greenwich.
FURTHEST: Final = timedelta(hours=14)


def now(setting: Setting) -> Stretch:
    """This very second."""
    return Stretch(setting.now.replace(microsecond=0), None, Grain.SECOND)


# Zones.


def named_zone(_: Setting, zone: tzinfo) -> tzinfo:
    """As in "CET"."""
    return zone


def place_zone(_: Setting, name: str) -> tzinfo:
    """As in "New York time"."""
    return ZoneInfo(name)


def offset_zone(_: Setting, sign: str, hours: int, minutes: int = 0) -> tzinfo | None:
    """As in "GMT+2", "+05:30"."""
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(offset if sign == "+" else -offset) if offset <= FURTHEST else None


def together_zone(setting: Setting, sign: str, figures: int) -> tzinfo | None:
    """As in "+0200"."""
    return offset_zone(setting, sign, *divmod(figures, 100))


def greenwich(_: Setting) -> tzinfo:
    """As in "Z"."""
    return UTC


# Parts of days.


def today_part(setting: Setting, value: tuple[int, Part]) -> DayPart:
    """As in "tonight"."""
    days, part = value
    return DayPart(part, _day(setting, days))


def this_part(setting: Setting, part: Part) -> DayPart:
    """As in "this morning"."""
    return DayPart(part, _day(setting, 0))


def last_part(setting: Setting, part: Part) -> DayPart:
    """As in "last evening"."""
    return DayPart(part, _day(setting, -1))


def next_part(setting: Setting, part: Part) -> DayPart:
    """As in "the next morning"."""
    return DayPart(part, _day(setting, 1))


def _day(setting: Setting, days: int) -> Stretch:
    return one_day(setting.today + DAY * days)


def part_of(_: Setting, part: Part, day: Stretch | None = None) -> DayPart | None:
    """As in "tomorrow morning", "the morning of the 5th"; without a day "in the morning"."""
    return DayPart(part, day) if day is None or dated(day) else None


# Days with hours.


def clock_alone(setting: Setting, clock: Clock, zone: tzinfo | None = None) -> Stretch:
    """As in "at 3", "4pm CET"; who names a zone counts to 24."""
    clock = replace(clock, exact=clock.exact or zone is not None)
    return clocks.alone(setting, clock, zone)


def on_day(setting: Setting, day: Stretch, clock: Clock, zone: tzinfo | None = None) -> Stretch | None:
    """As in "tomorrow at 3pm New York time"."""
    clock = replace(clock, exact=clock.exact or zone is not None)
    found = clocks.on_day(setting, day, clock)
    return found and replace(found, zone=zone, confidence=min(found.confidence, day.confidence))


def log_line(setting: Setting, day: Stretch, clock: Clock, year: int, zone: tzinfo | None = None) -> Stretch | None:
    """As in "Thu Oct 26 11:00:09 EDT 2023"."""
    found = on(year, day.start.month, day.start.day)
    return on_day(setting, found, clock, zone)


def in_part(setting: Setting, part: DayPart, clock: Clock, zone: tzinfo | None = None) -> Stretch | None:
    """As in "tonight at 8"."""
    found = clocks.in_day_part(setting, part, clock)
    return found and replace(found, zone=zone)


def day_clock_part(setting: Setting, day: Stretch, clock: Clock, part: Part) -> Stretch | None:
    """As in "tomorrow at 3 in the afternoon"."""
    return clocks.in_day_part(setting, DayPart(part, day), clock) if dated(day) else None


def part_alone(setting: Setting, part: DayPart, zone: tzinfo | None = None) -> Stretch | None:
    """As in "tomorrow evening"."""
    return replace(clocks.stretch_of(setting, part), zone=zone)


def ahead_at(setting: Setting, day: Stretch, clock: Clock) -> Stretch | None:
    """As in "in 7 days at 5pm"."""
    if day.policy is not Policy.DATE_ONLY:
        return None
    return clocks.on_day(setting, one_day(midnight(day.start)), clock)


def ahead_in_part(setting: Setting, day: Stretch, part: Part) -> Stretch | None:
    """As in "in two days in the evening"."""
    whole = one_day(midnight(day.start))
    return clocks.stretch_of(setting, DayPart(part, whole)) if day.policy is Policy.DATE_ONLY else None


# Limits.


def by(_: Setting, time: Stretch) -> Stretch:
    """As in "by Friday": on that day; "by the end of the day": when it is over."""
    if time.grain is Grain.DAY and time.policy is Policy.DATE_ONLY and time.end == time.start + DAY:
        return deadline(time)
    return deadline(replace(time, start=time.end, end=None) if time.end else time)


def by_clock(setting: Setting, clock: Clock) -> Stretch:
    """As in "by 5"."""
    return deadline(clocks.alone(setting, clock))


def after(_: Setting, time: Stretch) -> Stretch:
    """As in "after this week": from when it is over."""
    return replace(time, start=time.until(), end=None) if time.policy is Policy.DATE_ONLY else time


def since(setting: Setting, time: Stretch) -> Stretch:
    """As in "since Monday": the last one."""
    if time.every is None or time.start <= setting.now:
        return time
    start, end = (moved_by(each, time.every, -1) for each in (time.start, time.until()))
    return replace(time, start=start, end=end)


def on_day_by(setting: Setting, day: Stretch, clock: Clock) -> Stretch | None:
    """As in "tomorrow by 5pm"."""
    found = on_day(setting, day, clock)
    return found and deadline(found)


def same_time(setting: Setting, day: Stretch) -> Stretch | None:
    """As in "this time tomorrow"."""
    clock = Clock(setting.now.hour, setting.now.minute, grain=Grain.MINUTE, exact=True)
    return on_day(setting, day, clock)


def same(_: Setting, time: Stretch) -> Stretch:
    """With a preposition before it."""
    return time


def for_length(setting: Setting, time: Stretch, by: Duration) -> Stretch:
    """As in "tomorrow at 3 for two hours"."""
    return replace(time, end=spans.moved(setting, time, by).start)


def unit_after(setting: Setting, unit: Unit, day: Stretch) -> Stretch:
    """As in "the day after Christmas"."""
    return spans.moved(setting, day, duration(1, unit))


def unit_before(setting: Setting, unit: Unit, day: Stretch) -> Stretch:
    """As in "the week before Easter"."""
    return spans.moved(setting, day, -duration(1, unit))


RULES: Final = (
    rule("zone", "zone=ZONE", named_zone),
    rule("zone", "( zone=~ZONE ~)", named_zone),
    rule("zone", "name=PLACE CLOCKTIME", place_zone),
    rule("zone", "ZONE sign=+|- hours=~HOUR [ ~: minutes=~MIN ]", offset_zone),
    rule("zone", "sign=+|- hours=~HOUR ~: minutes=~MIN", offset_zone),
    rule("zone", "sign=+|- figures=~HHMM", together_zone),
    rule("zone", "~'z'", greenwich),
    # Parts of days.
    rule("part", "value=TODAYPART", today_part),
    rule("part", "THIS part=PART", this_part),
    rule("part", "LAST part=PART", last_part),
    rule("part", "[ THE ] NEXT part=PART", next_part),
    rule("part", "[ ON ] day=:date [ INTHE|OF ] part=PART", part_of),
    rule("part", "[ ON ] day=:date , INTHE part=PART", part_of),
    rule("part", "[ INTHE|THE|DAYMARK ] part=PART OF day=:day", part_of),
    rule("part", "INTHE part=PART", part_of),
    rule("part", "part=LONEPART", part_of),
    # Days and hours.
    rule("day", "day=:date", lambda _, day: day),
    rule("day", "day=:monthday", lambda _, day: day),
    rule("day", "ON|BY day=:date", lambda _, day: day),
    rule("when", "time=:dayonly", same),
    rule("dayonly", "day=:date", lambda _, day: day),
    rule("dayonly", "ON day=:date", lambda _, day: day),
    rule("dayonly", "day=:monthday $", lambda _, day: day),
    rule("clocked", "clock=:at [ zone=:zone ]", clock_alone),
    rule("clocked", "day=:day [ ,|- ] clock=:at [ zone=:zone ]", on_day),
    rule("clocked", "day=:day ~.|: clock=:at [ zone=:zone ]", on_day),
    rule("clocked", "day=:day 't' clock=~:clock [ zone=:zone ]", on_day),
    rule("clocked", "clock=:at [ zone=:zone ] [ , ] day=:day", on_day),
    rule("clocked", "day=:day BY|UNTIL clock=:hourish", on_day_by),
    rule("clocked", "THIS|'same' CLOCKTIME [ ON ] day=:date", same_time),
    rule("clocked", "day=:date [ , ] clock=:at [ zone=:zone ] year=YEAR", log_line),
    rule("clocked", "clock=:bare day=:relday", on_day),
    rule("relday", "days=DAYS", _day),
    rule("clocked", "part=:part [ ,|INTHE ] clock=:at [ zone=:zone ]", in_part),
    rule("clocked", "part=:loosepart [ , ] clock=:at", in_part),
    rule("loosepart", "part=PART", part_of),
    rule("clocked", "clock=:at [ zone=:zone ] [ , ] part=:part", in_part),
    rule("clocked", "clock=:bare part=:part", in_part),
    rule("clocked", "clock=:at INTHE part=PART day=:day", day_clock_part),
    rule("clocked", "clock=:bare INTHE part=PART day=:day", day_clock_part),
    rule("clocked", "day=:day [ , ] clock=:at INTHE part=PART", day_clock_part),
    rule("clocked", "day=:shift clock=:at", ahead_at),
    rule("when", "time=:clocked", same),
    rule("when", "part=:part [ zone=:zone ]", part_alone),
    rule("when", "day=:shift INTHE part=PART", ahead_in_part),
    rule("when", "time=:shift", same),
    rule("when", "[ THE ] unit=UNIT AFTER day=:when", unit_after),
    rule("when", "[ THE ] unit=UNIT BEFORE day=:when", unit_before),
    rule("when", "by=:duration AFTER day=:when", spans.moved),
    rule("when", "by=:duration BEFORE day=:when", spans.moved_back),
    rule("when", "day=:date sign=+|- by=:duration", spans.moved),
    rule("when", "time=:span", same),
    rule("when", "ON|IN|INTHE|DURING time=:span", same),
    rule("when", "time=:edge", same),
    rule("when", "AT|IN|INTHE|ON time=:edge", same),
    rule("when", "time=:coming", same),
    rule("when", "NOW", now),
    rule("time", "time=:when", same),
    rule("time", "[ ABOUT ] time=:when", same),
    rule("time", "BY [ ABOUT ] time=:when", by),
    rule("time", "BY|UNTIL [ ABOUT ] clock=:bare $", by_clock),
    rule("time", "UNTIL time=:when", by),
    rule("time", "AFTERWARD [ ABOUT ] time=:when", after),
    rule("time", "SINCE [ ABOUT ] time=:when", since),
    rule("time", "OPEN_AFTER [ ABOUT ] time=:when", same),
    rule("time", "time=:clocked FOR by=:duration", for_length),
)
