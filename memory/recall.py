"""Finds the memories that bear on a question, best first, and says when there are none."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto
from functools import partial
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.messages import MemoryId, PersonId
from memory.embedding.port import Embedder
from memory.search import blind
from memory.search.analysis import Analysis, fold
from memory.search.blind import Blinder
from memory.search.fusion import fuse
from memory.search.passages import passage
from memory.search.port import Candidates, Entry, Hit, Query, SearchIndex

__all__ = ["Found", "Indexable", "Recall", "passage"]

ENTRY_VERSION: Final = 2
"""Raised whenever something else of a memory is indexed, so that the index is filled anew."""

DENSE_WEIGHT: Final = 0.7
"""Best on short personal notes; long chats (LoCoMo) would have .5."""
NEAR: Final = 0.20
FAR: Final = 0.10
DEPTH: Final = 200
TIE: Final = 0.01
BATCH: Final = 256
PLACED: Final = 256
INLINE_CHARACTERS: Final = 2_000
# Not from `calendar`, whose names follow the machine's locale.
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Indexable:
    """A memory to be found again. Never one above the level `confidential`: whoever calls sees to that.

    Attributes:
        search_key: the person's own, 32 bytes.
        at: when it was told, in the zone of the person, whose months and days are meant when they ask.
        facets: what it can be narrowed down by, readable (`memory.facets`).
        day: the local date of what it tells of.
    """

    person: PersonId
    search_key: bytes
    memory: MemoryId
    text: str
    at: datetime
    facets: frozenset[str] = frozenset()
    day: date | None = None


class Gap(Enum):
    """Why something may be missing from the index."""

    FILLING = auto()  # it is being filled from the database
    BEHIND = auto()  # changes could not be written and wait


@dataclass(frozen=True, slots=True)
class Found:
    """A memory that bears on the question, and why.

    Attributes:
        score: what it is ranked by, 0 to 1; comparable within one answer only.
        lexical: BM25 of the words they share; 0 when they share none.
        dense: cosine of their meanings; 0 when it is below `FAR` or was not among the nearest.
    """

    memory: MemoryId
    score: float
    lexical: float
    dense: float


class Recall:
    """Puts memories into the search index and finds them again; what the index sees is blinded here.

    A memory is indexed with the month it was told in, since people ask for what they did "in March". The month is not
    embedded: that gains a point where the question shares a word, and loses short notes and other languages.

    Something is found when a memory shares a word with the question that is no stop word, or when the best cosine is at
    least `NEAR`. Then every memory that shares a word or reaches a cosine of `FAR` is ranked by

        DENSE_WEIGHT * cosine / best cosine + (1 - DENSE_WEIGHT) * BM25 / best BM25,

    of those within about `TIE` of each other the one told later first: recency costs nothing as a tie-break, but much
    as a weight. See `memory.search.fusion.fuse` for the source.
    """

    def __init__(self, index: SearchIndex, embedder: Embedder, analysis: Analysis | None = None) -> None:
        self._index = index
        self._embedder = embedder
        self._analysis = analysis or Analysis.of_language()
        self._blinder = Blinder(embedder.dimensions)
        self._placed: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._gaps: set[Gap] = set()

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index has to be filled from the database: `index` everything, `rebuilt`."""
        return self._index.needs_rebuild

    @property
    def incomplete(self) -> bool:
        """Whether something that was told may be missing just now, so that an answer should say so."""
        return bool(self._gaps)

    def note_gap(self, gap: Gap, *, there: bool) -> None:
        """Tell that there is, or no longer is, such a reason why something may be missing."""
        (self._gaps.add if there else self._gaps.discard)(gap)

    async def open(self) -> None:
        """Load the model and open the index that was written with it. Raises IndexUnavailable."""
        await self._embedder.open()
        versions = (f"analysis-{self._analysis.version}", f"blind-{blind.VERSION}", f"entry-{ENTRY_VERSION}")
        await self._index.open(" ".join((self._embedder.model, self._embedder.digest, *versions)))

    async def close(self) -> None:
        """Give threads and files back."""
        await self._index.close()
        await self._embedder.close()

    async def check(self) -> None:
        """Return when questions can be answered. Raises IndexUnavailable."""
        await self._index.check()

    async def place(self, text: str) -> NDArray[np.float32]:
        """Where a text lies among all meanings, a row of unit length; kept until the text is indexed a moment later."""
        row: NDArray[np.float32] = (await self._embedder.embed([text]))[0]
        self._placed[text] = row
        while len(self._placed) > PLACED:
            self._placed.popitem(last=False)
        return row

    async def index(self, items: Sequence[Indexable]) -> None:
        """Add or replace memories; found by everyone when it returns. Raises IndexUnavailable; may then be repeated."""
        for start in range(0, len(items), BATCH):
            await self._index.put(await self._entries(items[start : start + BATCH]))

    async def find(self, person: PersonId, search_key: bytes, question: str, *, limit: int) -> list[Found]:
        """At most `limit` memories that bear on the question, best first; none when nothing does.

        Raises:
            IndexUnavailable: the index can't be read just now.
        """
        query = await self._query(search_key, question)
        return ranked(await self._index.find(person, query, limit=max(limit, DEPTH)))[:limit]

    async def sharing(self, person: PersonId, search_key: bytes, text: str, *, limit: int) -> tuple[Hit, ...]:
        """At most `limit` memories that share a word with `text`, those with the rarest in common first.

        Nothing is embedded for it, so it costs a fraction of `find`. Raises IndexUnavailable.
        """
        terms = self._blinder.terms(search_key, self._analysis.of_question(text))
        return (await self._index.find(person, Query(terms, None), limit=limit)).lexical if terms else ()

    async def forget(self, person: PersonId, memories: Collection[MemoryId]) -> int:
        """Take memories out of the index at once; returns how many were there. Raises IndexUnavailable."""
        return await self._index.forget(person, memories)

    async def forget_person(self, person: PersonId) -> int:
        """Take everything of a person out of the index at once; returns how many memories. Raises IndexUnavailable."""
        return await self._index.forget_person(person)

    async def clear(self) -> None:
        """Empty the index to fill it anew. Raises IndexUnavailable."""
        await self._index.clear()

    async def rebuilt(self) -> None:
        """Note that every memory the database holds has been indexed. Raises IndexUnavailable."""
        await self._index.rebuilt()

    async def stamps(self, person: PersonId) -> Mapping[MemoryId, str]:
        """What the index holds of a person, each memory with its stamp. Raises IndexUnavailable."""
        return await self._index.stamps(person)

    async def persons(self) -> Collection[PersonId]:
        """Everyone of whom the index holds anything. Raises IndexUnavailable."""
        return await self._index.persons()

    async def bookmark(self) -> str:
        """How far an interrupted filling came; empty when none was interrupted. Raises IndexUnavailable."""
        return await self._index.bookmark()

    async def keep_bookmark(self, place: str) -> None:
        """Note how far filling has come. Raises IndexUnavailable."""
        await self._index.keep_bookmark(place)

    async def _query(self, search_key: bytes, question: str) -> Query:
        stems = await _aside(len(question), partial(self._analysis.of_question, question))
        vectors = self._blinder.vectors(search_key, await self._embedder.embed([question]))
        return Query(self._blinder.terms(search_key, stems), vectors[0])

    async def _entries(self, items: Sequence[Indexable]) -> list[Entry]:
        rows = await self._rows([item.text for item in items])
        return await _aside(sum(len(item.text) for item in items), partial(self._blinded, items, rows))

    async def _rows(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        new = [text for text in texts if text not in self._placed]
        embedded = iter(await self._embedder.embed(new) if new else ())
        placed = {text: self._placed.pop(text) for text in texts if text in self._placed}
        return [placed[text] if text in placed else next(embedded) for text in texts]

    def _blinded(self, items: Sequence[Indexable], rows: Sequence[NDArray[np.float32]]) -> list[Entry]:
        return [
            Entry(
                person=item.person,
                memory=item.memory,
                terms=self._blinder.terms(item.search_key, self._analysis.of_memory(f"{item.text}\n{_month(item.at)}")),
                vector=self._blinder.vectors(item.search_key, row[None, :])[0],
                at=item.at,
                day=item.day,
                labels=labels_of(item.search_key, item.facets),
                stamp=stamp_of(item),
            )
            for item, row in zip(items, rows, strict=True)
        ]


def labels_of(search_key: bytes, facets: Iterable[str]) -> frozenset[str]:
    """Facets as the index knows them: without case and accents, then blinded."""
    return blind.blind_labels(search_key, (fold(facet) for facet in facets))


def stamp_of(item: Indexable) -> str:
    """Tells everything that is indexed of a memory from anything else, under its person's key; embeds nothing."""
    # The database keeps milliseconds.
    told = (item.at.astimezone(UTC) - EPOCH) // timedelta(milliseconds=1)
    day = "" if item.day is None else item.day.isoformat()
    return blind.stamp(item.search_key, (str(ENTRY_VERSION), item.text, str(told), day, *sorted(item.facets)))


def ranked(candidates: Candidates) -> list[Found]:
    """The candidates that bear on the question, best first; the formula is `Recall`'s."""
    lexical = {hit.memory: hit.score for hit in candidates.lexical}
    dense = {hit.memory: hit.score for hit in candidates.dense if hit.score >= FAR}
    if not lexical and max(dense.values(), default=0.0) < NEAR:
        return []
    scores = fuse((candidates.dense, candidates.lexical), (DENSE_WEIGHT, 1 - DENSE_WEIGHT))
    told = {hit.memory: hit.at for hit in (*candidates.dense, *candidates.lexical)}
    found = [
        Found(memory, scores[memory], lexical.get(memory, 0.0), dense.get(memory, 0.0))
        for memory in scores
        if memory in lexical or memory in dense
    ]
    return sorted(found, key=lambda each: (round(each.score / TIE), told[each.memory]), reverse=True)


def _month(at: datetime) -> str:
    return f"{MONTHS[at.month - 1]} {at.year}"


async def _aside(characters: int, work: Callable[[], Result]) -> Result:
    """Do `work` at once where it takes a millisecond, in a thread where it takes longer."""
    return work() if characters <= INLINE_CHARACTERS else await asyncio.to_thread(work)
