"""Compares the search index with the database, without embedding what agrees, and mends what does not."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from bot.crypto import Vault
from bot.errors import ContentSealed
from bot.messages import MemoryId, PersonId
from memory import generation
from memory.documents import Memory, Person
from memory.filling import Whose, forget_strangers, forget_surplus, put_as_they_are
from memory.index_source import IndexSource, indexables
from memory.recall import Recall
from memory.sought import Indexable


@dataclass
class Verified:
    """What was compared, and what was mended.

    Attributes:
        people: whose memories were compared.
        memories: how many they have that the index ought to hold.
        missing: memories that were not in the index.
        stale: memories of which the index held something else.
        surplus: entries without such a memory.
        strangers: entries of people who are gone, or whose key is.
    """

    people: int = 0
    memories: int = 0
    missing: int = 0
    stale: int = 0
    surplus: int = 0
    strangers: int = 0

    @property
    def mended(self) -> int:
        """How many entries were put or taken out."""
        return self.missing + self.stale + self.surplus + self.strangers


class Verifying:
    """Makes sure that the index holds what it ought to, and nothing else; bots may run meanwhile."""

    def __init__(self, recall: Recall, vault: Vault) -> None:
        self._recall = recall
        self._source = IndexSource(vault)

    async def verify(self, progress: Callable[[int, int], None]) -> Verified:
        """Compare and mend everything.

        Args:
            progress: called with how many of about how many memories are compared, again and again.

        Raises:
            IndexUnavailable: the index can't be read, or not be mended.
        """
        await generation.take_over(self._recall)
        total = await Memory.get_motor_collection().estimated_document_count()
        verified = Verified()
        async for person in self._source.people():
            try:
                await self._person(person, verified)
            except ContentSealed:
                verified.strangers += await self._recall.forget_person(PersonId(person.id))
            progress(min(verified.memories, total), total)
        verified.strangers += await forget_strangers(self._recall)
        if self._recall.needs_rebuild and await generation.in_force(self._recall):
            await self._recall.rebuilt()
        return verified

    async def _person(self, person: Person, verified: Verified) -> None:
        id_, key = PersonId(person.id), await self._source.search_key(person)
        # Before the database is read: whatever the index holds by now was in there.
        held = await self._recall.stamps(id_)
        async for _, page in self._source.pages(person):
            verified.memories += len(page)
            whose = Whose(id_, key, await self._source.choice(person))
            differing = await self._differing(page, held, whose)
            missing = sum(MemoryId(memory.id) not in held for memory in differing)
            await put_as_they_are(self._recall, self._source, differing, whose)
            verified.missing += missing
            verified.stale += len(differing) - missing
        verified.surplus += await forget_surplus(self._recall, self._source, id_, held)
        verified.people += 1

    async def _differing(self, page: list[Memory], held: Mapping[MemoryId, str], whose: Whose) -> list[Memory]:
        changes = await self._source.changes(page, whose.choice)
        items = indexables(whose.person, whose.search_key, changes)
        marked = {change.memory for change in changes if change.pending}
        stamps = await asyncio.to_thread(lambda: {item.memory: self._stamps(item, marked) for item in items})
        return [
            memory
            for memory in page
            if held.get(MemoryId(memory.id)) not in stamps.get(MemoryId(memory.id), frozenset((None,)))
        ]

    def _stamps(self, item: Indexable, marked: Collection[MemoryId]) -> frozenset[str]:
        """What the index may rightly say of a memory: with its vector, or without where it is marked to get one."""
        whole = frozenset((self._recall.stamp(item),))
        return whole | {self._recall.stamp(item, awaited=True)} if item.memory in marked else whole
