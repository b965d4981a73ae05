"""A reply to an earlier message, on Telegram: what it orders is meant of that message."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.settings import Settings
from handlers.wording import LANGUAGES
from tests.conftest import loaded_encoder
from tests.fakes.telegram import FakeTelegram, Sent, Update
from tests.handlers.clocks import Hand
from tests.journeys.talks import telegram_settings
from tests.running import RunningBot
from tests.webhooks.stage import eventually

KEY = "the spare key is under the blue pot"
BOILER = "the boiler wants 1.5 bar"


@dataclass
class Thread:
    """Somebody on Telegram who replies to messages."""

    telegram: FakeTelegram
    clock: Hand

    async def says(self, text: str, to: Update | Sent | None = None) -> tuple[Update, Sent]:
        """Write something, in reply to a message; what was written, and the answer."""
        update = self.telegram.message(text, date=int(self.clock.now.timestamp()))
        if to is not None:
            update["message"]["reply_to_message"] = self._message(to)
        return update, await self._answer_to(update)

    async def answer(self, text: str, to: Update | Sent) -> str:
        """The words of the answer to a reply."""
        return (await self.says(text, to))[1].text

    async def press(self, sent: Sent, label: str) -> str:
        """Press a button; the answer."""
        tap = next(data for row in sent.buttons for text, data in row if text == label)
        return (await self._answer_to(self.telegram.tap(tap, sent))).text

    async def list(self) -> list[str]:
        """What is kept, newest first."""
        return (await self.says("list"))[1].marked("blockquote")

    async def _answer_to(self, update: Update) -> Sent:
        before = len(self.telegram.sent)
        self.telegram.arrives(update)
        await self.telegram.until(lambda: len(self.telegram.sent) > before, within=60)
        sent = self.telegram.sent[before]

        async def noted() -> bool:
            return await Message.find({"provider_id": f"{sent.chat}:{sent.message_id}"}).count() == 1

        await eventually(noted)  # before that the bot could not tell which message is replied to
        return sent

    def _message(self, to: Update | Sent) -> dict[str, Any]:
        if isinstance(to, dict):
            return dict(to["message"])
        return {
            "message_id": to.message_id,
            "date": int(self.clock.now.timestamp()),
            "chat": {"id": self.telegram.person, "type": "private"},
            "from": {"id": self.telegram.bot_id, "is_bot": True, "first_name": "Tuckaway"},
            "text": to.text,
        }


@pytest.fixture
async def thread(settings: Settings, folder: DataFolder) -> AsyncIterator[Thread]:
    clock = Hand()
    async with (
        FakeTelegram() as telegram,
        RunningBot.started(telegram_settings(settings, telegram), folder, loaded_encoder, clock=clock),
    ):
        yield Thread(telegram, clock)


FORGET = ["forget this", "olvida esto", "lösch das", "supprime ça", "apaga isto"]
UNDO = ["undo this", "deshaz esto", "mach das rückgängig", "annule ça", "desfaz isto"]
REMIND = [
    "remind me of this tomorrow at 9",
    "recuérdame esto mañana a las 9",
    "erinnere mich daran morgen um 9",
    "rappelle-moi ça demain à 9h",
    "lembra-me disto amanhã às 9",
]
WHAT = ["what was this about?", "¿De qué iba esto?", "Worum ging es da?", "C'était quoi ?", "O que era isto?"]


async def test_forget_this_in_reply_to_a_message_means_its_memory_and_is_confirmed(thread: Thread) -> None:
    told, _ = await thread.says(KEY)
    await thread.says(BOILER)
    previews = [(await thread.says(words, told))[1] for words in FORGET]
    assert [each.marked("blockquote") for each in previews] == [[KEY]] * len(FORGET)
    assert await thread.list() == [BOILER, KEY]
    await thread.press(previews[-1], "Forget it")
    assert await thread.list() == [BOILER]


async def test_forget_this_in_reply_to_an_answer_means_the_one_memory_it_quotes(thread: Thread) -> None:
    await thread.says(KEY)
    await thread.says(BOILER)
    _, answer = await thread.says("where is the spare key?")
    await thread.says("hello")
    _, preview = await thread.says("delete this", answer)
    assert preview.marked("blockquote") == [KEY]
    await thread.press(preview, "Forget it")
    assert await thread.list() == [BOILER]


async def test_undo_in_reply_to_a_message_takes_back_that_one_alone(thread: Thread) -> None:
    told = [(await thread.says(f"parcel {number} is with the neighbours"))[0] for number in range(len(UNDO))]
    await thread.says(BOILER)
    for number, words in enumerate(UNDO):
        assert f"parcel {number}" in await thread.answer(words, told[number])
    assert await thread.list() == [BOILER]


async def test_undo_in_reply_to_what_was_told_long_ago_asks_first(thread: Thread) -> None:
    told, _ = await thread.says(KEY)
    thread.clock.now += timedelta(days=3)
    _, asked = await thread.says("undo", told)
    assert [label for row in asked.buttons for label, _ in row] == ["Undo it", "Keep it"]
    assert await thread.list() == [KEY]


async def test_undo_in_reply_to_what_the_bot_said_presses_the_undo_under_it(thread: Thread) -> None:
    _, kept = await thread.says(KEY)
    _, digest = await thread.says("send my digest at 5")
    await thread.says(BOILER)
    assert "7:30" in await thread.answer("undo", digest)
    await thread.says("undo", kept)
    assert await thread.list() == [BOILER]


async def test_undo_after_an_undo_in_reply_takes_back_the_last_thing_that_is_left(thread: Thread) -> None:
    told, _ = await thread.says(KEY)
    await thread.says("send my digest at 5")
    await thread.says("remind me to call Ana tomorrow at 9")
    await thread.says("undo", told)
    assert (await thread.says("undo"))[1].text == "Deleted: call Ana"
    assert "7:30" in (await thread.says("undo"))[1].text


async def test_undo_after_an_undo_in_reply_to_an_answer_does_not_undo_that(thread: Thread) -> None:
    await thread.says("send my digest at 5")
    _, reminded = await thread.says("remind me to call Ana tomorrow at 9")
    assert await thread.answer("undo", reminded) == "Deleted: call Ana"
    assert "7:30" in (await thread.says("undo"))[1].text


async def test_remind_me_of_this_in_reply_to_a_message_is_about_its_words(thread: Thread) -> None:
    told = [(await thread.says(f"bill {number} is still open"))[0] for number in range(len(REMIND))]
    await thread.says(BOILER)
    for number, words in enumerate(REMIND):
        reminded = await thread.answer(words, told[number])
        assert f"bill {number} is still open" in reminded
        assert "11 June, 09:00" in reminded


async def test_an_hour_before_in_reply_to_a_message_counts_from_when_that_was_told(thread: Thread) -> None:
    told, _ = await thread.says("dentist on Saturday at 6pm")
    thread.clock.now = datetime(2026, 6, 12, 9, tzinfo=UTC)
    told["message"]["date"] = int(thread.clock.now.timestamp())
    late, _ = await thread.says("yoga tomorrow at 6pm")
    thread.clock.now = datetime(2026, 6, 13, 9, tzinfo=UTC)
    assert "13 June, 17:00" in await thread.answer("remind me of this an hour before", told)
    assert "13 June, 17:00" in await thread.answer("remind me of it an hour before", late)


async def test_what_was_this_about_shows_all_of_the_memory(thread: Thread) -> None:
    told, _ = await thread.says(KEY)
    await thread.says(BOILER)
    for words in WHAT:
        _, opened = await thread.says(words, told)
        assert opened.marked("blockquote")[0] == KEY


async def test_new_words_in_reply_to_a_message_are_those_of_its_memory(thread: Thread) -> None:
    told, _ = await thread.says(KEY)
    await thread.says(BOILER)
    await thread.says("edit: the spare key is in the shed", told)
    assert set(await thread.list()) == {BOILER, "the spare key is in the shed"}


async def test_a_message_that_set_a_reminder_is_about_the_reminder(thread: Thread) -> None:
    told, _ = await thread.says("remind me to call Ana tomorrow at 9")
    assert "call Ana" in await thread.answer("what was this about?", told)
    assert "call Ana" in await thread.answer("forget this", told)
    assert "no reminders" in (await thread.says("reminders"))[1].text


async def test_a_message_that_belongs_to_nothing_or_to_several_says_so(thread: Thread) -> None:
    hello, hi = await thread.says("hello")
    words = LANGUAGES["en"]
    assert await thread.answer("forget this", hello) == words.nothing_there().text
    assert await thread.answer("what was this about?", hi) == words.nothing_there().text
    unknown = thread.telegram.message("never heard")
    assert await thread.answer("undo this", unknown) == words.nothing_there().text
    await thread.says(KEY)
    await thread.says(BOILER)
    _, listed = await thread.says("list")
    assert await thread.answer("forget this", listed) == words.several_there().text
    assert await thread.list() == [BOILER, KEY]


async def test_what_names_something_of_its_own_is_not_about_the_message(thread: Thread) -> None:
    told, _ = await thread.says(KEY)
    await thread.says(BOILER)
    _, preview = await thread.says("forget about the boiler", told)
    assert preview.marked("blockquote") == [BOILER]
    assert "call Ana" in await thread.answer("remind me to call Ana tomorrow at 9", told)
