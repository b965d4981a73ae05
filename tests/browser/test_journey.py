"""What a person comes for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memory.documents import Onboarding, Person

if TYPE_CHECKING:
    from tests.browser.chat_page import ChatPage
    from tests.running import Served

SPARE_KEY = "the spare key is under the blue pot"


async def test_what_was_written_is_found_again_and_quoted_with_its_date(chat_page: ChatPage) -> None:
    await chat_page.say(SPARE_KEY)
    await chat_page.say("where's the spare key?")
    quote = chat_page.theirs.last.locator("figure")
    assert await quote.locator("blockquote").inner_text() == SPARE_KEY
    assert await quote.locator("time").get_attribute("datetime")
    assert await quote.locator("time").inner_text()


async def test_a_quote_is_opened_by_a_click_and_by_the_keyboard(chat_page: ChatPage) -> None:
    await chat_page.say("Marta is allergic to nuts")
    await chat_page.say("a red scarf would be a present for Marta")
    await chat_page.say("what is Marta allergic to?")
    asked = await chat_page.theirs.count()
    assert await chat_page.page.get_by_role("button", name="Open", exact=True).count() == 0
    await chat_page.theirs.last.locator("blockquote").first.click()
    await chat_page.theirs.nth(asked).wait_for()
    opened = await chat_page.theirs.last.locator("figure").all_inner_texts()
    assert "also about Marta" in opened[1]
    assert await chat_page.violations() == []
    await chat_page.composer.press("ArrowUp")
    # It goes back to the message that was pressed; the opened one is the newest.
    for key in ("End", "Enter", "Tab", "Enter"):
        await chat_page.page.keyboard.press(key)
    await chat_page.theirs.nth(asked + 1).wait_for()
    assert await chat_page.theirs.last.locator("blockquote").first.inner_text() != "Marta is allergic to nuts"


async def test_undo_is_still_offered_when_an_introduction_follows_the_answer(
    served: Served, chat_page: ChatPage
) -> None:
    new_here = {"$set": {"preferences.onboarding": Onboarding.NEW}}
    await Person.get_motor_collection().update_one({"_id": served.bot.owner}, new_here)
    await chat_page.send(SPARE_KEY)
    undo = chat_page.theirs.first.get_by_role("button", name="Undo")
    await chat_page.theirs.nth(1).wait_for()
    await undo.wait_for()
    before = await chat_page.theirs.count()
    await undo.click()
    await chat_page.theirs.nth(before).wait_for()
    await undo.wait_for(state="detached")
    assert await served.bot.memories() == []


async def test_undo_is_offered_under_the_newest_answer_only_and_is_answered_when_pressed(chat_page: ChatPage) -> None:
    await chat_page.say(SPARE_KEY)
    await chat_page.say("the gate code is 4417")
    undo = chat_page.page.get_by_role("button", name="Undo")
    await undo.wait_for()
    assert await undo.count() == 1
    before = await chat_page.theirs.count()
    await undo.click()
    await chat_page.theirs.nth(before).wait_for()
    assert await chat_page.mine.count() == 2


async def test_ones_own_message_ends_up_once_and_ticked(chat_page: ChatPage) -> None:
    await chat_page.say(SPARE_KEY)
    assert await chat_page.mine.count() == 1
    assert await chat_page.mine.get_by_role("img", name="Waiting to be sent").count() == 0


async def test_everything_is_there_again_after_a_reload(chat_page: ChatPage) -> None:
    await chat_page.say(SPARE_KEY)
    texts = await chat_page.page.locator("article .text").all_inner_texts()
    await chat_page.page.reload()
    await chat_page.is_online()
    await chat_page.messages.nth(len(texts) - 1).wait_for()
    assert await chat_page.page.locator("article .text").all_inner_texts() == texts


async def test_markup_in_a_message_is_shown_as_it_was_written(chat_page: ChatPage) -> None:
    text = '<img src=x onerror="document.title=1"> <b>not bold</b> &amp; <script>1</script>'
    await chat_page.say(text)
    assert await chat_page.page.locator("article :is(img, b, script)").count() == 0
    assert text in await chat_page.mine.inner_text()


async def test_a_stranger_is_told_how_to_get_in(stranger: ChatPage) -> None:
    await stranger.page.get_by_text("Open the link").wait_for()
    assert await stranger.composer.count() == 0


async def test_logging_out_leaves_nothing_in_the_browser_and_nothing_in_its_other_tabs(
    chat_page: ChatPage, other_tab: ChatPage
) -> None:
    chat_page.allow_network_trouble()
    other_tab.allow_network_trouble()
    await chat_page.say(SPARE_KEY)
    await chat_page.composer.fill("half a draft")
    await chat_page.page.get_by_role("button", name="Menu").click()
    await chat_page.page.get_by_role("button", name="Log out").click()
    await chat_page.page.get_by_role("dialog").get_by_role("button", name="Log out").click()
    for page in (chat_page.page, other_tab.page):
        await page.get_by_text("Open the link").wait_for()
        assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
    await chat_page.page.reload()
    await chat_page.page.get_by_text("Open the link").wait_for()
