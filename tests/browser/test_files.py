"""Files in the thread: looked at, played, saved; and nothing moves while they come."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING, Literal

import pytest

from bot.messages import MediaKind
from tests.browser.conftest import PHONE
from tests.fakes.files import FakeFileHost
from tests.memory.media import made
from tests.memory.media.drawer import attached
from tests.webhooks.keeping import fetched, said, tucked_away

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.messages import File
    from tests.browser.chat_page import ChatPage
    from tests.running import Served

RECEIPT = "receipt for the boiler repair"


def tone() -> bytes:
    """A second of silence, which every browser plays."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8_000)
        file.writeframes(b"\x80" * 8_000)
    return sound.getvalue()


@pytest.fixture
async def host(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeFileHost]:
    async with FakeFileHost(tmp_path_factory.mktemp("host")) as running:
        yield running


async def sent(served: Served, host: FakeFileHost, text: str, content: bytes, kind: MediaKind, name: str) -> list[File]:
    """A message of the owner's with one file, which is still to be fetched."""
    files = await tucked_away(served.bot, text, attached(kind, name, source=host.has(name, content)))
    await said(served.bot, text, *files)
    return files


@pytest.fixture
async def way_in(served: Served, host: FakeFileHost, login_link: str) -> str:
    """A login link to a chat with a file of each kind."""
    await sent(served, host, RECEIPT, made.photo(), MediaKind.PHOTO, "boiler.jpg")
    await sent(served, host, "what the plumber said", tone(), MediaKind.VOICE, "plumber.wav")
    await sent(served, host, "", made.PDF, MediaKind.DOCUMENT, "lease.pdf")
    await fetched(served.bot, host)
    return login_link


async def album(served: Served, host: FakeFileHost, count: int) -> None:
    """A message of the owner's with so many photos, the first of them as a telephone takes it."""
    shapes = [(300, 200, "HEIF"), (200, 300, "JPEG"), *[(320, 240, "PNG")] * (count - 2)]
    photos = [
        attached(MediaKind.PHOTO, f"{n}.jpg", source=host.has(f"{n}.jpg", made.photo(width, height, kind=kind)))
        for n, (width, height, kind) in enumerate(shapes, 1)
    ]
    await said(served.bot, "a weekend by the sea", *await tucked_away(served.bot, "a weekend by the sea", *photos))
    await fetched(served.bot, host)


async def loaded(chat_page: ChatPage, count: int = 1) -> None:
    """Waits for at least so many pictures: one that the page saw while it was fetched asks after itself in between."""
    await chat_page.until(
        f"document.images.length >= {count} && [...document.images].every(each => each.naturalWidth > 0)"
    )


async def unanswered(_: object) -> None:
    """No answer comes to a request."""


async def test_a_photo_is_seen_a_sound_is_played_and_a_paper_is_saved(chat_page: ChatPage) -> None:
    page = chat_page.page
    await loaded(chat_page)
    await page.get_by_role("img", name="Photo: boiler.jpg").wait_for()
    sound = chat_page.mine.locator("audio")
    await sound.evaluate("each => each.play()")
    await chat_page.until("document.querySelector('audio').currentTime > 0")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="lease.pdf").click()
    assert (await download.value).suggested_filename == "lease.pdf"


async def test_a_photo_that_comes_late_moves_nothing(chat_page: ChatPage) -> None:
    await loaded(chat_page)
    image = chat_page.page.get_by_role("img", name="Photo: boiler.jpg")
    whole = await image.bounding_box()
    await chat_page.page.route("**/thumbnail", unanswered)
    await chat_page.page.reload(wait_until="commit")
    await chat_page.is_online()
    await chat_page.settle()
    awaited = await image.bounding_box()
    assert whole
    assert awaited
    # A small picture is cut to whole pixels, so its shape is that of the whole one but for a fraction.
    assert abs(awaited["height"] - whole["height"]) < 1
    assert awaited["width"] == whole["width"]
    assert await chat_page.distance_from_end() <= 1


