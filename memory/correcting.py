"""A person says what a memory is about: their word stands above whatever was found in it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import uuid4

from bot.crypto import KeyId, Vault
from bot.messages import MemoryId
from memory.changes import Changes, IndexChange, Update
from memory.corrections import Corrected, PersonalCorrections, Question
from memory.documents import Annotation, AnnotationSource, Memory, MemoryContent, Person
from memory.overtaking import as_said, beside, replaced_by

KIND: Final = "category"


class Category(StrEnum):
    """What a memory can be about."""

    GENERAL = "general"
    EVENT = "event"
    TASK = "task"
    IDEA = "idea"
    PERSON = "person"
    PLACE = "place"
    HEALTH = "health"
    FINANCE = "finance"
    WORK = "work"
    TRAVEL = "travel"
    RECIPE = "recipe"
    QUOTE = "quote"
    LINK = "link"
    CREDENTIAL = "credential"
    OTHER = "other"


@dataclass(frozen=True)
class Recategorised:
    """A memory that is in another category now; `before` is None when it was in none."""

    memory: MemoryId
    before: Category | None
    now: Category | None


class Correcting:
    """Changes what is noted about one person's memories, through `changes`, which somebody else commits."""

    def __init__(self, person: Person, *, vault: Vault, changes: Changes) -> None:
        self._person = person
        self._vault = vault
        self._changes = changes
        self.corrections = PersonalCorrections(person, vault=vault, changes=changes)

    async def categorise(self, memory: MemoryId, category: Category | None, *, at: datetime) -> Recategorised | None:
        """Put a memory in a category, or in none; None when there is no such memory.

        The text stays as it is, and so does the number of its last change: an Undo button of before still works.
        """
        found = await Memory.get(memory)
        if found is None or found.person != self._person.id or found.sealed is None:
            return None
        content = await self._vault.open_sealed(found.sealed, MemoryContent)
        annotated = _annotated(content, category)
        values: dict[str, Any] = {"sealed": await self._vault.seal(KeyId(self._person.data_key), annotated)}
        values["category"] = category
        if found.level.searchable:
            values["index_pending"] = uuid4().hex
            self._changes.index.append(
                IndexChange.of(found.model_copy(update=values), annotated, self._changes.ai_use(self._person))
            )
        self._changes.updates.append(Update(Memory, memory, values, expects={"changed": found.changed}))
        if category is None:
            await self.corrections.choose_again(memory, Question.CATEGORY, None)
        elif found.level.searchable:
            row = Corrected(Question.CATEGORY, content.text, category, found.category, at)
            await self.corrections.note(memory, row, found.ai_use)
        before = Category(found.category) if found.category in set(Category) else None
        return Recategorised(memory, before, category)

    async def both_true(self, memory: MemoryId, *, both: bool) -> bool:
        """Say whether what a memory takes the place of is true beside it; False when it takes nobody's place."""
        found = await Memory.get(memory)
        if found is None or found.person != self._person.id or found.sealed is None:
            return False
        content = await self._vault.open_sealed(found.sealed, MemoryContent)
        annotations = as_said(content.annotations, both=both)
        if not replaced_by(annotations) and not beside(annotations):
            return False
        said = content.model_copy(update={"annotations": annotations})
        values = {
            "sealed": await self._vault.seal(KeyId(self._person.data_key), said),
            "replaces": replaced_by(annotations) or None,
        }
        self._changes.updates.append(Update(Memory, memory, values, expects={"changed": found.changed}))
        return True

    async def are_both_true(self, memory: MemoryId) -> bool:
        """Whether its person said that what a memory would take the place of is true beside it."""
        found = await Memory.get(memory)
        if found is None or found.person != self._person.id or found.sealed is None:
            return False
        return bool(beside((await self._vault.open_sealed(found.sealed, MemoryContent)).annotations))

    async def category(self, memory: MemoryId) -> str | None:
        """The category that a memory is in; None for no category, or no such memory."""
        found = await Memory.get(memory)
        return found.category if found is not None and found.person == self._person.id else None

    async def intended(self, memory: MemoryId, chosen: str, guessed: str, *, at: datetime) -> bool:
        """Note what a text that was kept was meant as; False when there is no such memory."""
        found = await Memory.get(memory)
        if found is None or found.person != self._person.id or found.sealed is None:
            return False
        if found.level.searchable:
            content = await self._vault.open_sealed(found.sealed, MemoryContent)
            row = Corrected(Question.INTENT, content.text, chosen, guessed, at)
            await self.corrections.note(memory, row, found.ai_use)
        return True


def _annotated(content: MemoryContent, category: Category | None) -> MemoryContent:
    others = [each for each in content.annotations if each.kind != KIND]
    said = Annotation(kind=KIND, value=category, confidence=1, source=AnnotationSource.PERSON) if category else None
    return content.model_copy(update={"annotations": [*others, *([said] if said else [])]})
