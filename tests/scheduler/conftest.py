from collections.abc import AsyncIterator

import pytest

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.settings import Settings
from memory.embedding.local import LocalEmbedder
from tests.conftest import loaded_encoder
from tests.memory.desk import store_of
from tests.scheduler.morning import Hand, Mornings


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    """A database of this test's own, with keys and a search index, and no bot on it."""
    async with store_of(settings, folder, LocalEmbedder(loaded_encoder)) as opened:
        yield opened


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def mornings(store: Store, clock: Hand) -> Mornings:
    """Digests as one replica sends them, by a clock that is set by hand."""
    return Mornings(store, clock)
