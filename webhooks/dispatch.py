"""Takes stored messages through their handlers, one at a time for each address, and commits what follows."""

import asyncio
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from bot.clock import Clock
from bot.conversation import Conversation, Entry, Message, MessageContent
from bot.errors import ContentSealed, DatabaseUnavailable, MessageUnreadable
from bot.lease import LEASE, backoff, claim, free
from bot.live import LiveFeed
from bot.messages import Address, Author, PersonId
from bot.outbox import Outbox
from bot.telemetry import HANDLING_SECONDS, MESSAGES_HANDLED, correlated
from bot.unit_of_work import Work
from memory.documents import PersonContent
from memory.indexing import Indexer, Step
from memory.people import Known
from webhooks.answering import Answering
from webhooks.commit import Committed, Committer, Handled
from webhooks.inbox import InboxEvent, RawContent
from webhooks.turns import Turns

POLL: Final = 0.5
AT_ONCE: Final = 200
ATTEMPTS: Final = 3
# A message that was begun this often without being finished has probably taken the process down each time.
BEGINNINGS: Final = 5
FINISHED: Final = frozenset({Committed.DONE, Committed.LEASE_LOST, Committed.ANSWERED_BEFORE})

log = structlog.get_logger(__name__)


@dataclass(eq=False)
class Waiting:
    """A stored message, and what it says, or why nobody can tell. `begun`: its turn has come, here."""

    event: InboxEvent
    raw: dict[str, Any]
    sealed: ContentSealed | None = None
    begun: bool = False


