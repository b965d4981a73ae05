"""By WhatsApp and by text message: save, ask, undo by number, be reminded, the window closed, opted out."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import Author, DeliveryState
from bot.settings import Settings
from tests.fakes.twilio import Template
from tests.journeys.by_twilio import Telephone, telephone
from tests.webhooks.stage import eventually

KEY = "the spare key is under the blue pot"
REMINDER = "HX" + "a" * 32
ONE_BUTTON = "HX" + "b" * 32


@pytest.fixture(params=[True, False], ids=["whatsapp", "sms"])
async def phone(request: pytest.FixtureRequest, settings: Settings, folder: DataFolder) -> AsyncIterator[Telephone]:
    async with telephone(settings, folder, whatsapp=request.param) as phone:
        yield phone


@pytest.fixture
async def sms(settings: Settings, folder: DataFolder) -> AsyncIterator[Telephone]:
    async with telephone(settings, folder, whatsapp=False) as phone:
        yield phone


async def said(state: DeliveryState) -> list[Message]:
    found = await Message.find({"author": Author.BOT}).to_list()
    return [each for each in found if each.state is state]


async def test_what_is_saved_is_found_again_and_undone_by_the_number_that_was_offered(phone: Telephone) -> None:
    assert (await phone.say(KEY)).split() == ["Tucked", "away.", "1", "=", "Undo"]
    assert "blue pot" in await phone.say("where is the spare key?")
    assert await phone.say("the gate code is 4417") != ""
    undone = await phone.say("1")
    assert "Tucked away" not in undone
    assert "4417" not in await phone.say("what is the gate code?")
    assert "blue pot" in await phone.say("where is the spare key?")


async def test_who_writes_another_language_is_answered_in_it_until_they_choose_one(phone: Telephone) -> None:
    assert "Tucked away" in await phone.say("Bar Sol 10")
    assert "Guardado" in await phone.say("la llave de repuesto está con Rosa")
    assert "Guardado" in await phone.say("gate code 4417")
    assert "English" in await phone.say("habla inglés")
    assert "Tucked away" in await phone.say("el fontanero viene el jueves")


async def test_an_order_in_reply_to_a_message_is_meant_of_that_one(phone: Telephone) -> None:
    told = phone.writes(KEY)
    await phone.hear(told)
    await phone.say("the gate code is 4417")
    preview = (await phone.hear(phone.writes("forget this") | {"OriginalRepliedMessageSid": told["MessageSid"]})).body
    assert "blue pot" in preview
    assert "4417" not in preview


async def test_a_reminder_rings_where_it_was_asked_for(phone: Telephone) -> None:
    await phone.say("remind me to call mum in 2 hours")
    before = len(phone.twilio.sent)
    phone.clock.offset = timedelta(hours=2, minutes=1)
    rang = await phone.told(before)
    assert "call mum" in rang.body
    assert "1 = " in rang.body
    assert await phone.say("1") != ""


async def test_whoever_says_stop_is_written_to_no_more_until_they_say_start(sms: Telephone) -> None:
    await sms.say("remind me to call mum in 2 hours")
    before = len(sms.twilio.sent)
    assert await sms.twilio.say(sms.writes("STOP")) == 200
    await eventually(lambda: gone(sms))
    sms.clock.offset = timedelta(hours=3)
    assert await sms.twilio.say(sms.writes("help")) == 200
    assert await sms.twilio.say(sms.writes("Start")) == 200
    await eventually(lambda: here(sms))
    assert await sms.twilio.say(sms.writes(KEY)) == 200
    await eventually(lambda: tucked_away(sms, before))
    answered = [each.body for each in sms.twilio.sent[before:]]
    assert not [each for each in answered if "help" in each.lower()]
    assert len(sms.twilio.own_answers) == 3


async def tucked_away(phone: Telephone, before: int) -> bool:
    """The reminder that had waited may come before this answer, or after it."""
    return any("Tucked away" in each.body for each in phone.twilio.sent[before:])


async def gone(phone: Telephone) -> bool:
    return (await phone.address()).gone_at is not None


async def here(phone: Telephone) -> bool:
    return (await phone.address()).gone_at is None


async def test_after_a_day_of_silence_whatsapp_gets_the_template_for_reminders(
    settings: Settings, folder: DataFolder
) -> None:
    async with telephone(settings, folder, whatsapp=True, whatsapp_template_reminder=REMINDER) as phone:
        phone.twilio.templates[REMINDER] = Template("A reminder: {{1}}")
        await phone.say("remind me to call mum in 30 hours")
        before = len(phone.twilio.sent)
        phone.clock.offset = timedelta(hours=30, minutes=1)
        rang = await phone.told(before)
        assert (rang.template, rang.error) == (REMINDER, None)
        assert rang.body.startswith("A reminder: ")
        assert "call mum" in rang.body
        # Once they have written again the window is open.
        assert (await phone.hear(phone.writes("1"))).template is None


async def test_after_a_day_of_silence_and_without_a_template_nothing_is_sent_and_that_is_known(
    settings: Settings, folder: DataFolder
) -> None:
    async with telephone(settings, folder, whatsapp=True) as phone:
        await phone.say("remind me to call mum in 30 hours")
        before = len(phone.twilio.sent)
        phone.clock.offset = timedelta(hours=30, minutes=1)

        async def failed() -> bool:
            return len(await said(DeliveryState.FAILED)) == 1

        await eventually(failed)
        assert len(phone.twilio.sent) == before


async def test_on_whatsapp_a_template_with_buttons_takes_the_place_of_numbers(
    settings: Settings, folder: DataFolder
) -> None:
    async with telephone(settings, folder, whatsapp=True, whatsapp_template_one_button=ONE_BUTTON) as phone:
        phone.twilio.templates[ONE_BUTTON] = Template("{{1}}", (("{{2}}", "{{3}}"),), approved=False)
        saved = await phone.hear(phone.writes(KEY))
        assert (saved.body, [label for label, _ in saved.buttons]) == ("Tucked away.", ["Undo"])
        await phone.hear(phone.twilio.tapped(saved))
        assert "blue pot" not in await phone.say("where is the spare key?")


async def test_whoever_writes_by_whatsapp_sees_that_it_was_read(settings: Settings, folder: DataFolder) -> None:
    async with telephone(settings, folder, whatsapp=True) as phone:
        fields = phone.writes(KEY)
        await phone.hear(fields)
        await phone.twilio.until(lambda: phone.twilio.typing)
        assert phone.twilio.typing == [fields["MessageSid"]]
