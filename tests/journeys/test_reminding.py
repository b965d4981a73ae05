"""Two replicas that are killed again and again let every reminder ring exactly once."""

import asyncio
import random
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import data_folder
from bot.assembly import Store
from bot.clock import system_clock
from bot.conversation import Message
from bot.embedded import EmbeddedDatabase
from bot.messages import PersonId
from bot.settings import Settings, load_settings
from memory.embedding.local import LocalEmbedder
from memory.people import People
from memory.reminders import Reminder
from tests.conftest import loaded_encoder
from tests.processes import Running
from tests.scheduler.appointments import is_set, once

REMINDERS = 40
KILLS = 4
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


@pytest.mark.timeout(240)
async def test_two_replicas_that_are_killed_at_random_let_every_reminder_ring_once(
    settings: Settings, tmp_path: Path
) -> None:
    chance, uri = random.Random(7), shared(settings)["mongodb_uri"]
    store = await Store.open(settings, uri, data_folder.prepare(settings.data_dir), LocalEmbedder(loaded_encoder))
    folders = [tmp_path / "first", tmp_path / "second"]
    replicas = [await Running.start(folder, shared(settings)) for folder in folders]
    try:
        owner = await store.owner(People(store.vault), system_clock)
        for number in range(REMINDERS):
            now = system_clock()
            due = now + timedelta(seconds=chance.uniform(1, 14))
            await is_set(store, owner, f"number {number}", once(due), now, address=f"web:{owner}")
        for kill in range(KILLS):
            await asyncio.sleep(chance.uniform(0.5, 2))
            await replicas[kill % 2].kill()
            replicas[kill % 2] = await Running.start(folders[kill % 2], shared(settings))
        rang = await all_rang(owner)
    finally:
        for each in replicas:
            await each.stop()
        await store.close()
    assert len(rang) == REMINDERS
    assert set(Counter(message.id.split(":")[1] for message in rang).values()) == {1}


async def all_rang(owner: PersonId) -> list[Message]:
    """The messages of the reminders, once none is waiting to ring for the first time."""
    async with asyncio.timeout(90):
        while [each for each in await Reminder.find({"person": owner}).to_list() if each.ringing is None]:
            await asyncio.sleep(0.1)
    found = await Message.find({"person": owner}).to_list()
    return [each for each in found if each.id.startswith("reminder:")]
