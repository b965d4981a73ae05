"""An embedded index in a folder, what is put into it, and what is found in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from bot.messages import MemoryId, PersonId
from memory.search.embedded import EmbeddedIndex
from memory.search.port import Entry, Query, Vector

ANNA = PersonId("anna")
TOLD = datetime(2025, 3, 1, 9, tzinfo=UTC)


def direction(seed: int) -> Vector:
    vector = np.random.default_rng(seed).standard_normal(512, dtype=np.float32)
    unit: Vector = vector / np.linalg.norm(vector)
    return unit


def entry(memory: str, terms: str = "key", person: PersonId = ANNA) -> Entry:
    return Entry(person, MemoryId(memory), tuple(terms.split()), direction(len(memory)), TOLD + timedelta(minutes=1))


@asynccontextmanager
async def opened(folder: Path, cache: int = 1 << 20) -> AsyncIterator[EmbeddedIndex]:
    index = EmbeddedIndex(folder, cache=cache)
    await index.open("model")
    try:
        yield index
    finally:
        await index.close()


async def found(index: EmbeddedIndex, terms: str = "key", person: PersonId = ANNA) -> tuple[set[str], set[str]]:
    candidates = await index.find(person, Query(tuple(terms.split()), direction(1)), limit=1_000)
    return {hit.memory for hit in candidates.lexical}, {hit.memory for hit in candidates.dense}


def database(folder: Path) -> Path:
    [path] = folder.glob("*.sqlite3")
    return path


def put_aside(folder: Path) -> list[Path]:
    return list(folder.glob("*.damaged*"))
