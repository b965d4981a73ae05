"""Pictures: how large they are, and a small one of each to look at; the only place that decodes them."""

import io
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from memory.media.documents import Refusal
from memory.media.sniffing import MediaRefused

FORMATS: Final = ("JPEG", "MPO", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF")
MOST_PIXELS: Final = 80_000_000
"""Decoded they take 240 MB, a JPEG a fraction of that. Pillow itself begins to complain a little above."""
MOST_DECODED: Final = 40_000_000
"""What has more gets no thumbnail where it would have to be unpacked in full for one, up to 160 MB."""
SCALED: Final = frozenset(("JPEG", "MPO"))
"""Formats that are decoded at a fraction of their size where no more is needed."""
LONGEST_SIDE: Final = 30_000
THUMBNAIL: Final = 512
"""Pixels of the longer side of a thumbnail."""
QUALITY: Final = 80
WHITE: Final = (255, 255, 255)
ORIENTATION: Final = 0x0112
"""The tag of EXIF that says how the camera was held."""
SIDEWAYS: Final = frozenset((5, 6, 7, 8))
# What a decoder raises over bytes that somebody made up; a warning is an error where warnings are.
DAMAGED: Final = (
    *(OSError, EOFError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError, MemoryError, RuntimeError),
    *(struct.error, zlib.error, Warning),
)


@dataclass(frozen=True)
class Picture:
    """What was found of a picture: pixels as it is meant to be seen, and a small JPEG that holds no metadata.

    Either is None where this machine can't decode it; it is kept nonetheless.
    """

    width: int | None = None
    height: int | None = None
    thumbnail: bytes | None = None


def look_at(content: bytes) -> Picture:
    """Measure a picture and make a small one; up to a second of computing, to be called in a thread.

    Raises:
        MediaRefused: it has more pixels than anyone needs.
    """
    Image.init()  # does something the first time only
    known: list[str] = [each for each in FORMATS if each in Image.OPEN]
    try:
        with Image.open(io.BytesIO(content), formats=known) as image:
            return _looked_at(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MediaRefused(Refusal.BOMB, "it has too many pixels") from error
    except DAMAGED:
        return Picture()


def _looked_at(image: Image.Image) -> Picture:
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise MediaRefused(Refusal.BOMB, f"it has {width} times {height} pixels")
    if width * height > MOST_DECODED and image.format not in SCALED:
        return Picture(width, height)
    try:
        if image.getexif().get(ORIENTATION, 1) in SIDEWAYS:
            width, height = height, width
        return Picture(width, height, _thumbnail(image))
    except DAMAGED:
        return Picture(width, height)  # cut off, or damaged: the size stands at the beginning


def _thumbnail(image: Image.Image) -> bytes:
    """Its first frame, upright, on white where it is transparent, without a word of its metadata."""
    # Lets a JPEG be decoded at about the size that is needed.
    image.draft("RGB", (2 * THUMBNAIL, 2 * THUMBNAIL))
    image.thumbnail((THUMBNAIL, THUMBNAIL))
    upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        ground = Image.new("RGBA", upright.size, (*WHITE, 255))
        upright = Image.alpha_composite(ground, upright)
    clean = Image.new("RGB", upright.size)
    clean.paste(upright.convert("RGB"))
    small = io.BytesIO()
    clean.save(small, "JPEG", quality=QUALITY, optimize=True)
    return small.getvalue()