async def test_a_file_that_is_being_fetched_shows_once_it_is_there(
    chat_page: ChatPage, served: Served, host: FakeFileHost
) -> None:
    await sent(served, host, "the garden in May", made.photo(), MediaKind.PHOTO, "garden.jpg")
    await chat_page.mine.get_by_text("On its way…").wait_for()
    await fetched(served.bot, host)
    await chat_page.page.get_by_role("img", name="Photo: garden.jpg").wait_for()
    await chat_page.is_at_end()


async def test_the_photo_that_is_asked_for_is_in_the_answer(chat_page: ChatPage) -> None:
    await chat_page.say("show me the photo of the receipt")
    answer = chat_page.theirs.last
    await answer.get_by_role("img", name="Photo: boiler.jpg").wait_for()
    assert RECEIPT in await answer.inner_text()
    assert await chat_page.page.locator("[aria-live=polite]").first.inner_text() != ""


async def test_the_keyboard_goes_into_a_message_to_its_photo_and_to_what_plays(chat_page: ChatPage) -> None:
    await loaded(chat_page)
    press = chat_page.page.keyboard.press
    await chat_page.composer.press("ArrowUp")
    for key in ("Home", "Enter"):
        await press(key)
    assert await chat_page.page.evaluate("document.activeElement.className") == "photo"
    for key in ("Escape", "ArrowDown", "Enter"):
        await press(key)
    assert await chat_page.page.evaluate("document.activeElement.tagName") == "AUDIO"


async def test_many_photos_stand_two_by_two_and_the_fourth_opens_the_rest_for_the_keyboard_too(
    chat_page: ChatPage, served: Served, host: FakeFileHost
) -> None:
    page = chat_page.page
    await album(served, host, 6)
    more = page.get_by_role("button", name="+2: show all 6 photos")
    await more.wait_for()
    await loaded(chat_page, 5)  # the receipt's and the first four
    boxes = await page.locator(".picture").evaluate_all("all => all.map(each => each.getBoundingClientRect().toJSON())")
    (left, top), size = (boxes[0]["x"], boxes[0]["y"]), boxes[0]["width"]
    placed = [(round((box["x"] - left) / size), round((box["y"] - top) / size)) for box in boxes]
    assert placed == [(0, 0), (1, 0), (0, 1), (1, 1)]
    assert all(abs(box["width"] - box["height"]) < 1 for box in boxes)
    press = page.keyboard.press
    await chat_page.composer.press("ArrowUp")
    for key in ("Enter", "Tab", "Tab", "Tab"):
        await press(key)
    assert await more.evaluate("each => each === document.activeElement")
    await press("Enter")
    await loaded(chat_page, 7)
    assert await page.locator(".album img").count() == 6
    focused = "document.activeElement.querySelector('img').alt"
    assert await page.evaluate(focused) == "Photo: 4.jpg"
    await press("Tab")
    assert await page.evaluate(focused) == "Photo: 5.jpg"


async def test_photos_that_come_late_move_nothing_in_their_grid(
    chat_page: ChatPage, served: Served, host: FakeFileHost
) -> None:
    await album(served, host, 3)
    grid = chat_page.page.locator(".album")
    await grid.wait_for()
    await loaded(chat_page, 4)
    whole = await grid.bounding_box()
    await chat_page.page.route("**/thumbnail", unanswered)
    await chat_page.page.reload(wait_until="commit")
    await chat_page.is_online()
    await chat_page.settle()
    awaited = await grid.bounding_box()
    assert whole
    assert awaited
    assert (awaited["width"], awaited["height"]) == (whole["width"], whole["height"])
    assert await chat_page.distance_from_end() <= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    chat_page: ChatPage, served: Served, host: FakeFileHost, scheme: Literal["light", "dark"]
) -> None:
    page = chat_page.page
    await album(served, host, 7)
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await chat_page.say("show me the photo of the receipt")
    await loaded(chat_page)
    assert await chat_page.violations() == []
    width, height = PHONE
    await page.set_viewport_size({"width": width, "height": height})
    await chat_page.settle()
    wide = "(box => box.scrollWidth > box.clientWidth)(document.querySelector('.scroller'))"
    assert not await page.evaluate(wide)
    assert await chat_page.violations() == []
