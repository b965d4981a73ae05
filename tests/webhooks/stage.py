"""Bots started the way a test needs them, and what other people write to them in the browser."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from bot.assembly import HANDLING, Store, Tuckaway
from bot.channels.console import ConsoleChannel
from bot.clock import Clock, system_clock
from bot.conversation import Entry, Message, opened
from bot.data_folder import DataFolder
from bot.messages import Address, Author, ChannelName, Envelope, Outbound
from bot.settings import Settings
from memory.documents import Onboarding
from memory.embedding.local import LocalEmbedder
from memory.indexing import Indexer
from memory.recall import Recall
from memory.search.embedded import EmbeddedIndex
from tests.conftest import loaded_encoder
from tests.running import PATIENCE, RunningBot
from webhooks.inbox import InboxEvent

LONG_AGO = timedelta(minutes=2)
"""Longer than a lease lasts, and shorter than its horizon."""


class MoodyEmbedder(LocalEmbedder):
    """The real one; a question that holds one of the words in `moods` first has that happen to it."""

    def __init__(self) -> None:
        super().__init__(loaded_encoder)
        self.moods: dict[str, Callable[[str], Awaitable[None]]] = {}

    @override
    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        for word, happen in self.moods.items():
            for text in texts:
                if word in text:
                    await happen(text)
        return await super().embed(texts)


class Hold:
    """Stops whoever comes until it is let go."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._go = asyncio.Event()

    async def __call__(self, _: str) -> None:
        self.reached.set()
        await self._go.wait()

    def let_go(self) -> None:
        self._go.set()


class MovingClock:
    """The system's clock, set forward or back by `offset`."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset


@asynccontextmanager
async def open_store(
    settings: Settings, folder: DataFolder, *, uri: str | None = None, embedder: LocalEmbedder | None = None
) -> AsyncIterator[Store]:
    assert settings.mongodb_uri
    uri = uri or settings.mongodb_uri.get_secret_value()
    store = await Store.open(settings, uri, folder, embedder or LocalEmbedder(loaded_encoder))
    try:
        yield store
    finally:
        # It says goodbye to the server and waits for an answer, which a gate on this very loop could not carry.
        await store.database.close()
        await store.close()


@asynccontextmanager
async def replica(store: Store, folder: DataFolder) -> AsyncIterator[Store]:
    """A second replica's view of the store, with an index of its own.

    They share the database client, since Beanie has one for all documents of a process.
    """
    recall = Recall(EmbeddedIndex(folder.index), LocalEmbedder(loaded_encoder))
    try:
        yield replace(store, recall=recall, indexer=Indexer(recall, store.vault))
    finally:
        await recall.close()


@asynccontextmanager
async def running(
    store: Store,
    settings: Settings,
    *,
    clock: Clock = system_clock,
    alone: bool = False,
    patience: float = HANDLING,
) -> AsyncIterator[RunningBot]:
    """A bot on an open store."""
    printed: list[Outbound] = []
    console = ConsoleChannel(printed.append, clock, "Europe/Lisbon")
    tuckaway = Tuckaway(store, settings, console=console, alone=alone, clock=clock, patience=patience)
    tuckaway.people.newcomers = Onboarding.OVER
    try:
        owner = await tuckaway.start()
        yield RunningBot(tuckaway, store, console, owner, printed)
    finally:
        await tuckaway.stop()


def written(person: str, text: object) -> Envelope:
    """What somebody writes in the browser."""
    client_id = str(uuid4())
    raw = {"person": person, "client_id": client_id, "text": text, "at": datetime.now(UTC).isoformat()}
    sender = Address(channel=ChannelName.WEB, value=person)
    return Envelope(provider_id=f"{person}:{client_id}", sender=sender, raw=raw)


async def exchanged(store: Store, person: str) -> list[tuple[Author, str]]:
    """Who said what in the browser of `person`, in the order of the log."""
    entries = await entries_of(store, f"web:{person}")
    return [(entry.message.author, entry.content.text) for entry in entries]


async def entries_of(store: Store, address: str) -> list[Entry]:
    messages = await Message.find({"address": address}).to_list()
    entries = await opened(messages, store.vault)
    return sorted(entries, key=lambda entry: entry.message.sequence)


async def event(envelope: Envelope) -> InboxEvent:
    found = await InboxEvent.get(f"{envelope.sender.channel}:{envelope.provider_id}")
    assert found
    return found


async def eventually(condition: Callable[[], Awaitable[object]], patience: float = PATIENCE) -> None:
    """Wait for something in the database to come true."""
    async with asyncio.timeout(patience):
        while not await condition():
            await asyncio.sleep(0.01)
