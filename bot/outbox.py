"""Sends what the conversation log holds for sending: each message once, in order for each address, by its channel."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from bot.channel import Channel
from bot.clock import Clock
from bot.conversation import Entry, Message, opened
from bot.crypto import Vault
from bot.errors import RecipientGone, SendPostponed, SendRefused, SendUncertain
from bot.lease import LEASE, backoff, claim, claimable
from bot.messages import ChannelName, DeliveryState, Receipt
from bot.telemetry import MESSAGES_SENT, correlated
from memory.documents import PersonAddress

POLL: Final = 1.0
AT_ONCE: Final = 200
ATTEMPTS: Final = 8

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How far an attempt to send brought a message."""

    entry: Entry
    state: DeliveryState
    provider_id: str | None = None


class Outbox:
    """Hands messages to their channels, one address at a time, and writes down how far they came.

    A message is leased to the replica that committed it. A replica that finds a lease run out takes the message over;
    on a channel that can't tell a repetition, one whose sending had begun is then marked unknown and not sent again.
    """

    def __init__(self, channels: Mapping[ChannelName, Channel], vault: Vault, clock: Clock) -> None:
        self._channels = channels
        self._vault = vault
        self._clock = clock
        self._lanes: dict[str, deque[Entry]] = {}
        self._senders: set[asyncio.Task[None]] = set()
        self._outcomes: list[Outcome] = []
        self._written = asyncio.Event()
        self._held: set[str] = set()

    def serves(self, channel: ChannelName) -> bool:
        """Whether this replica can send by `channel`."""
        return channel in self._channels

    def push(self, entries: Sequence[Entry]) -> None:
        """Send messages whose lease this replica holds, after those for the same address that wait already."""
        for entry in entries:
            self._held.add(entry.message.id)
            lane = self._lanes.get(entry.message.address)
            if lane is None:
                self._lanes[entry.message.address] = deque([entry])
                self._start(entry.message.address)
            else:
                lane.append(entry)

    async def run(self) -> None:
        """Look for messages that nobody is sending, until cancelled."""
        writer = asyncio.create_task(self._write_outcomes(), name="outbox writer")
        try:
            while True:
                try:
                    await self._take_over()
                except PyMongoError as error:
                    log.warning("outbox.database_unavailable", error=type(error).__name__)
                await asyncio.sleep(POLL)
        finally:
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer

    async def stop(self, patience: float) -> None:
        """Let what is being sent finish for `patience` seconds, then hand back what is left."""
        left = {entry.message.id for lane in self._lanes.values() for entry in list(lane)[1:]}
        for lane in self._lanes.values():
            while len(lane) > 1:
                lane.pop()
        if self._senders:
            await asyncio.wait(self._senders, timeout=patience)
        for sender in self._senders:
            sender.cancel()
        await self._flush()
        left |= self._held
        if left:
            await Message.get_motor_collection().update_many(
                {"_id": {"$in": list(left)}, "leaving": {"$exists": True}}, {"$set": {"leaving.due": self._clock()}}
            )

    async def _take_over(self) -> None:
        now = self._clock()
        overdue = {**claimable("leaving", now), "channel": {"$in": list(self._channels)}}
        waiting = await Message.find(overdue).limit(AT_ONCE).to_list()
        mine = [message for message in waiting if message.id not in self._held and await self._claim(message)]
        for entry in sorted(await opened(mine, self._vault), key=lambda entry: entry.message.sequence):
            await self._resume(entry)

    async def _claim(self, message: Message) -> bool:
        if message.leaving is None:
            return False
        message.leaving = await claim(Message, "leaving", message.id, message.leaving, self._clock() + LEASE)
        return message.leaving is not None

    async def _resume(self, entry: Entry) -> None:
        begun = entry.message.state is DeliveryState.SENDING
        if begun and not self._channels[entry.message.channel].idempotent:
            log.error("outbox.delivery_unknown", message=entry.message.id, channel=entry.message.channel)
            self._report(Outcome(entry, DeliveryState.UNKNOWN))
        else:
            self.push([entry])

    def _start(self, address: str) -> None:
        sender = asyncio.create_task(self._send_lane(address), name=f"outbox {address.partition(':')[0]}")
        self._senders.add(sender)
        sender.add_done_callback(self._senders.discard)

    async def _send_lane(self, address: str) -> None:
        lane = self._lanes[address]
        while lane:
            with correlated(lane[0].message.correlation or lane[0].message.id):
                outcome = await self._send(lane[0])
            lane.popleft()
            if outcome is not None:
                self._report(outcome)
        del self._lanes[address]

    async def _send(self, entry: Entry) -> Outcome | None:
        """Try until the channel takes the message or says that it never will; None when the lease was lost."""
        channel = self._channels[entry.message.channel]
        for attempt in range(ATTEMPTS):
            try:
                if not channel.idempotent and not await self._begin(entry):
                    return None
                receipt = await channel.send(entry.outbound())
            except SendPostponed as error:
                wait = max(error.wait, backoff(attempt, base=1, cap=60))
                if not await self._postpone(entry, wait):
                    return None
                await asyncio.sleep(wait.total_seconds())
            except (SendRefused, SendUncertain, PyMongoError) as error:
                return await self._give_up(entry, error)
            except Exception:
                log.exception("outbox.send_failed", message=entry.message.id, channel=entry.message.channel)
                return Outcome(entry, DeliveryState.UNKNOWN)
            else:
                return _taken(entry, receipt)
        log.error("outbox.gave_up", message=entry.message.id, attempts=ATTEMPTS)
        return Outcome(entry, DeliveryState.FAILED)

    async def _give_up(self, entry: Entry, error: Exception) -> Outcome | None:
        if isinstance(error, PyMongoError):
            # Whether the mark was written is not known; the lease runs out and the message is looked at again.
            self._held.discard(entry.message.id)
            return None
        log.warning("outbox.not_delivered", message=entry.message.id, reason=str(error))
        if isinstance(error, RecipientGone):
            await PersonAddress.get_motor_collection().update_one(
                {"_id": entry.message.address}, {"$set": {"gone_at": self._clock()}}
            )
        uncertain = isinstance(error, SendUncertain)
        return Outcome(entry, DeliveryState.UNKNOWN if uncertain else DeliveryState.FAILED)

    async def _begin(self, entry: Entry) -> bool:
        """Write down that sending begins, so that a crash in the middle of it is not taken for one before it."""
        return await self._mark(entry, {"$set": {"state": DeliveryState.SENDING, "leaving.due": self._clock() + LEASE}})

    async def _postpone(self, entry: Entry, wait: timedelta) -> bool:
        due = self._clock() + wait + LEASE
        return await self._mark(
            entry,
            {"$set": {"state": DeliveryState.QUEUED, "leaving.due": due}, "$inc": {"leaving.attempts": 1}},
        )

    async def _mark(self, entry: Entry, change: dict[str, Any]) -> bool:
        result = await Message.get_motor_collection().update_one(_ours(entry), change)
        return bool(result.matched_count)

    def _report(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._written.set()

    async def _write_outcomes(self) -> None:
        while True:
            await self._written.wait()
            self._written.clear()
            try:
                await self._flush()
            except PyMongoError as error:
                log.warning("outbox.database_unavailable", error=type(error).__name__)
                await asyncio.sleep(POLL)
                self._written.set()

    async def _flush(self) -> None:
        """Write every outcome that waits in one command: what piles up during one write goes with the next."""
        outcomes = self._outcomes[:]
        if not outcomes:
            return
        now = self._clock()
        await Message.get_motor_collection().bulk_write([_written(outcome, now) for outcome in outcomes], ordered=False)
        del self._outcomes[: len(outcomes)]
        totals: defaultdict[tuple[str, str], int] = defaultdict(int)
        for outcome in outcomes:
            self._held.discard(outcome.entry.message.id)
            totals[outcome.entry.message.channel, outcome.state] += 1
        for (channel, state), count in totals.items():
            MESSAGES_SENT.labels(channel=channel, state=state).inc(count)


def _taken(entry: Entry, receipt: Receipt) -> Outcome:
    return Outcome(entry, receipt.state, receipt.provider_id)


def _ours(entry: Entry) -> dict[str, Any]:
    lease = entry.message.leaving
    return {"_id": entry.message.id, "leaving.fence": lease.fence if lease else None}


def _written(outcome: Outcome, now: datetime) -> UpdateOne:
    values: dict[str, Any] = {"state": outcome.state}
    if outcome.state in {DeliveryState.FAILED, DeliveryState.UNKNOWN}:
        values["undelivered_at"] = now
    if outcome.provider_id is not None:
        values["provider_id"] = outcome.provider_id
    return UpdateOne(_ours(outcome.entry), {"$set": values, "$unset": {"leaving": 1}})
