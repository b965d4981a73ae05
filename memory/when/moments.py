"""Days, hours and zones put together, and stretches from one to another."""

from dataclasses import replace
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from memory.when import clocks, spans
from memory.when.calendar import DAY, Duration, Setting, Stretch, dated, deadline, duration, midnight, on
from memory.when.clocks import NOON, Clock, DayPart
from memory.when.dates import of_month
from memory.when.grammar import rule
from memory.when.reading import Direction, Grain, Policy
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


def zoned(_: Setting, time: Stretch, zone: tzinfo) -> Stretch | None:
    """A moment in a zone that was named."""
    return replace(time, zone=zone) if time.grain not in {Grain.WEEK, Grain.MONTH, Grain.YEAR} else None


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
    day = setting.today + DAY * days
    return Stretch(day, day + DAY, Grain.DAY, Policy.DATE_ONLY)


def part_of(_: Setting, part: Part, day: Stretch | None = None) -> DayPart | None:
    """As in "tomorrow morning", "the morning of the 5th"; without a day "in the morning"."""
    return DayPart(part, day) if day is None or dated(day) else None


def same_part(_: Setting, part: DayPart) -> DayPart:
    """With a preposition before it."""
    return part


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
    start = midnight(day.start)
    return clocks.on_day(setting, Stretch(start, start + DAY, Grain.DAY, Policy.DATE_ONLY), clock)


def ahead_in_part(setting: Setting, day: Stretch, part: Part) -> Stretch | None:
    """As in "in two days in the evening"."""
    start = midnight(day.start)
    whole = Stretch(start, start + DAY, Grain.DAY, Policy.DATE_ONLY)
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


def same(_: Setting, time: Stretch) -> Stretch:
    """With a preposition before it."""
    return time


# From one to another.


def days_to(_: Setting, first: Stretch, last: Stretch) -> Stretch | None:
    """As in "Friday to Monday", "10 August - 12 September": the last day belongs to it."""
    end = last.until()
    if end <= first.start:
        end += DAY * (7 if first.start - end < 7 * DAY else 0)
    if end <= first.start or not _alike(first, last):
        return None
    return replace(first, end=end, zone=first.zone or last.zone)


def _alike(first: Stretch, last: Stretch) -> bool:
    timed = (Grain.HOUR, Grain.MINUTE, Grain.SECOND)
    return (first.grain in timed) == (last.grain in timed)


def day_to_day(setting: Setting, first: int, last: int, month: int, year: int | None = None) -> Stretch | None:
    """As in "13-15 July 2025"."""
    begin = of_month(setting, first, month, year)
    end = of_month(setting, last, month, begin.start.year if begin else year)
    return replace(begin, end=end.until()) if begin and end and first < last else None


def date_to_date(
    setting: Setting, day: int, month: int, last: int, last_month: int, year: int | None = None
) -> Stretch | None:
    """As in "10 August - 12 September 2013": one year for both."""
    begin = of_month(setting, day, month, year)
    end = of_month(setting, last, last_month, begin.start.year if begin else year)
    if not begin or not end:
        return None
    if end.start < begin.start:
        end = of_month(setting, last, last_month, begin.start.year + 1)
    return end and replace(begin, end=end.until())


def hours(
    setting: Setting, first: Clock, last: Clock, day: Stretch | None = None, zone: tzinfo | None = None
) -> Stretch | None:
    """As in "from 3 to 5 pm": what was said of the last hour holds for the first, where that leaves it before it."""
    first, last = _halves(first, last)
    if day is None and not first.exact:
        return _usual_hours(setting, first, last)
    return _hours(setting, first, last, day, zone)


def _usual_hours(setting: Setting, first: Clock, last: Clock) -> Stretch | None:
    """As in "9:30 - 11:00": today's, until it is over."""
    more = NOON if first.hour in clocks.AFTERNOON_HOURS else 0
    found = _hours(setting, first.later(more), last, _day(setting, 0))
    if found is None or found.until() > setting.now or setting.direction is Direction.BACK:
        return found
    return replace(found, start=found.start + DAY, end=found.until() + DAY)


def _hours(
    setting: Setting, first: Clock, last: Clock, day: Stretch | None, zone: tzinfo | None = None
) -> Stretch | None:
    start = on_day(setting, day, first, zone) if day else clock_alone(setting, first, zone)
    if start is None:
        return None
    laps = (0, 24) if last.exact else (0, 12, 24)
    ends = (last.later(hours).on(midnight(start.start)) for hours in laps)
    end = min((each for each in ends if each > start.start), default=None)
    return replace(start, end=end) if end else None


def _halves(first: Clock, last: Clock) -> tuple[Clock, Clock]:
    """As in "3-4pm" both are in the afternoon, in "11-1pm" only the last."""
    if first.exact or not last.exact or first.hour > NOON:
        return first, last
    morning = replace(first, hour=first.hour % NOON, exact=True)
    afternoon = morning.later(NOON)
    to_midnight = last.hour in {0, 24}
    fits = to_midnight or (afternoon.hour, afternoon.minute) < (last.hour, last.minute)
    return (afternoon if fits else morning), last


