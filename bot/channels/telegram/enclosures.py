"""Files that the bot sends by Telegram: shown as what they are where Telegram can, else as documents.

Source of the limits: core.telegram.org/bots/api#sending-files and #sendphoto.
"""

from collections.abc import Callable, Mapping
from typing import Final

from aiogram.methods import SendAudio, SendDocument, SendPhoto, SendVideo, SendVoice
from aiogram.types import BufferedInputFile

from bot.messages import Enclosure, MediaKind

LARGEST: Final = 50_000_000
_LARGEST_PHOTO: Final = 10_000_000
_SIDES: Final = 10_000
"""Pixels that width and height of a photo may have together."""
_RATIO: Final = 20

Upload = SendPhoto | SendVideo | SendVoice | SendAudio | SendDocument
Way = Callable[[int, Enclosure, bytes], Upload]

_PHOTOS: Final = frozenset(("image/jpeg", "image/png", "image/webp"))
_SHOWN: Final[Mapping[MediaKind, frozenset[str]]] = {
    MediaKind.PHOTO: _PHOTOS,
    MediaKind.VIDEO: frozenset(("video/mp4",)),
    MediaKind.VOICE: frozenset(("audio/ogg", "audio/mpeg", "audio/mp4")),
    MediaKind.AUDIO: frozenset(("audio/mpeg", "audio/mp4")),
}
_ENDINGS: Final = {"image/jpeg": ".jpg", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "audio/mp4": ".m4a"}


def ways(enclosure: Enclosure) -> list[Way]:
    """How to send it, one after the other until Telegram takes it."""
    shown = enclosure.type in _SHOWN.get(enclosure.kind, ())
    if enclosure.kind is MediaKind.PHOTO and not _fits_a_photo(enclosure):
        shown = False
    return [_WAYS[enclosure.kind], _as_document] if shown else [_as_document]


def _fits_a_photo(enclosure: Enclosure) -> bool:
    width, height = enclosure.width or 1, enclosure.height or 1
    flat = max(width, height) <= _RATIO * min(width, height)
    return flat and width + height <= _SIDES and enclosure.size <= _LARGEST_PHOTO


def _file(enclosure: Enclosure, content: bytes) -> BufferedInputFile:
    ending = _ENDINGS.get(enclosure.type) or f".{enclosure.type.rpartition('/')[2]}"
    return BufferedInputFile(content, enclosure.name or f"{enclosure.kind}{ending}")


def _as_photo(chat: int, enclosure: Enclosure, content: bytes) -> Upload:
    return SendPhoto(chat_id=chat, photo=_file(enclosure, content))


def _as_video(chat: int, enclosure: Enclosure, content: bytes) -> Upload:
    return SendVideo(chat_id=chat, video=_file(enclosure, content), supports_streaming=True)


def _as_voice(chat: int, enclosure: Enclosure, content: bytes) -> Upload:
    return SendVoice(chat_id=chat, voice=_file(enclosure, content))


def _as_audio(chat: int, enclosure: Enclosure, content: bytes) -> Upload:
    return SendAudio(chat_id=chat, audio=_file(enclosure, content))


def _as_document(chat: int, enclosure: Enclosure, content: bytes) -> Upload:
    # Else Telegram makes a voice message or a film of what it takes for one, under another name.
    file = _file(enclosure, content)
    return SendDocument(chat_id=chat, document=file, disable_content_type_detection=True)


_WAYS: Final[Mapping[MediaKind, Way]] = {
    MediaKind.PHOTO: _as_photo,
    MediaKind.VIDEO: _as_video,
    MediaKind.VOICE: _as_voice,
    MediaKind.AUDIO: _as_audio,
    MediaKind.DOCUMENT: _as_document,
}
