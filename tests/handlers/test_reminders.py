"""What is said about reminders that are set."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.crypto import KeyId
from bot.data_folder import DataFolder
from bot.settings import Settings
from handlers.wording import LANGUAGES
from memory.documents import Memory
from memory.people import get
from memory.reminder import Reminder, ReminderContent, ReminderState
from memory.reminders import MOST
from tests.handlers.clocks import Hand, bot_by
from tests.handlers.talk import labels, quoted
from tests.running import RunningBot, until

NONE_SUCH = "I found no such reminder"


@pytest.fixture
async def timed(settings: Settings, folder: DataFolder) -> AsyncIterator[RunningBot]:
    async with bot_by(Hand(), settings, folder) as running:
        yield running


@pytest.mark.parametrize(
    "text", ["delete reminder 99", "cancel the reminder at 5pm", "skip my 8 o'clock alarm", "delete the 7:30 reminder"]
)
async def test_where_none_is_the_one_that_was_named_no_other_goes(timed: RunningBot, text: str) -> None:
    await timed.say("remind me to call Ana tomorrow at 9")
    before = (await timed.say("reminders")).text
    assert NONE_SUCH in (await timed.say(text)).text
    assert (await timed.say("reminders")).text == before


@pytest.mark.parametrize("text", ["delete reminder 1", "cancel the reminder at 9am", "cancel my reminder"])
async def test_one_that_is_named_by_its_number_its_hour_or_as_the_only_one_goes(timed: RunningBot, text: str) -> None:
    await timed.say("remind me to call Ana tomorrow at 9")
    assert (await timed.say(text)).text == "Deleted: call Ana"


async def test_a_reminder_that_rests_is_listed_as_resting(timed: RunningBot) -> None:
    await timed.say("remind me to call Ana tomorrow at 9")
    await timed.say("pause the reminder about Ana")
    assert (await timed.say("reminders")).text.endswith("1. call Ana: paused")
    assert len({words.phrases.resting for words in LANGUAGES.values()}) == len(LANGUAGES)


async def test_once_and_every_month_are_told_apart_where_both_come_first_at_the_same_time(timed: RunningBot) -> None:
    asked = await timed.say("remind me at the end of the month to send the invoice")
    assert asked.text.startswith("When shall I remind you?")
    assert labels(asked) == ["30 June 09:00", "30 June 09:00, 31 July …"]


async def test_a_thousand_reminders_are_enough_and_what_is_over_does_not_count(timed: RunningBot) -> None:
    await timed.say("remind me to call Ana tomorrow at 9")
    [one] = await Reminder.find_all().to_list()
    states = [ReminderState.ACTIVE, ReminderState.PAUSED] * (MOST // 2)
    more = [one.model_copy(update={"id": f"more-{n}", "state": state}) for n, state in enumerate(states[1:])]
    await Reminder.insert_many(more)
    assert (await timed.say("remind me to call Ben tomorrow at 9")).text.startswith("You have 1,000 reminders")
    over = {"$set": {"state": ReminderState.DELETED}}
    await Reminder.get_motor_collection().update_one({"_id": "more-7"}, over)
    assert (await timed.say("remind me to call Ben tomorrow at 9")).text.startswith("I'll remind you: call Ben")


async def test_what_is_so_now_is_no_date_to_be_told_of_again(timed: RunningBot) -> None:
    await timed.say("the plumber is here now")
    await timed.say(f"the plumber comes on {datetime(2026, 6, 10, tzinfo=UTC) + timedelta(days=1):%d %B}")
    days = [memory.day for memory in await Memory.find_all().to_list()]
    assert days == [None, "2026-06-11"]


@pytest.mark.parametrize(
    "text", ["what's the alarm code?", "what is my alarm system pin", "what's my alarm panel code?"]
)
async def test_what_is_asked_of_the_alarm_of_a_house_is_no_question_about_reminders(
    timed: RunningBot, text: str
) -> None:
    code = "the alarm code of the house is 5678"
    await timed.say(code)
    assert quoted(await timed.say(text)) == [code]


async def test_one_that_cannot_be_worked_out_keeps_no_other_waiting_and_is_tried_again(
    settings: Settings, folder: DataFolder
) -> None:
    clock = Hand()
    async with bot_by(clock, settings, folder) as bot:
        await bot.say("remind me to call Ana tomorrow at 9")
        [strange] = await Reminder.find_all().to_list()
        content = await bot.store.vault.open_sealed(strange.sealed or b"", ReminderContent)
        unknown = content.model_copy(update={"schedule": content.schedule.model_copy(update={"zone": "Mars/Olympus"})})
        key = KeyId((await get(bot.owner, bot.store.vault)).person.data_key)
        await strange.set({"sealed": await bot.store.vault.seal(key, unknown)})
        await bot.say("remind me to call Ben tomorrow at 9")
        clock.now = datetime(2026, 6, 11, 8, 0, 30, tzinfo=UTC)
        await bot.tuckaway.reminders.ring()
        await until(lambda: any(message.reply.text.endswith("call Ben") for message in bot.printed[2:]))
        later = await Reminder.get(strange.id)
        assert later is not None
        assert later.next_at == clock.now + timedelta(hours=1)
        assert later.state is ReminderState.ACTIVE


async def test_two_things_with_a_time_each_are_two_reminders(timed: RunningBot) -> None:
    answers = await timed.hear("remind me to call mum tomorrow at 5pm and to water the plants at 7pm", 2)
    assert [each.text.splitlines()[0] for each in answers] == [
        "I'll remind you: call mum",
        "I'll remind you: water the plants",
    ]
    listed = (await timed.say("reminders")).text
    assert "Thursday 11 June, 17:00" in listed
    assert "Thursday 11 June, 19:00" in listed