def hours_in_part(setting: Setting, first: Clock, last: Clock, part: DayPart) -> Stretch | None:
    """As in "tomorrow morning from 8 to 10"."""
    begin, end = clocks.in_part(first, part.part), clocks.in_part(last, part.part)
    return hours(setting, begin, end, part.day)


def day_span_at(setting: Setting, span: Stretch, clock: Clock) -> Stretch | None:
    """As in "22-23 Feb at 7pm": on the first of the days."""
    start = midnight(span.start)
    found = clocks.on_day(setting, Stretch(start, start + DAY, Grain.DAY, Policy.DATE_ONLY), clock)
    return found and replace(found, end=span.end and span.end - DAY + (found.start - start))


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
    rule("part", "day=:date [ INTHE|OF ] part=PART", part_of),
    rule("part", "day=:date , INTHE part=PART", part_of),
    rule("part", "[ INTHE|THE ] part=PART OF day=:date", part_of),
    rule("part", "INTHE part=PART", part_of),
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
    # From one to another.
    rule("hourish", "clock=:clock", clocks.first_of),
    rule("hourish", "clock=:bare", clocks.first_of),
    rule("hours", "[ OPEN_AFTER|FROM ] first=:hourish TO last=:clock [ zone=:zone ]", hours),
    rule("hours", "[ OPEN_AFTER|FROM ] first=:clock TO last=:hourish [ zone=:zone ]", hours),
    rule("hours", "OPEN_AFTER|FROM [ AT ] first=:hourish TO last=:hourish", hours),
    rule("hours", "BETWEEN first=:hourish AND|TO last=:hourish [ ABOUT ]", hours),
    rule("hours", "BETWEEN ' first=:hourish TO last=:hourish", hours),
    rule("hours", "OPEN_AFTER first=:clock [ 'but' ] BY last=:clock", hours),
    rule("range", "time=:hours", same),
    rule("range", "day=:day [ , ] OPEN_AFTER|FROM first=:hourish TO last=:hourish [ zone=:zone ]", hours),
    rule("range", "day=:day [ , ] BETWEEN first=:hourish AND|TO last=:hourish [ ABOUT ]", hours),
    rule("range", "day=:day [ , ] first=:hourish TO last=:clock [ zone=:zone ]", hours),
    rule("range", "day=:day [ , ] first=:clock TO last=:hourish [ zone=:zone ]", hours),
    rule("range", "[ OPEN_AFTER|FROM|BETWEEN ] first=:hourish TO|AND last=:clock [ , ] day=:day", hours),
    rule("range", "[ OPEN_AFTER|FROM|BETWEEN ] first=:clock TO|AND last=:hourish [ , ] day=:day", hours),
    rule("range", "FROM|BETWEEN first=:hourish TO|AND last=:hourish [ , ] day=:day", hours),
    rule("range", "part=:part [ , ] [ FROM|OPEN_AFTER ] first=:hourish TO last=:hourish", hours_in_part),
    rule("range", "[ FROM|OPEN_AFTER ] first=:hourish TO last=:hourish [ , ] part=:part", hours_in_part),
    rule("days", "[ THE ] first=:nth TO|AND [ THE ] last=:nth [ OF ] month=:month [ year=:anyyear ]", day_to_day),
    rule("days", "month=:month first=:nth TO|AND last=:nth [ year=:anyyear ]", day_to_day),
    rule(
        "days", "day=:nth [ OF ] month=:month TO|AND last=:nth [ OF ] last_month=:month [ year=:anyyear ]", date_to_date
    ),
    rule("days", "month=:month day=:nth TO|AND last_month=:month last=:nth [ year=:anyyear ]", date_to_date),
    rule("range", "[ FROM|BETWEEN ] time=:days", same),
    rule("range", "span=:days clock=:at", day_span_at),
    rule("range", "first=:when TO last=:when", days_to),
    rule("range", "first=:clocked / last=:clocked", days_to),
    rule("range", "FROM|BETWEEN first=:when TO|AND last=:when", days_to),
    rule("time", "time=:when", same),
    rule("time", "time=:range", same),
    rule("time", "[ ABOUT ] time=:when", same),
    rule("time", "BY [ ABOUT ] time=:when", by),
    rule("time", "BY|UNTIL [ ABOUT ] clock=:bare $", by_clock),
    rule("time", "UNTIL time=:when", by),
    rule("time", "AFTERWARD [ ABOUT ] time=:when", after),
    rule("time", "SINCE|OPEN_AFTER [ ABOUT ] time=:when", same),
    rule("time", "time=:clocked FOR by=:duration", for_length),
)
