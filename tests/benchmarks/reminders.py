"""How fast due reminders are claimed and queued: `python -m tests.benchmarks.reminders [--count 10000]`.

Each is of another person's. With TUCKAWAY_TEST_MONGODB_URI on that server, else on the embedded one.
"""

import argparse
import asyncio
import json
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Final
from uuid import uuid4

from bot import data_folder
from bot.assembly import Store, Tuckaway
from bot.clock import system_clock
from bot.conversation import Message
from bot.crypto import KeyId
from bot.embedded import EmbeddedDatabase
from bot.settings import load_settings
from memory.documents import Person
from memory.people import get
from memory.reminders import Reminder, ReminderContent
from memory.when.schedule import Schedule

BATCH: Final = 500


async def measure(folder: Path, count: int) -> dict[str, float]:
    """Seconds and rates of letting `count` reminders ring that are all due."""
    environment = {"TUCKAWAY_DATA_DIR": str(folder), "TUCKAWAY_MONGODB_DATABASE": f"bench_{uuid4().hex[:8]}"}
    settings = load_settings(environment, env_file=None)
    prepared = data_folder.prepare(folder)
    database = None if "TUCKAWAY_TEST_MONGODB_URI" in os.environ else EmbeddedDatabase(prepared)
    uri = await database.start() if database else os.environ["TUCKAWAY_TEST_MONGODB_URI"]
    store = await Store.open(settings, uri, prepared)
    tuckaway = Tuckaway(store, settings)
    await seed(tuckaway, count)
    began = perf_counter()
    await tuckaway.reminders.ring()
    seconds = perf_counter() - began
    queued = await Message.find({"leaving.due": {"$gt": datetime(1970, 1, 1, tzinfo=UTC)}}).count()
    await store.database.client.drop_database(settings.mongodb_database)
    await store.close()
    if database:
        await database.stop()
    return {"count": count, "queued": queued, "seconds": round(seconds, 1), "per_second": round(count / seconds)}


async def seed(tuckaway: Tuckaway, count: int) -> None:
    """As many persons, each with one reminder that is due."""
    store = tuckaway.store
    owner = await get(await store.owner(tuckaway.people, system_clock), store.vault)
    due = system_clock().replace(microsecond=0) - timedelta(seconds=1)
    schedule = Schedule(start=due.replace(tzinfo=None), zone="UTC", rules=("FREQ=DAILY",))
    content = ReminderContent(subject="water the plants", schedule=schedule, said="")
    for first in range(0, count, BATCH):
        names = [f"person{number}" for number in range(first, min(first + BATCH, count))]
        key = KeyId(owner.person.data_key)
        persons = [Person(id=name, data_key=key, created_at=due, sealed=owner.person.sealed) for name in names]
        sealed = [await store.vault.seal(key, content) for _ in names]
        reminders = [
            Reminder(
                id=uuid4().hex,
                person=name,
                changed=0,
                address=f"web:{name}",
                occurs_at=due,
                next_at=due,
                sealed=words,
            )
            for name, words in zip(names, sealed, strict=True)
        ]
        await Person.insert_many(persons)
        await Reminder.insert_many(reminders)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(measure(Path(folder), count))))  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
