"""The ticker by itself."""

import asyncio
from datetime import timedelta

import pytest

from scheduler.engine import Engine, Job


async def test_what_fell_due_while_nothing_was_running_is_looked_after_at_once() -> None:
    looked = asyncio.Event()

    async def look() -> None:
        looked.set()

    running = asyncio.create_task(Engine([Job("seldom", timedelta(days=1), look)]).run())
    await asyncio.wait_for(looked.wait(), timeout=60)
    running.cancel()


async def test_what_is_under_way_when_it_stops_ends_before_it_has_stopped_and_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)  # as a transaction takes leave of the server
            ended.set()

    running = asyncio.create_task(Engine([Job("endless", timedelta(days=1), work)]).run())
    await asyncio.wait_for(begun.wait(), timeout=60)
    running.cancel()
    await asyncio.wait([running])
    assert ended.is_set()
    await asyncio.sleep(0)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
