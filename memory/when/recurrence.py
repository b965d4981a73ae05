"""Reads what is said to come again: "every other Friday at 9 except in May" as a schedule."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from memory.when.grammar import BudgetSpentError, Reader
from memory.when.reading import Problem
from memory.when.recurrence_bounds import Bound, Scene, bound
from memory.when.recurrence_closing import closes
from memory.when.recurrence_grammar import GRAMMAR, Clause, lexicon
from memory.when.recurrence_said import Said
from memory.when.recurrence_schedule import DEFAULT_CLOCK, Assumed, Recurring, Trouble, recurring
from memory.when.tokens import Token
from memory.when.words.vocabulary import Part as DayPart
from memory.when.words.vocabulary import Unit

__all__ = ["Assumed", "Recurring", "Trouble", "find"]

SENTENCE_END: Final = re.compile(r"[.;!?](?:\s|$)|\n")
# What may stand between two parts that belong together.
FILLERS: Final = frozenset(("AND", "ON", "THE", "AT", "OF", "WITHIN", "EXACTLY"))
BRACKETS: Final = frozenset("(),")
# Where these are counted, the days of a month have no place: "every day first thing".
NO_DAYS_OF_A_MONTH: Final = frozenset((Unit.SECOND, Unit.MINUTE, Unit.HOUR, Unit.DAY))
SIZES: Final = tuple(Unit)
LONGEST_TEXT: Final = 2_000
"""Only so many characters of a text are read; what is longer is no sentence about a reminder."""

MOST_PARTS: Final = 64


@dataclass(frozen=True, kw_only=True)
class Part:
    """A clause or a limit, and the tokens it is made of, `last` not included.

    `weak`: a single word that is more often another one ("ter", "sat").
    """

    first: int
    last: int
    clause: Clause | None = None
    limit: Bound | None = None
    weak: bool = False


IMPOSSIBLE: Final = Bound(wrong=Problem.IMPOSSIBLE)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What has been put together so far: ways to say the days and times (due is what any says), and the limits."""

    branches: tuple[Said, ...]
    limits: tuple[Bound, ...] = ()
    parts: tuple[Part, ...] = field(default=())
    contradictory: bool = False


def find(  # noqa: PLR0913 - what a text is read against
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    language: str = "en",
    month_first: bool = False,
    hour: time = DEFAULT_CLOCK,
    morning: bool = False,
) -> Recurring | None:
    """The first recurrence in a text; None when nothing in it comes again.

    Args:
        text: of any length; the first 2,000 characters are read.
        now: aware; what the first occurrence comes after.
        zone: where the person is.
        language: an ISO 639-1 code; English for one that there are no words of.
        month_first: whether 5/6 is the sixth of May.
        hour: the time of day where none was said.
        morning: whether an hour without am or pm is before noon, as for who is to be woken.
    """
    text = text[:LONGEST_TEXT]
    tokens = lexicon(language).tokens(text)
    reader = Reader(GRAMMAR, tokens, month_first)
    scene = Scene(
        text=text,
        tokens=tokens,
        reader=reader,
        now=now,
        zone=zone,
        language=language,
        month_first=month_first,
        hour=hour,
        morning=morning,
    )
    try:
        parts = list(islice(_parts(scene), MOST_PARTS))
    except BudgetSpentError:
        return None
    anchor = _anchor(tokens, parts)
    return _found(scene, _draft(scene, parts, anchor), parts[anchor]) if anchor is not None else None


def _parts(scene: Scene) -> Iterator[Part]:
    place = 0
    while place < len(scene.tokens):
        part = _part(scene, place)
        if part:
            yield part
        place = part.last if part else place + 1


def _part(scene: Scene, place: int) -> Part | None:
    if not scene.tokens[place].tags:
        return None
    for end, clause in scene.reader.read("clause", place):
        if isinstance(clause, Clause) and clause.closed and not closes(scene.tokens, end, scene.language):
            continue
        if isinstance(clause, Clause):
            weak = end == place + 1 and "WEAK" in scene.tokens[place].tags
            return Part(first=place, last=end, clause=clause, weak=weak)
        # No calendar has it; what every 30 February is said of comes again all the same.
        again = Clause(said=Said(unit=Unit.YEAR), anchor=True) if "EVERY" in scene.tokens[place].tags else None
        return Part(first=place, last=end, clause=again, limit=IMPOSSIBLE)
    limit = bound(scene, place)
    return Part(first=place, last=limit[0], limit=limit[1]) if limit else None


def _anchor(tokens: Sequence[Token], parts: Sequence[Part]) -> int | None:
    """Which part says that something comes again: the first that is sure, not one that describes a thing."""
    anchors = [number for number, part in enumerate(parts) if part.clause and part.clause.anchor]
    sure = (number for number in anchors if not _describes(tokens, parts[number]) and not _doubtful(parts[number]))
    return next(sure, anchors[0] if anchors else None)


def _doubtful(part: Part) -> bool:
    return part.clause is not None and part.clause.doubt


def _describes(tokens: Sequence[Token], part: Part) -> bool:
    """Whether it is an adjective: "the weekly report"."""
    before = tokens[part.first - 1].tags if part.first else {}
    return part.last - part.first == 1 and "ADVERB" in tokens[part.first].tags and "DETERMINER" in before


