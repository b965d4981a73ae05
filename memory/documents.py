"""What is kept of a person: who they are, where they write from, and what they told.

Every word of theirs is in `sealed`, encrypted with their own data key; the fields beside it are what the database must
know to find a document: ids, numbers, times, and words of ours.
"""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from beanie import Document
from pydantic import AwareDatetime, BaseModel, Field
from pymongo import ASCENDING, IndexModel

from bot.lease import Lease
from bot.messages import ChannelName, Kind, MediaKind

SCHEMA_VERSION = 2


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
    """Who says so. What the person says is never replaced by what anyone else found.

    `MODEL` is a small one of ours, weighed on the spot; `LANGUAGE_MODEL` is one that was asked.
    """

    RULE = "rule"
    MODEL = "model"
    LANGUAGE_MODEL = "language_model"
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
    """What is sealed of a person.

    Attributes:
        search_key: 32 bytes in hex that blind their part of the search index.
        names: whom they told of, folded, each with the number of memories that told it.
    """

    name: str | None = None
    search_key: str
    names: dict[str, int] = Field(default_factory=dict)


class DigestKind(StrEnum):
    """Which look back and ahead a digest is."""

    MORNING = "morning"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Onboarding(StrEnum):
    """How far a person has been shown round."""

    NEW = "new"
    WELCOMED = "welcomed"  # told who this is
    ZONE_ASKED = "zone_asked"
    ELSEWHERE = "elsewhere"  # the zone they were asked about was wrong, and they may name another
    OVER = "over"


