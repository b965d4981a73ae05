"""A clock that is set by hand, and a bot that goes by it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.data_folder import DataFolder
from bot.settings import Settings
from memory.documents import Onboarding
from tests.conftest import loaded_encoder
from tests.running import RunningBot

# A Wednesday; ten o'clock in Lisbon, five in New York.
WEDNESDAY = datetime(2026, 6, 10, 9, tzinfo=UTC)


@dataclass
class Hand:
    """A clock that is set by hand."""

    now: datetime = WEDNESDAY

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def bot_by(
    clock: Hand, settings: Settings, folder: DataFolder, newcomers: Onboarding = Onboarding.OVER
) -> AsyncIterator[RunningBot]:
    """A running bot that goes by the clock."""
    async with RunningBot.started(settings, folder, loaded_encoder, clock=clock, newcomers=newcomers) as bot:
        yield bot
