"""Shows the pages that are open here what other replicas wrote into the conversation log."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Final

import structlog
from beanie import Document
from pymongo.errors import PyMongoError

from bot.conversation import Entry, Message, opened
from bot.crypto import Vault
from bot.deliveries import Ticks
from bot.errors import ContentSealed, DatabaseUnavailable
from bot.live import LiveFeed, StateChanged
from bot.messages import Author, ChannelName, DeliveryState, PersonId
from memory.documents import Person

EVERY: Final = 1.0
# What was written while a page fetched its history and opened its socket; showing something twice costs nothing.
LOOK_BACK: Final = 20
TICKED: Final = 50
"""How many messages back a tick is shown: as many as a page begins with."""

log = structlog.get_logger(__name__)


class Follower:
    """Reads what is new in the log for the persons somebody is looking at: two queries a second, none when nobody is.

    What is new is told by the person's own numbering, which moves in the transaction that writes the messages: no clock
    decides, and nothing that this replica wrote itself is read again. That a message came further is told by a number
    as well, and which one it was by comparing how far the newest are with how far they were.
    """

    def __init__(self, feed: LiveFeed, vault: Vault) -> None:
        self._feed = feed
        self._vault = vault
        self._seen: dict[PersonId, int] = {}
        self._ticks: dict[PersonId, int] = {}
        self._states: dict[PersonId, dict[int, DeliveryState]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.look()
            except (PyMongoError, DatabaseUnavailable) as error:
                log.warning("follower.database_unavailable", error=type(error).__name__)
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Show what is new."""
        watched = self._feed.watched()
        self._seen = {person: number for person, number in self._seen.items() if person in watched}
        numbers = await _numbers(Person, "last_sequence", watched)
        for person, last in numbers.items():
            if last > (seen := self._seen.get(person, last - LOOK_BACK)):
                await self._follow(person, seen, last)
            self._seen[person] = last
        await self._look_for_ticks(numbers)

    async def _look_for_ticks(self, numbers: Mapping[PersonId, int]) -> None:
        """Show how far messages came of which any replica was told since the last look."""
        self._states = {person: states for person, states in self._states.items() if person in numbers}
        counts = await _numbers(Ticks, "moved", numbers.keys())
        moved = [person for person, count in counts.items() if count != self._ticks.get(person)]
        self._ticks = counts
        for person in moved:
            before, now = self._states.get(person, {}), await _states(person, numbers[person])
            self._states[person] = now
            for sequence, state in now.items():
                if state is not before.get(sequence):
                    self._feed.show(person, StateChanged(sequence=sequence, state=state))

    async def _follow(self, person: PersonId, seen: int, last: int) -> None:
        """Show one person what is new. What fails with theirs must keep nobody else's page waiting, now or later."""
        try:
            await self._show(await _written(person, seen, last))
        except (PyMongoError, DatabaseUnavailable):
            raise
        except Exception:
            log.exception("follower.failed", person=person)

    async def _show(self, messages: Collection[str]) -> None:
        new = [each for each in messages if not self._feed.was_shown(each)]
        if not new:
            return
        found = await Message.find({"_id": {"$in": new}}).to_list()
        entries = await asyncio.gather(*(self._opened(message) for message in found))
        readable = [entry for entry in entries if entry is not None]
        for entry in sorted(readable, key=lambda entry: entry.message.sequence):
            self._feed.show(PersonId(entry.message.person), entry.said())

    async def _opened(self, message: Message) -> Entry | None:
        """The message with its words; None when they can't be opened, which is then in the log."""
        try:
            (entry,) = await opened([message], self._vault)
        except ContentSealed:
            log.warning("follower.sealed", message=message.id)
            return None
        return entry


async def _numbers(kind: type[Document], name: str, persons: Collection[PersonId]) -> dict[PersonId, int]:
    """That number of each of `persons`, of whom there is such a document."""
    if not persons:
        return {}
    rows = kind.get_motor_collection().find({"_id": {"$in": list(persons)}}, {name: 1})
    return {PersonId(row["_id"]): int(row[name]) async for row in rows}


async def _states(person: PersonId, last: int) -> dict[int, DeliveryState]:
    """How far the newest messages came that the bot sent elsewhere than to the browser."""
    numbers = {"person": person, "sequence": {"$gt": last - TICKED, "$lte": last}}
    wanted = {"sequence": 1, "state": 1, "author": 1, "channel": 1}
    rows = [row async for row in Message.get_motor_collection().find(numbers, wanted)]
    sent = [row for row in rows if row["author"] == Author.BOT and row["channel"] != ChannelName.WEB]
    return {int(row["sequence"]): DeliveryState(row["state"]) for row in sent}


async def _written(person: PersonId, after: int, last: int) -> list[str]:
    """The ids of the person's messages with these numbers."""
    numbers = {"person": person, "sequence": {"$gt": after, "$lte": last}}
    return [str(row["_id"]) async for row in Message.get_motor_collection().find(numbers, {"_id": 1})]
