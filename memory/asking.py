"""One person's questions: understood, looked up, read and answered from what they told, and from nothing else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.crypto import Vault
from bot.messages import MemoryId, PersonId
from memory import question as questions
from memory.documents import Memory, MemoryContent, Person, PersonContent
from memory.language.consent import question_may_be_sent
from memory.personal import Remembered, remembered
from memory.question import Question, Shape, Window, WindowOn
from memory.ranking import Ranked
from memory.reading.evidence import Passage
from memory.reading.judging import NEAR, Read, answers
from memory.reading.newest import Told, covered, newest_first
from memory.recall import Bounds, Recall, Sought
from memory.search.analysis import Analysis

READ: Final = 12
"""Memories that are opened and read for an answer."""
LISTED: Final = 10
"""Memories on a page of a list."""
LISTED_FROM: Final = 0.5
"""The share of the best score from which a memory belongs on a list of everything that fits."""
IN_TIME: Final = 0.5
"""What a memory from the time that was asked about gains, as a share of the best score."""
MARGIN: Final = timedelta(days=1)


@dataclass(frozen=True)
class Recalled:
    """A memory that bears on a question, and where it stands among those found."""

    memory: Remembered
    ranked: Ranked
    overtaken: bool = False

    @property
    def score(self) -> float:
        """What it is ranked by; comparable within one answer only."""
        return self.ranked.score


@dataclass(frozen=True)
class Answer:
    """What was found for a question.

    Attributes:
        question: as it was understood.
        found: best first, those read; for a list a page of what fits, in the order it was told.
        fits: whether any of it answers the question; otherwise it is the nearest there is.
        listed: whether `found` is a page of everything that fits; `skipped` of `total` come before it.
        ranked: the ids of everything that was found, best first.
    """

    question: Question
    found: Sequence[Recalled]
    fits: bool
    listed: bool
    total: int
    skipped: int = 0
    ranked: Sequence[MemoryId] = ()


class PersonalQuestions:
    """Answers what one person asks.

    Args:
        person: who asks.
        content: what is sealed of the person, opened.
        vault: opens memories.
        recall: the search.
    """

    def __init__(self, person: Person, content: PersonContent, *, vault: Vault, recall: Recall) -> None:
        self._person = PersonId(person.id)
        self._search_key = bytes.fromhex(content.search_key)
        self._names = frozenset(content.names)
        self._choice = person.preferences.ai_use
        self._vault = vault
        self._recall = recall
        self._analysis = Analysis.of_language()

    def read(self, text: str, *, now: datetime, zone: ZoneInfo, languages: Sequence[str] = ("en",)) -> Question:
        """What a question asks for."""
        return questions.read(text, now=now, zone=zone, languages=languages, names=self._names)

    async def answer(self, question: Question, *, skip: int = 0, without: MemoryId | None = None) -> Answer:
        """What this person told that bears on the question; `without` the memory that is the question itself.

        Args:
            skip: how many of a list were shown already.

        Raises:
            IndexUnavailable: the index can't be read just now.
        """
        bounds = _bounds(question)
        if bounds.narrow and not self._recall.says_anything(question.subject):
            return await self._everything(question, bounds, skip)
        ranked, weights = await self._search(question, bounds)
        return await self._read(question, [each for each in ranked if each.memory != without], weights, skip)

    async def nearest(self, text: str) -> Remembered | None:
        """The memory that a few words of it mean, if any does. Raises IndexUnavailable."""
        sought = Sought(text, text, sendable=question_may_be_sent(text, self._choice))
        found = await self._recall.search(self._person, self._search_key, sought)
        opened = await self._open(found.ranked[:1])
        return next((memory for memory, _, each in opened if each.words or each.cosine >= NEAR), None)

    async def _everything(self, question: Question, bounds: Bounds, skip: int) -> Answer:
        """A list of all that was told within the bounds."""
        selection = await self._recall.within(self._person, self._search_key, bounds, limit=LISTED, skip=skip)
        ranked = [Ranked(hit.memory, 1.0, hit.at) for hit in selection.hits]
        found = [Recalled(memory, each) for memory, _, each in await self._open(ranked)]
        found.sort(key=lambda each: each.memory.told_at)
        ids = [each.memory.id for each in found]
        return Answer(question, found, bool(found), listed=True, total=selection.total, skipped=skip, ranked=ids)

    async def _search(self, question: Question, bounds: Bounds) -> tuple[list[Ranked], Mapping[str, float]]:
        speakers = await self._speakers(question, bounds)
        words = _words(question)
        sendable = question_may_be_sent(question.text, self._choice)
        sought = Sought(words, _as_said_by(speakers, words), bounds, speakers, sendable)
        found = await self._recall.search(self._person, self._search_key, sought)
        if question.window is None or question.window.on is WindowOn.TOLD:
            return found.ranked, found.weights
        timely = replace(bounds, **_in_time(question.window))
        within = await self._recall.search(self._person, self._search_key, replace(sought, bounds=timely))
        return _lifted(found.ranked, {each.memory for each in within.ranked}), found.weights

    async def _speakers(self, question: Question, bounds: Bounds) -> tuple[str, ...]:
        """Those of the people named in the question whose own words were told, as in a chat that was imported."""
        spoke = []
        for name in question.people:
            said = replace(bounds, facets=(*bounds.facets, frozenset((f"from:{name}",))))
            if (await self._recall.within(self._person, self._search_key, said, limit=1)).total:
                spoke.append(name)
        return tuple(spoke)

    async def _read(
        self, question: Question, ranked: Sequence[Ranked], weights: Mapping[str, float], skip: int
    ) -> Answer:
        opened = await self._open(ranked[:READ])
        ordered, overtaken = await self._newest_first(question, opened, weights)
        by_id = {memory.id: (memory, content, each) for memory, content, each in opened}
        recalled = [Recalled(by_id[id_][0], by_id[id_][2], id_ in overtaken) for id_ in ordered]
        passages = [
            Read(Passage(by_id[id_][0].text, by_id[id_][1].annotations), by_id[id_][2], self._stems(by_id[id_][0].text))
            for id_ in ordered
        ]
        fits = answers(question, passages, weights)
        order = [each.memory.id for each in recalled] + [each.memory for each in ranked[READ:]]
        if question.shape is Shape.ONE or not fits:
            return Answer(question, recalled, fits, listed=False, total=len(recalled), ranked=order)
        return self._listed(question, recalled, order, skip)

    def _listed(self, question: Question, recalled: Sequence[Recalled], order: Sequence[MemoryId], skip: int) -> Answer:
        best = max(each.score for each in recalled)
        fitting = [each for each in recalled if each.score >= LISTED_FROM * best]
        page = sorted(fitting, key=lambda each: each.memory.told_at)[skip : skip + LISTED]
        return Answer(question, page, bool(page), listed=True, total=len(fitting), skipped=skip, ranked=order)

    async def _newest_first(
        self, question: Question, opened: Sequence["_Opened"], weights: Mapping[str, float]
    ) -> tuple[list[MemoryId], frozenset[MemoryId]]:
        if question.shape is not Shape.ONE:
            return [memory.id for memory, _, _ in opened], frozenset()
        ids = [memory.id for memory, _, _ in opened]
        vectors = await self._recall.vectors(self._person, ids)
        told = []
        for memory, _, each in opened:
            stems = self._stems(memory.text)
            share = covered(weights, stems)
            told.append(Told(memory.id, memory.told_at, each.score, share, stems, vectors.get(memory.id)))
        return newest_first(told)

    def _stems(self, text: str) -> frozenset[str]:
        return frozenset(self._analysis.of_question(text))

    async def _open(self, ranked: Sequence[Ranked]) -> list["_Opened"]:
        ids = [each.memory for each in ranked]
        if not ids:
            return []
        found = await Memory.find({"_id": {"$in": ids}, "person": self._person}).to_list()
        there = {memory.id: memory for memory in found if memory.sealed is not None}
        kept = [each for each in ranked if each.memory in there]
        contents = await self._vault.open_all([there[each.memory].sealed for each in kept], MemoryContent)
        return [
            (remembered(there[each.memory], content), content, each)
            for each, content in zip(kept, contents, strict=True)
        ]


_Opened = tuple[Remembered, MemoryContent, Ranked]


def _bounds(question: Question) -> Bounds:
    told = question.window if question.window and question.window.on is WindowOn.TOLD else None
    return Bounds(
        told=(told.since, told.until) if told else None,
        facets=question.facets,
        without_facets=question.without_facets,
        phrases=question.phrases,
        without=question.without,
    )


def _in_time(window: Window) -> dict[str, object]:
    days = (window.since.date(), (window.until - timedelta.resolution).date())
    return {"days": days, "told": (window.since, window.until) if window.on is WindowOn.EITHER else None}


def _lifted(ranked: Sequence[Ranked], timely: set[MemoryId]) -> list[Ranked]:
    top = max((each.score for each in ranked), default=0.0)
    lifted = [
        replace(each, score=each.score + IN_TIME * top, shares={**each.shares, "time": IN_TIME * top})
        if each.memory in timely
        else each
        for each in ranked
    ]
    return sorted(lifted, key=lambda each: each.score, reverse=True)


def _words(question: Question) -> str:
    """What is searched for: the whole question, which says more than its subject, unless it can't stand for itself."""
    by_operators = question.facets or question.without_facets or question.phrases or question.without
    return question.subject if question.leans or by_operators else question.text


def _as_said_by(speakers: Sequence[str], text: str) -> str:
    """The question as it would be put to one of the speakers, whose own words say "I"."""
    for name in speakers:
        text = re.sub(rf"\b{re.escape(name)}['’]s\b", "my", text, flags=re.IGNORECASE)
        text = re.sub(rf"\b{re.escape(name)}\b", "I", text, flags=re.IGNORECASE)
    return text
