"""For everyone: by keyboard, by ear, in any light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.browser.conftest import PHONE

if TYPE_CHECKING:
    from tests.browser.chat_page import ChatPage


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_in_any_state(chat_page: ChatPage, scheme: Literal["light", "dark"]) -> None:
    await chat_page.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert await chat_page.violations() == []
    await chat_page.say("the spare key is under the blue pot https://example.org")
    await chat_page.say("where is the spare key?")
    await chat_page.send("x" * 250_001)
    await chat_page.page.get_by_text("Not sent.").wait_for()
    assert await chat_page.violations() == []
    await chat_page.page.get_by_role("button", name="Menu").click()
    assert await chat_page.violations() == []
    await chat_page.page.get_by_role("button", name="Log out").click()
    assert await chat_page.violations() == []


@pytest.mark.exchanges(30)
async def test_axe_finds_nothing_on_a_phone_with_a_long_thread(chat_page: ChatPage) -> None:
    width, height = PHONE
    await chat_page.page.set_viewport_size({"width": width, "height": height})
    await chat_page.messages.last.wait_for()
    await chat_page.scroll_by(-600)
    await chat_page.page.locator(".to-end").wait_for()
    assert await chat_page.violations() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_when_signed_out(stranger: ChatPage, scheme: Literal["light", "dark"]) -> None:
    await stranger.page.emulate_media(color_scheme=scheme)
    await stranger.page.get_by_text("Open the link").wait_for()
    assert await stranger.violations() == []


async def test_the_thread_is_one_tab_stop(chat_page: ChatPage) -> None:
    await chat_page.say("one https://example.org/one")
    await chat_page.say("two https://example.org/two")
    await chat_page.page.locator(".skip").focus()
    stops = []
    for _ in range(5):
        await chat_page.page.keyboard.press("Tab")
        stops.append(await chat_page.focused())
    assert stops == ["Menu", await _key(chat_page, -1), "Attach files", "Message", stops[4]]
    assert stops[4] not in {await _key(chat_page, index) for index in range(4)}


async def test_the_keyboard_moves_between_messages_goes_into_one_and_comes_out_again(chat_page: ChatPage) -> None:
    await chat_page.say("one https://example.org/one")
    await chat_page.say("two https://example.org/two")
    keys = [await _key(chat_page, index) for index in range(4)]
    press = chat_page.page.keyboard.press
    await chat_page.composer.press("ArrowUp")
    assert await chat_page.focused() == keys[3]
    await press("Home")
    assert await chat_page.focused() == keys[0]
    await press("Enter")
    assert await chat_page.focused() == "https://example.org/one"
    await press("Escape")
    assert await chat_page.focused() == keys[0]
    await press("ArrowDown")
    assert await chat_page.focused() == keys[1]
    await press("End")
    assert await chat_page.focused() == keys[3]
    await press("Enter")
    assert await chat_page.focused() == "Undo"
    await press("Escape")
    await press("ArrowDown")
    assert await chat_page.focused() == "Message"


@pytest.mark.exchanges(60)
async def test_a_message_keeps_the_focus_however_far_it_is_scrolled_out_of_sight(chat_page: ChatPage) -> None:
    await chat_page.messages.last.wait_for()
    await chat_page.settle()
    await chat_page.composer.press("ArrowUp")
    last = await chat_page.focused()
    await chat_page.scroll_by(-5_000)
    assert await chat_page.focused() == last
    await chat_page.page.keyboard.press("Home")
    first = await chat_page.focused()
    assert first != last
    await chat_page.settle()
    assert await chat_page.top_of(str(first)) >= 0


async def _key(chat_page: ChatPage, index: int) -> str:
    key: str = await chat_page.page.evaluate(
        "index => [...document.querySelectorAll('article')].at(index).closest('[data-key]').dataset.key", index
    )
    return key


async def test_the_skip_link_leads_to_the_message_box(chat_page: ChatPage) -> None:
    await chat_page.page.locator(".skip").focus()
    await chat_page.page.keyboard.press("Enter")
    assert await chat_page.focused() == "Message"


async def test_an_answer_is_spoken_once_by_the_one_live_region(chat_page: ChatPage) -> None:
    await chat_page.say("the spare key is under the blue pot")
    spoken = await chat_page.page.locator("[aria-live=polite] p").all_inner_texts()
    answer = (await chat_page.theirs.locator(".text").inner_text()).splitlines()[0]
    assert len(spoken) == 1
    assert answer in spoken[0]
    assert await chat_page.page.get_by_role("log").get_attribute("aria-live") == "off"


async def test_the_dialog_keeps_the_focus_inside_and_gives_it_back(chat_page: ChatPage) -> None:
    await chat_page.page.get_by_role("button", name="Menu").click()
    await chat_page.page.get_by_role("button", name="Log out").click()
    dialog = chat_page.page.get_by_role("dialog")
    assert await dialog.evaluate("element => element.contains(document.activeElement)")
    await chat_page.page.keyboard.press("Escape")
    assert await chat_page.focused() == "Menu"


async def test_pressing_undo_by_keyboard_never_leaves_the_focus_nowhere(chat_page: ChatPage) -> None:
    await chat_page.say("the spare key is under the blue pot")
    key = await _key(chat_page, -1)
    before = await chat_page.theirs.count()
    await chat_page.composer.press("ArrowUp")
    await chat_page.page.keyboard.press("Enter")
    await chat_page.page.keyboard.press("Enter")
    await chat_page.theirs.nth(before).wait_for()
    assert await chat_page.focused() == key


async def test_touch_targets_are_large_enough_for_a_finger(chat_page: ChatPage) -> None:
    session = await chat_page.page.context.new_cdp_session(chat_page.page)
    await session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    await session.send("Emulation.setEmulatedMedia", {"features": [{"name": "pointer", "value": "coarse"}]})
    await chat_page.say("the spare key is under the blue pot")
    for name in ("Undo", "Menu", "Send"):
        box = await chat_page.page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 44
