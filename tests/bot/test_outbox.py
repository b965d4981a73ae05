"""Messages leave once and in order, and each way in which a channel may fail leaves the state that is documented."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.assembly import Store
from bot.channel import Capabilities, Receive
from bot.clock import Clock, system_clock
from bot.conversation import Conversation, Entry, Message, MessageContent
from bot.crypto import KeyId, MasterKey
from bot.data_folder import DataFolder
from bot.errors import RecipientGone, SendPostponed, SendRefused, SendUncertain
from bot.lease import Lease
from bot.messages import Address, Author, ChannelName, DeliveryState, Inbound, Outbound, PersonId, Receipt
from bot.outbox import FRESH, UNSERVED, Outbox
from bot.settings import Settings
from memory.documents import PersonAddress
from tests.running import until
from tests.scheduler.postal import somebody
from tests.webhooks.stage import Hold, eventually, open_store
from webhooks.deadletters import DeadLetters

HOME = Address(channel=ChannelName.TELEGRAM, value="1")
SENT = DeliveryState.SENT
Fate = Exception | Callable[[str], Awaitable[None]]


class Courier:
    """A channel that takes every message, unless `fates` says what happens to one; each fate happens once."""

    name = ChannelName.TELEGRAM
    capabilities = Capabilities()

    def __init__(self, *, idempotent: bool = False) -> None:
        self.idempotent = idempotent
        self.taken: list[str] = []
        self.tried: list[str] = []
        self.fates: dict[str, list[Fate]] = {}

    def read(self, raw: dict[str, Any]) -> Inbound | None:
        raise NotImplementedError

    async def send(self, message: Outbound) -> Receipt:
        text = message.reply.text
        self.tried.append(text)
        if fates := self.fates.get(text):
            fate = fates.pop(0)
            if isinstance(fate, Exception):
                raise fate
            await fate(text)
        self.taken.append(text)
        return Receipt(state=SENT, provider_id=f"p-{text}", at=datetime.now(UTC))

    async def open(self, receive: Receive) -> None:
        self.receive = receive

    async def close(self) -> None:
        return


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


@pytest.fixture
def courier() -> Courier:
    return Courier()


@asynccontextmanager
async def working(
    store: Store, courier: Courier, *, clock: Clock = system_clock, patience: float = 60
) -> AsyncIterator[Outbox]:
    outbox = Outbox({courier.name: courier}, store.vault, clock, patience=patience)
    work = asyncio.create_task(outbox.run())
    try:
        yield outbox
    finally:
        await outbox.stop(0.1)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def committed(
    store: Store,
    text: str,
    sequence: int = 1,
    *,
    address: Address = HOME,
    state: DeliveryState = DeliveryState.QUEUED,
    due: timedelta = timedelta(seconds=30),
    person: str | None = None,
    at: datetime | None = None,
    kind: str = "reply",
) -> Entry:
    """A message as the inbox commits it, leased for as long as `due` says."""
    content = MessageContent(text=text)
    message = Message(
        id=f"{kind}:{address}:{sequence}",
        person=person or str(address),
        sequence=sequence,
        author=Author.BOT,
        address=str(address),
        channel=address.channel,
        at=at or datetime.now(UTC),
        state=state,
        leaving=Lease(lane=str(address), order=sequence, due=datetime.now(UTC) + due),
        sealed=await store.vault.seal(KeyId(store.vault.installation), content),
    )
    await message.insert()
    return Entry(message, content)


async def ended(entry: Entry) -> Message:
    """The message once nothing is left to do for it."""

    async def is_over() -> bool:
        found = await Message.get(entry.message.id)
        return found is not None and found.leaving is None

    await eventually(is_over)
    found = await Message.get(entry.message.id)
    assert found
    return found


async def dead(store: Store) -> list[str]:
    return [letter.id for letter in await DeadLetters(store.vault, system_clock).all()]


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


async def has_state(entry: Entry, state: DeliveryState) -> bool:
    found = await Message.get(entry.message.id)
    return found is not None and found.state is state
