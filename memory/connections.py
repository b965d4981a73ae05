"""What an old memory and a new one have in common: somebody, some place, or a word that is rare among the person's."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.crypto import Vault
from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory.documents import MemoryContent
from memory.personal import Remembered
from memory.recall import Recall
from memory.rows import Opened, opened, rows
from memory.search.analysis import Analysis

OLD: Final = timedelta(days=14)
SURE: Final = 0.5
"""From this confidence on a name counts as one."""
NAMES: Final = frozenset({"person", "place"})
READ: Final = 2_000
"""Characters of a new memory that are looked at."""
LOOKED_UP: Final = 8
"""Words by which old memories are looked for. What each of them costs grows with how many memories hold it."""
CONSIDERED: Final = 40
OPENED: Final = 3
RARE: Final = 3
"""A word in more memories than this is none that connects."""
ENOUGH: Final = 200
"""What a person must have said before a word of theirs can be called rare: among ten notes every word is."""
LONG: Final = 4
TRIED: Final = 3

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")


@dataclass(frozen=True)
class Connection:
    """Two memories that belong together, and what they both mention, as the new one writes it."""

    new: Remembered
    old: Remembered
    shared: str


@dataclass(frozen=True)
class _Pair:
    new: Opened
    old: Opened


class Connections:
    """Looks through one person's memories; `said` is how much they have said so far, messages of both sides."""

    def __init__(self, person: PersonId, search_key: bytes, *, vault: Vault, recall: Recall, said: int) -> None:
        self._person = person
        self._search_key = search_key
        self._vault = vault
        self._recall = recall
        self._said = said
        self._analysis = Analysis.of_language()

    async def best(self, new: Sequence[Opened], *, now: datetime, left_out: Collection[str]) -> Connection | None:
        """The strongest connection of one of `new` with a memory from before `OLD`, if there is any.

        A shared name is worth more than a word. Old memories of which the ids are `left_out` are not considered.
        While the index can't be read there is none.
        """
        try:
            pairs = await self._pairs(new, now, left_out)
            return _by_name(pairs) or await self._by_word(pairs)
        except IndexUnavailable:
            return None

    async def _pairs(self, new: Sequence[Opened], now: datetime, left_out: Collection[str]) -> list[_Pair]:
        """Every new memory with every old one that may have to do with one of them, the likeliest first."""
        if not new:
            return []
        words = sorted(dict.fromkeys(word for each in new for word in _words(each)), key=len, reverse=True)
        names = dict.fromkeys(name for each in new for name in _names(each.content))
        text = " ".join([*names, *words][:LOOKED_UP])
        hits = await self._recall.sharing(self._person, self._search_key, text, limit=CONSIDERED)
        ids = [hit.memory for hit in hits if hit.at < now - OLD and hit.memory not in left_out][:OPENED]
        old = {each.memory.id: each for each in await self._open(ids)}
        return [_Pair(each, old[id_]) for id_ in ids if id_ in old for each in new]

    async def _open(self, ids: Sequence[MemoryId]) -> list[Opened]:
        found = await rows({"_id": {"$in": [*ids]}, "person": self._person}) if ids else []
        return await opened(found, self._vault)

    async def _by_word(self, pairs: Sequence[_Pair]) -> Connection | None:
        if self._said < ENOUGH:
            return None
        shared = [(pair, word) for pair in pairs for word in self._shared_words(pair)]
        for pair, word in shared[:TRIED]:
            hits = await self._recall.sharing(self._person, self._search_key, word, limit=RARE + 1)
            if len(hits) <= RARE:
                return Connection(pair.new.memory, pair.old.memory, word)
        return None

    def _shared_words(self, pair: _Pair) -> list[str]:
        """Words of the new memory that the old one has too, in whatever form; the longest first."""
        theirs = frozenset(self._analysis.of_memory(pair.old.content.text[:READ]))
        shared = [word for word in dict.fromkeys(_words(pair.new)) if self._is_among(word, theirs)]
        return sorted(shared, key=len, reverse=True)

    def _is_among(self, word: str, stems: Collection[str]) -> bool:
        asked = self._analysis.of_question(word)
        return bool(asked) and all(stem in stems for stem in asked)


def _by_name(pairs: Sequence[_Pair]) -> Connection | None:
    for pair in pairs:
        theirs = {name.casefold() for name in _names(pair.old.content)}
        text = pair.old.content.text
        for name in _names(pair.new.content):
            if name.casefold() in theirs or re.search(rf"\b{re.escape(name)}\b", text):
                return Connection(pair.new.memory, pair.old.memory, name)
    return None


def _words(each: Opened) -> Iterator[str]:
    return (word for word in _WORD.findall(each.content.text[:READ]) if len(word) >= LONG)


def _names(content: MemoryContent) -> Iterator[str]:
    return (each.value for each in content.annotations if each.kind in NAMES and each.confidence >= SURE)
