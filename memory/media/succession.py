"""A store that took the place of another: what is new goes into it, what is old is still found where it was put."""

from collections.abc import AsyncIterator, Collection

from memory.media.store import BlobMissing, BlobStore


class Succession:
    """Two stores as one. Nothing is moved; what is forgotten is deleted from both."""

    def __init__(self, present: BlobStore, former: BlobStore) -> None:
        self._present = present
        self._former = former

    async def open(self) -> None:
        """See `BlobStore`."""
        await self._former.open()
        await self._present.open()

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """See `BlobStore`."""
        await self._present.put(name, pieces)

    async def get(self, name: str, first: int, end: int) -> AsyncIterator[bytes]:
        """See `BlobStore`."""
        try:
            # Missing is told before the first piece.
            async for piece in self._present.get(name, first, end):
                yield piece
        except BlobMissing:
            async for piece in self._former.get(name, first, end):
                yield piece

    async def delete(self, names: Collection[str]) -> None:
        """See `BlobStore`."""
        await self._former.delete(names)
        await self._present.delete(names)

    async def close(self) -> None:
        """See `BlobStore`."""
        await self._present.close()
        await self._former.close()
