"""The boxes that a HEIF is made of, read as far as it takes to know how large the pictures in it say they are."""

import re
from collections.abc import Iterator
from typing import Final

HEAD: Final = 8
"""Bytes of a box's size and type."""
LONG_HEAD: Final = 16
EXTENTS: Final = re.compile(rb"ispe\0.{3}(.{4})(.{4})", re.DOTALL)
"""ISO/IEC 23008-12, section 6.5.3: version, flags, width, height."""


def largest(content: bytes) -> tuple[int, int]:
    """Width and height of the largest picture of a HEIF, by its own account; its tiles and masks count as pictures.

    What it shows is one of them, or is put together from several, each of which is unpacked on the way.
    """
    found = [
        (int.from_bytes(width, "big"), int.from_bytes(height, "big"))
        for box in _described(content)
        for width, height in EXTENTS.findall(box)
    ]
    return max(found, key=lambda extent: extent[0] * extent[1], default=(0, 0))


def _described(content: bytes) -> Iterator[bytes]:
    """The boxes at the top but those of packed pixels, in which any bytes may stand (ISO/IEC 14496-12, section 4.2)."""
    at = 0
    while at + HEAD <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        if size == 0:
            size = len(content) - at
        elif size == 1:
            size = int.from_bytes(content[at + HEAD : at + LONG_HEAD], "big")
        if content[at + 4 : at + HEAD] != b"mdat":
            yield content[at : at + size]
        at += max(size, HEAD)
