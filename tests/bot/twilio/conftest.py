"""Twilio's side of the wire, and channels that talk to it."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.sms import SmsChannel
from bot.channels.whatsapp import Templates, WhatsAppChannel
from bot.messages import Address, ChannelName, Outbound, Reply
from bot.twilio.line import Login
from bot.twilio.timing import Timing
from tests.fakes.twilio import NUMBER, PUBLIC_URL, WHATSAPP, FakeTwilio
from tests.webhooks.stage import MovingClock

QUICK = Timing(connect=2, request=3, poll=0.05, settled=0, backoff_most=0.1, remainder=3)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
async def twilio(clock: MovingClock) -> AsyncIterator[FakeTwilio]:
    async with FakeTwilio(clock) as fake:
        yield fake


def login(twilio: FakeTwilio) -> Login:
    return Login(sid=twilio.sid, token=twilio.token, public_url=PUBLIC_URL, api_url=twilio.url)


def whatsapp_of(twilio: FakeTwilio, clock: MovingClock, templates: Templates | None = None) -> WhatsAppChannel:
    number = WHATSAPP.removeprefix("whatsapp:")
    return WhatsAppChannel(login(twilio), number, clock=clock, templates=templates, timing=QUICK)


@pytest.fixture
async def whatsapp(twilio: FakeTwilio, clock: MovingClock) -> AsyncIterator[WhatsAppChannel]:
    channel = whatsapp_of(twilio, clock)
    yield channel
    await channel.close()


@pytest.fixture
async def sms(twilio: FakeTwilio, clock: MovingClock) -> AsyncIterator[SmsChannel]:
    channel = SmsChannel(login(twilio), number=NUMBER, clock=clock, timing=QUICK)
    yield channel
    await channel.close()


def outbound(twilio: FakeTwilio, channel: ChannelName, reply: Reply, clock: MovingClock, **more: object) -> Outbound:
    fields: dict[str, object] = {"key": "reply:1:0", "sequence": 1, "reply": reply, "at": clock()}
    fields["recipient"] = Address(channel=channel, value=twilio.person)
    return Outbound.model_validate(fields | more)
