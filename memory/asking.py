"""One person's questions: understood, looked up, read and answered from what they told, and from nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.crypto import Vault
from bot.messages import MemoryId, PersonId
from memory import question as questions
from memory.bounding import as_said_by, bounds_of, in_time, noun_of, only_then, without_people, words_of_question
from memory.correcting import Category
from memory.documents import Person, PersonContent
from memory.language.consent import question_may_be_sent
from memory.occasions import Account, time_of
from memory.opened import OpenedMemory, introducing
from memory.personal import Remembered
from memory.question import Question, Shape
from memory.ranking import Ranked, with_the_like
from memory.reading.attributes import named
from memory.reading.evidence import Passage
from memory.reading.judging import EVIDENT, NEAR, TELLING, Read, answers, asks_who_that_is, evident, may_tell
from memory.reading.newest import covered, newest_first
from memory.recall import Recall
from memory.rows import Opened, Row, rows, searchable
from memory.rows import opened as opened_rows
from memory.search.analysis import Analysis
from memory.sought import Bounds, Page, Sought
from memory.words import classes_of, fold

READ: Final = 12
"""Memories that are opened and read for an answer."""
LOOKED_THROUGH: Final = 2_000
"""Characters of each whose words are compared."""
SEEDS: Final = 3
"""Memories at the head of a list that others are compared with."""
SEED_FROM: Final = 0.5
"""The share of the best, by what a memory says itself, from which it is compared with."""
LISTED: Final = 10
"""Memories on a page of a list."""
LISTED_FROM: Final = {Shape.LIST: 0.3, Shape.COUNT: 0.5}
"""The share of the best from which a memory belongs to everything that fits, by what it says itself.

A memory too many on a list does less harm than one counted that is none.
"""
CATEGORIES: Final = frozenset(category.value for category in Category)
NAMED: Final = 3
"""People named in a question of whom it is looked up whether they said anything themselves."""
TAKEN_OVER: Final = 2
"""Times over that what took a memory's place is looked for, since that may have been replaced as well."""


