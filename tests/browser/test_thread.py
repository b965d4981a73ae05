"""How the thread behaves while one reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import PHONE

if TYPE_CHECKING:
    from tests.browser.chat_page import ChatPage

# Longer than the first page of a thread (100 messages), and much longer than the screen.
long = pytest.mark.exchanges(90)


@pytest.fixture
async def long_thread(chat_page: ChatPage) -> ChatPage:
    await chat_page.messages.last.wait_for()
    await chat_page.settle()
    return chat_page


@long
async def test_the_thread_opens_exactly_at_its_end(long_thread: ChatPage) -> None:
    assert await long_thread.distance_from_end() <= 1


async def test_what_pours_in_while_one_looks_on_is_followed_and_read(chat_page: ChatPage) -> None:
    await chat_page.say_many(30)
    await chat_page.settle()
    assert await chat_page.distance_from_end() <= 1
    assert await chat_page.page.locator(".unread").count() == 0


@long
async def test_earlier_messages_load_without_moving_what_is_in_sight(long_thread: ChatPage) -> None:
    page = long_thread.page
    first_here = await _first_key(long_thread)
    asked = []
    page.on("response", lambda response: asked.append(response.url) if "before=" in response.url else None)
    moved = []
    while not asked:
        await long_thread.scroll_by(-300)
        seen = await long_thread.top_of_visible()
        await long_thread.settle()
        moved.append(abs(await long_thread.top_of(seen["key"]) - seen["top"]))
    await long_thread.scroll_by(-2_000)
    await long_thread.settle()
    assert max(moved) <= 1
    assert await page.locator(f'[data-key="{first_here}"] .day').count() == 0


async def _first_key(chat: ChatPage) -> str:
    """The key of the first message of the first page: the one that used to lose its date to the page before it."""
    key: str = await chat.page.evaluate(
        """async () => {
            const page = await (await fetch('/api/v1/messages?limit=100')).json();
            return page.items[0].client_id ?? page.items[0].id;
        }"""
    )
    return key


async def test_the_end_stays_in_sight_while_the_bot_writes_and_answers(chat_page: ChatPage) -> None:
    for number in range(12):
        await chat_page.say(f"note {number}\nof two lines")
        await chat_page.settle()
        assert await chat_page.distance_from_end() <= 1


@long
async def test_sending_while_scrolled_far_up_goes_to_the_end(long_thread: ChatPage) -> None:
    await long_thread.scroll_by(-4_000)
    assert await long_thread.distance_from_end() > 1_000
    await long_thread.send("back to the end")
    await long_thread.is_at_end()
    # The rows of the place it has gone to are drawn a frame later.
    await long_thread.mine.filter(has_text="back to the end").wait_for()
    await long_thread.theirs.last.wait_for()
    await long_thread.settle()
    assert await long_thread.distance_from_end() <= 1


@long
async def test_what_arrives_while_reading_history_moves_nothing_and_only_the_bots_messages_are_counted(
    long_thread: ChatPage, other_tab: ChatPage
) -> None:
    await long_thread.scroll_by(-2_000)
    seen = await long_thread.top_of_visible()
    await other_tab.say("from the other tab")
    await long_thread.page.get_by_role("button", name="Go to the newest message, 1 unread").wait_for()
    await long_thread.settle()
    assert abs(await long_thread.top_of(seen["key"]) - seen["top"]) <= 1


@long
async def test_the_button_leads_back_to_the_end_and_what_is_there_is_read(
    long_thread: ChatPage, other_tab: ChatPage
) -> None:
    await long_thread.scroll_by(-2_000)
    await other_tab.say("from the other tab")
    await long_thread.page.get_by_role("button", name="1 unread").click()
    await long_thread.is_at_end()
    await long_thread.page.locator(".to-end").wait_for(state="detached")
    await long_thread.until("document.title === 'Tuckaway'")


@long
async def test_the_divider_survives_a_reload_and_goes_when_one_writes(
    long_thread: ChatPage, other_tab: ChatPage
) -> None:
    await long_thread.scroll_by(-2_000)
    await other_tab.say("from the other tab")
    await long_thread.page.get_by_role("button", name="1 unread").wait_for()
    await other_tab.page.close()
    await long_thread.page.reload()
    divider = long_thread.page.get_by_text("1 unread message")
    await divider.wait_for()
    await long_thread.say("seen")
    assert await divider.count() == 0


@long
async def test_a_long_thread_keeps_few_nodes(long_thread: ChatPage) -> None:
    for _ in range(6):
        await long_thread.scroll_by(-2_000)
    assert await long_thread.page.evaluate("document.querySelectorAll('*').length") < 1_500


@long
async def test_the_day_is_named_once_at_its_beginning(long_thread: ChatPage) -> None:
    for _ in range(8):
        await long_thread.scroll_by(-4_000)
    days = await long_thread.page.locator(".day h2").all_inner_texts()
    assert days == ["Today"]


async def test_the_time_never_lies_over_the_text(chat_page: ChatPage) -> None:
    texts = [
        "hello שלום",
        "שלום hello עולם",
        "المفتاح تحت الأصيص الأزرق",
        "a line that is nearly as wide as it may be before the time has to go on a line of its own " * 2,
        "short",
        "👍",
    ]
    for text in texts:
        await chat_page.say(text)
    overlaps = await chat_page.page.evaluate(
        """() => [...document.querySelectorAll('.bubble')].flatMap(bubble => {
            const text = bubble.querySelector('.text'), time = bubble.querySelector('.meta').getBoundingClientRect();
            const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), rects = [];
            for (let node; node = walk.nextNode();) {
                if (node.parentElement.closest('.meta')) continue;
                const range = document.createRange();
                range.selectNodeContents(node);
                rects.push(...range.getClientRects());
            }
            const inside = bubble.getBoundingClientRect();
            const over = rects.some(r => r.left < time.right && r.right > time.left && r.top + 3 < time.bottom - 3
                && r.bottom - 3 > time.top + 3);
            const out = time.right > inside.right || time.left < inside.left || time.bottom > inside.bottom;
            return over || out ? [text.textContent] : [];
        })"""
    )
    assert overlaps == []


@pytest.mark.parametrize("width", [320, PHONE[0]])
async def test_long_words_and_addresses_wrap_on_a_narrow_screen(chat_page: ChatPage, width: int) -> None:
    await chat_page.page.set_viewport_size({"width": width, "height": 600})
    await chat_page.say("Donaudampfschifffahrtsgesellschaft" * 6)
    await chat_page.say("https://example.org/" + "a" * 300)
    wider = await chat_page.page.evaluate(
        """['html', '.scroller', '.bar', '.composer'].filter(name => {
            const element = document.querySelector(name);
            return element.scrollWidth > element.clientWidth;
        })"""
    )
    assert wider == []


async def test_one_to_three_emoji_alone_are_large(chat_page: ChatPage) -> None:
    await chat_page.say("👨‍👩‍👧‍👦🎉")
    assert await chat_page.mine.locator(".bubble-large").count() == 1
    await chat_page.say("🎉 at eight")
    assert await chat_page.mine.locator(".bubble-large").count() == 1


async def test_only_the_first_bubble_of_a_run_has_a_tail(chat_page: ChatPage) -> None:
    await chat_page.composer.fill("one")
    await chat_page.composer.press("Enter")
    await chat_page.composer.fill("two")
    await chat_page.composer.press("Enter")
    await chat_page.theirs.nth(1).wait_for()
    rows = chat_page.messages
    authors = [await rows.nth(i).get_attribute("class") or "" for i in range(await rows.count())]
    for before, row in zip(["", *authors], authors, strict=False):
        starts = before.split()[1:2] != row.split()[1:2]
        assert ("row-first" in row) == starts
