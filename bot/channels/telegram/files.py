"""Files that people send by Telegram: what a message tells of them, and how their bytes are fetched."""

import re
from collections.abc import AsyncIterator

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
from aiogram.types import Animation, Audio, Document, Message, PhotoSize, Video, VideoNote, Voice

from bot.channels.telegram.sending import CALL_FAILURES
from bot.downloads import Downloads, Provider, place
from bot.errors import MediaGone, MediaUnavailable
from bot.messages import Attachment, MediaKind

_File = PhotoSize | Video | VideoNote | Animation | Voice | Audio | Document


def attachments(message: Message) -> tuple[Attachment, ...]:
    """The file of a message, if it has one. Telegram puts each file of an album into a message of its own."""
    # An animation is sent as a document too, for programs that don't know animations: it stands before that.
    files: tuple[tuple[MediaKind, _File | None], ...] = (
        (MediaKind.PHOTO, _largest(message.photo or [])),
        (MediaKind.VIDEO, message.animation or message.video or message.video_note),
        (MediaKind.VOICE, message.voice),
        (MediaKind.AUDIO, message.audio),
        (MediaKind.DOCUMENT, message.document),
    )
    return tuple(_attachment(kind, file) for kind, file in files if file is not None)[:1]


def _largest(sizes: list[PhotoSize]) -> PhotoSize | None:
    return max(sizes, key=lambda size: size.width * size.height, default=None)


def _attachment(kind: MediaKind, file: _File) -> Attachment:
    return Attachment(
        kind=kind,
        source=file.file_id,
        name=getattr(file, "file_name", None),
        type=getattr(file, "mime_type", None),
        size=file.file_size,
    )


def keeper(bot: Bot, *, at_home: bool) -> Provider:
    """Where a bot's files lie. `at_home`: with a Bot API server of one's own."""
    # No status says that a file is gone: each is asked for by an address that was told a moment ago.
    return Provider(re.compile(re.escape(place(bot.session.api.file_url("", "")))), at_home=at_home, gone=())


async def fetch(bot: Bot, downloads: Downloads, attachment: Attachment) -> AsyncIterator[bytes]:
    """The bytes of a file, piece by piece. A file may be fetched for as long as the bot exists, up to 20 MB.

    Raises:
        MediaGone: Telegram does not know it, or it is larger than bots may fetch.
        MediaUnavailable: Telegram can't be reached, or asks to wait.
    """
    try:
        file = await bot.get_file(attachment.source)
    except TelegramNetworkError as error:
        raise MediaUnavailable(f"Telegram can't be reached ({type(error.__cause__).__name__})") from None
    except TelegramBadRequest as error:
        raise MediaGone(f"Telegram: {error.message}") from None
    except CALL_FAILURES as error:
        raise MediaUnavailable(f"Telegram does not hand the file over ({type(error).__name__})") from None
    if not file.file_path:
        raise MediaUnavailable("Telegram does not say where the file lies")
    async for piece in downloads.fetch(bot.session.api.file_url(bot.token, file.file_path)):
        yield piece
