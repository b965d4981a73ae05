"""Files that go with a message by Telegram: each once, as what it is, and said to be elsewhere where it can't go."""

import asyncio
import json
from datetime import timedelta

import pytest

from bot.channels.telegram import TelegramChannel
from bot.errors import MediaGone, RecipientGone, SendPostponed, SendUncertain
from bot.messages import Action, Address, ChannelName, Enclosure, MediaKind, Outbound, Reply
from tests.bot.channels.hearing import NOON
from tests.fakes.telegram import FakeTelegram, Fault, flood, refusal
from tests.memory.media import made

ELSEWHERE = "The file is in the browser chat. https://memory.example.org"
SMALL = made.photo(90, 51)


def enclosure(
    kind: MediaKind, type_: str, content: bytes | Exception, name: str | None = None, **more: int
) -> Enclosure:
    async def read() -> bytes:
        if isinstance(content, Exception):
            raise content
        return content

    size = 0 if isinstance(content, Exception) else len(content)
    return Enclosure(media="1", kind=kind, name=name, type=type_, size=size, read=read, **more)


PHOTO = enclosure(MediaKind.PHOTO, "image/jpeg", SMALL, width=90, height=51)


def outbound(*enclosures: Enclosure, answers: str | None = None) -> Outbound:
    recipient = Address(channel=ChannelName.TELEGRAM, value="7001")
    actions = (Action(label="Open", tap="open:1"),)
    reply = Reply(text="You told me:", actions=actions, elsewhere=ELSEWHERE)
    fields = {"key": "reply:1:0", "sequence": 1, "recipient": recipient, "at": NOON, "answers": answers}
    return Outbound(reply=reply, enclosures=enclosures, **fields)


def shown(telegram: FakeTelegram) -> list[tuple[str, str, bytes]]:
    return [(each.kind, each.name, each.content) for each in telegram.sent_files]


async def test_the_photo_comes_before_the_words_and_the_receipt_names_the_buttons(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    receipt = await channel.send(outbound(PHOTO, answers="7001:5"))
    assert shown(telegram) == [("photo", "photo.jpg", SMALL)]
    (words,) = telegram.sent
    assert (words.text, words.taps) == ("You told me:", ["open:1"])
    assert telegram.sent_files[0].message_id < words.message_id
    assert json.loads(telegram.sent_files[0].answers or "{}")["message_id"] == 5
    assert receipt.provider_id == f"7001:{words.message_id}"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (enclosure(MediaKind.VOICE, "audio/ogg", made.OGG), ("voice", "voice.ogg")),
        (enclosure(MediaKind.VOICE, "audio/amr", b"#!AMR\n" + b"1" * 50), ("document", "voice.amr")),
        (enclosure(MediaKind.AUDIO, "audio/mpeg", made.MP3, "song.mp3"), ("audio", "song.mp3")),
        (enclosure(MediaKind.VIDEO, "video/mp4", made.MP4), ("video", "video.mp4")),
        (enclosure(MediaKind.VIDEO, "video/quicktime", made.MP4), ("document", "video.quicktime")),
        (enclosure(MediaKind.DOCUMENT, "application/pdf", made.PDF, "lease.pdf"), ("document", "lease.pdf")),
        (enclosure(MediaKind.PHOTO, "image/heic", made.HEIC), ("document", "photo.heic")),
        (enclosure(MediaKind.PHOTO, "image/jpeg", SMALL, width=8_000, height=4_000), ("document", "photo.jpg")),
        (enclosure(MediaKind.PHOTO, "image/jpeg", SMALL, width=2_100, height=100), ("document", "photo.jpg")),
        (PHOTO.model_copy(update={"size": 10_000_001}), ("document", "photo.jpg")),
    ],
)
async def test_a_file_is_shown_as_what_it_is_where_telegram_can(
    channel: TelegramChannel, telegram: FakeTelegram, sent: Enclosure, expected: tuple[str, str]
) -> None:
    await channel.send(outbound(sent))
    assert [(kind, name) for kind, name, _ in shown(telegram)] == [expected]


async def test_what_telegram_does_not_take_as_a_photo_goes_as_a_document(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    await channel.send(outbound(enclosure(MediaKind.PHOTO, "image/jpeg", b"\xff\xd8\xff not one")))
    assert [kind for kind, _, _ in shown(telegram)] == ["document"]
    assert telegram.sent_texts == ["You told me:"]


async def test_a_file_that_telegram_takes_in_no_way_is_said_to_be_elsewhere(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    telegram.fail("sendVoice", refusal(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN"))
    telegram.fail("sendDocument", refusal(413, "Request Entity Too Large"))
    await channel.send(outbound(PHOTO, enclosure(MediaKind.VOICE, "audio/ogg", made.OGG)))
    assert [kind for kind, _, _ in shown(telegram)] == ["photo"]
    assert telegram.sent_texts == [f"You told me:\n\n{ELSEWHERE}"]


async def test_a_file_that_is_gone_when_it_is_sent_leaves_the_words(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    await channel.send(outbound(enclosure(MediaKind.PHOTO, "image/jpeg", MediaGone("gone"))))
    assert (shown(telegram), telegram.sent_texts) == ([], [f"You told me:\n\n{ELSEWHERE}"])


async def test_nothing_is_sent_while_the_first_file_can_not_be_read(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    away = SendPostponed("files can't be read", timedelta(seconds=5))
    with pytest.raises(SendPostponed):
        await channel.send(outbound(enclosure(MediaKind.PHOTO, "image/jpeg", away)))
    assert (shown(telegram), telegram.sent) == ([], [])


async def test_words_that_are_told_to_wait_after_a_photo_are_waited_for_and_the_photo_is_not_sent_again(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    telegram.fail("sendMessage", flood(1))
    await channel.send(outbound(PHOTO))
    assert (len(telegram.sent_files), telegram.sent_texts) == (1, ["You told me:"])


async def test_an_upload_that_breaks_off_is_uncertain(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    telegram.fail("sendPhoto", Fault(drop=True, takes=True))
    with pytest.raises(SendUncertain):
        await channel.send(outbound(PHOTO))
    assert (len(telegram.sent_files), telegram.sent) == (1, [])


async def test_who_blocked_the_bot_is_gone_whatever_is_sent(channel: TelegramChannel, telegram: FakeTelegram) -> None:
    telegram.block()
    with pytest.raises(RecipientGone):
        await channel.send(outbound(PHOTO))
    assert [name for name, _ in telegram.traffic.calls].count("sendDocument") == 0


async def test_files_of_several_people_do_not_wait_for_each_other(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    telegram.know(7002)
    held = asyncio.Event()
    telegram.fail("sendPhoto", Fault(hold=held, takes=True))
    first = asyncio.create_task(channel.send(outbound(PHOTO)))
    await telegram.until(lambda: telegram.sent_files)
    other = outbound(PHOTO).model_copy(update={"recipient": Address(channel=ChannelName.TELEGRAM, value="7002")})
    await channel.send(other)
    held.set()
    await first
    assert [each.chat for each in telegram.sent] == [7002, 7001]
