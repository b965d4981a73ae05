"""Files in the database itself, by GridFS: nothing to set up, right for one machine and a few gigabytes."""

from collections.abc import AsyncIterator, Collection
from typing import Final

from gridfs.errors import CorruptGridFile, NoFile
from pymongo.errors import PyMongoError

from bot.database import Database
from memory.media.store import BlobMissing, StoreUnavailable, Tampered

BUCKET: Final = "blobs"


class GridFSStore:
    """Blobs in the collections `blobs.files` and `blobs.chunks`.

    A blob's name is its id there, so that what a crash left of it, chunks without a file, goes by the same name.
    """

    def __init__(self, database: Database) -> None:
        self._bucket = database.files(BUCKET)
        self._files = database.handle[f"{BUCKET}.files"]
        self._chunks = database.handle[f"{BUCKET}.chunks"]

    async def open(self) -> None:
        """Nothing to do: the database is open."""

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """See `BlobStore`."""
        try:
            # The document that makes it a file is written last, when it is closed.
            upload = self._bucket.open_upload_stream_with_id(name, name)
            async for piece in pieces:
                await upload.write(piece)
            await upload.close()
        except PyMongoError as error:
            raise _unavailable(error) from error

    async def get(self, name: str, first: int, end: int) -> AsyncIterator[bytes]:
        """See `BlobStore`."""
        try:
            blob = await self._bucket.open_download_stream(name)
            blob.seek(first)
            while first < end and (piece := await blob.readchunk()):
                yield piece[: end - first]
                first += len(piece)
        except NoFile as error:
            raise BlobMissing(f"there is no blob {name} in the database") from error
        except CorruptGridFile as error:
            raise Tampered from error
        except PyMongoError as error:
            raise _unavailable(error) from error

    async def delete(self, names: Collection[str]) -> None:
        """See `BlobStore`."""
        try:
            # As the bucket's own `delete` does for one, whether or not the file was ever finished.
            await self._files.delete_many({"_id": {"$in": [*names]}})
            await self._chunks.delete_many({"files_id": {"$in": [*names]}})
        except PyMongoError as error:
            raise _unavailable(error) from error

    async def close(self) -> None:
        """Nothing to do: the database is closed by whoever opened it."""


def _unavailable(error: PyMongoError) -> StoreUnavailable:
    return StoreUnavailable(f"the database did not store or give a file ({type(error).__name__})")
