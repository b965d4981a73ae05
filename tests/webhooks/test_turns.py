"""Few messages are handled at once while more is coming in, and nobody who is slow keeps others waiting for long."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from tests.idle_time import IdleTime
from webhooks.turns import ARRIVING, AT_A_TIME, CROWD, CROWDING, HELD, WHILE_ARRIVING, Turns


def run(test: Callable[[], Awaitable[None]]) -> None:
    """In time that passes only while nothing happens."""
    with asyncio.Runner(loop_factory=IdleTime) as runner:
        runner.run(as_coroutine(test))


async def as_coroutine(test: Callable[[], Awaitable[None]]) -> None:
    await test()


class Handling:
    """Messages that are handled for as long as `done` is not set."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.begun = 0
        self.done = asyncio.Event()

    async def one(self) -> None:
        async with self.turns.taken():
            self.begun += 1
            await self.done.wait()

    async def many(self, group: asyncio.TaskGroup, count: int) -> None:
        for _ in range(count):
            group.create_task(self.one())
        await asyncio.sleep(ARRIVING / 10)


async def cut_off() -> None:
    raise asyncio.CancelledError


def test_while_more_is_coming_in_only_a_few_are_handled_at_once() -> None:
    async def arriving() -> None:
        handling = Handling(Turns())
        handling.turns.one_came()
        async with asyncio.TaskGroup() as group:
            await handling.many(group, AT_A_TIME)
            assert handling.begun == WHILE_ARRIVING
            handling.done.set()
        assert handling.begun == AT_A_TIME

    run(arriving)


def test_while_a_crowd_is_coming_in_one_is_handled_at_a_time() -> None:
    async def crowding() -> None:
        handling = Handling(Turns())
        for _ in range(CROWD):
            handling.turns.one_came()
        async with asyncio.TaskGroup() as group:
            await handling.many(group, AT_A_TIME)
            assert handling.begun == 1
            handling.done.set()
        assert handling.begun == AT_A_TIME

    run(crowding)


def test_as_many_who_come_more_slowly_are_no_crowd() -> None:
    async def strolling() -> None:
        handling = Handling(Turns())
        for _ in range(CROWD):
            await asyncio.sleep(CROWDING / (CROWD - 1))
            handling.turns.one_came()
        async with asyncio.TaskGroup() as group:
            await handling.many(group, AT_A_TIME)
            assert handling.begun == WHILE_ARRIVING
            handling.done.set()

    run(strolling)


def test_whoever_is_slow_in_a_crowd_holds_up_the_others_for_a_moment_only() -> None:
    async def slow() -> None:
        handling = Handling(Turns())
        for _ in range(CROWD):
            handling.turns.one_came()
        async with asyncio.TaskGroup() as group:
            await handling.many(group, 2)
            assert handling.begun == 1
            await asyncio.sleep(HELD)
            assert handling.begun == 2
            handling.done.set()

    run(slow)


def test_once_nothing_comes_any_more_as_many_are_handled_as_there_is_room_for() -> None:
    async def quiet() -> None:
        handling = Handling(Turns())
        handling.turns.one_came()
        await asyncio.sleep(2 * ARRIVING)
        async with asyncio.TaskGroup() as group:
            await handling.many(group, AT_A_TIME + 5)
            assert handling.begun == AT_A_TIME
            handling.done.set()

    run(quiet)


def test_those_who_are_slow_do_not_keep_others_waiting_for_long() -> None:
    async def slow() -> None:
        handling = Handling(Turns())
        async with asyncio.TaskGroup() as group:
            handling.turns.one_came()
            await handling.many(group, WHILE_ARRIVING)
            handling.turns.one_came()
            await handling.many(group, 1)
            assert handling.begun == WHILE_ARRIVING
            await asyncio.sleep(HELD)
            assert handling.begun == WHILE_ARRIVING + 1
            handling.turns.one_came()
            await handling.many(group, WHILE_ARRIVING)
            assert handling.begun == 2 * WHILE_ARRIVING
            handling.done.set()

    run(slow)


def test_a_place_is_given_back_whatever_becomes_of_the_message() -> None:
    async def failing() -> None:
        turns = Turns()
        for _ in range(2 * AT_A_TIME):
            turns.one_came()  # from the sixteenth on they are a crowd
            with suppress(asyncio.CancelledError):
                async with turns.taken():
                    await cut_off()
        turns.one_came()
        async with asyncio.timeout(ARRIVING / 2), turns.taken():
            pass

    run(failing)
