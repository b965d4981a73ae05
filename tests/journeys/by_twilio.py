"""A bot behind its web server, and the Twilio account that it talks to people through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.data_folder import DataFolder
from bot.settings import Settings, load_settings
from memory.documents import PersonAddress
from tests.conftest import loaded_encoder
from tests.fakes.twilio import NUMBER, PUBLIC_URL, WHATSAPP, FakeTwilio, Sent
from tests.fakes.twilio_wire import Fields
from tests.running import PATIENCE, RunningBot, Served
from tests.webhooks.stage import MovingClock

WHATSAPP_NUMBER = WHATSAPP.removeprefix("whatsapp:")


def through(twilio: FakeTwilio, settings: Settings, more: dict[str, str]) -> Settings:
    """The settings of a bot that talks to people by WhatsApp and text message."""
    assert settings.mongodb_uri
    environment = {
        "TUCKAWAY_DATA_DIR": str(settings.data_dir),
        "TUCKAWAY_MONGODB_URI": settings.mongodb_uri.get_secret_value(),
        "TUCKAWAY_MONGODB_DATABASE": settings.mongodb_database,
        "TUCKAWAY_PUBLIC_URL": PUBLIC_URL,
        "TUCKAWAY_TWILIO_ACCOUNT_SID": twilio.sid,
        "TUCKAWAY_TWILIO_AUTH_TOKEN": twilio.token,
        "TUCKAWAY_TWILIO_API_URL": twilio.url,
        "TUCKAWAY_WHATSAPP_FROM": WHATSAPP_NUMBER,
        "TUCKAWAY_SMS_FROM": NUMBER,
        "TUCKAWAY_REGISTRATION": "open",
    }
    return load_settings(environment | more, env_file=None)


@dataclass
class Telephone:
    """Somebody's, and the bot at the other end. `whatsapp`: that is what they write by."""

    twilio: FakeTwilio
    served: Served
    clock: MovingClock
    whatsapp: bool

    async def say(self, text: str) -> str:
        """Write something; what the bot then says first."""
        return (await self.hear(self.writes(text))).body

    async def hear(self, fields: Fields) -> Sent:
        """Bring a message; what the bot then says first."""
        before = len(self.twilio.sent)
        assert await self.twilio.say(fields) == 200
        return await self.told(before)

    async def told(self, before: int) -> Sent:
        """The message that comes after so many."""
        await self.twilio.until(lambda: len(self.twilio.sent) > before, within=PATIENCE)
        return self.twilio.sent[before]

    def writes(self, text: str) -> Fields:
        """The call for a message that they write."""
        return self.twilio.whatsapp(text) if self.whatsapp else self.twilio.text(text)

    async def address(self) -> PersonAddress:
        """What the bot knows of where they write from."""
        found = await PersonAddress.get(f"{'whatsapp' if self.whatsapp else 'sms'}:{self.twilio.person}")
        assert found
        return found


@asynccontextmanager
async def telephone(settings: Settings, folder: DataFolder, *, whatsapp: bool, **more: str) -> AsyncIterator[Telephone]:
    """Somebody who writes by WhatsApp or by text message; `more` are further settings."""
    clock = MovingClock()
    async with FakeTwilio(clock) as twilio:
        chosen = through(twilio, settings, {f"TUCKAWAY_{name.upper()}": value for name, value in more.items()})
        async with RunningBot.started(chosen, folder, loaded_encoder, clock=clock) as bot, Served.of(bot) as served:
            twilio.base = served.url
            yield Telephone(twilio, served, clock, whatsapp)