class Dispatcher:
    """Handles messages in the order they came, for each address; different addresses do not wait for each other."""

    def __init__(
        self,
        answering: Answering,
        committer: Committer,
        indexer: Indexer,
        outbox: Outbox,
        feed: LiveFeed,
        clock: Clock,
    ) -> None:
        self._answering = answering
        self._people = answering.people
        self._vault = answering.vault
        self._committer = committer
        self._indexer = indexer
        self._outbox = outbox
        self._feed = feed
        self._clock = clock
        self._lanes: dict[str, list[Waiting]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._held: dict[str, InboxEvent] = {}
        self._turns = Turns()
        self._stopping = False

    @property
    def handling(self) -> int:
        """How many messages are here, leased and not finished."""
        return len(self._held)

    def push(self, event: InboxEvent, raw: dict[str, Any]) -> None:
        """Handle a message whose lease this replica holds, after those of the same address."""
        self._turns.one_came()
        self._queue(Waiting(event, raw))

    def _queue(self, waiting: Waiting) -> None:
        self._held[waiting.event.id] = waiting.event
        if self._stopping:
            return  # `hand_back` lets another replica or the next start take it
        sender = waiting.event.sender
        lane = self._lanes.get(sender)
        if lane is None:
            self._lanes[sender] = [waiting]
            worker = asyncio.create_task(self._work(sender), name="inbox lane")
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)
        else:
            # One that is taken over from a replica that died belongs before those that came after it.
            insort(lane, waiting, key=_order)

    async def run(self) -> None:
        """Look for messages that nobody is handling and keep the leases of those that wait here, until stopped."""
        while not self._stopping:
            try:
                await self._keep_leases()
                await self._take_over()
            except (PyMongoError, DatabaseUnavailable, ContentSealed) as error:
                log.warning("inbox.database_unavailable", error=type(error).__name__)
            await asyncio.sleep(POLL)

    async def stop(self, patience: float) -> None:
        """Finish what has begun, within `patience` seconds, and hand back the rest."""
        self._stopping = True
        if self._workers:
            await asyncio.wait(self._workers, timeout=patience)
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        await self.hand_back()

    async def hand_back(self) -> None:
        """Let anyone take now what was taken here and not finished; what another replica took meanwhile stays its."""
        try:
            await self._set_due(list(self._held.values()), self._clock())
        except PyMongoError as error:
            log.warning("inbox.not_handed_back", error=type(error).__name__, waiting=len(self._held))

    async def _keep_leases(self) -> None:
        """Prolong what would run out before its turn comes, or was set before the clock went back."""
        now = self._clock()
        dues = [(event, event.waiting.due) for event in self._held.values() if event.waiting is not None]
        await self._set_due([event for event, due in dues if not now + LEASE / 2 < due <= now + LEASE], now + LEASE)

    @staticmethod
    async def _set_due(events: Sequence[InboxEvent], due: datetime) -> None:
        leases = [(event.id, event.waiting) for event in events if event.waiting is not None]
        if not leases:
            return
        change = {"$set": {"waiting.due": due}}
        writes = [UpdateOne({"_id": number, "waiting.fence": lease.fence}, change) for number, lease in leases]
        await InboxEvent.get_motor_collection().bulk_write(writes, ordered=False)
        for _, lease in leases:
            lease.due = due

    async def _take_over(self) -> None:
        """Take what this replica has the channel for; another one's messages are left to it."""
        served = "|".join(self._answering.channels)
        ours = {"sender": {"$regex": f"^({served}):"}}
        found = await free(InboxEvent, "waiting", self._clock(), also=ours, limit=AT_ONCE)
        new = [event for event in found if event.id not in self._held]
        for event in sorted(new, key=lambda event: event.waiting.order if event.waiting else 0):
            await self._take(event)

    async def _take(self, event: InboxEvent) -> None:
        if event.waiting is None:
            return
        event.waiting = await claim(InboxEvent, "waiting", event.id, event.waiting, self._clock() + LEASE)
        if event.waiting is None:
            return
        try:
            content = await self._vault.open_sealed(event.sealed or b"", RawContent)
        except ContentSealed as error:
            self._queue(Waiting(event, {}, error))
        else:
            self._queue(Waiting(event, content.raw))

    async def _work(self, sender: str) -> None:
        lane = self._lanes[sender]
        while lane and not self._stopping:
            waiting = lane[0]
            with correlated(waiting.event.correlation):
                finished = await self._finish(waiting)
            if finished:
                self._held.pop(waiting.event.id, None)
                lane.remove(waiting)
        del self._lanes[sender]

    async def _finish(self, waiting: Waiting) -> bool:
        """Handle one message until it is committed, given up, or somebody else's; False when it is not its turn."""
        failures = conflicts = 0
        given_up: Exception | None = waiting.sealed
        while True:
            try:
                async with self._turns.taken():
                    outcome = await self._attempt(waiting, given_up)
                if outcome in FINISHED:
                    return True
                if outcome is Committed.NOT_FIRST:
                    await asyncio.sleep(POLL / 5)
                    return False
                conflicts += 1
                await asyncio.sleep(backoff(conflicts, base=0.005, cap=0.5).total_seconds())
            except (DatabaseUnavailable, PyMongoError) as error:
                log.warning("inbox.database_unavailable", error=type(error).__name__)
                await asyncio.sleep(backoff(4, base=0.1, cap=2).total_seconds())
            except MessageUnreadable as error:
                given_up = error
            except Exception as error:
                failures += 1
                log.exception("inbox.handling_failed", failures=failures)
                given_up = error if failures >= ATTEMPTS else None
                await asyncio.sleep(backoff(failures, base=0.1, cap=1).total_seconds())
            self._people.forget_at(Address.parse(waiting.event.sender))

    async def _attempt(self, waiting: Waiting, given_up: Exception | None) -> Committed:
        """One try; it is to be made again, with the person read anew, unless the outcome is among `FINISHED`."""
        event = waiting.event
        if not waiting.begun and not await _begin(event):
            return self._not_first(event)
        waiting.begun = True
        given_up = given_up or _worn_out(event)
        if given_up is None:
            handling = self._answering.handle(event, waiting.raw)
            first, handled = await asyncio.gather(_first_in_line(event), handling)
        else:
            first, handled = True, await self._give_up(waiting, given_up)
        if not first:
            return self._not_first(event)
        mentioning = await self._mentioning(handled)
        outcome = await self._committer.commit(handled)
        if outcome is Committed.DONE:
            self._show_emptied(mentioning)
            await self._follow_up(handled)
        return outcome

    def _not_first(self, event: InboxEvent) -> Committed:
        """An earlier message of this address is with another replica, or about to be taken over from one that died."""
        self._people.forget_at(Address.parse(event.sender))
        return Committed.NOT_FIRST

    async def _mentioning(self, handled: Handled) -> list[Message]:
        """The messages that will have lost their words once this is committed."""
        if handled.work is None or not handled.work.changes.forgotten:
            return []
        conversation = Conversation(PersonId(handled.work.person.id), self._answering.vault)
        return await conversation.mentioning(handled.work.changes.forgotten)

    def _show_emptied(self, messages: Sequence[Message]) -> None:
        """Let the open pages forget as well."""
        for message in messages:
            self._feed.show(PersonId(message.person), Entry(message, MessageContent()).said())

    async def _give_up(self, waiting: Waiting, error: Exception) -> Handled:
        event = waiting.event
        log.error("inbox.dead_letter", message=event.id, error=type(error).__name__)
        try:
            return await self._answering.give_up(event, waiting.raw, error)
        except (DatabaseUnavailable, PyMongoError):
            raise
        except Exception as further:
            # Not even the apology can be written: the event alone goes to the dead letters.
            log.exception("inbox.apology_failed", message=event.id)
            return Handled(event, self._clock(), error=f"{type(error).__name__}, then {type(further).__name__}")

    async def _follow_up(self, handled: Handled) -> None:
        """What comes after the commit: showing, sending, indexing.

        A crash here is made up for by the outbox's and the index's own records.
        """
        channel = Address.parse(handled.event.sender).channel
        outcome = "dead" if handled.error else "done"
        log.info("inbox.handled", message=handled.event.id, outcome=outcome)
        MESSAGES_HANDLED.labels(channel=channel, outcome=outcome).inc()
        HANDLING_SECONDS.observe(max(0.0, (self._clock() - handled.event.received_at).total_seconds()))
        self._send(handled.unlogged)
        if handled.work is None or handled.content is None:
            return
        work, person = handled.work, PersonId(handled.work.person.id)
        self._note(handled.event.sender, work, handled.content)
        for entry in work.entries:
            if entry.message.author is Author.PERSON:
                self._feed.show(person, entry.said())
        self._send(work.entries)
        search_key = bytes.fromhex(handled.content.search_key)
        await self._indexer.follow([Step(person, search_key, change) for change in work.changes.index])

    def _send(self, entries: Sequence[Entry]) -> None:
        """Hand on what this replica has the channel for."""
        ours = [entry for entry in entries if self._outbox.serves(entry.message.channel)]
        self._outbox.push([entry for entry in ours if entry.message.author is Author.BOT])

    def _note(self, sender: str, work: Work, content: PersonContent) -> None:
        """Keep the person at hand as they are now, unless the address has left them."""
        if any(removal.id == sender for removal in work.changes.removals):
            self._people.forget_at(Address.parse(sender))
            return
        values = {**work.changes.person, "last_sequence": work.last_sequence}
        self._people.note(Address.parse(sender), Known(work.person.model_copy(update=values), content))