def _draft(scene: Scene, parts: Sequence[Part], anchor: int) -> Draft:
    tokens, clause = scene.tokens, parts[anchor].clause
    assert clause is not None  # noqa: S101 - what an anchor is
    limit = parts[anchor].limit
    draft = Draft(branches=(clause.said,), limits=(limit,) if limit else (), parts=(parts[anchor],))
    draft = _neighbours(tokens, draft, parts[anchor + 1 :])
    draft = _neighbours(tokens, draft, parts[:anchor][::-1])
    return _further(scene, draft, [part for part in parts if part not in draft.parts])


def _neighbours(tokens: Sequence[Token], draft: Draft, parts: Iterable[Part]) -> Draft:
    """With the parts that follow on one side without anything between."""
    edge = draft.parts[0]
    for part in parts:
        between = tokens[min(edge.last, part.last) : max(edge.first, part.first)]
        listed = any("AND" in token.tags for token in between)
        wider = _with(draft, part, listed=listed) if all(map(_filler, between)) else None
        if wider is None:
            break
        draft, edge = wider, part
    return draft


def _filler(token: Token) -> bool:
    return token.word in BRACKETS or not FILLERS.isdisjoint(token.tags)


def _further(scene: Scene, draft: Draft, parts: Sequence[Part]) -> Draft:
    """With those parts of the same sentence that fill what is still open: "every Friday remind me at 5"."""
    tokens = scene.tokens
    for part in parts:
        near = min(draft.parts, key=lambda each: abs(each.first - part.first))
        first, last = sorted((near, part), key=lambda each: each.first)
        between = scene.text[tokens[first.last - 1].end : tokens[last.first].start]
        if not SENTENCE_END.search(between) and (part.limit or _fills(tokens, draft, part)):
            draft = _with(draft, part, listed=True) or draft
    return draft


def _fills(tokens: Sequence[Token], draft: Draft, part: Part) -> bool:
    said = part.clause.said if part.clause and not part.clause.anchor else Said()
    main = draft.branches[0]
    if said.clocks:
        return not main.clocks
    if said.count or said.lasting:
        return True
    ends = part.last >= len(tokens) or not tokens[part.last].word.isalnum() or bool(tokens[part.last].tags)
    return bool(said.days) and not main.days and ends and "ON" in tokens[part.first].tags


def _with(draft: Draft, part: Part, *, listed: bool) -> Draft | None:
    """With one more part, which a comma or an "and" puts beside the others or not; None where it has no place."""
    parts = (*draft.parts, part)
    if part.limit:
        return replace(draft, limits=(*draft.limits, part.limit), parts=parts)
    assert part.clause is not None  # noqa: S101 - one or the other
    main, clause = draft.branches[-1], part.clause
    if not listed and not main.clocks:
        narrowed, said = main.narrowed(clause.said), clause.said.narrowed(main)
        if narrowed is None or said is None:
            return None if part.weak else replace(draft, contradictory=True, parts=parts)
        draft, clause = replace(draft, branches=(*draft.branches[:-1], narrowed)), replace(clause, said=said)
    branches = _joined(draft.branches, clause)
    return replace(draft, branches=branches, parts=parts) if branches else None


def _joined(branches: tuple[Said, ...], clause: Clause) -> tuple[Said, ...] | None:
    main, said = branches[-1], clause.said
    if not _fit(main, said):
        return None
    if main.days and main.clocks and said.days:
        # "Mondays at 9 and Thursdays at 5": what follows is a way of its own.
        another = replace(said, unit=said.unit or main.unit, interval=main.interval)
        return (*branches, another) if _alike(main, another) else None
    merged = main.merged(said)
    return (*branches[:-1], merged) if merged else None


def _fit(main: Said, said: Said) -> bool:
    numbered = said.month_days or said.positions or said.dates or any(number for _, number in said.weekdays)
    if numbered and main.unit in NO_DAYS_OF_A_MONTH:
        return False
    # "every day for 20 minutes" says how long it takes, not until when it goes on.
    period = main.unit or (Unit.WEEK if main.weekdays else Unit.DAY)
    if said.lasting and SIZES.index(said.lasting[1]) < SIZES.index(period):
        return False
    return not (numbered and main.days and not main.days & said.days)


def _alike(main: Said, other: Said) -> bool:
    return (main.unit, main.interval) == (other.unit, other.interval)


def _found(scene: Scene, draft: Draft, anchor: Part) -> Recurring | None:
    spans = [(scene.tokens[part.first].start, scene.tokens[part.last - 1].end) for part in draft.parts]
    kept = _describes(scene.tokens, anchor)
    branches = draft.branches
    if scene.morning:
        branches = tuple(
            each if each.parts or not each.clocks else replace(each, parts=(DayPart.MORNING,)) for each in branches
        )
    found = recurring(scene, branches, draft.limits)
    if found is None:
        return None
    if draft.contradictory:
        found = replace(found, schedules=(), problem=Trouble.CONTRADICTORY)
    sure = not kept and not _doubtful(anchor)
    return replace(
        found,
        span=(min(start for start, _ in spans), max(end for _, end in spans)),
        spans=tuple(sorted(spans[1:] if kept else spans)),
        doubt=_doubtful(anchor),
        confidence=found.confidence if sure else found.confidence * 0.6,
    )
