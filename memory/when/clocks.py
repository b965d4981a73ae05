"""Hours: "half past three pm", "15h30", "noon", and which half of the day a bare one means."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from memory.when.calendar import DAY, Setting, Stretch, dated, midnight
from memory.when.grammar import NoSuchTimeError, rule
from memory.when.reading import Direction, Grain, Policy, Problem
from memory.when.words.vocabulary import Part, Unit

NOON: Final = 12
HOURS_OF_DAY: Final = 24
SIXTY: Final = 60
# People are awake, and mean a bare hour within: "at 8" said at ten in the morning is this evening.
WAKING: Final = (6, 30)
SLEEPING: Final = (23, 0)
# Of another day, a bare hour from 1 to 5 is in the afternoon, from 8 to 12 before it; 6 and 7 may be either.
AFTERNOON_HOURS: Final = range(1, 6)
EITHER: Final = frozenset((6, 7))
MOSTLY_MORNING: Final = 8
SMALL_HOURS: Final = range(6)
ODD_FOR_EVENING: Final = range(1, 4)

# From and until, in hours after midnight.
HOURS: Final = {
    Part.EARLY: (4, 9),
    Part.MORNING: (6, 12),
    Part.NOONTIME: (12, 14),
    Part.AFTER_LUNCH: (13, 17),
    Part.AFTERNOON: (12, 18),
    Part.AFTER_WORK: (17, 21),
    Part.EVENING: (18, 24),
    Part.NIGHT: (18, 24),
    Part.LATE: (21, 24),
}


LATER_HALF: Final = frozenset((Part.AFTERNOON, Part.EVENING, Part.NIGHT, Part.LATE))


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `exact`: am, pm or 24 hours were said, else it may be 12 hours later."""

    hour: int
    minute: int = 0
    second: int = 0
    grain: Grain = Grain.HOUR
    exact: bool = False

    def on(self, day: datetime) -> datetime:
        """This time on the day of a midnight; 24:00 is the next one."""
        return day + timedelta(hours=self.hour, minutes=self.minute, seconds=self.second)

    def later(self, hours: int) -> "Clock":
        """The same so many hours later, and no longer doubtful."""
        return replace(self, hour=self.hour + hours, exact=True)


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of a day, and the day where it was said."""

    part: Part
    day: Stretch | None = None


def twelve(clock: Clock, half: str) -> Clock | None:
    """With "am" or "pm"; None for hours that have neither."""
    if not 1 <= clock.hour <= NOON:
        return None
    return replace(clock, hour=clock.hour % NOON + (NOON if half == "pm" else 0), exact=True)


def digital(
    _: Setting, hour: int, minute: int, second: int | None = None, half: str | None = None, exact: object = None
) -> Clock | None:
    """As in "15:30", "3:30:15 pm"; with a leading zero or from 13 on in 24 hours."""
    if not _shown(hour, minute, second or 0):
        raise NoSuchTimeError(Problem.IMPOSSIBLE)
    grain = Grain.MINUTE if second is None else Grain.SECOND
    clock = Clock(hour, minute, second or 0, grain, exact=not 1 <= hour <= NOON or exact is not None)
    return twelve(clock, half) if half else clock


def padded(setting: Setting, hour: int, minute: int, second: int | None = None) -> Clock | None:
    """As in "07:30" is the morning's."""
    return digital(setting, hour, minute, second, exact=True)


def beyond(_: Setting, hour: int, minute: int = 0) -> Problem | None:
    """As in "25:00", "12:75", "um 25 Uhr": meant as a time that no clock shows."""
    return None if _shown(hour, minute) else Problem.IMPOSSIBLE


def _shown(hour: int, minute: int, second: int = 0) -> bool:
    """Whether a clock shows it; 24:00 is the end of a day."""
    return max(minute, second) < SIXTY and (hour, minute, second) <= (HOURS_OF_DAY, 0, 0)


def hour_alone(_: Setting, hour: int, half: str | None = None) -> Clock | None:
    """As in "3pm", "3 o'clock"."""
    clock = Clock(hour, exact=not 1 <= hour <= NOON)
    return twelve(clock, half) if half else clock


