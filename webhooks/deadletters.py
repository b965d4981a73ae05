"""What could not be handled or delivered: kept for an operator to look at and to try again."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.clock import Clock
from bot.conversation import Message, opened
from bot.crypto import Vault
from bot.database import EVER
from bot.errors import TuckawayError
from bot.lease import Lease
from bot.messages import DeliveryState
from webhooks.inbox import EventState, InboxEvent, RawContent

SHOWN: Final = 200


class NoSuchDeadLetter(TuckawayError):
    """An id that is not among the dead letters."""

    def __init__(self, message: str) -> None:
        super().__init__(f"There is no dead letter {message}: `tuckaway deadletters list` prints their ids.")


@dataclass(frozen=True)
class DeadLetter:
    """One message that went nowhere. `reason` says why, without its words."""

    id: str
    at: datetime
    what: str
    reason: str
    may_have_arrived: bool = False


class DeadLetters:
    """Incoming messages that were given up, and outgoing ones that failed or whose fate is unknown."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    async def count(self) -> int:
        """How many there are."""
        events = InboxEvent.get_motor_collection().count_documents({"dead_at": {"$gt": EVER}})
        messages = Message.get_motor_collection().count_documents({"undelivered_at": {"$gt": EVER}})
        return int(await events) + int(await messages)

    async def all(self) -> list[DeadLetter]:
        """The oldest few hundred, oldest first."""
        events = await InboxEvent.find({"dead_at": {"$gt": EVER}}).limit(SHOWN).to_list()
        messages = await Message.find({"undelivered_at": {"$gt": EVER}}).limit(SHOWN).to_list()
        letters = [_of_event(event) for event in events] + [_of_message(message) for message in messages]
        return sorted(letters, key=lambda letter: letter.at)

    async def content(self, letter: str) -> str:
        """What it says: an incoming message as the provider sent it, an outgoing one as text."""
        event = await InboxEvent.find_one({"_id": letter, "state": EventState.DEAD})
        if event is not None and event.sealed is not None:
            raw = await self._vault.open_sealed(event.sealed, RawContent)
            return json.dumps(raw.raw, ensure_ascii=False, indent=2)
        message = await Message.find_one({"_id": letter, "undelivered_at": {"$exists": True}})
        if message is None:
            raise NoSuchDeadLetter(letter)
        return (await opened([message], self._vault))[0].said().text

    async def retry(self, letters: Sequence[str]) -> int:
        """Let any running replica take them up again; how many there were. They keep their ids, so nothing doubles."""
        now = self._clock()
        count = 0
        for letter in letters:
            count += await self._retry_event(letter, now) or await self._retry_message(letter, now)
        return count

    async def retry_all(self) -> int:
        """The same with every one that surely went nowhere, so that nothing arrives twice."""
        events = InboxEvent.get_motor_collection().find({"dead_at": {"$gt": EVER}}, {"_id": 1})
        messages = Message.get_motor_collection().find({"undelivered_at": {"$gt": EVER}}, {"state": 1})
        letters = [str(row["_id"]) async for row in events]
        letters += [str(row["_id"]) async for row in messages if row["state"] != DeliveryState.UNKNOWN]
        return await self.retry(letters)

    @staticmethod
    async def _retry_event(letter: str, now: datetime) -> int:
        event = await InboxEvent.find_one({"_id": letter, "state": EventState.DEAD})
        if event is None:
            return 0
        lease = Lease(lane=event.sender, order=int(event.received_at.timestamp() * 1_000_000), due=now)
        change = {
            "$set": {"state": EventState.WAITING, "waiting": lease.model_dump()},
            "$unset": {"dead_at": 1, "error": 1, "expires_at": 1},
        }
        this = {"_id": letter, "state": EventState.DEAD}
        return int((await InboxEvent.get_motor_collection().update_one(this, change)).modified_count)

    @staticmethod
    async def _retry_message(letter: str, now: datetime) -> int:
        message = await Message.find_one({"_id": letter, "undelivered_at": {"$exists": True}})
        if message is None:
            return 0
        lease = Lease(lane=message.address, order=message.sequence, due=now)
        change = {
            # However old it is by now, somebody wants it sent.
            "$set": {"state": DeliveryState.QUEUED, "leaving": lease.model_dump(), "retried_at": now},
            # What is told later of the earlier attempt is not told of this one.
            "$unset": {"undelivered_at": 1, "astray": 1, "provider_id": 1},
        }
        this = {"_id": letter, "undelivered_at": {"$exists": True}}
        return int((await Message.get_motor_collection().update_one(this, change)).modified_count)


def _of_event(event: InboxEvent) -> DeadLetter:
    at = event.dead_at or event.received_at
    return DeadLetter(event.id, at, f"from {event.sender}", event.error or "unknown")


def _of_message(message: Message) -> DeadLetter:
    reason = "may or may not have arrived" if message.state is DeliveryState.UNKNOWN else "was not delivered"
    at = message.undelivered_at or message.at
    unknown = message.state is DeliveryState.UNKNOWN
    return DeadLetter(message.id, at, f"to {message.address}", reason, may_have_arrived=unknown)
