"""A message of unknown fate is asked about where its channel can tell, and sent again nowhere."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from typing_extensions import override

from bot.assembly import Store
from bot.channel import Reconciler
from bot.clock import system_clock
from bot.data_folder import DataFolder
from bot.deliveries import Deliveries
from bot.errors import SendPostponed
from bot.live import LiveFeed
from bot.messages import ChannelName, Delivery, DeliveryState, Outbound, Receipt
from bot.reconciling import ASKED_FOR, Reconciling
from bot.settings import Settings
from tests.fakes.courier import Accountant, Courier, Fate, Provider
from tests.scheduler.postal import Postal, message, new, settled, somebody
from tests.webhooks.stage import eventually, open_store

SMS = ChannelName.SMS
KEY = "reply:1:0"


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


async def left_in_doubt(store: Store, fate: Fate, courier: Courier) -> None:
    courier.provider.fate = lambda _: fate
    home = new(SMS)
    person = await somebody(store, home)
    async with Postal.of(store, [courier], patience=0.1).working() as postal:
        await postal.say(person, home, KEY, "yes")
        await eventually(lambda: settled(KEY))
    assert (await message(KEY)).state is DeliveryState.UNKNOWN


def reconciling(store: Store, courier: Courier) -> Reconciling:
    deliveries = Deliveries(LiveFeed(), system_clock)
    return Reconciling({SMS: courier}, store.vault, deliveries, system_clock)


@pytest.mark.parametrize("fate", [Fate.LOST_AFTER, Fate.FAULT_AFTER, Fate.SILENT_AFTER])
async def test_what_the_provider_took_after_all_is_no_dead_letter(store: Store, fate: Fate) -> None:
    courier = Accountant(Provider(SMS))
    await left_in_doubt(store, fate, courier)
    assert await reconciling(store, courier).ask() == 1
    found = await message(KEY)
    assert (found.state, found.provider_id, found.undelivered_at) == (DeliveryState.SENT, f"sms-{KEY}", None)
    assert await reconciling(store, courier).ask() == 0
    assert len(courier.provider.taken) == 1


async def test_what_was_told_of_it_meanwhile_is_applied_then(store: Store) -> None:
    courier = Accountant(Provider(SMS))
    await left_in_doubt(store, Fate.LOST_AFTER, courier)
    news = Delivery(provider_id=f"sms-{KEY}", state=DeliveryState.DELIVERED)
    await Deliveries(LiveFeed(), system_clock).note(SMS, news)
    await reconciling(store, courier).ask()
    assert (await message(KEY)).state is DeliveryState.DELIVERED


async def test_what_the_provider_does_not_know_stays_in_doubt_and_is_not_sent_again(store: Store) -> None:
    courier = Accountant(Provider(SMS))
    await left_in_doubt(store, Fate.LOST_BEFORE, courier)
    assert await reconciling(store, courier).ask() == 0
    assert (await message(KEY)).state is DeliveryState.UNKNOWN
    assert courier.provider.taken == []


async def test_another_message_of_the_same_words_is_not_taken_for_it_whichever_replica_sent_that(store: Store) -> None:
    provider = Provider(SMS, fate=lambda sent: Fate.LOST_BEFORE if sent.key == KEY else Fate.TAKEN)
    home, again = new(SMS), "reply:2:0"
    person = await somebody(store, home)
    async with Postal.of(store, [Courier(provider)]).working() as postal:
        for key in (KEY, again):
            await postal.say(person, home, key, "Tucked away.")
            await eventually(partial(settled, key))
    assert await reconciling(store, Accountant(provider)).ask() == 0
    assert (await message(KEY)).state is DeliveryState.UNKNOWN
    provider.taken.append(provider.taken[0].model_copy(update={"key": KEY}))
    assert await reconciling(store, Accountant(provider)).ask() == 1
    assert (await message(KEY)).provider_id == f"sms-{KEY}"


async def test_after_half_an_hour_nobody_asks_any_more(store: Store) -> None:
    courier = Accountant(Provider(SMS))
    await left_in_doubt(store, Fate.LOST_BEFORE, courier)
    await (await message(KEY)).set({"undelivered_at": datetime.now(UTC) - ASKED_FOR - timedelta(seconds=1)})
    await reconciling(store, courier).ask()
    assert courier.asked == []


async def test_a_channel_that_can_not_tell_is_not_asked(store: Store) -> None:
    courier = Courier(Provider(SMS))
    assert not isinstance(courier, Reconciler)
    await left_in_doubt(store, Fate.LOST_AFTER, courier)
    assert await reconciling(store, courier).ask() == 0


class Mute(Accountant):
    @override
    async def find(self, message: Outbound) -> Sequence[Receipt]:
        self.asked.append(message.key)
        raise self.error

    error: Exception = SendPostponed("not now")


@pytest.mark.parametrize("error", [SendPostponed("not now"), RuntimeError("a fault of ours")])
async def test_a_provider_that_can_not_be_asked_just_now_is_asked_again_later(store: Store, error: Exception) -> None:
    courier = Mute(Provider(SMS))
    courier.error = error
    await left_in_doubt(store, Fate.LOST_AFTER, courier)
    assert await reconciling(store, courier).ask() == 0
    assert await reconciling(store, Accountant(courier.provider)).ask() == 1
