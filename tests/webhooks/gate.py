"""A gate between a bot and its database: on the wire, so that what fails fails as it does in life."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit


@dataclass
class Gate:
    """Forwards everything until told otherwise."""

    host: str
    port: int
    uri: str = ""
    _shut: bool = False
    _cut_before: tuple[bytes, ...] = ()
    _cut_after: tuple[bytes, ...] = ()
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    @asynccontextmanager
    async def before(cls, uri: str) -> AsyncIterator[Self]:
        """A gate before the server at `uri`, which is reached through `gate.uri`."""
        parts = urlsplit(uri)
        gate = cls(parts.hostname or "127.0.0.1", parts.port or 27017)
        server = await asyncio.start_server(gate._serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        gate.uri = parts._replace(netloc=parts.netloc.rpartition("@")[0] + f"@127.0.0.1:{port}").geturl()
        try:
            yield gate
        finally:
            server.close()
            gate.shut()
            await asyncio.gather(*gate._tasks, return_exceptions=True)

    def shut(self) -> None:
        """Cut every connection and let none through."""
        self._shut = True
        self._cut_all()

    async def is_shut(self) -> bool:
        """Whether it was shut, by somebody or by what it was told to wait for."""
        return self._shut

    def open(self) -> None:
        """Let everything through."""
        self._shut, self._cut_before, self._cut_after = False, (), ()

    def cut_before(self, *words: bytes) -> None:
        """Shut before the next command that has all these words in it reaches the database."""
        self._cut_before = words

    def lose_answer_to(self, *words: bytes) -> None:
        """Let the next command that has all these words reach the database, and shut when it answers."""
        self._cut_after = words

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._shut:
            writer.transport.abort()
            return
        their_reader, their_writer = await asyncio.open_connection(self.host, self.port)
        self._writers |= {writer, their_writer}
        marked = asyncio.Event()
        ways = self._carry(reader, their_writer, marked, asking=True), self._carry(their_reader, writer, marked)
        for way in ways:
            task = asyncio.create_task(way)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        marked: asyncio.Event,
        *,
        asking: bool = False,
    ) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while data := await source.read(2**20):
                if asking and _has(data, self._cut_before):
                    self.shut()
                elif asking and _has(data, self._cut_after):
                    marked.set()
                elif not asking and marked.is_set():
                    self.shut()
                if self._shut:
                    break
                target.write(data)
                await target.drain()
        target.transport.abort()

    def _cut_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()


def _has(data: bytes, words: tuple[bytes, ...]) -> bool:
    return bool(words) and all(word in data for word in words)
