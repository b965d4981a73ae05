"""Files put to a message: chosen, pasted, dropped; looked at, taken out again, sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser.conftest import PHONE
from tests.memory.media import made

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.chat_page import ChatPage
    from tests.running import Served

CAPTION = "receipt for the boiler repair"
WITH_FILES = 1
"""The mask of a drag that copies."""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "boiler.jpg"
    path.write_bytes(made.photo())
    return path


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "lease.pdf"
    path.write_bytes(made.PDF)
    return path


async def pick(chat_page: ChatPage, *files: Path) -> None:
    """By the paperclip."""
    async with chat_page.page.expect_file_chooser() as chooser:
        await chat_page.page.get_by_role("button", name="Attach files").click()
    await (await chooser.value).set_files([*files])


async def paste_picture(chat_page: ChatPage) -> None:
    """As after taking a picture of the screen."""
    await chat_page.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await chat_page.page.evaluate(
        """async () => {
            const canvas = new OffscreenCanvas(320, 200);
            canvas.getContext('2d').fillRect(40, 40, 120, 80);
            const picture = await canvas.convertToBlob({ type: 'image/png' });
            await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
        }"""
    )
    await chat_page.composer.press("Control+V")


async def drag(chat_page: ChatPage, step: str, *files: Path) -> None:
    session = await chat_page.page.context.new_cdp_session(chat_page.page)
    data = {"items": [], "files": [str(each) for each in files], "dragOperationsMask": WITH_FILES}
    await session.send("Input.dispatchDragEvent", {"type": step, "x": 500, "y": 300, "data": data})


async def ready(chat_page: ChatPage, count: int) -> None:
    await chat_page.until("count => document.querySelectorAll('.tile-ready').length === count", count)


async def unanswered(_: object) -> None:
    """No answer comes to a request."""


async def test_what_is_picked_pasted_and_dropped_is_sent_as_one_message_with_its_caption(
    chat_page: ChatPage, served: Served, photo: Path, paper: Path
) -> None:
    page = chat_page.page
    await pick(chat_page, photo)
    await paste_picture(chat_page)
    await drag(chat_page, "dragEnter", paper)
    await page.get_by_text("Drop files here").wait_for()
    await drag(chat_page, "dragOver", paper)
    await drag(chat_page, "drop", paper)
    assert await page.get_by_text("Drop files here").count() == 0
    await ready(chat_page, 3)
    await chat_page.say(CAPTION)
    assert await page.locator(".tile").count() == 0
    mine = chat_page.mine.last
    await chat_page.until("document.querySelectorAll('.row-mine .photo img').length === 2")
    await chat_page.until("[...document.images].every(each => each.naturalWidth > 0)")
    await mine.get_by_role("img", name="Photo: boiler.jpg").wait_for()
    await mine.get_by_role("link", name="lease.pdf").wait_for()
    assert CAPTION in await mine.inner_text()
    assert [each.text for each in await served.bot.memories()] == [CAPTION]
    await chat_page.is_at_end()


async def test_the_keyboard_takes_files_out_and_what_happens_is_told(
    chat_page: ChatPage, photo: Path, paper: Path, tmp_path: Path
) -> None:
    program = tmp_path / "setup.exe"
    program.write_bytes(made.EXE)
    page = chat_page.page
    await page.route("**/api/v1/uploads", unanswered)
    await pick(chat_page, photo)
    await page.get_by_role("progressbar", name="Uploading boiler.jpg").wait_for()
    await chat_page.composer.press("Escape")
    assert await page.locator(".tile").count() == 0
    await page.unroute("**/api/v1/uploads")
    chat_page.allow_network_trouble()
    await pick(chat_page, photo, program, paper)
    await page.locator(".problem", has_text="setup.exe").wait_for()
    await ready(chat_page, 2)
    told = await page.locator("[aria-live=polite]").first.inner_text()
    for sentence in ("boiler.jpg is ready to be sent", "setup.exe can't be sent", "lease.pdf is ready to be sent"):
        assert sentence in told
    await page.get_by_role("button", name="Remove setup.exe").press("Escape")
    assert await chat_page.focused() == "Remove lease.pdf"
    await page.keyboard.press("Delete")
    assert await chat_page.focused() == "Remove boiler.jpg"
    await chat_page.composer.press("Enter")
    await chat_page.mine.get_by_role("img", name="Photo: boiler.jpg").wait_for()


async def test_files_wait_for_the_network_and_go_when_it_is_back(
    chat_page: ChatPage, served: Served, photo: Path
) -> None:
    page = chat_page.page
    chat_page.allow_network_trouble()
    await page.context.set_offline(True)
    await chat_page.shows_status("Waiting for network…")
    await pick(chat_page, photo)
    await page.get_by_text("Files wait here until you are back online").wait_for()
    await chat_page.composer.fill(CAPTION)
    await chat_page.composer.press("Enter")
    assert await chat_page.messages.count() == 0
    assert await chat_page.composer.input_value() == CAPTION
    await page.context.set_offline(False)
    await chat_page.mine.get_by_role("img", name="Photo: boiler.jpg").wait_for()
    await chat_page.theirs.wait_for()
    assert [each.text for each in await served.bot.memories()] == [CAPTION]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    chat_page: ChatPage, photo: Path, paper: Path, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    program = tmp_path / "setup.exe"
    program.write_bytes(made.EXE)
    page = chat_page.page
    chat_page.allow_network_trouble()
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await pick(chat_page, photo, paper, program)
    await page.locator(".problem").wait_for()
    await ready(chat_page, 2)
    assert await chat_page.violations() == []
    width, height = PHONE
    await page.set_viewport_size({"width": width, "height": height})
    await chat_page.settle()
    assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert await chat_page.violations() == []
