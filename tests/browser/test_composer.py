"""Writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.chat_page import ChatPage


async def test_shift_and_enter_break_the_line_and_enter_sends(chat_page: ChatPage) -> None:
    await chat_page.composer.press_sequentially("first")
    await chat_page.composer.press("Shift+Enter")
    await chat_page.composer.press_sequentially("second")
    assert await chat_page.mine.count() == 0
    await chat_page.composer.press("Enter")
    await chat_page.mine.wait_for()
    assert (await chat_page.mine.locator(".text").inner_text()).startswith("first\nsecond")
    assert await chat_page.composer.input_value() == ""


async def test_enter_that_ends_an_input_methods_composition_sends_nothing(chat_page: ChatPage) -> None:
    await chat_page.composer.focus()
    session = await chat_page.page.context.new_cdp_session(chat_page.page)
    await session.send("Input.imeSetComposition", {"text": "かぎ", "selectionStart": 2, "selectionEnd": 2})
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    await session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    await session.send("Input.insertText", {"text": "鍵"})
    assert await chat_page.mine.count() == 0
    assert await chat_page.composer.input_value() == "鍵"


@pytest.mark.exchanges(12)
async def test_the_field_grows_to_about_six_lines_and_the_end_stays_in_sight(chat_page: ChatPage) -> None:
    await chat_page.messages.last.wait_for()
    await chat_page.settle()
    one_line = await _height(chat_page)
    heights = []
    for _ in range(9):
        await chat_page.composer.press("Shift+Enter")
        heights.append(await _height(chat_page))
    assert one_line < heights[0] < heights[3]
    assert heights[-1] == heights[-2] <= one_line + 6 * 24
    await chat_page.is_at_end()


async def _height(chat_page: ChatPage) -> float:
    box = await chat_page.composer.bounding_box()
    assert box is not None
    return box["height"]


async def test_a_draft_survives_a_reload(chat_page: ChatPage) -> None:
    await chat_page.composer.fill("half a thought")
    await chat_page.page.reload()
    await chat_page.is_online()
    assert await chat_page.composer.input_value() == "half a thought"


async def test_nothing_can_be_sent_while_nothing_is_written(chat_page: ChatPage) -> None:
    await chat_page.composer.fill("  \n ")
    assert await chat_page.page.get_by_role("button", name="Send").is_disabled()
    await chat_page.composer.press("Enter")
    assert await chat_page.messages.count() == 0


async def test_a_message_that_is_refused_can_be_edited_or_deleted(chat_page: ChatPage) -> None:
    too_long = "x" * 250_001
    await chat_page.send(too_long)
    row = chat_page.mine.filter(has_text="Not sent.")
    await row.get_by_role("button", name="Edit").click()
    assert await chat_page.composer.input_value() == too_long
    await chat_page.composer.press("Enter")
    await row.get_by_role("button", name="Delete").click()
    assert await chat_page.messages.count() == 0
    assert await chat_page.focused() == "Message"


async def test_ones_own_message_is_on_the_page_before_any_answer(chat_page: ChatPage) -> None:
    await chat_page.composer.fill("at once")
    shown_after = await chat_page.page.evaluate(
        """async () => {
            const start = performance.now();
            document.querySelector('.composer').requestSubmit();
            await new Promise(requestAnimationFrame);
            await new Promise(painted => setTimeout(painted));
            const there = document.querySelector('.row-mine')?.textContent.includes('at once');
            return there ? performance.now() - start : -1;
        }"""
    )
    assert shown_after >= 0
