"""What it costs to recognise updates: `python -m tests.benchmarks.updates [--memories 10000]`.

In milliseconds: reading a text that claims nothing, looking for what a new value replaces, and, for a question, looking
for what has replaced the memories that were found.
"""

import argparse
import asyncio
import json
import random
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot import data_folder
from bot.assembly import Store
from bot.clock import system_clock
from bot.embedded import EmbeddedDatabase
from bot.messages import MemoryId, PersonId
from bot.settings import load_settings
from memory.documents import Memory
from memory.overtaking import Overtaking
from memory.people import People, get
from tests.benchmarks import floor
from tests.benchmarks.recall import Writer
from tests.benchmarks.seeding import seed

ROUNDS: Final = 200
FOUND: Final = 12
MARKED: Final = 300


async def main(memories: int) -> dict[str, Any]:
    """All figures, as one object."""
    writer = Writer()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        await seed(folder, [writer.memory() for _ in range(memories)])
        prepared = data_folder.prepare(folder)
        database = EmbeddedDatabase(prepared)
        settings = load_settings({"TUCKAWAY_DATA_DIR": str(folder)}, env_file=None)
        store = await Store.open(settings, await database.start(), prepared)
        await store.recall.open()
        try:
            return {"machine": floor.machine(), "memories": memories, **await _figures(store, writer)}
        finally:
            await store.close()
            await database.stop()


async def _figures(store: Store, writer: Writer) -> dict[str, Any]:
    known = await get(await store.owner(People(store.vault), system_clock), store.vault)
    person, key = PersonId(known.person.id), bytes.fromhex(known.content.search_key)
    overtaking = Overtaking(person, key, vault=store.vault, recall=store.recall)
    at = system_clock() + timedelta(days=1)

    async def told(text: str) -> None:
        await overtaking.by(text, [], memory=MemoryId("new"), at=at)

    async def claimed() -> None:
        text = f"new code for {' '.join(writer.memory().split()[:8])}: {random.randrange(10_000)}"
        await store.recall.place(text)
        await told(text)

    async def placed() -> None:
        await store.recall.place(f"new code for {' '.join(writer.memory().split()[:8])}: 4417")

    rows = await Memory.find({"person": person}).limit(MARKED * 2).to_list()
    for newer, older in zip(rows[::2], rows[1::2], strict=True):
        await newer.set({"replaces": [older.id]})
    ids = [row.id for row in rows]

    async def replaced() -> None:
        await Memory.find({"replaces": {"$in": random.sample(ids, FOUND)}}).to_list()

    return {
        "claims_nothing_ms": await floor.timed_async(lambda: told(writer.memory()), ROUNDS),
        "embedding_alone_ms": await floor.timed_async(placed, ROUNDS),
        "embedding_and_recognition_ms": await floor.timed_async(claimed, ROUNDS),
        "question_ms": await floor.timed_async(replaced, ROUNDS),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memories", type=int, default=10_000)
    arguments = parser.parse_args()
    random.seed(7)
    print(json.dumps(asyncio.run(main(arguments.memories))))  # noqa: T201 - the figures are the output
