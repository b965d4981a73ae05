"""A new installation that goes again, and people in it who tell and ask at times of the past."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final, Self
from uuid import uuid4
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot import data_folder
from bot.assembly import HANDLING, Store
from bot.conversation import Composer, Entry, Message, MessageContent
from bot.crypto import KeyId
from bot.embedded import EmbeddedDatabase
from bot.messages import Address, Author, ChannelName, DeliveryState, Inbound, MemoryId, PersonId, Reply
from bot.settings import Settings, load_settings
from bot.unit_of_work import Work, write
from handlers import recall
from handlers.turn import Turn
from memory.asking import Answer, PersonalQuestions
from memory.changes import Changes
from memory.documents import Onboarding, Person
from memory.indexing import Step
from memory.invitations import Registration
from memory.language.offline import Offline
from memory.linking import Doors
from memory.people import Known, People
from memory.personal import PersonalMemory, Remembered
from memory.question import Question
from webhooks.answering import Answering
from webhooks.meeting import Reception

RANKED: Final = 10
AT_ONCE: Final = 200
"""Memories written in one unit of work."""


@dataclass(frozen=True)
class Note:
    """Something to be remembered, as it was told."""

    text: str
    at: datetime
    channel: ChannelName


class Overheard(PersonalQuestions):
    """A person's questions as they are; what was found for the last one can be looked at."""

    last: Answer | None = None

    @override
    async def answer(self, question: Question, *, skip: int = 0, without: MemoryId | None = None) -> Answer:
        self.last = await super().answer(question, skip=skip, without=without)
        return self.last


@dataclass(frozen=True)
class Looked:
    """What the bot found for a question: at most `RANKED` memories, best first, and whether it says that any fits."""

    ranked: list[MemoryId]
    found: bool

    @classmethod
    def of(cls, found: Answer | None) -> Self:
        """By the very retrieval that an answer was made of, if there was any."""
        return cls([], found=False) if found is None else cls([*found.ranked[:RANKED]], found.fits)


@dataclass(frozen=True)
class Answered:
    """An answer, with what it was made of and the milliseconds that it took."""

    reply: Reply
    looked: Looked
    ms: float


@asynccontextmanager
async def installation(settings: Settings | None = None) -> AsyncIterator[Store]:
    """A store that is open and empty, on a database of its own.

    Args:
        settings: may name another search engine than the embedded one.
    """
    settings = settings or load_settings({}, env_file=None)
    async with AsyncExitStack() as stack:
        folder = data_folder.prepare(Path(stack.enter_context(TemporaryDirectory())) / "data")
        server = EmbeddedDatabase(folder)
        stack.push_async_callback(server.stop)
        store = await Store.open(settings, await server.start(), folder)
        stack.push_async_callback(store.close)
        await store.recall.open()
        await store.recall.rebuilt()
        stack.push_async_callback(_leave_nothing, store)
        yield store


async def _leave_nothing(store: Store) -> None:
    """The index may be on a server that stays."""
    for person in await Person.find_all().to_list():
        await store.recall.forget_person(PersonId(person.id))


