"""Pictures: how large they are, and a small one of each to look at; the only place that decodes them."""

import io
import math
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from memory.media.boxes import largest
from memory.media.documents import Refusal
from memory.media.sniffing import MediaRefused

FORMATS: Final = ("JPEG", "MPO", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "HEIF")
MOST_PIXELS: Final = 80_000_000
"""Decoded they take 240 MB, a JPEG a fraction of that. Pillow itself begins to complain a little above."""
MOST_DECODED: Final = 40_000_000
"""What has more gets no thumbnail where that many would have to be unpacked for one: up to 160 MB, a HEIF 300 MB."""
LONGEST_SIDE: Final = 30_000
THUMBNAIL: Final = 512
"""Pixels of the longer side of a thumbnail."""
SMALLEST: Final = 160
"""Pixels of the longer side of a small copy that a HEIF brings along, where the whole of it is too large."""
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
# What the HEIF library raises, before it unpacks more than was said, and after it found another size than was said.
BURSTING: Final = "exceeds the maximum image size"
ANOTHER_SIZE: Final = "does not have the size signaled"


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
        MediaRefused: it has more pixels than anyone needs, or another number of them than it says.
    """
    Image.init()  # does something the first time only
    # Of depth and of other masks nothing is shown.
    register_heif_opener(depth_images=False, aux_images=False)
    known: list[str] = [each for each in FORMATS if each in Image.OPEN]
    try:
        with Image.open(io.BytesIO(content), formats=known) as image:
            _bounded(*image.size)
            if image.format == "HEIF":
                _bounded(*largest(content))
            return _looked_at(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise MediaRefused(Refusal.BOMB, "it has too many pixels") from error
    except DAMAGED:
        return Picture()


def _bounded(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise MediaRefused(Refusal.BOMB, f"it has {width} times {height} pixels")


def _looked_at(image: Image.Image) -> Picture:
    width, height = image.size
    try:
        if image.getexif().get(ORIENTATION, 1) in SIDEWAYS:
            width, height = height, width
        return Picture(width, height, _thumbnail(image) if _within_reach(image) else None)
    except DAMAGED as error:
        _honest(error)
        return Picture(width, height)  # cut off, or damaged: the size stands at the beginning


def _within_reach(image: Image.Image) -> bool:
    """Have a smaller picture unpacked where the format allows that; whether it is not too large then."""
    # A JPEG is decoded at about the size that is needed; a HEIF may bring a small copy, and any is better than none.
    image.draft("RGB", (2 * THUMBNAIL, 2 * THUMBNAIL))
    if math.prod(image.size) > MOST_DECODED:
        image.draft("RGB", (SMALLEST, SMALLEST))
    return math.prod(image.size) <= MOST_DECODED


def _honest(error: BaseException) -> None:
    """Raises MediaRefused where a picture is not as large as it says, which nobody's camera does."""
    if BURSTING in str(error):
        raise MediaRefused(Refusal.BOMB, "it unpacks to more pixels than it says") from error
    if ANOTHER_SIZE in str(error):
        raise MediaRefused(Refusal.IN_DISGUISE, "it has another size than it says") from error


def _thumbnail(image: Image.Image) -> bytes:
    """Its first frame, upright, on white where it is transparent, without a word of its metadata."""
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
