"""The conversation log reads the same however it is walked, and shows nobody anything of somebody else's."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.assembly import Store
from bot.conversation import Conversation, Message, MessageContent
from bot.crypto import KeyId
from bot.data_folder import DataFolder
from bot.database import Session
from bot.lease import Lease
from bot.messages import Author, ChannelName, DeliveryState, MemoryId, PersonId
from bot.settings import Settings
from memory.documents import Person
from tests.webhooks.stage import open_store

ANNA, BEN = PersonId("anna"), PersonId("ben")
NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


async def write(
    store: Store,
    *sequences: int,
    person: PersonId = ANNA,
    author: Author = Author.BOT,
    channel: ChannelName = ChannelName.WEB,
    state: DeliveryState = DeliveryState.SENT,
    mentions: list[str] | None = None,
) -> None:
    """Messages with these numbers, and a person who has come as far as the last of them."""
    key = KeyId(store.vault.installation)
    lease = Lease(lane="x", order=1, due=NOON) if state is DeliveryState.QUEUED else None
    messages = [
        Message(
            id=f"{person}-{sequence}",
            person=person,
            sequence=sequence,
            author=author,
            address="x",
            channel=channel,
            at=NOON,
            state=state,
            mentions=mentions,
            leaving=lease,
            sealed=await store.vault.seal(key, MessageContent(text=f"number {sequence}")),
        )
        for sequence in sequences
    ]
    if messages:
        await Message.insert_many(messages)
    change = {"$max": {"last_sequence": max(sequences, default=0), "read_sequence": 0}}
    await Person.get_motor_collection().update_one({"_id": person}, change, upsert=True)


async def numbers(
    conversation: Conversation, *, after: int | None = None, before: int = 2**53, limit: int
) -> list[int]:
    said = await (conversation.before(before, limit) if after is None else conversation.after(after, limit))
    return [each.sequence for each in said]


@hypothesis_settings(max_examples=20)
@given(
    sequences=st.sets(st.integers(1, 400), max_size=25),
    place=st.integers(0, 450),
    limit=st.integers(1, 30),
)
async def test_any_stretch_of_a_log_with_gaps_is_what_lies_next_to_the_place_asked_for(
    store: Store, sequences: set[int], place: int, limit: int
) -> None:
    await Message.find_all().delete()
    await Person.find_all().delete()
    await write(store, *sequences)
    conversation = Conversation(ANNA, store.vault)
    ordered = sorted(sequences)
    assert await numbers(conversation, after=place, limit=limit) == [n for n in ordered if n > place][:limit]
    assert await numbers(conversation, before=place, limit=limit) == [n for n in ordered if n < place][-limit:]


async def test_nobody_sees_or_marks_what_was_said_to_another(store: Store) -> None:
    await write(store, 1, 2)
    await write(store, 3, person=BEN)
    conversation = Conversation(BEN, store.vault)
    assert await numbers(conversation, limit=10) == [3]
    assert await conversation.mark_read(3) == [3]
    assert await Message.find({"person": ANNA, "state": DeliveryState.READ}).count() == 0


async def test_a_person_nobody_has_heard_of_has_an_empty_log(store: Store) -> None:
    conversation = Conversation(PersonId("nobody"), store.vault)
    assert await numbers(conversation, limit=10) == []
    assert await numbers(conversation, after=0, limit=10) == []
    assert await conversation.mark_read(10) == []


async def test_what_the_bot_said_up_to_a_number_is_marked_read_once(store: Store) -> None:
    await write(store, 1, 2, 3)
    await write(store, 4, author=Author.PERSON)
    conversation = Conversation(ANNA, store.vault)
    assert sorted(await conversation.mark_read(2)) == [1, 2]
    assert await conversation.mark_read(2) == []
    assert await conversation.mark_read(10**30) == [3]
    assert await conversation.mark_read(-(10**30)) == []


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.SENDING])
async def test_what_has_not_arrived_is_not_marked_read(store: Store, state: DeliveryState) -> None:
    await write(store, 1, state=state)
    assert await Conversation(ANNA, store.vault).mark_read(1) == []


async def test_what_an_open_page_has_read_already_need_not_be_sent_to_it(store: Store) -> None:
    await write(store, 1, state=DeliveryState.QUEUED)
    assert await Conversation(ANNA, store.vault).mark_read(1) == [1]
    message = await Message.get("anna-1")
    assert message
    assert (message.state, message.leaving) == (DeliveryState.READ, None)


async def test_what_was_read_in_the_browser_is_still_sent_where_it_was_asked(store: Store) -> None:
    await write(store, 1, state=DeliveryState.QUEUED, channel=ChannelName.TELEGRAM)
    assert await Conversation(ANNA, store.vault).mark_read(1) == []


async def test_forgetting_a_memory_takes_the_words_out_of_every_message_that_repeats_it(store: Store) -> None:
    await write(store, 1, mentions=["m1"])
    await write(store, 2, mentions=["m1", "m2"])
    await write(store, 3, mentions=["m2"])
    await write(store, 4, person=BEN, mentions=["m1"])
    conversation = Conversation(ANNA, store.vault)
    async with await store.database.client.start_session() as session:
        assert await conversation.forget([MemoryId("m1")], session) == 2
    assert [said.text for said in await conversation.after(0, 10)] == ["", "", "number 3"]
    assert [said.text for said in await Conversation(BEN, store.vault).after(0, 10)] == ["number 4"]


async def test_reading_and_a_transaction_on_the_same_messages_do_not_wait_for_each_other_for_ever(
    store: Store,
) -> None:
    await write(store, 1, 2, 3)
    messages, started = Message.get_motor_collection(), asyncio.Event()

    async def mark_read() -> list[int]:
        await started.wait()
        return await Conversation(ANNA, store.vault).mark_read(3)

    async def forget_two(session: Session) -> None:
        await messages.update_one({"_id": "anna-2"}, {"$unset": {"sealed": 1}}, session=session)
        started.set()
        # It can't be done before the transaction is; this is how long it has to get in the way.
        await asyncio.wait({reading}, timeout=0.5)
        await messages.update_one({"_id": "anna-3"}, {"$unset": {"sealed": 1}}, session=session)

    reading = asyncio.create_task(mark_read())
    async with asyncio.timeout(60):
        await store.database.transaction(forget_two)
        assert await reading == [1, 2, 3]
    assert {each.state for each in await Message.find_all().to_list()} == {DeliveryState.READ}
    assert await Message.find({"sealed": None}).count() == 2
