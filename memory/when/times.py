"""One-off times in a text: found, checked and set on the person's calendar."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from memory.when import calendar, clocks, dates, guards, holidays, moments, periods, ranges, relative, spans, weekdays
from memory.when.calendar import Setting, Stretch
from memory.when.grammar import BudgetSpentError, Grammar, Reader
from memory.when.reading import Direction, Found, Moment, Policy, Problem
from memory.when.relative import Offset, Shift
from memory.when.tokens import Lexicon, Token
from memory.when.words import languages, zones

Span = tuple[int, int]
Piece = TypeVar("Piece")

EARLIEST: Final = 1000
LATEST: Final = 9000
# A reminder for "now" is not in the past.
JUST_NOW: Final = timedelta(minutes=1)


def find(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    direction: Direction = Direction.NEAREST,
    language: str = "en",
    month_first: bool = False,
) -> Found | None:
    """The first time expression of a text; see `find_all`."""
    return next(_found(text, _setting(now, zone, direction, month_first=month_first), language), None)


def find_all(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    direction: Direction = Direction.NEAREST,
    language: str = "en",
    month_first: bool = False,
) -> list[Found]:
    """Every time expression of a text, in order.

    Args:
        text: what was written; very long texts are read as far as a fixed number of steps goes.
        now: when it was written, aware.
        zone: where the person is.
        direction: where words without a year or a day point.
        language: ISO 639-1 code; English for a language there are no words for.
        month_first: whether 5/6 is the sixth of May.
    """
    return list(_found(text, _setting(now, zone, direction, month_first=month_first), language))


def find_offset(text: str, *, now: datetime, zone: ZoneInfo, language: str = "en") -> tuple[Span, Offset] | None:
    """The first "an hour before" of a text: where it stands, and what it says; see `before`."""
    return _first(text, "relative", Offset, _setting(now, zone, Direction.FORWARD, month_first=False), language)


def find_shift(
    text: str, *, now: datetime, zone: ZoneInfo, language: str = "en", bare: bool = False
) -> tuple[Span, Shift] | None:
    """The first "by an hour", "two days earlier" of a text: where it stands, and how much later something is to be.

    `bare`: a length of time alone will do ("retrasa el recordatorio una hora").
    """
    setting = _setting(now, zone, Direction.FORWARD, month_first=False)
    return _first(text, "moved" if bare else "moving", Shift, setting, language)


def _first(text: str, kind: str, wanted: type[Piece], setting: Setting, language: str) -> tuple[Span, Piece] | None:
    tokens = _lexicon(languages.of(language).language).tokens(text)
    # Most texts have no such word: they need not be read for it.
    if not any(not relative.NEEDED.isdisjoint(token.tags) for token in tokens):
        return None
    reader = Reader(_grammar(), tokens, setting)
    try:
        for place, token in enumerate(tokens):
            for last, value in reader.read(kind, place) if token.tags else ():
                if isinstance(value, wanted):
                    return (token.start, tokens[last - 1].end), value
    except BudgetSpentError:
        pass
    return None


def shifted(at: datetime, by: Shift, *, zone: ZoneInfo) -> datetime:
    """The aware time that lies so much later, in `zone`: days and months by the calendar, hours as they pass."""
    setting = _setting(at, zone, Direction.FORWARD, month_first=False)
    return aware(calendar.shifted(setting, setting.now, by.by), zone)


def before(offset: Offset, anchor: Found, *, now: datetime, zone: ZoneInfo) -> Found:
    """The time so long before another that was found: its readings; none of them where it can't be said."""
    if not anchor.readings:
        return anchor
    first = anchor.readings[0]
    setting = Setting(now.astimezone(first.zone).replace(tzinfo=None), first.zone, Direction.FORWARD, month_first=False)
    starts = [each.start.astimezone(first.zone).replace(tzinfo=None) for each in anchor.readings]
    end = first.end.astimezone(first.zone).replace(tzinfo=None) if first.end else None
    stretch = Stretch(starts[0], end, first.grain, first.policy, first.confidence, tuple(starts[1:]))
    found = relative.resolved(setting, offset, stretch)
    if found is None:
        return Found(span=anchor.span, readings=(), problem=None)
    return _result(anchor.span, replace(found, zone=first.zone if first.fixed else None), replace(setting, zone=zone))


def _setting(now: datetime, zone: ZoneInfo, direction: Direction, *, month_first: bool) -> Setting:
    return Setting(now.astimezone(zone).replace(tzinfo=None), zone, direction, month_first)


@cache
def _grammar() -> Grammar:
    tables = (
        dates.RULES,
        weekdays.RULES,
        holidays.RULES,
        periods.RULES,
        clocks.RULES,
        spans.RULES,
        moments.RULES,
        ranges.RULES,
        relative.RULES,
    )
    return Grammar(each for table in tables for each in table)


@cache
def _lexicon(language: str) -> Lexicon:
    return Lexicon(languages.LANGUAGES[language], _grammar().literals, zones.tagged(language))


def _found(text: str, setting: Setting, language: str) -> Iterator[Found]:
    tokens = _lexicon(languages.of(language).language).tokens(text)
    reader = Reader(_grammar(), tokens, setting)
    place = 0
    try:
        while place < len(tokens):
            read = _longest(text, tokens, reader, place)
            if read is None:
                place += 1
                continue
            last, value = read
            yield _result((tokens[place].start, tokens[last - 1].end), value, setting)
            place = last
    except BudgetSpentError:
        return


def _longest(text: str, tokens: list[Token], reader: Reader, place: int) -> tuple[int, Stretch | Problem] | None:
    """The longest piece of time that begins at a token and is meant as one."""
    if not tokens[place].tags:
        return None
    for last, value in reader.read("time", place):
        if guards.stands_free(text, tokens[place].start, tokens[last - 1].end) and guards.meant(tokens, place, last):
            return last, value
    return None


def _result(span: tuple[int, int], value: Stretch | Problem, setting: Setting) -> Found:
    if isinstance(value, Problem):
        return Found(span=span, readings=(), problem=value)
    try:
        readings = tuple(_moment(span, start, value, setting) for start in (value.start, *value.others))
    except OverflowError:
        return Found(span=span, readings=(), problem=Problem.TOO_FAR)
    if not EARLIEST <= value.start.year <= LATEST:
        return Found(span=span, readings=(), problem=Problem.TOO_FAR)
    if setting.direction is Direction.FORWARD:
        ahead = tuple(each for each in readings if not _over(each, setting))
        return Found(span=span, readings=ahead, problem=None if ahead else Problem.PAST)
    return Found(span=span, readings=readings)


def _over(moment: Moment, setting: Setting) -> bool:
    now = setting.now.replace(tzinfo=setting.zone)
    return (moment.end or moment.start + JUST_NOW) <= now.astimezone(UTC)


def _moment(span: tuple[int, int], start: datetime, value: Stretch, setting: Setting) -> Moment:
    zone: tzinfo = value.zone or setting.zone
    length = value.end - value.start if value.end else None
    return Moment(
        start=aware(start, zone),
        end=aware(start + length, zone) if length is not None else None,
        grain=value.grain,
        zone=zone,
        span=span,
        confidence=value.confidence,
        fixed=value.zone is not None,
        policy=value.policy,
    )


def aware(wall: datetime, zone: tzinfo) -> datetime:
    """Wall-clock time in a zone: one that a clock change skips moves forward by the gap, of two equal ones the first.

    (`fold` decides where it is set, as it is on times that were counted from now.)
    """
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


__all__ = ["Policy", "aware", "before", "find", "find_all", "find_offset", "find_shift", "shifted"]
