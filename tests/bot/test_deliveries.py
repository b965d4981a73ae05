"""What providers tell later of a message ends in the same state, whatever the order and the time it comes in."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assembly import Store
from bot.clock import system_clock
from bot.conversation import Entry, Message, MessageContent
from bot.data_folder import DataFolder
from bot.deliveries import Deliveries, ParkedDelivery, further
from bot.live import LiveFeed, StateChanged
from bot.messages import Address, Author, ChannelName, Delivery, DeliveryState, PersonId
from bot.outcomes import Outcome, Outcomes
from bot.settings import Settings
from memory.documents import Person, PersonAddress
from tests.memory.desk import Desk
from tests.webhooks.stage import open_store

SMS = ChannelName.SMS
HOME = Address(channel=SMS, value="+351")
SENT, DELIVERED, READ, FAILED, UNKNOWN = (
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
    DeliveryState.READ,
    DeliveryState.FAILED,
    DeliveryState.UNKNOWN,
)
PROVIDER_ID = "SM1"

pytestmark = pytest.mark.usefixtures("store")


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


@pytest.fixture
def feed() -> LiveFeed:
    return LiveFeed()


@pytest.fixture
def deliveries(feed: LiveFeed) -> Deliveries:
    return Deliveries(feed, system_clock)


async def said(
    state: DeliveryState, *, key: str = "reply:1", provider_id: str | None = PROVIDER_ID, channel: ChannelName = SMS
) -> Message:
    message = Message(
        id=key,
        person="anna",
        sequence=1,
        author=Author.BOT,
        address=str(HOME),
        channel=channel,
        at=datetime.now(UTC),
        state=state,
        provider_id=provider_id,
    )
    return await message.insert()


async def told(deliveries: Deliveries, *states: DeliveryState) -> None:
    for state in states:
        await deliveries.note(SMS, Delivery(provider_id=PROVIDER_ID, state=state))


async def now(message: Message) -> Message:
    found = await Message.get(message.id)
    assert found
    return found


@pytest.mark.parametrize("order", [*permutations((SENT, DELIVERED, READ))])
async def test_news_in_any_order_leave_the_furthest_state(
    deliveries: Deliveries, order: Sequence[DeliveryState]
) -> None:
    message = await said(DeliveryState.SENT)
    await told(deliveries, *order, *order)
    assert (await now(message)).state is READ


@pytest.mark.parametrize("order", [(FAILED, SENT), (SENT, FAILED), (FAILED, DELIVERED), (FAILED, FAILED, READ)])
async def test_what_failed_has_failed_and_is_a_dead_letter(
    deliveries: Deliveries, order: Sequence[DeliveryState]
) -> None:
    message = await said(DeliveryState.SENT)
    await told(deliveries, *order)
    found = await now(message)
    assert found.state is FAILED
    assert found.undelivered_at
    assert found.astray is None


@pytest.mark.parametrize("kind", ["reminder", "digest"])
async def test_what_nobody_waits_for_and_was_not_delivered_is_to_go_another_way(
    deliveries: Deliveries, kind: str
) -> None:
    message = await said(DeliveryState.SENT, key=f"{kind}:1")
    await told(deliveries, FAILED)
    assert (await now(message)).astray


async def test_what_arrived_has_arrived_whatever_is_told_afterwards(deliveries: Deliveries) -> None:
    message = await said(DeliveryState.SENT, key="reminder:1")
    await told(deliveries, DELIVERED, FAILED)
    found = await now(message)
    assert (found.state, found.undelivered_at, found.astray) == (DELIVERED, None, None)


async def test_news_of_a_message_of_unknown_fate_settle_it(deliveries: Deliveries) -> None:
    message = await said(UNKNOWN)
    await message.set({"undelivered_at": datetime.now(UTC)})
    await told(deliveries, SENT)
    found = await now(message)
    assert (found.state, found.undelivered_at) == (SENT, None)


async def test_news_that_come_before_the_sending_is_written_down_are_applied_then(deliveries: Deliveries) -> None:
    message = await said(DeliveryState.SENDING, provider_id=None)
    await told(deliveries, READ, DELIVERED, SENT)
    parked = await ParkedDelivery.find_all().to_list()
    assert [each.state for each in parked] == [READ]
    assert parked[0].expires_at > datetime.now(UTC)
    outcomes = Outcomes(deliveries, system_clock, lambda _: None)
    outcomes.report(Outcome(Entry(message, MessageContent()), SENT, PROVIDER_ID))
    await outcomes.flush()
    assert (await now(message)).state is READ
    assert await ParkedDelivery.find_all().to_list() == []


async def test_news_that_come_before_a_sending_is_known_to_have_broken_off_settle_it_then(
    deliveries: Deliveries,
) -> None:
    message = await said(DeliveryState.SENDING, provider_id=None)
    await deliveries.note(SMS, Delivery(provider_id=PROVIDER_ID, state=DELIVERED, key=message.id))
    outcomes = Outcomes(deliveries, system_clock, lambda _: None)
    outcomes.report(Outcome(Entry(message, MessageContent()), UNKNOWN))
    await outcomes.flush()
    found = await now(message)
    assert (found.state, found.provider_id, found.undelivered_at) == (DELIVERED, PROVIDER_ID, None)
    assert await ParkedDelivery.find_all().to_list() == []


async def test_what_is_told_of_a_message_whose_sending_broke_off_is_known_by_our_own_name_for_it(
    deliveries: Deliveries,
) -> None:
    message = await said(UNKNOWN, provider_id=None)
    await deliveries.note(SMS, Delivery(provider_id=PROVIDER_ID, state=FAILED, key=message.id))
    found = await now(message)
    assert (found.state, found.provider_id) == (FAILED, PROVIDER_ID)


async def test_news_that_race_with_the_writing_down_are_never_lost(deliveries: Deliveries) -> None:
    for number in range(20):
        message = await said(DeliveryState.SENDING, key=f"reply:{number}", provider_id=None)
        await message.set({"sequence": number + 10})
        outcomes, name = Outcomes(deliveries, system_clock, lambda _: None), f"SM-{number}"
        outcomes.report(Outcome(Entry(message, MessageContent()), SENT, name))
        news = Delivery(provider_id=name, state=DELIVERED)
        await asyncio.gather(outcomes.flush(), deliveries.note(SMS, news), deliveries.note(SMS, news))
        assert (await now(message)).state is DELIVERED


async def test_the_same_news_told_at_once_by_several_leave_the_furthest_state(deliveries: Deliveries) -> None:
    message = await said(DeliveryState.SENT)
    await asyncio.gather(*(told(deliveries, state) for state in (SENT, DELIVERED, READ) * 4))
    assert (await now(message)).state is READ


async def test_another_channels_message_of_the_same_number_is_left_alone(deliveries: Deliveries) -> None:
    message = await said(DeliveryState.SENT, channel=ChannelName.TELEGRAM)
    await told(deliveries, READ)
    assert (await now(message)).state is SENT


async def test_pages_that_are_open_see_the_ticks(deliveries: Deliveries, feed: LiveFeed) -> None:
    await said(DeliveryState.SENT)
    with feed.watch(PersonId("anna")) as news:
        await told(deliveries, DELIVERED, SENT)
        assert news.get_nowait() == StateChanged(sequence=1, state=DELIVERED)
        assert news.empty()


async def test_an_address_that_takes_nothing_any_more_is_marked_and_its_person_read_anew(
    store: Store, deliveries: Deliveries
) -> None:
    desk = await Desk.of(store)
    await PersonAddress(id=str(HOME), person=desk.person, channel=SMS, linked_at=datetime.now(UTC)).insert()
    before = await Person.get(desk.person)
    await said(DeliveryState.SENT)
    await deliveries.note(SMS, Delivery(provider_id=PROVIDER_ID, state=FAILED, reason="21610", gone=True))
    address, after = await PersonAddress.get(str(HOME)), await Person.get(desk.person)
    assert address
    assert address.gone_at
    assert before
    assert after
    assert after.last_sequence == before.last_sequence + 1


@settings(max_examples=200)
@given(st.lists(st.sampled_from(DeliveryState), min_size=1, max_size=8))
def test_a_state_never_goes_back(states: list[DeliveryState]) -> None:
    state = DeliveryState.SENT
    for news in states:
        if further(news, state):
            assert not further(state, news)
            assert state is not FAILED
            state = news
    assert not (READ in states and FAILED not in states and state is not READ)
