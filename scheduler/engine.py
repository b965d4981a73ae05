"""The ticker: calls each job of the timetable again and again, one call of a job at a time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.telemetry import correlated, correlation

# Replicas that were started together need not all look for the same work in the same moment.
JITTER: Final = 0.2

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to be looked after every so often. `work` finds out by itself what is due, so a missed tick is none."""

    name: str
    every: timedelta
    work: Callable[[], Awaitable[None]]


class Engine:
    """Ticks on every replica; who does what is settled in the database, by each job itself."""

    def __init__(self, timetable: Sequence[Job]) -> None:
        self._timetable = timetable
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Tick until cancelled; what is running then is cancelled too, its transaction with it, and waited for."""
        scheduler = AsyncIOScheduler(timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1})
        for job in self._timetable:
            seconds = job.every.total_seconds()
            trigger = IntervalTrigger(seconds=max(1, round(seconds)), jitter=JITTER * seconds)
            # At once: much may have fallen due while nothing was running.
            now = datetime.now(UTC)
            scheduler.add_job(self._tick, trigger, [job], id=job.name, next_run_time=now, misfire_grace_time=None)
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            # Not by the library: it would call each a failure, and wait for none.
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)
            scheduler.shutdown(wait=False)

    async def _tick(self, job: Job) -> None:
        task = asyncio.create_task(_look(job), name=job.name)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.wait([task])


async def _look(job: Job) -> None:
    with correlated(correlation()):
        try:
            await job.work()
        except Exception:
            log.exception("scheduler.failed", job=job.name)
