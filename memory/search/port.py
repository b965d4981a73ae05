"""The protocol of a search index: opaque terms and turned vectors of memories, found again for one person at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.messages import MemoryId, PersonId

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What an index may know of one memory; nothing in it can be read without the person's search key.

    Attributes:
        terms: in the order of the text, each as often as it occurs; lower-case ASCII letters and digits only.
        context: terms of what is known of it besides its text, as the month it was told in. It is found and scored by
            them as by the others, but the phrases and exclusions of a scope are about the text alone.
        vector: of unit length; None when the text has no meaning that a model could place.
        at: when the memory was told. It orders equals, and is no secret: the ids of the database tell it too.
        day: the local date of what it tells of, where it tells of one; the database shows it as well.
        labels: what it can be narrowed down by (its category, its tags, whom it names), blinded like terms.
        stamp: tells this content of the memory from another; an index that has it need not be given it again.
    """

    person: PersonId
    memory: MemoryId
    terms: tuple[str, ...]
    vector: Vector | None
    at: datetime
    day: date | None = None
    labels: frozenset[str] = frozenset()
    stamp: str = ""
    context: tuple[str, ...] = ()

    @property
    def counted(self) -> tuple[str, ...]:
        """Everything it is found and scored by."""
        return self.terms + self.context


@dataclass(frozen=True, slots=True)
class Scope:
    """Which of a person's memories come into question: those that meet every condition that is given.

    Attributes:
        told: told from the first instant on and before the second.
        days: telling of a day from the first to the last of these, both included. Where `told` is given as well, either
            of the two is enough.
        labels: of each of these sets at least one label.
        without_labels: none of these.
        phrases: for each, its terms one right after the other in the text.
        without_phrases: none of these in the text.
    """

    told: tuple[datetime, datetime] | None = None
    days: tuple[date, date] | None = None
    labels: tuple[frozenset[str], ...] = ()
    without_labels: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, ...], ...] = ()
    without_phrases: tuple[tuple[str, ...], ...] = ()


EVERYTHING: Final = Scope()


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """What is looked for, blinded under the key of the person who asks. Terms or vector may be missing.

    `marks` are labels that only need to be told of: each hit says which of them it has.
    """

    terms: tuple[str, ...]
    vector: Vector | None
    scope: Scope = EVERYTHING
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A memory that an engine found, with the score that the engine gave it and those of the query's marks it has."""

    memory: MemoryId
    score: float
    at: datetime
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Two rankings of one person's memories, best first.

    Attributes:
        lexical: BM25 over the person's own memories; above 0, unbounded.
        dense: the cosine between question and memory.
        weights: for each of the query's terms the BM25 that a memory of average length gains by holding it once, be
            there any that does or not.
    """

    lexical: tuple[Hit, ...] = ()
    dense: tuple[Hit, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selection:
    """A page of everything within a scope, told last first; their scores are 0.

    Attributes:
        total: how many there are in all.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()


class SearchIndex(Protocol):
    """Opaque terms and vectors of memories. Derived: it may be dropped and filled again from the database any time.

    Every method but `close` raises IndexUnavailable when the index can't be read or written.
    """

    @property
    def kind(self) -> str:
        """Tells this engine, and where it keeps its index, from others that may be used on the same database."""

    @property
    def needs_rebuild(self) -> bool:
        """True until `rebuilt` has been called on this content: it is new, was emptied, doubted or found damaged."""

    async def open(self, fingerprint: str, dimensions: int = 512) -> None:
        """Make ready for use; at once usable, if perhaps empty.

        Args:
            fingerprint: names what terms and vectors mean (model, analysis, blinding). Content written under another
                fingerprint is never mixed in.
            dimensions: of the vectors.
        """

    async def close(self) -> None:
        """Give everything back; harmless when called twice or before `open`."""

    async def check(self) -> None:
        """Return when the index answers; the readiness check."""

    async def put(self, entries: Sequence[Entry]) -> None:
        """Add or replace, all or none; durable and found by everyone when it returns."""

    async def find(self, person: PersonId, query: Query, *, limit: int) -> Candidates:
        """At most `limit` memories of this person in each list, scores as the engine gives them."""

    async def select(self, person: PersonId, scope: Scope, *, limit: int, skip: int = 0) -> Selection:
        """Everything of this person's within the scope, a page of at most `limit` after the first `skip`."""

    async def forget(self, person: PersonId, memories: Collection[MemoryId]) -> int:
        """Remove at once; returns how many were there."""

    async def forget_person(self, person: PersonId) -> int:
        """Remove everything of one person at once; returns how many memories were there."""

    async def clear(self) -> None:
        """Empty the index to fill it anew, `needs_rebuild` until then. Heals a damaged one."""

    async def doubt(self) -> None:
        """Note that it may lack something anywhere: it stays as it is, without a bookmark, and `needs_rebuild`."""

    async def rebuilt(self) -> None:
        """Note that everything the database holds has been put."""

    async def vectors(self, person: PersonId, memories: Collection[MemoryId]) -> Mapping[MemoryId, Vector]:
        """The vectors of those memories of this person that have one, as they were put, within a byte's rounding."""

    async def stamps(self, person: PersonId) -> Mapping[MemoryId, str]:
        """What the index holds of this person: each memory with the stamp it was last put with."""

    async def persons(self) -> Collection[PersonId]:
        """Everyone of whom it holds anything."""

    async def bookmark(self) -> str:
        """How far filling it has come, as `keep_bookmark` was last told; empty for a new or emptied index."""

    async def keep_bookmark(self, place: str) -> None:
        """Note how far filling it has come, for whoever goes on after an interruption."""
