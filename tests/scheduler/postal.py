"""Replicas that send and find other ways, persons with several addresses, and what is in the log about it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

from bot.assembly import Store
from bot.budgets import SharedBudget
from bot.channel import Channel
from bot.clock import Clock, system_clock
from bot.conversation import Composer, Entry, Message
from bot.deliveries import Deliveries
from bot.live import LiveFeed
from bot.messages import Address, ChannelName, Reply
from bot.outbox import Outbox
from bot.pacing import Pacing
from bot.rates import Rate
from bot.unit_of_work import Conflict, Work, write
from memory.documents import Person, PersonAddress
from memory.people import People
from scheduler.fallback import Fallback
from scheduler.together import Together
from tests.fakes.courier import Courier, Provider
from tests.memory.desk import Desk


@dataclass
class Postal:
    """One replica: its outbox, and what finds other ways for what went astray."""

    store: Store
    outbox: Outbox
    composer: Composer
    fallback: Fallback
    deliveries: Deliveries

    @classmethod
    def of(
        cls,
        store: Store,
        channels: Sequence[Channel],
        *,
        clock: Clock = system_clock,
        rates: dict[ChannelName, Rate] | None = None,
        patience: float = 60,
    ) -> "Postal":
        named = {channel.name: channel for channel in channels}
        deliveries = Deliveries(LiveFeed(), clock)
        pacing = Pacing(rates or {}, SharedBudget())
        outbox = Outbox(named, store.vault, clock, pacing=pacing, deliveries=deliveries, patience=patience)
        composer = Composer(named.keys(), store.vault, clock)
        together = Together(store.database, store.vault, People(store.vault), outbox)
        return cls(store, outbox, composer, Fallback(together, composer, outbox), deliveries)

    @asynccontextmanager
    async def working(self) -> AsyncIterator["Postal"]:
        """Send until the context ends, and hand back then what is left."""
        work = asyncio.create_task(self.outbox.run())
        try:
            yield self
        finally:
            await self.outbox.stop(0.2)
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def kill(self) -> None:
        """Everything stops in the middle; nothing is written and nothing handed back."""
        senders = [*self.outbox._senders.values()]
        for sender in senders:
            sender.cancel()
        await asyncio.gather(*senders, return_exceptions=True)

    async def say(self, person: str, address: Address, key: str, text: str) -> Entry:
        """Commit a message as handlers and scheduler do, and have it sent."""
        for _ in range(100):
            found = await Person.get(person)
            assert found
            sequence = found.last_sequence + 1
            entry = await self.composer.compose(Reply(text=text), found, address, key=key, sequence=sequence)
            work = Work(found, sequence, entries=[entry])
            with suppress(Conflict):
                await self.store.database.transaction(partial(write, [work], self.store.vault))
                self.outbox.push([entry])
                return entry
        raise AssertionError(key)


async def somebody(store: Store, *addresses: Address) -> str:
    """A new person who can be reached at these addresses, the first one linked first."""
    desk = await Desk.of(store)
    await PersonAddress.find({"person": desk.person}).delete()
    for number, address in enumerate(addresses):
        linked_at = datetime.now(UTC) + timedelta(seconds=number)
        await PersonAddress(id=str(address), person=desk.person, channel=address.channel, linked_at=linked_at).insert()
    return desk.person


async def composed(
    store: Store, person: Person, addresses: Sequence[Address], clock: Clock = system_clock
) -> list[Entry]:
    """Digests as they are committed, one for each address, which are all the person's."""
    composer = Composer({address.channel for address in addresses}, store.vault, clock)
    first = person.last_sequence + 1
    entries = [
        await composer.compose(
            Reply(text=f"digest {number}"), person, address, key=f"digest:{number}", sequence=first + number
        )
        for number, address in enumerate(addresses)
    ]
    await Message.insert_many([entry.message for entry in entries])
    theirs = {
        str(each): PersonAddress(id=str(each), person=person.id, channel=each.channel, linked_at=clock())
        for each in addresses
    }
    await PersonAddress.insert_many(list(theirs.values()))
    change = {"$set": {"last_sequence": first + len(entries)}}
    await Person.get_motor_collection().update_one({"_id": person.id}, change)
    return entries


def new(channel: ChannelName) -> Address:
    """An address that nobody has."""
    return Address(channel=channel, value=uuid4().hex)


def couriers(*names: ChannelName) -> tuple[dict[ChannelName, Provider], list[Courier]]:
    """A provider for each channel, and one replica's ways to them."""
    providers = {name: Provider(name) for name in names}
    return providers, [Courier(provider) for provider in providers.values()]


async def message(key: str) -> Message:
    found = await Message.get(key)
    assert found, key
    return found


async def settled(key: str) -> bool:
    """Whether nothing is left to do for the message here."""
    found = await Message.get(key)
    return found is not None and found.leaving is None
