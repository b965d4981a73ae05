"""What a person corrected: a text, what it was taken for and what it is, to learn from where they allow that."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel
from pymongo import ASCENDING, IndexModel

from bot.crypto import KeyId, Vault
from bot.errors import ContentSealed
from bot.messages import MemoryId
from memory.changes import Changes, Update
from memory.documents import AiUse, Person, Stored, StoredSettings


class Question(StrEnum):
    """What was corrected."""

    INTENT = "intent"
    CATEGORY = "category"


class CorrectionContent(BaseModel):
    """What is sealed of a correction."""

    text: str


class Correction(Stored):
    """One answer of a person's about one memory: its id is `question:memory`, so there is one at most.

    It outlives a memory that turned out to be none, so that this can be taken back; when a memory is forgotten, nothing
    of the text stays (`sealed` goes).

    Attributes:
        chosen: what the person says it is.
        guessed: what it was taken for.
        ai_use: the memory's; only what may be trained on is ever handed out.
    """

    person: str
    memory: str
    question: Question
    chosen: str
    guessed: str | None = None
    at: AwareDatetime
    ai_use: AiUse = AiUse.NONE
    sealed: bytes | None = None

    class Settings(StoredSettings):
        """Where corrections are kept."""

        name = "corrections"
        indexes: ClassVar = [
            IndexModel([("person", ASCENDING)], name="person"),
            IndexModel([("ai_use", ASCENDING)], name="ai_use"),
        ]


@dataclass(frozen=True)
class Corrected:
    """A training row."""

    question: Question
    text: str
    chosen: str
    guessed: str | None
    at: datetime


class PersonalCorrections:
    """One person's corrections, changed through `changes`, which somebody else commits."""

    def __init__(self, person: Person, *, vault: Vault, changes: Changes) -> None:
        self._person = person
        self._vault = vault
        self._changes = changes

    async def note(self, memory: MemoryId, row: Corrected, ai_use: AiUse) -> None:
        """Keep what the person says a memory is; what they said of it before gives way."""
        sealed = await self._vault.seal(KeyId(self._person.data_key), CorrectionContent(text=row.text))
        values = {"chosen": row.chosen, "at": row.at, "ai_use": ai_use, "sealed": sealed}
        name = _id(row.question, memory)
        if await self._stored(memory, row.question):
            self._changes.updates.append(Update(Correction, name, values))
            return
        named = {"id": name, "person": self._person.id, "memory": memory, "question": row.question}
        self._changes.inserts.append(Correction.model_validate({**named, **values, "guessed": row.guessed}))

    async def choose_again(self, memory: MemoryId, question: Question, chosen: str | None) -> None:
        """Let a correction say something else; None takes it back."""
        if await self._stored(memory, question):
            values = {"sealed": None} if chosen is None else {"chosen": chosen}
            self._changes.updates.append(Update(Correction, _id(question, memory), values))

    async def text(self, memory: MemoryId, question: Question = Question.INTENT) -> str | None:
        """What was said in a memory that has been corrected; None when it has not, or was forgotten."""
        found = await self._stored(memory, question)
        if found is None or found.sealed is None:
            return None
        return (await self._vault.open_sealed(found.sealed, CorrectionContent)).text

    async def _stored(self, memory: MemoryId, question: Question) -> Correction | None:
        found = await Correction.get(_id(question, memory))
        return found if found is not None and found.person == self._person.id else None


async def emptied(memory: MemoryId) -> list[Update]:
    """What takes the words of a memory out of its corrections."""
    found = await Correction.find({"_id": {"$in": [_id(question, memory) for question in Question]}}).to_list()
    return [Update(Correction, each.id, {"sealed": None}) for each in found]


async def for_training(vault: Vault) -> AsyncIterator[Corrected]:
    """Every correction that its person allows to train on, then and now; one whose key is gone is passed over."""
    async for each in Correction.find({"ai_use": AiUse.TRAIN}):
        if each.sealed is None or not await _still_allowed(each.person):
            continue
        try:
            content = await vault.open_sealed(each.sealed, CorrectionContent)
        except ContentSealed:
            continue
        yield Corrected(each.question, content.text, each.chosen, each.guessed, each.at)


async def _still_allowed(person: str) -> bool:
    found = await Person.get(person)
    return found is not None and found.preferences.ai_use is AiUse.TRAIN


def _id(question: Question, memory: MemoryId) -> str:
    return f"{question}:{memory}"
