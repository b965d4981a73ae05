"""What comes in is stored once and durably, and is handled once, whoever received it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.assembly import Store
from bot.clock import system_clock
from bot.data_folder import DataFolder
from bot.errors import DatabaseUnavailable
from bot.messages import Address, Author, ChannelName, Envelope
from bot.settings import Settings
from tests.running import RunningBot
from tests.webhooks.gate import Gate
from tests.webhooks.stage import LONG_AGO, MovingClock, event, eventually, exchanged, open_store, running, written
from webhooks.inbox import EventState, Inbox, InboxEvent

SAVED = (Author.BOT, "Tucked away.")


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


@pytest.fixture
async def gate(mongodb_uri: str) -> AsyncIterator[Gate]:
    async with Gate.before(mongodb_uri) as gate:
        yield gate


def deaf_inbox(store: Store, clock: MovingClock | None = None) -> Inbox:
    """The inbox of a replica that dies right after it has stored something."""

    def die(_event: InboxEvent, _raw: dict[str, Any]) -> None:
        return

    return Inbox(store.vault, clock or system_clock, die)


async def test_a_message_delivered_five_times_at_once_is_remembered_and_answered_once(bot: RunningBot) -> None:
    envelope = bot.console.envelope("the spare key is under the blue pot")
    outcomes = await asyncio.gather(*(bot.tuckaway.inbox.receive(envelope) for _ in range(5)))
    await bot.answer(envelope.provider_id)
    await bot.say("list")
    assert sorted(outcomes) == [False, False, False, False, True]
    assert [memory.text for memory in await bot.memories()] == ["the spare key is under the blue pot"]
    assert [message.reply.text for message in bot.printed].count("Tucked away.") == 1


async def test_a_message_is_in_the_database_sealed_before_it_is_acknowledged(store: Store) -> None:
    envelope = written("anna", "the spare key is under the blue pot")
    assert await deaf_inbox(store).receive(envelope)
    stored = await event(envelope)
    assert stored.state is EventState.WAITING
    assert stored.sealed
    assert b"blue pot" not in stored.sealed


async def test_a_message_that_can_not_be_stored_is_not_acknowledged_and_is_handled_once_when_it_comes_again(
    settings: Settings, folder: DataFolder, gate: Gate
) -> None:
    async with open_store(settings, folder, uri=gate.uri) as store, running(store, settings) as bot:
        await bot.say("hello")  # the keys are at hand
        gate.cut_before(b"insert", b"inbox")
        envelope = written("anna", "the spare key is under the blue pot")
        with pytest.raises(DatabaseUnavailable):
            await bot.tuckaway.inbox.receive(envelope)
        gate.open()
        assert await bot.tuckaway.inbox.receive(envelope)
        assert not await bot.tuckaway.inbox.receive(envelope)
        await eventually(lambda: answered(envelope))
        assert await exchanged(store, "anna") == [(Author.PERSON, "the spare key is under the blue pot"), SAVED]


async def test_a_message_that_was_stored_without_our_knowing_is_handled_once_when_it_comes_again(
    settings: Settings, folder: DataFolder, gate: Gate
) -> None:
    async with open_store(settings, folder, uri=gate.uri) as store, running(store, settings) as bot:
        await bot.say("hello")
        gate.lose_answer_to(b"insert", b"inbox")
        first, second = written("anna", "buy milk"), written("anna", "buy bread")
        with pytest.raises(DatabaseUnavailable):
            await bot.tuckaway.inbox.receive(first)
        gate.open()
        assert not await bot.tuckaway.inbox.receive(first)
        await bot.tuckaway.inbox.receive(second)
        await eventually(lambda: answered(second))
        assert await exchanged(store, "anna") == [
            (Author.PERSON, "buy milk"),
            SAVED,
            (Author.PERSON, "buy bread"),
            SAVED,
        ]


async def test_what_a_replica_left_behind_is_taken_over_in_order_when_its_lease_has_run_out(
    store: Store, bot: RunningBot
) -> None:
    dead = deaf_inbox(store, MovingClock(-LONG_AGO))
    envelopes = [written("anna", text) for text in ("note one", "note two", "note three")]
    for envelope in envelopes:
        await dead.receive(envelope)
    await eventually(lambda: answered(envelopes[-1]))
    said = [text for author, text in await exchanged(bot.store, "anna") if author is Author.PERSON]
    assert said == ["note one", "note two", "note three"]


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_messages_of_a_channel_that_a_replica_does_not_have_stay_untouched_and_hide_no_others(
    store: Store, bot: RunningBot, channel: str
) -> None:
    dead = deaf_inbox(store, MovingClock(-LONG_AGO))
    foreign = [
        Envelope(provider_id=f"1:{number}", sender=Address(channel=ChannelName.TELEGRAM, value="1"), raw={})
        for number in range(210)
    ]
    await asyncio.gather(*(dead.receive(envelope) for envelope in foreign))
    this = {"sender": "telegram:1"}
    await InboxEvent.get_motor_collection().update_many(this, {"$set": {"sender": f"{channel}:1"}})
    ours = written("anna", "mine")
    await dead.receive(ours)
    await eventually(lambda: answered(ours))
    untouched = {"sender": f"{channel}:1", "waiting.fence": 1}
    assert await InboxEvent.find(untouched).count() == len(foreign)
    assert (await bot.say("hello")).text.startswith("Hello")


async def test_the_words_leave_the_inbox_once_a_message_is_answered_and_its_id_stays_for_a_week(
    bot: RunningBot,
) -> None:
    envelope = written("anna", "the spare key is under the blue pot")
    await bot.tuckaway.inbox.receive(envelope)
    await eventually(lambda: answered(envelope))
    done = await event(envelope)
    assert done.sealed is None
    assert done.waiting is None
    assert done.expires_at
    assert done.expires_at - done.received_at > timedelta(days=6)


async def answered(envelope: Envelope) -> bool:
    return (await event(envelope)).state is EventState.DONE
