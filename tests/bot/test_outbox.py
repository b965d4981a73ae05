"""Messages leave once and in order, and each way in which a channel may fail leaves the state that is documented."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.assembly import Store
from bot.channel import Capabilities
from bot.clock import system_clock
from bot.conversation import Entry, Message
from bot.crypto import MasterKey
from bot.data_folder import DataFolder
from bot.errors import RecipientGone, SendPostponed, SendRefused, SendUncertain
from bot.messages import Address, DeliveryState, Outbound
from bot.outbox import WORTH_SENDING
from bot.settings import Settings
from memory.documents import PersonAddress
from tests.bot.leaving import HOME, SENT, Courier, committed, dead, ended, has_state, working
from tests.scheduler.postal import somebody
from tests.webhooks.stage import Hold, eventually, open_store
from webhooks.deadletters import DeadLetters


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


@pytest.fixture
def courier() -> Courier:
    return Courier()


async def test_a_message_is_taken_once_and_its_state_and_the_providers_id_are_noted(
    store: Store, courier: Courier
) -> None:
    entry = await committed(store, "one")
    async with working(store, courier) as outbox:
        outbox.push([entry])
        message = await ended(entry)
    assert (message.state, message.provider_id, courier.taken) == (SENT, "p-one", ["one"])
    assert await dead(store) == []


@pytest.mark.parametrize(
    ("fate", "state"),
    [
        (SendRefused("no"), DeliveryState.FAILED),
        (RecipientGone("blocked"), DeliveryState.FAILED),
        (SendUncertain("the line went dead"), DeliveryState.UNKNOWN),
        (RuntimeError("a fault of ours"), DeliveryState.UNKNOWN),
    ],
)
async def test_what_a_channel_will_not_or_may_not_have_taken_is_a_dead_letter_and_holds_up_nothing(
    store: Store, courier: Courier, fate: Exception, state: DeliveryState
) -> None:
    courier.fates["one"] = [fate]
    entries = [await committed(store, "one", 1), await committed(store, "two", 2)]
    async with working(store, courier) as outbox:
        outbox.push(entries)
        assert (await ended(entries[0])).state is state
        assert (await ended(entries[1])).state is SENT
    assert courier.tried == ["one", "two"]
    assert await dead(store) == [entries[0].message.id]


async def test_an_address_that_is_gone_is_marked(store: Store, courier: Courier) -> None:
    await PersonAddress(id=str(HOME), person="p", channel=HOME.channel, linked_at=datetime.now(UTC)).insert()
    courier.fates["one"] = [RecipientGone("blocked")]
    entry = await committed(store, "one")
    async with working(store, courier) as outbox:
        outbox.push([entry])
        await ended(entry)
    address = await PersonAddress.get(str(HOME))
    assert address
    assert address.gone_at


async def test_a_postponed_message_waits_as_long_as_asked_and_those_behind_it_wait_too(
    store: Store, courier: Courier
) -> None:
    wait = timedelta(seconds=0.3)
    courier.fates["one"] = [SendPostponed("slow down", wait), SendPostponed("slow down", wait)]
    entries = [await committed(store, "one", 1), await committed(store, "two", 2)]
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with working(store, courier) as outbox:
        outbox.push(entries)
        for entry in entries:
            assert (await ended(entry)).state is SENT
    assert courier.taken == ["one", "two"]
    assert loop.time() - began >= 2 * wait.total_seconds()


class Away:
    """Files that can't be put with a message at first."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def outbound(self, entry: Entry, capabilities: Capabilities, heard_at: datetime | None = None) -> Outbound:
        assert capabilities == Courier.capabilities
        self.asked.append(entry.content.text)
        if len(self.asked) == 1:
            raise SendPostponed("files can't be read", timedelta(0))
        return entry.outbound(heard_at)


async def test_a_message_waits_while_its_files_can_not_be_put_with_it_and_is_sent_once(
    store: Store, courier: Courier
) -> None:
    entry = await committed(store, "one")
    async with working(store, courier) as outbox:
        outbox.enclosing = away = Away()
        outbox.push([entry])
        assert (await ended(entry)).state is SENT
    assert (away.asked, courier.tried) == (["one", "one"], ["one"])


async def test_a_channel_that_gives_no_answer_is_given_up_on_and_the_message_is_of_unknown_fate(
    store: Store, courier: Courier
) -> None:
    courier.fates["one"] = [Hold()]
    entries = [await committed(store, "one", 1), await committed(store, "two", 2)]
    async with working(store, courier, patience=0.05) as outbox:
        outbox.push(entries)
        assert (await ended(entries[0])).state is DeliveryState.UNKNOWN
        assert (await ended(entries[1])).state is SENT


async def test_one_address_that_hangs_keeps_no_other_waiting(store: Store, courier: Courier) -> None:
    courier.fates["one"] = [hold := Hold()]
    slow = await committed(store, "one")
    quick = await committed(store, "two", address=Address(channel=HOME.channel, value="2"))
    async with working(store, courier) as outbox:
        outbox.push([slow, quick])
        assert (await ended(quick)).state is SENT
        hold.let_go()
        assert (await ended(slow)).state is SENT


async def test_messages_of_one_address_leave_in_their_order_whatever_the_order_they_are_found_in(
    store: Store, courier: Courier
) -> None:
    overdue = timedelta(seconds=-1)
    entries = [await committed(store, str(number), number, due=overdue) for number in (3, 1, 5, 2, 4)]
    async with working(store, courier):
        for entry in entries:
            await ended(entry)
    assert courier.taken == ["1", "2", "3", "4", "5"]


async def test_one_message_that_can_not_be_opened_is_a_dead_letter_and_the_others_leave(
    store: Store, courier: Courier
) -> None:
    overdue = timedelta(seconds=-1)
    sealed, readable = await committed(store, "one", 1, due=overdue), await committed(store, "two", 2, due=overdue)
    broken = {"$set": {"sealed": MasterKey(b"k" * 96).key}}
    await Message.get_motor_collection().update_one({"_id": sealed.message.id}, broken)
    async with working(store, courier):
        assert (await ended(readable)).state is SENT
        assert (await ended(sealed)).state is DeliveryState.FAILED


async def test_a_dead_letter_that_is_tried_again_is_sent_once(store: Store, courier: Courier) -> None:
    courier.fates["one"] = [SendRefused("no")]
    entry = await committed(store, "one")
    async with working(store, courier) as outbox:
        outbox.push([entry])
        await ended(entry)
        letters = DeadLetters(store.vault, system_clock)
        assert await letters.content(entry.message.id) == "one"
        assert await letters.retry([entry.message.id]) == 1
        assert await letters.retry([entry.message.id]) == 0
        await eventually(lambda: has_state(entry, SENT))
    assert courier.taken == ["one"]
    assert await dead(store) == []


async def test_a_dead_letter_that_an_operator_tries_again_days_later_is_sent(store: Store, courier: Courier) -> None:
    clock = [datetime.now(UTC)]
    person = await somebody(store, HOME)
    entry = await committed(store, "one", person=person)
    courier.fates["one"] = [SendRefused("no")]
    async with working(store, courier, clock=lambda: clock[0]) as outbox:
        outbox.push([entry])
        await ended(entry)
        clock[0] += 3 * WORTH_SENDING
        assert await DeadLetters(store.vault, lambda: clock[0]).retry([entry.message.id]) == 1
        assert (await ended(entry)).state is SENT
    assert courier.taken == ["one"]
