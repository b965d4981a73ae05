import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.batching import Batcher
from tests.running import until


class Works:
    """Doubles numbers; keeps what it was given; fails for single items, or as a whole, on request."""

    def __init__(self, *, bad: frozenset[int] = frozenset(), broken: bool = False) -> None:
        self.batches: list[list[int]] = []
        self.bad = bad
        self.broken = broken
        self.gate = asyncio.Event()
        self.gate.set()

    async def carry_out(self, items: Sequence[int]) -> Sequence[int | Exception]:
        self.batches.append(list(items))
        await self.gate.wait()
        if self.broken:
            raise OSError("the whole batch")
        return [ValueError(item) if item in self.bad else item * 2 for item in items]


@given(
    items=st.lists(st.integers(0, 20), max_size=60), at_most=st.integers(1, 10), bad=st.frozensets(st.integers(0, 20))
)
def test_each_item_gets_its_own_result_or_its_own_failure(items: list[int], at_most: int, bad: frozenset[int]) -> None:
    async def submit_all() -> None:
        works = Works(bad=bad)
        batcher = Batcher(works.carry_out, at_most=at_most)
        results = await asyncio.gather(*(batcher.submit(item) for item in items), return_exceptions=True)
        for item, result in zip(items, results, strict=True):
            if item in bad:
                assert isinstance(result, ValueError)
                assert result.args == (item,)
            else:
                assert result == item * 2
        assert [item for batch in works.batches for item in batch] == items
        assert all(1 <= len(batch) <= at_most for batch in works.batches)

    asyncio.run(submit_all())


async def test_what_comes_alone_goes_at_once_and_what_comes_meanwhile_goes_together() -> None:
    works = Works()
    works.gate.clear()
    batcher = Batcher(works.carry_out)
    tasks = [asyncio.create_task(batcher.submit(1))]
    await until(lambda: works.batches)
    tasks += [asyncio.create_task(batcher.submit(item)) for item in (2, 3, 4)]
    works.gate.set()
    assert await asyncio.gather(*tasks) == [2, 4, 6, 8]
    assert works.batches == [[1], [2, 3, 4]]


async def test_a_batch_that_fails_as_a_whole_fails_for_each_of_it_and_for_nobody_after() -> None:
    works = Works(broken=True)
    batcher = Batcher(works.carry_out)
    results = await asyncio.gather(*(batcher.submit(item) for item in (1, 2)), return_exceptions=True)
    assert [str(result) for result in results] == ["the whole batch"] * 2
    works.broken = False
    assert await batcher.submit(3) == 6


async def test_who_gives_up_waiting_takes_nobody_along() -> None:
    works = Works()
    works.gate.clear()
    batcher = Batcher(works.carry_out)
    tasks = [asyncio.create_task(batcher.submit(item)) for item in (1, 2, 3)]
    await until(lambda: works.batches)
    tasks[0].cancel()
    tasks[1].cancel()
    works.gate.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError, asyncio.CancelledError, int]
    assert await batcher.submit(4) == 8


async def test_work_that_is_cancelled_leaves_nobody_waiting_for_ever() -> None:
    first = asyncio.Event()

    async def cancelled(_: Sequence[int]) -> Sequence[int]:
        first.set()
        await asyncio.sleep(0)
        raise asyncio.CancelledError

    batcher = Batcher(cancelled, at_most=1)
    tasks = [asyncio.create_task(batcher.submit(item)) for item in (1, 2, 3)]
    async with asyncio.timeout(60):
        results = await asyncio.gather(*tasks, return_exceptions=True)
    assert first.is_set()
    assert [type(result) for result in results] == [asyncio.CancelledError] * 3


async def test_too_few_results_are_an_error_for_everyone_rather_than_a_wait_for_ever() -> None:
    async def forgetful(items: Sequence[int]) -> Sequence[int]:
        return items[1:]

    batcher = Batcher(forgetful)
    async with asyncio.timeout(60):
        results = await asyncio.gather(*(batcher.submit(item) for item in (1, 2)), return_exceptions=True)
    assert [type(result) for result in results] == [ValueError, ValueError]


async def test_an_item_may_be_submitted_from_within_another_ones_result() -> None:
    batcher = Batcher(Works().carry_out)

    async def chain(item: int) -> int:
        return await batcher.submit(await batcher.submit(item))

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await chain(1)
    assert await asyncio.gather(*map(chain, range(5))) == [0, 4, 8, 12, 16]