class Preferences(BaseModel):
    """What a person has chosen, or what holds until they do. Hours are on the clock of their zone.

    Attributes:
        digests: those they want. Weekly ones come on a Monday, monthly ones on the first.
        digest_days: on which weekdays the morning digest comes, Monday is 0.
        digests_paused_until: no digest before that.
        quiet_from: from this hour until `quiet_until` nothing is sent that they did not ask for at that very time.
        day_hour: when a reminder comes that names a day only.
        repeat_minutes: after how long a reminder that nobody acknowledged comes again; None: it doesn't.
        escalate: whether it comes by another channel then.
        zone_confirmed: they were asked whether the zone is right, and answered, or named it themselves.
        onboarding: for those who were there before there was any, it is over.
        ai_use: what a language model may be shown their messages and memories for.
        reminder_channel: what reminders come by; None: where each was set.
        digest_channel: what digests come by; None: where they wrote last.
    """

    digests: frozenset[DigestKind] = frozenset(DigestKind)
    digest_hour: time = time(7, 30)
    digest_days: frozenset[int] = frozenset(range(7))
    digests_paused_until: AwareDatetime | None = None
    quiet_from: time = time(22)
    quiet_until: time = time(7)
    day_hour: time = time(9)
    repeat_minutes: int | None = 30
    escalate: bool = True
    zone_confirmed: bool = False
    ai_use: AiUse = AiUse.NONE
    onboarding: Onboarding = Onboarding.OVER
    reminder_channel: ChannelName | None = None
    digest_channel: ChannelName | None = None

    def channel_of(self, kind: Kind) -> ChannelName | None:
        """The channel they want a kind of message by; None where they chose none. A reply goes where it was asked."""
        return {Kind.REMINDER: self.reminder_channel, Kind.DIGEST: self.digest_channel}.get(kind)

    def after_quiet(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The first moment from `at` on that is not in the quiet hours."""
        local = at.astimezone(zone)
        start, end = self.quiet_from, self.quiet_until
        now = local.time()
        quiet = start <= now < end if start <= end else now >= start or now < end
        if not quiet:
            return at
        ends = local.date() + timedelta(days=1) if start > end and now >= start else local.date()
        return datetime.combine(ends, end, zone).astimezone(UTC)


class Person(Stored):
    """One person, whichever channels they write from.

    `last_sequence` numbers everything of theirs, messages and memories alike. Raising it from the value that was read
    is also the compare-and-set that lets only one replica write for a person at a time. `reach` is the address they
    wrote from last: what nobody asked for just now goes there. `digest_at` is when the next digest is due, absent when
    none is. `missed` are the messages that could not be delivered anywhere; they are told of them when they write
    next.
    """

    data_key: UUID
    created_at: AwareDatetime
    last_sequence: int = 0
    read_sequence: int = 0
    zone: str | None = None
    language: str | None = None
    reach: str | None = None
    preferences: Preferences = Field(default_factory=Preferences)
    digest_at: AwareDatetime | None = None
    missed: list[str] | None = None
    sealed: bytes

    class Settings(StoredSettings):
        """Where persons are kept."""

        name = "persons"
        # BSON knows instants only: an hour goes in as ISO 8601.
        bson_encoders: ClassVar = {time: time.isoformat}
        indexes: ClassVar = [IndexModel([("digest_at", ASCENDING)], name="digest_at", sparse=True)]


class PersonAddress(Stored):
    """An address that belongs to a person; its id is the address itself (`telegram:123`), so it belongs to one only.

    `last_inbound_at` is when somebody last wrote from it, to the hour, and `known_as` the name they wrote under then,
    blinded; both only where numbers are given to somebody else one day (`memory/numbers.py`). `gone_at`: nothing more
    is sent there. `heard_at` is when they wrote from it last, where the channel can be written to only for a while
    after that. `also` are other names that the channel has for them (`memory/aliases.py`), written as addresses.
    """

    person: str
    channel: ChannelName
    linked_at: AwareDatetime
    last_inbound_at: AwareDatetime | None = None
    known_as: str | None = None
    gone_at: AwareDatetime | None = None
    heard_at: AwareDatetime | None = None
    also: list[str] | None = None

    class Settings(StoredSettings):
        """Where addresses are kept."""

        name = "addresses"
        indexes: ClassVar = [
            IndexModel([("person", ASCENDING)], name="person"),
            IndexModel([("also", ASCENDING)], name="also", sparse=True),
        ]


class Version(BaseModel):
    """What a memory said before it was edited, and until when."""

    text: str
    until: AwareDatetime


class Brought(BaseModel):
    """A file that came with a memory, as far as it is searched for: what it is to its person, and what it is called."""

    kind: MediaKind
    name: str | None = None


class MemoryContent(BaseModel):
    """What is sealed of a memory: the text as it was written, what was found in it, what it said before, its files."""

    text: str
    annotations: list[Annotation] = Field(default_factory=list)
    versions: list[Version] = Field(default_factory=list)
    brought: list[Brought] = Field(default_factory=list)


# Any document with a change that the index has to follow, as a range on the sparse index.
INDEX_PENDING: Final = {"index_pending": {"$gt": ""}}
# A change's name is hexadecimal digits. Once the index has the words and only the vector is missing, a letter goes
# before it that is none, so that both kinds are ranges on one index.
VECTOR_MARK: Final = "v"
WORDS_PENDING: Final = {"index_pending": {"$gt": "", "$lt": VECTOR_MARK}}
VECTOR_PENDING: Final = {"index_pending": {"$gte": VECTOR_MARK}}


class Memory(Stored):
    """One thing a person told, word for word.

    `changed` is the sequence of the message that last saved or edited it. `index_pending` is the durable change record:
    it names a change that the search index still has to follow, wholly or with its vector only. A memory that was
    forgotten stays as an empty shell (`forgotten_at`, no content) until the index has followed, then it is gone.

    What a digest looks for stands beside the content, where its level allows that: `open_task` is its person's id while
    something is left to do about it, `day` the local date of what it tells of (`2026-05-03`), `yearly` a date that
    comes every year (`05-03`).

    `ai_use` is what its person allowed when it was told. `doubtful` is there while a language model is still to be
    asked what the memory is about (`memory/second_opinion.py`). `replaces` are the ids of older memories whose place it
    takes (`memory/overtaking.py`), so that whoever finds one of those finds this one as well. `album` names the album
    that it holds, by its person's id and what the channel calls it.
    """

    person: str
    changed: int
    told_at: AwareDatetime
    channel: ChannelName
    category: str | None = None
    open_task: str | None = None
    day: str | None = None
    yearly: str | None = None
    level: Level = Level.GENERAL
    ai_use: AiUse = AiUse.NONE
    index_pending: str | None = None
    doubtful: Lease | None = None
    replaces: list[str] | None = None
    album: str | None = None
    forgotten_at: AwareDatetime | None = None
    sealed: bytes | None = None

    class Settings(StoredSettings):
        """Where memories are kept."""

        name = "memories"
        indexes: ClassVar = [
            IndexModel([("person", ASCENDING), ("changed", ASCENDING)], name="person_changed"),
            IndexModel([("person", ASCENDING), ("told_at", ASCENDING)], name="person_told_at"),
            IndexModel([("person", ASCENDING), ("day", ASCENDING)], name="person_day", sparse=True),
            IndexModel([("person", ASCENDING), ("yearly", ASCENDING)], name="person_yearly", sparse=True),
            IndexModel([("open_task", ASCENDING), ("told_at", ASCENDING)], name="open_task_told_at", sparse=True),
            IndexModel([("index_pending", ASCENDING)], name="index_pending", sparse=True),
            IndexModel([("doubtful.due", ASCENDING)], name="doubtful_due", sparse=True),
            IndexModel([("replaces", ASCENDING)], name="replaces", sparse=True),
            IndexModel([("album", ASCENDING)], name="album", sparse=True),
        ]
