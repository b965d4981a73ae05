"""What is seen beside messages: that an answer is being written, and the menu of commands."""

import pytest

from bot.channels.telegram import TelegramChannel
from bot.errors import InstallationError
from tests.bot.channels.hearing import NOON, QUICK, Inbox, listening, shown_button
from tests.fakes.telegram import FakeTelegram, Fault, flood, refusal

STICKER = {
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "type": "regular",
    "file_id": "CAAC1",
    "file_unique_id": "AgADs",
}


async def test_an_answer_that_takes_long_is_seen_being_written_until_it_comes(
    telegram: FakeTelegram, inbox: Inbox
) -> None:
    async with listening(telegram, inbox) as channel:
        telegram.say("where is the key?")
        await telegram.until(lambda: telegram.traffic.of("sendChatAction"))
        await shown_button(channel, telegram)
    assert [call["action"] for call in telegram.traffic.of("sendChatAction")] == ["typing"]


async def test_while_many_wait_for_an_answer_only_some_see_it_being_written(
    telegram: FakeTelegram, inbox: Inbox
) -> None:
    async with listening(telegram, inbox):
        for chat in range(1, 41):
            telegram.say("where is the key?", chat=chat)
        await telegram.until(lambda: len(inbox.kept) == 40 and telegram.traffic.of("sendChatAction"))
        await telegram.until(lambda: len({call["chat_id"] for call in telegram.traffic.of("sendChatAction")}) == 25)
    assert len({call["chat_id"] for call in telegram.traffic.of("sendChatAction")}) == 25


async def test_nothing_is_seen_being_written_where_nothing_will_be(
    channel: TelegramChannel, telegram: FakeTelegram
) -> None:
    sticker = telegram.message("", chat=7002, sticker=STICKER)
    del sticker["message"]["text"]
    for update in (sticker, telegram.message("where is the key?")):
        envelope = channel.envelope(update)
        assert envelope
        channel.acknowledge(envelope)
        assert (channel.read(envelope.raw) is None) == (update is sticker)
    await telegram.until(lambda: telegram.traffic.of("sendChatAction"))
    assert {call["chat_id"] for call in telegram.traffic.of("sendChatAction")} == {str(telegram.person)}


@pytest.mark.parametrize("fault", [Fault(drop=True), refusal(400, "Bad Request: chat not found"), flood(5)])
async def test_typing_that_cannot_be_shown_hurts_nothing(telegram: FakeTelegram, inbox: Inbox, fault: Fault) -> None:
    telegram.fail("sendChatAction", fault)
    async with listening(telegram, inbox):
        telegram.say("where is the key?")
        await telegram.until(lambda: telegram.traffic.of("sendChatAction") and not telegram.pending)
    assert inbox.texts == ["where is the key?"]


async def test_the_commands_are_offered_in_every_language(telegram: FakeTelegram, inbox: Inbox) -> None:
    channel = TelegramChannel(telegram.token, clock=lambda: NOON, api_url=telegram.url, timing=QUICK)
    channel.offer({"": {"help": "What I can do"}, "de": {"help": "Was ich kann"}}, {})
    await channel.open(inbox.receive)
    try:
        await telegram.until(lambda: len(telegram.menu) == 2)
    finally:
        await channel.close()
    assert telegram.menu == {"": ["help"], "de": ["help"]}


async def test_nothing_more_is_asked_of_telegram_once_the_channel_is_closed(telegram: FakeTelegram) -> None:
    channel = TelegramChannel(telegram.token, clock=lambda: NOON, api_url=telegram.url, timing=QUICK)
    await channel.standing()
    await channel.close()
    asked = len(telegram.traffic.calls)
    with pytest.raises(InstallationError):
        await channel.standing()
    assert len(telegram.traffic.calls) == asked


async def test_a_menu_that_is_refused_keeps_no_message_from_coming(telegram: FakeTelegram, inbox: Inbox) -> None:
    channel = TelegramChannel(telegram.token, clock=lambda: NOON, api_url=telegram.url, timing=QUICK)
    channel.offer({"": {"Not a command!": "at all"}}, {})
    await channel.open(inbox.receive)
    try:
        telegram.say("the spare key")
        await telegram.until(lambda: inbox.kept)
    finally:
        await channel.close()
