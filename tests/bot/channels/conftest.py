"""A Telegram channel and the server it talks to."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels.telegram import TelegramChannel, Timing
from tests.fakes.telegram import FakeTelegram

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
QUICK = Timing(
    connect=5, request=20, poll=1, backoff_first=0.01, backoff_most=0.05, remainder=5, typing_after=0.05, typing_times=2
)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
async def channel(telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(telegram.token, clock=lambda: NOON, api_url=telegram.url, timing=QUICK)
    yield channel
    await channel.close()
