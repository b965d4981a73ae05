"""A sentence that asks for a reminder: what of, when, and what keeps it from being one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from memory.when import recurrence, request_hours, request_subject, times
from memory.when.reading import Direction, Found, Grain, Moment, Policy
from memory.when.recurrence_schedule import DEFAULT_CLOCK, Assumed, Recurring, Trouble
from memory.when.relative import Offset
from memory.when.request_either import first, further
from memory.when.request_words import LANGUAGES, Asking
from memory.when.schedule import Schedule

__all__ = ["Assumed", "Request", "Trouble", "read"]

Span = tuple[int, int]

OFTENEST: Final = timedelta(minutes=5)
"""What comes more often than this is no reminder but a nuisance."""

LONGEST_TEXT: Final = 2_000
# Keyboards of phones write the curly one.
APOSTROPHE: Final = str.maketrans("\u2019", "'")
MOST_READINGS: Final = 3
DOUBT: Final = 0.5
LAST_YEAR: Final = 2_500
CLOCKS: Final = frozenset((Grain.SECOND, Grain.MINUTE, Grain.HOUR))


@dataclass(frozen=True, kw_only=True)
class Request:
    """A reminder as it was asked for. One schedule: sure. Two or three: the person is to be asked.

    Attributes:
        subject: what to be reminded of, in the person's own words; empty when nothing was said.
        schedules: the likeliest first.
        problem: why there can be no reminder yet; None when there can.
        assumed: what was not said and had to be chosen.
        confidence: from 0 to 1.
        offset: how long before or after something it is to come, of which no time was said (`Trouble.BEFORE_WHAT`).
        doubtful: something that looks like a part of the time was left over ("13 to be careful"): to be asked about.
    """

    subject: str
    schedules: tuple[Schedule, ...]
    problem: Trouble | None
    assumed: frozenset[Assumed]
    confidence: float
    offset: Offset | None = None
    doubtful: bool = False


@dataclass(frozen=True, kw_only=True)
class _Due:
    """When: schedules, the stretches of text that say so (`offset_at`: "an hour before"), and what is to be known."""

    schedules: tuple[Schedule, ...] = ()
    spans: tuple[Span, ...] = ()
    problem: Trouble | None = None
    assumed: frozenset[Assumed] = frozenset()
    confidence: float = 1.0
    offset: Offset | None = None
    offset_at: Span | None = None


@dataclass(frozen=True, kw_only=True)
class _Scene:
    """Who says it, when and where, in which words; `asked` is where the asking stands in the text."""

    text: str
    now: datetime
    zone: ZoneInfo
    language: str
    month_first: bool
    hour: time
    asking: Asking
    asked: Span | None
    waking: bool


def read(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    language: str = "en",
    hour: time = DEFAULT_CLOCK,
    month_first: bool = False,
) -> Request:
    """What a sentence asks to be reminded of, and when.

    Args:
        text: of any length; the first 2,000 characters are read.
        now: aware.
        zone: where the person is.
        language: an ISO 639-1 code; English for one that there are no words of.
        hour: the time of day for what was asked for on a day without one.
        month_first: whether 5/6 is the sixth of May.
    """
    text = text[:LONGEST_TEXT]
    asking = LANGUAGES.get(language.split("-", maxsplit=1)[0].lower(), LANGUAGES["en"])
    asked, waking = asking.found(text.translate(APOSTROPHE))
    scene = _Scene(
        text=text,
        now=now,
        zone=zone,
        language=language,
        month_first=month_first,
        hour=hour,
        asking=asking,
        asked=asked,
        waking=waking,
    )
    due = _due(scene)
    subject = _subject(scene, due)
    doubtful = bool(due.schedules) and request_subject.begins_with_time(subject, language)
    return Request(
        subject=subject,
        schedules=due.schedules,
        problem=_problem(scene, due, subject),
        assumed=due.assumed,
        confidence=round(due.confidence * (1 if asked else 0.8) * (DOUBT if doubtful else 1), 3),
        offset=due.offset,
        doubtful=doubtful,
    )


def anchored(
    asked: Request, told: str, *, now: datetime, zone: ZoneInfo, language: str = "en", hour: time = DEFAULT_CLOCK
) -> Request:
    """A request for a time before something, where the time of that was `told` elsewhere; itself where it wasn't.

    Args:
        asked: one with an `offset`.
        told: what was said before, at `now`.
        now: aware.
        zone: where the person is.
        language: as for `read`.
        hour: as for `read`.
    """
    scene = _Scene(
        text=told[:LONGEST_TEXT],
        now=now,
        zone=zone,
        language=language,
        month_first=False,
        hour=hour,
        asking=LANGUAGES["en"],
        asked=None,
        waking=False,
    )
    anchor = next((found for found in _named(scene) if found.readings), None)
    if asked.offset is None or anchor is None:
        return asked
    due = _before(scene, asked.offset, anchor, ())
    problem = due.problem or (None if asked.subject else Trouble.NOTHING)
    return replace(asked, schedules=due.schedules, problem=problem, assumed=due.assumed, offset=None)


def _problem(scene: _Scene, due: _Due, subject: str) -> Trouble | None:
    if due.problem:
        return due.problem
    if not due.schedules:
        return Trouble.NO_TIME if subject else Trouble.NOTHING
    gaps = [each.shortest_gap(after=scene.now) for each in due.schedules]
    if any(gap is not None and gap < OFTENEST for gap in gaps):
        return Trouble.TOO_OFTEN
    return None if subject else Trouble.NOTHING


def _due(scene: _Scene) -> _Due:
    again = recurrence.find(
        scene.text,
        now=scene.now,
        zone=scene.zone,
        language=scene.language,
        month_first=scene.month_first,
        hour=scene.hour,
        morning=scene.waking,
    )
    offset = _offset(scene)
    if again:
        return _again_before(_again(scene, again), offset) if offset else _again(scene, again)
    return _once_before(scene, *offset) if offset else _once(scene, _named(scene))


def _offset(scene: _Scene) -> tuple[Span, Offset] | None:
    """What says how long before something, and where."""
    found = times.find_offset(scene.text, now=scene.now, zone=scene.zone, language=scene.language)
    if found is None or scene.asked is None:
        return None
    span, _ = found
    # "An hour before noon" is a time like any other.
    whole = any(each.span[0] <= span[0] and each.span[1] > span[1] for each in _named(scene))
    return None if whole else found


def _once_before(scene: _Scene, span: Span, offset: Offset) -> _Due:
    """So long before what the sentence names a time of; before what it doesn't name, if it names none."""
    others = [each for each in _named(scene) if each.span[1] <= span[0] or each.span[0] >= span[1]]
    anchor = next((each for each in others if each.readings), None)
    surely = _beside(scene, span) or not scene.text[span[1] :].strip(request_subject.BLANKS)
    if anchor is None:
        missing = _Due(spans=(span,), problem=Trouble.BEFORE_WHAT, offset=offset, offset_at=span)
        return missing if surely else _once(scene, others)
    due = replace(_before(scene, offset, anchor, (span, anchor.span)), offset_at=span)
    if surely:
        return due
    # "To eat two hours before bed at nine" may be said at nine, or of it.
    plain = _once(scene, others)
    schedules = tuple(dict.fromkeys((*due.schedules, *plain.schedules)))[:MOST_READINGS]
    return replace(plain, schedules=schedules, confidence=1 / max(1, len(schedules)))