def french(_: Setting, hour: int, minute: int = 0) -> Clock:
    """As in "15h", "15h30", as in timetables: 24 hours."""
    return Clock(hour, minute, grain=Grain.MINUTE, exact=True)


def together(_: Setting, figures: int, half: str | None = None) -> Clock | None:
    """As in "1530", "330 pm"."""
    hour, minute = divmod(figures, 100)
    clock = Clock(hour, minute, grain=Grain.MINUTE, exact=not 1 <= hour <= NOON)
    return twelve(clock, half) if half else clock


def military(_: Setting, figures: int) -> Clock:
    """As in "0730" is the morning's."""
    return Clock(*divmod(figures, 100), grain=Grain.MINUTE, exact=True)


def half_past(_: Setting, clock: Clock, half: str | None = None) -> Clock | None:
    """As in "half past three"."""
    found = _with_minutes(clock, 30)
    return twelve(found, half) if found and half else found


def half_to(_: Setting, clock: Clock) -> Clock | None:
    """As in "halb vier" is half past three."""
    return _with_minutes(clock, -30)


def quarter_past(_: Setting, clock: Clock) -> Clock | None:
    """As in "a quarter past noon"."""
    return _with_minutes(clock, 15)


def quarter_to(_: Setting, clock: Clock) -> Clock | None:
    """As in "a quarter to noon"."""
    return _with_minutes(clock, -15)


def minutes_past(_: Setting, minutes: int, clock: Clock, unit: Unit = Unit.MINUTE) -> Clock | None:
    """As in "20 past 3"."""
    return _with_minutes(clock, minutes) if unit is Unit.MINUTE else None


def minutes_to(_: Setting, minutes: int, clock: Clock, unit: Unit = Unit.MINUTE) -> Clock | None:
    """As in "20 minutes to 2pm"."""
    return _with_minutes(clock, -minutes) if unit is Unit.MINUTE else None


def _with_minutes(clock: Clock, minutes: int) -> Clock | None:
    if clock.minute or abs(minutes) >= SIXTY:
        return None
    hour = clock.hour if minutes >= 0 else (clock.hour - 1 if clock.exact or clock.hour > 1 else NOON)
    return replace(clock, hour=hour % 24, minute=minutes % 60, grain=Grain.MINUTE)


def noon(_: Setting) -> Clock:
    """12:00."""
    return Clock(NOON, exact=True)


def end_of_day(_: Setting) -> Clock:
    """Midnight, as the end of the day that was named."""
    return Clock(24, exact=True)


def first_of(_: Setting, clock: Clock) -> Clock:
    """The clock time behind its preposition."""
    return clock


def with_half(_: Setting, clock: Clock, half: str) -> Clock | None:
    """As in "half past 3 pm"."""
    return twelve(clock, half)


def am(_: Setting) -> str:
    """Before noon."""
    return "am"


def pm(_: Setting) -> str:
    """After noon."""
    return "pm"


def in_part(clock: Clock, part: Part) -> Clock:
    """The hour within a part of the day: 5 in the evening is 17, 12 at night is midnight, 2 at night the next day's."""
    hour = clock.hour % NOON
    if clock.exact:
        # "ce soir à 8h"
        return replace(clock, hour=hour + NOON) if part in LATER_HALF and clock.hour in range(5, NOON) else clock
    if part in {Part.EARLY, Part.MORNING}:
        return replace(clock, hour=hour or (NOON if clock.minute == 0 else 0), exact=True)
    if part in {Part.NIGHT, Part.LATE} and hour in SMALL_HOURS:
        return replace(clock, hour=hour + 24, exact=True)
    if part is Part.EVENING and not hour:
        return replace(clock, hour=24, exact=True)
    return replace(clock, hour=hour + NOON, exact=True)


def _when(start: datetime, clock: Clock, confidence: float = 0.95) -> Stretch:
    policy = Policy.SAID if clock.exact else Policy.BARE_HOUR
    return Stretch(start, None, clock.grain, policy, confidence if clock.exact else min(confidence, 0.8))


