"""Makes terms and vectors unreadable for an index under a search key of the person's own.

Obfuscation, not encryption. A stolen index gives no word back without the key, and two people's same words differ. What
it does show is how often each opaque term occurs within one person's memories; and whoever knows the text of some
hundreds of one person's memories, their entries and the embedding model could solve for the turn of the vectors.
Deleting the key leaves an index that answers nobody.
"""

import base64
import hashlib
import math
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from memory.search.port import Vector

VERSION: Final = 1
"""Raised whenever the same key would blind differently; part of the index's fingerprint."""

KEY_BYTES: Final = 32
TERM_BYTES: Final = 8
ROUNDS: Final = 3
TURNS_KEPT: Final = 256


def blind_terms(key: bytes, stems: Iterable[str]) -> tuple[str, ...]:
    """A keyed hash for each stem, in order: 13 lower-case letters and digits, 64 bits, so collisions don't matter."""
    return tuple(_blind_term(key, stem) for stem in stems)


def blind_labels(key: bytes, facets: Iterable[str]) -> frozenset[str]:
    """A keyed hash for each facet; one letter longer than a term, so neither is ever taken for the other."""
    return frozenset(f"l{_hashed(key, facet, b'tuckaway-label')}" for facet in facets)


def stamp(key: bytes, parts: Iterable[str]) -> str:
    """One keyed hash of all `parts` in order."""
    whole = "".join(f"{len(part)}:{part}" for part in parts)
    return _hashed(key, whole, b"tuckaway-stamp")


def _blind_term(key: bytes, stem: str) -> str:
    return _hashed(key, stem, b"tuckaway-term")


def _hashed(key: bytes, text: str, purpose: bytes) -> str:
    # A lone surrogate can come in from a broken client; it has no UTF-8 form of its own.
    raw = text.encode("utf-8", "surrogatepass")
    digest = hashlib.blake2b(raw, digest_size=TERM_BYTES, key=key, person=purpose).digest()
    return base64.b32encode(digest).decode("ascii").rstrip("=").lower()


def hadamard(size: int) -> Vector:
    """The normalised Walsh-Hadamard matrix of `size`, a power of two; orthogonal and its own inverse."""
    matrix = np.ones((1, 1), dtype=np.float32)
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return (matrix / math.sqrt(size)).astype(np.float32)


class Turn:
    """A secret rotation of vectors, drawn from a key: each round permutes, flips signs and mixes all components.

    Angles between turned vectors are those between the vectors, within float32's rounding.

    Source: the randomised Hadamard transform of Ailon and Chazelle, "The Fast Johnson-Lindenstrauss Transform" (2009).

    Args:
        key: the person's search key.
        dimensions: a power of two.

    Raises:
        ValueError: `dimensions` is no power of two.
    """

    def __init__(self, key: bytes, dimensions: int) -> None:
        if dimensions < 1 or dimensions & (dimensions - 1):
            message = f"vectors of {dimensions} dimensions can't be turned, only powers of two"
            raise ValueError(message)
        seed = hashlib.blake2b(key=key, digest_size=32, person=b"tuckaway-turn").digest()
        # Our own draw: numpy does not promise that a seed gives the same permutation in its next version.
        raw = hashlib.shake_256(seed).digest(ROUNDS * dimensions * 8)
        draws = np.frombuffer(raw, dtype="<u8").reshape(ROUNDS, dimensions)
        self._orders = [np.argsort(draw, kind="stable") for draw in draws]
        self._signs = [np.where(draw & 1, 1, -1).astype(np.float32) for draw in draws]
        # H of n is the Kronecker product of two smaller ones: two tiny products instead of one of n x n.
        left = 1 << (dimensions.bit_length() - 1) // 2
        self._left, self._right = hadamard(left), hadamard(dimensions // left)

    def __call__(self, vectors: Vector) -> Vector:
        """Turn each row."""
        turned = vectors
        for order, signs in zip(self._orders, self._signs, strict=True):
            mixed = (turned[:, order] * signs).reshape(len(vectors), len(self._left), len(self._right))
            turned = (self._left @ mixed @ self._right).reshape(vectors.shape)
        return turned


class Blinder:
    """Keeps the turns of the people who were last active, since drawing one costs more than using it.

    Args:
        dimensions: of the vectors, a power of two.
        kept: how many people's turns to keep, some 20 kB each at 512 dimensions.
    """

    def __init__(self, dimensions: int, kept: int = TURNS_KEPT) -> None:
        self._dimensions = dimensions
        self._kept = kept
        self._turns: OrderedDict[bytes, Turn] = OrderedDict()
        self._lock = Lock()

    def terms(self, key: bytes, stems: Iterable[str]) -> tuple[str, ...]:
        """A keyed hash for each stem, in order."""
        return blind_terms(key, stems)

    def vectors(self, key: bytes, vectors: NDArray[np.float32]) -> list[Vector | None]:
        """Each row turned; None for rows of zeros, which point nowhere."""
        turned = self._turn(key)(vectors)
        return [row if row.any() else None for row in turned]

    def _turn(self, key: bytes) -> Turn:
        with self._lock:
            turn = self._turns.pop(key, None) or Turn(key, self._dimensions)
            self._turns[key] = turn
            while len(self._turns) > self._kept:
                self._turns.popitem(last=False)
            return turn
