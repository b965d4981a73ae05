"""Finds what a memory that is being told takes the place of, among what its person told before."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.crypto import Vault
from bot.errors import ContentSealed, IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory.documents import Annotation, AnnotationSource, Memory, MemoryContent
from memory.reading.updates import Statement, overtaken, sought
from memory.recall import Recall

REPLACES: Final = "replaces"
"""The kind of the annotation that names an older memory. Its person's word of confidence 0: both are true."""
OPENED: Final = 5
"""Older memories that are read."""
WAIT: Final = 0.25
"""Seconds after which a memory is kept without knowing what it takes the place of."""


@dataclass(frozen=True)
class Older:
    """A memory whose place another one takes, and how sure that is."""

    document: Memory
    content: MemoryContent
    confidence: float


class Overtaking:
    """Looks through one person's memories."""

    def __init__(self, person: PersonId, search_key: bytes, *, vault: Vault, recall: Recall) -> None:
        self._person = person
        self._whose = (person, search_key)
        self._vault = vault
        self._recall = recall

    async def by(self, text: str, annotations: Sequence[Annotation], *, memory: MemoryId, at: datetime) -> list[Older]:
        """The memories from before `at` whose place `text` takes, the one told last first.

        None while the index can't be read, or answers late: keeping a memory neither fails nor waits for this.

        Args:
            text: as written; it has been placed (`Recall.place`) a moment ago, and is not embedded anew.
            annotations: what was noticed of it.
            memory: its id.
            at: when it was told.
        """
        words = sought(text)
        if not words:
            return []
        newer = Statement(memory, at, text, annotations)
        try:
            async with asyncio.timeout(WAIT):
                return _among(await self._candidates(newer, words), newer)
        except (IndexUnavailable, ContentSealed, TimeoutError):
            return []

    async def _candidates(self, newer: Statement, words: Sequence[str]) -> list[tuple[Memory, MemoryContent]]:
        near = await self._recall.before(self._whose, newer.text, words, newer.at, limit=OPENED + 1)
        ids = [memory for memory in near if memory != newer.memory][:OPENED]
        if not ids:
            return []
        found = await Memory.find({"_id": {"$in": ids}, "person": self._person}).to_list()
        there = [document for document in found if document.sealed is not None]
        contents = await self._vault.open_all([document.sealed or b"" for document in there], MemoryContent)
        return list(zip(there, contents, strict=True))


def _among(candidates: Sequence[tuple[Memory, MemoryContent]], newer: Statement) -> list[Older]:
    statements = [
        Statement(MemoryId(document.id), document.told_at, content.text, content.annotations)
        for document, content in candidates
    ]
    sure = overtaken(newer, statements)
    found = [
        Older(document, content, sure[MemoryId(document.id)]) for document, content in candidates if document.id in sure
    ]
    return sorted(found, key=lambda each: each.document.told_at, reverse=True)


def noted(older: Sequence[Older]) -> list[Annotation]:
    """The annotations that say so."""
    return [
        Annotation(kind=REPLACES, value=each.document.id, confidence=each.confidence, source=AnnotationSource.RULE)
        for each in older
    ]


def replaced_by(annotations: Sequence[Annotation]) -> list[MemoryId]:
    """The memories whose place one with these annotations takes."""
    return [MemoryId(each.value) for each in annotations if each.kind == REPLACES and each.confidence]


def beside(annotations: Sequence[Annotation]) -> list[MemoryId]:
    """The memories that are true beside one with these annotations, as its person says."""
    return [MemoryId(each.value) for each in annotations if each.kind == REPLACES and not each.confidence]


def as_said(annotations: Sequence[Annotation], *, both: bool) -> list[Annotation]:
    """The annotations of a memory once its person has said whether what it replaces is true beside it."""
    said = {"confidence": 0 if both else 1, "source": AnnotationSource.PERSON}
    return [each.model_copy(update=said) if each.kind == REPLACES else each for each in annotations]