ACCOUNTS: Final = 5
"""Memories that may tell when something happened."""


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
        """What this person told that bears on the question.

        Args:
            question: as it was understood.
            skip: how many of a list were shown already.
            without: the memory that is the question itself.

        Raises:
            IndexUnavailable: the index can't be read just now.
        """
        return await self._at_its_times(question, Page(skip, LISTED), without)

    async def _at_its_times(self, question: Question, page: Page, without: MemoryId | None) -> Answer:
        if question.others and (only_then(question) or not self._recall.says_anything(question.subject)):
            return await self._of_each_time(question, page, without)
        answer = await self._answer(question, page, without)
        if answer.found or not question.earlier:
            return answer
        # What comes back each year may be meant as it was the last time that anything was told of it.
        before = replace(question, window=question.earlier[0], earlier=question.earlier[1:])
        earlier = await self._at_its_times(before, page, without)
        return earlier if earlier.found else answer

    async def _of_each_time(self, question: Question, page: Page, without: MemoryId | None) -> Answer:
        """What is found of each of several times, on one list: all of the first, then all of the second."""
        total = 0
        found: list[Recalled] = []
        ranked: list[MemoryId] = []
        for window in (question.window, *question.others):
            of_one = replace(question, window=window, others=(), earlier=())
            part = Page(max(page.skip - total, 0), page.size - len(found))
            answer = await self._answer(of_one, part, without)
            ranked += answer.ranked
            if answer.listed or answer.fits:
                found += answer.found if answer.listed else answer.found[part.skip :][: part.size]
                total += answer.total
        shown = sorted(found, key=lambda each: each.memory.told_at)
        ids = list(dict.fromkeys(ranked))
        fits = bool(shown) or question.tally
        return Answer(question, shown, fits, listed=True, total=total, skipped=page.skip, ranked=ids)

    async def _answer(self, question: Question, page: Page, without: MemoryId | None) -> Answer:
        if question.tally:
            # None is an answer as well.
            return replace(await self._everything(question, bounds_of(question), page, without), fits=True)
        if told := await self._told_then(question, page, without):
            return told
        bounds = bounds_of(question)
        counted = question.shape is Shape.COUNT
        if not self._recall.says_anything(question.subject):
            if question.shape is Shape.LIST and question.window is not None and not bounds.narrow:
                bounds = in_time(bounds, question.window)
            if bounds.narrow or counted:
                return await self._everything(question, bounds, page, without)
        if kind := await self._kind(question, bounds):
            return await self._everything(question, kind, page, without)
        tagged = await self._tagged(question, bounds)
        ranked, weights = await self._search(question, tagged or bounds)
        ranked = [each for each in ranked if each.memory != without]
        if tagged and not ranked:
            return await self._everything(question, tagged, page, without)
        return await self._read(question, ranked, weights, page=page, without=without)

    async def nearest(self, text: str) -> Remembered | None:
        """The memory that a few words of it mean, if any does. Raises IndexUnavailable."""
        opened = await self._open((await self._found_by(text))[:1])
        return next((each.memory for each in opened if each.ranked.words or each.ranked.cosine >= NEAR), None)

    async def _told_then(self, question: Question, page: Page, without: MemoryId | None) -> Answer | None:
        """What was told while something happened, where a time is named by that and the memories tell when it was."""
        if question.occasion is None:
            return None
        found = await self._found_by(question.occasion.event)
        opened = await self._open([each for each in found if each.memory != without][:ACCOUNTS])
        accounts = [Account(each.memory.told_at, each.read.passage.annotations, each.memory.text) for each in opened]
        when = time_of(question.occasion, accounts)
        then = replace(question, window=when)
        answer = await self._everything(then, bounds_of(then), page, without) if when else None
        return answer if answer and answer.fits else None

    async def _kind(self, question: Question, bounds: Bounds) -> Bounds | None:
        """The bounds of a whole kind, where nothing but that is asked for: "all my recipes", "how many ideas"."""
        if question.window is not None and not only_then(question):
            bounds = in_time(bounds, question.window)
        of = self._stems(question.of)
        if question.shape is Shape.ONE or not of or self._stems(question.subject) != of:
            return None
        named = sorted(word for word in (question.of, *CATEGORIES) if self._stems(word) == of)
        for facets in ([f"tag:{word}" for word in named], [f"category:{word}" for word in named if word in CATEGORIES]):
            kind = replace(bounds, facets=(*bounds.facets, frozenset(facets)))
            if facets and await self._any_within(kind):
                return kind
        return None

    async def _tagged(self, question: Question, bounds: Bounds) -> Bounds | None:
        """The bounds of what its person tagged as the kind that is listed: "present ideas" are what is tagged #gift."""
        if question.shape is Shape.ONE or not question.of:
            return None
        words = [fold(word).removesuffix("s") for word in noun_of(question)]
        tags = frozenset(f"tag:{tag}" for word in words for tag in (word, *classes_of(word)))
        kind = replace(bounds, facets=(*bounds.facets, tags))
        return kind if await self._any_within(kind) else None

    async def _found_by(self, text: str) -> Sequence[Ranked]:
        """What a few words find, the likeliest first. Raises IndexUnavailable."""
        sought = Sought(text, text, sendable=question_may_be_sent(text, self._choice))
        return (await self._recall.search(self._person, self._search_key, sought)).ranked

    async def _any_within(self, bounds: Bounds) -> bool:
        """Whether anything was told within the bounds."""
        return (await self._recall.within(self._person, self._search_key, bounds, limit=1)).total > 0

    async def _everything(self, question: Question, bounds: Bounds, page: Page, without: MemoryId | None) -> Answer:
        """A list of all that was told within the bounds."""
        selection = await self._recall.within(self._person, self._search_key, bounds, limit=page.size, skip=page.skip)
        ranked = [Ranked(hit.memory, 1.0, hit.at) for hit in selection.hits if hit.memory != without]
        # What was told last comes first: the question itself can only be on this page.
        total = selection.total - (len(selection.hits) - len(ranked))
        shown = await self._page(ranked)
        ids = [each.memory.id for each in shown]
        return Answer(question, shown, bool(shown), listed=True, total=total, skipped=page.skip, ranked=ids)

    async def _search(self, question: Question, bounds: Bounds) -> tuple[list[Ranked], Mapping[str, float]]:
        speakers = await self._speakers(question, bounds)
        words = words_of_question(question)
        sendable = question_may_be_sent(question.text, self._choice)
        timely = None if question.window is None or only_then(question) else in_time(bounds, question.window)
        several = question.shape is not Shape.ONE
        meaning = as_said_by(speakers, words)
        # A list or a count of somebody's things is told in notes that name them.
        aside = "" if several else self._aside(question, meaning)
        sought = Sought(words, meaning, bounds, speakers, timely, several, sendable, aside)
        found = await self._recall.search(self._person, self._search_key, sought)
        if several and found.ranked:
            return await self._with_the_like(found.ranked, bounds), found.weights
        return found.ranked, found.weights

    def _aside(self, question: Question, meaning: str) -> str:
        """What is asked without whom it concerns; "" where that is all, or where nobody is named."""
        bare = without_people(question, meaning)
        return bare if bare != " ".join(meaning.split()) and self._recall.says_anything(bare) else ""

    async def _with_the_like(self, ranked: Sequence[Ranked], bounds: Bounds) -> list[Ranked]:
        """What was found, with what is like the best of it: whatever belongs on one list is told in like words."""
        by_themselves = sorted(ranked, key=lambda each: each.own, reverse=True)[:SEEDS]
        sure = [each for each in by_themselves if each.own >= SEED_FROM * by_themselves[0].own]
        seeds = await self._open(sure)
        texts = {each.memory.id: each.memory.text for each in seeds}
        like = await self._recall.like(self._person, self._search_key, texts, bounds)
        return with_the_like(ranked, like, list(texts))

    async def _speakers(self, question: Question, bounds: Bounds) -> tuple[str, ...]:
        """Those of the people named in the question whose own words were told, as in a chat that was imported."""
        spoke = []
        for name in question.people[:NAMED]:
            said = replace(bounds, facets=(*bounds.facets, frozenset((f"from:{name}",))))
            if await self._any_within(said):
                spoke.append(name)
        return tuple(spoke)

    async def _read(
        self,
        question: Question,
        ranked: Sequence[Ranked],
        weights: Mapping[str, float],
        *,
        page: Page,
        without: MemoryId | None,
    ) -> Answer:
        opened = self._evident_first(question, await self._open(ranked[:READ]), weights)
        if question.shape is Shape.ONE and not bounds_of(question).narrow:
            opened = [each for each in await self._with_the_newer(opened) if each.memory.id != without]
        fits = answers(question, [each.read for each in opened], weights)
        if fits and question.shape is not Shape.ONE:
            return await self._listed(question, ranked, page)
        recalled = await self._newest_first(question, opened, weights)
        order = list(dict.fromkeys([each.memory.id for each in recalled] + [each.memory for each in ranked[READ:]]))
        return Answer(question, recalled, fits, listed=False, total=len(recalled), ranked=order)

    async def _with_the_newer(self, opened: Sequence[OpenedMemory]) -> list[OpenedMemory]:
        """What was found, and whatever has taken the place of one of these, as good as that one.

        Found by the mark on the newer one, so that forgetting that brings the older back by itself.
        """
        found = {each.memory.id: each for each in opened}
        newest: Sequence[OpenedMemory] = opened
        for _ in range(TAKEN_OVER):
            newer = await self._taken_over(newest)
            for each in newer:
                known = found.get(each.memory.id)
                if known is None or known.ranked.score < each.ranked.score:
                    found[each.memory.id] = each
            newest = newer
        return sorted(found.values(), key=lambda each: each.ranked.score, reverse=True)

    async def _taken_over(self, opened: Sequence[OpenedMemory]) -> list[OpenedMemory]:
        """The memories that have taken the place of one of these."""
        scores = {each.memory.id: each.ranked.score for each in opened}
        if not scores:
            return []
        newer = [
            Ranked(MemoryId(row["_id"]), score, row["told_at"], shares={"replaces": score})
            for row in await self._replacing(scores)
            for score in [max(scores.get(older, 0.0) for older in row["replaces"])]
        ]
        return await self._open(newer)

    async def _replacing(self, memories: Iterable[MemoryId]) -> list[Row]:
        """What has taken the place of one of these memories."""
        found = await rows({"replaces": {"$in": list(memories)}}, fit=searchable)
        return [row for row in found if row["person"] == self._person]

    def _evident_first(
        self, question: Question, opened: Sequence[OpenedMemory], weights: Mapping[str, float]
    ) -> list[OpenedMemory]:
        """What was found, lifted where it holds the kind of thing that is asked for."""
        if not opened:
            return []
        if asks_who_that_is(question):
            telling = {each.memory.id for each in introducing(question, opened)}
        elif question.wanted in TELLING or named(question.text):
            telling = {each.memory.id for each in opened if evident(question, each.read, weights.keys())}
        else:
            return list(opened)
        gain = EVIDENT * max(each.ranked.score for each in opened)
        lifted = [each.lifted("evidence", gain) if each.memory.id in telling else each for each in opened]
        return sorted(lifted, key=lambda each: each.ranked.score, reverse=True)

    async def _listed(self, question: Question, ranked: Sequence[Ranked], page: Page) -> Answer:
        """A page of everything that fits, the best ones first; those on a page in the order they were told."""
        # What was told at the time asked for is little, and most of it meant.
        least = 0.0 if only_then(question) else LISTED_FROM[question.shape] * max(each.own for each in ranked)
        fitting = [each for each in ranked if each.own >= least]
        shown = await self._page(fitting[page.skip :][: page.size])
        ids = [each.memory for each in ranked]
        return Answer(question, shown, bool(shown), listed=True, total=len(fitting), skipped=page.skip, ranked=ids)

    async def _page(self, ranked: Sequence[Ranked]) -> list[Recalled]:
        """Part of a list, in the order it was told; of what another memory took the place of, it says so."""
        opened = await self._open(ranked)
        newer = await self._replacing([each.memory.id for each in opened]) if opened else []
        gone = {older for row in newer for older in row["replaces"]}
        page = [Recalled(each.memory, each.ranked, each.memory.id in gone) for each in opened]
        return sorted(page, key=lambda each: each.memory.told_at)

    async def _newest_first(
        self, question: Question, opened: Sequence[OpenedMemory], weights: Mapping[str, float]
    ) -> list[Recalled]:
        vectors = await self._recall.vectors(self._person, [each.memory.id for each in opened])
        telling = introducing(question, opened) if asks_who_that_is(question) else None
        told = [
            replace(
                each.told(covered(weights, each.read.stems), vectors.get(each.memory.id)),
                asked=each.read.stems & weights.keys(),
                holds=may_tell(question, each.read.passage) if telling is None else each in telling,
            )
            for each in opened
        ]
        order, overtaken = newest_first(told)
        by_id = {each.memory.id: each for each in opened}
        return [Recalled(by_id[id_].memory, by_id[id_].ranked, id_ in overtaken) for id_ in order]

    def _stems(self, text: str) -> frozenset[str]:
        return frozenset(self._analysis.of_question(text[:LOOKED_THROUGH]))

    async def _open(self, ranked: Sequence[Ranked]) -> list[OpenedMemory]:
        ids = [each.memory for each in ranked]
        if not ids:
            return []
        found = await rows({"_id": {"$in": ids}, "person": self._person}, fit=searchable)
        there = {row["_id"]: row for row in found}
        kept = [each for each in ranked if each.memory in there]
        opened = await opened_rows([there[each.memory] for each in kept], self._vault)
        return [self._opened(row, each) for row, each in zip(opened, kept, strict=True)]

    def _opened(self, found: Opened, ranked: Ranked) -> OpenedMemory:
        content = found.content
        return OpenedMemory(
            found.memory, Read(Passage(content.text, content.annotations), ranked, self._stems(content.text))
        )
