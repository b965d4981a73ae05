"""From when, until when and when not: the dates around a recurrence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from memory.when import times
from memory.when.grammar import Reader
from memory.when.reading import Direction, Grain, Moment, Policy, Problem
from memory.when.recurrence_clock import resolved
from memory.when.recurrence_said import Said
from memory.when.schedule import Exclusion
from memory.when.tokens import Token

LONGEST_DATE: Final = 9
MOST_DATES: Final = 12
BREAKS: Final = frozenset(("START", "UNTIL", "EXCEPT", "EVERY", "ADVERB", "PLURAL", "FOR"))
PUNCTUATION: Final = frozenset(",;.!?()\n")
SMALL: Final = frozenset((Grain.SECOND, Grain.MINUTE, Grain.HOUR))
LED_BY: Final = frozenset(("ON", "THE", "OF"))
AT: Final = frozenset(("AT", "WITHIN"))
LEAD_IN: Final = 5
"""Characters that may stand before a date: "on", "the"."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A text as tokens, and who says it when and where."""

    text: str
    tokens: Sequence[Token]
    reader: Reader
    now: datetime
    zone: ZoneInfo
    language: str
    month_first: bool
    hour: time
    morning: bool

    @property
    def local_now(self) -> datetime:
        """Now on the person's clock, naive."""
        return self.now.astimezone(self.zone).replace(tzinfo=None, fold=0)


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A limit of a recurrence: its first day or time, its last, or what is left out; or what is `wrong` with one."""

    begins: Moment | None = None
    until: Moment | None = None
    through: bool = False
    of_a_year: bool = False
    excluded: tuple[Exclusion, ...] = ()
    wrong: Problem | None = None


Piece = tuple[int, Bound]
"""The token after it, and what it says."""


def bound(scene: Scene, place: int) -> Piece | None:
    """The limit that begins at a token."""
    tags = scene.tokens[place].tags
    found = (read(scene, place) for tag, read in _BOUNDS.items() if tag in tags)
    return next((each for each in found if each), None)


def _begins(scene: Scene, place: int) -> Piece | None:
    moment, end, wrong = _date(scene, place + 1, scene.now)
    if moment is None:
        return (end, Bound(wrong=wrong)) if wrong else None
    if end < len(scene.tokens) and "TO" in scene.tokens[end].tags:
        last, beyond, _ = _date(scene, end + 1, moment.start)
        if last:
            return beyond, Bound(begins=moment, until=last, through="UNTIL" not in scene.tokens[end].tags)
    return end, Bound(begins=moment)


def _until(scene: Scene, place: int) -> Piece | None:
    # The end may be named by the first time it comes after a beginning: "from November until June".
    moment, end, wrong = _date(scene, place + 1, scene.now)
    if moment is None:
        return (end, Bound(wrong=wrong)) if wrong else None
    of_a_year = any("YEAR" in token.tags for token in scene.tokens[place:end])
    return end, Bound(until=moment, through="THROUGH" in scene.tokens[place].tags, of_a_year=of_a_year)


def _except(scene: Scene, place: int) -> Piece | None:
    left_out: list[Exclusion] = []
    end = after = place + 1
    while len(left_out) < MOST_DATES and after < len(scene.tokens):
        item = _left_out(scene, after)
        beside = left_out and after == end and left_out[-1].weekdays
        if item is None or (beside and all(each.at for each in item[1])):
            break  # "except weekends at 8": the hour is that of the days which are left
        end = after = item[0]
        left_out += item[1]
        while after < len(scene.tokens) and not {"AND", "EXCEPT"}.isdisjoint(scene.tokens[after].tags):
            after += 1
    return (end, Bound(excluded=tuple(left_out))) if left_out else None


_BOUNDS: Final[Mapping[str, Callable[[Scene, int], Piece | None]]] = {
    "EXCEPT": _except,
    "START": _begins,
    "UNTIL": _until,
}


def _left_out(scene: Scene, place: int) -> tuple[int, tuple[Exclusion, ...]] | None:
    while place < len(scene.tokens) and not LED_BY.isdisjoint(scene.tokens[place].tags):
        place += 1
    named = _named_out(scene, place)
    if named is None and place < len(scene.tokens) and not AT.isdisjoint(scene.tokens[place].tags):
        # "at" leads to a time of day, but "at the weekend" to its days.
        behind = _behind(scene, place + 1)
        named = _named_out(scene, behind)
    if named:
        return named
    moment, end, _ = _date(scene, place, scene.now)
    return (end, (_moment_excluded(moment),)) if moment else None


def _behind(scene: Scene, place: int) -> int:
    return place + (place < len(scene.tokens) and "THE" in scene.tokens[place].tags)


def _named_out(scene: Scene, place: int) -> tuple[int, tuple[Exclusion, ...]] | None:
    for end, found in scene.reader.read("leftout", place):
        of_a_year = end < len(scene.tokens) and "YEAR" in scene.tokens[end].tags
        if isinstance(found, Said) and not of_a_year and (left_out := tuple(_exclusions(found))):
            return end, left_out
    return None


def _exclusions(said: Said) -> Iterator[Exclusion]:
    if said.month_days:
        yield Exclusion(days=said.month_days)
    if said.weekdays and all(number is None for _, number in said.weekdays):
        yield Exclusion(weekdays=tuple(day for day, _ in said.weekdays))
    for month, day in said.dates:
        yield Exclusion(months=(month,), days=(day,))
    if said.months:
        yield Exclusion(months=said.months)
    if said.clocks:
        for at in resolved(said.clocks, said.parts)[0]:
            yield Exclusion(at=at)


def _moment_excluded(moment: Moment) -> Exclusion:
    start = moment.start.replace(tzinfo=None)
    if moment.grain in SMALL:
        return Exclusion(first=start.date(), last=start.date(), at=start.time())
    end = moment.end.replace(tzinfo=None) if moment.end else start + timedelta(days=1)
    return Exclusion(first=start.date(), last=max(start, end - timedelta(seconds=1)).date())


def _date(scene: Scene, place: int, now: datetime) -> tuple[Moment | None, int, Problem | None]:
    """The time that is said from a token on, the token after it, and what is wrong with it."""
    last = place
    while last < len(scene.tokens) and last - place < LONGEST_DATE and not _breaks(scene.tokens[last], place == last):
        last += 1
    if last == place:
        return None, place, None
    begin = scene.tokens[place].start
    piece = scene.text[begin : scene.tokens[last - 1].end]
    found = times.find(
        piece,
        now=now,
        zone=scene.zone,
        direction=Direction.FORWARD,
        language=scene.language,
        month_first=scene.month_first,
    )
    if found is None or found.span[0] > LEAD_IN:
        return _alone(scene, place, now)
    end = next((n for n in range(place, last) if scene.tokens[n].start >= begin + found.span[1]), last)
    return (found.readings[0] if found.readings else None), end, found.problem


def _alone(scene: Scene, place: int, now: datetime) -> tuple[Moment | None, int, Problem | None]:
    """A month or a weekday by its name alone, which elsewhere may be another word: "until march", "from sun"."""
    tags, local = scene.tokens[place].tags, now.astimezone(scene.zone)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if "MONTH" in tags:
        ahead = (int(str(tags["MONTH"])) - today.month - 1) % 12 + 1
        first, grain = _first_of_month(today, ahead), Grain.MONTH
        after = _first_of_month(first, 1)
    elif "WEEKDAY" in tags:
        first, grain = today + timedelta(days=(int(str(tags["WEEKDAY"])) - today.weekday() - 1) % 7 + 1), Grain.DAY
        after = first + timedelta(days=1)
    else:
        return None, place, None
    token = scene.tokens[place]
    moment = Moment(
        start=first,
        end=after,
        grain=grain,
        zone=scene.zone,
        span=(token.start, token.end),
        confidence=1,
        fixed=False,
        policy=Policy.DATE_ONLY,
    )
    return moment, place + 1, None


def _first_of_month(day: datetime, ahead: int) -> datetime:
    month = day.year * 12 + day.month - 1 + ahead
    return day.replace(year=month // 12, month=month % 12 + 1, day=1)


def _breaks(token: Token, first: bool) -> bool:
    if token.word in PUNCTUATION or "AND" in token.tags:
        return True
    to = "TO" in token.tags and "AT" not in token.tags and token.word.isalpha()
    return not first and (to or not BREAKS.isdisjoint(token.tags))


def last_moment(limit: Bound, begins: datetime | None, now: datetime) -> datetime | None:
    """The last possible local time, naive: the end of a day that is named, the eve of a month or a year."""
    if limit.until is None:
        return None
    moment = limit.until
    start = moment.start.replace(tzinfo=None)
    if moment.grain in SMALL:
        return start
    end = moment.end.replace(tzinfo=None) if moment.end else start + timedelta(days=1)
    whole = moment.grain is Grain.DAY or limit.through
    last = (end if whole else start) - timedelta(seconds=1)
    if begins is None and last < now < end:
        # Whoever says "until the end of the year" in it means all of it.
        last = end - timedelta(seconds=1)
    return _after(last, begins) if begins and not limit.of_a_year else last


def _after(last: datetime, begins: datetime) -> datetime:
    """The same date in the first year that lies after the beginning."""
    while last < begins and last.year < begins.year + 2:
        last = last.replace(year=last.year + 1, day=min(last.day, 28) if last.month == 2 else last.day)  # noqa: PLR2004
    return last


def clock_of(moment: Moment) -> time | None:
    """The time of day that was said with a date."""
    return moment.start.time() if moment.grain in SMALL else None
