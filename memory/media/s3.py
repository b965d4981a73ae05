"""Files in a bucket of an S3-compatible service: for several replicas and more than a few gigabytes."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from obstore import delete_async, get_async, list_with_delimiter_async, put_async
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from memory.media.store import BlobMissing, StoreUnavailable

TIMEOUT: Final = timedelta(seconds=60)
CONNECT_TIMEOUT: Final = timedelta(seconds=5)
RETRY_FOR: Final = timedelta(seconds=20)
RETRIES: Final = 2
READ: Final = 512 * 1024


@dataclass(frozen=True)
class Bucket:
    """Where the bucket is, and what lets us in.

    Attributes:
        url: of the service, without the bucket.
        name: of the bucket.
        region: as the service calls it.
        login: access key and secret key.
        prefix: what every name begins with; several installations may share a bucket.
    """

    url: str
    name: str
    region: str
    login: tuple[str, str]
    prefix: str = "tuckaway"


class S3BlobStore:
    """Blobs as objects. Each is sent in one request, so that an interrupted one leaves nothing behind."""

    def __init__(self, bucket: Bucket) -> None:
        key, secret = bucket.login
        self._store = S3Store(
            bucket.name,
            prefix=bucket.prefix,
            endpoint=bucket.url,
            region=bucket.region,
            access_key_id=key,
            secret_access_key=secret,
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": bucket.url.startswith("http://"),
                "timeout": TIMEOUT,
                "connect_timeout": CONNECT_TIMEOUT,
            },
            retry_config={"max_retries": RETRIES, "retry_timeout": RETRY_FOR},
        )

    async def open(self) -> None:
        """See `BlobStore`: ask for what is there, which tells a wrong address, key or bucket."""
        try:
            await list_with_delimiter_async(self._store, "nothing")
        except BaseError as error:
            raise _unavailable(error) from error

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """See `BlobStore`."""
        whole = b"".join([piece async for piece in pieces])
        try:
            await put_async(self._store, name, whole, use_multipart=False)
        except BaseError as error:
            raise _unavailable(error) from error

    async def get(self, name: str, first: int, end: int) -> AsyncIterator[bytes]:
        """See `BlobStore`."""
        try:
            found = await get_async(self._store, name, options={"range": (first, end)})
            async for piece in found.stream(READ):
                yield bytes(piece)
        except (NotFoundError, FileNotFoundError) as error:
            raise BlobMissing(f"there is no blob {name} in the bucket") from error
        except BaseError as error:
            raise _unavailable(error) from error

    async def delete(self, names: Collection[str]) -> None:
        """See `BlobStore`."""
        try:
            if names:
                await delete_async(self._store, list(names))
        except (NotFoundError, FileNotFoundError):
            return  # services differ in whether they tell that there was nothing
        except BaseError as error:
            raise _unavailable(error) from error

    async def close(self) -> None:
        """Nothing to do: idle connections end by themselves."""


def _unavailable(error: BaseError) -> StoreUnavailable:
    # Not the library's own words: they may hold the address with its signature.
    return StoreUnavailable(f"the bucket did not store or give a file ({type(error).__name__})")
