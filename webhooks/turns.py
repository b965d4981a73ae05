"""How many messages are handled at once: few while more is coming in, so that the door is never kept waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Final

AT_A_TIME: Final = 64
# Who is not let in gives up after seconds and may lose a message; who waits inside loses nothing.
WHILE_ARRIVING: Final = 4
ARRIVING: Final = 0.05
"""Seconds for which one that came makes the others step back."""
HELD: Final = 1.0
"""Seconds for which one of the few places is held at most: whoever takes longer waits for somebody slow, not for us."""


class Turns:
    """The places of one replica."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_A_TIME)
        self._few = asyncio.Semaphore(WHILE_ARRIVING)
        self._came: float | None = None

    def one_came(self) -> None:
        """A message was stored just now, so more may be at the door."""
        self._came = asyncio.get_running_loop().time()

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """A place, as long as it is needed."""
        async with self._room:
            if self._came is None or asyncio.get_running_loop().time() - self._came >= ARRIVING:
                yield
                return
            await self._few.acquire()
            with ExitStack() as place:
                place.callback(self._few.release)
                place.callback(asyncio.get_running_loop().call_later(HELD, place.close).cancel)
                yield
