"""The protocol of a search index: opaque terms and turned vectors of memories, found again for one person at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.messages import MemoryId, PersonId

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What an index may know of one memory; nothing in it can be read without the person's search key.

    Attributes:
        terms: in the order of the text, each as often as it occurs; lower-case ASCII letters and digits only.
        vector: of unit length; None when the text has no meaning that a model could place.
        at: when the memory was told. It orders equals, and is no secret: the ids of the database tell it too.
    """

    person: PersonId
    memory: MemoryId
    terms: tuple[str, ...]
    vector: Vector | None
    at: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is looked for, blinded under the key of the person who asks. Either part may be missing."""

    terms: tuple[str, ...]
    vector: Vector | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A memory that an engine found, with the score that the engine gave it."""

    memory: MemoryId
    score: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Candidates:
    """Two rankings of one person's memories, best first.

    Attributes:
        lexical: BM25 over the person's own memories; above 0, unbounded.
        dense: the cosine between question and memory.
    """

    lexical: tuple[Hit, ...] = ()
    dense: tuple[Hit, ...] = ()


class SearchIndex(Protocol):
    """Opaque terms and vectors of memories. Derived: it may be dropped and filled again from the database any time.

    Every method but `close` raises IndexUnavailable when the index can't be read or written.
    """

    @property
    def needs_rebuild(self) -> bool:
        """True until `rebuilt` has been called on this content: it is new, was emptied or turned out damaged."""

    async def open(self, fingerprint: str) -> None:
        """Make ready for use; at once usable, if perhaps empty.

        Args:
            fingerprint: names what terms and vectors mean (model, analysis, blinding). Content written under another
                fingerprint is never mixed in.
        """

    async def close(self) -> None:
        """Give everything back; harmless when called twice or before `open`."""

    async def check(self) -> None:
        """Return when the index answers; the readiness check."""

    async def put(self, entries: Sequence[Entry]) -> None:
        """Add or replace, all or none; durable and found by everyone when it returns."""

    async def find(self, person: PersonId, query: Query, *, limit: int) -> Candidates:
        """At most `limit` memories of this person in each list, scores as the engine gives them."""

    async def forget(self, person: PersonId, memories: Collection[MemoryId]) -> int:
        """Remove at once; returns how many were there."""

    async def forget_person(self, person: PersonId) -> int:
        """Remove everything of one person at once; returns how many memories were there."""

    async def clear(self) -> None:
        """Empty the index to fill it anew, `needs_rebuild` until then. Heals a damaged one."""

    async def rebuilt(self) -> None:
        """Note that everything the database holds has been put."""
