"""The doctor's look at where files lie: a byte is written, read and deleted."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from bot.cli.findings import Finding, Verdict
from bot.clock import system_clock
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.database import Database

PART: Final = "Files"
MANY: Final = 100
MEND: Final = (
    "look at TUCKAWAY_MEDIA_S3_URL, _BUCKET, _REGION, _ACCESS_KEY and _SECRET_KEY: the bucket must exist, and the key "
    "may list it and read, write and delete what begins with tuckaway/"
)


async def files(settings: Settings, database: "Database") -> Finding:
    """Whether files can be stored, opened and deleted, and whether some wait to be fetched."""
    from memory.media.documents import Media
    from memory.media.store import BlobMissing, StoreUnavailable

    bucket = settings.media_s3_url is not None
    where = f"in bucket {settings.media_s3_bucket} at {settings.media_s3_url}" if bucket else "in the database"
    try:
        await _tried(settings, database)
    except (StoreUnavailable, BlobMissing) as error:
        mend = MEND if bucket else "see whether the disk of the database is full"
        return Finding(Verdict.WRONG, PART, f"can't be kept {where}: {error}", mend)
    waiting = await Media.find({"work.due": {"$lte": system_clock()}}).limit(MANY).count()
    if waiting:
        return Finding(Verdict.NOTE, PART, f"{where}; {waiting} wait", "a running Tuckaway takes them up at once")
    return Finding(Verdict.WELL, PART, where)


async def _tried(settings: Settings, database: "Database") -> None:
    """Raises StoreUnavailable or BlobMissing."""
    from bot.files import blob_store

    blobs, name = blob_store(settings, database), f"probe-{uuid4().hex}"
    try:
        await blobs.open()
        await blobs.put(name, _one())
        async for _ in blobs.get(name, 0, 1):
            pass
        await blobs.delete([name])
    finally:
        await blobs.close()


async def _one() -> AsyncIterator[bytes]:
    yield b"x"
