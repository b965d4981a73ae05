"""Files that people send by Telegram: what a message tells of them, and how their bytes are fetched."""

from collections.abc import AsyncIterator
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNetworkError
from aiogram.types import Animation, Audio, Document, Message, PhotoSize, Video, VideoNote, Voice
from aiohttp import ClientError

from bot.errors import MediaGone, MediaUnavailable
from bot.messages import Attachment, MediaKind

CHUNK: Final = 64 * 1024

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


async def fetch(bot: Bot, attachment: Attachment) -> AsyncIterator[bytes]:
    """The bytes of a file, piece by piece. A file may be fetched for as long as the bot exists, up to 20 MB.

    Raises:
        MediaGone: Telegram does not know it, or it is larger than bots may fetch.
        MediaUnavailable: Telegram can't be reached, or asks to wait.
    """
    try:
        file = await bot.get_file(attachment.source)
        if not file.file_path:
            raise MediaUnavailable("Telegram does not say where the file lies")
        url = bot.session.api.file_url(bot.token, file.file_path)
        async for piece in bot.session.stream_content(url, chunk_size=CHUNK, raise_for_status=True):
            yield piece
    except TelegramNetworkError as error:
        raise MediaUnavailable(f"Telegram can't be reached ({type(error.__cause__).__name__})") from None
    except TelegramBadRequest as error:
        raise MediaGone(f"Telegram: {error.message}") from None
    except (TelegramAPIError, ClientError, TimeoutError) as error:
        # Not `from error`: what aiohttp says of an error holds the address, and with it the bot's token.
        raise MediaUnavailable(f"Telegram does not hand the file over ({type(error).__name__})") from None
