"""A bot by a clock that is set by hand, shared by the tests of a module, each of which is a person of its own."""

from collections.abc import AsyncIterator

import pytest

from bot import data_folder
from bot.settings import Settings
from tests.handlers.clocks import WEDNESDAY, Hand, bot_by
from tests.running import RunningBot


@pytest.fixture(scope="module")
def clock() -> Hand:
    return Hand()


@pytest.fixture(scope="module")
async def bot_by_the_clock(clock: Hand, shared_settings: Settings) -> AsyncIterator[RunningBot]:
    async with bot_by(clock, shared_settings, data_folder.prepare(shared_settings.data_dir)) as running:
        yield running


@pytest.fixture
async def timed(bot_by_the_clock: RunningBot, clock: Hand) -> RunningBot:
    """It is Wednesday, and nothing was told yet."""
    clock.now = WEDNESDAY
    return await bot_by_the_clock.with_somebody_new()
