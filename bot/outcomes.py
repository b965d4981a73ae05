"""Writes down how far messages came: whatever piles up during one write goes with the next."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from bot.clock import Clock
from bot.conversation import Entry, Message
from bot.deliveries import Deliveries, failure
from bot.lease import held
from bot.messages import DeliveryState
from bot.telemetry import MESSAGES_SENT
from memory.people import mark_gone

AGAIN_AFTER: Final = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How far an attempt to send brought a message. `gone`: its address no longer takes any."""

    entry: Entry
    state: DeliveryState
    provider_id: str | None = None
    gone: bool = False

    @property
    def plain(self) -> bool:
        """Whether there is nothing to write but the state, so that it can be written together with others."""
        return self.provider_id is None and self.state not in {DeliveryState.FAILED, DeliveryState.UNKNOWN}


class Outcomes:
    """What is still to be written down.

    Args:
        deliveries: shows the ticks, and knows what was told of a message before its sending was written down.
        clock: the time.
        written: is told what was.
    """

    def __init__(self, deliveries: Deliveries, clock: Clock, written: Callable[[Sequence[Outcome]], None]) -> None:
        self._deliveries = deliveries
        self._clock = clock
        self._tell = written
        self._waiting: list[Outcome] = []
        self._more = asyncio.Event()
        self._writing = asyncio.Lock()

    def report(self, outcome: Outcome) -> None:
        """Write it down soon."""
        self._waiting.append(outcome)
        self._more.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._more.wait()
            self._more.clear()
            try:
                await self.flush()
            except PyMongoError as error:
                log.warning("outbox.database_unavailable", error=type(error).__name__)
                await asyncio.sleep(AGAIN_AFTER)
                self._more.set()

    async def flush(self) -> None:
        """Write all that waits. Raises PyMongoError; then it waits on, and may be written again."""
        async with self._writing:
            outcomes = self._waiting[:]
            if not outcomes:
                return
            await self._write(outcomes)
            del self._waiting[: len(outcomes)]
        self._tell(outcomes)
        for outcome in outcomes:
            message = outcome.entry.message
            MESSAGES_SENT.labels(channel=message.channel, state=outcome.state).inc()
        await self._deliveries.show([(outcome.entry.message, outcome.state) for outcome in outcomes])

    async def _write(self, outcomes: Sequence[Outcome]) -> None:
        now = self._clock()
        # Before the messages: whoever looks for another way for them must not find this one.
        if gone := [outcome.entry.message.address for outcome in outcomes if outcome.gone]:
            await mark_gone(gone, now)
        for state in {outcome.state for outcome in outcomes if outcome.plain}:
            arrived = [outcome.entry for outcome in outcomes if outcome.plain and outcome.state is state]
            await change_all(arrived, {"$set": {"state": state}, "$unset": {"leaving": 1}})
        writes = [_written(outcome, now) for outcome in outcomes if not outcome.plain]
        if writes:
            await Message.get_motor_collection().bulk_write(writes, ordered=False)
        sent = [(each.entry.message.channel, each.provider_id) for each in outcomes if each.provider_id is not None]
        lost = [each.entry.message.id for each in outcomes if each.state is DeliveryState.UNKNOWN]
        await self._deliveries.catch_up(sent, lost)


async def change_all(entries: Sequence[Entry], change: dict[str, Any]) -> int:
    """Change those of the messages that are still ours; how many they were."""
    leases = [(entry.message.id, entry.message.leaving) for entry in entries]
    results = [await Message.get_motor_collection().update_many(ours, change) for ours, _ in held("leaving", leases)]
    return sum(result.matched_count for result in results)


def ours(entry: Entry) -> dict[str, Any]:
    """The message, as long as its lease is this replica's."""
    lease = entry.message.leaving
    return {"_id": entry.message.id, "leaving.fence": lease.fence if lease else None}


def _written(outcome: Outcome, now: datetime) -> UpdateOne:
    values: dict[str, Any] = {"state": outcome.state}
    if outcome.state is DeliveryState.FAILED:
        values |= failure(outcome.entry.message.kind, outcome.entry.message.asked_by, now)
    elif outcome.state is DeliveryState.UNKNOWN:
        values["undelivered_at"] = now
    if outcome.provider_id is not None:
        values["provider_id"] = outcome.provider_id
    return UpdateOne(ours(outcome.entry), {"$set": values, "$unset": {"leaving": 1}})
