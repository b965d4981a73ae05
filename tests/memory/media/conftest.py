from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.files import FakeFileHost
from tests.memory.desk import Desk
from tests.memory.media.drawer import Drawer


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[FakeFileHost]:
    async with FakeFileHost(tmp_path) as running:
        yield running


@pytest.fixture
async def drawer(anna: Desk, host: FakeFileHost) -> Drawer:
    return Drawer.of(anna, host)
