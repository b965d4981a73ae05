"""Does alone what comes alone, and together what comes together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AT_MOST: Final = 64


class Batcher(Generic[Item, Result]):
    """Carries items out in batches without ever waiting for a batch to fill.

    The first item goes at once; whatever arrives meanwhile goes with the next batch. (A database's group commit; here a
    document in a batch of 50 costs a fifth of one alone, docs/figures.md.)

    Args:
        carry_out: gets at most `at_most` items and gives as many results; an exception among them is raised for its
            item alone, one that it raises itself is raised for all.
    """

    def __init__(
        self, carry_out: Callable[[Sequence[Item]], Awaitable[Sequence[Result | Exception]]], *, at_most: int = AT_MOST
    ) -> None:
        self._carry_out = carry_out
        self._at_most = at_most
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._runner: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Result:
        """The result for `item`, once its batch is done."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._runner is None:
            self._runner = asyncio.create_task(self._run(), name="batcher")
        return await future

    async def close(self) -> None:
        """Stop; whoever still waits is cancelled."""
        if self._runner is not None:
            self._runner.cancel()
            await asyncio.wait([self._runner])

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch = self._waiting[: self._at_most]
                del self._waiting[: self._at_most]
                await self._one(batch)
        except asyncio.CancelledError:
            # Nobody would ever carry out what still waits.
            for _, future in self._waiting:
                future.cancel()
            self._waiting.clear()
            raise
        finally:
            self._runner = None

    async def _one(self, batch: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        results: Sequence[Result | Exception]
        try:
            results = await self._carry_out([item for item, _ in batch])
            _check(len(batch), len(results))
        except asyncio.CancelledError:
            for _, future in batch:
                future.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - it belongs to those who wait, and is raised there
            results = [error] * len(batch)
        for (_, future), result in zip(batch, results, strict=True):
            _settle(future, result)


def _check(items: int, results: int) -> None:
    if items != results:
        raise ValueError(f"{items} items were carried out with {results} results")


def _settle(future: asyncio.Future[Result], result: Result | Exception) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)
