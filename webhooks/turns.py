"""How many messages are handled at once: few while more is coming in, so that the door is never kept waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

AT_A_TIME: Final = 64
# Who is not let in gives up after seconds and may lose a message; who waits inside loses nothing.
WHILE_ARRIVING: Final = 4
ARRIVING: Final = 0.05
"""Seconds for which one that came makes the others step back."""
STEPS_BACK: Final = 1.0
"""Seconds that one steps back at most: those who have a place may be waiting for somebody slow."""


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
            one_of_few = await self._step_back()
            try:
                yield
            finally:
                if one_of_few:
                    self._few.release()

    async def _step_back(self) -> bool:
        """Wait while many come, but not for long; whether one of the few places is held now."""
        if self._came is None or asyncio.get_running_loop().time() - self._came >= ARRIVING:
            return False
        try:
            async with asyncio.timeout(STEPS_BACK):
                return await self._few.acquire()
        except TimeoutError:
            return False
