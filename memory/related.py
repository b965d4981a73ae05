"""The memories that belong to one that is looked at, each with the reason: a name, a link, the same matter, a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.crypto import Vault
from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory import bonds
from memory.bonds import Bond, Tie
from memory.documents import Person, PersonContent
from memory.personal import Remembered, Whole
from memory.recall import Recall
from memory.rows import Opened, opened, rows, searchable
from memory.search.port import Candidates

SHOWN: Final = 5
ALIKE: Final = 10
"""Memories told in like words or meaning the like that are opened to be compared."""
JUST: Final = timedelta(minutes=10)
"""What was told no longer before or after may belong to it by that alone: the nearest on either side is opened."""
MEANS_THE_LIKE: Final = 0.4
"""Cosine from which two memories mean the like; of two that have nothing to do with each other it is below 0.3."""
RARE: Final = 3.0
"""What a word must weigh to connect: it is in less than one of twenty memories."""
UNCOMMON: Final = frozenset({Tie.TAG, Tie.PERSON, Tie.PLACE, Tie.WORD})
"""These count the less the more memories share them: somebody told of every day connects little."""
STRENGTH: Final[Mapping[Tie, float]] = {
    Tie.NEWER: 3.0,
    Tie.OLDER: 3.0,
    Tie.THREAD: 2.0,
    Tie.LINK: 2.0,
    Tie.TAG: 1.0,
    Tie.PERSON: 1.0,
    Tie.PLACE: 0.8,
    Tie.WORD: 0.7,
    Tie.MEANING: 0.0,  # counts as the cosine that it is told from
    Tie.AFTER: 0.2,
    Tie.BEFORE: 0.2,
}
ORDER: Final = tuple(Tie)


@dataclass(frozen=True)
class Related:
    """A memory that belongs to another, and why."""

    memory: Remembered
    bond: Bond


@dataclass(frozen=True)
class _Likeness:
    """How like the memory looked at the candidates are, by id."""

    cosines: Mapping[MemoryId, float]
    words: Mapping[MemoryId, float]
    weights: Mapping[str, float]
    told: Mapping[MemoryId, datetime]

    @classmethod
    def of(cls, found: Candidates, memory: MemoryId) -> "_Likeness":
        words = {hit.memory: hit.score for hit in found.lexical}
        own = words.get(memory) or max(words.values(), default=1.0)
        told = {hit.memory: hit.at for hit in (*found.lexical, *found.dense) if hit.memory != memory}
        cosines = {hit.memory: max(hit.score, 0.0) for hit in found.dense}
        return cls(cosines, {each: min(score / own, 1.0) for each, score in words.items()}, found.weights, told)

    def __call__(self, memory: MemoryId) -> float:
        return self.cosines.get(memory, 0.0) + self.words.get(memory, 0.0)

    def rarity(self, text: str) -> float:
        """What a word or name weighs beside the rarest of the memory, 0 to 1; 1 where that was not asked for."""
        top = max(self.weights.values(), default=0.0) or 1.0
        return min((self.weights.get(stem, top) for stem in bonds.stems_of(text)), default=top) / top

    def rare(self, word: str) -> bool:
        stems = bonds.stems_of(word)
        return bool(stems) and all(self.weights.get(stem, 0.0) >= RARE for stem in stems)


class PersonalRelated:
    """Looks through one person's memories.

    Args:
        person: whose.
        content: what is sealed of the person, opened.
        vault: opens memories.
        recall: the search.
    """

    def __init__(self, person: Person, content: PersonContent, *, vault: Vault, recall: Recall) -> None:
        self._person = PersonId(person.id)
        self._search_key = bytes.fromhex(content.search_key)
        self._vault = vault
        self._recall = recall

    async def to(self, looked_at: Whole) -> list[Related]:
        """At most `SHOWN` memories that belong to it, best first; none while the index can't be read.

        It costs one query of the index, in which nothing is embedded, and the opening of a dozen memories. What may not
        be indexed is neither looked up nor found.

        Raises:
            ContentSealed: a memory can't be opened.
        """
        memory = looked_at.memory
        if not memory.level.searchable:
            return []
        try:
            found = await self._recall.like(self._person, self._search_key, {memory.id: memory.text})
        except IndexUnavailable:
            return []
        likeness = _Likeness.of(found, memory.id)
        before, after = _next_to(memory.told_at, likeness.told)
        likest = sorted(likeness.told, key=lambda each: (-likeness(each), each))[:ALIKE]
        others = await self._open(list(dict.fromkeys([*bonds.threads_of(looked_at.content), *likest, *before, *after])))
        compared = [(_bonds(looked_at, other, likeness, {*before, *after}), other) for other in others]
        tied = [
            (_score(found_bonds, other, likeness), found_bonds, other) for found_bonds, other in compared if found_bonds
        ]
        tied.sort(key=lambda each: (-each[0], each[2].memory.id))
        return [Related(other.memory, min(each, key=_rank)) for _, each, other in tied[:SHOWN]]

    async def _open(self, ids: Sequence[MemoryId]) -> list[Opened]:
        query = {"_id": {"$in": [*ids]}, "person": self._person}
        return await opened(await rows(query, fit=searchable), self._vault) if ids else []


def _next_to(at: datetime, told: Mapping[MemoryId, datetime]) -> tuple[list[MemoryId], list[MemoryId]]:
    """The one told right before and the one told right after, as far as they are among those that were found."""
    before = [each for each in told if at - JUST <= told[each] < at]
    after = [each for each in told if at < told[each] <= at + JUST]
    return sorted(before, key=lambda each: told[each])[-1:], sorted(after, key=lambda each: told[each])[:1]


def _rank(bond: Bond) -> int:
    return ORDER.index(bond.tie)


def _score(found: Sequence[Bond], other: Opened, likeness: _Likeness) -> float:
    strengths = (STRENGTH[each.tie] * (likeness.rarity(each.what) if each.tie in UNCOMMON else 1.0) for each in found)
    return sum(strengths) + likeness(other.memory.id)


def _bonds(one: Whole, other: Opened, likeness: _Likeness, next_to: set[MemoryId]) -> list[Bond]:
    """Everything that they have in common, of every kind the first."""
    later = other.memory.told_at > one.memory.told_at
    found = [*bonds.noted(one.content, other.content), *bonds.names(one.content, other.content)]
    if other.memory.id in bonds.threads_of(one.content) or one.memory.id in bonds.threads_of(other.content):
        found.append(Bond(Tie.THREAD))
    if bonds.same_matter(one.content, other.content):
        found.append(Bond(Tie.NEWER if later else Tie.OLDER))
    found += [Bond(Tie.WORD, word) for word in bonds.words(one.content, other.content) if likeness.rare(word)]
    if likeness.cosines.get(other.memory.id, 0.0) >= MEANS_THE_LIKE:
        found.append(Bond(Tie.MEANING))
    if other.memory.id in next_to:
        found.append(Bond(Tie.AFTER if later else Tie.BEFORE))
    return list({each.tie: each for each in reversed(found)}.values())
