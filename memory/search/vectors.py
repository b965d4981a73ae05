"""One person's vectors in memory, a byte a component: scored exactly, grown in place, dropped to make room."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from memory.search.port import Vector

Numbers = NDArray[np.int64]

# A step's rows are converted to float32 while they are in the cache of the processor: 256 kB for 512 dimensions.
# Measured on 100,000 x 512: int8 14 ms in steps of 512 rows, 21 ms in steps of 1,024; float32 17 ms but 205 MB instead
# of 51; float16, which numpy converts one by one, 110 ms.
STEP: Final = 512
LEVELS: Final = 127
GROWTH: Final = 1.25
SCALE_BYTES: Final = 4
BLOCKS_BYTES: Final = 64 << 20
BLOCK_BYTES: Final = 1_024
"""What a block takes beside its vectors, so that those of people who have none don't pile up either."""


def pack(vector: Vector) -> bytes:
    """A vector as it is stored: its scale as float32, then a signed byte for each component.

    The largest component sets the scale, so a cosine is off by less than 0.002 (by 0.0003 as a rule).
    """
    scale = float(np.abs(vector).max()) / LEVELS
    levels = np.rint(vector / scale) if scale else np.zeros_like(vector)
    return np.float32(scale).tobytes() + levels.astype(np.int8).tobytes()


def unpack(packed: Sequence[bytes]) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """The scales and the rows of vectors that `pack` wrote, all of one length."""
    raw = np.frombuffer(b"".join(packed), dtype=np.uint8).reshape(len(packed), -1)
    scales = raw[:, :SCALE_BYTES].copy().view(np.float32).ravel()
    return scales, raw[:, SCALE_BYTES:].view(np.int8)


class Block:
    """The vectors of one person in the order of their numbers, which only grow. Hold `lock` around every use."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.count = 0
        self._numbers = np.empty(0, dtype=np.int64)
        self._scales = np.empty(0, dtype=np.float32)
        self._rows = np.empty((0, 0), dtype=np.int8)

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._rows.nbytes + self._scales.nbytes + self._numbers.nbytes

    @property
    def last(self) -> int:
        """The highest number held; 0 when there is none."""
        return int(self._numbers[self.count - 1]) if self.count else 0

    @property
    def numbers(self) -> Numbers:
        """Those held, in ascending order."""
        return self._numbers[: self.count]

    def append(self, numbers: Sequence[int], packed: Sequence[bytes]) -> None:
        """Add vectors whose numbers are above `last`, in ascending order; amortised constant time for each."""
        scales, rows = unpack(packed)
        start, self.count = self.count, self.count + len(numbers)
        self._reserve(self.count, rows.shape[1])
        self._numbers[start : self.count] = numbers
        self._scales[start : self.count] = scales
        self._rows[start : self.count] = rows

    def keep(self, numbers: Numbers) -> None:
        """Let go of every vector whose number is not among `numbers`."""
        kept = np.flatnonzero(np.isin(self._numbers[: self.count], numbers))
        self._numbers = self._numbers[kept]
        self._scales = self._scales[kept]
        self._rows = self._rows[kept]
        self.count = len(kept)

    def nearest(self, vector: Vector, limit: int, within: NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
        """Numbers and cosines of the `limit` nearest, best first.

        Args:
            vector: of unit length, as long as those in the block.
            limit: at least 1.
            within: for each of `numbers` whether it comes into question; all of them do when left out.
        """
        places = None if within is None else np.flatnonzero(within)
        scores = self._cosines(vector, places)
        best = np.argpartition(scores, -limit)[-limit:] if limit < len(scores) else np.arange(len(scores))
        best = best[np.argsort(-scores[best], kind="stable")]
        found = best if places is None else places[best]
        return list(zip(self._numbers[found].tolist(), scores[best].tolist(), strict=True))

    def _cosines(self, vector: Vector, places: NDArray[np.intp] | None) -> Vector:
        count = self.count if places is None else len(places)
        scores = np.empty(count, dtype=np.float32)
        step = np.empty((STEP, self._rows.shape[1]), dtype=np.float32)
        for start in range(0, count, STEP):
            end = min(count, start + STEP)
            floats = step[: end - start]
            np.copyto(floats, self._rows[start:end] if places is None else self._rows[places[start:end]])
            np.dot(floats, vector, out=scores[start:end])
        scores *= self._scales[: self.count] if places is None else self._scales[places]
        return scores

    def _reserve(self, count: int, dimensions: int) -> None:
        if count <= len(self._numbers):
            return
        capacity = max(count, int(len(self._numbers) * GROWTH) + 16)
        rows = np.empty((capacity, dimensions), dtype=np.int8)
        if len(self._rows):
            rows[: len(self._rows)] = self._rows
        self._rows = rows
        self._numbers = np.concatenate([self._numbers, np.empty(capacity - len(self._numbers), dtype=np.int64)])
        self._scales = np.concatenate([self._scales, np.empty(capacity - len(self._scales), dtype=np.float32)])


class Blocks:
    """The blocks of the people who asked last, within a bound on their bytes.

    Args:
        limit: bytes in all. The block in use is kept even where it alone is larger.
    """

    def __init__(self, limit: int = BLOCKS_BYTES) -> None:
        self._limit = limit
        self._blocks: OrderedDict[int, Block] = OrderedDict()
        self._sizes: dict[int, int] = {}
        self._total = 0
        self._lock = Lock()

    def __len__(self) -> int:
        """Of how many people they are."""
        return len(self._blocks)

    def of(self, person: int) -> Block:
        """The block of the person with this number, perhaps still empty."""
        with self._lock:
            block = self._blocks.setdefault(person, Block())
            self._blocks.move_to_end(person)
            return block

    def trim(self, person: int) -> None:
        """Drop whoever asked longest ago until the rest is within the bound; takes no longer for more people.

        Args:
            person: whose block may have grown.
        """
        with self._lock:
            if block := self._blocks.get(person):
                size = block.size + BLOCK_BYTES
                self._total += size - self._sizes.get(person, 0)
                self._sizes[person] = size
            while self._total > self._limit and len(self._blocks) > 1:
                dropped, _ = self._blocks.popitem(last=False)
                self._total -= self._sizes.pop(dropped, 0)

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._blocks.clear()
            self._sizes.clear()
            self._total = 0
