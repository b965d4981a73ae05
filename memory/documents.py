"""What is kept of a person: who they are, where they write from, and what they told.

Every word of theirs is in `sealed`, encrypted with their own data key; the fields beside it are what the database must
know to find a document: ids, numbers, times, and words of ours.
"""

from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID

from beanie import Document
from pydantic import AwareDatetime, BaseModel, Field
from pymongo import ASCENDING, IndexModel

from bot.messages import ChannelName

SCHEMA_VERSION = 1


class Stored(Document):
    """A document of ours: an id that we choose and the schema version it was written under."""

    id: str  # type: ignore[assignment]  # Beanie leaves the type of the id to the document
    schema_version: int = SCHEMA_VERSION


class StoredSettings:
    """Absent rather than null: a sparse index must not see a field that isn't there."""

    keep_nulls = False


class Level(StrEnum):
    """How private a memory is. Above `CONFIDENTIAL` nothing is indexed, embedded or put in a digest."""

    GENERAL = "general"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105 - the name of a level
    ULTRA_SECRET = "ultra-secret"  # noqa: S105 - the name of a level

    @property
    def searchable(self) -> bool:
        """Whether a memory of this level may be indexed and embedded."""
        return self in {Level.GENERAL, Level.CONFIDENTIAL}

    @property
    def in_digests(self) -> bool:
        """Whether a memory of this level may be put in a digest or in the text of a push."""
        return self is Level.GENERAL


class AiUse(StrEnum):
    """What a language model may be shown a memory for."""

    NONE = "none"
    CHAT = "chat"
    TRAIN = "train"


class AnnotationSource(StrEnum):
    """Who says so. What the person says is never replaced by what anyone else found."""

    RULE = "rule"
    MODEL = "model"
    PERSON = "person"


class Annotation(BaseModel):
    """Something found in a memory's text; it never replaces the text.

    `span` is (start, end) in characters of the text, where it was read off it.
    """

    kind: str
    value: str
    confidence: float = Field(ge=0, le=1)
    source: AnnotationSource
    span: tuple[int, int] | None = None


class PersonContent(BaseModel):
    """What is sealed of a person. `search_key`: 32 bytes in hex that blind their part of the search index."""

    name: str | None = None
    search_key: str


class Person(Stored):
    """One person, whichever channels they write from.

    `last_sequence` numbers everything of theirs, messages and memories alike. Raising it from the value that was read
    is also the compare-and-set that lets only one replica write for a person at a time.
    """

    data_key: UUID
    created_at: AwareDatetime
    last_sequence: int = 0
    read_sequence: int = 0
    zone: str | None = None
    language: str | None = None
    sealed: bytes

    class Settings(StoredSettings):
        """Where persons are kept."""

        name = "persons"


class PersonAddress(Stored):
    """An address that belongs to a person; its id is the address itself (`telegram:123`), so it belongs to one only."""

    person: str
    channel: ChannelName
    linked_at: AwareDatetime
    gone_at: AwareDatetime | None = None

    class Settings(StoredSettings):
        """Where addresses are kept."""

        name = "addresses"
        indexes: ClassVar = [IndexModel([("person", ASCENDING)], name="person")]


class Version(BaseModel):
    """What a memory said before it was edited, and until when."""

    text: str
    until: AwareDatetime


class MemoryContent(BaseModel):
    """What is sealed of a memory: the text as it was written, what was found in it, and what it said before."""

    text: str
    annotations: list[Annotation] = Field(default_factory=list)
    versions: list[Version] = Field(default_factory=list)


# Any document with a change that the index has to follow, as a range on the sparse index.
INDEX_PENDING: Final = {"index_pending": {"$gt": ""}}


class Memory(Stored):
    """One thing a person told, word for word.

    `changed` is the sequence of the message that last saved or edited it. `index_pending` is the durable change record:
    it names a change that the search index still has to follow. A memory that was forgotten stays as an empty shell
    (`forgotten_at`, no content) until the index has followed, then it is gone.
    """

    person: str
    changed: int
    told_at: AwareDatetime
    channel: ChannelName
    level: Level = Level.GENERAL
    ai_use: AiUse = AiUse.NONE
    index_pending: str | None = None
    forgotten_at: AwareDatetime | None = None
    sealed: bytes | None = None

    class Settings(StoredSettings):
        """Where memories are kept."""

        name = "memories"
        indexes: ClassVar = [
            IndexModel([("person", ASCENDING), ("changed", ASCENDING)], name="person_changed"),
            IndexModel([("index_pending", ASCENDING)], name="index_pending", sparse=True),
        ]
