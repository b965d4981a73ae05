"""A person's files in the browser: theirs alone, whole or in part, and harmless to look at."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from bot.messages import ChannelName, MediaKind
from memory.media.documents import Media, MediaState
from tests.fakes.files import FakeFileHost
from tests.memory.desk import NOW
from tests.memory.media import made
from tests.memory.media.drawer import attached
from tests.running import Served
from tests.webhooks.keeping import expected, kept
from tests.webhooks.stage import eventually

LONG = made.MP3 + bytes(range(256)) * 3_000


@pytest.fixture
async def host(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeFileHost]:
    async with FakeFileHost(tmp_path_factory.mktemp("host")) as running:
        yield running


@pytest.fixture
async def client(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with served.client() as client:
        yield client


@pytest.fixture
async def photo(served: Served, host: FakeFileHost) -> str:
    await served.bot.say("the blue pot")
    return await kept(served.bot, host, made.photo(), MediaKind.PHOTO, "Größe & <b>.jpg")


async def test_a_photo_is_shown_in_the_page_and_can_do_nothing_by_itself(client: httpx.AsyncClient, photo: str) -> None:
    answer = await client.get(f"/api/v1/media/{photo}")
    assert (answer.status_code, answer.content) == (200, made.photo())
    headers = answer.headers
    assert (headers["content-type"], headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["cache-control"] == "no-store"
    named = "inline; filename=\"Gr__e _ _b_.jpg\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%26%20%3Cb%3E.jpg"
    assert headers["content-disposition"] == named
    small = await client.get(f"/api/v1/media/{photo}/thumbnail")
    assert (small.status_code, small.headers["content-type"]) == (200, "image/jpeg")
    assert len(small.content) < len(answer.content)


async def test_a_paper_is_offered_for_saving(client: httpx.AsyncClient, served: Served, host: FakeFileHost) -> None:
    await served.bot.say("the contract")
    paper = await kept(served.bot, host, made.PDF, MediaKind.DOCUMENT, 'a"b\r\nSet-Cookie: x.pdf')
    answer = await client.get(f"/api/v1/media/{paper}")
    assert answer.headers["content-disposition"].startswith('attachment; filename="a_b__Set-Cookie_ x.pdf";')
    assert "set-cookie" not in answer.headers
    assert (await client.get(f"/api/v1/media/{paper}/thumbnail")).status_code == 404


async def test_any_part_of_a_recording_can_be_asked_for(
    client: httpx.AsyncClient, served: Served, host: FakeFileHost
) -> None:
    await served.bot.say("a song")
    song = await kept(served.bot, host, LONG, MediaKind.AUDIO)
    size = len(LONG)
    for asked, first, end in (
        ("bytes=0-", 0, size),
        ("bytes=0-0", 0, 1),
        ("bytes=262143-262145", 262_143, 262_146),
        ("bytes=700000-", 700_000, size),
        ("bytes=-5", size - 5, size),
        ("bytes=5-99999999", 5, size),
    ):
        answer = await client.get(f"/api/v1/media/{song}", headers={"Range": asked})
        assert answer.content == LONG[first:end]
        whole = (first, end) == (0, size)
        assert answer.status_code == (200 if whole else 206)
        assert answer.headers.get("content-range") == (None if whole else f"bytes {first}-{end - 1}/{size}")
    for asked in (f"bytes={size}-", "bytes=7-3", "bytes=-0"):
        assert (await client.get(f"/api/v1/media/{song}", headers={"Range": asked})).status_code == 416
    for asked in ("bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=" + "9" * 99 + "-"):
        answer = await client.get(f"/api/v1/media/{song}", headers={"Range": asked})
        assert (answer.status_code, answer.content) == (200, LONG)


async def test_nobody_else_sees_that_there_is_anything(client: httpx.AsyncClient, served: Served, photo: str) -> None:
    stranger = Media(
        id=uuid4().hex, person="somebody else", memory="m", channel=ChannelName.TELEGRAM, kind=MediaKind.PHOTO,
        created_at=NOW, state=MediaState.STORED, sealed=b"x", blob="x",
    )  # fmt: skip
    await stranger.insert()
    for media in (stranger.id, uuid4().hex):
        for path in (f"/api/v1/media/{media}", f"/api/v1/media/{media}/thumbnail"):
            assert (await client.get(path)).status_code == 404
    assert (await client.get("/api/v1/media/not-an-id")).status_code == 422
    async with httpx.AsyncClient(base_url=served.url) as signed_out:
        assert (await signed_out.get(f"/api/v1/media/{photo}")).status_code == 401


async def test_a_file_on_its_way_is_not_there_yet(
    client: httpx.AsyncClient, served: Served, host: FakeFileHost
) -> None:
    await served.bot.say("the blue pot")
    waiting = await expected(served.bot, attached(source=host.has("file", made.photo())))
    for path in (f"/api/v1/media/{waiting.id}", f"/api/v1/media/{waiting.id}/thumbnail"):
        assert (await client.get(path)).status_code == 404


async def test_forgetting_a_memory_tells_of_its_files_and_they_are_gone(
    client: httpx.AsyncClient, served: Served, photo: str
) -> None:
    await served.bot.say("forget the blue pot")
    receipt = await served.bot.say("1")
    assert receipt.text.endswith("Files deleted with it: 1.")
    assert (await client.get(f"/api/v1/media/{photo}")).status_code == 404
    chunks = served.bot.store.database.handle["blobs.chunks"]

    async def erased() -> bool:
        return await Media.get(photo) is None and await chunks.count_documents({}) == 0

    await eventually(erased)


async def test_a_file_that_was_altered_in_the_store_is_not_shown(
    client: httpx.AsyncClient, served: Served, photo: str
) -> None:
    chunks = served.bot.store.database.handle["blobs.chunks"]
    await chunks.update_many({}, {"$set": {"data": b"\0" * 1_000}})
    answer = await client.get(f"/api/v1/media/{photo}")
    assert (answer.status_code, answer.json()["title"]) == (500, "That file was damaged.")


async def test_a_running_bot_tells_once_that_a_file_was_not_kept(served: Served, host: FakeFileHost) -> None:
    bot = served.bot
    await bot.say("the blue pot")
    for content in (made.EXE, b""):
        await kept(bot, host, content, MediaKind.DOCUMENT)

    async def told() -> bool:
        return sum(said.text.startswith("I kept your words") for said in await bot.log()) == 2

    await eventually(told)
    assert await Media.find({"untold": {"$exists": True}}).to_list() == []


async def test_a_memory_forgotten_before_its_file_was_fetched_takes_it_along(
    served: Served, host: FakeFileHost
) -> None:
    await served.bot.say("the blue pot")
    waiting = await expected(served.bot, attached(source=host.has("file", made.photo())))
    await served.bot.say("forget the blue pot")
    assert (await served.bot.say("1")).text.endswith("Files deleted with it: 1.")
    forgotten = await Media.get(waiting.id)
    assert forgotten
    assert (forgotten.state, forgotten.sealed) == (MediaState.FORGOTTEN, None)


async def test_how_far_a_file_has_come_can_be_asked_until_it_is_there(
    client: httpx.AsyncClient, served: Served, photo: str
) -> None:
    waiting = await expected(served.bot, attached(MediaKind.PHOTO, "pot.jpg"))
    answer = (await client.get(f"/api/v1/media/{waiting.id}/standing")).json()
    assert (answer["standing"], answer["name"], answer["thumbnail"]) == ("waiting", "pot.jpg", False)
    there = (await client.get(f"/api/v1/media/{photo}/standing")).json()
    assert (there["standing"], there["width"], there["height"], there["thumbnail"]) == ("stored", 1200, 800, True)
    gone = {"$set": {"state": MediaState.GONE}}
    await Media.get_motor_collection().update_one({"_id": waiting.id}, gone)
    for nobody in (waiting.id, uuid4().hex):
        assert (await client.get(f"/api/v1/media/{nobody}/standing")).status_code == 404
