"""Which memories are about the same matter, so that the one told later is the truth and the earlier one is history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from bot.messages import MemoryId
from memory.search.port import Vector

ALIKE: Final = 0.25
"""Cosine from which two memories that answer the same question are about the same matter."""
IN_COMMON: Final = 0.15
"""… or the share of the shorter one's words that both hold."""
UNCOVERED: Final = 0.65
"""By how much less of the question a later memory may cover and still come before an earlier one, where it says that
something has changed: such news is told in few words. Any other has to hold all that the earlier one holds of it.
"""
NEARLY: Final = 0.6
"""Only memories with this share of the best score compete; below it a later one merely mentions the matter."""
COMPETING: Final = 6
HISTORY: Final = 0.5
"""The share of the question that both have to cover before one that says something has changed makes the other history.
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A memory as far as it takes to compare it.

    Attributes:
        score: what it is ranked by.
        covered: the share of the question's weight that its words hold, 0 to 1.
        stems: of its words, without stop words.
        vector: of its meaning, comparable with the others' of the same person.
        replaces: those whose place it took when it was told, certainly.
        beside: those that are true beside it, as its person says.
        author: who said it, in a chat that was imported; what one says is no news of what another said.
        asked: those of its stems that are the question's.
        holds: the kind of thing that is asked for, as far as that can be told.
        changes: it says that something is so from now on.
    """

    memory: MemoryId
    at: datetime
    score: float
    covered: float
    stems: frozenset[str]
    vector: Vector | None
    replaces: frozenset[MemoryId] = frozenset()
    beside: frozenset[MemoryId] = frozenset()
    author: str | None = None
    asked: frozenset[str] = frozenset()
    holds: bool = True
    changes: bool = False


def newest_first(found: Sequence[Told]) -> tuple[list[MemoryId], frozenset[MemoryId]]:
    """The memories with each later one before the earlier ones it overtakes, and which of those are history.

    Recency alone decides nothing: the later one has to fit the question nearly as well, and be about the same matter.
    What took another's place when it was told comes before that one whatever they are ranked by. An earlier one is
    history only where something later contradicts it: it was told in its place, or says that what is asked has changed.
    """
    order, overtaken = _fitting(found)
    return _marked(order, overtaken)


def _fitting(found: Sequence[Told]) -> tuple[list[Told], frozenset[MemoryId]]:
    best = max((each.score for each in found), default=0.0)
    order: list[Told] = []
    overtaken: set[MemoryId] = set()
    for each in found[:COMPETING]:
        older = [other for other in order if each.score >= NEARLY * best and _overtakes(each, other)]
        overtaken |= {other.memory for other in older if _contradicts(each, other)}
        order.insert(order.index(older[0]) if older else len(order), each)
    return [*order, *found[COMPETING:]], frozenset(overtaken)


def _marked(found: Sequence[Told], overtaken: Collection[MemoryId]) -> tuple[list[MemoryId], frozenset[MemoryId]]:
    """The order, with each memory before those that it replaces, and those that these had replaced."""
    replaced = _closed({each.memory: each.replaces for each in found})
    order: list[MemoryId] = []
    for each in found:
        older = [place for place, memory in enumerate(order) if memory in replaced[each.memory]]
        order.insert(older[0] if older else len(order), each.memory)
    there = frozenset(order)
    return order, there & (frozenset(overtaken).union(*replaced.values()))


def _closed(replaced: Mapping[MemoryId, frozenset[MemoryId]]) -> dict[MemoryId, frozenset[MemoryId]]:
    """What each replaces at first or second hand; none replaces itself, whatever the marks say."""
    closed = {}
    for memory, first in replaced.items():
        reached, ahead = set(first), list(first)
        while ahead:
            further = replaced.get(ahead.pop(), frozenset()) - reached
            reached |= further
            ahead += further
        closed[memory] = frozenset(reached - {memory})
    return closed


def _overtakes(later: Told, earlier: Told) -> bool:
    if earlier.memory in later.beside or (earlier.holds and not later.holds):
        return False
    if later.at <= earlier.at or not _covers(later, earlier):
        return False
    if later.author and earlier.author and later.author != earlier.author:
        return False
    return _alike(later.vector, earlier.vector) or _in_common(later.stems, earlier.stems)


def _covers(later: Told, earlier: Told) -> bool:
    """Whether the later one is no less about what is asked: another's birthday is told in the same words but one."""
    return earlier.asked <= later.asked or (later.changes and later.covered >= earlier.covered - UNCOVERED)


def _contradicts(later: Told, earlier: Told) -> bool:
    return later.changes and min(later.covered, earlier.covered) >= HISTORY


def _alike(one: Vector | None, other: Vector | None) -> bool:
    return one is not None and other is not None and float(np.dot(one, other)) >= ALIKE


def _in_common(one: Collection[str], other: Collection[str]) -> bool:
    shared = len(frozenset(one) & frozenset(other))
    return shared > 0 and shared >= IN_COMMON * min(len(one), len(other))


def covered(weights: Mapping[str, float], stems: Collection[str]) -> float:
    """The share of a question's weight that these stems hold, 0 to 1."""
    whole = sum(weights.values())
    return sum(weight for stem, weight in weights.items() if stem in stems) / whole if whole else 0.0
