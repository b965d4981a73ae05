"""Fills the search index from the database while it is in use, and goes on where an interrupted run stopped."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import structlog
from pymongo.errors import PyMongoError
from typing_extensions import override

from bot.crypto import Vault
from bot.errors import ContentSealed, IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory import generation, vectors_awaited
from memory.documents import AiUse, Memory, Person
from memory.index_source import IndexSource, changed_since, indexables
from memory.recall import Recall
from memory.sought import Gap

LOOK_EVERY: Final = 5.0
Progress = Callable[[int, int], None]

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Place:
    """How far filling has come: everyone before `person`, and of theirs what is numbered below `sequence`."""

    person: str = ""
    sequence: int = 0

    @classmethod
    def parse(cls, bookmark: str) -> Self:
        """The place of a bookmark; the beginning for one that is empty, or that nobody understands."""
        person, _, sequence = bookmark.rpartition(" ")
        return cls(person, int(sequence)) if person and sequence.isdecimal() else cls()

    @override
    def __str__(self) -> str:
        """As it is kept in the index."""
        return f"{self.person} {self.sequence}"


@dataclass
class Filled:
    """What a run did.

    Attributes:
        put: memories given to the index.
        forgotten: entries taken out, since the database has no such memory.
        sealed: people who were passed over, since their key is gone.
        resumed: whether it went on where an earlier run had stopped.
    """

    put: int = 0
    forgotten: int = 0
    sealed: int = 0
    resumed: bool = False


class Filling:
    """Puts every memory into the index again, then takes out what the database no longer has.

    The index answers all the while, and running bots write to it: what they change is put as it was read here, looked
    at once more afterwards, and put again where it has changed.
    """

    def __init__(self, recall: Recall, vault: Vault) -> None:
        self._recall = recall
        self._source = IndexSource(vault)
        self._in_force = self._behind = False

    async def run(self) -> None:
        """Fill the index whenever it is new, was deleted or turned out damaged, until cancelled."""
        while True:
            try:
                await self.look()
            except (PyMongoError, IndexUnavailable) as error:
                log.warning("index.not_filled", error=type(error).__name__, reason=str(error))
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Fill the index if it needs that; the first time, put it in force."""
        await self._take_over()
        if await self._left_behind():
            return
        if not self._recall.needs_rebuild:
            await self._recall.check()
        if self._recall.needs_rebuild:
            done = await self.fill(lambda _done, _total: None)
            log.info("index.filled", memories=done.put, forgotten=done.forgotten)

    async def fill(self, progress: Progress, *, from_start: bool = False) -> Filled:
        """Fill the index; a run that is killed is taken up by the next.

        Args:
            progress: called with how many of about how many memories are done, again and again.
            from_start: even where an earlier run was interrupted.

        Raises:
            IndexUnavailable: the index can't be written.
        """
        await self._take_over()
        place = Place() if from_start else Place.parse(await self._recall.bookmark())
        filled = Filled(resumed=place != Place())
        total = await Memory.get_motor_collection().estimated_document_count()
        before = await Memory.find({"person": {"$lt": place.person}}).count() if filled.resumed else 0
        self._recall.note_gap(Gap.FILLING, there=total > 0 and self._recall.needs_rebuild)
        async for person in self._source.people(place.person):
            first = place.sequence if person.id == place.person else 0
            await self._person(person, first, filled, lambda: progress(min(before + filled.put, total), total))
        filled.forgotten += await forget_strangers(self._recall)
        if await self._left_behind():
            return filled
        await self._recall.keep_bookmark("")
        await self._recall.rebuilt()
        self._recall.note_gap(Gap.FILLING, there=False)
        return filled

    async def _take_over(self) -> None:
        if not self._in_force:
            await generation.take_over(self._recall)
            self._in_force = True

    async def _left_behind(self) -> bool:
        """Whether another index is in force by now: filling ours, or letting it stand for all, would be in its way."""
        before, self._behind = self._behind, not await generation.in_force(self._recall)
        if self._behind and not before:
            log.warning("index.superseded", remedy="start with the same version and embedding model as the others")
        self._recall.note_gap(Gap.SUPERSEDED, there=self._behind)
        return self._behind

    async def _person(self, person: Person, first: int, filled: Filled, told: Callable[[], None]) -> None:
        id_ = PersonId(person.id)
        try:
            key = await self._source.search_key(person)
            async for following, page in self._source.pages(person, first):
                whose = Whose(id_, key, await self._source.choice(person))
                await put_as_they_are(self._recall, self._source, page, whose)
                filled.put += len(page)
                await self._recall.keep_bookmark(str(Place(person.id, following)))
                told()
            held = await self._recall.stamps(id_)
            filled.forgotten += await forget_surplus(self._recall, self._source, id_, held)
        except ContentSealed:
            # A person whose key was deleted has nothing left to find; everybody else has.
            log.warning("index.sealed", person=person.id)
            filled.sealed += 1
            filled.forgotten += await self._recall.forget_person(id_)


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom memories are put: what blinds them in the index, and what their person allows now."""

    person: PersonId
    search_key: bytes
    choice: AiUse


async def put_as_they_are(recall: Recall, source: IndexSource, memories: Sequence[Memory], whose: Whose) -> None:
    """Put memories of one person into the index as they were read, and again where they have changed meanwhile.

    The index may have followed a change that came in between, and have just been given the earlier wording again.
    Those whose vectors can't be had now are marked, so that these follow.
    """
    while memories:
        changes = await source.changes(memories, whose.choice)
        there = indexables(whose.person, whose.search_key, changes)
        if not recall.placing_rests:
            await recall.prepare(there)
        awaited = await recall.index(there)
        await vectors_awaited.keep_marked([change for change in changes if change.memory in awaited])
        memories, gone = await changed_since(memories)
        if gone:
            await recall.forget(whose.person, gone)


async def forget_surplus(recall: Recall, source: IndexSource, person: PersonId, held: Mapping[MemoryId, str]) -> int:
    """Take out what the index held of a person that the database no longer has; how many entries that were.

    Args:
        recall: the search.
        source: reads the database, now.
        person: whose.
        held: what the index held before: whatever it did was in the database then.
    """
    surplus = list(held.keys() - await source.ids(person)) if held else []
    return await recall.forget(person, surplus) if surplus else 0


async def forget_strangers(recall: Recall) -> int:
    """Take out everything of people whom the database does not know; how many entries that were."""
    strangers = [person for person in await recall.persons() if await Person.get(person) is None]
    return sum([await recall.forget_person(person) for person in strangers])
