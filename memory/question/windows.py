"""The time that a question names, with what the words before it make of it, looked for backwards."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from memory.question import feasts
from memory.question.asked import EVER, FOREVER
from memory.question.frames import DAY, FRAMES, WEEK, Part, weekend_of
from memory.question.line import Line, Span
from memory.question.named_times import Calendar, calendar_words, comes_back, has
from memory.question.words.languages import Compiled
from memory.question.words.vocabulary import Frame
from memory.when import times
from memory.when.reading import Direction, Found, Grain, Moment, Policy
from memory.when.words import languages as calendars
from memory.words import fold

CLOCKS: Final = frozenset((Grain.SECOND, Grain.MINUTE, Grain.HOUR))
# How far around "two weeks ago", "a year ago" somebody means.
VAGUENESS: Final[Mapping[Grain, timedelta]] = {
    Grain.DAY: timedelta(0),
    Grain.WEEK: timedelta(days=3),
    Grain.MONTH: timedelta(days=15),
    Grain.QUARTER: timedelta(days=30),
    Grain.YEAR: timedelta(days=60),
}
MOST_TIMES: Final = 8
YEAR: Final = timedelta(days=365)
AND: Final = frozenset("and or und oder y o e et ou u in on at im am en el au a em no na of".split())  # noqa: SIM905
LENGTHS: Final[Mapping[Grain, timedelta]] = {
    Grain.DAY: DAY,
    Grain.WEEK: WEEK,
    Grain.MONTH: timedelta(days=31),
    Grain.QUARTER: timedelta(days=92),
    Grain.YEAR: timedelta(days=366),
}
POSSESSIVE: Final = re.compile(r"['\u2019]s\b")


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Against what times are read."""

    now: datetime
    zone: ZoneInfo
    month_first: bool

    @property
    def today(self) -> datetime:
        """The midnight that began today."""
        return self.now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` until `until`, and the characters of the text that say so."""

    since: datetime
    until: datetime
    span: Span


@dataclass(frozen=True, slots=True)
class _Framed:
    """Words before a time: where they stand in the text, and their named groups."""

    frame: Frame
    span: Span
    said: Mapping[str, str | None]


HANGING_ON: Final = re.compile(r"(?<=\w)-ci\b", re.IGNORECASE)
"""French for "this one", behind a time that its own words tell: "ce mois-ci"."""


def find(text: str, clockwork: Clockwork, compiled: Compiled, *, ahead: bool) -> list[Period]:
    """The time a text names: one period, with a second limit to it ("after March but before June") both, or several.

    Args:
        text: the question, operators blanked out.
        clockwork: now, where, and how dates are written.
        compiled: words of the question's language.
        ahead: whether a day without a year is rather to come.
    """
    line = Line(text)
    framed = list(_framed(line, compiled))
    masked = _masked(text, framed, compiled.words.within)
    found: list[Period] = []
    open_ended = False
    for each in islice(_read(masked, clockwork, compiled.words.language, ahead=ahead), MOST_TIMES):
        frame = _frame_of(each, framed, masked)
        if not _is_meant(text, each, frame, compiled):
            continue
        period = _period(text, each, frame, clockwork, compiled)
        if hanging := HANGING_ON.match(text, period.span[1]):
            period = replace(period, span=(period.span[0], hanging.end()))
        opens = EVER in (period.since, period.until) or period.until == FOREVER
        # "In May and in August" names two times.
        beside = bool(found) and not (opens or open_ended) and joins(text[found[-1].span[1] : period.span[0]])
        if not found or (open_ended and opens) or beside:
            found.append(period)
        open_ended = opens
    return found


def joins(between: str) -> bool:
    """Whether nothing stands between two times but that both are meant."""
    return bool(between.strip()) and all(key in AND or not key.isalpha() for key in Line(between).keys)


def years_before(text: str, clockwork: Clockwork, compiled: Compiled) -> list[Period]:
    """The time that a text names as it was named a year and two years before; none where it does not come back.

    A day, a month or a feast comes back each year where neither the year is said nor how far it is from now.
    """
    periods = find(text, clockwork, compiled, ahead=False)
    if len(periods) != 1 or not comes_back(text[slice(*periods[0].span)], compiled.words.language):
        return []
    earlier = (find(text, replace(clockwork, now=clockwork.now - YEAR * ago), compiled, ahead=False) for ago in (1, 2))
    return [each[0] for each in earlier if each and each[0].until <= periods[0].since]


def at_beginning(
    text: str, clockwork: Clockwork, compiled: Sequence[Compiled]
) -> tuple[datetime, datetime, int] | None:
    """The time at the very beginning of a text, in any of the languages: since, until, and its length."""
    for each in compiled:
        before = f"{each.words.within} "
        for found in _read(before + text, clockwork, each.words.language, ahead=False):
            starts_here = found.span[0] in (0, len(before))
            if starts_here and found.readings and found.readings[0].grain not in CLOCKS:
                moment = found.readings[0]
                return moment.start, moment.end or moment.start + DAY, found.span[1] - len(before)
            break
    return None


def _read(text: str, clockwork: Clockwork, language: str, *, ahead: bool) -> Iterator[Found]:
    for each in times.find_all(
        text,
        now=clockwork.now,
        zone=clockwork.zone,
        direction=Direction.BACK,
        language=language,
        month_first=clockwork.month_first,
    ):
        later = ahead and _later(text, each, clockwork, language)
        yield later or each


def _later(text: str, found: Found, clockwork: Clockwork, language: str) -> Found | None:
    """The same words as they point forward, where they do."""
    start, end = found.span
    again = times.find(
        text[start:end],
        now=clockwork.now,
        zone=clockwork.zone,
        direction=Direction.FORWARD,
        language=language,
        month_first=clockwork.month_first,
    )
    return replace(again, span=found.span) if again and again.readings else None


def _framed(line: Line, compiled: Compiled) -> Iterator[_Framed]:
    """The words before times, those of more words first; none overlaps another."""
    taken: set[int] = set()
    units = calendar_words(compiled.words.language).units
    for frame, phrase in compiled.frames:
        for match in phrase.pattern.finditer(line.said):
            words = line.words(match.span())
            # "two days before Christmas" and "the week before last" are read by the calendar's own words.
            counted = frame in {Frame.BEFORE, Frame.AFTER} and words[0] and line.keys[words[0] - 1] in units
            if taken.isdisjoint(words) and not counted:
                taken.update(words)
                yield _Framed(frame, line.written(match.span()), match.groupdict())


def _masked(text: str, framed: Sequence[_Framed], within: str) -> str:
    """The text with a plain preposition where the words before times stood, so that spans stay what they are."""
    for each in framed:
        start, end = each.span
        text = text[:start] + within.ljust(end - start)[: end - start] + text[end:]
    return HANGING_ON.sub(lambda match: " " * len(match.group()), text)


def _frame_of(found: Found, framed: Sequence[_Framed], masked: str) -> _Framed | None:
    """What stands right before a time."""
    start = found.span[0]
    for each in framed:
        if each.span[0] <= start < each.span[1]:
            return each
        # "from the first week of May": "from" was read as part of the time.
        if start <= each.span[0] < found.span[1] and len(masked[start : each.span[0]].split()) <= 1:
            return each
        between = masked[each.span[1] : start]
        if (
            each.span[1] <= start
            and len(between) < len(" of the ")
            and len(between.split()) <= 1
            and "," not in between
        ):
            return each
    return None


def _is_meant(text: str, found: Found, frame: _Framed | None, compiled: Compiled) -> bool:
    """Whether the time is a day or longer, and is said as such: no hour, no "in the morning", no "Sunday roast"."""
    if not found.readings:
        return False
    start, end = found.span
    words = calendar_words(compiled.words.language)
    keys = Line(text[start:end]).keys
    said = " ".join(keys)
    if found.readings[0].grain in CLOCKS and not (has(said, words.days | words.signs) or _is_date(said)):
        return False
    before = Line(text[:start]).keys[-1:]
    searched = compiled.searched
    core = _core(keys, words)
    leading = [*before, *keys[: len(keys) - len(core)]]
    name = " ".join(core)
    if frame is not None or name not in words.bare:
        return True
    owned = any(searched["attached"].fullmatch(key) for key in leading[-1:])
    if owned or (name in words.feasts and any(searched["given"].fullmatch(key) for key in leading)):
        return False
    return any(searched["placing"].fullmatch(key) for key in leading) or not _goes_on(text[end:])


def _core(keys: Sequence[str], words: Calendar) -> Sequence[str]:
    """What is left of a time without the small words before it."""
    for place in range(len(keys)):
        if " ".join(keys[place:]) in words.bare:
            return keys[place:]
    return keys


def _is_date(said: str) -> bool:
    return len(re.findall(r"\d+", said)) > len("hm")


def _goes_on(behind: str) -> bool:
    """Whether a noun may follow, to which the name of a day belongs."""
    rest = behind.lstrip(" ")
    return bool(rest) and (rest[0].isalpha() or rest[0] in "'\N{RIGHT SINGLE QUOTATION MARK}")


def _period(text: str, found: Found, frame: _Framed | None, clockwork: Clockwork, compiled: Compiled) -> Period:
    start, end = found.span
    rolling = frame is None or frame.frame is Frame.DURING
    since, until = _stretch(text, found, clockwork, compiled) if rolling else _as_read(text, found, compiled)
    if follows := _weekend_behind(text, end, compiled):
        since, until, end = *weekend_of(since), follows
    if found.readings[0].policy is Policy.DEADLINE:
        since, until = EVER, since if found.readings[0].end is None else until
    # What has no beginning has no week before it.
    if frame is not None and since != EVER:
        start = min(start, frame.span[0])
        since, until = FRAMES[frame.frame](since, until, Part.of(frame.said, compiled))
    return Period(since, until, (_with_preposition(text, start, compiled), _with_possessive(text, end)))


def _with_preposition(text: str, start: int, compiled: Compiled) -> int:
    """Where the preposition right before a time begins; `start` where there is none."""
    line = Line(text[:start])
    if line.keys and compiled.searched["placing"].fullmatch(line.keys[-1]):
        return line.spans[-1][0]
    return start


def _with_possessive(text: str, end: int) -> int:
    """Where "last year's" ends."""
    return end + 2 if POSSESSIVE.match(text, end) else end


def _as_read(text: str, found: Found, compiled: Compiled) -> tuple[datetime, datetime]:
    """The days that a calendar has for it."""
    moment = found.readings[0]
    if moment.end is None or (moment.grain in CLOCKS and moment.policy is not Policy.DAYPART):
        said = " ".join(Line(text[slice(*found.span)]).keys)
        return _loosely(moment, said, calendar_words(compiled.words.language))
    return moment.start, moment.end


def _stretch(text: str, found: Found, clockwork: Clockwork, compiled: Compiled) -> tuple[datetime, datetime]:
    """The same, until now where it lasts until now: "the past month", "the last two weeks"."""
    moment = found.readings[0]
    since, until = _kept_here(text, found, clockwork, compiled) or _as_read(text, found, compiled)
    said = Line(text[slice(*found.span)]).keys
    words = calendar_words(compiled.words.language)
    counted = has(" ".join(said), words.last) and has(" ".join(said), words.units)
    rolls = counted and until - since > LENGTHS.get(moment.grain, DAY) and until <= clockwork.now
    around = " ".join(Line(text[: found.span[1]]).keys[-len(said) - 2 :])
    if rolls or compiled.searched["rolling"].search(around):
        return clockwork.today - (until - since), clockwork.today + DAY
    return since, until


def _kept_here(text: str, found: Found, clockwork: Clockwork, compiled: Compiled) -> tuple[datetime, datetime] | None:
    """The day of a feast that is kept on another one where the person lives."""
    language = compiled.words.language
    written = fold(text[slice(*found.span)]).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    holidays = calendars.of(language).holidays
    name = next((name for said, name in holidays.items() if re.search(rf"\b{re.escape(said)}\b", written)), "")
    of = feasts.kept(name, clockwork.zone)
    if of is None:
        return None
    year = found.readings[0].start.year
    if comes_back(written, language):
        year = clockwork.today.year - (of(clockwork.today.year) > clockwork.today.date())
    day = datetime.combine(of(year), time.min, clockwork.zone)
    return day, day + DAY


def _loosely(moment: Moment, said: str, words: Calendar) -> tuple[datetime, datetime]:
    """Around "two weeks ago"; of a time of day, its day."""
    if moment.grain in CLOCKS and has(said, words.ago):
        return moment.start - timedelta(hours=1), moment.start + timedelta(hours=1)
    day = moment.start.replace(hour=0, minute=0, second=0, microsecond=0)
    if moment.policy is Policy.DEADLINE:
        return day, day + DAY if moment.start > day else day
    vague = VAGUENESS.get(moment.grain, timedelta(0))
    return day - vague, day + vague + DAY


def _weekend_behind(text: str, end: int, compiled: Compiled) -> int:
    """Where "Easter weekend" ends; 0 where no weekend follows."""
    rest = Line(text[end : end + 20])
    words = calendar_words(compiled.words.language).weekend
    if rest.keys and rest.keys[0] in words and text[end : end + rest.spans[0][0]].isspace():
        return end + rest.spans[0][1]
    return 0
