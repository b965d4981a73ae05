"""The bytes of a file that lies at Telegram: in pieces, from nowhere else, and what is known when they do not come."""

import pytest

from bot.channels.telegram import TelegramChannel
from bot.errors import MediaGone, MediaUnavailable
from bot.messages import (
    Attachment,
    MediaKind,
)
from tests.fakes.telegram import FakeTelegram, Fault, flood, refusal


async def test_the_bytes_of_a_file_come_in_pieces(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    telegram.files["AgAC1"] = bytes(range(256)) * 1_000
    pieces = [piece async for piece in channel.fetch(photo("AgAC1"))]
    assert b"".join(pieces) == telegram.files["AgAC1"]
    assert len(pieces) > 1


async def test_a_file_that_telegram_does_not_know_or_finds_too_large_is_gone(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    telegram.files["large"] = bytes(20 * 2**20 + 1)
    for source in ("unknown", "large"):
        with pytest.raises(MediaGone):
            await anext(channel.fetch(photo(source)))


@pytest.mark.parametrize("fault", [Fault(drop=True), flood(3), refusal(500, "Internal Server Error")])
async def test_a_file_that_can_not_be_had_just_now_can_be_tried_again(
    channel: TelegramChannel, telegram: FakeTelegram, fault: Fault
) -> None:
    telegram.files["AgAC1"] = b"bytes"
    telegram.fail("getFile", fault)
    with pytest.raises(MediaUnavailable) as raised:
        await anext(channel.fetch(photo("AgAC1")))
    assert telegram.token not in str(raised.value)
    assert [piece async for piece in channel.fetch(photo("AgAC1"))] == [b"bytes"]


@pytest.mark.parametrize("elsewhere", ["localhost", "127.0.0.1:9", "169.254.169.254", "[::1]"])
async def test_telegrams_word_that_a_file_lies_elsewhere_is_not_taken(
    channel: TelegramChannel, telegram: FakeTelegram, elsewhere: str
) -> None:
    telegram.files["AgAC1"] = b"what only this machine may see"
    port = telegram.url.rpartition(":")[2]
    host = elsewhere if elsewhere.startswith("127") else f"{elsewhere}:{port}"
    telegram.files_lie_at = f"http://{host}/secret"
    with pytest.raises(MediaGone):
        await anext(channel.fetch(photo("AgAC1")))
    assert telegram.strangers == 0


def photo(source: str) -> Attachment:
    return Attachment(kind=MediaKind.PHOTO, source=source)
