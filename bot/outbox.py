"""Sends what the conversation log holds for sending: each message once, in order for each address, by its channel."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import structlog
from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from bot.batching import Batcher
from bot.budgets import OwnBudget
from bot.channel import Channel, Metered
from bot.clock import Clock
from bot.conversation import NOBODY, Entry, Message, MessageContent, opened
from bot.crypto import Vault
from bot.deliveries import Deliveries
from bot.enclosing import Enclosing, WithoutFiles
from bot.errors import ContentSealed, DatabaseUnavailable, RecipientGone, SendPostponed, SendRefused, SendUncertain
from bot.lanes import Lane
from bot.lease import HORIZON, LEASE, backoff, claim, free
from bot.live import LiveFeed
from bot.messages import Address, ChannelName, DeliveryState, Kind
from bot.outcomes import Outcome, Outcomes, change_all, ours
from bot.pacing import Pacing
from bot.telemetry import correlated, span
from memory.documents import PersonAddress

POLL: Final = 1.0
AT_ONCE: Final = 200
# Networks and providers come back within a day; what is older than that would only puzzle.
WORTH_SENDING: Final = timedelta(hours=24)
FRESH: Final = timedelta(minutes=1)
"""After waiting for longer a message may be for an address that was let go meanwhile."""
UNSERVED: Final = timedelta(minutes=30)
"""Longer than replicas take to start anew: what nobody takes for so long is for a channel that was switched off."""
LEFT_ALONE: Final = (ChannelName.CONSOLE,)
"""Channels that are there only while somebody looks at them."""
PATIENCE: Final = 120.0
"""Seconds after which a channel that gives no answer is taken to have lost the message."""

log = structlog.get_logger(__name__)


class Outbox:
    """Hands messages to their channels, one address at a time, and writes down how far they came.

    A message is leased to the replica that committed it. A replica that finds a lease run out takes the message over;
    on a channel that can't tell a repetition, one whose sending had begun is then marked unknown and not sent again.

    `enclosing` puts files with the messages that have some; by default none do.

    Args:
        channels: those that this replica sends by.
        vault: opens what other replicas left.
        clock: the time.
        pacing: who may send when; without it everything leaves at once.
        deliveries: notes what is told of messages that were sent.
        patience: seconds that a channel may take for one message.
    """

    def __init__(
        self,
        channels: Mapping[ChannelName, Channel],
        vault: Vault,
        clock: Clock,
        *,
        pacing: Pacing | None = None,
        deliveries: Deliveries | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.enclosing: Enclosing = WithoutFiles()
        self._channels = channels
        self._vault = vault
        self._clock = clock
        self._pacing = pacing or Pacing({}, OwnBudget())
        self._patience = patience
        self._lanes: dict[str, Lane] = {}
        self._senders: dict[str, asyncio.Task[None]] = {}
        self._beginning: Batcher[Entry, bool] = Batcher(self._begin_together)
        self._outcomes = Outcomes(deliveries or Deliveries(LiveFeed(), clock), clock, self._let_go)
        self._held: dict[str, Entry] = {}
        self._getting_ready: set[str] = set()
        self._stopping = False

    def serves(self, channel: ChannelName) -> bool:
        """Whether this replica can send by `channel`."""
        return channel in self._channels

    def shut(self, channel: ChannelName, heard_at: datetime | None) -> bool:
        """Whether `channel` takes nothing freely for somebody who wrote from there at `heard_at`, or never did."""
        served = self._channels.get(channel)
        window = served.capabilities.window if served else None
        return window is not None and (heard_at is None or self._clock() - heard_at >= timedelta(hours=window))

    def push(self, entries: Sequence[Entry]) -> None:
        """Send messages whose lease this replica holds, after those for the same address that wait already.

        A reply goes before a reminder that still waits, and both before a digest.
        """
        for entry in entries:
            self._held[entry.message.id] = entry
            if self._stopping:
                continue  # `stop` lets another replica or the next start take it
            lane = self._lanes.get(entry.message.address)
            if lane is None:
                self._lanes[entry.message.address] = Lane(entry, self._pacing, self._units)
                self._start(entry.message.address)
            else:
                lane.add(entry)

    def _units(self, entry: Entry) -> int:
        channel = self._channels[entry.message.channel]
        return channel.units(entry.outbound()) if isinstance(channel, Metered) else 1

    def _let_go(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            self._held.pop(outcome.entry.message.id, None)

    async def emptied(self, address: Address) -> None:
        """Return once everything has been handed over that this replica was given for `address` by now."""
        if sender := self._senders.get(str(address)):
            await asyncio.wait([sender])

    async def run(self) -> None:
        """Look for messages that nobody is sending and write down what was sent, until cancelled."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._watch(), name="outbox watch")
            both.create_task(self._outcomes.run(), name="outbox writer")

    async def stop(self, patience: float) -> None:
        """Let what is being sent finish for `patience` seconds, then hand back what is left."""
        self._stopping = True
        self._pacing.close()
        senders = list(self._senders.values())
        if senders:
            await asyncio.wait(senders, timeout=patience)
        for sender in senders:
            sender.cancel()
        await asyncio.gather(*senders, return_exceptions=True)
        try:
            await self._outcomes.flush()
            await self._hand_back()
        except PyMongoError as error:
            log.warning("outbox.not_handed_back", error=type(error).__name__, waiting=len(self._held))

    async def _hand_back(self) -> None:
        """Let anyone take what is left. What only waited for its moment has not left, whatever was written down."""
        left = list(self._held.values())
        await change_all(
            [entry for entry in left if entry.message.id in self._getting_ready],
            {"$set": {"state": DeliveryState.QUEUED}},
        )
        await self._set_due(left, self._clock())

    async def _watch(self) -> None:
        while not self._stopping:
            try:
                await self._keep_leases()
                await self._take_over()
                await self._give_up_unserved()
            except (PyMongoError, DatabaseUnavailable) as error:
                log.warning("outbox.database_unavailable", error=type(error).__name__)
            await asyncio.sleep(POLL)

    async def _keep_leases(self) -> None:
        """Prolong what would run out before its turn comes: a message may wait long behind one that is postponed."""
        soon = self._clock() + LEASE / 2
        fading = [each for each in self._held.values() if each.message.leaving and each.message.leaving.due < soon]
        await self._set_due(fading, self._clock() + LEASE)

    @staticmethod
    async def _set_due(entries: Sequence[Entry], due: datetime) -> None:
        if not entries:
            return
        change = {"$set": {"leaving.due": due}}
        writes = [UpdateOne(ours(entry), change) for entry in entries]
        await Message.get_motor_collection().bulk_write(writes, ordered=False)
        for entry in entries:
            _note_due(entry, due)

    async def _take_over(self) -> None:
        now = self._clock()
        served = {"channel": {"$in": list(self._channels)}}
        waiting = await free(Message, "leaving", now, also=served, limit=AT_ONCE)
        mine = [message for message in waiting if message.id not in self._held and await self._claim(message)]
        for message in sorted(mine, key=lambda message: message.sequence):
            await self._resume(message)

    async def _give_up_unserved(self) -> None:
        """Let what is for a channel that no replica sends by any more go another way."""
        unserved = {"channel": {"$nin": [*self._channels, *LEFT_ALONE]}}
        overdue = {"leaving.due": {"$lte": self._clock() - UNSERVED}, **unserved}
        for message in await Message.find(overdue).limit(AT_ONCE).to_list():
            if message.id not in self._held and await self._claim(message):
                log.error("outbox.channel_switched_off", message=message.id, channel=message.channel)
                begun = message.state is DeliveryState.SENDING
                self._report_unopened(message, DeliveryState.UNKNOWN if begun else DeliveryState.FAILED)

    def _report_unopened(self, message: Message, state: DeliveryState) -> None:
        self._outcomes.report(Outcome(Entry(message, MessageContent()), state))

    async def _claim(self, message: Message) -> bool:
        if message.leaving is None:
            return False
        message.leaving = await claim(Message, "leaving", message.id, message.leaving, self._clock() + LEASE)
        return message.leaving is not None

    async def _resume(self, message: Message) -> None:
        begun = message.state is DeliveryState.SENDING
        if begun and not self._channels[message.channel].idempotent:
            log.error("outbox.delivery_unknown", message=message.id, channel=message.channel)
            self._report_unopened(message, DeliveryState.UNKNOWN)
            return
        try:
            self.push(await opened([message], self._vault))
        except ContentSealed:
            log.exception("outbox.sealed", message=message.id, channel=message.channel)
            self._report_unopened(message, DeliveryState.FAILED)

    def _start(self, address: str) -> None:
        sender = asyncio.create_task(self._send_lane(address), name=f"outbox {address.partition(':')[0]}")
        self._senders[address] = sender
        sender.add_done_callback(partial(self._ended, address))

    def _ended(self, address: str, sender: asyncio.Task[None]) -> None:
        # Another may have begun for the address by the time that this is called.
        if self._senders.get(address) is sender:
            del self._senders[address]

    async def _send_lane(self, address: str) -> None:
        lane = self._lanes[address]
        while lane and not self._stopping:
            await lane.turn()
            entry = lane.take()
            with correlated(entry.message.correlation or entry.message.id), lane.leaving():
                wait = await self._send(entry, lane)
            if wait is not None:
                lane.add(entry)
                await asyncio.sleep(wait.total_seconds())
        del self._lanes[address]

    async def _send(self, entry: Entry, lane: Lane) -> timedelta | None:
        """Try once, and report what came of it; after how long it is to be tried again, if it is."""
        name = entry.message.id
        if self._clock() - entry.message.worth_since >= WORTH_SENDING:
            log.error("outbox.gave_up", message=name)
            self._outcomes.report(Outcome(entry, DeliveryState.FAILED))
            return None
        if not await self._departed(entry, lane):
            self._held.pop(name, None)
            return None
        try:
            outcome = await self._hand_over(entry)
        except SendPostponed as error:
            return await self._wait(entry, error)
        log.info("outbox.sent", message=name, state=outcome.state)
        self._outcomes.report(outcome)
        return None

    async def _departed(self, entry: Entry, lane: Lane) -> bool:
        """Return at the moment when the message may leave, which is written down; False when it is no longer ours."""
        self._getting_ready.add(entry.message.id)
        begun = self._channels[entry.message.channel].idempotent or await self._begin(entry)
        if begun:
            await lane.depart()
        self._getting_ready.discard(entry.message.id)
        return begun

    async def _wait(self, entry: Entry, error: SendPostponed) -> timedelta | None:
        """How long the provider is left alone; None when the message is no longer ours."""
        lease = entry.message.leaving
        wait = max(error.wait, backoff(lease.attempts if lease else 0, base=1, cap=60))
        if not error.only_address:
            await self._pacing.pause(entry.message.channel, error.wait)
        if await self._postpone(entry, wait):
            return wait
        self._held.pop(entry.message.id, None)
        return None

    async def _hand_over(self, entry: Entry) -> Outcome:
        """One attempt; raises SendPostponed when there may be another."""
        name = entry.message.id
        try:
            channel = self._channels[entry.message.channel]
            outbound = await self.enclosing.outbound(entry, channel.capabilities, await self._heard_at(entry))
            with span("outbox.send"):
                async with asyncio.timeout(self._patience):
                    receipt = await channel.send(outbound)
        except SendPostponed:
            raise
        except SendRefused as error:
            log.warning("outbox.refused", message=name, reason=str(error))
            return Outcome(entry, DeliveryState.FAILED, gone=isinstance(error, RecipientGone))
        except SendUncertain as error:
            log.warning("outbox.delivery_unknown", message=name, reason=str(error))
        except Exception:
            log.exception("outbox.send_failed", message=name, channel=entry.message.channel)
        else:
            return Outcome(entry, receipt.state, receipt.provider_id)
        return Outcome(entry, DeliveryState.UNKNOWN)

    async def _heard_at(self, entry: Entry) -> datetime | None:
        """When the person wrote from there last, where the channel has a window. Raises SendPostponed."""
        if self._channels[entry.message.channel].capabilities.window is None:
            return None
        try:
            address = await PersonAddress.get(entry.message.address)
        except PyMongoError as error:
            raise SendPostponed(f"the database does not answer ({type(error).__name__})") from error
        return address.heard_at if address else None

    async def _begin(self, entry: Entry) -> bool:
        """Write down that sending begins, so that a crash in the middle of it is not taken for one before it."""
        while True:
            try:
                return await self._beginning.submit(entry)
            except PyMongoError as error:
                log.warning("outbox.database_unavailable", error=type(error).__name__)
                await asyncio.sleep(POLL)

    async def _begin_together(self, entries: Sequence[Entry]) -> Sequence[bool]:
        lost = await self._addresses_lost([entry for entry in entries if self._may_be_lost(entry.message)])
        for entry in lost:
            log.warning("outbox.address_let_go", message=entry.message.id)
            self._outcomes.report(Outcome(entry, DeliveryState.FAILED))
        begun = await self._begin_all([entry for entry in entries if entry not in lost])
        return [entry not in lost and begun[entry.message.id] for entry in entries]

    def _may_be_lost(self, message: Message) -> bool:
        """Whoever is answered has written a moment ago; whoever is reminded may have said at any time to stop."""
        return message.kind is not Kind.REPLY or self._clock() - message.at > FRESH

    @staticmethod
    async def _addresses_lost(entries: Sequence[Entry]) -> list[Entry]:
        """Messages whose address is not their person's any more, or takes nothing."""
        logged = [entry for entry in entries if not entry.message.person.startswith(NOBODY)]
        if not logged:
            return []
        found = await PersonAddress.find({"_id": {"$in": [entry.message.address for entry in logged]}}).to_list()
        theirs = {(each.id, each.person) for each in found if each.gone_at is None}
        return [entry for entry in logged if (entry.message.address, entry.message.person) not in theirs]

    async def _begin_all(self, entries: Sequence[Entry]) -> dict[str, bool]:
        """Which are ours to send, by their ids."""
        due = self._clock() + LEASE
        for entry in entries:
            _note_due(entry, due)
        change = {"$set": {"state": DeliveryState.SENDING, "leaving.due": due}}
        if await change_all(entries, change) == len(entries):
            return {entry.message.id: True for entry in entries}
        return {entry.message.id: bool(await change_all([entry], change)) for entry in entries}

    async def _postpone(self, entry: Entry, wait: timedelta) -> bool:
        # A `due` beyond the horizon would look as if the clock had gone back, and anyone would take the message.
        due = self._clock() + min(wait + LEASE, HORIZON)
        change: dict[str, dict[str, Any]] = {
            "$set": {"state": DeliveryState.QUEUED},
            "$inc": {"leaving.attempts": 1},
        }
        if entry.message.leaving is not None:
            entry.message.leaving.attempts += 1
        return await self._mark(entry, due, change)

    async def _mark(self, entry: Entry, due: datetime, change: dict[str, dict[str, Any]]) -> bool:
        """Carry out `change` while the message is still ours, however long the database takes to answer."""
        _note_due(entry, due)
        change["$set"]["leaving.due"] = due
        while True:
            try:
                result = await Message.get_motor_collection().update_one(ours(entry), change)
            except PyMongoError as error:
                log.warning("outbox.database_unavailable", error=type(error).__name__)
                await asyncio.sleep(POLL)
            else:
                return bool(result.matched_count)


def _note_due(entry: Entry, due: datetime) -> None:
    if entry.message.leaving is not None:
        entry.message.leaving.due = due
