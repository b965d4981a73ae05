"""Somebody who talks to a running bot from where people do: the browser's page, or Telegram."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from bot.data_folder import DataFolder
from bot.settings import Settings, load_settings
from tests.conftest import loaded_encoder
from tests.fakes.telegram import FakeTelegram, Update
from tests.running import RunningBot, Served
from tests.scheduler.appointments import SetClock
from tests.webhooks.page import Json, Page


@dataclass(frozen=True)
class Heard:
    """An answer as it is seen: the bot's own words, the memories it repeats, and what it says of each."""

    text: str
    quotes: Sequence[str]
    labels: Sequence[str]


class Talk(Protocol):
    """One person's end of the conversation; `clock` is the bot's."""

    clock: SetClock

    async def say(self, text: str) -> Heard:
        """Write something; the answer."""

    async def open_first(self) -> Heard:
        """Open the first memory that the last answer quotes; the answer."""


class InBrowser:
    """The owner, at an open page."""

    def __init__(self, page: Page, clock: SetClock) -> None:
        self.clock = clock
        self._page = page
        self._last: Json = {}
        self._sequence = 0

    async def say(self, text: str) -> Heard:
        """Write something; the answer."""
        await self._page.send(text)
        return await self._answer(2)  # every message has a number, the answer that of the question and one

    async def open_first(self) -> Heard:
        """Press the first quote of the last answer; a press is no message, and has no number."""
        await self._page.open(self._last)
        return await self._answer(1)

    async def _answer(self, further: int) -> Heard:
        self._sequence += further
        event = await self._page.until(type="message", author="bot", sequence=self._sequence)
        message: Json = event["message"]
        self._last, quotes = message, message["quotes"]
        return Heard(message["text"], [each["text"] for each in quotes], [each["label"] for each in quotes])


class OnTelegram:
    """Somebody with a telephone."""

    def __init__(self, telegram: FakeTelegram, clock: SetClock) -> None:
        self.clock = clock
        self._telegram = telegram

    async def say(self, text: str) -> Heard:
        """Write something; the answer."""
        return await self._answer_to(self._telegram.message(text, date=int(self.clock.now.timestamp())))

    async def open_first(self) -> Heard:
        """Press the first button under the last answer that opens a memory."""
        last = self._telegram.sent[-1]
        return await self._answer_to(
            self._telegram.tap(next(tap for tap in last.taps if tap.startswith("+open:")), last)
        )

    async def _answer_to(self, update: Update) -> Heard:
        before, telegram = len(self._telegram.sent), self._telegram
        telegram.arrives(update)
        await telegram.until(lambda: len(telegram.sent) > before, within=60)
        sent = telegram.sent[before]
        return Heard(sent.text.partition("\n\n")[0], sent.marked("blockquote"), sent.marked("italic"))


@asynccontextmanager
async def in_browser(settings: Settings, folder: DataFolder, clock: SetClock) -> AsyncIterator[Talk]:
    """The owner of a bot, in the browser."""
    async with (
        RunningBot.started(settings, folder, loaded_encoder, clock=clock) as bot,
        Served.of(bot) as served,
        served.client() as client,
        Page.opened(served, client) as page,
    ):
        yield InBrowser(page, clock)


@asynccontextmanager
async def on_telegram(settings: Settings, folder: DataFolder, clock: SetClock) -> AsyncIterator[Talk]:
    """Somebody who writes to a bot on Telegram, which it polls."""
    async with (
        FakeTelegram() as telegram,
        RunningBot.started(telegram_settings(settings, telegram), folder, loaded_encoder, clock=clock),
    ):
        yield OnTelegram(telegram, clock)


def telegram_settings(settings: Settings, telegram: FakeTelegram, registration: str = "open") -> Settings:
    """The same installation with a bot on that Telegram, whose updates it fetches."""
    assert settings.mongodb_uri
    environment = {
        "TUCKAWAY_DATA_DIR": str(settings.data_dir),
        "TUCKAWAY_MONGODB_URI": settings.mongodb_uri.get_secret_value(),
        "TUCKAWAY_MONGODB_DATABASE": settings.mongodb_database,
        "TUCKAWAY_TELEGRAM_TOKEN": telegram.token,
        "TUCKAWAY_TELEGRAM_API_URL": telegram.url,
        "TUCKAWAY_REGISTRATION": registration,
    }
    return load_settings(environment, env_file=None)