def _place(event: InboxEvent) -> int:
    """Where the message stands in the line of its address."""
    return event.waiting.order if event.waiting else 0


def _order(waiting: Waiting) -> int:
    return _place(waiting.event)


async def _begin(event: InboxEvent) -> bool:
    """Count a beginning on a message that somebody else had before; False when it is not its turn.

    Only those that were really begun are counted, not what stands in line behind one that nobody has taken over yet.
    """
    if event.waiting is None or event.waiting.fence == 1:
        return True
    if not await _first_in_line(event):
        return False
    ours = {"_id": event.id, "waiting.fence": event.waiting.fence}
    await InboxEvent.get_motor_collection().update_one(ours, {"$inc": {"waiting.attempts": 1}})
    event.waiting.attempts += 1
    return True


def _worn_out(event: InboxEvent) -> Exception | None:
    """An error when the message was begun too often."""
    begun = event.waiting.attempts if event.waiting else 0
    return RuntimeError(f"begun {begun} times") if begun > BEGINNINGS else None


async def _first_in_line(event: InboxEvent) -> bool:
    """Whether none of its address that came earlier is still waiting, with any replica.

    One address a query: the embedded server serves one value and a range from the index, but scans for several values.
    """
    earlier = {"waiting.lane": event.sender, "waiting.order": {"$lt": _place(event)}}
    return await InboxEvent.get_motor_collection().find_one(earlier, {"_id": 1}) is None
