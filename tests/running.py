"""A whole Tuckaway in this process, spoken to from outside: through its terminal, its browser chat and its webhooks."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self
from uuid import uuid4

import httpx
from fastapi import FastAPI

from bot.assembly import Store, Tuckaway
from bot.channels.console import ConsoleChannel
from bot.cli.webserver import WebServer
from bot.clock import Clock, system_clock
from bot.conversation import Conversation, Message, MessageContent
from bot.crypto import KeyId
from bot.data_folder import DataFolder
from bot.messages import Address, Author, ChannelName, DeliveryState, Outbound, PersonId, Reply, Said
from bot.settings import Settings
from memory.changes import Changes
from memory.documents import Onboarding, Person
from memory.embedding.local import Load, LocalEmbedder
from memory.people import get
from memory.personal import PersonalMemory, Remembered
from tests.terminals import Terminals

PATIENCE = 60.0


async def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait for a condition; fails the test when it does not come true in time."""
    async with asyncio.timeout(patience):
        while not condition():
            await asyncio.sleep(0.005)


@dataclass
class RunningBot:
    """A bot and the terminal in front of it."""

    tuckaway: Tuckaway
    store: Store
    console: ConsoleChannel
    owner: PersonId
    printed: list[Outbound] = field(default_factory=list)
    terminals: Terminals | None = None

    @classmethod
    @asynccontextmanager
    async def started(
        cls,
        settings: Settings,
        folder: DataFolder,
        load: Load,
        *,
        clock: Clock = system_clock,
        alone: bool = True,
        newcomers: Onboarding = Onboarding.OVER,
    ) -> AsyncIterator[Self]:
        """Start it, and stop it in the end; whoever is new to it has been shown round unless `newcomers` differs."""
        printed: list[Outbound] = []
        terminals = Terminals(printed.append, clock)
        uri = settings.mongodb_uri.get_secret_value() if settings.mongodb_uri else ""
        store = await Store.open(settings, uri, folder, LocalEmbedder(load))
        tuckaway = Tuckaway(store, settings, console=terminals, alone=alone, clock=clock)
        tuckaway.people.newcomers = newcomers
        try:
            owner = await tuckaway.start()
            yield cls(tuckaway, store, terminals.first, owner, printed, terminals)
        finally:
            await tuckaway.stop()
            await store.close()

    async def with_somebody_new(self) -> Self:
        """The same bot as seen by another person at a terminal of their own, who has nothing to do with those before.

        They have a browser chat as the owner has, and are the owner to whoever is handed the result.
        """
        assert self.terminals
        printed: list[Outbound] = []
        address = Address(channel=ChannelName.CONSOLE, value=uuid4().hex)
        terminal = self.terminals.add(address, printed.append)
        person = await self.store.person_at(address, self.tuckaway.people, terminal.clock)
        return replace(self, console=terminal, owner=person, printed=printed)

    async def press(self, what: str, count: int = 1) -> list[Reply]:
        """Press any button, offered or not; the first `count` replies to it."""
        line = self.console.envelope("")
        envelope = line.model_copy(update={"raw": {**line.raw, "tap": what}})
        await self.tuckaway.inbox.receive(envelope)
        return [await self.answer(envelope.provider_id, number) for number in range(count)]

    async def say(self, line: str) -> Reply:
        """Type a line in the terminal; the answer to it."""
        envelope = self.console.envelope(line)
        await self.tuckaway.inbox.receive(envelope)
        return await self.answer(envelope.provider_id)

    async def hear(self, line: str, count: int) -> list[Reply]:
        """Type a line in the terminal; the first `count` replies to it."""
        envelope = self.console.envelope(line)
        await self.tuckaway.inbox.receive(envelope)
        return [await self.answer(envelope.provider_id, number) for number in range(count)]

    async def answer(self, provider_id: str, number: int = 0) -> Reply:
        """The answer to the terminal's message of that id, or a further reply to it, once it is printed."""
        await until(lambda: len(self._answers(provider_id)) > number)
        return self._answers(provider_id)[number]

    def _answers(self, provider_id: str) -> list[Reply]:
        return [message.reply for message in self.printed if f":console:{provider_id}:" in message.key]

    async def has_talked(self, exchanges: int) -> None:
        """Give the owner a past: messages in the browser, each answered and read, as if it had happened."""
        known = await get(self.owner, self.store.vault)
        first, now = known.person.last_sequence + 1, system_clock()
        said = [
            await self._said(known.person, first + number, Author.BOT if number % 2 else Author.PERSON, now)
            for number in range(2 * exchanges)
        ]
        last = first + len(said) - 1
        await Message.insert_many(said)
        await known.person.set({"last_sequence": last, "read_sequence": last})

    async def _said(self, person: Person, sequence: int, author: Author, at: datetime) -> Message:
        text = "Tucked away." if author is Author.BOT else f"note {sequence}, something worth keeping"
        return Message(
            id=f"past:{sequence}",
            person=person.id,
            sequence=sequence,
            author=author,
            address=f"{ChannelName.WEB}:{person.id}",
            channel=ChannelName.WEB,
            at=at,
            state=DeliveryState.READ,
            sealed=await self.store.vault.seal(KeyId(person.data_key), MessageContent(text=text)),
        )

    async def memories(self) -> list[Remembered]:
        """What the owner has tucked away, newest first."""
        known = await get(self.owner, self.store.vault)
        sequence = known.person.last_sequence
        personal = PersonalMemory(
            known.person,
            known.content,
            vault=self.store.vault,
            recall=self.store.recall,
            changes=Changes(),
            sequence=sequence,
        )
        return await personal.recent(1_000)

    async def log(self) -> list[Said]:
        """The owner's whole conversation."""
        return await Conversation(self.owner, self.store.vault).after(0, 10_000)


@dataclass
class Served:
    """A running bot behind its web server."""

    bot: RunningBot
    url: str
    app: FastAPI

    @classmethod
    @asynccontextmanager
    async def of(cls, bot: RunningBot, port: int = 0) -> AsyncIterator[Self]:
        """Serve it on that port, or on any that is free, and stop serving in the end."""
        door = socket.create_server(("127.0.0.1", port))
        app = bot.tuckaway.application()
        server = WebServer(app)
        serving = asyncio.create_task(server.serve(sockets=[door]))
        await until(lambda: server.started)
        try:
            yield cls(bot, f"http://127.0.0.1:{door.getsockname()[1]}", app)
        finally:
            server.should_exit = True
            await serving
            door.close()

    async def login_link(self) -> str:
        """The address that lets a browser in as the owner, once."""
        return f"{self.url}/enter/{await self.bot.tuckaway.accounts.link(self.bot.owner)}"

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx.AsyncClient]:
        """A signed-in HTTP client with the CSRF header of its session."""
        async with httpx.AsyncClient(base_url=self.url) as client:
            await client.get(await self.login_link())
            client.headers["X-CSRF-Token"] = (await client.get("/api/v1/me")).json()["csrf"]
            yield client
