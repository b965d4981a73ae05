"""A real browser looking at the running bot. `login_link`, a fresh single-use link for a fresh person, is the bot's."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest

from tests.browser.chat_page import PATIENCE_MS, ChatPage
from tests.running import Served

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP: Final = (1440, 900)
PHONE: Final = (390, 844)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, as the system has it or as Playwright brought it."""
    if os.environ.get("TUCKAWAY_TEST_REQUIRE_BROWSER"):
        import playwright.async_api as driver
    else:
        driver = pytest.importorskip("playwright.async_api", reason="the browser tests need `uv sync --group browser`")
    async with driver.async_playwright() as playwright:
        system = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser: Browser = await playwright.chromium.launch(executable_path=system, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def chat_url(login_link: str) -> str:
    """Where the chat is, without the way in."""
    parts = urlsplit(login_link)
    return f"{parts.scheme}://{parts.netloc}/"


@asynccontextmanager
async def _opened(context: BrowserContext) -> AsyncIterator[ChatPage]:
    """A page whose console must have stayed silent when it is closed."""
    context.set_default_timeout(PATIENCE_MS)
    page: Page = await context.new_page()
    chat_page = ChatPage(page)
    yield chat_page
    assert chat_page.errors == []


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser of one person: cookies and storage of its own, shared by its tabs."""
    width, height = DESKTOP
    context = await browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    yield context
    await context.close()


@pytest.fixture
async def way_in(request: pytest.FixtureRequest, served: Served, login_link: str) -> str:
    """A login link to a chat with a past: `@pytest.mark.exchanges(n)` asks for n messages and their answers."""
    if marker := request.node.get_closest_marker("exchanges"):
        await served.bot.has_talked(*marker.args)
    return login_link


@pytest.fixture
async def chat_page(context: BrowserContext, way_in: str) -> AsyncIterator[ChatPage]:
    """The chat, logged in and online."""
    async with _opened(context) as chat_page:
        await chat_page.open(way_in)
        yield chat_page


@pytest.fixture
async def other_tab(context: BrowserContext, chat_page: ChatPage) -> AsyncIterator[ChatPage]:
    """A second tab of the same browser."""
    async with _opened(context) as other:
        await other.open(chat_page.page.url)
        # A hidden tab counts as not looked at; both are to be looked at here.
        await chat_page.page.bring_to_front()
        yield other


@pytest.fixture
async def other_browser(browser: Browser, chat_page: ChatPage) -> AsyncIterator[ChatPage]:
    """The same person on another device, with a session of its own in all but the cookie."""
    cookies = await chat_page.page.context.storage_state()
    context = await browser.new_context(locale="en-GB", storage_state={**cookies, "origins": []})
    async with _opened(context) as other:
        await other.open(chat_page.page.url)
        yield other
    await context.close()


@pytest.fixture
async def stranger(browser: Browser, chat_url: str) -> AsyncIterator[ChatPage]:
    """A page of somebody who was never let in."""
    context = await browser.new_context(locale="en-GB")
    async with _opened(context) as chat_page:
        chat_page.allow_network_trouble()
        await chat_page.page.goto(chat_url)
        yield chat_page
    await context.close()
