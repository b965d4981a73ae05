"""Seals the bytes of a file in chunks, so that it can be read from anywhere in it and never altered unnoticed.

Each chunk is AES-256-GCM under a key made for this one file. Its nonce holds the number of the chunk and whether it is
the last one, so that chunks can't be swapped, left out, or cut off at the end (Hoang, Reyhanitabar, Rogaway and
Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015: STREAM).
"""

import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from memory.media.store import Tampered

CHUNK: Final = 256 * 1024
"""Bytes of a file that are sealed together."""
TAG: Final = 16
KEY_BYTES: Final = 32
SEALED_CHUNK: Final = CHUNK + TAG


def new_key() -> str:
    """A key for one file, in hex."""
    return secrets.token_hex(KEY_BYTES)


def sealed_size(size: int) -> int:
    """How many bytes the sealed form of a file of `size` bytes has."""
    return size + TAG * _chunks(size)


@dataclass(frozen=True)
class Span:
    """Which part of the sealed form holds a part of a file.

    Attributes:
        chunk: the number of the first chunk.
        first: where that begins in the sealed form.
        end: where the last chunk ends.
        skip: bytes of the first chunk that are not wanted.
        wanted: how many bytes are, from there on.
    """

    chunk: int
    first: int
    end: int
    skip: int
    wanted: int

    @classmethod
    def of(cls, size: int, first: int, end: int) -> "Span":
        """For the bytes from `first` up to `end`, that one excluded, of a file of `size` bytes."""
        low, high = first // CHUNK, max(end - 1, first) // CHUNK + 1
        last = min(high * SEALED_CHUNK, sealed_size(size))
        return cls(low, low * SEALED_CHUNK, last, first - low * CHUNK, end - first)


class FileSealer:
    """Seals one file, or opens it. `key` in hex, used for no other file; `size` in bytes."""

    def __init__(self, key: str, size: int) -> None:
        self._cipher = AESGCM(bytes.fromhex(key))
        self._size = size

    def seal(self, content: bytes) -> Iterator[bytes]:
        """The sealed chunks of the whole file, at most as long as `SEALED_CHUNK` each."""
        for number in range(_chunks(self._size)):
            piece = content[number * CHUNK : (number + 1) * CHUNK]
            yield self._cipher.encrypt(_nonce(number, last=self._is_last(number)), piece, None)

    async def open(self, sealed: AsyncIterator[bytes], span: Span) -> AsyncIterator[bytes]:
        """The part of the file that `span` tells, chunk by chunk. Raises Tampered; what came before that is genuine."""
        number, skip, wanted = span.chunk, span.skip, span.wanted
        async for chunk in _cut(sealed, SEALED_CHUNK):
            piece = self._opened(number, chunk)[skip : skip + wanted]
            number, skip, wanted = number + 1, 0, wanted - len(piece)
            yield piece
        if wanted:
            raise Tampered

    def _opened(self, number: int, chunk: bytes) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number, last=self._is_last(number)), chunk, None)
        except InvalidTag as error:
            raise Tampered from error

    def _is_last(self, number: int) -> bool:
        return number == _chunks(self._size) - 1


async def sealed_as_it_comes(key: str, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same sealed chunks as `FileSealer.seal` gives, of a file that is not all there yet, nor its length known.

    Never more than two chunks of it are held. `key` as for `FileSealer`; `pieces` of any size.
    """
    cipher, number, held = AESGCM(bytes.fromhex(key)), 0, b""
    async for chunk in _cut(pieces, CHUNK):
        if held:
            yield cipher.encrypt(_nonce(number, last=False), held, None)
            number += 1
        held = chunk
    yield cipher.encrypt(_nonce(number, last=True), held, None)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _chunks(size: int) -> int:
    return max(1, -(-size // CHUNK))


async def _cut(pieces: AsyncIterator[bytes], length: int) -> AsyncIterator[bytes]:
    """The same bytes, in pieces of that length each, the last one shorter."""
    waiting = bytearray()
    async for piece in pieces:
        waiting += piece
        while len(waiting) >= length:
            yield bytes(waiting[:length])
            del waiting[:length]
    if waiting:
        yield bytes(waiting)