def alone(setting: Setting, clock: Clock, zone: tzinfo | None = None) -> Stretch:
    """A clock time without a day: the next one, or looking back the last; a bare one while people are awake."""
    now = setting.now
    if zone is not None:
        now = now.replace(tzinfo=setting.zone).astimezone(zone).replace(tzinfo=None)
    today = midnight(now)
    times = [each.on(today + DAY * offset) for offset in (-1, 0, 1, 2) for each in _either(clock)]
    if not clock.exact:
        times = [time for time in times if WAKING <= (time.hour, time.minute) < SLEEPING] or times
    if setting.direction is Direction.BACK:
        start = max(time for time in times if time <= now)
    else:
        start = min(time for time in times if time >= now.replace(second=0, microsecond=0))
    return replace(_when(start, clock), zone=zone)


def _either(clock: Clock) -> list[Clock]:
    return [clock] if clock.exact else [clock, clock.later(NOON if clock.hour < NOON else -NOON)]


def on_day(setting: Setting, day: Stretch, clock: Clock) -> Stretch | None:
    """A clock time on a day. A bare hour of today is the next one; 6 and 7 of another day are asked about."""
    if not dated(day):
        return None
    start = midnight(day.start)
    if clock.exact:
        return _when(clock.on(start), clock)
    if start == setting.today and setting.direction is not Direction.BACK:
        ahead = alone(setting, clock)
        if midnight(ahead.start) == start:
            return ahead
    afternoon = clock.later(NOON if clock.hour < NOON else 0).on(start)
    if clock.hour in AFTERNOON_HOURS:
        return _when(afternoon, clock)
    found = _when(clock.on(start), clock, 0.6 if clock.hour == MOSTLY_MORNING else 0.8)
    return replace(found, others=(afternoon,), confidence=0.5) if clock.hour in EITHER else found


def in_day_part(setting: Setting, part: DayPart, clock: Clock) -> Stretch | None:
    """As in "tomorrow evening at 5", "8 tonight", "3 in the afternoon"."""
    within = in_part(clock, part.part)
    if part.day is None:
        return alone(setting, replace(within, hour=within.hour % 24))
    found = on_day(setting, part.day, within)
    if found and part.part is Part.EVENING and not clock.exact and clock.hour in ODD_FOR_EVENING:
        # Nobody says "this evening at two" for the afternoon, but some do for the small hours.
        return replace(found, others=(found.start + timedelta(hours=12),), confidence=0.5)
    return found


def _days_to_part(setting: Setting, begin: int, end: int) -> int:
    """As in "in the morning" said in its second half is tomorrow's; looking back, the last that began."""
    if setting.direction is Direction.BACK:
        return -int(setting.today + timedelta(hours=begin) > setting.now)
    return int(setting.today + timedelta(hours=(begin + end) / 2) <= setting.now)


def stretch_of(setting: Setting, part: DayPart) -> Stretch:
    """A part of a day from its first to its last hour."""
    begin, end = HOURS[part.part]
    offset = DAY * _days_to_part(setting, begin, end)
    day = midnight(part.day.start) if part.day else setting.today + offset
    start, until = day + timedelta(hours=begin), day + timedelta(hours=end)
    return Stretch(start, until, Grain.HOUR, Policy.DAYPART, 0.9)