def _before(scene: _Scene, offset: Offset, anchor: Found, spans: tuple[Span, ...]) -> _Due:
    found = times.before(offset, anchor, now=scene.now, zone=scene.zone)
    if found.readings:
        return _moments(scene, found.readings, spans)
    return _Due(spans=spans, problem=Trouble[found.problem.name] if found.problem else Trouble.BEFORE_WHAT)


def _again_before(due: _Due, offset: tuple[Span, Offset]) -> _Due:
    """What comes again comes so much earlier each time; across a midnight that is another rule, which is asked for."""
    span, by = offset
    shifted = [each.start - timedelta(seconds=by.by.seconds) for each in due.schedules]
    same_day = all(at.date() == each.start.date() for at, each in zip(shifted, due.schedules, strict=True))
    spans = (*due.spans, span)
    if not same_day or by.by.days or by.by.months or Assumed.HOUR in due.assumed:
        return _Due(spans=spans, problem=due.problem or Trouble.BEFORE_WHAT, offset_at=span)
    schedules = tuple(each.at(at.time()) for at, each in zip(shifted, due.schedules, strict=True))
    return replace(due, schedules=schedules, spans=spans, offset_at=span)


def _again(scene: _Scene, again: Recurring) -> _Due:
    schedules = again.schedules
    if again.doubt and schedules:
        # "the last Friday of the month" may be this month's alone.
        (first,) = schedules[0].occurrences(after=scene.now, limit=1)
        schedules = (_single(scene, first, fixed=False), *schedules)[:MOST_READINGS]
    return _Due(
        schedules=schedules,
        spans=again.spans,
        problem=again.problem,
        assumed=again.assumed,
        confidence=again.confidence,
    )


def _named(scene: _Scene) -> list[Found]:
    return times.find_all(
        scene.text,
        now=scene.now,
        zone=scene.zone,
        direction=Direction.FORWARD,
        language=scene.language,
        month_first=scene.month_first,
    )


def _read(scene: _Scene, text: str) -> Found | None:
    return next(iter(_named(replace(scene, text=text))), None)


def _once(scene: _Scene, named: Sequence[Found]) -> _Due:
    """The time that is meant of those the sentence names: one near the asking, else the last before a clause."""
    if not named:
        return _Due()
    chosen = first(scene.text, named, _meant(scene, named))
    found = named[chosen]
    if not found.readings:
        return _Due(spans=(found.span,), problem=Trouble[(found.problem or Trouble.IMPOSSIBLE).name])
    together = _with_clock(scene, named, chosen)
    if together:
        return together
    moments, end = further(scene.text, found, partial(_read, scene), scene.asking.leads)
    if moments:
        return _moments(scene, (found.readings[0], *moments), ((found.span[0], end),))
    # What stands in a clause of its own stays in it: "that Ana's birthday is on Friday".
    spans = () if _claimed(scene, found.span) and not _beside(scene, found.span) else (found.span,)
    return _moments(scene, found.readings, spans)


