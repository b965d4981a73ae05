"""Connections to Telegram's servers, or to a Bot API server of one's own."""

from typing import Final, Self

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiogram.methods import Response
from aiogram.types import Message
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientSession, ClientTimeout
from typing_extensions import override

from bot.channels.telegram.timing import Timing
from bot.errors import SettingsError

# pydantic forgets such types once nobody holds them, and makes them anew for the next answer, in milliseconds each.
KEPT: Final = (Response[Message], Response[bool])


class Connections(AiohttpSession):
    """They stay closed once they were ended: aiogram's own are opened anew by the next call, and closed by nobody."""

    _ended = False

    @classmethod
    def to(cls, api_url: str | None, timing: Timing) -> Self:
        """Connections to a Bot API server of one's own, or to Telegram's."""
        return cls(
            api=TelegramAPIServer.from_base(api_url) if api_url else PRODUCTION,
            # aiogram hands this on to aiohttp as it is. A bare number would leave connecting without a limit of its
            # own, and a connection that never stood is the one failure after which it is safe to send again.
            timeout=ClientTimeout(total=timing.request, connect=timing.connect),
        )

    def bot(self, token: str) -> Bot:
        """The bot of this token. Raises SettingsError: it can't be one."""
        try:
            return Bot(token, session=self)
        except TokenValidationError:
            reason = "TUCKAWAY_TELEGRAM_TOKEN is not a bot token: copy it from @BotFather, it looks like 123456:ABC…"
            raise SettingsError(reason) from None

    @override
    async def create_session(self) -> ClientSession:
        """What the next call is made with. Raises AiogramError: no more are made."""
        if self._ended:
            raise AiogramError("the bot has been closed")
        return await super().create_session()

    async def end(self) -> None:
        """Give them up for good. `close` can't be that: aiogram calls it before it opens a first one, too."""
        self._ended = True
        await self.close()