RULES: Final = (
    rule("half", "AM", am),
    rule("half", "PM", pm),
    rule("half", "~'a'", am),
    rule("half", "~'a' ~.", am),
    rule("half", "~'p'", pm),
    rule("half", "~'p' ~.", pm),
    rule("clock", "hour=HOUR ~: minute=~MIN ~: second=~MIN half=:half", digital),
    rule("clock", "hour=HOUR ~: minute=~MIN half=:half", digital),
    rule("clock", "hour=PADDED ~: minute=~MIN ~: second=~MIN [ ~. ~FIG ]", padded),
    rule("clock", "hour=PADDED ~: minute=~MIN [ ABOUT ]", padded),
    rule("clock", "hour=PADDED ~: minute=~MIN OCLOCK", padded),
    rule("clock", "hour=HOUR ~: minute=~MIN ~: second=~MIN [ ~.|, ~FIG ]", digital),
    rule("clock", "hour=HOUR ~: minute=~MIN [ ABOUT ]", digital),
    rule("clock", "hour=HOUR ~: minute=~MIN OCLOCK", digital),
    rule("clock", "hour=TWO ~: minute=~TWO [ OCLOCK ]", beyond),
    rule("clock", "hour=TWO OCLOCK", beyond),
    rule("at", "AT hour=TWO HOURWORD", beyond),
    rule("at", "AT hour=TWO ~'h'", beyond),
    rule("at", "AT hour=TWO AM|PM", beyond),
    rule("clock", "hour=HOUR ~. minute=~MIN half=:half", digital),
    rule("clock", "hour=HOUR ~. minute=~MIN OCLOCK", digital),
    rule("clock", "hour=HOUR ~'ish' [ half=:half ]", hour_alone),
    rule("clock", "hour=HOUR half=:half [ ABOUT ]", hour_alone),
    rule("clock", "hour=HOUR OCLOCK half=:half", hour_alone),
    rule("clock", "hour=HOUR OCLOCK [ ABOUT ]", hour_alone),
    rule("clock", "hour=HOUR OCLOCK minute=MIN", digital),
    rule("clock", "hour=HOUR ~'h' [ minute=~MIN ]", french),
    rule("clock", "hour=HOUR 'h' minute=MIN", french),
    rule("clock", "figures=HHMM half=:half", together),
    rule("clock", "hour=HOUR minute=MINWORD half=:half", digital),
    rule("clock", "clock=:past", first_of),
    rule("clock", "clock=:past half=:half", with_half),
    rule("clock", "NOON", noon),
    rule("clock", "MIDNIGHT", end_of_day),
    rule("hour", "hour=HOUR [ half=:half ]", hour_alone),
    rule("hour", "hour=HOUR OCLOCK", hour_alone),
    rule("hour", "NOON", noon),
    rule("hour", "MIDNIGHT", end_of_day),
    rule("past", "HALF PAST clock=:hour", half_past),
    rule("past", "HALF clock=:hour", half_past),
    rule("past", "HALF_TO clock=:hour", half_to),
    rule("past", "QUARTER PAST clock=:hour", quarter_past),
    rule("past", "QUARTER BEFOREHOUR clock=:hour", quarter_to),
    rule("past", "minutes=INT unit=UNIT PAST clock=:hour", minutes_past),
    rule("past", "minutes=INT unit=UNIT BEFOREHOUR clock=:hour", minutes_to),
    rule("past", "minutes=INT PAST clock=:hour", minutes_past),
    rule("past", "minutes=INT BEFOREHOUR clock=:twelve", minutes_to),
    rule("twelve", "NOON", noon),
    rule("twelve", "MIDNIGHT", end_of_day),
    rule("bare", "hour=HOUR", hour_alone),
    rule("bare", "figures=MILITARY", military),
    rule("bare", "figures=HHMM", together),
    rule("bare", "hour=HOUR minute=MIN|MINWORD", digital),
    rule("bare", "hour=HOUR ~. minute=~MIN", digital),
    rule("bare", "hour=HOUR HOURWORD", hour_alone),
    rule("bare", "hour=HOUR HOURWORD minute=MIN", digital),
    rule("bare", "clock=:hour PAST HALF", half_past),
    rule("bare", "clock=:hour PAST QUARTER", quarter_past),
    rule("bare", "clock=:hour BEFOREHOUR QUARTER", quarter_to),
    rule("bare", "hour=HOUR HOURWORD PAST HALF", lambda _, hour: half_past(_, Clock(hour))),
    rule("bare", "hour=HOUR HOURWORD PAST QUARTER", lambda _, hour: quarter_past(_, Clock(hour))),
    rule("bare", "hour=HOUR HOURWORD BEFOREHOUR QUARTER", lambda _, hour: quarter_to(_, Clock(hour))),
    rule("bare", "hour=HOUR PAST minute=INT", digital),
    rule("at", "[ ON ] clock=:clock", first_of),
    rule("at", "AT [ ABOUT ] clock=:clock", first_of),
    rule("at", "AT [ ABOUT ] clock=:bare", first_of),
    rule("at", "AT [ ABOUT ] clock=:bare half=:half", with_half),
    rule("at", "ABOUT [ AT ] clock=:clock", first_of),
    rule("at", "AT [ ABOUT ] minutes=INT BEFOREHOUR clock=:hour", minutes_to),
    rule("at", "ABOUT figures=HHMM", together),
    rule("at", "ABOUT clock=:bare $", first_of),
    rule("at", "OPEN_AFTER clock=:clock", first_of),
)
