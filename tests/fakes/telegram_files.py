"""Files that a bot uploads to the fake Bot API, held to what the real one takes.

Source: core.telegram.org/bots/api#sending-files and #sendphoto.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp.web import FileField
from PIL import Image, UnidentifiedImageError

from tests.fakes.telegram_wire import ApiError, Params

LARGEST_UPLOAD: Final = 50_000_000
LARGEST_PHOTO: Final = 10_000_000
MOST_SIDES: Final = 10_000
MOST_RATIO: Final = 20
ATTACHED: Final = "attach://"
VOICES: Final = (b"OggS", b"ID3", b"\xff\xfb")


@dataclass(frozen=True)
class SentFile:
    """A file that the person sees; `kind` is what it is shown as, `answers` the message that it is a reply to."""

    chat: int
    message_id: int
    kind: str
    name: str
    content: bytes
    answers: str | None = None


def uploaded(kind: str, params: Params) -> tuple[str, bytes]:
    """Name and bytes of the file in a request, checked. Raises ApiError."""
    # As a part of that name, or of the name that stands in its place.
    named = str(params.get(kind, ""))
    part = params.get(named.removeprefix(ATTACHED)) if named.startswith(ATTACHED) else params.get(kind)
    if not isinstance(part, FileField):
        raise ApiError(400, f"Bad Request: there is no {kind} in the request")
    content = part.file.read()
    if not content:
        raise ApiError(400, "Bad Request: file must be non-empty")
    if len(content) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    CHECKS.get(kind, _anything)(content)
    return part.filename, content


def _anything(_: bytes) -> None:
    return


def _photo(content: bytes) -> None:
    if len(content) > LARGEST_PHOTO:
        raise ApiError(400, f"Bad Request: file of size {len(content)} bytes is too big for a photo")
    try:
        width, height = Image.open(io.BytesIO(content)).size
    except UnidentifiedImageError:
        raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


def _voice(content: bytes) -> None:
    # The real one takes other sounds too, and shows them as music: not what was asked for.
    if not content.startswith(VOICES) and content[4:8] != b"ftyp":
        raise ApiError(400, "Bad Request: wrong file type for a voice message")


CHECKS: Final[Mapping[str, Callable[[bytes], None]]] = {"photo": _photo, "voice": _voice}
