"""How fast due reminders are claimed and queued: `python -m tests.benchmarks.reminders [--count 10000] [--uri URI]`.

Each is of another person's, for a channel that nobody serves here, so nothing is sent meanwhile. On the server that
--uri or TUCKAWAY_TEST_MONGODB_URI names, else on the embedded one; what that can do at all is measured in the same run.
"""

import argparse
import asyncio
import json
import os
import tempfile
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final
from uuid import uuid4

from pymongo import UpdateMany

from bot import data_folder
from bot.assembly import Store, Tuckaway
from bot.clock import system_clock
from bot.conversation import Message
from bot.crypto import KeyId
from bot.embedded import EmbeddedDatabase
from bot.settings import load_settings
from bot.unit_of_work import BY_ONE_FILTER
from memory.documents import Person
from memory.people import get
from memory.reminder import Reminder, ReminderContent
from memory.when.schedule import Schedule
from tests.benchmarks import floor

BATCH: Final = 500


async def measure(folder: Path, count: int, uri: str | None) -> dict[str, Any]:
    """Seconds and rates of letting `count` reminders ring that are all due."""
    environment = {"TUCKAWAY_DATA_DIR": str(folder), "TUCKAWAY_MONGODB_DATABASE": f"bench_{uuid4().hex[:8]}"}
    settings = load_settings(environment, env_file=None)
    prepared = data_folder.prepare(folder)
    database = EmbeddedDatabase(prepared)
    store = await Store.open(settings, uri or await database.start(), prepared)
    tuckaway = Tuckaway(store, settings)
    await seed(tuckaway, count)
    server = None if uri else database.pid
    began, spent, spent_there = perf_counter(), process_time(), floor.processor_seconds(server)
    await tuckaway.reminders.ring()
    seconds, spent = perf_counter() - began, process_time() - spent
    spent_there = floor.processor_seconds(server) - spent_there
    queued = await Message.find({"leaving.due": {"$gt": datetime(1970, 1, 1, tzinfo=UTC)}}).count()
    bare = await bare_writes()
    if uri:
        await store.database.client.drop_database(settings.mongodb_database)
    await store.close()
    await database.stop()
    return {
        "count": count,
        "queued": queued,
        "seconds": round(seconds, 1),
        "per_second": round(count / seconds),
        "bot_cpu_ms_each": round(spent / count * 1_000, 2),
        "database_cpu_ms_each": round(spent_there / count * 1_000, 2) or None,
        "floor_ms": bare,
    }


async def bare_writes() -> dict[str, float]:
    """What a message costs that is inserted, and a reminder and a person that are changed, many at once; in ms each."""
    messages, others = Message.get_motor_collection(), (Reminder.get_motor_collection(), Person.get_motor_collection())
    rows = await messages.find({}).limit(BATCH).to_list(None)
    for number, row in enumerate(rows):
        row |= {"_id": uuid4().hex, "sequence": 1_000_000 + number}
    floors = {"insert_message": await _milliseconds(messages.insert_many(rows)) / len(rows)}
    for name, collection in zip(("update_reminder", "update_person"), others, strict=True):
        ids = [row["_id"] for row in await collection.find({}, {"_id": 1}).limit(BATCH).to_list(None)]
        change = {"$set": {"next_at": system_clock(), "last_sequence": 99}}
        parts = [ids[first : first + BY_ONE_FILTER] for first in range(0, len(ids), BY_ONE_FILTER)]
        writes = [UpdateMany({"_id": {"$in": part}}, change) for part in parts]
        floors[name] = await _milliseconds(collection.bulk_write([*writes])) / len(ids)
    return {name: round(each, 2) for name, each in floors.items()}


async def _milliseconds(work: Awaitable[object]) -> float:
    began = perf_counter()
    await work
    return (perf_counter() - began) * 1_000


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
                address=f"telegram:{name}",
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
    parser.add_argument("--uri", default=os.environ.get("TUCKAWAY_TEST_MONGODB_URI"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = asyncio.run(measure(Path(folder), given.count, given.uri))
    print(json.dumps({"benchmark": "reminders", **measured, "machine": floor.machine()}))  # noqa: T201 - its purpose


if __name__ == "__main__":
    main()
