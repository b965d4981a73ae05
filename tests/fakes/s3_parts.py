"""Objects that come to the fake S3 in parts, held to what the real ones ask of parts.

Source: docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html and .../qfacts.html.
"""

import hashlib
import itertools
import re
from dataclasses import dataclass, field
from typing import Final

SMALLEST: Final = 5 * 1024 * 1024
"""Bytes of every part but the last."""
MOST: Final = 10_000


class PartsRefused(Exception):
    """The service does not take it; `str()` is its code."""


@dataclass
class Uploads:
    """Uploads that were begun, and neither put together nor given up: their parts are paid for, and no list of objects
    shows them. `received` counts the bytes of parts that came."""

    begun: dict[str, tuple[str, dict[int, bytes]]] = field(default_factory=dict)
    received: int = 0
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    def begin(self, key: str) -> str:
        """The id of a new upload."""
        upload = f"upload-{next(self._ids)}"
        self.begun[upload] = key, {}
        return upload

    def take(self, upload: str, number: int, body: bytes) -> str:
        """A part; its tag."""
        if not 1 <= number <= MOST:
            raise PartsRefused("InvalidArgument")
        self._of(upload)[number] = body
        self.received += len(body)
        return tag_of(body)

    def complete(self, upload: str, asked: str) -> bytes:
        """All of it, by a list of its parts."""
        parts = self._of(upload)
        tags = re.findall(r"<ETag>(.*?)</ETag>", asked.replace("&quot;", '"'))
        numbers = [int(number) for number in re.findall(r"<PartNumber>(\d+)</PartNumber>", asked)]
        if numbers != sorted(numbers):
            raise PartsRefused("InvalidPartOrder")
        if not numbers or tags != [tag_of(parts.get(number, b"")) for number in numbers]:
            raise PartsRefused("InvalidPart")
        if any(len(parts[number]) < SMALLEST for number in numbers[:-1]):
            raise PartsRefused("EntityTooSmall")
        del self.begun[upload]
        return b"".join(parts[number] for number in numbers)

    def give_up(self, upload: str) -> None:
        """Nothing is left of it."""
        self._of(upload)
        del self.begun[upload]

    def _of(self, upload: str) -> dict[int, bytes]:
        if upload not in self.begun:
            raise PartsRefused("NoSuchUpload")
        return self.begun[upload][1]


def tag_of(body: bytes) -> str:
    """What tells one content from another."""
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
