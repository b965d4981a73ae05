"""What the bot says in groups: that it can't serve there, once, and only where somebody spoke to it."""

from typing import Any

import pytest

from bot.channels.telegram import TelegramChannel
from tests.fakes.telegram import FakeTelegram, Update, refusal

GROUP = -1001234567890
SENTENCES = {"": "In private only.", "de": "Nur im Einzelchat."}


@pytest.fixture
def courteous(channel: TelegramChannel) -> TelegramChannel:
    channel.offer({}, SENTENCES)
    return channel


def in_group(telegram: FakeTelegram, text: str, *, language: str = "en", **fields: Any) -> Update:
    update = telegram.message(text, **fields)
    telegram.know(GROUP)
    update["message"]["chat"] = {"id": GROUP, "title": "Test Group", "type": "supergroup"}
    update["message"]["from"]["language_code"] = language
    return update


def added(telegram: FakeTelegram) -> Update:
    update = telegram.standing("member")
    telegram.know(GROUP)
    update["my_chat_member"]["chat"] = {"id": GROUP, "title": "Test Group", "type": "group"}
    return update


@pytest.mark.parametrize("text", ["@tuckaway_test_bot where is the key?", "/start@tuckaway_test_bot"])
async def test_a_group_that_speaks_to_the_bot_is_told_once_and_nothing_is_stored(
    courteous: TelegramChannel, telegram: FakeTelegram, text: str
) -> None:
    for _ in range(3):
        assert courteous.envelope(in_group(telegram, text)) is None
    await telegram.until(lambda: telegram.sent)
    await courteous.close()
    assert telegram.sent_texts == ["In private only."]


async def test_a_group_that_the_bot_is_added_to_is_told_at_once(
    courteous: TelegramChannel, telegram: FakeTelegram
) -> None:
    assert courteous.envelope(added(telegram)) is None
    await telegram.until(lambda: telegram.sent)
    assert [(each.chat, each.text) for each in telegram.sent] == [(GROUP, "In private only.")]


async def test_it_is_said_in_the_language_of_whoever_asked(courteous: TelegramChannel, telegram: FakeTelegram) -> None:
    courteous.envelope(in_group(telegram, "@tuckaway_test_bot wo ist der Schl\u00fcssel?", language="de-AT"))
    await telegram.until(lambda: telegram.sent)
    assert telegram.sent_texts == ["Nur im Einzelchat."]


async def test_what_is_not_said_to_the_bot_is_not_answered(courteous: TelegramChannel, telegram: FakeTelegram) -> None:
    courteous.envelope(in_group(telegram, "who has the key?"))
    courteous.envelope(in_group(telegram, "who has it?", reply_to_message=in_group(telegram, "the key")["message"]))
    courteous.envelope(in_group(telegram, "@tuckaway_test_bot who has the key?"))
    await telegram.until(lambda: telegram.sent)
    await courteous.close()
    assert len(telegram.sent) == 1


async def test_a_group_that_can_not_be_told_hurts_nothing(courteous: TelegramChannel, telegram: FakeTelegram) -> None:
    telegram.fail("sendMessage", refusal(403, "Forbidden: bot was kicked from the supergroup chat"))
    courteous.envelope(in_group(telegram, "@tuckaway_test_bot hello"))
    courteous.envelope({"update_id": 1, "message": {"chat": {"id": GROUP, "type": "group"}}})
    await telegram.until(lambda: telegram.traffic.of("sendMessage"))
    assert telegram.sent == []