def _meant(scene: _Scene, named: Sequence[Found]) -> int:
    near = [number for number, found in enumerate(named) if _beside(scene, found.span)]
    if near:
        return near[-1]
    before = [number for number, found in enumerate(named) if not _claimed(scene, found.span)]
    return before[-1] if before else 0


def _beside(scene: _Scene, span: Span) -> bool:
    """Whether nothing but small words stand between a time and the asking."""
    if scene.asked is None:
        return False
    first, last = sorted((scene.asked, span))
    between = scene.text[first[1] : last[0]].strip(" ,:;-")
    return not between or bool(scene.asking.before_times.fullmatch(between) or scene.asking.leads.fullmatch(between))


def _claimed(scene: _Scene, span: Span) -> bool:
    """Whether it belongs to a sentence within the sentence: "that the train leaves at 5"."""
    start = scene.asked[1] if scene.asked else 0
    return scene.asking.claims.search(scene.text, start, span[0]) is not None


def _with_clock(scene: _Scene, named: Sequence[Found], chosen: int) -> _Due | None:
    """A day in one place and a time of day in another, put together: "tomorrow remind me at 5 to call"."""
    mine = named[chosen]
    for other in named:
        if other is mine or not other.readings or _claimed(scene, other.span):
            continue
        pair = sorted((mine, other), key=lambda found: found.readings[0].grain in CLOCKS)
        day, clock = pair[0].readings[0], pair[1].readings[0]
        if day.policy is Policy.DATE_ONLY and day.grain is Grain.DAY and _bare_clock(scene, clock):
            made = datetime.combine(day.start.date(), clock.start.time(), day.start.tzinfo)
            return _moments(scene, (replace(clock, start=made),), (mine.span, other.span))
    return None


def _bare_clock(scene: _Scene, moment: Moment) -> bool:
    """Whether a time of day was named without any day."""
    soon = moment.start - scene.now <= timedelta(days=1)
    words = scene.text[slice(*moment.span)]
    return moment.grain in CLOCKS and soon and any(sign.isdigit() for sign in words) and not _far(words)


def _far(words: str) -> bool:
    return any(word in words.lower() for word in (" day", " hour", " minute", " min", "/", "in "))


def _moments(scene: _Scene, moments: Iterable[Moment], spans: tuple[Span, ...]) -> _Due:
    set_ = [_scheduled(scene, moment) for moment in moments][:MOST_READINGS]
    due = tuple(dict.fromkeys(schedule for schedule, _ in set_ if schedule))
    if not due:
        return _Due(spans=spans, problem=Trouble.PAST)
    if any(each.start.year > LAST_YEAR for each in due):
        return _Due(spans=spans, problem=Trouble.TOO_FAR)
    assumed = frozenset(each for _, assumptions in set_ for each in assumptions)
    return _Due(schedules=due, spans=spans, assumed=assumed, confidence=1 / len(due))


def _scheduled(scene: _Scene, moment: Moment) -> tuple[Schedule | None, set[Assumed]]:
    """A moment as a schedule; None when it has passed."""
    local = moment.start.astimezone(scene.zone)
    now = scene.now.astimezone(scene.zone)
    if moment.grain not in CLOCKS:
        return _on_day(scene, moment, max(local.date(), now.date()))
    assumed = {_ASSUMED[moment.policy]} if moment.policy in _ASSUMED else set()
    if scene.waking and moment.policy is Policy.BARE_HOUR:
        local = request_hours.in_the_morning(local, now)
    if moment.policy is Policy.DAYPART:
        end = (moment.end or moment.start).astimezone(scene.zone)
        local = request_hours.in_part((local, end), scene.hour, now)
    if local <= now:
        return None, assumed
    return _single(scene, local, fixed=moment.fixed), assumed


_ASSUMED: Final = {Policy.BARE_HOUR: Assumed.BARE_HOUR, Policy.DAYPART: Assumed.PART}


def _on_day(scene: _Scene, moment: Moment, day: date) -> tuple[Schedule | None, set[Assumed]]:
    if moment.end is not None and moment.end <= scene.now:
        return None, set()
    at = request_hours.on_day(day, scene.hour, scene.now.astimezone(scene.zone))
    return _single(scene, at, fixed=moment.fixed), {Assumed.HOUR}


def _single(scene: _Scene, local: datetime, *, fixed: bool) -> Schedule:
    return Schedule(start=local.replace(tzinfo=None), zone=scene.zone.key, fixed=fixed)


def _subject(scene: _Scene, due: _Due) -> str:
    subject = request_subject.read(scene.text, scene.asking, asked=scene.asked, times=due.spans, whole=due.offset_at)
    return scene.asking.waking if scene.waking and not subject else subject
