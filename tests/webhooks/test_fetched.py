"""A provider fetches a file by a signed link, for a while; nobody else finds one."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.clock import system_clock
from bot.file_links import LIFETIME, PATH, FileLinks
from bot.messages import MediaKind, MemoryId
from memory.changes import Changes
from memory.media.documents import Media
from memory.media.personal import emptied
from memory.people import get
from tests.fakes.files import FakeFileHost
from tests.memory.desk import Desk
from tests.memory.media import made
from tests.memory.media.drawer import attached
from tests.running import Served
from tests.webhooks.keeping import expected, kept


@pytest.fixture
async def host(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeFileHost]:
    async with FakeFileHost(tmp_path_factory.mktemp("host")) as running:
        yield running


@pytest.fixture
async def stranger(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.url) as client:
        yield client


@pytest.fixture
async def photo(served: Served, host: FakeFileHost) -> str:
    await served.bot.say("the blue pot")
    return await kept(served.bot, host, made.photo(), MediaKind.PHOTO, "pot.jpg")


def token(served: Served, media: str) -> str:
    return served.bot.tuckaway.enclosing.links.token(media)


async def test_a_link_shows_its_file_to_whoever_has_it_and_nothing_else(
    served: Served, stranger: httpx.AsyncClient, photo: str
) -> None:
    path = PATH + token(served, photo)
    answer = await stranger.get(path)
    assert (answer.status_code, answer.content) == (200, made.photo())
    assert answer.headers["content-type"] == "image/jpeg"
    assert "pot.jpg" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    head = await stranger.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(made.photo()))
    assert (await stranger.get(f"/api/v1/media/{photo}")).status_code == 401


async def test_a_link_that_ran_out_or_is_not_ours_leads_nowhere(
    served: Served, stranger: httpx.AsyncClient, photo: str
) -> None:
    links = served.bot.tuckaway.enclosing.links
    old = FileLinks(links.key, None, lambda: system_clock() - LIFETIME - timedelta(seconds=1))
    other = FileLinks(b"another key" * 3, None, system_clock)
    for wrong in (old.token(photo), other.token(photo), photo, "x" * 1_000, "ü"):
        assert (await stranger.get(PATH + wrong)).status_code == 404


async def test_a_file_that_is_still_on_its_way_is_not_shown(served: Served, stranger: httpx.AsyncClient) -> None:
    await served.bot.say("the blue pot")
    waiting = await expected(served.bot, attached(MediaKind.PHOTO))
    assert (await stranger.get(PATH + token(served, waiting.id))).status_code == 404


async def test_a_link_shows_nothing_once_its_file_is_forgotten(
    served: Served, stranger: httpx.AsyncClient, photo: str
) -> None:
    path = PATH + token(served, photo)
    media = await Media.get(photo)
    assert media
    desk, changes = Desk(served.bot.store, await get(served.bot.owner, served.bot.store.vault)), Changes()
    changes.updates += await emptied(MemoryId(media.memory), desk.person, at=system_clock())
    await desk.commit(changes)
    assert (await stranger.get(path)).status_code == 404
