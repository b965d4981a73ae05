"""What waits to leave does so once, whatever crashes, stops or takes over, and not at all where it no longer may."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.assembly import Store
from bot.budgets import OwnBudget
from bot.clock import system_clock
from bot.conversation import Conversation, Entry, Message
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName, DeliveryState, PersonId
from bot.outbox import FRESH, UNSERVED
from bot.pacing import Pacing
from bot.rates import Rate
from bot.settings import Settings
from memory.documents import PersonAddress
from memory.people import mark_gone
from tests.bot.leaving import HOME, SENT, Courier, committed, dead, ended, has_state, working
from tests.running import until
from tests.scheduler.postal import somebody
from tests.webhooks.stage import Hold, eventually, open_store


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


@pytest.fixture
def courier() -> Courier:
    return Courier()


async def test_a_message_whose_sending_a_crash_interrupted_is_not_sent_again_where_it_might_be_shown_twice(
    store: Store, courier: Courier
) -> None:
    entry = await committed(store, "one", state=DeliveryState.SENDING, due=timedelta(seconds=-1))
    async with working(store, courier):
        assert (await ended(entry)).state is DeliveryState.UNKNOWN
    assert courier.tried == []
    assert await dead(store) == [entry.message.id]


async def test_a_message_whose_sending_a_crash_interrupted_is_sent_again_where_that_can_not_be_seen(
    store: Store,
) -> None:
    courier = Courier(idempotent=True)
    entry = await committed(store, "one", state=DeliveryState.SENDING, due=timedelta(seconds=-1))
    async with working(store, courier):
        assert (await ended(entry)).state is SENT
    assert courier.taken == ["one"]


async def test_the_beginning_of_sending_is_in_the_database_before_the_channel_hears_of_the_message(
    store: Store, courier: Courier
) -> None:
    seen: list[DeliveryState] = []
    entry = await committed(store, "one")

    async def look(_: str) -> None:
        found = await Message.get(entry.message.id)
        assert found
        seen.append(found.state)

    courier.fates["one"] = [look]
    async with working(store, courier) as outbox:
        outbox.push([entry])
        await ended(entry)
    assert seen == [DeliveryState.SENDING]


async def test_a_message_that_another_replica_has_taken_is_not_sent(store: Store, courier: Courier) -> None:
    entries = [await committed(store, "one", 1), await committed(store, "two", 2)]
    another = {"$set": {"leaving.fence": 2}}
    await Message.get_motor_collection().update_one({"_id": entries[0].message.id}, another)
    async with working(store, courier) as outbox:
        outbox.push(entries)
        await ended(entries[1])
    assert courier.tried == ["two"]


async def test_two_replicas_take_over_what_is_left_without_sending_anything_twice(store: Store) -> None:
    couriers = Courier(), Courier()
    overdue = timedelta(seconds=-1)
    entries = [
        await committed(store, f"{number}", address=Address(channel=HOME.channel, value=str(number)), due=overdue)
        for number in range(20)
    ]
    async with working(store, couriers[0]), working(store, couriers[1]):
        for entry in entries:
            assert (await ended(entry)).state is SENT
    assert sorted(couriers[0].taken + couriers[1].taken) == sorted(str(number) for number in range(20))


async def test_a_graceful_stop_hands_back_what_waits_and_the_next_start_sends_it(
    store: Store, courier: Courier
) -> None:
    courier.fates["one"] = [Hold()]
    entries = [await committed(store, text, number) for number, text in enumerate(("one", "two", "three"), 1)]
    async with working(store, courier) as outbox:
        outbox.push(entries)
        await until(lambda: courier.tried)
    left = await Message.find({"leaving": {"$exists": True}}).to_list()
    assert all(message.leaving and message.leaving.due <= datetime.now(UTC) for message in left)
    async with working(store, courier):
        states = [(await ended(entry)).state for entry in entries]
    # Whether the first one arrived nobody knows, so it is not sent again.
    assert states == [DeliveryState.UNKNOWN, SENT, SENT]
    assert courier.taken == ["two", "three"]


async def test_a_stop_during_a_pause_that_a_provider_asked_for_leaves_nothing_in_doubt(
    store: Store, courier: Courier
) -> None:
    pacing = Pacing({HOME.channel: Rate(30)}, OwnBudget())
    await pacing.pause(HOME.channel, timedelta(minutes=5))
    entry = await committed(store, "one")
    async with working(store, courier, pacing=pacing) as outbox:
        outbox.push([entry])
        # It is among those that are about to leave, and waits there for its moment.
        await eventually(lambda: has_state(entry, DeliveryState.SENDING))
    async with working(store, courier):
        assert (await ended(entry)).state is SENT
    assert courier.taken == ["one"]


async def test_a_message_behind_one_that_is_postponed_for_long_is_left_to_this_replica(
    store: Store, courier: Courier
) -> None:
    clock = [datetime.now(UTC)]
    courier.fates["one"] = [hold := Hold()]
    person = await somebody(store, HOME)
    entries = [await committed(store, text, n, person=person) for n, text in enumerate(("one", "two"), 1)]
    other = Courier()
    async with working(store, courier, clock=lambda: clock[0]) as outbox:
        outbox.push(entries)
        await hold.reached.wait()
        for _ in range(4):
            clock[0] += timedelta(seconds=20)
            await eventually(lambda: leased_until(entries[1], clock[0]))
        async with working(store, other, clock=lambda: clock[0]):
            hold.let_go()
            await ended(entries[1])
    assert (courier.taken, other.tried) == (["one", "two"], [])


async def leased_until(entry: Entry, now: datetime) -> bool:
    found = await Message.get(entry.message.id)
    return found is not None and found.leaving is not None and found.leaving.due > now + timedelta(seconds=15)


@pytest.mark.parametrize("fate", ["let go", "somebody else's", "given up"])
async def test_what_waited_while_its_address_was_let_go_goes_to_nobody_there_and_another_way(
    store: Store, courier: Courier, fate: str
) -> None:
    person = await somebody(store, HOME)
    address = PersonAddress.find({"_id": str(HOME)})
    change = {"somebody else's": {"person": "another"}, "given up": {"gone_at": datetime.now(UTC)}}
    await (address.update({"$set": change[fate]}) if fate in change else address.delete())
    waited = datetime.now(UTC) - 2 * FRESH
    entry = await committed(store, "take the pills", person=person, at=waited, kind="reminder")
    async with working(store, courier) as outbox:
        outbox.push([entry])
        message = await ended(entry)
    assert courier.tried == []
    assert message.state is DeliveryState.FAILED
    assert message.astray


@pytest.mark.parametrize("kind", ["reminder", "digest"])
async def test_what_nobody_asked_for_just_now_is_not_even_tried_where_its_person_wants_nothing_any_more(
    store: Store, courier: Courier, kind: str
) -> None:
    person = await somebody(store, HOME)
    await mark_gone([str(HOME)], system_clock())
    entry = await committed(store, "one", person=person, kind=kind)
    async with working(store, courier) as outbox:
        outbox.push([entry])
        message = await ended(entry)
    assert (message.state, courier.tried) == (DeliveryState.FAILED, [])
    assert message.astray


async def test_what_waited_and_whose_address_is_still_theirs_leaves(store: Store, courier: Courier) -> None:
    person = await somebody(store, HOME)
    waited = datetime.now(UTC) - 2 * FRESH
    entry = await committed(store, "take the pills", person=person, at=waited, kind="reminder")
    async with working(store, courier) as outbox:
        outbox.push([entry])
        assert (await ended(entry)).state is SENT


async def test_words_that_are_forgotten_while_they_wait_do_not_leave(store: Store, courier: Courier) -> None:
    first, second = await committed(store, "one"), await committed(store, "the boat is in Faro", 2)
    await Message.find({"_id": second.message.id}).update({"$set": {"mentions": ["m1"]}})
    hold = Hold()
    courier.fates["one"] = [hold]
    async with working(store, courier) as outbox:
        outbox.push([first, second])
        await hold.reached.wait()
        conversation = Conversation(PersonId(second.message.person), store.vault)
        await store.database.transaction(partial(conversation.forget, ["m1"]))
        hold.let_go()
        await ended(first)
        await outbox.emptied(HOME)
    assert courier.taken == ["one"]


async def test_what_no_replica_sends_any_more_goes_another_way_after_a_while(store: Store, courier: Courier) -> None:
    sms = Address(channel=ChannelName.SMS, value="+447700900123")
    lately = await committed(store, "lately", address=sms, due=-UNSERVED / 2, kind="reminder")
    entry = await committed(store, "take the pills", 2, address=sms, due=-UNSERVED, kind="reminder")
    async with working(store, courier):
        message = await ended(entry)
    assert message.state is DeliveryState.FAILED
    assert message.astray
    still = await Message.get(lately.message.id)
    assert still
    assert still.state is DeliveryState.QUEUED
