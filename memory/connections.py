"""Finds an old memory that has to do with a new one: it names somebody, some place or a rare word as well."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.crypto import Vault
from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory import bonds
from memory.personal import Remembered
from memory.recall import Recall
from memory.rows import Opened, opened, rows

OLD: Final = timedelta(days=14)
LOOKED_UP: Final = 8
"""Words by which old memories are looked for. What each of them costs grows with how many memories hold it."""
CONSIDERED: Final = 40
OPENED: Final = 3
RARE: Final = 3
"""A word in more memories than this is none that connects."""
ENOUGH: Final = 200
"""What a person must have said before a word of theirs can be called rare: among ten notes every word is."""
TRIED: Final = 3


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
        words = sorted(
            dict.fromkeys(word for each in new for word in bonds.words_of(each.content)), key=len, reverse=True
        )
        names = dict.fromkeys(name for each in new for name in bonds.names_of(each.content))
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
        shared = [(pair, word) for pair in pairs for word in bonds.words(pair.new.content, pair.old.content)]
        for pair, word in shared[:TRIED]:
            hits = await self._recall.sharing(self._person, self._search_key, word, limit=RARE + 1)
            if len(hits) <= RARE:
                return Connection(pair.new.memory, pair.old.memory, word)
        return None


def _by_name(pairs: Sequence[_Pair]) -> Connection | None:
    for pair in pairs:
        for bond in bonds.names(pair.new.content, pair.old.content):
            return Connection(pair.new.memory, pair.old.memory, bond.what)
    return None
