"""How fast memories are indexed and found again: `python -m tests.benchmarks.recall [--memories 10000] [--people 1]`.

With more people, others tell `EACH` memories each beside the one who is measured, and another one of them asks before
each question of that one's: "find" with 1,000 people is to be compared with "find" with one.
"""

import argparse
import asyncio
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.messages import MemoryId, PersonId
from memory.embedding.local import LocalEmbedder
from memory.recall import Recall
from memory.search.embedded import EmbeddedIndex
from memory.sought import Indexable, Sought
from tests.benchmarks import floor

PERSON = PersonId("one")
KEY = bytes(range(32))
WORDS_A_MEMORY = 14
WORDS_A_QUESTION = 5
VOCABULARY = 20_000
STOP_RANKS = 50
ROUNDS = 200
EACH = 100
AT_ONCE = 8
TOLD = datetime(2025, 1, 1, tzinfo=UTC)


class PlacedByHash:
    """An embedder that takes no time, so that what is left is recall itself."""

    model = "placed-by-hash"
    digest = ""
    dimensions = 512
    whereabouts = None
    resting = False

    async def prepare(self, texts: Sequence[str]) -> bool:  # noqa: ARG002
        """Nothing to fetch."""
        return True

    async def open(self) -> None:
        """Nothing to load."""

    async def close(self) -> None:
        """Nothing to give back."""

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Random directions, the same for the same text."""
        raw = b"".join(hashlib.shake_128(text.encode()).digest(self.dimensions) for text in texts)
        rows = np.frombuffer(raw, dtype=np.int8).reshape(len(texts), -1).astype(np.float32)
        lengths: NDArray[np.float32] = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / lengths


class Writer:
    """Texts whose words are as unequally frequent as in a language (Zipf); its commonest ones are stop words."""

    def __init__(self) -> None:
        self._random = random.Random(7)
        letters = "abcdefghijklmnoprstuvwz"
        self._words = ["".join(self._random.choices(letters, k=7)) for _ in range(VOCABULARY)]
        self._weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))

    def memory(self) -> str:
        return " ".join(self._random.choices(self._words, cum_weights=self._weights, k=WORDS_A_MEMORY))

    def question(self) -> list[str]:
        words = iter(lambda: self._random.choices(range(VOCABULARY), cum_weights=self._weights)[0], None)
        return [self._words[rank] for rank in islice((rank for rank in words if rank >= STOP_RANKS), WORDS_A_QUESTION)]


def memories(texts: Sequence[str], *, first: int = 0, person: PersonId = PERSON, key: bytes = KEY) -> list[Indexable]:
    return [
        Indexable(person, key, MemoryId(f"{number:032x}"), text, TOLD + timedelta(minutes=number))
        for number, text in enumerate(texts, first)
    ]


def other(number: int) -> tuple[PersonId, bytes]:
    """Somebody else, and their search key."""
    return PersonId(f"other{number}"), number.to_bytes(32, "big")


async def _tell_of_others(recall: Recall, writer: Writer, others: int) -> None:
    for number in range(others):
        person, key = other(number)
        texts = [writer.memory() for _ in range(EACH)]
        await recall.index(memories(texts, person=person, key=key))


async def _find_among(recall: Recall, questions: Sequence[list[str]], others: int) -> floor.Figures:
    """The one's own questions, each after one of somebody else's."""
    taken = []
    for number, question in enumerate(questions):
        if others:
            await _find(recall, question, *other(number * 7 % others))
        taken.append(await floor.timed_once(partial(_find, recall, question)))
    return floor.percentiles(taken)


async def _all_at_once(recall: Recall, writer: Writer, others: int) -> floor.Figures:
    """Questions of as many people as there are, some at a time; how long each waited."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def ask(number: int) -> float:
        async with turns:
            return await floor.timed_once(partial(_find, recall, writer.question(), *other(number)))

    return floor.percentiles(await asyncio.gather(*(ask(number) for number in range(others))))


async def measured(folder: Path, count: int, people: int) -> dict[str, Any]:
    writer = Writer()
    texts = [writer.memory() for _ in range(count)]
    questions = [writer.question() for _ in range(ROUNDS + 1)]
    recall = Recall(EmbeddedIndex(folder), PlacedByHash())
    await recall.open()
    start = time.perf_counter()
    await recall.index(memories(texts))
    figures: dict[str, Any] = {"fill_seconds": round(time.perf_counter() - start, 2)}
    figures["bytes_a_memory"] = _bytes_in(folder) // count
    await _tell_of_others(recall, writer, people - 1)
    figures["first_find"] = await floor.timed_once(lambda: _find(recall, questions[0]))
    figures["find"] = await _find_among(recall, questions[1:], people - 1)
    if people > 1:
        figures["find_of_all_at_once"] = await _all_at_once(recall, writer, people - 1)
    figures |= await _writes(recall, writer, count)
    await recall.close()
    figures["floor_fts5"] = floor.fts5(texts, questions)
    figures["floor_dot"] = floor.dot(count, 512)
    figures["floor_fsync"] = floor.fsync(folder)
    return figures


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("search-*"))


async def _find(recall: Recall, words: list[str], person: PersonId = PERSON, key: bytes = KEY) -> None:
    await recall.search(person, key, Sought(" ".join(words), " ".join(words)))


async def _writes(recall: Recall, writer: Writer, count: int) -> dict[str, Any]:
    numbers = iter(range(count, count + 100_000, 50))

    async def put(size: int) -> None:
        await recall.index(memories([writer.memory() for _ in range(size)], first=next(numbers)))

    async def put_and_find() -> None:
        await put(1)
        await _find(recall, writer.question())

    return {
        "put_1": await floor.timed_async(lambda: put(1), 100),
        "put_50": await floor.timed_async(lambda: put(50), 20),
        "put_1_then_find": await floor.timed_async(put_and_find, 50),
    }


async def embedding() -> dict[str, Any]:
    embedder = LocalEmbedder()
    start = time.perf_counter()
    await embedder.open()
    figures: dict[str, Any] = {"load_seconds": round(time.perf_counter() - start, 2)}
    texts = iter(f"where did I put the {word} key number {word}?" for word in range(1_000))
    figures["embed_1"] = await floor.timed_async(lambda: embedder.embed([next(texts)]), 100)
    batch = [f"the spare key of flat {number} is under the blue pot" for number in range(64)]
    figures["embed_64"] = await floor.timed_async(lambda: embedder.embed(batch), 10)
    await embedder.close()
    return figures


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memories", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=1)
    given = parser.parse_args()
    count: int = given.memories
    people: int = given.people
    with tempfile.TemporaryDirectory() as folder:
        # The embedder first: loading it sets the number of BLAS threads, as it does in the bot.
        told = {"memories": count, "people": people}
        figures = {**told, **await embedding(), **await measured(Path(folder), count, people)}
    sys.stdout.write(json.dumps({"benchmark": "recall", **figures, "machine": floor.machine()}) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
