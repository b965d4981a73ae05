"""Stores what comes in, once and durably, before anyone is told that it has arrived."""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, ClassVar, Final

import structlog
from pydantic import AwareDatetime, BaseModel
from pymongo import ASCENDING, IndexModel
from pymongo.errors import BulkWriteError, PyMongoError

from bot.batching import Batcher
from bot.clock import Clock, MonotonicOrder
from bot.crypto import Vault
from bot.database import DUPLICATE, unavailable
from bot.lease import LEASE, Lease
from bot.messages import Envelope
from bot.telemetry import MESSAGES_RECEIVED, correlated, correlation, span
from memory.documents import Stored, StoredSettings

# Providers give up redelivering after a day; a week leaves room for an operator who replays.
KEPT: Final = timedelta(days=7)
# What nobody retried for so long nobody will; it holds what a person wrote.
DEAD_KEPT: Final = timedelta(days=90)
UNCERTAIN: Final = 1_000

log = structlog.get_logger(__name__)


class EventState(StrEnum):
    """Where an event stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class RawContent(BaseModel):
    """What is sealed of an event: the message as the provider sent it."""

    raw: dict[str, Any]


class InboxEvent(Stored):
    """One incoming message, as it was received. Its id is `<channel>:<provider id>`, so it can be stored only once.

    `waiting` is there until it is answered. Then the words go and the id stays, so that the message can't come twice.
    `heard`: it was given up, and what it says was written into the conversation then.
    """

    sender: str
    received_at: AwareDatetime
    correlation: str
    state: EventState = EventState.WAITING
    waiting: Lease | None = None
    error: str | None = None
    heard: bool = False
    dead_at: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None
    sealed: bytes | None = None

    class Settings(StoredSettings):
        """Where events are kept."""

        name = "inbox"
        indexes: ClassVar = [
            IndexModel([("waiting.due", ASCENDING)], name="waiting_due", sparse=True),
            IndexModel([("waiting.lane", ASCENDING), ("waiting.order", ASCENDING)], name="waiting_line", sparse=True),
            IndexModel([("dead_at", ASCENDING)], name="dead_at", sparse=True),
            IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0, sparse=True),
        ]


Dispatch = Callable[[InboxEvent, dict[str, Any]], None]
"""Takes a stored event, leased to this replica, and the message as the provider sent it."""


class Inbox:
    """The door.

    A message is leased to the replica that received it from the moment it is stored, so handling it needs no second
    write; other replicas look at it only when that lease runs out.
    """

    def __init__(self, vault: Vault, clock: Clock, dispatch: Dispatch) -> None:
        self._vault = vault
        self._clock = clock
        self._order = MonotonicOrder(clock)
        self._dispatch = dispatch
        self._writer: Batcher[InboxEvent, bool] = Batcher(self._store)
        self._uncertain: deque[str] = deque(maxlen=UNCERTAIN)

    async def receive(self, envelope: Envelope) -> bool:
        """Store the message; True when it is new. Acknowledge after this has returned, and only then.

        Raises:
            DatabaseUnavailable: it may not be stored; let the provider send it again.
        """
        event = self._event(envelope)
        event.sealed = await self._vault.seal(self._vault.installation, RawContent(raw=envelope.raw))
        try:
            with span("inbox.store"):
                new = await self._writer.submit(event)
        except PyMongoError as error:
            self._uncertain.append(event.id)
            raise unavailable(error) from error
        if new:
            with correlated(event.correlation):
                log.info("inbox.stored", message=event.id)
            MESSAGES_RECEIVED.labels(channel=envelope.sender.channel).inc()
            self._dispatch(event, envelope.raw)
        elif event.id in self._uncertain:
            await self._free(event.id)
        return new

    async def _free(self, event: str) -> None:
        """Let a message be taken over whose write was carried out although its answer was lost: nobody works on it."""
        self._uncertain.remove(event)
        untouched = {"_id": event, "waiting.fence": 1}
        try:
            await InboxEvent.get_motor_collection().update_one(untouched, {"$set": {"waiting.due": self._clock()}})
        except PyMongoError as error:
            log.warning("inbox.not_freed", error=type(error).__name__)  # it is taken over when its lease runs out

    def _event(self, envelope: Envelope) -> InboxEvent:
        now, sender = self._clock(), str(envelope.sender)
        lease = Lease(lane=sender, order=self._order.next(), due=now + LEASE)
        event_id = f"{envelope.sender.channel}:{envelope.provider_id}"
        return InboxEvent(id=event_id, sender=sender, received_at=now, correlation=correlation(), waiting=lease)

    @staticmethod
    async def _store(events: Sequence[InboxEvent]) -> Sequence[bool]:
        """Insert all in one command; True for each that was not there before."""
        try:
            await InboxEvent.insert_many(events, ordered=False)
        except BulkWriteError as error:
            failed = {each["index"]: each["code"] for each in error.details["writeErrors"]}
            if set(failed.values()) != {DUPLICATE} or error.details.get("writeConcernErrors"):
                raise
            return [number not in failed for number in range(len(events))]
        return [True] * len(events)
