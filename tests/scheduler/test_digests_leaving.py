"""A thousand digests leave within what the provider allows, two replicas together, and no reply waits for them."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.assembly import Store
from bot.conversation import Entry, Message
from bot.messages import Address, ChannelName, DeliveryState, Kind
from bot.pacing import SLICE
from bot.rates import Rate
from memory.documents import Person
from tests.fakes.courier import Bucket, Courier, Provider
from tests.memory.desk import Desk
from tests.running import until
from tests.scheduler.postal import Postal, composed

TELEGRAM = ChannelName.TELEGRAM
ALLOWED = 200.0
"""A second; Telegram allows 30, and time is pressed together as much."""
DIGESTS = 1_000


async def digests(store: Store, person: Person, count: int) -> list[Entry]:
    return await composed(store, person, [Address(channel=TELEGRAM, value=str(number)) for number in range(count)])


def replicas(store: Store, provider: Provider) -> Sequence[Postal]:
    rates = {TELEGRAM: Rate(ALLOWED)}
    return [Postal.of(store, [Courier(provider)], rates=rates) for _ in range(2)]


async def test_a_thousand_digests_leave_without_a_429_and_a_reply_goes_before_them(store: Store) -> None:
    provider = Provider(TELEGRAM, Bucket(rate=ALLOWED, burst=ALLOWED / 4))
    desk = await Desk.of(store)
    person = desk.known.person
    entries = await digests(store, person, DIGESTS)
    one, two = replicas(store, provider)
    async with one.working(), two.working():
        one.outbox.push(entries[::2])
        two.outbox.push(entries[1::2])
        for number, postal in enumerate((one, two, one, two)):
            await until(lambda number=number: len(provider.taken) > 150 * (number + 1))  # type: ignore[misc]  # mypy can't infer the type of a lambda with a default
            await postal.say(person.id, Address(channel=TELEGRAM, value=f"r{number}"), f"reply:{number}:0", "yes")
            before = len(provider.taken)
            await until(lambda number=number: f"reply:{number}:0" in [each.key for each in provider.taken])  # type: ignore[misc]  # the same
            behind = [each.key for each in provider.taken].index(f"reply:{number}:0") - before
            # What was about to leave by then from both replicas, and what time of the channel these had taken.
            assert behind <= ALLOWED * SLICE * 4
        await until(lambda: len(provider.taken) == DIGESTS + 4)
    assert provider.too_many == 0
    assert len({each.key for each in provider.taken}) == DIGESTS + 4
    states = {message.state for message in await Message.find({"person": person.id}).to_list()}
    assert states == {DeliveryState.SENT}


async def test_without_a_rate_the_same_provider_answers_429(store: Store) -> None:
    provider = Provider(TELEGRAM, Bucket(rate=ALLOWED, burst=ALLOWED / 4))
    desk = await Desk.of(store)
    postal = Postal.of(store, [Courier(provider)])
    async with postal.working():
        postal.outbox.push(await digests(store, desk.known.person, 200))
        await until(lambda: provider.too_many)


async def test_a_429_slows_the_whole_channel_down_and_nothing_is_lost(store: Store) -> None:
    # An operator promised more than the provider allows.
    provider = Provider(TELEGRAM, Bucket(rate=20, burst=5))
    desk = await Desk.of(store)
    postal = Postal.of(store, [Courier(provider)], rates={TELEGRAM: Rate(400)})
    async with postal.working():
        postal.outbox.push(await digests(store, desk.known.person, 60))
        await until(lambda: len(provider.taken) == 60)
    assert 0 < provider.too_many < 60


async def test_a_reply_to_somebody_goes_before_the_digest_that_waits_for_them(store: Store) -> None:
    provider = Provider(TELEGRAM)
    desk = await Desk.of(store)
    entries = await digests(store, desk.known.person, 40)
    postal = Postal.of(store, [Courier(provider)], rates={TELEGRAM: Rate(50)})
    async with postal.working():
        postal.outbox.push(entries)
        last = entries[-1].outbound().recipient
        await postal.say(desk.person, last, "reply:1:0", "yes")
        await until(lambda: len(provider.taken) == 41)
    keys = [each.key for each in provider.taken]
    assert keys.index("reply:1:0") < 25 < keys.index("digest:39")


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_told_by_its_key(kind: Kind) -> None:
    assert Kind.of(f"{kind}:1:2") is kind


async def test_a_stop_in_the_middle_of_it_is_quick_and_the_next_start_goes_on(store: Store) -> None:
    provider = Provider(TELEGRAM)
    desk = await Desk.of(store)
    entries = await digests(store, desk.known.person, 60)
    rates = {TELEGRAM: Rate(100)}
    async with Postal.of(store, [Courier(provider)], rates=rates).working() as postal:
        postal.outbox.push(entries)
        await until(lambda: len(provider.taken) > 10)
        async with asyncio.timeout(5):
            await postal.outbox.stop(30)
    assert len(provider.taken) < 60
    async with Postal.of(store, [Courier(provider)], rates=rates).working():
        await until(lambda: len(provider.taken) == 60)
    assert len({each.key for each in provider.taken}) == 60
