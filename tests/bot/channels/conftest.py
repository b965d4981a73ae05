"""A Telegram channel and the server it talks to."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import TelegramChannel
from tests.bot.channels.hearing import NOON, QUICK, Inbox
from tests.fakes.telegram import FakeTelegram


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
async def channel(telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(telegram.token, clock=lambda: NOON, api_url=telegram.url, timing=QUICK)
    yield channel
    await channel.close()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()
