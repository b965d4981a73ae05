"""The page that is open in a browser, as far as the server can see it."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.running import PATIENCE, Served

Json = dict[str, Any]


@dataclass
class Page:
    """One socket. What it was told is in `events`, oldest first."""

    socket: ClientConnection
    events: list[Json] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, served: Served, client: httpx.AsyncClient | None, *, origin: str | None = None
    ) -> AsyncIterator[Self]:
        """Open it in the browser that `client` is signed in with; in one that never was when that is None."""
        cookies = "" if client is None else "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        address = served.url.replace("http://", "ws://") + "/api/v1/socket"
        headers = {"Cookie": cookies, "Origin": origin or served.url}
        async with connect(address, additional_headers=headers, proxy=None, max_size=None) as socket:
            yield cls(socket)

    async def send(self, text: str, client_id: str | None = None, files: Sequence[str] = ()) -> str:
        """Write something, with files that were uploaded for it; returns what the page calls it."""
        event = {"type": "send", "client_id": client_id or str(uuid4()), "text": text}
        return await self._say({**event, "files": [*files]} if files else event)

    async def tap(self, message: Json, number: int = 0) -> str:
        """Press a button of a message."""
        tap = message["actions"][number]["tap"]
        return await self._say({"type": "tap", "client_id": str(uuid4()), "message_id": message["id"], "tap": tap})

    async def open(self, message: Json, number: int = 0) -> str:
        """Press a quote of a message."""
        tap = f"open:{message['quotes'][number]['memory']}"
        return await self._say({"type": "tap", "client_id": str(uuid4()), "message_id": message["id"], "tap": tap})

    async def read(self, sequence: int) -> None:
        """Let the server know that it was seen."""
        await self.socket.send(json.dumps({"type": "read", "sequence": sequence}))

    async def until(self, **wanted: object) -> Json:
        """The first event, already come or coming, that has these values."""
        seen = 0
        while True:
            for event in self.events[seen:]:
                if all(_value(event, name) == value for name, value in wanted.items()):
                    return event
            seen = len(self.events)
            await self._next()

    async def answer(self, text: str) -> Json:
        """The message of the bot's that has this text."""
        event = await self.until(type="message", author="bot", text=text)
        message: Json = event["message"]
        return message

    async def closed(self) -> int | None:
        """Wait for the server to close; its code."""
        async with asyncio.timeout(PATIENCE):
            await self.socket.wait_closed()
        return self.socket.close_code

    async def _say(self, event: Json) -> str:
        await self.socket.send(json.dumps(event))
        return str(event["client_id"])

    async def _next(self) -> None:
        async with asyncio.timeout(PATIENCE):
            self.events.append(json.loads(await self.socket.recv()))


def _value(event: Json, name: str) -> object:
    return event[name] if name in event else event.get("message", {}).get(name)
