"""Remembers a bounded number of vectors by a keyed hash of their text; the texts themselves are not kept."""

import hashlib
import secrets
from collections import OrderedDict
from typing import Final

import numpy as np
from numpy.typing import NDArray

SIZE: Final = 1_000
"""Some 6 MB at 1,536 dimensions; more than one page of memories that catch up."""
KEY_BYTES: Final = 32


class VectorCache:
    """At most `size` vectors; the one that was not asked for longest goes first. Its key dies with the process."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._key = secrets.token_bytes(KEY_BYTES)
        self._rows: OrderedDict[bytes, NDArray[np.float32]] = OrderedDict()

    def get(self, text: str) -> NDArray[np.float32] | None:
        """The vector of a text, where it is at hand."""
        name = self._name(text)
        if name in self._rows:
            self._rows.move_to_end(name)
        return self._rows.get(name)

    def put(self, text: str, row: NDArray[np.float32]) -> None:
        """Keep the vector of a text, in the place of the oldest where it is full."""
        self._rows[self._name(text)] = row
        self._rows.move_to_end(self._name(text))
        if len(self._rows) > self._size:
            self._rows.popitem(last=False)

    def _name(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=16).digest()
