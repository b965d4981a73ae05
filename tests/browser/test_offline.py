"""Without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.chat_page import ChatPage


@pytest.fixture
async def tunnel(chat_page: ChatPage) -> ChatPage:
    """A chat with something in it, on a device that has just lost its network."""
    chat_page.allow_network_trouble()
    await chat_page.say("the spare key is under the blue pot")
    await chat_page.until("navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')")
    await chat_page.until("(localStorage.getItem('tuckaway.recent') ?? '').includes('blue pot')")
    await chat_page.page.context.set_offline(True)
    await chat_page.shows_status("Waiting for network…")
    return chat_page


async def test_what_is_written_waits_with_a_clock_and_is_sent_once_when_the_network_returns(tunnel: ChatPage) -> None:
    await tunnel.send("written in a tunnel")
    await tunnel.mine.last.get_by_role("img", name="Waiting to be sent").wait_for()
    answers = await tunnel.theirs.count()
    await tunnel.page.context.set_offline(False)
    await tunnel.is_online()
    await tunnel.theirs.nth(answers).wait_for()
    assert await tunnel.mine.filter(has_text="written in a tunnel").count() == 1


async def test_a_reload_still_shows_the_thread_the_queue_and_the_draft(tunnel: ChatPage) -> None:
    await tunnel.send("written in a tunnel")
    await tunnel.send("and a second one")
    await tunnel.composer.fill("half-written draft")
    await tunnel.page.reload()
    await tunnel.mine.nth(2).wait_for()
    texts = await tunnel.mine.locator(".text").all_inner_texts()
    expected = ["the spare key is under the blue pot", "written in a tunnel", "and a second one"]
    assert [text.splitlines()[0] for text in texts] == expected
    assert await tunnel.composer.input_value() == "half-written draft"
    answers = await tunnel.theirs.count()
    await tunnel.page.context.set_offline(False)
    await tunnel.is_online()
    await tunnel.theirs.nth(answers + 1).wait_for()
    assert await tunnel.mine.count() == 3


async def test_what_was_missed_comes_when_the_network_returns(tunnel: ChatPage, other_browser: ChatPage) -> None:
    await other_browser.say("written on the phone")
    await tunnel.page.context.set_offline(False)
    await tunnel.mine.filter(has_text="written on the phone").wait_for()


async def test_another_tab_shows_what_waits_in_this_one(tunnel: ChatPage) -> None:
    other = await tunnel.page.context.new_page()
    await other.goto(tunnel.page.url)
    await tunnel.send("written in a tunnel")
    await other.get_by_text("written in a tunnel").wait_for()
