"""What providers tell later of messages that they took, noted in the conversation log in whatever order it comes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

import structlog
from pydantic import AwareDatetime
from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.errors import DuplicateKeyError, PyMongoError

from bot.clock import Clock
from bot.conversation import Message
from bot.database import EVER, Session
from bot.live import LiveFeed, StateChanged
from bot.messages import ChannelName, Delivery, DeliveryState, Kind, PersonId
from bot.telemetry import MESSAGES_SENT
from memory.documents import Stored, StoredSettings
from memory.people import mark_gone

PARKED: Final = timedelta(hours=2)
"""How long news of a message that nobody knows is kept: it is longer than any sending takes to be written down."""

_RANKS: Final[Mapping[DeliveryState, int]] = {
    DeliveryState.QUEUED: 0,
    DeliveryState.SENDING: 0,
    DeliveryState.UNKNOWN: 1,
    DeliveryState.SENT: 2,
    DeliveryState.DELIVERED: 3,
    DeliveryState.READ: 4,
    DeliveryState.FAILED: 3,
}
"""What arrived has arrived, whatever is told of it later, and what failed has failed."""

log = structlog.get_logger(__name__)


class ParkedDelivery(Stored):
    """News of a message whose sending is not written down yet; its id is `<channel>:<provider id>`.

    `key` is what we call the message, where the provider says that: by it one is known whose sending broke off.
    """

    state: DeliveryState
    reason: str | None = None
    gone: bool = False
    key: str | None = None
    expires_at: AwareDatetime

    class Settings(StoredSettings):
        """Where they are kept."""

        name = "parked_deliveries"
        indexes: ClassVar = [
            IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0),
            IndexModel([("key", ASCENDING)], name="key", sparse=True),
        ]

    def news(self) -> tuple[ChannelName, Delivery]:
        """What was told."""
        channel, _, provider_id = self.id.partition(":")
        return ChannelName(channel), Delivery(
            provider_id=provider_id, state=self.state, reason=self.reason, gone=self.gone, key=self.key
        )


class Ticks(Stored):
    """How often messages of one person came further lately; its id is the person's, and only its changing matters.

    A document of its own: what handling a message writes compares the person's, and must not meet ticks there.
    """

    moved: int
    expires_at: AwareDatetime

    class Settings(StoredSettings):
        """Where they are kept."""

        name = "ticks"
        indexes: ClassVar = [IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0)]


class Deliveries:
    """Notes how far messages came. The same news may come several times, late, and with any replica.

    Args:
        feed: whoever looks at the conversation on this replica sees its ticks.
        clock: the time.
        alone: whether no other replica has pages open that are to show them, too.
    """

    def __init__(self, feed: LiveFeed, clock: Clock, *, alone: bool = False) -> None:
        self._feed = feed
        self._clock = clock
        self._alone = alone

    async def note(self, channel: ChannelName, delivery: Delivery) -> None:
        """Write down what a provider tells; durable when it returns.

        Raises:
            PyMongoError: the database does not answer; the provider is to tell it again.
        """
        if await self._known(channel, delivery):
            return
        await self._park(channel, delivery)
        # The sending may have been written down by somebody who looked for news just before they were parked.
        if await self._known(channel, delivery):
            await ParkedDelivery.get_motor_collection().delete_one({"_id": _parked(channel, delivery.provider_id)})

    async def catch_up(self, sent: Sequence[tuple[ChannelName, str]], broken_off: Collection[str] = ()) -> None:
        """Apply what was told of these messages before what became of their sending was written down, which now it is.

        Args:
            sent: by what their providers call them.
            broken_off: by what we call them, those whose provider's answer did not come.
        """
        names = [_parked(channel, provider_id) for channel, provider_id in sent]
        for parked in [*await _parked_by("_id", names), *await _parked_by("key", broken_off)]:
            if await self._known(*parked.news()):
                await parked.delete()

    async def show(self, reached: Sequence[tuple[Message, DeliveryState]]) -> None:
        """Let the pages that are open show how far these came; the browser's own messages are shown as they are.

        Called once it is written down. It never fails: the log is the truth, and a page that is opened reads it.
        """
        elsewhere = [(message, state) for message, state in reached if message.channel is not ChannelName.WEB]
        for message, state in elsewhere:
            self._feed.show(PersonId(message.person), StateChanged(sequence=message.sequence, state=state))
        if elsewhere and not self._alone:
            await self._tell_replicas({message.person for message, _ in elsewhere})

    async def _tell_replicas(self, persons: Collection[str]) -> None:
        """Other replicas' followers see the counter move."""
        move = {"$inc": {"moved": 1}, "$set": {"expires_at": self._clock() + PARKED}}
        try:
            writes = [UpdateOne({"_id": person}, move, upsert=True) for person in persons]
            await Ticks.get_motor_collection().bulk_write(writes, ordered=False)
        except PyMongoError as error:
            log.warning("deliveries.not_shown_elsewhere", error=type(error).__name__)

    async def _known(self, channel: ChannelName, delivery: Delivery) -> bool:
        """Whether it is a message of ours, which it is then written down of."""
        if await self._apply(channel, delivery):
            return True
        return await _named(delivery) and await self._apply(channel, delivery)

    async def _apply(self, channel: ChannelName, delivery: Delivery) -> bool:
        """Whether the provider's name for the message is known.

        It is changed from the state that was read, so the furthest state stays.
        """
        while (message := await _sent(channel, delivery.provider_id)) is not None:
            if not further(delivery.state, message.state):
                return True
            if delivery.gone:
                await mark_gone([message.address], self._clock())
            as_read = {"_id": message.id, "state": message.state}
            change = self._change(message, delivery.state)
            if (await Message.get_motor_collection().update_one(as_read, change)).matched_count:
                await self._changed(message, delivery)
                return True
        return False

    def _change(self, message: Message, state: DeliveryState) -> dict[str, Any]:
        if state is DeliveryState.FAILED:
            return {"$set": {"state": state, **failure(message.kind, message.asked_by, self._clock())}}
        return {"$set": {"state": state}, "$unset": {"undelivered_at": 1}}

    async def _changed(self, message: Message, delivery: Delivery) -> None:
        await self.show([(message, delivery.state)])
        MESSAGES_SENT.labels(channel=message.channel, state=delivery.state).inc()
        if delivery.state is DeliveryState.FAILED:
            log.warning("outbox.undelivered", message=message.id, reason=delivery.reason)

    async def _park(self, channel: ChannelName, delivery: Delivery) -> None:
        """Keep it for a while; of several about one message the furthest."""
        name, rows = _parked(channel, delivery.provider_id), ParkedDelivery.get_motor_collection()
        told = delivery.model_dump(exclude={"provider_id"}, exclude_none=True)
        while True:
            try:
                await ParkedDelivery(id=name, **told, expires_at=self._clock() + PARKED).insert()
            except DuplicateKeyError:
                pass
            else:
                return
            before = await ParkedDelivery.get(name)
            if before is None:
                continue
            if not further(delivery.state, before.state):
                return
            if (await rows.update_one({"_id": name, "state": before.state}, {"$set": told})).matched_count:
                return


