"""Somebody's telephone, whichever of the channels they use: what they do with it, and what they see."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Protocol

from typing_extensions import override

from bot.data_folder import DataFolder
from bot.settings import Settings
from tests.conftest import loaded_encoder
from tests.fakes.telegram import FakeTelegram, Update
from tests.fakes.twilio import FakeTwilio
from tests.fakes.twilio_wire import Fields
from tests.journeys.by_twilio import telephone
from tests.journeys.talks import telegram_settings
from tests.memory.media.made import photo
from tests.running import PATIENCE, RunningBot
from tests.webhooks.stage import MovingClock


class Line(Protocol):
    """One telephone, and the bot's clock."""

    clock: MovingClock

    @property
    def address(self) -> str:
        """What the bot calls it."""

    def seen(self) -> list[str]:
        """Every message of the bot's that was shown here, oldest first."""

    async def say(self, text: str) -> str:
        """Write something; what the bot then says first."""

    async def show(self, caption: str) -> str:
        """Send a photo; what the bot then says first."""

    async def connect(self, desk: RunningBot) -> None:
        """Let the owner, at their desk, link this telephone."""

    async def leave(self) -> None:
        """Let the bot reach this telephone no more."""

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to become true."""


@dataclass
class TelegramLine:
    """A telephone with Telegram, which the bot polls."""

    telegram: FakeTelegram
    clock: MovingClock

    @property
    def address(self) -> str:
        """What the bot calls it."""
        return f"telegram:{self.telegram.person}"

    def seen(self) -> list[str]:
        """Every message of the bot's."""
        return self.telegram.sent_texts

    async def say(self, text: str) -> str:
        """Write something; the answer."""
        return await self._answer_to(self.telegram.message(text, date=self._now()))

    async def show(self, caption: str) -> str:
        """Send a photo; the answer."""
        self.telegram.files["AgAC1"] = photo()
        sizes = [{"file_id": "AgAC1", "file_unique_id": "AQAD1", "width": 90, "height": 51}]
        update = self.telegram.message("", date=self._now(), photo=sizes, caption=caption)
        del update["message"]["text"]
        return await self._answer_to(update)

    async def connect(self, desk: RunningBot) -> None:
        """Open the link that the owner is given."""
        offered = await desk.say("connect Telegram")
        await self.say(f"/start {offered.text.rpartition('start=')[2]}")

    async def leave(self) -> None:
        """Block it."""
        self.telegram.block()
        self.telegram.arrives(self.telegram.standing("kicked"))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to become true."""
        await self.telegram.until(condition, within=PATIENCE)

    async def _answer_to(self, update: Update) -> str:
        before = len(self.seen())
        self.telegram.arrives(update)
        await self.until(lambda: len(self.seen()) > before)
        return self.seen()[before]

    def _now(self) -> int:
        return int(self.clock().timestamp())


@dataclass
class TextLine:
    """A telephone with text messages, which Twilio brings."""

    twilio: FakeTwilio
    clock: MovingClock
    name: ClassVar = "sms"

    @property
    def address(self) -> str:
        """What the bot calls it."""
        return f"{self.name}:{self.twilio.person}"

    def seen(self) -> list[str]:
        """Every message of the bot's, as far as it arrived and has words: a file comes without."""
        return [each for each in self.twilio.texts if each]

    async def say(self, text: str) -> str:
        """Write something; the answer."""
        return await self._answer_to(self.writes(text))

    async def show(self, caption: str) -> str:
        """Send a photo; the answer."""
        return await self._answer_to(self.twilio.with_file(self.writes(caption), "image/jpeg", photo()))

    async def connect(self, desk: RunningBot) -> None:
        """Let the owner type the code that comes here."""
        before = len(self.seen())
        await desk.say(f"link my {self.name} {self.twilio.person}")
        await self.until(lambda: len(self.seen()) > before)
        code = re.search(r"\b\d{6}\b", self.seen()[-1])
        assert code
        await desk.say(code[0])
        await self.until(lambda: len(self.seen()) > before + 1)

    async def leave(self) -> None:
        """Opt out."""
        await self.twilio.say(self.writes("STOP"))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to become true."""
        await self.twilio.until(condition, within=PATIENCE)

    def writes(self, text: str) -> Fields:
        """The call that brings a message."""
        return self.twilio.text(text)

    async def _answer_to(self, fields: Fields) -> str:
        before = len(self.seen())
        assert await self.twilio.say(fields) == 200
        await self.until(lambda: len(self.seen()) > before)
        return self.seen()[before]


class WhatsAppLine(TextLine):
    """A telephone with WhatsApp, which Twilio brings; a business may write only within a day of being written to."""

    name: ClassVar = "whatsapp"

    @override
    def writes(self, text: str) -> Fields:
        return self.twilio.whatsapp(text)

    @override
    async def leave(self) -> None:
        """Be silent for longer than a day."""
        self.clock.offset += timedelta(hours=25)


@asynccontextmanager
async def on_telegram(settings: Settings, folder: DataFolder) -> AsyncIterator[tuple[RunningBot, Line]]:
    """A bot that takes nobody without an invitation, and a telephone that it doesn't know."""
    clock = MovingClock()
    async with FakeTelegram() as telegram:
        chosen = telegram_settings(settings, telegram, registration="invite")
        async with RunningBot.started(chosen, folder, loaded_encoder, clock=clock) as bot:
            yield bot, TelegramLine(telegram, clock)


@asynccontextmanager
async def by_twilio(
    settings: Settings, folder: DataFolder, kind: type[TextLine]
) -> AsyncIterator[tuple[RunningBot, Line]]:
    """The same, for the channels that go through Twilio."""
    whatsapp = kind is WhatsAppLine
    async with telephone(settings, folder, whatsapp=whatsapp, registration="invite") as phone:
        yield phone.served.bot, kind(phone.twilio, phone.clock)
