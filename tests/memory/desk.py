"""One person and their memories, without a bot around them: what is changed is written as the inbox would."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.assembly import Store
from bot.channels.console import OWNER
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName, MemoryId, PersonId
from bot.settings import Settings
from memory.asking import PersonalQuestions, Recalled
from memory.changes import Changes, Update
from memory.documents import Level, Memory, Person
from memory.embedding.port import Embedder
from memory.indexing import Step
from memory.people import Known, People
from memory.personal import PersonalMemory, Remembered

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass
class Desk:
    """A person at a store."""

    store: Store
    known: Known

    @classmethod
    async def of(cls, store: Store) -> Self:
        """A new person, written to the database."""
        address = Address(channel=OWNER.channel, value=uuid4().hex)
        known = await People(store.vault).meet(address, name="Anna", zone=None, now=NOW)
        for document in known.new:
            await document.insert()
        return cls(store, known)

    @property
    def person(self) -> PersonId:
        """Who it is."""
        return PersonId(self.known.person.id)

    @property
    def search_key(self) -> bytes:
        """What blinds their part of the index."""
        return bytes.fromhex(self.known.content.search_key)

    def memory(self, changes: Changes | None = None) -> PersonalMemory:
        """Their memories, as a handler gets them for the next message."""
        return PersonalMemory(
            self.known.person,
            self.known.content,
            vault=self.store.vault,
            recall=self.store.recall,
            changes=changes or Changes(),
            sequence=self.known.person.last_sequence + 1,
        )

    async def save(self, text: str, *, level: Level = Level.GENERAL, index: bool = True) -> Remembered:
        """Tell something."""
        changes = Changes()
        saved = await self.memory(changes).save(text, at=NOW, channel=ChannelName.CONSOLE, level=level)
        await self.commit(changes, index=index)
        return saved

    async def edit(self, memory: MemoryId, text: str, *, index: bool = True) -> Remembered | None:
        """Give a memory new words."""
        changes = Changes()
        edited = await self.memory(changes).edit(memory, text, at=NOW)
        await self.commit(changes, index=index)
        return edited

    async def put_back(self, memory: MemoryId) -> Remembered | None:
        """Take back an edit."""
        changes = Changes()
        earlier = await self.memory(changes).put_back(memory)
        await self.commit(changes)
        return earlier

    async def forget(self, memory: MemoryId, *, index: bool = True) -> None:
        """Let go of a memory."""
        changes = Changes()
        await self.memory(changes).forget(memory, at=NOW)
        await self.commit(changes, index=index)

    def questions(self) -> PersonalQuestions:
        """Their questions, as a handler gets them."""
        person, content = self.known.person, self.known.content
        return PersonalQuestions(person, content, vault=self.store.vault, recall=self.store.recall)

    async def ask(self, question: str) -> list[Recalled]:
        """What answers a question, best first; nothing where nothing fits."""
        questions = self.questions()
        answer = await questions.answer(questions.read(question, now=NOW, zone=UTC_ZONE))
        return list(answer.found) if answer.fits else []

    async def move_on(self, sequence: int) -> None:
        """Let the person's numbering go on from `sequence`."""
        await Person.get_motor_collection().update_one({"_id": self.person}, {"$set": {"last_sequence": sequence}})
        person = self.known.person.model_copy(update={"last_sequence": sequence})
        self.known = Known(person, self.known.content)

    async def commit(self, changes: Changes, *, index: bool = True) -> None:
        """Write what was changed; without `index` as if the process had died right after."""
        for document in changes.inserts:
            await document.insert()
        for update in changes.updates:
            await _write(update)
        await self.move_on(self.known.person.last_sequence + 1)
        if index:
            await self.store.indexer.follow([Step(self.person, self.search_key, each) for each in changes.index])


async def _write(update: Update) -> None:
    put = {name: value for name, value in update.values.items() if value is not None}
    gone = {name: 1 for name, value in update.values.items() if value is None}
    operators = {"$set": put, "$unset": gone}
    change = {operator: fields for operator, fields in operators.items() if fields}
    await update.kind.get_motor_collection().update_one({"_id": update.id}, change)


async def stored(memory: MemoryId) -> Memory | None:
    """The document of a memory."""
    return await Memory.get(memory)


@asynccontextmanager
async def store_of(settings: Settings, folder: DataFolder, embedder: Embedder) -> AsyncIterator[Store]:
    """A store with its search index, open."""
    if settings.mongodb_uri is None:
        raise LookupError("the tests give every installation a database")
    store = await Store.open(settings, settings.mongodb_uri.get_secret_value(), folder, embedder)
    try:
        await store.recall.open()
        yield store
    finally:
        await store.close()
