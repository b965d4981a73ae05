"""A way to a server on the loopback that can be shut: whoever went through it finds nobody, as when it is away."""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self


class Gate:
    """Passes on what it is sent, in both directions, while it is open.

    Args:
        port: where the server listens.
    """

    def __init__(self, port: int) -> None:
        self._behind = port
        self._server: asyncio.Server | None = None
        self._passing: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shut()

    async def open(self) -> None:
        """Let everybody through; after a shutting at the same port."""
        self._server = await asyncio.start_server(self._let_through, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def shut(self) -> None:
        """Break off whatever is under way, and let nobody through."""
        if self._server is not None:
            self._server.close()
        for each in self._passing:
            each.transport.abort()
        self._passing.clear()

    async def _let_through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._behind)
        self._passing |= {writer, back}
        with suppress(OSError):
            await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while said := await reader.read(65_536):
            writer.write(said)
            await writer.drain()
    finally:
        writer.close()
