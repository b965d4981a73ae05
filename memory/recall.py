"""Finds the memories that bear on a question, best first, and says when there are none."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.messages import MemoryId, PersonId
from memory.embedding.placing import Place, Placeable, Placing
from memory.embedding.port import Embedder
from memory.language.port import Whereabouts
from memory.search import blind
from memory.search.analysis import Analysis
from memory.search.blind import Blinder
from memory.search.fusion import fuse
from memory.search.passages import passage
from memory.search.port import Candidates, Entry, Hit, Query, SearchIndex, Vector

__all__ = ["Found", "Indexable", "Recall", "passage"]

ENTRY_VERSION: Final = 1
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

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Indexable:
    """A memory to be found again. Never one above the level `confidential`: whoever calls sees to that.

    Attributes:
        search_key: the person's own, 32 bytes.
        at: when it was told, in the zone of the person, whose months and days are meant when they ask.
        sendable: whether its person lets the text go to an embedder that is not the operator's own.
    """

    person: PersonId
    search_key: bytes
    memory: MemoryId
    text: str
    at: datetime
    sendable: bool = False


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

    Args:
        index: an engine.
        embedder: places memories and questions.
        analysis: of words; that of our languages unless another is given.
        reader: places a text for what is noticed of it, before its level is known; the embedder, unless that is
            another model than our own or its texts go elsewhere.

    Raises:
        ValueError: the reader would send texts elsewhere.
    """

    def __init__(
        self,
        index: SearchIndex,
        embedder: Embedder,
        analysis: Analysis | None = None,
        *,
        reader: Embedder | None = None,
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._reader = reader or embedder
        if self._reader.whereabouts is not None:
            raise ValueError("a text whose level is not known yet may not be sent anywhere")
        self._placing = Placing(embedder)
        self._analysis = analysis or Analysis.of_language()
        self._blinder = Blinder(embedder.dimensions)
        self._placed: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index has to be filled from the database: `clear`, `index` everything, `rebuilt`."""
        return self._index.needs_rebuild

    @property
    def whereabouts(self) -> Whereabouts | None:
        """Where texts go to be embedded, if that is not the operator's own machine."""
        return self._embedder.whereabouts

    @property
    def placing_rests(self) -> bool:
        """Whether memories can only be indexed by their words just now."""
        return self._placing.resting

    async def open(self) -> None:
        """Load the model and open the index that was written with it.

        Raises:
            EmbedderUnavailable: nobody knows yet what the model's vectors are like.
            IndexUnavailable: the index can't be opened.
        """
        await self._reader.open()
        await self._embedder.open()
        self._blinder = Blinder(self._embedder.dimensions)
        versions = (f"analysis-{self._analysis.version}", f"blind-{blind.VERSION}", f"entry-{ENTRY_VERSION}")
        await self._index.open(" ".join((self._embedder.model, self._embedder.digest, *versions)))

    async def close(self) -> None:
        """Give threads and files back."""
        await self._index.close()
        await self._embedder.close()
        if self._reader is not self._embedder:
            await self._reader.close()

    async def check(self) -> None:
        """Return when questions can be answered. Raises IndexUnavailable."""
        await self._index.check()

    async def place(self, text: str) -> NDArray[np.float32]:
        """Where a text lies among all meanings by our own model, a row of unit length; it is sent nowhere.

        Where that model is the embedder as well, it is kept until the text is indexed a moment later.
        """
        row: NDArray[np.float32] = (await self._reader.embed([text]))[0]
        if self._reader is not self._embedder:
            return row
        self._placed[text] = row
        while len(self._placed) > PLACED:
            self._placed.popitem(last=False)
        return row

    async def prepare(self, items: Sequence[Indexable]) -> bool:
        """Fetch what indexing these memories needs, in the background's own time; whether all of it is had."""
        return await self._placing.prepare([Placeable(item.text, item.sendable) for item in items])

    async def index(self, items: Sequence[Indexable]) -> frozenset[MemoryId]:
        """Add or replace memories; found by everyone when it returns. Raises IndexUnavailable; may then be repeated.

        Returns:
            Those that are found by their words only until they are indexed once more, as the embedder can't be had.
        """
        awaited: set[MemoryId] = set()
        for start in range(0, len(items), BATCH):
            batch = items[start : start + BATCH]
            places = await self._places(batch)
            awaited |= {item.memory for item, place in zip(batch, places, strict=True) if place.awaited}
            await self._index.put(await self._entries(batch, places))
        return frozenset(awaited)

    async def find(
        self, person: PersonId, search_key: bytes, question: str, *, limit: int, sendable: bool = False
    ) -> list[Found]:
        """At most `limit` memories that bear on the question, best first; none when nothing does.

        Args:
            person: whose memories.
            search_key: their own.
            question: in their words.
            limit: how many.
            sendable: whether they let the question go to an embedder that is not the operator's own. If not, or when
                the embedder can't be had, memories are found by the words they share with it.

        Raises:
            IndexUnavailable: the index can't be read just now.
        """
        query = await self._query(search_key, Placeable(question, sendable))
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

    async def _query(self, search_key: bytes, question: Placeable) -> Query:
        stems = await _aside(len(question.text), partial(self._analysis.of_question, question.text))
        [place] = await self._placing.places([question])
        return Query(self._blinder.terms(search_key, stems), self._turned(search_key, place))

    async def _entries(self, items: Sequence[Indexable], places: Sequence[Place]) -> list[Entry]:
        return await _aside(sum(len(item.text) for item in items), partial(self._blinded, items, places))

    async def _places(self, items: Sequence[Indexable]) -> list[Place]:
        placed = {item.text: self._placed.pop(item.text) for item in items if item.text in self._placed}
        new = [Placeable(item.text, item.sendable) for item in items if item.text not in placed]
        found = iter(await self._placing.places(new))
        return [Place(placed[item.text]) if item.text in placed else next(found) for item in items]

    def _turned(self, search_key: bytes, place: Place) -> Vector | None:
        return None if place.row is None else self._blinder.vectors(search_key, place.row[None, :])[0]

    def _blinded(self, items: Sequence[Indexable], places: Sequence[Place]) -> list[Entry]:
        return [
            Entry(
                person=item.person,
                memory=item.memory,
                terms=self._blinder.terms(item.search_key, self._analysis.of_memory(f"{item.text}\n{_month(item.at)}")),
                vector=self._turned(item.search_key, place),
                at=item.at,
            )
            for item, place in zip(items, places, strict=True)
        ]


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
