"""What can't be handled is kept, its person is told, those behind it are answered, and an operator may try again."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.assembly import Store
from bot.clock import system_clock
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import Author, ChannelName, DeliveryState
from bot.settings import Settings
from memory.documents import Person
from tests.running import RunningBot
from tests.webhooks.stage import (
    LONG_AGO,
    Hold,
    MoodyEmbedder,
    MovingClock,
    entries_of,
    event,
    eventually,
    exchanged,
    open_store,
    running,
    written,
)
from webhooks.deadletters import SHOWN, DeadLetters, NoSuchDeadLetter
from webhooks.dispatch import BEGINNINGS
from webhooks.inbox import DEAD_KEPT, EventState, Inbox, InboxEvent

POISON = "where is the poison?"


@pytest.fixture
def embedder() -> MoodyEmbedder:
    return MoodyEmbedder()


@pytest.fixture
async def store(settings: Settings, folder: DataFolder, embedder: MoodyEmbedder) -> AsyncIterator[Store]:
    async with open_store(settings, folder, embedder=embedder) as store:
        yield store


@pytest.fixture
def letters(store: Store) -> DeadLetters:
    return DeadLetters(store.vault, system_clock)


async def fail(text: str) -> None:
    raise RuntimeError(text)


async def nothing_waits() -> bool:
    return not await InboxEvent.find({"waiting": {"$exists": True}}).count()


async def introduce(bot: RunningBot, person: str) -> None:
    """Somebody the bot knows, so that it can tell them when something goes wrong."""
    await bot.tuckaway.inbox.receive(written(person, "hello"))
    await eventually(nothing_waits)


async def told(store: Store, person: str) -> list[str]:
    return [text for author, text in await exchanged(store, person) if author is Author.BOT][1:]


async def test_a_message_whose_handler_always_fails_is_given_up_its_person_told_and_the_next_one_answered(
    store: Store, settings: Settings, embedder: MoodyEmbedder, letters: DeadLetters
) -> None:
    embedder.moods["poison"] = fail
    async with running(store, settings) as bot:
        await introduce(bot, "anna")
        poison = written("anna", POISON)
        await bot.tuckaway.inbox.receive(poison)
        await bot.tuckaway.inbox.receive(written("anna", "the next one"))
        await eventually(nothing_waits)
        apology, answer = await told(store, "anna")
    assert apology.startswith("I couldn't make sense of your message of ")
    assert answer == "Tucked away."
    (letter,) = await letters.all()
    assert (letter.id, letter.what, letter.reason) == (f"web:{poison.provider_id}", "from web:anna", "RuntimeError")


async def test_a_dead_letter_that_is_tried_again_after_its_cause_is_gone_is_answered_exactly_once(
    store: Store, settings: Settings, embedder: MoodyEmbedder, letters: DeadLetters
) -> None:
    embedder.moods["poison"] = fail
    async with running(store, settings) as bot:
        await introduce(bot, "anna")
        await bot.tuckaway.inbox.receive(written("anna", POISON))
        await eventually(nothing_waits)
        (letter,) = await letters.all()
        assert json.loads(await letters.content(letter.id))["text"] == POISON
        embedder.moods.clear()
        assert await letters.retry([letter.id, letter.id]) == 1
        await eventually(nothing_waits)
        assert await letters.all() == []
        assert await letters.retry([letter.id]) == 0
        assert (await told(store, "anna"))[1:] == [
            "I found nothing that fits. Try other words, or say “list” to see your latest."
        ]
        with pytest.raises(NoSuchDeadLetter, match=letter.id):
            await letters.content(letter.id)


async def test_what_was_given_up_stays_in_the_conversation_once_however_often_it_is_tried_again(
    store: Store, settings: Settings, embedder: MoodyEmbedder, letters: DeadLetters
) -> None:
    embedder.moods["poison"] = fail
    async with running(store, settings) as bot:
        await introduce(bot, "anna")
        await bot.tuckaway.inbox.receive(written("anna", POISON))
        await eventually(nothing_waits)
        assert await said_by_anna(store) == ["hello", POISON]
        embedder.moods.clear()
        (letter,) = await letters.all()
        await letters.retry([letter.id])
        await eventually(nothing_waits)
        assert await said_by_anna(store) == ["hello", POISON]


async def said_by_anna(store: Store) -> list[str]:
    return [text for author, text in await exchanged(store, "anna") if author is Author.PERSON]


async def test_a_dead_letter_that_fails_again_is_a_dead_letter_again(
    store: Store, settings: Settings, embedder: MoodyEmbedder, letters: DeadLetters
) -> None:
    embedder.moods["poison"] = fail
    async with running(store, settings) as bot:
        await introduce(bot, "anna")
        await bot.tuckaway.inbox.receive(written("anna", POISON))
        await eventually(nothing_waits)
        (letter,) = await letters.all()
        await letters.retry([letter.id])
        await eventually(nothing_waits)
        assert [again.id for again in await letters.all()] == [letter.id]
        assert len(await told(store, "anna")) == 2


async def test_a_message_that_takes_longer_than_anyone_has_patience_for_is_given_up(
    store: Store, settings: Settings, embedder: MoodyEmbedder, letters: DeadLetters
) -> None:
    embedder.moods["poison"] = Hold()
    async with running(store, settings, patience=2) as bot:
        await introduce(bot, "anna")
        await bot.tuckaway.inbox.receive(written("anna", POISON))
        await bot.tuckaway.inbox.receive(written("anna", "the next one"))
        await eventually(nothing_waits, 40)
        assert (await told(store, "anna"))[1] == "Tucked away."
    assert [letter.reason for letter in await letters.all()] == ["TimeoutError"]


async def test_a_message_the_channel_can_not_read_is_given_up_at_once_and_its_person_told(
    store: Store, settings: Settings, letters: DeadLetters
) -> None:
    async with running(store, settings) as bot:
        await introduce(bot, "anna")
        await bot.tuckaway.inbox.receive(written("anna", ["no", "text"]))
        await bot.tuckaway.inbox.receive(written("anna", "the next one"))
        await eventually(nothing_waits)
        assert await told(store, "anna") == ["I couldn't read that one. Please send it as plain text.", "Tucked away."]
    (letter,) = await letters.all()
    assert letter.reason.startswith("MessageUnreadable: not a message of the browser chat")


async def test_a_message_from_nobody_known_that_can_not_be_read_is_kept_and_no_person_made(
    store: Store, settings: Settings, letters: DeadLetters
) -> None:
    async with running(store, settings) as bot:
        await bot.tuckaway.inbox.receive(written("stranger", 3))
        await eventually(nothing_waits)
        assert len(await letters.all()) == 1
        assert await Person.count() == 1


async def test_a_message_that_took_the_process_down_again_and_again_is_given_up_unhandled(
    store: Store, settings: Settings, embedder: MoodyEmbedder, letters: DeadLetters
) -> None:
    handled = Hold()
    embedder.moods["poison"] = handled
    dead = Inbox(store.vault, MovingClock(-LONG_AGO), lambda _event, _raw: None)
    envelope = written("anna", POISON)
    await dead.receive(envelope)
    this = {"_id": f"web:{envelope.provider_id}"}
    await InboxEvent.get_motor_collection().update_one(this, {"$set": {"waiting.attempts": BEGINNINGS}})
    async with running(store, settings):
        await eventually(nothing_waits)
    assert not handled.reached.is_set()
    assert len(await letters.all()) == 1


@pytest.mark.usefixtures("store")
async def test_what_surely_went_nowhere_is_tried_again_however_much_may_have_arrived_before_it(
    letters: DeadLetters,
) -> None:
    doubtful = [undelivered(number, DeliveryState.UNKNOWN) for number in range(SHOWN)]
    lost = undelivered(SHOWN, DeliveryState.FAILED)
    await Message.insert_many([*doubtful, lost])
    assert lost.id not in [letter.id for letter in await letters.all()]
    assert await letters.count() == SHOWN + 1
    assert await letters.retry_all() == 1
    again = await Message.get(lost.id)
    assert again
    assert again.state is DeliveryState.QUEUED
    assert await letters.count() == SHOWN


def undelivered(number: int, state: DeliveryState) -> Message:
    return Message(
        id=f"reply:{number}",
        person="anna",
        sequence=number,
        author=Author.BOT,
        address="telegram:1",
        channel=ChannelName.TELEGRAM,
        at=system_clock(),
        state=state,
        undelivered_at=system_clock() + timedelta(seconds=number),
    )


async def test_a_time_zone_that_this_machine_does_not_know_keeps_nobody_from_being_answered(
    store: Store, settings: Settings, embedder: MoodyEmbedder
) -> None:
    embedder.moods["poison"] = fail
    async with running(store, settings) as bot:
        await introduce(bot, "anna")
        known = {"_id": (await entries_of(store, "web:anna"))[0].message.person}
        unknown = {"$set": {"zone": "Mars/Olympus"}, "$inc": {"last_sequence": 1}}
        await Person.get_motor_collection().update_one(known, unknown)
        for text in ("the first one", POISON, "the next one"):
            await bot.tuckaway.inbox.receive(written("anna", text))
        await eventually(nothing_waits)
        assert [text[:6] for text in await told(store, "anna")] == ["Tucked", "I coul", "Tucked"]


async def test_dead_letters_are_shown_although_the_clock_was_set_back_since(
    store: Store, settings: Settings, embedder: MoodyEmbedder
) -> None:
    embedder.moods["poison"] = fail
    async with running(store, settings) as bot:
        await bot.tuckaway.inbox.receive(written("anna", POISON))
        await eventually(nothing_waits)
    earlier = DeadLetters(store.vault, lambda: datetime(2020, 1, 1, tzinfo=UTC))
    assert len(await earlier.all()) == 1


async def test_the_words_of_a_dead_letter_stay_sealed(
    store: Store, settings: Settings, embedder: MoodyEmbedder
) -> None:
    embedder.moods["poison"] = fail
    envelope = written("anna", POISON)
    async with running(store, settings) as bot:
        await bot.tuckaway.inbox.receive(envelope)
        await eventually(nothing_waits)
    dead = await event(envelope)
    assert dead.state is EventState.DEAD
    assert dead.dead_at is not None
    assert dead.expires_at == dead.dead_at + DEAD_KEPT
    rows = await InboxEvent.get_motor_collection().find({}).to_list(None)
    assert "poison" not in str(rows)
