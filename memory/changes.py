"""What a handler changed, held until the inbox commits it together with the reply that reports it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from bot.messages import Address, MemoryId, Reply
from memory.documents import AiUse, Memory, MemoryContent, Person, PersonContent, Preferences, Stored
from memory.facets import facets_of, names_of
from memory.language.consent import may_be_sent


@dataclass(frozen=True)
class Update:
    """New values for some fields of one document; a value of None removes the field.

    `expects` are values that the document must still have; when it hasn't, nothing at all is written.
    """

    kind: type[Stored]
    id: str
    values: dict[str, Any]
    expects: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Removal:
    """One document goes. `expects` are values that it must still have; when it hasn't, nothing at all is written."""

    kind: type[Stored]
    id: str
    expects: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    """What goes to another address than the one that is answered.

    `logged`: it belongs to the person's conversation. Otherwise it is nobody's, and gone after a day: a code that
    proves whose an address is must not be read where it is to be typed.
    """

    to: Address
    reply: Reply
    logged: bool = True


@dataclass(frozen=True)
class IndexChange:
    """The index has to follow: with the text, its date and whatever else is searched; or without, when `text` is None.

    Only text that may be searched comes here: a secret memory changes nothing in the index. `pending` names
    this change (`Memory.index_pending`). `sendable`: the text may go to an embedder that is not the operator's own.
    `names` are those of its files; they are searched as words, and embedded nowhere.
    """

    memory: MemoryId
    text: str | None
    told_at: datetime
    pending: str
    facets: frozenset[str] = frozenset()
    day: date | None = None
    sendable: bool = False
    names: str = ""

    @classmethod
    def of(cls, memory: Memory, content: MemoryContent | None, choice: AiUse) -> Self:
        """What the index has to hold of `memory` as it is: nothing where it is secret, or has no `content` any more.

        `choice` is what its person allows now.
        """
        pending = memory.index_pending or ""
        if content is None or not memory.level.searchable:
            return cls(MemoryId(memory.id), None, memory.told_at, pending)
        return cls(
            MemoryId(memory.id),
            content.text,
            memory.told_at,
            pending,
            facets_of(content.text, content.annotations, memory.channel, content.brought),
            date.fromisoformat(memory.day) if memory.day else None,
            may_be_sent(content.text, level=memory.level, ai_use=memory.ai_use, choice=choice),
            names_of(content.brought),
        )


@dataclass
class Changes:
    """Everything one message brought about; empty when it only asked.

    `forgotten` are the ids of memories and reminders whose words must also leave the conversation log. `content` is
    what is to be sealed of the person from now on, where that has changed.
    """

    inserts: list[Stored] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    index: list[IndexChange] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    person: dict[str, Any] = field(default_factory=dict)
    content: PersonContent | None = None

    def ai_use(self, person: Person) -> AiUse:
        """What a person allows a language model, as this message leaves it."""
        preferences: Preferences = self.person.get("preferences", person.preferences)
        return preferences.ai_use
