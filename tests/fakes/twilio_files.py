"""Files that go out by the fake Twilio, held to what the real one and the channels behind it take.

Source: twilio.com/docs/messaging/api/message-resource, .../guides/accepted-mime-types and
twilio.com/docs/whatsapp/guidance-whatsapp-media-messages.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from aiohttp import ClientSession

from tests.fakes.twilio_wire import ApiError

MEGABYTE: Final = 1024 * 1024
MOST: Final = 10
MMS: Final = 5 * MEGABYTE
WHATSAPP: Final[Mapping[str, int]] = {"image": 5 * MEGABYTE, "audio": 16 * MEGABYTE, "video": 16 * MEGABYTE}
OTHER: Final = 16 * MEGABYTE
TAKEN: Final = frozenset(
    ("image/jpeg", "image/png", "audio/ogg", "audio/amr", "audio/aac", "audio/mpeg", "video/mp4", "application/pdf")
)

UNFETCHED, UNFIT, OVERSIZED = 63019, 63021, 63006
NO_FILE, TOO_MUCH = 12300, 30019


def check_urls(to: str, urls: Sequence[str]) -> None:
    """What Twilio sees at once. Raises ApiError."""
    if any(not url.startswith(("https://", "http://")) for url in urls):
        raise ApiError(400, 21620, "Invalid media URL(s)")
    if len(urls) > MOST:
        raise ApiError(400, 21623, "Number of media files exceeds allowed limit")
    if to.startswith("whatsapp:") and len(urls) > 1:
        raise ApiError(400, 21623, "WhatsApp takes one file in a message")


async def fetch(client: ClientSession, url: str) -> tuple[str, bytes] | None:
    """Type and bytes of a file that is to go out; None when it can't be had."""
    if not url.startswith("http://127.0.0.1:"):
        return None  # no bot is served
    async with client.get(url) as answer:
        return (answer.content_type, await answer.read()) if answer.ok else None


def trouble_with(to: str, fetched: Sequence[tuple[str, bytes] | None]) -> int | None:
    """What is told later of a message whose files could not go along, by its number."""
    files = [each for each in fetched if each]
    if to.startswith("whatsapp:"):
        if len(files) < len(fetched):
            return UNFETCHED
        return next((trouble for kind, content in files if (trouble := _trouble(kind, content))), None)
    if len(files) < len(fetched):
        return NO_FILE
    return TOO_MUCH if sum(len(content) for _, content in files) > MMS else None


def _trouble(kind: str, content: bytes) -> int | None:
    if kind not in TAKEN and not kind.startswith("application/vnd.openxmlformats-officedocument."):
        return UNFIT
    return OVERSIZED if len(content) > WHATSAPP.get(kind.partition("/")[0], OTHER) else None
