"""Stretches from one time to another: "from 3 to 5 pm", "13-15 July", "Friday evening to Sunday"."""

from dataclasses import replace
from datetime import tzinfo
from typing import Final

from memory.when import clocks
from memory.when.calendar import DAY, Setting, Stretch, midnight, one_day, weekday_near
from memory.when.clocks import NOON, Clock, DayPart
from memory.when.dates import of_month
from memory.when.grammar import rule
from memory.when.moments import clock_alone, on_day, same
from memory.when.reading import Direction, Grain
from memory.when.weekdays import relative_day


def days_to(_: Setting, first: Stretch, last: Stretch) -> Stretch | None:
    """As in "Friday to Monday", "10 August - 12 September": the last day belongs to it."""
    end = last.until()
    if end <= first.start:
        end += DAY * (7 if first.start - end < 7 * DAY else 0)
    if end <= first.start or not _alike(first, last):
        return None
    return replace(first, end=end, zone=first.zone or last.zone)


def _alike(first: Stretch, last: Stretch) -> bool:
    """Whether both are of days and hours, or both of longer periods."""
    days = (Grain.DAY, Grain.HOUR, Grain.MINUTE, Grain.SECOND)
    return (first.grain in days) == (last.grain in days)


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
    found = _hours(setting, first.later(more), last, one_day(setting.today))
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
    found = clocks.on_day(setting, one_day(start), clock)
    return found and replace(found, end=span.end and span.end - DAY + (found.start - start))


RULES: Final = (
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
    rule("namedday", "weekday=:wday", weekday_near),
    rule("namedday", "days=DAYS", relative_day),
    rule("range", "day=:namedday [ , ] first=:hourish TO last=:hourish", hours),
    rule("range", "first=:hourish TO last=:hourish ON day=:namedday", hours),
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
    rule("time", "time=:range", same),
)
