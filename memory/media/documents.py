"""What is kept of a file beside its bytes: whose it is, which memory it came with, and how far it has come."""

from enum import StrEnum
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel
from pymongo import ASCENDING, IndexModel

from bot.lease import Lease
from bot.messages import ChannelName, MediaKind
from memory.documents import Stored, StoredSettings


class MediaState(StrEnum):
    """How far a file has come.

    `UNSENT`: its person uploads it, or has, and no message has brought it yet. `FORGOTTEN`: its bytes are unreadable
    already, and about to be deleted.
    """

    UNSENT = "unsent"
    WAITING = "waiting"
    STORED = "stored"
    REFUSED = "refused"
    GONE = "gone"
    FORGOTTEN = "forgotten"


class Refusal(StrEnum):
    """Why a file was not kept."""

    TOO_LARGE = "too_large"
    EMPTY = "empty"
    NOT_ALLOWED = "not_allowed"  # a program, an archive, a web page, or nothing that we know
    IN_DISGUISE = "in_disguise"  # two kinds of file at once, or another than it says
    BOMB = "bomb"  # small to send, and far too large once it is opened
    GONE = "gone"  # the provider has it no more


class MediaContent(BaseModel):
    """What is sealed of a file.

    Attributes:
        source: what the channel fetches it by; not needed any more once it is stored.
        name: what its sender called it.
        type: what the provider said it is.
        size: how many bytes the provider said it has.
        key: of its bytes in the store, 32 bytes in hex; made anew for each attempt to store it.
        thumbnail_key: the same of its thumbnail, which has `thumbnail_size` bytes.
    """

    source: str | None = None
    name: str | None = None
    type: str | None = None
    size: int | None = None
    key: str | None = None
    thumbnail_key: str | None = None
    thumbnail_size: int = 0


class Media(Stored):
    """One file that came with a memory.

    `work` is there while something is to be done: fetching what waits, deleting the bytes of what was forgotten.
    `untold` is there while its person still has to be told that it was not kept, `unread` while what it says has yet to
    become part of what its memory says. `place` is its place among the files
    of one message.

    `unsent_by` (its person) and `left_at` are there while it is `UNSENT`: after that time nobody waits for its message
    any more. `brought_by` is what its person's own program calls the message that names it, and no other may.

    `type` (MIME), `size` (bytes), `width` and `height` (pixels, as it is meant to be seen) are what we found ourselves.
    `fingerprint` is the same for equal files of one person, and tells nothing to whoever has not their key. `blob` and
    `thumbnail` are what the store knows its bytes by. Without `sealed`, which holds the keys, nobody can read those.
    """

    person: str
    memory: str
    channel: ChannelName
    kind: MediaKind
    place: int = 0
    state: MediaState = MediaState.WAITING
    created_at: AwareDatetime
    work: Lease | None = None
    untold: AwareDatetime | None = None
    unread: AwareDatetime | None = None
    unsent_by: str | None = None
    left_at: AwareDatetime | None = None
    brought_by: str | None = None
    refusal: Refusal | None = None
    type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    fingerprint: str | None = None
    blob: str | None = None
    thumbnail: str | None = None
    sealed: bytes | None = None

    class Settings(StoredSettings):
        """Where files are written down; their bytes are in the store."""

        name = "media"
        indexes: ClassVar = [
            IndexModel([("memory", ASCENDING)], name="memory"),
            IndexModel([("work.due", ASCENDING)], name="work_due", sparse=True),
            IndexModel([("untold", ASCENDING)], name="untold", sparse=True),
            IndexModel([("unread", ASCENDING)], name="unread", sparse=True),
            IndexModel([("unsent_by", ASCENDING)], name="unsent_by", sparse=True),
            IndexModel([("left_at", ASCENDING)], name="left_at", sparse=True),
        ]


def blobs_of(media: str, fence: int) -> tuple[str, str]:
    """What an attempt to store a file calls its bytes and its thumbnail; no two attempts write to the same place."""
    return f"{media}-{fence}", f"{media}-{fence}-small"


def every_blob_of(media: Media, *, before: int) -> list[str]:
    """Whatever attempts to store a file, whose fences were lower than `before`, may have left in the store."""
    return [name for attempt in range(1, before) for name in blobs_of(media.id, attempt)]
