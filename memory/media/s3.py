"""Files in a bucket of an S3-compatible service: for several replicas and more than a few gigabytes."""

import re
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from obstore import delete_async, get_async, list_with_delimiter_async, open_writer_async
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from memory.media.store import BlobMissing, StoreUnavailable

TIMEOUT: Final = timedelta(seconds=60)
CONNECT_TIMEOUT: Final = timedelta(seconds=5)
RETRY_FOR: Final = timedelta(seconds=20)
RETRIES: Final = 2
READ: Final = 512 * 1024
PART: Final = 5 * 1024 * 1024
"""Bytes sent together, the fewest that a part may have.

Source: docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html.
"""
PARTS_AT_ONCE: Final = 1
"""On their way while the next is gathered: so a file takes two parts of memory, however large it is."""

NO_BUCKET: Final = "NoSuchBucket"
FAILURES: Final = (BaseError, FileNotFoundError)
"""What the library raises: for whatever is not found, Python's own error."""

_CODE: Final = re.compile(r"<Code>([A-Za-z]{1,60})</Code>")
_STATUS: Final = re.compile(r"status code: (\d{3})")
REASONS: Final[Mapping[str, str]] = {
    NO_BUCKET: "there is no such bucket",
    "InvalidAccessKeyId": "the access key is not known there",
    "SignatureDoesNotMatch": "the secret key is not that of the access key",
    "AccessDenied": "the key may not do that",
    "AuthorizationHeaderMalformed": "the region is another",
    "PermanentRedirect": "the bucket lies in another region",
    "RequestTimeTooSkewed": "the clock of this machine is wrong",
}
"""What the codes mean that a wrong setting leads to. Source: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses."""


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
    """Blobs as objects. Of one in parts nothing can be read before all are there; an interrupted one is given up.

    Only a process that is killed meanwhile leaves parts behind, which no list of objects shows: that is for a rule of
    the bucket's to clear away (docs/operators/files.md).
    """

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
        except FAILURES as error:
            raise _unavailable(error) from error

    async def put(self, name: str, pieces: AsyncIterator[bytes]) -> None:
        """See `BlobStore`."""
        ended = False
        try:
            async with open_writer_async(self._store, name, buffer_size=PART, max_concurrency=PARTS_AT_ONCE) as sent:
                async for piece in pieces:
                    await sent.write(piece)
                ended = True
        except FAILURES as error:
            raise _unavailable(error) from error
        except OSError as error:
            # So the library calls it when the end is not taken; before that, it is from whoever the pieces come from.
            if not ended:
                raise
            raise _unavailable(error) from error

    async def get(self, name: str, first: int, end: int) -> AsyncIterator[bytes]:
        """See `BlobStore`."""
        try:
            found = await get_async(self._store, name, options={"range": (first, end)})
            async for piece in found.stream(READ):
                yield bytes(piece)
        except FAILURES as error:
            if _missing(error):
                raise BlobMissing(f"there is no blob {name} in the bucket") from error
            raise _unavailable(error) from error

    async def delete(self, names: Collection[str]) -> None:
        """See `BlobStore`."""
        try:
            if names:
                await delete_async(self._store, list(names))
        except FAILURES as error:
            # Services differ in whether they tell that there was nothing.
            if not _missing(error):
                raise _unavailable(error) from error

    async def close(self) -> None:
        """Nothing to do: idle connections end by themselves."""


def _missing(error: Exception) -> bool:
    """Whether it is the object that is not there, and not the bucket."""
    return isinstance(error, NotFoundError | FileNotFoundError) and _code(error) != NO_BUCKET


def _unavailable(error: Exception) -> StoreUnavailable:
    return StoreUnavailable(f"the bucket did not store or give a file: {_reason(error)}")


def _reason(error: Exception) -> str:
    """Why, by the service's code alone: the library's own words may hold the address with its signature."""
    if code := _code(error):
        return f"{REASONS[code]} ({code})" if code in REASONS else f"the service answered {code}"
    if status := _STATUS.search(str(error)):
        return f"whoever answers there does not speak S3's protocol (status {status[1]})"
    return "the service can't be reached"


def _code(error: Exception) -> str | None:
    found = _CODE.search(str(error))
    return found[1] if found else None
