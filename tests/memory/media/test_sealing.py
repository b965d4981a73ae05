"""Sealed files: any part of one can be read, and no change to one goes unnoticed."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.media.sealing import CHUNK, SEALED_CHUNK, FileSealer, Span, new_key, sealed_as_it_comes, sealed_size
from memory.media.store import Tampered

KEY = new_key()
CONTENT = bytes(range(251)) * (3 * CHUNK // 251)
SIZE = len(CONTENT)
SEALED = b"".join(FileSealer(KEY, SIZE).seal(CONTENT))


async def pieces(sealed: bytes, length: int) -> AsyncIterator[bytes]:
    for start in range(0, len(sealed), length):
        yield sealed[start : start + length]


async def opened(sealed: bytes, *, size: int = SIZE, key: str = KEY, length: int = 100_000) -> bytes:
    span = Span.of(size, 0, size)
    return b"".join([piece async for piece in FileSealer(key, size).open(pieces(sealed, length), span)])


@given(st.integers(0, SIZE - 1), st.integers(1, SIZE), st.sampled_from([1_000, 65_536, SEALED_CHUNK, 10**7]))
async def test_any_part_is_read_by_itself_however_it_is_cut(first: int, length: int, cut: int) -> None:
    end = min(first + length, SIZE)
    span = Span.of(SIZE, first, end)
    sealed = pieces(SEALED[span.first : span.end], cut)
    assert b"".join([piece async for piece in FileSealer(KEY, SIZE).open(sealed, span)]) == CONTENT[first:end]


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
async def test_files_of_every_length_come_back(size: int) -> None:
    content = CONTENT[:size]
    sealed = b"".join(FileSealer(KEY, size).seal(content))
    assert len(sealed) == sealed_size(size)
    assert await opened(sealed, size=size) == content


def swapped(sealed: bytes) -> bytes:
    return sealed[SEALED_CHUNK : 2 * SEALED_CHUNK] + sealed[:SEALED_CHUNK] + sealed[2 * SEALED_CHUNK :]


@pytest.mark.parametrize(
    "sealed",
    [
        swapped(SEALED),
        SEALED[SEALED_CHUNK:],
        SEALED[: 2 * SEALED_CHUNK],
        SEALED[:-1],
        SEALED + b"more",
        bytes([SEALED[0] ^ 1]) + SEALED[1:],
        b"",
    ],
    ids=["swapped", "first missing", "last missing", "cut off", "longer", "altered", "empty"],
)
async def test_no_change_goes_unnoticed(sealed: bytes) -> None:
    with pytest.raises(Tampered):
        await opened(sealed)


async def test_a_file_that_is_said_to_be_shorter_is_not_given_out() -> None:
    with pytest.raises(Tampered):
        await opened(SEALED[: 2 * SEALED_CHUNK], size=2 * CHUNK)


async def test_another_key_opens_nothing() -> None:
    with pytest.raises(Tampered):
        await opened(SEALED, key=new_key())


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, SIZE])
@pytest.mark.parametrize("cut", [1_000, CHUNK, 10**7])
async def test_what_is_sealed_as_it_comes_is_what_is_sealed_in_one_go(size: int, cut: int) -> None:
    content = CONTENT[:size]
    sealed = b"".join([piece async for piece in sealed_as_it_comes(KEY, pieces(content, cut))])
    assert sealed == b"".join(FileSealer(KEY, size).seal(content))
