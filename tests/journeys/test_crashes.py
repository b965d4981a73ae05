"""Killed without warning at random moments under load: nothing that was acknowledged is lost, nothing is doubled."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from bot import data_folder
from bot.embedded import EmbeddedDatabase
from bot.messages import Author
from tests.journeys.log import settled
from tests.processes import Running, free_port

ROUNDS = 20
PAGES = 3
LOAD_SECONDS = (0.2, 0.9)
# A page that writes as fast as it is acknowledged writes faster than one person's messages, one by one, are answered.
BREATH_SECONDS = 0.1


class Page:
    """A browser page that never gives up: whatever was not acknowledged it sends again under the same id."""

    def __init__(self, url: str, cookie: str, name: str) -> None:
        self._url = url
        self._cookie = cookie
        self._name = name
        self.texts: dict[str, str] = {}
        self.acknowledged: set[str] = set()
        self.heard = 0

    async def run(self) -> None:
        while True:
            try:
                async with self._socket() as socket:
                    await self._talk(socket)
            except (OSError, WebSocketException, InvalidStatus, EOFError):
                await asyncio.sleep(0.05)

    def _socket(self) -> connect:
        headers = {"Cookie": self._cookie, "Origin": self._url}
        return connect(f"{self._url.replace('http', 'ws')}/api/v1/socket", additional_headers=headers, open_timeout=5)

    async def _talk(self, socket: ClientConnection) -> None:
        for client_id in [known for known in self.texts if known not in self.acknowledged]:
            await self._send(socket, client_id)
        while True:
            client_id = str(uuid4())
            self.texts[client_id] = f"{self._name} tucks away number {len(self.texts)}"
            await self._send(socket, client_id)
            await asyncio.sleep(BREATH_SECONDS)

    async def _send(self, socket: ClientConnection, client_id: str) -> None:
        await socket.send(json.dumps({"type": "send", "client_id": client_id, "text": self.texts[client_id]}))
        while client_id not in self.acknowledged:
            event = json.loads(await socket.recv())
            if event["type"] == "accepted":
                self.acknowledged.add(event["client_id"])
            self.heard += event["type"] == "message" and event["message"]["author"] == Author.PERSON


@asynccontextmanager
async def pages(running: Running, cookie: str) -> AsyncIterator[list[Page]]:
    opened = [Page(running.url, cookie, f"page {number}") for number in range(PAGES)]
    tasks = [asyncio.create_task(page.run()) for page in opened]
    try:
        yield opened
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def something_heard(opened: list[Page]) -> None:
    """Wait until one more message was handled: one that was begun again and again and killed each time is given up."""
    before = [page.heard for page in opened]
    async with asyncio.timeout(60):
        while [page.heard for page in opened] == before:
            await asyncio.sleep(0.01)


@pytest.mark.timeout(900)
async def test_twenty_kills_at_random_moments_lose_nothing_that_was_acknowledged_and_double_nothing(
    tmp_path: Path,
) -> None:
    chance, port = random.Random(11), free_port()
    running = await Running.start(tmp_path / "data", port=port)
    try:
        cookie = await running.cookie()
        async with pages(running, cookie) as opened:
            for number in range(ROUNDS):
                await something_heard(opened)
                await asyncio.sleep(chance.uniform(*LOAD_SECONDS))
                if number % 2:
                    running.kill_database()
                else:
                    await running.kill()
                    running = await Running.start(tmp_path / "data", port=port)
            await asyncio.sleep(1)
        texts = {client_id: text for page in opened for client_id, text in page.texts.items()}
        acknowledged = {client_id for page in opened for client_id in page.acknowledged}
        messages = await settled(running, cookie, acknowledged)
    finally:
        await running.stop()

    assert len(acknowledged) >= ROUNDS
    heard = Counter(message["client_id"] for message in messages if message["author"] == "person")
    assert set(heard.values()) == {1}
    assert {message["client_id"]: message["text"] for message in messages if message["client_id"]} == {
        client_id: texts[client_id] for client_id in heard
    }
    replies = Counter(message["id"] for message in messages if message["author"] == "bot")
    assert set(replies.values()) == {1}
    # What was sent and not acknowledged may have been stored all the same, and answered after the pages were read.
    kept = await kept_in(tmp_path / "data")
    assert kept.given_up == []
    assert kept.memories == kept.heard >= len(heard)
    # A new person is also told who the bot is; that is a further reply to one of their messages.
    answered = {reply.removesuffix(":0") for reply in replies if reply.endswith(":0")}
    assert answered == {message["id"].replace("heard:", "reply:") for message in messages if message["client_id"]}


class Kept(NamedTuple):
    """How many documents a database has of what people said and of what was kept of it; why anything was given up."""

    heard: int
    memories: int
    given_up: list[str]


async def kept_in(folder: Path) -> Kept:
    from motor.motor_asyncio import AsyncIOMotorClient

    database = EmbeddedDatabase(data_folder.prepare(folder))
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(await database.start())
    try:
        rows = client["tuckaway"]
        heard = await rows["messages"].count_documents({"author": Author.PERSON})
        dead = [each["error"] async for each in rows["inbox"].find({"state": "dead"})]
        return Kept(heard, await rows["memories"].count_documents({}), dead)
    finally:
        client.close()
        await database.stop()
