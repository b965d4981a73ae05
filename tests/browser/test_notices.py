"""A push reaches the real browser: it shows a notice, and pressing that opens the chat at the message."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

    from tests.browser.chat_page import ChatPage

NOTICES = """async () => (await self.registration.getNotifications())
    .map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, data }))"""
WINDOWS = "async () => (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).length"


class Worker:
    """The chat's service worker, seen through the debugger as if a push service spoke to it."""

    def __init__(self, page: ChatPage, debugger: CDPSession, registration: str, origin: str) -> None:
        self._page = page
        self._debugger = debugger
        self._registration = registration
        self._origin = origin

    @classmethod
    async def of(cls, chat: ChatPage, origin: str) -> Worker:
        page = chat.page
        await page.context.grant_permissions(["notifications"], origin=origin)
        debugger = await page.context.new_cdp_session(page)
        found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def updated(event: dict[str, Any]) -> None:
            for each in event["registrations"]:
                if each["scopeURL"].startswith(origin) and not found.done():
                    found.set_result(each["registrationId"])

        debugger.on("ServiceWorker.workerRegistrationUpdated", updated)
        await debugger.send("ServiceWorker.enable")
        await chat.until("navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')")
        return cls(chat, debugger, await found, origin)

    async def push(self, data: str) -> None:
        await self._debugger.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self._origin, "registrationId": self._registration, "data": data},
        )

    async def notices(self) -> list[dict[str, Any]]:
        (worker,) = self._page.page.context.service_workers
        shown: list[dict[str, Any]] = await worker.evaluate(NOTICES)
        return shown

    async def shows(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(60):
            while len(shown := await self.notices()) < count:
                await asyncio.sleep(0.05)
        return shown


@pytest.fixture
async def worker(chat_page: ChatPage, chat_url: str) -> Worker:
    return await Worker.of(chat_page, chat_url.rstrip("/"))


def notice(sequence: int, tag: str = "reminder:1") -> str:
    shown = {"title": "Tuckaway", "body": "⏰ call Ana", "tag": tag, "lang": "pt", "sequence": sequence}
    return json.dumps(shown, ensure_ascii=False)


async def looks_away(chat: ChatPage) -> None:
    """The chat is closed, and the worker knows: whoever has it open and in front is shown nothing."""
    await chat.page.goto("about:blank")
    (worker,) = chat.page.context.service_workers
    async with asyncio.timeout(60):
        while await worker.evaluate(WINDOWS):
            await asyncio.sleep(0.02)


async def test_a_push_is_shown_when_nobody_looks_and_again_in_place_of_the_first(
    chat_page: ChatPage, worker: Worker
) -> None:
    await looks_away(chat_page)
    await worker.push(notice(7))
    expected = {"title": "Tuckaway", "body": "⏰ call Ana", "tag": "reminder:1", "lang": "pt", "data": {"sequence": 7}}
    assert await worker.shows(1) == [expected]
    await worker.push(notice(8))
    await worker.push(notice(9, tag="reminder:2"))
    async with asyncio.timeout(60):
        while {each["data"]["sequence"] for each in await worker.notices()} != {8, 9}:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("data", ["", "not json", "[]", "null", '{"title": 3}', '{"title": "x"}'])
async def test_what_makes_no_sense_is_shown_as_something_all_the_same(
    chat_page: ChatPage, worker: Worker, data: str
) -> None:
    await looks_away(chat_page)
    await worker.push(data)
    assert [each["title"] for each in await worker.shows(1)] == ["Tuckaway"]


async def test_who_is_looking_at_the_chat_is_shown_nothing_beside_it(chat_page: ChatPage, worker: Worker) -> None:
    await chat_page.page.bring_to_front()
    await chat_page.until("document.hasFocus()")
    await worker.push(notice(7))
    await looks_away(chat_page)
    await worker.push(notice(8))
    assert [each["data"]["sequence"] for each in await worker.shows(1)] == [8]


@pytest.mark.exchanges(60)
async def test_a_link_to_a_message_far_back_opens_the_chat_at_it(chat_page: ChatPage, chat_url: str) -> None:
    await chat_page.page.goto("about:blank")
    await chat_page.open(f"{chat_url}#message=3")
    await chat_page.page.locator("article", has_text="note 3, something worth keeping").wait_for()
    assert await chat_page.page.evaluate("location.hash") == ""


@pytest.mark.exchanges(60)
async def test_pressing_a_notice_brings_the_open_page_to_its_message(chat_page: ChatPage) -> None:
    message = {"type": "open", "sequence": 5}
    tell = "message => navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: message }))"
    await chat_page.page.evaluate(tell, message)
    await chat_page.page.locator("article", has_text="note 5, something worth keeping").wait_for()


async def test_notifications_are_never_asked_for_until_somebody_presses_for_them(chat_page: ChatPage) -> None:
    assert await chat_page.page.evaluate("Notification.permission") != "granted"
    await chat_page.page.get_by_role("button", name="Menu").click()
    button = chat_page.page.locator("#menu").get_by_text("otif")
    await button.wait_for()
    assert await chat_page.violations() == []