class Someone:
    """A person who writes in the browser; nobody else writes to their store at the same time."""

    def __init__(self, store: Store, known: Known, address: Address) -> None:
        self._store = store
        self._known = known
        self._address = address
        self._now = known.person.created_at
        self._composer = Composer([ChannelName.WEB], store.vault, lambda: self._now)
        reception = Reception(People(store.vault), store.vault, Doors(), Registration.OPEN)
        self._answering = Answering({}, reception, self._composer, store.recall, Offline(), HANDLING)

    @classmethod
    async def new(cls, store: Store, name: str | None, zone: ZoneInfo, language: str, at: datetime) -> Self:
        """Somebody whom the bot meets at that time, and has shown round."""
        people = People(store.vault)
        people.newcomers = Onboarding.OVER
        address = Address(channel=ChannelName.WEB, value=uuid4().hex)
        known = await people.meet(address, name=name, zone=zone.key, now=at)
        known.person.language = language
        for document in known.new:
            await document.insert()
        return cls(store, known, address)

    async def tell(self, notes: Sequence[Note]) -> list[MemoryId]:
        """Have the bot remember them, in this order; when it returns they can be found."""
        ids: list[MemoryId] = []
        for start in range(0, len(notes), AT_ONCE):
            ids += await self._tell(notes[start : start + AT_ONCE])
        return ids

    async def look_up(self, question: str, at: datetime) -> tuple[Looked, float]:
        """What is found for a question, and the milliseconds that it took; nothing of it is in the conversation."""
        turn = self._turn(question, at)
        began = perf_counter()
        found = await recall.look(turn, turn.memory.sequence)
        return Looked.of(found), _since(began)

    async def ask(self, question: str, at: datetime) -> Answered:
        """Ask, and be answered; both are in the conversation then."""
        known, store = self._known, self._store
        overheard = Overheard(known.person, known.content, vault=store.vault, recall=store.recall)
        turn = replace(self._turn(question, at), questions=overheard)
        began = perf_counter()
        reply = await recall.answer(turn)
        ms = _since(began)
        await self._note(question, reply)
        return Answered(reply, Looked.of(overheard.last), ms)

    async def _tell(self, notes: Sequence[Note]) -> list[MemoryId]:
        changes, first = Changes(), self._known.person.last_sequence + 1
        # What the bot answers to each has a number as well.
        numbered = zip(range(first, first + 2 * len(notes), 2), notes, strict=True)
        # All at once, so that they are embedded together; each is noticed in its turn.
        saved = await asyncio.gather(*(self._save(note, number, changes) for number, note in numbered))
        await self._commit(changes, 2 * len(notes))
        return [memory.id for memory in saved]

    async def _save(self, note: Note, sequence: int, changes: Changes) -> Remembered:
        known, store = self._known, self._store
        memory = PersonalMemory(
            known.person, known.content, vault=store.vault, recall=store.recall, changes=changes, sequence=sequence
        )
        return await memory.save(note.text, at=note.at, channel=note.channel)

    def _turn(self, question: str, at: datetime) -> Turn:
        self._now = at
        inbound = Inbound(sender=self._address, text=question, at=at)
        return replace(self._answering.turn(inbound, self._known, Changes(), at), subject=question)

    async def _note(self, question: str, reply: Reply) -> None:
        person, first = self._known.person, self._known.person.last_sequence + 1
        key = f"reply:{person.id}:{first + 1}"
        answer = await self._composer.compose(reply, person, self._address, key=key, sequence=first + 1)
        await self._commit(Changes(), 2, [await self._heard(question, first), answer])

    async def _heard(self, question: str, sequence: int) -> Entry:
        person, content = self._known.person, MessageContent(text=question)
        message = Message(
            id=f"heard:{person.id}:{sequence}",
            person=person.id,
            sequence=sequence,
            author=Author.PERSON,
            address=str(self._address),
            channel=self._address.channel,
            at=self._now,
            state=DeliveryState.READ,
            sealed=await self._store.vault.seal(KeyId(person.data_key), content),
        )
        return Entry(message, content)

    async def _commit(self, changes: Changes, numbers: int, entries: Sequence[Entry] = ()) -> None:
        store, person, content = self._store, self._known.person, changes.content or self._known.content
        if changes.content:
            changes.person["sealed"] = await store.vault.seal(KeyId(person.data_key), content)
        work = Work(person, person.last_sequence + numbers, changes, entries)
        await store.database.transaction(lambda session: write([work], store.vault, session))
        values = {**changes.person, "last_sequence": work.last_sequence}
        self._known = Known(person.model_copy(update=values), content)
        key = bytes.fromhex(content.search_key)
        await store.indexer.follow([Step(PersonId(person.id), key, change) for change in changes.index])


def _since(began: float) -> float:
    return round((perf_counter() - began) * 1000, 3)
