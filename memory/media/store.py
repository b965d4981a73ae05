"""Where the bytes of files lie: the port, which knows sealed bytes by name and nothing else."""

from collections.abc import AsyncIterator, Collection
from typing import Protocol

from bot.errors import TuckawayError


class StoreUnavailable(TuckawayError):
    """The store can't be read or written just now, be it away or full; it can be tried again."""


class BlobMissing(TuckawayError):
    """The store has nothing of that name."""


class Tampered(TuckawayError):
    """What the store holds is not what was put there."""

    def __init__(self) -> None:
        super().__init__("a stored file was altered, cut off or mixed up: put the store back from its backup")


class BlobStore(Protocol):
    """Sealed bytes by name. A name is written once; half of a blob is never read under it."""

    async def open(self) -> None:
        """Make sure that it can be used. Raises StoreUnavailable."""

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """Keep the pieces, one after the other, under `name`; durable when it returns. Raises StoreUnavailable."""

    def get(self, name: str, first: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `first` up to `end`, that one excluded; in pieces of any size.

        Raises:
            BlobMissing: there are none of that name.
            Tampered: they are not what was put there, as far as the store itself can tell.
            StoreUnavailable: they can't be had just now.
        """

    async def delete(self, names: Collection[str]) -> None:
        """Delete these, and what an interrupted `put` left of them; those not there are no error.

        Raises:
            StoreUnavailable: some may still be there.
        """

    async def close(self) -> None:
        """Give up connections."""
