"""How many messages are handled at once: few while more is coming in, so that the door is never kept waiting."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Final

AT_A_TIME: Final = 64
# Who is not let in gives up after seconds and may lose a message; who waits inside loses nothing. Four instead of two
# keep up a tenth more and let the door wait half as long again (docs/figures.md).
WHILE_ARRIVING: Final = 2
ARRIVING: Final = 0.05
"""Seconds for which one that came makes the others step back."""
CROWD: Final = 16
CROWDING: Final = 0.08
"""Seconds within which so many came where there is a crowd: then one is handled at a time."""
HELD: Final = 1.0
"""Seconds for which one of the few places is held at most: whoever takes longer waits for somebody slow, not for us."""


class Turns:
    """The places of one replica."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_A_TIME)
        self._few = asyncio.Semaphore(WHILE_ARRIVING)
        self._one = asyncio.Semaphore(1)
        self._came: deque[float] = deque(maxlen=CROWD)

    def one_came(self) -> None:
        """A message was stored just now, so more may be at the door."""
        self._came.append(asyncio.get_running_loop().time())

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """A place, as long as it is needed."""
        async with self._room:
            with ExitStack() as place:
                if self._arriving():
                    await _enter(self._few, place)
                    if self._crowded():
                        await _enter(self._one, place)
                    place.callback(asyncio.get_running_loop().call_later(HELD, place.close).cancel)
                yield

    def _arriving(self) -> bool:
        return bool(self._came) and asyncio.get_running_loop().time() - self._came[-1] < ARRIVING

    def _crowded(self) -> bool:
        return len(self._came) == CROWD and asyncio.get_running_loop().time() - self._came[0] < CROWDING


async def _enter(places: asyncio.Semaphore, place: ExitStack) -> None:
    await places.acquire()
    place.callback(places.release)
