"""Persons whose digests are due, replicas that send them, and a clock that is set by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.assembly import Store
from bot.conversation import Composer, Entry, Message, opened
from bot.messages import Address, ChannelName
from bot.outbox import Outbox
from bot.push.announcing import Announcer
from bot.push.devices import Devices
from bot.push.hosts import PushHosts
from bot.push.port import DeviceKind
from memory.digests import rescheduled
from memory.documents import Person, PersonAddress, Preferences
from memory.language.offline import Offline
from memory.language.port import LanguageModel, Shown
from memory.people import People, get
from scheduler.digests import Digests
from scheduler.together import Together
from tests.memory.desk import Desk
from tests.memory.past import Past

LISBON = ZoneInfo("Europe/Lisbon")


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = at("2026-11-21T07:30")

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str, zone: ZoneInfo = LISBON) -> None:
        """The wall clock of a zone says so."""
        self.now = at(text, zone)


def at(text: str, zone: ZoneInfo = LISBON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


class Eloquent(Offline):
    """A language model that says everything in its own words, or stumbles."""

    def __init__(self) -> None:
        self.stumbles = False
        self.seen: list[str] = []

    @override
    async def phrase(self, items: Sequence[Shown], language: str) -> tuple[str, ...] | None:
        self.seen += [item.text for item in items]
        if self.stumbles:
            raise RuntimeError("lost for words")
        return tuple(f"Remember: {item.text}" for item in items)


@dataclass
class Mornings:
    """One replica's digests."""

    store: Store
    clock: Hand

    def replica(self, language: LanguageModel | None = None) -> Digests:
        """A replica of its own on the same database; it has no channels, so what it writes stays in the outbox."""
        store = self.store
        outbox = Outbox({}, store.vault, self.clock)
        together = Together(store.database, store.vault, People(store.vault), outbox)
        composer = Composer((), store.vault, self.clock)
        announcer = Announcer(Devices(store.vault, self.clock, [DeviceKind.WEBPUSH], PushHosts()))
        return Digests(together, composer, store.recall, language or Offline(), announcer)

    async def send(self) -> None:
        """Let a replica send what is due."""
        await self.replica().send()

    async def person(self, zone: str = "Europe/Lisbon", **chosen: Any) -> Past:
        """A new person with a zone and choices, reachable where they wrote from, whose digest is due as it should."""
        desk = await Desk.of(self.store)
        reach = str(Address(channel=ChannelName.CONSOLE, value=uuid4().hex))
        await PersonAddress(id=reach, person=desk.person, channel=ChannelName.CONSOLE, linked_at=self.clock()).insert()
        await PersonAddress.find({"person": desk.person, "_id": {"$ne": reach}}).delete()
        await self.change(desk.person, zone=zone, reach=reach, preferences=Preferences(**chosen))
        return await self.again(Past(desk))

    async def again(self, past: Past) -> Past:
        """The same person as they are in the database now."""
        return Past(Desk(self.store, await get(past.person, self.store.vault)))

    async def change(self, person: str, **values: Any) -> None:
        """What a person chooses is written as handling their message would."""
        found = await self.stored(person)
        chosen = Person.model_validate({**found.model_dump(), **values})
        changed = {**values, "preferences": chosen.preferences}
        digest_at = rescheduled(found, changed, self.clock() - timedelta.resolution)
        new = {**chosen.model_dump(mode="json", include=set(values)), **digest_at}
        await found.set(new)
        await Person.get_motor_collection().update_one({"_id": person}, {"$inc": {"last_sequence": 1}})

    async def stored(self, person: str) -> Person:
        """The person's document."""
        found = await Person.get(person)
        assert found
        return found

    async def entries(self, past: Past) -> list[Entry]:
        """The digests that a person was sent, in order."""
        messages = await Message.find({"person": past.person}).to_list()
        return sorted(await opened(messages, self.store.vault), key=lambda entry: entry.message.sequence)

    async def texts(self, past: Past) -> list[str]:
        """What those say."""
        return [entry.content.text for entry in await self.entries(past)]
