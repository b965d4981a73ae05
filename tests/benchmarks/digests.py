"""How long a digest takes to gather and word: `python -m tests.benchmarks.digests [--memories 10000]`."""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import numpy as np

from bot import data_folder
from bot.assembly import Store
from bot.clock import system_clock
from bot.crypto import KeyId
from bot.embedded import EmbeddedDatabase
from bot.messages import ChannelName, MemoryId, PersonId
from bot.settings import load_settings
from handlers.wording import in_language
from memory.changes import Changes
from memory.documents import Annotation, AnnotationSource, DigestKind, Memory, MemoryContent
from memory.gathering import PersonalDigests
from memory.people import Known, People, get
from memory.reminder import Reminder, ReminderContent
from memory.search.analysis import STOP_WORDS
from memory.sought import Indexable
from memory.when.schedule import Schedule
from tests.benchmarks import floor
from tests.benchmarks.recall import STOP_RANKS, PlacedByHash, Writer

ZONE: Final = ZoneInfo("Europe/Lisbon")
END: Final = datetime(2026, 11, 21, 7, 30, tzinfo=ZONE)
YEARS: Final = 2
DAYS: Final = 60
"""Mornings that are gathered, one after another, so that none is just repeated."""
NAMES: Final = ("Ana", "Tunde", "Mia", "Rui", "Lena", "Omar", "Zoe", "Ivo", "Noor", "Pia")
CATEGORIES: Final = ("general", "task", "task", "idea", "event", "recipe", "link", "person")
REMINDERS: Final = 300


class Life:
    """Two years of one person's: tasks half done, dates, birthdays, people, reminders."""

    def __init__(self, known: Known, store: Store, count: int) -> None:
        self._known = known
        self._store = store
        self._count = count
        self._writer = Writer()
        self._writer._words[:STOP_RANKS] = sorted(STOP_WORDS)[:STOP_RANKS]
        self._random = random.Random(7)

    async def live(self) -> None:
        """Write it all."""
        for first in range(0, self._count, 500):
            numbers = range(first, min(first + 500, self._count))
            await self._tell([await self._memory(number) for number in numbers])
        await Reminder.insert_many([await self._reminder(number) for number in range(REMINDERS)])
        await self._known.person.set({"last_sequence": 2 * self._count})

    async def _tell(self, told: list[tuple[Memory, str]]) -> None:
        person, key = PersonId(self._known.person.id), bytes.fromhex(self._known.content.search_key)
        await Memory.insert_many([memory for memory, _ in told])
        await self._store.recall.index(
            [Indexable(person, key, MemoryId(memory.id), text, memory.told_at) for memory, text in told]
        )

    async def _memory(self, number: int) -> tuple[Memory, str]:
        chance, person = self._random.random, self._known.person
        name = self._random.choice(NAMES) if chance() < 0.3 else None
        text = f"{name or ''} {self._writer.memory()}".strip()
        category = self._random.choice(CATEGORIES)
        told_at = END - timedelta(days=365 * YEARS) * (1 - number / self._count)
        day = told_at + timedelta(days=self._random.randint(0, 60))
        memory = Memory(
            id=uuid4().hex,
            person=person.id,
            changed=2 * number + 1,
            told_at=told_at,
            channel=ChannelName.WEB,
            category=category,
            open_task=person.id if category == "task" and chance() < 0.5 else None,
            day=str(day.date()) if chance() < 0.08 else None,
            yearly=f"{day:%m-%d}" if chance() < 0.01 else None,
            sealed=await self._store.vault.seal(KeyId(person.data_key), _content(text, name)),
        )
        return memory, text

    async def _reminder(self, number: int) -> Reminder:
        start = (END + timedelta(hours=5 * (number - REMINDERS // 2))).replace(tzinfo=None)
        content = ReminderContent(subject="water the plants", schedule=Schedule(start=start, zone=ZONE.key), said="")
        at = start.replace(tzinfo=ZONE).astimezone(UTC)
        return Reminder(
            id=uuid4().hex,
            person=self._known.person.id,
            changed=1,
            address="web:owner",
            occurs_at=at,
            next_at=at,
            sealed=await self._store.vault.seal(KeyId(self._known.person.data_key), content),
        )


def _content(text: str, name: str | None) -> MemoryContent:
    notes = [Annotation(kind="person", value=name, confidence=0.9, source=AnnotationSource.RULE)] if name else []
    return MemoryContent(text=text, annotations=notes)


async def figures(store: Store, known: Known) -> dict[str, Any]:
    """Mean, median and 95th percentile of each kind, in milliseconds."""
    digests = PersonalDigests(known.person, known.content, vault=store.vault, recall=store.recall, changes=Changes())
    words, mornings = in_language("en"), cycle(END - timedelta(days=ago) for ago in range(DAYS))

    async def gather(*kinds: DigestKind) -> None:
        now = next(mornings)
        digest = await digests.gather(kinds, now=now, zone=ZONE)
        words.digest(digest, now=now, zone=ZONE)

    async def nothing() -> None:
        await Memory.find({"person": "nobody", "day": "2026-11-21"}).to_list()

    return {
        "morning": await _timed(lambda: gather(DigestKind.MORNING)),
        "weekly": await _timed(lambda: gather(DigestKind.WEEKLY)),
        "monthly": await _timed(lambda: gather(DigestKind.MONTHLY)),
        "floor_one_query": await _timed(nothing),
    }


async def _timed(work: Callable[[], Awaitable[object]]) -> dict[str, float]:
    await work()
    taken = []
    for _ in range(DAYS):
        start = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - start) * 1_000)
    return {"mean": round(float(np.mean(taken)), 2), **floor.percentiles(taken)}


async def main(count: int) -> dict[str, Any]:
    """All figures, as one object."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        settings = load_settings({"TUCKAWAY_DATA_DIR": str(folder)}, env_file=None)
        prepared = data_folder.prepare(folder)
        database = EmbeddedDatabase(prepared)
        # Without a model to embed with: no digest needs one, and ten thousand memories would take minutes.
        store = await Store.open(settings, await database.start(), prepared, PlacedByHash())
        await store.recall.open()
        try:
            owner = await store.owner(People(store.vault), system_clock)
            await Life(await get(owner, store.vault), store, count).live()
            return {"memories": count, **await figures(store, await get(owner, store.vault))}
        finally:
            await store.close()
            await database.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memories", type=int, default=10_000)
    measured = asyncio.run(main(parser.parse_args().memories))
    sys.stdout.write(json.dumps({"benchmark": "digests", **measured, "machine": floor.machine()}) + "\n")
