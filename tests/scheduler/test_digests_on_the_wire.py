"""A thousand digests go out over the wire within each provider's real limits; a 429 that comes is obeyed."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.budgets import OwnBudget
from bot.channel import Channel
from bot.channels.sms import SmsChannel
from bot.channels.telegram import TelegramChannel
from bot.channels.whatsapp import WhatsAppChannel
from bot.clock import Clock
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName, DeliveryState
from bot.outbox import Outbox
from bot.pacing import SLICE, Pacing
from bot.rates import RATES, Rate
from bot.settings import Settings
from bot.twilio.line import Login
from memory.embedding.local import LocalEmbedder
from tests.conftest import loaded_encoder
from tests.fakes.limits import Limits
from tests.fakes.telegram import FakeTelegram
from tests.fakes.twilio import NUMBER, FakeTwilio
from tests.fakes.twilio import WHATSAPP as SENDER
from tests.idle_time import IdleTime
from tests.memory.desk import Desk, store_of
from tests.scheduler.postal import composed

BEGAN: Final = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
TELEGRAM, WHATSAPP, SMS = ChannelName.TELEGRAM, ChannelName.WHATSAPP, ChannelName.SMS
THOUSAND: Final = {TELEGRAM: 400, WHATSAPP: 400, SMS: 200}
TO_ONE: Final = 12
"""So many of a channel's digests are for one person, whom less is allowed for than for all."""


def allowed() -> dict[ChannelName, Limits]:
    """What providers write of their limits; Telegram leaves open how many are "more for a moment".

    Sources: core.telegram.org/bots/faq, developers.facebook.com/docs/whatsapp ("pair rate limit"), twilio.com/docs.
    """
    return {TELEGRAM: Limits(30, apart=1, burst=10), WHATSAPP: Limits(80, apart=6, burst=45), SMS: Limits(1)}


def number(person: int) -> str:
    """A telephone's number."""
    return f"+1555{person:07}"


@asynccontextmanager
async def wires(limits: Mapping[ChannelName, Limits], clock: Clock) -> AsyncIterator[Sequence[Channel]]:
    """Real clients, and providers at the other end that count."""
    async with FakeTelegram() as telegram, FakeTwilio(clock) as by_whatsapp, FakeTwilio(clock) as by_sms:
        telegram.limits, by_whatsapp.limits, by_sms.limits = (limits[name] for name in (TELEGRAM, WHATSAPP, SMS))
        for person in range(1, THOUSAND[TELEGRAM] + 2):
            telegram.know(person)
        channels: list[Channel] = [
            TelegramChannel(telegram.token, clock=clock, api_url=telegram.url),
            WhatsAppChannel(login(by_whatsapp), SENDER.removeprefix("whatsapp:"), clock=clock),
            SmsChannel(login(by_sms), number=NUMBER, clock=clock),
        ]
        try:
            yield channels
        finally:
            for channel in channels:
                await channel.close()


def login(twilio: FakeTwilio) -> Login:
    return Login(sid=twilio.sid, token=twilio.token, api_url=twilio.url)


def to(name: ChannelName, persons: Iterable[int]) -> list[Address]:
    """Addresses of persons on a channel; they are numbered from 1."""
    return [Address(channel=name, value=str(each) if name is TELEGRAM else number(each)) for each in persons]


async def send(
    settings: Settings,
    folder: DataFolder,
    limits: Mapping[ChannelName, Limits],
    rates: Mapping[ChannelName, Rate],
    addresses: Sequence[Address],
) -> None:
    """Digests to these addresses, by a bot that believes in `rates`; each arrives."""
    loop = asyncio.get_running_loop()

    def clock() -> datetime:
        return BEGAN + timedelta(seconds=loop.time())

    for each in limits.values():
        each.now = loop.time
    async with store_of(settings, folder, LocalEmbedder(loaded_encoder)) as store, wires(limits, clock) as channels:
        pacing = Pacing(rates, OwnBudget(loop.time), loop.time)
        outbox = Outbox({channel.name: channel for channel in channels}, store.vault, clock, pacing=pacing)
        person = (await Desk.of(store)).known.person
        outbox.push(await composed(store, person, addresses, clock))
        for address in set(addresses):
            await outbox.emptied(address)
        await outbox.stop(0)
        states = [message.state for message in await Message.find({"person": person.id}).to_list()]
        assert states == [DeliveryState.SENT] * len(addresses)


def test_a_thousand_digests_go_out_without_one_429(settings: Settings, folder: DataFolder) -> None:
    limits, addresses = allowed(), list[Address]()
    for name, count in THOUSAND.items():
        addresses += to(name, [*range(1, count - TO_ONE + 1), *[count] * TO_ONE])
    with asyncio.Runner(loop_factory=IdleTime) as runner:
        runner.run(send(settings, folder, limits, RATES, addresses))
    assert {name: each.refused for name, each in limits.items()} == {TELEGRAM: [], WHATSAPP: [], SMS: []}
    assert {name: len(each.taken) for name, each in limits.items()} == THOUSAND
    for name, each in limits.items():
        assert each.taken[-1] < 1.3 * THOUSAND[name] / each.in_all + TO_ONE * each.apart


def test_a_429_that_comes_all_the_same_is_obeyed(settings: Settings, folder: DataFolder) -> None:
    limits = {name: replace(each, apart=0, retry_after=7) for name, each in allowed().items()}
    promised = {name: Rate(3 * each.in_all) for name, each in limits.items()}  # an operator's, who took it for more
    addresses = [each for name, limit in limits.items() for each in to(name, range(1, int(2 * limit.in_all) + 3))]
    with asyncio.Runner(loop_factory=IdleTime) as runner:
        runner.run(send(settings, folder, limits, promised, addresses))
    for each in limits.values():
        assert each.refused
        asked = [*each.refused, *each.taken]
        for refused in each.refused:
            # What was on its way by then still comes.
            assert [at for at in asked if refused + SLICE < at < refused + each.retry_after - SLICE] == []
