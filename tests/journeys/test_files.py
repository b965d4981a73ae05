"""Somebody sends a photo and asks for it back, wherever they write from."""

import httpx
import pytest

from bot.conversation import Conversation
from bot.data_folder import DataFolder
from bot.deliveries import ParkedDelivery
from bot.messages import Author, MediaKind, PersonId
from bot.settings import Settings
from memory.documents import PersonAddress
from memory.media.documents import Media, MediaState
from tests.conftest import loaded_encoder
from tests.fakes.telegram import FakeTelegram
from tests.fakes.twilio import PUBLIC_URL
from tests.journeys.by_twilio import telephone
from tests.journeys.talks import telegram_settings
from tests.memory.media import made
from tests.running import PATIENCE, RunningBot
from tests.webhooks.stage import eventually

PHOTO = made.photo(90, 51)
RECEIPT = "receipt for the boiler repair"
ASKED = "show me the photo of the receipt"


async def stored() -> bool:
    return [each.state for each in await Media.find_all().to_list()] == [MediaState.STORED]


async def test_a_photo_sent_by_telegram_comes_back_by_telegram_once(settings: Settings, folder: DataFolder) -> None:
    async with (
        FakeTelegram() as telegram,
        RunningBot.started(telegram_settings(settings, telegram), folder, loaded_encoder) as bot,
    ):
        telegram.files["AgAC1"] = PHOTO
        sizes = [{"file_id": "AgAC1", "file_unique_id": "AQAD1", "width": 90, "height": 51}]
        update = telegram.message("", photo=sizes, caption=RECEIPT)
        del update["message"]["text"]
        telegram.arrives(update)
        await eventually(stored)
        telegram.say(ASKED)
        await telegram.until(lambda: any(RECEIPT in text for text in telegram.sent_texts), within=PATIENCE)
        assert [(each.kind, each.content) for each in telegram.sent_files] == [("photo", PHOTO)]
        address = await PersonAddress.get(f"telegram:{telegram.person}")
        assert address
        log = await Conversation(PersonId(address.person), bot.store.vault).after(0, 10)
        shown = [(each.author, each.text) for each in log if each.files]
        assert shown == [(Author.PERSON, RECEIPT), (Author.BOT, "Here's what you told me:")]


async def test_a_photo_without_a_word_is_shown_as_a_photo_alone(settings: Settings, folder: DataFolder) -> None:
    async with telephone(settings, folder, whatsapp=True) as phone:
        await phone.hear(phone.twilio.with_file(phone.writes(""), "image/jpeg", PHOTO))
        address = await phone.address()
        log = await Conversation(PersonId(address.person), phone.served.bot.store.vault).after(0, 10)
        assert [(each.text, len(each.files)) for each in log if each.author is Author.PERSON] == [("", 1)]


@pytest.mark.parametrize("whatsapp", [True, False])
async def test_a_photo_comes_back_by_whatsapp_and_as_a_picture_message(
    settings: Settings, folder: DataFolder, *, whatsapp: bool
) -> None:
    async with telephone(settings, folder, whatsapp=whatsapp, sms_pictures="true") as phone:
        await phone.hear(phone.twilio.with_file(phone.writes(RECEIPT), "image/jpeg", PHOTO))
        await eventually(stored)
        before = len(phone.twilio.sent)
        await phone.hear(phone.writes(ASKED))
        await phone.twilio.until(lambda: any(RECEIPT in each.body for each in phone.twilio.sent[before:]))
        answers = phone.twilio.sent[before:]
        assert [each.media for each in answers if each.media] == [[("image/jpeg", PHOTO)]]
        assert {each.status for each in answers} == {"queued"}
        assert (await Media.find_all().to_list())[0].kind is MediaKind.PHOTO


async def test_who_asked_for_a_photo_that_whatsapp_took_and_then_refused_is_told_once_with_a_link_that_opens_it(
    settings: Settings, folder: DataFolder
) -> None:
    async with telephone(settings, folder, whatsapp=True) as phone:
        twilio = phone.twilio
        await phone.hear(twilio.with_file(phone.writes(RECEIPT), "image/jpeg", PHOTO))
        await eventually(stored)
        before = len(twilio.sent)
        await phone.hear(phone.writes(ASKED))
        await twilio.until(lambda: len(twilio.sent) == before + 2)
        photo, words = twilio.sent[before:]
        assert await twilio.report(photo, "sent") == 204
        for _ in range(2):
            assert await twilio.report(photo, "undelivered", 63021) == 204
        assert await twilio.report(words, "delivered") == 204
        told = await phone.told(before + 2)
        sentence, _, link = told.body.rpartition(" ")
        assert sentence == "WhatsApp didn't take the file. For an hour you can open it here:"
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(link.replace(PUBLIC_URL, phone.served.url))).content == PHOTO
        await phone.say("thanks")
        assert [each.body for each in twilio.sent].count(told.body) == 1
        assert await ParkedDelivery.find_all().to_list() == []


async def test_a_text_message_tells_where_the_photo_is(settings: Settings, folder: DataFolder) -> None:
    async with telephone(settings, folder, whatsapp=False) as phone:
        await phone.hear(phone.twilio.with_file(phone.writes(RECEIPT), "image/jpeg", PHOTO))
        await eventually(stored)
        answer = await phone.hear(phone.writes(ASKED))
        assert "The file is in the browser chat. https://memory.example.org" in answer.body
        assert answer.media == []


async def test_the_words_of_a_picture_message_that_was_taken_and_then_refused_come_again_once_with_a_link_that_opens_it(
    settings: Settings, folder: DataFolder
) -> None:
    async with telephone(settings, folder, whatsapp=False, sms_pictures="true") as phone:
        twilio = phone.twilio
        await phone.hear(twilio.with_file(phone.writes(RECEIPT), "image/jpeg", PHOTO))
        await eventually(stored)
        answer = await phone.hear(phone.writes(ASKED))
        assert len(answer.media) == 1
        before = len(twilio.sent)
        for _ in range(2):
            assert await twilio.report(answer, "undelivered", 30019) == 204
        told = await phone.told(before)
        assert RECEIPT in told.body
        assert told.media == []
        link = next(word for word in told.body.split() if word.startswith(f"{PUBLIC_URL}/files/"))
        async with httpx.AsyncClient() as browser:
            assert (await browser.get(link.replace(PUBLIC_URL, phone.served.url))).content == PHOTO
        assert await twilio.report(told, "undelivered", 30019) == 204
        await phone.say("thanks")
        assert [RECEIPT in each.body for each in twilio.sent[before:]] == [True, False]


async def test_the_words_that_came_with_a_file_are_kept_when_the_file_is_refused(
    settings: Settings, folder: DataFolder
) -> None:
    async with telephone(settings, folder, whatsapp=False) as phone:
        before = len(phone.twilio.sent)
        await phone.hear(phone.twilio.with_file(phone.writes(RECEIPT), "image/jpeg", made.EXE))
        assert (await phone.told(before + 1)).body.startswith("I kept your words, but not the file")
        assert RECEIPT in (await phone.hear(phone.writes("where is the receipt for the boiler repair?"))).body
