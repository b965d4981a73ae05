"""Whatever fails, a message arrives once, or is reported, and what nobody waits for goes another way."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from pymongo.errors import PyMongoError

from bot.assembly import Store
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.errors import DatabaseUnavailable
from bot.messages import Address, ChannelName, Delivery, DeliveryState
from bot.reconciling import Reconciling
from bot.settings import Settings
from memory.documents import Person
from tests.fakes.courier import Accountant, Courier, Fate, Provider
from tests.scheduler.postal import Postal, new, somebody
from tests.webhooks.stage import MovingClock, eventually, open_store
from webhooks.deadletters import DeadLetters

TELEGRAM, SMS = ChannelName.TELEGRAM, ChannelName.SMS
FAILING: Final = 0.2
PERSONS: Final = 12
EACH: Final = 5
FAILURES: Final = [fate for fate in Fate if fate is not Fate.TAKEN]


def moody(seed: int, failures: Sequence[Fate]) -> Provider:
    """A provider of which one attempt in five fails, in any way there is; which ones is the same in every run."""
    chance = random.Random(seed)
    provider = Provider(TELEGRAM if seed % 2 else SMS)
    provider.fate = lambda _: chance.choice(failures) if chance.random() < FAILING else Fate.TAKEN
    return provider


class Town:
    """Two replicas in front of two providers, and what came of everything that was said."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.clock = MovingClock()
        # Somebody who blocks the bot does so for good; that is another test's matter.
        failures = [fate for fate in FAILURES if fate is not Fate.GONE]
        self.providers = [moody(seed, failures), moody(seed + 1, failures)]
        self.channels: list[Courier] = [Accountant(self.providers[0]), Courier(self.providers[1])]
        self.keys: list[str] = []
        self.telling = 0

    def replica(self) -> Postal:
        return Postal.of(self.store, self.channels, clock=self.clock, patience=0.3)

    @asynccontextmanager
    async def running(self, postal: Postal) -> AsyncIterator[Postal]:
        """A replica that does all it does about sending."""
        works = [postal.outbox.run(), self._divert(postal), self._news(postal)]
        tasks = [asyncio.create_task(work) for work in works]
        try:
            yield postal
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _divert(self, postal: Postal) -> None:
        named = {channel.name: channel for channel in self.channels}
        reconciling = Reconciling(named, self.store.vault, postal.deliveries, self.clock)
        while True:
            try:
                await postal.fallback.divert()
                await reconciling.ask()
            except (PyMongoError, DatabaseUnavailable):
                pass
            await asyncio.sleep(0.05)

    async def _news(self, postal: Postal) -> None:
        """Callbacks, some before the sending is written down; each comes twice."""
        while True:
            for provider in self.providers:
                while not provider.news.empty():
                    self.telling += 1
                    await asyncio.shield(self._told(postal, provider.name, provider.news.get_nowait()))
            await asyncio.sleep(0.005)

    async def _told(self, postal: Postal, channel: ChannelName, news: Delivery) -> None:
        for _ in range(2):
            await postal.deliveries.note(channel, news)
        self.telling -= 1

    async def talk(self, postals: list[Postal], persons: dict[str, tuple[Address, Address]], when: int) -> None:
        for number, (person, addresses) in enumerate(persons.items()):
            for kind in ("reply", "reminder", "digest"):
                key = f"{kind}:{number}:{when}"
                self.keys.append(key)
                await postals[(number + when) % len(postals)].say(person, addresses[when % 2], key, key)

    def shown(self, key: str) -> int:
        return sum(provider.delivered(key) for provider in self.providers)

    async def quiet(self) -> bool:
        waiting = await Message.find({"$or": [{"leaving": {"$exists": True}}, {"astray": {"$exists": True}}]}).count()
        return waiting == 0 and not self.telling and all(provider.news.empty() for provider in self.providers)


async def test_every_message_arrives_once_or_is_reported_whatever_fails(settings: Settings, folder: DataFolder) -> None:
    async with open_store(settings, folder) as store:
        town = Town(store, seed=7)
        homes = [(new(TELEGRAM), new(SMS)) for _ in range(PERSONS)]
        persons = {await somebody(store, *pair): pair for pair in homes}
        for when in range(EACH):
            # Each time one replica is killed in the middle of sending, and another one comes.
            async with town.running(town.replica()) as one, town.running(town.replica()) as two:
                await town.talk([one, two], persons, when)
                await one.kill()
            # What the killed one held is free for others once its leases have run out.
            town.clock.offset += timedelta(minutes=1)
        async with town.running(town.replica()), town.running(town.replica()):
            await eventually(town.quiet)
        await _everything_is_accounted_for(store, town, list(persons))


async def _everything_is_accounted_for(store: Store, town: Town, persons: list[str]) -> None:
    letters = {letter.id.partition(":via:")[0]: letter for letter in await DeadLetters(store.vault, town.clock).all()}
    found = [each for each in [await Person.get(person) for person in persons] if each]
    missed = {key for person in found for key in person.missed or ()}
    shown = Counter({key: town.shown(key) for key in town.keys})
    assert [key for key in town.keys if shown[key] > 1] == []
    lost = [key for key in town.keys if shown[key] == 0]
    assert [key for key in lost if key not in letters] == []
    # What nobody waited for and has no way left is told to its person as well.
    final = {key for key in lost if letters[key].may_have_arrived is False and not key.startswith("reply:")}
    assert final <= missed
    states = {message.state for message in await Message.find_all().to_list()}
    assert states <= {DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.UNKNOWN}
    assert len(lost) < len(town.keys) * FAILING