async def withdraw(person: str, address: str, now: datetime, session: Session) -> int:
    """Let nothing leave any more for an address that its person has let go; how many messages that were.

    What nobody waits for goes another way, and the rest is among the dead letters. What is being sent at this moment
    is not tried again: of unknown fate, unless its provider tells.
    """
    rows = Message.get_motor_collection()
    waiting = {"leaving.due": {"$gt": EVER}, "address": address, "person": person}
    found = await rows.find(waiting, {"state": 1, "leaving.fence": 1, "asked_by": 1}, session=session).to_list(None)
    for row in found:
        as_read = {"_id": row["_id"], "state": row["state"], "leaving.fence": row["leaving"]["fence"]}
        await rows.update_one(as_read, _withdrawn(row, now), session=session)
        log.warning("outbox.address_unlinked", message=row["_id"])
    return len(found)


def _withdrawn(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    if row["state"] == DeliveryState.SENDING:
        return {"$inc": {"leaving.fence": 1}}
    return {
        "$set": {"state": DeliveryState.FAILED, **failure(Kind.of(row["_id"]), row.get("asked_by"), now)},
        "$unset": {"leaving": 1},
    }


def further(state: DeliveryState, than: DeliveryState) -> bool:
    """Whether a message that is in one state may come into the other: never back, and never away from failure."""
    return _RANKS[state] > _RANKS[than] and than is not DeliveryState.FAILED


def failure(kind: Kind, asked_by: str | None, now: datetime) -> dict[str, Any]:
    """What is noted beside the state of a message that failed: what nobody waits for is to go another way.

    Nor does anybody see, where they asked for a message to somebody else, that it failed.
    """
    seen = kind is Kind.REPLY and asked_by is None
    return {"undelivered_at": now, **({} if seen else {"astray": now})}


async def _named(delivery: Delivery) -> bool:
    """Whether it is of a message whose sending broke off, and by whose provider's name it is known from now on."""
    if delivery.key is None:
        return False
    lost = {"_id": delivery.key, "state": DeliveryState.UNKNOWN, "provider_id": {"$exists": False}}
    change = {"$set": {"provider_id": delivery.provider_id}}
    return bool((await Message.get_motor_collection().update_one(lost, change)).matched_count)


async def _sent(channel: ChannelName, provider_id: str) -> Message | None:
    found = await Message.find({"provider_id": provider_id}).to_list()
    return next((message for message in found if message.channel is channel), None)


async def _parked_by(field: str, values: Collection[str]) -> list[ParkedDelivery]:
    return await ParkedDelivery.find({field: {"$in": [*values]}}).to_list() if values else []


def _parked(channel: ChannelName, provider_id: str) -> str:
    return f"{channel}:{provider_id}"
