"""A reminder rings when it is due: once, late when it could not be sooner, and again while nobody acknowledges it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import time, timedelta
from typing import Any

import pytest

from bot.assembly import Store
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import ChannelName
from bot.settings import Settings
from memory.documents import Person, PersonAddress
from memory.reminder import Reminder, ReminderState
from tests.fakes.telegram import FakeTelegram
from tests.handlers.talk import labels, tap
from tests.journeys.talks import telegram_settings
from tests.memory.desk import Desk
from tests.running import RunningBot
from tests.scheduler.appointments import (
    SetClock,
    again,
    has_set,
    is_changed,
    is_set,
    lives_in,
    once,
    prefers,
    rang,
    stored,
    utc,
)
from tests.webhooks.stage import open_store, running

MORNING = utc("2026-05-04T08:00")  # 09:00 in Lisbon
DAILY = again("2026-05-04T10:00", "FREQ=DAILY")  # 09:00 UTC


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING)


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


@pytest.fixture
async def bot(store: Store, settings: Settings, clock: SetClock) -> AsyncIterator[RunningBot]:
    async with running(store, settings, clock=clock) as bot:
        await lives_in(bot, "Europe/Lisbon")
        yield bot


async def texts(bot: RunningBot) -> list[str]:
    return [reply.text for _, reply in await rang(bot)]


async def test_a_reminder_rings_when_it_is_due_and_not_before(bot: RunningBot, clock: SetClock) -> None:
    await has_set(bot, "call Ana about the lease", once(MORNING + timedelta(minutes=10)), MORNING)
    clock.forward(minutes=9, seconds=59)
    await bot.tuckaway.reminders.ring()
    assert await rang(bot) == []
    clock.forward(seconds=1)
    await bot.tuckaway.reminders.ring()
    ((channel, reply),) = await rang(bot)
    assert (channel, reply.text) == (ChannelName.CONSOLE, "⏰ call Ana about the lease")
    assert labels(reply) == ["Done", "In 10 minutes", "In 1 hour", "Tonight", "Tomorrow", "Skip"]


async def test_the_ticking_engine_lets_it_ring_by_itself(bot: RunningBot, clock: SetClock) -> None:
    await has_set(bot, "bins", once(MORNING + timedelta(minutes=1)), MORNING)
    clock.forward(minutes=1)
    async with asyncio.timeout(60):
        while not any("bins" in message.reply.text for message in bot.printed):
            await asyncio.sleep(0.05)


async def test_a_recurring_reminder_rings_at_every_occurrence_once(bot: RunningBot, clock: SetClock) -> None:
    reminding = await has_set(bot, "stretch", DAILY, MORNING)
    await prefers(bot, repeat_minutes=None)
    for _ in range(3):
        clock.forward(days=1)
        await bot.tuckaway.reminders.ring()
        await bot.tuckaway.reminders.ring()
    assert len(await rang(bot)) == 3
    assert (await stored(reminding)).next_at == utc("2026-05-07T09:00")


async def test_one_that_could_not_ring_in_time_says_that_it_is_late(bot: RunningBot, clock: SetClock) -> None:
    await has_set(bot, "take the cake out", once(MORNING + timedelta(minutes=10)), MORNING)
    clock.forward(hours=5)
    await bot.tuckaway.reminders.ring()
    (text,) = await texts(bot)
    assert text == "⏰ take the cake out\nThis was due Monday 4 May, 09:10; I couldn't reach you then."


async def test_what_a_long_outage_kept_back_comes_once_and_says_how_often_it_was_missed(
    bot: RunningBot, clock: SetClock
) -> None:
    reminding = await has_set(bot, "water the plants", DAILY, MORNING)
    clock.forward(days=4)
    await bot.tuckaway.reminders.ring()
    (text,) = await texts(bot)
    assert text.endswith("This was due Thursday 7 May, 10:00; I couldn't reach you then. Missed before that: 3.")
    assert (await stored(reminding)).occurs_at == utc("2026-05-08T09:00")


async def test_three_replicas_that_find_the_same_reminders_let_each_ring_once(
    store: Store, settings: Settings, bot: RunningBot, clock: SetClock
) -> None:
    for number in range(20):
        await has_set(bot, f"number {number}", once(MORNING + timedelta(minutes=1)), MORNING)
    clock.forward(minutes=1)
    async with AsyncExitStack() as stack:
        others = [await stack.enter_async_context(running(store, settings, clock=clock)) for _ in range(2)]
        await asyncio.gather(*(each.tuckaway.reminders.ring() for each in (bot, *others)))
        await bot.tuckaway.reminders.ring()
    assert sorted(await texts(bot)) == sorted(f"⏰ number {number}" for number in range(20))


async def test_three_replicas_let_the_reminders_of_a_crowd_ring_once(
    store: Store, settings: Settings, bot: RunningBot, clock: SetClock
) -> None:
    crowd = [(await Desk.of(store)).person for _ in range(24)]
    due = once(MORNING + timedelta(minutes=1))
    await asyncio.gather(*(is_set(store, each, "pills", due, MORNING, address="telegram:1") for each in crowd))
    clock.forward(minutes=1)
    async with AsyncExitStack() as stack:
        others = [await stack.enter_async_context(running(store, settings, clock=clock)) for _ in range(2)]
        await asyncio.gather(*(each.tuckaway.reminders.ring() for each in (bot, *others)))
        await bot.tuckaway.reminders.ring()
    messages = await Message.find({"person": {"$in": crowd}}).to_list()
    assert Counter(each.person for each in messages) == Counter(crowd)


async def test_what_nobody_acknowledges_comes_again_then_elsewhere_and_then_no_more(
    bot: RunningBot, clock: SetClock
) -> None:
    reminding = await has_set(bot, "pills", once(MORNING + timedelta(minutes=1)), MORNING)
    for minutes in (1, 30, 60, 240):
        clock.forward(minutes=minutes)
        await bot.tuckaway.reminders.ring()
    assert [(channel, reply.text) for channel, reply in await rang(bot)] == [
        (ChannelName.CONSOLE, "⏰ pills"),
        (ChannelName.CONSOLE, "⏰ pills (still open)"),
        (ChannelName.WEB, "⏰ pills (still open)"),
    ]
    after = await stored(reminding)
    assert after.state is ReminderState.ACTIVE
    assert after.next_at is None


async def test_the_last_call_goes_to_a_telephone_rather_than_to_the_browser_that_was_linked_before(
    store: Store, settings: Settings, clock: SetClock
) -> None:
    async with (
        FakeTelegram() as telegram,
        running(store, telegram_settings(settings, telegram), clock=clock) as bot,
    ):
        await lives_in(bot, "Europe/Lisbon")
        address = f"telegram:{telegram.person}"
        at = clock() + timedelta(days=1)
        await PersonAddress(id=address, person=bot.owner, channel=ChannelName.TELEGRAM, linked_at=at).insert()
        await has_set(bot, "pills", once(MORNING + timedelta(minutes=1)), MORNING)
        for minutes in (1, 30, 60):
            clock.forward(minutes=minutes)
            await bot.tuckaway.reminders.ring()
        assert [channel for channel, _ in await rang(bot)][-1] is ChannelName.TELEGRAM


async def test_who_wishes_no_repetition_is_told_once(bot: RunningBot, clock: SetClock) -> None:
    await prefers(bot, repeat_minutes=None)
    await has_set(bot, "pills", once(MORNING + timedelta(minutes=1)), MORNING)
    for _ in range(3):
        clock.forward(hours=1)
        await bot.tuckaway.reminders.ring()
    assert len(await rang(bot)) == 1


async def test_a_repetition_waits_for_the_end_of_the_quiet_hours(bot: RunningBot, clock: SetClock) -> None:
    await prefers(bot, quiet_from=time(9, 15), quiet_until=time(11))
    reminding = await has_set(bot, "pills", once(MORNING + timedelta(minutes=1)), MORNING)
    clock.forward(minutes=1)
    await bot.tuckaway.reminders.ring()
    assert (await stored(reminding)).next_at == utc("2026-05-04T10:00")


async def test_what_is_done_comes_no_more(bot: RunningBot, clock: SetClock) -> None:
    reminding = await has_set(bot, "pills", once(MORNING + timedelta(minutes=1)), MORNING)
    clock.forward(minutes=1)
    await bot.tuckaway.reminders.ring()
    reply = await tap(bot, f"done:{reminding.id}")
    assert reply.text == "Done: pills"
    clock.forward(days=1)
    await bot.tuckaway.reminders.ring()
    assert len(await rang(bot)) == 1
    assert (await stored(reminding)).state is ReminderState.OVER


@pytest.mark.parametrize(
    ("how_long", "comes"),
    [
        ("10m", "2026-05-04T08:11"),
        ("1h", "2026-05-04T09:01"),
        ("tonight", "2026-05-04T18:00"),
        ("tomorrow", "2026-05-05T08:00"),
    ],
)
async def test_a_snoozed_reminder_comes_again_at_that_time_and_keeps_its_schedule(
    bot: RunningBot, clock: SetClock, how_long: str, comes: str
) -> None:
    reminding = await has_set(bot, "stretch", again("2026-05-04T09:01", "FREQ=WEEKLY"), MORNING)
    clock.forward(minutes=1)
    await bot.tuckaway.reminders.ring()
    reply = await tap(bot, f"snooze:{reminding.id}:{how_long}")
    assert reply.text.startswith("I'll come back to it: stretch\n")
    after = await stored(reminding)
    assert after.next_at == utc(comes)
    assert after.occurs_at == utc("2026-05-11T08:01")
    clock.now = utc(comes)
    await bot.tuckaway.reminders.ring()
    assert await texts(bot) == ["⏰ stretch", "⏰ stretch"]


async def test_a_person_who_is_just_writing_does_not_lose_a_reminder(bot: RunningBot, clock: SetClock) -> None:
    await has_set(bot, "pills", once(MORNING + timedelta(minutes=1)), MORNING)
    clock.forward(minutes=1)
    await asyncio.gather(bot.tuckaway.reminders.ring(), *(bot.say(f"note {number}") for number in range(5)))
    await bot.tuckaway.reminders.ring()
    assert await texts(bot) == ["⏰ pills"]
    sequences = [said.sequence for said in await bot.log()]
    assert len(sequences) == len(set(sequences))


@pytest.mark.parametrize("loss", [{"$set": {"sealed": b"unreadable"}}, {"$set": {"person": "nobody"}}])
async def test_one_that_can_not_be_read_is_set_aside_and_the_others_ring(
    bot: RunningBot, clock: SetClock, loss: dict[str, Any]
) -> None:
    lost = await has_set(bot, "lost", once(MORNING + timedelta(minutes=1)), MORNING)
    await has_set(bot, "pills", once(MORNING + timedelta(minutes=1)), MORNING)
    await Reminder.get_motor_collection().update_one({"_id": lost.id}, loss)
    clock.forward(minutes=1)
    await bot.tuckaway.reminders.ring()
    assert await texts(bot) == ["⏰ pills"]
    assert (await stored(lost)).next_at is None


async def test_a_transaction_that_is_given_up_leaves_the_reminder_due(bot: RunningBot, clock: SetClock) -> None:
    reminding = await has_set(bot, "pills", once(MORNING + timedelta(minutes=1)), MORNING)
    clock.forward(minutes=1)
    await Person.get_motor_collection().update_one({"_id": bot.owner}, {"$inc": {"last_sequence": 5}})
    await bot.tuckaway.reminders.ring()
    assert await texts(bot) == ["⏰ pills"]
    assert (await stored(reminding)).ringing is not None


async def test_a_ringing_that_is_in_the_conversation_already_is_passed_over_and_holds_up_no_other(
    bot: RunningBot, clock: SetClock
) -> None:
    await prefers(bot, repeat_minutes=None)
    reminding = await has_set(bot, "stretch", DAILY, MORNING)
    clock.forward(days=1)
    await bot.tuckaway.reminders.ring()
    rung_at = utc("2026-05-04T09:00")
    await Reminder.get_motor_collection().update_one(
        {"_id": reminding.id}, {"$set": {"next_at": rung_at, "occurs_at": rung_at}}
    )
    await has_set(bot, "pills", once(clock.now), MORNING)
    await bot.tuckaway.reminders.ring()
    await bot.tuckaway.reminders.ring()
    assert [text.partition("\n")[0] for text in await texts(bot)] == ["⏰ stretch", "⏰ pills"]
    assert (await stored(reminding)).next_at == utc("2026-05-05T09:00")
    await bot.say("hello")
    sequences = [said.sequence for said in await bot.log()]
    assert sequences == sorted(set(sequences))


async def test_a_date_that_is_chosen_once_more_after_the_clock_was_set_back_rings_once_more(
    bot: RunningBot, clock: SetClock
) -> None:
    due = MORNING + timedelta(minutes=10)
    reminding = await has_set(bot, "pills", once(due), MORNING)
    clock.now = due
    await bot.tuckaway.reminders.ring()
    clock.now = MORNING
    await is_changed(bot, reminding.id, once(due), MORNING)
    clock.now = due
    await bot.tuckaway.reminders.ring()
    assert await texts(bot) == ["⏰ pills", "⏰ pills"]
