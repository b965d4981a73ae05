"""The chat as a test sees it: what a person can do on the page, and what they can read off it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from playwright.async_api import ConsoleMessage, Locator, Page

CHAT_SOURCES: Final = Path(__file__).parents[2] / "chat"
AXE: Final = CHAT_SOURCES / "node_modules" / "axe-core" / "axe.min.js"

# A wait that takes longer than this has failed; generous, for machines that do a lot at once.
PATIENCE_MS: Final = 60_000
WHEEL_MS: Final = 5_000

# The browser itself reports a request that gets no answer, or 401, as an error; the page can't keep it from that.
NETWORK_TROUBLE: Final = ("Failed to load resource", "WebSocket connection to")


class ChatPage:
    """One open page. `errors` gathers whatever the console reports; fixtures look at it when the test is over."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self._network_may_fail = False
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def allow_network_trouble(self) -> None:
        """This test takes the network or the session away, so the browser will complain."""
        self._network_may_fail = True

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message")

    @property
    def messages(self) -> Locator:
        return self.page.locator("article")

    @property
    def mine(self) -> Locator:
        return self.page.locator(".row-mine")

    @property
    def theirs(self) -> Locator:
        return self.page.locator("article.row-theirs")

    async def open(self, address: str) -> None:
        """Go there and wait until the line stands."""
        await self.page.goto(address)
        await self.is_online()

    async def until(self, condition: str, argument: object = None, patience_ms: int = PATIENCE_MS) -> None:
        """Wait for a condition in the page. Playwright's own wait evaluates strings there, which the policy forbids."""
        async with asyncio.timeout(patience_ms / 1000):
            while not await self.page.evaluate(condition, argument):
                await asyncio.sleep(0.02)

    async def is_online(self) -> None:
        await self.until("['online', 'typing…'].includes(document.querySelector('.who p')?.textContent)")

    async def shows_status(self, words: str) -> None:
        await self.page.locator(".who p", has_text=words).wait_for()

    async def send(self, text: str) -> None:
        """Write it and press Enter; returns before any answer."""
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def say(self, text: str) -> None:
        """Send it and wait for the bot's answer below it."""
        before = await self.newest_answer()
        await self.send(text)
        await self.until(
            """before => {
                const rows = [...document.querySelectorAll('article')];
                const last = rows.at(-1)?.closest('[data-key]')?.dataset.key;
                return rows.at(-1)?.matches('.row-theirs') && last !== before;
            }""",
            before,
        )

    async def newest_answer(self) -> str | None:
        """The key of the bot's newest message; None when there is none."""
        key: str | None = await self.page.evaluate(
            "[...document.querySelectorAll('article.row-theirs')].at(-1)?.closest('[data-key]').dataset.key ?? null"
        )
        return key

    async def say_many(self, count: int, text: str = "note {}, something worth keeping") -> None:
        """Make a long conversation by a socket of its own, and wait until the page has shown the last answer."""
        last: int = await self.page.evaluate(
            """async ([count, text]) => {
                const socket = new WebSocket(location.origin.replace('http', 'ws') + '/api/v1/socket');
                await new Promise(opened => { socket.onopen = opened; });
                let answers = 0;
                const last = new Promise(resolve => {
                    socket.onmessage = ({ data }) => {
                        const { type, message } = JSON.parse(data);
                        if (type === 'message' && message.author === 'bot' && ++answers >= count) {
                            resolve(message.sequence);
                        }
                    };
                });
                for (let i = 0; i < count; i += 1) {
                    const said = text.replace('{}', String(i));
                    socket.send(JSON.stringify({ type: 'send', client_id: crypto.randomUUID(), text: said }));
                }
                const sequence = await last;
                socket.close();
                return sequence;
            }""",
            arg=[count, text],
        )
        await self.until("sequence => Number(localStorage.getItem('tuckaway.read')) >= sequence", last)

    async def distance_from_end(self) -> float:
        """How many pixels of the thread are below what is in sight."""
        distance: float = await self.page.evaluate(
            "(box => box.scrollHeight - box.scrollTop - box.clientHeight)(document.querySelector('.scroller'))"
        )
        return distance

    async def is_at_end(self) -> None:
        await self.until(
            "(box => box.scrollHeight - box.scrollTop - box.clientHeight <= 1)(document.querySelector('.scroller'))"
        )

    async def scroll_by(self, pixels: int) -> None:
        """Turn the wheel over the thread, and wait until it has come to rest."""
        box = "(box => [box.scrollTop, box.scrollHeight - box.clientHeight])(document.querySelector('.scroller'))"
        before, end = await self.page.evaluate(box)
        await self.page.locator(".scroller").hover()
        await self.page.mouse.wheel(0, pixels)
        # The wheel is turned before the page hears of it; without this, what has not begun to move looks settled.
        if min(max(before + pixels, 0), end) != before:
            moved = "before => document.querySelector('.scroller').scrollTop !== before"
            try:
                await self.until(moved, before, WHEEL_MS)
            except TimeoutError:
                # A busy browser now and then drops a turn, and whoever turned it does so again.
                await self.page.mouse.wheel(0, pixels)
                await self.until(moved, before)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing in the thread has moved for a while."""
        await self.page.evaluate(
            """async () => {
                const box = document.querySelector('.scroller');
                const places = () => [...document.querySelectorAll('.place')].map(place => place.style.transform);
                const look = () => `${box.scrollTop} ${places()}`;
                for (let still = 0, before = look(); still < 12; before = look()) {
                    await new Promise(requestAnimationFrame);
                    still = look() === before ? still + 1 : 0;
                }
            }"""
        )

    async def top_of_visible(self) -> dict[str, Any]:
        """The topmost message that is wholly in sight: its key, and how far below the thread's edge it is."""
        found: dict[str, Any] = await self.page.evaluate(
            """() => {
                const edge = document.querySelector('.scroller').getBoundingClientRect().top;
                for (const row of document.querySelectorAll('article')) {
                    const top = row.getBoundingClientRect().top - edge;
                    if (top >= 0) return { key: row.closest('[data-key]').dataset.key, top };
                }
            }"""
        )
        return found

    async def top_of(self, key: str) -> float:
        top: float = await self.page.evaluate(
            """key => document.querySelector(`[data-key="${key}"] article`).getBoundingClientRect().top
                - document.querySelector('.scroller').getBoundingClientRect().top""",
            key,
        )
        return top

    async def focused(self) -> str | None:
        """What has the focus: a message's label, or the name or id of a control."""
        name: str | None = await self.page.evaluate(
            """(e => e.tagName === 'ARTICLE' ? e.closest('[data-key]').dataset.key
                : e.getAttribute('aria-label') ?? (e.textContent || e.id))(document.activeElement)"""
        )
        return name

    async def violations(self) -> list[str]:
        """What axe finds wrong, one line each. Called through the debugger, so the page's policy stays strict."""
        if not AXE.is_file():
            pytest.skip("axe is not installed: run `npm ci` in chat/")
        await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = await self.page.evaluate("axe.run().then(result => result.violations)")
        return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]

    def _heard(self, message: ConsoleMessage) -> None:
        expected = self._network_may_fail and message.text.startswith(NETWORK_TROUBLE)
        if message.type in {"error", "warning"} and not expected:
            self.errors.append(message.text)
