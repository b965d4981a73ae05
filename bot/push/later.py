"""A push service whose libraries are imported when something is sent for the first time, not while everybody waits."""

import asyncio
from collections.abc import Callable

from bot.push.port import Notice, Push, Target


class Later:
    """The push service that `make` makes, in a thread, once it is needed."""

    def __init__(self, make: Callable[[], Push]) -> None:
        self._make = make
        self._made: Push | None = None
        self._making = asyncio.Lock()

    async def send(self, target: Target, notice: Notice) -> None:
        """Hand a notice over for one device."""
        service = await self._service()
        await service.send(target, notice)

    async def close(self) -> None:
        """Give up connections, if there ever were any."""
        if self._made is not None:
            await self._made.close()

    async def _service(self) -> Push:
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(self._make)
            return self._made
