"""Everything that people send on Telegram beside plain text, as they see it answered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName
from bot.settings import Settings
from memory.documents import PersonAddress
from memory.media.documents import Media, MediaState
from tests.conftest import loaded_encoder
from tests.fakes.telegram import FakeTelegram, Update
from tests.journeys.talks import telegram_settings
from tests.memory.media.made import photo
from tests.running import RunningBot
from tests.webhooks.stage import eventually

PHOTO = [{"file_id": "AgAC1", "file_unique_id": "AQAD1", "width": 90, "height": 51}]


class Phone:
    """Somebody with a telephone."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self.telegram = telegram

    async def sends(self, text: str = "", **fields: Any) -> str:
        """Send a message; what the bot says to it."""
        return await self._answer_to(self.message(text, **fields))

    async def edits(self, message: Update, text: str) -> None:
        """Change what a message says."""
        body = {**message["message"], "text": text, "edit_date": message["message"]["date"] + 60}
        update = self.telegram.message("")
        self.telegram.arrives({"update_id": update["update_id"], "edited_message": body})

    def message(self, text: str = "", **fields: Any) -> Update:
        """A message; without a text, what else there is of it."""
        update = self.telegram.message(text, **fields)
        if not text:
            del update["message"]["text"]
        return update

    async def _answer_to(self, update: Update) -> str:
        before = len(self.telegram.sent)
        self.telegram.arrives(update)
        await self.telegram.until(lambda: len(self.telegram.sent) > before, within=60)
        return self.telegram.sent[before].text

    async def nodded_at(self, update: Update) -> None:
        """Wait until the bot has put a sign on that message."""
        place = (self.telegram.person, update["message"]["message_id"])
        await self.telegram.until(lambda: place in self.telegram.reactions, within=60)


@pytest.fixture
async def phone(settings: Settings, folder: DataFolder) -> AsyncIterator[Phone]:
    async with talking(settings, folder) as phone:
        yield phone


@asynccontextmanager
async def talking(settings: Settings, folder: DataFolder) -> AsyncIterator[Phone]:
    async with (
        FakeTelegram() as telegram,
        RunningBot.started(telegram_settings(settings, telegram), folder, loaded_encoder),
    ):
        yield Phone(telegram)


async def test_a_photo_is_found_again_by_what_was_written_to_it(phone: Phone) -> None:
    assert "Tucked away" in await phone.sends(photo=PHOTO, caption="the fuse box, second switch from the left")
    assert "second switch" in await phone.sends("where is the fuse box switch?")


async def test_the_photos_of_an_album_are_fetched_and_kept_with_its_one_memory(phone: Phone) -> None:
    for name in ("AgAC1", "AgAC2"):
        phone.telegram.files[name] = photo()
    await phone.sends(photo=PHOTO, media_group_id="78", caption="the garden in May")
    part = phone.message(photo=[{**PHOTO[0], "file_id": "AgAC2"}], media_group_id="78")
    phone.telegram.arrives(part)
    await phone.nodded_at(part)

    async def stored() -> bool:
        return [each.state for each in await Media.find_all().to_list()] == [MediaState.STORED] * 2

    await eventually(stored)
    assert len({each.memory for each in await Media.find_all().to_list()}) == 1
    assert "the garden in May" in await phone.sends("has:photo garden")


async def test_a_photo_that_telegram_no_longer_has_is_told_of(phone: Phone) -> None:
    before = len(phone.telegram.sent)
    await phone.sends(photo=PHOTO, caption="the fuse box")
    await phone.telegram.until(lambda: len(phone.telegram.sent) > before + 1, within=60)
    assert "once more" in phone.telegram.sent[-1].text


async def test_an_album_is_one_memory_and_its_further_parts_are_nodded_at(phone: Phone) -> None:
    await phone.sends(photo=PHOTO, media_group_id="77")
    part = phone.message(photo=PHOTO, media_group_id="77", caption="the garden in May")
    phone.telegram.arrives(part)
    await phone.nodded_at(part)
    answer = await phone.sends("/list")
    assert "the garden in May" in answer
    assert len(phone.telegram.sent[-1].marked("blockquote")) == 1


async def test_a_message_that_is_changed_changes_its_memory_which_can_be_undone(phone: Phone) -> None:
    message = phone.message("the spare key is under the blue pot")
    before = len(phone.telegram.sent)
    phone.telegram.arrives(message)
    await phone.telegram.until(lambda: len(phone.telegram.sent) > before)
    await phone.edits(message, "the spare key is under the red pot")
    await phone.nodded_at(message)
    assert "red pot" in await phone.sends("where is the spare key?")
    await phone.sends("undo")
    assert "blue pot" in await phone.sends("where is the spare key?")


async def test_a_reminder_is_not_changed_by_changing_its_message(phone: Phone) -> None:
    message = phone.message("remind me to water the plants tomorrow at 9")
    before = len(phone.telegram.sent)
    phone.telegram.arrives(message)
    await phone.telegram.until(lambda: len(phone.telegram.sent) > before)
    answered = len(phone.telegram.sent)
    await phone.edits(message, "remind me to water the plants tomorrow at 10")
    await phone.telegram.until(lambda: len(phone.telegram.sent) > answered)
    assert "in words" in phone.telegram.sent[answered].text
    assert phone.telegram.sent[answered].text.count("09:00") == 0


async def test_a_question_that_is_changed_is_answered_anew(phone: Phone) -> None:
    await phone.sends("the spare key is under the blue pot")
    message = phone.message("where is the spare tyre?")
    before = len(phone.telegram.sent)
    phone.telegram.arrives(message)
    await phone.telegram.until(lambda: len(phone.telegram.sent) > before)
    answered = len(phone.telegram.sent)
    await phone.edits(message, "where is the spare key?")
    await phone.telegram.until(lambda: len(phone.telegram.sent) > answered)
    assert "blue pot" in phone.telegram.sent[answered].text


async def test_a_place_and_a_contact_are_kept_in_words(phone: Phone) -> None:
    spot = {"latitude": 38.70721, "longitude": -9.1365}
    await phone.sends(location=spot, venue={"location": spot, "title": "Café Aurora", "address": "12 Harbour Street"})
    await phone.sends(contact={"phone_number": "+351200000000", "first_name": "Test", "last_name": "Plumber"})
    assert "12 Harbour Street" in await phone.sends("where is Café Aurora?")
    assert "+351200000000" in await phone.sends("what is the plumber's number?")


async def test_what_was_forwarded_says_who_said_it_first(phone: Phone) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "A Friend", "date": 1_700_000_000}
    await phone.sends("the library closes at six on Fridays", forward_origin=origin)
    assert "from A Friend" in await phone.sends("when does the library close?")


async def test_who_blocks_the_bot_is_written_to_again_only_once_they_let_it_in(phone: Phone) -> None:
    await phone.sends("the spare key is under the blue pot")
    address = str(Address(channel=ChannelName.TELEGRAM, value=str(phone.telegram.person)))

    async def gone() -> bool:
        found = await PersonAddress.get(address)
        return found is not None and found.gone_at is not None

    async def back() -> bool:
        return not await gone()

    phone.telegram.arrives(phone.telegram.standing("kicked"))
    await eventually(gone)
    phone.telegram.arrives(phone.telegram.standing("member"))
    await eventually(back)
