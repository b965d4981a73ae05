"""The ticker by itself."""

import asyncio
from datetime import timedelta

from scheduler.engine import Engine, Job


async def test_what_fell_due_while_nothing_was_running_is_looked_after_at_once() -> None:
    looked = asyncio.Event()

    async def look() -> None:
        looked.set()

    running = asyncio.create_task(Engine([Job("seldom", timedelta(days=1), look)]).run())
    await asyncio.wait_for(looked.wait(), timeout=5)
    running.cancel()
