"""Finds the memories that bear on a question, best first, and says when there are none."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.messages import MemoryId, PersonId
from memory.embedding.placing import Place, Placeable, Placing
from memory.embedding.port import Embedder
from memory.facets import author_of
from memory.language.port import Whereabouts
from memory.ranking import KEPT, rank
from memory.search import blind
from memory.search.analysis import Analysis, fold
from memory.search.blind import Blinder
from memory.search.passages import passage
from memory.search.port import Candidates, Entry, Hit, Query, Scope, SearchIndex, Selection, Vector
from memory.sought import NO_BOUNDS, Bounds, Found, Gap, Indexable, Sought

__all__ = ["Recall", "passage"]

ENTRY_VERSION: Final = 3
"""Raised whenever something else of a memory is indexed, so that the index is filled anew."""

READ: Final = 2_000
"""Characters of a memory by which others like it are looked for."""
STEMS: Final = 64
DEPTH: Final = 400
"""Of each list. What a memory gains from its neighbours is seen only where they are among them."""
BEFORE_DEPTH: Final = 20
LEAST: Final = 1e-6
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


class Recall:
    """Puts memories into the search index and finds them again; what the index sees is blinded here.

    A memory is indexed with the month it was told in, since people ask for what they did "in March"; who leaves out
    "-march" means what the memories say, not when. The month is not embedded: that gains a point where the question
    shares a word, and loses short notes and other languages. How what was found is put in order is told in
    `memory.ranking`.

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
        self._gaps: set[Gap] = set()
        self._fingerprint = ""

    @property
    def generation(self) -> str:
        """Names what the index is filled by and holds: engine, model, analysis; see `memory.generation`."""
        return f"{self._index.kind} {self._fingerprint}"

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index has to be filled from the database: `index` everything, `rebuilt`."""
        return self._index.needs_rebuild

    @property
    def whereabouts(self) -> Whereabouts | None:
        """Where texts go to be embedded, if that is not the operator's own machine."""
        return self._embedder.whereabouts

    @property
    def placing_rests(self) -> bool:
        """Whether memories can only be indexed by their words just now."""
        return self._placing.resting

    @property
    def incomplete(self) -> bool:
        """Whether something that was told may be missing just now, so that an answer should say so."""
        return bool(self._gaps)

    def note_gap(self, gap: Gap, *, there: bool) -> None:
        """Tell that there is, or no longer is, such a reason why something may be missing."""
        (self._gaps.add if there else self._gaps.discard)(gap)

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
        self._fingerprint = " ".join((self._embedder.model, self._embedder.digest, *versions))
        await self._index.open(self._fingerprint, self._embedder.dimensions)

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
        return await self._placing.prepare([Placeable(words_of(item.text), item.sendable) for item in items])

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

    async def search(self, person: PersonId, search_key: bytes, sought: Sought) -> Found:
        """The memories that may bear on what is sought, best first.

        Raises:
            IndexUnavailable: the index can't be read just now.
        """
        stems = await _aside(len(sought.words), partial(self._analysis.of_question, sought.words))
        terms = self._blinder.terms(search_key, stems)
        speakers = labels_of(search_key, [f"from:{name}" for name in sought.speakers])
        query = Query(terms, await self._meant(search_key, sought), self._scope(search_key, sought.bounds), speakers)
        candidates = await self._index.find(person, query, limit=DEPTH)
        timely: frozenset[MemoryId] = frozenset()
        if sought.timely is not None:
            within = replace(query, scope=self._scope(search_key, sought.timely))
            both = await self._index.find(person, within, limit=DEPTH)
            timely = frozenset(hit.memory for hit in (*both.lexical, *both.dense))
        weights = {stem: candidates.weights.get(term, 0.0) for stem, term in zip(stems, terms, strict=True)}
        kept = None if sought.several else KEPT
        return Found(rank(candidates, speakers=speakers, timely=timely, kept=kept), weights)

    async def like(
        self, person: PersonId, search_key: bytes, texts: Mapping[MemoryId, str], bounds: Bounds = NO_BOUNDS
    ) -> Candidates:
        """What is told in like words and means the like of these memories of one person's, with their own scores.

        Its weights are those of the stems that were looked for, as they are written.

        Args:
            person: whose memories.
            search_key: theirs.
            texts: of the memories, by their ids; nothing is embedded anew.
            bounds: what the others have to meet as well.

        Raises:
            IndexUnavailable: the index can't be read just now.
        """
        stems = dict.fromkeys(stem for text in texts.values() for stem in self._analysis.of_question(text[:READ]))
        vectors = list((await self._index.vectors(person, list(texts))).values())
        asked = list(stems)[:STEMS]
        terms = self._blinder.terms(search_key, asked)
        middle = _unit(np.sum(vectors, axis=0)) if vectors else None
        query = Query(terms, middle, self._scope(search_key, bounds))
        found = await self._index.find(person, query, limit=DEPTH)
        weights = {stem: found.weights.get(term, 0.0) for stem, term in zip(asked, terms, strict=True)}
        return replace(found, weights=weights)

    async def before(
        self, whose: tuple[PersonId, bytes], text: str, words: Sequence[str], at: datetime, *, limit: int
    ) -> list[MemoryId]:
        """The memories told before `at` that share most with a text in meaning and in some of its words.

        Nothing is embedded for it: the meaning counts where `place` was asked for it a moment ago.

        Args:
            whose: a person, and their search key.
            text: as it was placed.
            words: what they cost grows with how many memories hold them, so few.
            at: when the text was told.
            limit: so many memories at most.

        Raises:
            IndexUnavailable: the index can't be read just now.
        """
        person, search_key = whose
        stems = self._analysis.of_question(" ".join(words))
        placed = self._placed.get(text)
        vector = None if placed is None else self._turned(search_key, Place(placed))
        query = Query(self._blinder.terms(search_key, stems), vector)
        found = await self._index.find(person, query, limit=BEFORE_DEPTH)
        # Without surroundings: what was told in the same breath is no more likely to be about the same matter.
        scores: dict[MemoryId, float] = {}
        for hits in (found.lexical, found.dense):
            for hit in hits:
                if hit.at < at:
                    scores[hit.memory] = scores.get(hit.memory, 0.0) + hit.score / max(hits[0].score, LEAST)
        return sorted(scores, key=lambda memory: scores[memory], reverse=True)[:limit]

    async def within(
        self, person: PersonId, search_key: bytes, bounds: Bounds, *, limit: int, skip: int = 0
    ) -> Selection:
        """Everything within the bounds, told last first, a page of it. Raises IndexUnavailable."""
        return await self._index.select(person, self._scope(search_key, bounds), limit=limit, skip=skip)

    async def vectors(self, person: PersonId, memories: Collection[MemoryId]) -> Mapping[MemoryId, Vector]:
        """Where those memories lie among all meanings of this person's. Raises IndexUnavailable."""
        return await self._index.vectors(person, memories) if memories else {}

    def says_anything(self, text: str) -> bool:
        """Whether a text holds a word that can be looked for."""
        return bool(self._analysis.of_question(text))

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

    async def doubt(self) -> None:
        """Have the index filled again, which answers all the while. Raises IndexUnavailable."""
        await self._index.doubt()

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

    def stamp(self, item: Indexable, *, awaited: bool = False) -> str:
        """Tells everything that is indexed of a memory from anything else, under its person's key; embeds nothing.

        Args:
            item: the memory.
            awaited: whether its vector is still missing.
        """
        # The database keeps milliseconds.
        told = (item.at.astimezone(UTC) - EPOCH) // timedelta(milliseconds=1)
        day = "" if item.day is None else item.day.isoformat()
        placed = "awaited" if awaited else "elsewhere" if item.sendable and self.whereabouts else ""
        names = (item.names,) if item.names else ()
        parts = (str(ENTRY_VERSION), item.text, str(told), day, placed, *names, *sorted(item.facets))
        return blind.stamp(item.search_key, parts)

    def _scope(self, search_key: bytes, bounds: Bounds) -> Scope:
        def blinded(text: str) -> tuple[str, ...]:
            return self._blinder.terms(search_key, self._analysis.of_phrase(text))

        return Scope(
            told=bounds.told,
            days=bounds.days,
            labels=tuple(labels_of(search_key, facets) for facets in bounds.facets),
            without_labels=labels_of(search_key, bounds.without_facets),
            phrases=tuple(filter(None, map(blinded, bounds.phrases))),
            without_phrases=tuple(filter(None, map(blinded, bounds.without))),
        )

    async def _entries(self, items: Sequence[Indexable], places: Sequence[Place]) -> list[Entry]:
        return await _aside(sum(len(item.text) for item in items), partial(self._blinded, items, places))

    async def _places(self, items: Sequence[Indexable]) -> list[Place]:
        items = [replace(item, text=words_of(item.text)) for item in items]
        placed = {item.text: self._placed.pop(item.text) for item in items if item.text in self._placed}
        new = [Placeable(item.text, item.sendable) for item in items if item.text not in placed]
        found = iter(await self._placing.places(new))
        return [Place(placed[item.text]) if item.text in placed else next(found) for item in items]

    async def _meant(self, search_key: bytes, sought: Sought) -> Vector | None:
        """Where the meaning lies, half way to what it is without whom it concerns."""
        texts = [Placeable(text, sought.sendable) for text in (sought.meaning, sought.aside) if text]
        turned = (self._turned(search_key, place) for place in await self._placing.places(texts))
        return _unit(np.sum(rows, axis=0)) if (rows := [row for row in turned if row is not None]) else None

    def _turned(self, search_key: bytes, place: Place) -> Vector | None:
        return None if place.row is None else self._blinder.vectors(search_key, place.row[None, :])[0]

    def _blinded(self, items: Sequence[Indexable], places: Sequence[Place]) -> list[Entry]:
        return [
            Entry(
                person=item.person,
                memory=item.memory,
                terms=self._blinder.terms(item.search_key, self._analysis.of_memory(_searched(item))),
                vector=self._turned(item.search_key, place),
                at=item.at,
                day=item.day,
                labels=labels_of(item.search_key, item.facets),
                stamp=self.stamp(item, awaited=place.awaited),
                context=self._blinder.terms(item.search_key, self._analysis.of_memory(_month(item.at))),
            )
            for item, place in zip(items, places, strict=True)
        ]


def words_of(text: str) -> str:
    """What was said, without who said it: a name before every line of a chat makes all of its lines alike."""
    author = author_of(text)
    return text[len(author) + 1 :].lstrip() if author else text


def labels_of(search_key: bytes, facets: Iterable[str]) -> frozenset[str]:
    """Facets as the index knows them: without case and accents, then blinded."""
    return blind.blind_labels(search_key, (fold(facet) for facet in facets))


def _unit(vector: Vector) -> Vector | None:
    length = float(np.linalg.norm(vector))
    return (vector / length).astype(np.float32) if length else None


def _searched(item: Indexable) -> str:
    """What a memory says itself, word by word."""
    return f"{item.text}\n{item.names}" if item.names else item.text


def _month(at: datetime) -> str:
    return f"{MONTHS[at.month - 1]} {at.year}"


async def _aside(characters: int, work: Callable[[], Result]) -> Result:
    """Do `work` at once where it takes a millisecond, in a thread where it takes longer."""
    return work() if characters <= INLINE_CHARACTERS else await asyncio.to_thread(work)
