"""What the index ought to hold, read from the database: people in a fixed order, their memories page by page."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from bot.crypto import Vault
from bot.messages import MemoryId, PersonId
from memory.changes import IndexChange
from memory.documents import AiUse, Level, Memory, MemoryContent, Person, PersonContent
from memory.sought import Indexable

PAGE: Final = 200
PEOPLE_AT_ONCE: Final = 100
SEARCHABLE: Final = {
    "sealed": {"$exists": True},
    "level": {"$in": [level.value for level in Level if level.searchable]},
}


class IndexSource:
    """Reads the truth that the index is derived from."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def people(self, first: str = "") -> AsyncIterator[Person]:
        """Everyone from the id `first` on, in the order of their ids; those who come meanwhile may be among them."""
        bound = {"_id": {"$gte": first}}
        while page := await Person.find(bound).sort("_id").limit(PEOPLE_AT_ONCE).to_list():
            for person in page:
                yield person
            bound = {"_id": {"$gt": page[-1].id}}

    async def pages(self, person: Person, first: int = 0) -> AsyncIterator[tuple[int, list[Memory]]]:
        """Pages of at most `PAGE` sequence numbers from `first` on, each with the number that the next begins at."""
        for low in range(first, person.last_sequence + 1, PAGE):
            page = await Memory.find({"person": person.id, "changed": {"$gte": low, "$lt": low + PAGE}}).to_list()
            # Sorted out here: by a field beside those of the index, the embedded server reads all that the person told.
            yield low + PAGE, [memory for memory in page if memory.sealed is not None and memory.level.searchable]

    async def search_key(self, person: Person) -> bytes:
        """What blinds their part of the index. Raises ContentSealed."""
        return bytes.fromhex((await self._vault.open_sealed(person.sealed, PersonContent)).search_key)

    async def choice(self, person: Person) -> AiUse:
        """What they allow now: somebody may say no while their memories are read."""
        now = await Person.get(person.id)
        return AiUse.NONE if now is None else now.preferences.ai_use

    async def change(self, memory: Memory, choice: AiUse) -> IndexChange:
        """What the index has to follow for `memory` to be found as it is; `choice` is what its person allows now.

        Raises:
            ContentSealed: its person's key is gone.
        """
        [change] = await self.changes([memory], choice)
        return change

    async def changes(self, memories: Sequence[Memory], choice: AiUse) -> list[IndexChange]:
        """The same for several memories of one person. Raises ContentSealed."""
        sealed = {memory.id: memory.sealed for memory in memories if memory.sealed and memory.level.searchable}
        # Together: a way to a thread and back for each would cost more than what is done there.
        opened = dict(zip(sealed, await self._vault.open_all(list(sealed.values()), MemoryContent), strict=True))
        return [IndexChange.of(memory, opened.get(memory.id), choice) for memory in memories]

    async def ids(self, person: PersonId) -> set[MemoryId]:
        """Every memory of a person that the index ought to hold."""
        found = Memory.get_motor_collection().find({"person": person, **SEARCHABLE}, {"_id": 1})
        return {MemoryId(each["_id"]) async for each in found}


def indexable(person: PersonId, search_key: bytes, change: IndexChange) -> Indexable | None:
    """What the index has to hold after a change; None when it has to hold nothing."""
    if change.text is None:
        return None
    return Indexable(
        person,
        search_key,
        change.memory,
        change.text,
        change.told_at,
        change.facets,
        change.day,
        change.sendable,
        change.names,
    )


def indexables(person: PersonId, search_key: bytes, changes: Sequence[IndexChange]) -> list[Indexable]:
    """What the index has to hold of one person's memories after these changes."""
    made = (indexable(person, search_key, change) for change in changes)
    return [each for each in made if each is not None]


async def changed_since(memories: Sequence[Memory]) -> tuple[list[Memory], list[MemoryId]]:
    """Of `memories` those that say something else by now, as they are now, and those that are gone or secret."""
    here = {"_id": {"$in": [memory.id for memory in memories]}, **SEARCHABLE}
    # As rows: nearly always nothing has changed, and to make documents of them costs more than to read them.
    rows = await Memory.get_motor_collection().find(here).to_list(None)
    now = {row["_id"]: row["sealed"] for row in rows}
    # Both as bytes: the driver's own kind equals nothing else.
    differing = {each.id for each in memories if each.id in now and bytes(now[each.id]) != bytes(each.sealed or b"")}
    moved = await Memory.find({**here, "_id": {"$in": list(differing)}}).to_list() if differing else []
    there = (now.keys() - differing) | {memory.id for memory in moved}
    return moved, [MemoryId(memory.id) for memory in memories if memory.id not in there]
