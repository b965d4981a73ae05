"""Two replicas that are killed again and again let every reminder ring, and send every digest, exactly once."""

import asyncio
import random
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import data_folder
from bot.assembly import Store
from bot.clock import system_clock
from bot.conversation import Message
from bot.embedded import EmbeddedDatabase
from bot.messages import PersonId
from bot.settings import Settings, load_settings
from memory.documents import Person, Preferences
from memory.embedding.local import LocalEmbedder
from memory.people import People
from memory.reminder import Reminder
from tests.conftest import loaded_encoder
from tests.memory.desk import Desk
from tests.memory.past import Past
from tests.processes import Running
from tests.scheduler.appointments import is_set, once

REMINDERS = 40
READERS = 20
KILLS = 4
# Seconds from now in which everything falls due.
FROM, UNTIL = 1, 14
NOON = 12
MASTER_KEY = b64encode(bytes(range(96))).decode()


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """One database for both, and one master key."""
    server = EmbeddedDatabase(data_folder.prepare(tmp_path / "server"))
    environment = {
        "TUCKAWAY_DATA_DIR": str(tmp_path / "here"),
        "TUCKAWAY_MONGODB_URI": await server.start(),
        "TUCKAWAY_MASTER_KEY": MASTER_KEY,
    }
    yield load_settings(environment, env_file=None)
    await server.stop()


def shared(settings: Settings) -> dict[str, str]:
    """What both replicas are told."""
    assert settings.mongodb_uri
    return {"mongodb_uri": settings.mongodb_uri.get_secret_value(), "master_key": MASTER_KEY}


@pytest.mark.timeout(600)
async def test_two_replicas_that_are_killed_at_random_let_every_reminder_ring_and_send_every_digest_once(
    settings: Settings, tmp_path: Path
) -> None:
    chance, uri = random.Random(7), shared(settings)["mongodb_uri"]
    store = await Store.open(settings, uri, data_folder.prepare(settings.data_dir), LocalEmbedder(loaded_encoder))
    folders = [tmp_path / "first", tmp_path / "second"]
    replicas = [await Running.start(folder, shared(settings)) for folder in folders]
    try:
        owner = await store.owner(People(store.vault), system_clock)
        await have_reminders(store, owner, chance)
        readers = [await has_a_digest_to_come(store, chance) for _ in range(READERS)]
        for kill in range(KILLS):
            await asyncio.sleep(chance.uniform(0.5, 2))
            await replicas[kill % 2].kill()
            replicas[kill % 2] = await Running.start(folders[kill % 2], shared(settings))
        rang, sent = await asyncio.gather(all_rang(owner), all_sent(readers))
    finally:
        for each in replicas:
            await each.stop()
        await store.close()
    assert len(rang) == REMINDERS
    assert set(Counter(message.id.split(":")[1] for message in rang).values()) == {1}
    assert Counter(message.person for message in sent) == Counter(readers)


async def have_reminders(store: Store, owner: PersonId, chance: random.Random) -> None:
    """The owner's, each due at some moment of the next seconds."""
    for number in range(REMINDERS):
        now = system_clock()
        due = now + timedelta(seconds=chance.uniform(FROM, UNTIL))
        await is_set(store, owner, f"number {number}", once(due), now, address=f"web:{owner}")


async def has_a_digest_to_come(store: Store, chance: random.Random) -> PersonId:
    """A new person with something left to do, whose digest is due at some moment of the next seconds."""
    past, now = Past(await Desk.of(store)), system_clock()
    await past.task("renew the passport", now - timedelta(days=1))
    due = now + timedelta(seconds=chance.uniform(FROM, UNTIL))
    # Where it is about noon, so that neither midnight nor the night is near.
    zone = ZoneInfo(f"Etc/GMT{now.hour - NOON:+d}")
    preferences = Preferences(digest_hour=due.astimezone(zone).time())
    chosen = {"zone": zone.key, "preferences": preferences.model_dump(mode="json"), "digest_at": due}
    await Person.find({"_id": past.person}).update({"$set": chosen})
    return past.person


async def all_rang(owner: PersonId) -> list[Message]:
    """The messages of the reminders, once none is waiting to ring for the first time."""
    async with asyncio.timeout(180):
        while [each for each in await Reminder.find({"person": owner}).to_list() if each.ringing is None]:
            await asyncio.sleep(0.1)
    return await messages([owner], "reminder:")


async def all_sent(readers: Sequence[PersonId]) -> list[Message]:
    """The messages of the digests, once none is due any more."""
    async with asyncio.timeout(180):
        while await Person.find({"digest_at": {"$lte": system_clock() + timedelta(minutes=1)}}).to_list():
            await asyncio.sleep(0.1)
    return await messages(readers, "digest:")


async def messages(persons: Sequence[PersonId], kind: str) -> list[Message]:
    found = await Message.find({"person": {"$in": [*persons]}}).to_list()
    return [each for each in found if each.id.startswith(kind)]
