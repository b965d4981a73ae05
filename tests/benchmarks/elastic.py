"""How fast Elasticsearch takes and finds memories of many people.

Run as `python -m tests.benchmarks.elastic [--memories 50000] [--people 500] URL`; 1000000 over 10000 is the full size.
It deletes what it wrote.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, Final

import numpy as np
from elasticsearch import AsyncElasticsearch

from bot.messages import MemoryId, PersonId
from memory.search.elastic.engine import ElasticIndex
from memory.search.elastic.server import Patience, Server
from memory.search.port import Entry, Query, Vector
from tests.benchmarks.recall import TOLD, WORDS_A_MEMORY, WORDS_A_QUESTION, Writer

CLIENTS: Final = 8
QUESTIONS: Final = 50
SAVES: Final = 30
LIMIT: Final = 200
BATCH: Final = 1_000
DIMENSIONS: Final = 512
WARM_UP: Final = 5
INDEXES: Final = "tuckaway-benchmark-*"


def person(number: int) -> PersonId:
    return PersonId(f"{number:032x}")


def vectors(generator: np.random.Generator, count: int) -> Vector:
    rows = generator.standard_normal((count, DIMENSIONS), dtype=np.float32)
    unit: Vector = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def batches(memories: int, people: int) -> Iterator[list[Entry]]:
    """Everybody's memories, mixed as they come in; words as unequally frequent as in a language."""
    writer, generator = Writer(), np.random.default_rng(7)
    for first in range(0, memories, BATCH):
        count = min(BATCH, memories - first)
        yield [
            Entry(
                person(number % people),
                MemoryId(f"{number:032x}"),
                tuple(writer.memory().split()),
                vector,
                TOLD + timedelta(minutes=number),
                stamp="0123456789abcdef",
            )
            for number, vector in enumerate(vectors(generator, count), first)
        ]


async def filled(index: ElasticIndex, memories: int, people: int) -> dict[str, Any]:
    spent = 0.0
    for batch in batches(memories, people):
        began = time.perf_counter()
        await index.put(batch)
        spent += time.perf_counter() - began
    return {"put_seconds": round(spent, 1), "put_per_second": round(memories / spent)}


async def settled(client: AsyncElasticsearch) -> float:
    """Wait until what was filled has been merged, as it is by the time that people ask; seconds."""
    began = time.perf_counter()
    while (await client.indices.stats(index=INDEXES, metric="merge"))["_all"]["primaries"]["merges"]["current"]:
        await asyncio.sleep(1)
    return round(time.perf_counter() - began, 1)


async def found(index: ElasticIndex, people: int) -> dict[str, Any]:
    """Milliseconds of a question, by as many clients at once as asked for."""
    figures = {}
    for clients in (1, CLIENTS):
        rounds = await asyncio.gather(*(_ask(index, people, client) for client in range(clients)))
        times = np.array([each for spent in rounds for each in spent[WARM_UP:]]) * 1_000
        p50, p95 = np.percentile(times, (50, 95))
        figures[f"find_{clients}_clients"] = {"p50_ms": round(p50, 1), "p95_ms": round(p95, 1), "count": len(times)}
    return figures


async def _ask(index: ElasticIndex, people: int, seed: int) -> Sequence[float]:
    writer, choice, generator = Writer(), random.Random(seed), np.random.default_rng(seed)
    times = []
    for vector in vectors(generator, QUESTIONS + WARM_UP):
        query = Query(tuple(writer.question()), vector)
        began = time.perf_counter()
        await index.find(person(choice.randrange(people)), query, limit=LIMIT)
        times.append(time.perf_counter() - began)
    return times


async def saved(index: ElasticIndex, people: int) -> dict[str, Any]:
    """Milliseconds until one memory is kept, and until it is found by the same process."""
    times = []
    for [entry] in islice(_singly(people), SAVES):
        began = time.perf_counter()
        await index.put([entry])
        await index.find(entry.person, Query(entry.terms[:WORDS_A_QUESTION], entry.vector), limit=LIMIT)
        times.append((time.perf_counter() - began) * 1_000)
    return {"put_1_then_find_ms": round(float(np.median(times)), 1)}


def _singly(people: int) -> Iterator[list[Entry]]:
    for batch in batches(BATCH, people):
        yield from ([entry] for entry in batch)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memories", type=int, default=50_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("url", help="an Elasticsearch for tests, such as infra/elasticsearch-for-tests starts")
    given = parser.parse_args()
    patience = Patience(reading=60, writing=600)
    server = Server(given.url, name="tuckaway-benchmark", replicas=0, shards=given.shards, patience=patience)
    index = ElasticIndex(server)
    await index.open("benchmark")
    await index.clear()
    figures: dict[str, Any] = {"memories": given.memories, "people": given.people, "words": WORDS_A_MEMORY}
    figures |= await filled(index, given.memories, given.people)
    await index.persons()
    async with server.connect() as client:
        figures["merging_seconds"] = await settled(client)
    figures |= await found(index, given.people)
    figures |= await saved(index, given.people)
    async with server.connect() as client:
        statistics = await client.indices.stats(index=INDEXES, metric="store")
        size = statistics["_all"]["primaries"]["store"]["size_in_bytes"]
        figures["bytes_a_memory"] = size // given.memories
        await index.close()
        for name in await client.indices.get(index=INDEXES):
            await client.indices.delete(index=name)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
