"""Calls an endpoint with patience that ends: so many at once, again after a passing failure, never past a deadline."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from bot.lease import backoff
from memory.endpoints.breaker import Breaker
from memory.endpoints.endpoint import Connect, Endpoint, Outcome, Unanswered

Asked = TypeVar("Asked")
Told = TypeVar("Told")

ATTEMPTS: Final = 3
BASE: Final = 0.25
CAP: Final = 4.0
"""Seconds that a pause between two attempts begins with, and ends at; drawn with full jitter."""

Sleep = Callable[[float], Awaitable[None]]


class Calling(Generic[Asked, Told]):
    """The way to one endpoint.

    Args:
        connect: makes the endpoint, which is asked once per attempt; its own library is told not to repeat anything.
        breaker: learns from every attempt.
        at_once: calls that may be under way together; the others wait in line.
        sleep: waits between attempts.
    """

    def __init__(
        self, connect: Connect[Asked, Told], breaker: Breaker, *, at_once: int, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._connect = connect
        self._connecting: asyncio.Task[Endpoint[Asked, Told]] | None = None
        self._breaker = breaker
        self._room = asyncio.Semaphore(at_once)
        self._sleep = sleep

    async def open(self) -> None:
        """Begin to connect, in a thread; returns at once."""
        self._connecting = self._begin()

    async def close(self) -> None:
        """Close the connections."""
        connecting, self._connecting = self._connecting, None
        if connecting is None:
            return
        await asyncio.wait([connecting])
        if connecting.exception() is None:
            await connecting.result().close()

    @property
    def resting(self) -> bool:
        """Whether a call would be turned away at once."""
        return self._breaker.resting

    async def ask(self, asked: Asked, *, patience: float) -> Told:
        """What is told, within `patience` seconds, waiting in line and repetitions included; raises Unanswered."""
        deadline = asyncio.get_running_loop().time() + patience
        try:
            async with asyncio.timeout_at(deadline):
                await self._room.acquire()
        except TimeoutError:
            raise Unanswered(Outcome.CROWDED) from None
        try:
            return await self._persistently(asked, deadline)
        finally:
            self._room.release()

    async def _persistently(self, asked: Asked, deadline: float) -> Told:
        attempt = 0
        while True:
            try:
                return await self._once(asked, deadline)
            except Unanswered as failure:
                wait = failure.wait or backoff(attempt, base=BASE, cap=CAP)
                resumes = asyncio.get_running_loop().time() + wait.total_seconds()
                if not failure.again or attempt == ATTEMPTS - 1 or resumes >= deadline:
                    raise
            attempt += 1
            await self._sleep(wait.total_seconds())

    async def _once(self, asked: Asked, deadline: float) -> Told:
        with self._breaker.watching():
            try:
                async with asyncio.timeout_at(deadline):
                    # Whoever gives up waiting for the connection must not end it for the others.
                    endpoint = await asyncio.shield(self._begin())
                    return await endpoint.ask(asked)
            except TimeoutError:
                raise Unanswered(Outcome.TIMED_OUT, billed=True) from None

    def _begin(self) -> asyncio.Task[Endpoint[Asked, Told]]:
        if self._connecting is None:
            self._connecting = asyncio.create_task(asyncio.to_thread(self._connect), name="endpoint")
        return self._connecting
