"""Telegram as a channel: one bot, named by its token."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram.types import BotCommand

from bot.channel import ANY_TYPE, Capabilities, Receive
from bot.channels.telegram import enclosures, files, reading, updates
from bot.channels.telegram.connections import Connections
from bot.channels.telegram.groups import Groups
from bot.channels.telegram.listening import Listener
from bot.channels.telegram.presence import Presence
from bot.channels.telegram.sending import CALL_FAILURES, Sender, verdict
from bot.channels.telegram.timing import Timing
from bot.clock import Clock
from bot.downloads import Downloads
from bot.errors import InstallationError, SettingsError
from bot.messages import Attachment, ChannelName, Envelope, Inbound, Outbound, Receipt

WEBHOOK_PATH = "/webhooks/telegram"

Menu = Mapping[str, Mapping[str, str]]
"""Commands and what they do, by the code of the language that this is said in; "" for all others."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Standing:
    """A bot as Telegram knows it: its user name, where its updates are brought, and what went wrong there last."""

    name: str
    webhook: str
    trouble: str | None


class TelegramChannel:
    """Private chats with one bot.

    Its messages come by long polling, or, where `public_url` is given, by webhook: then whoever answers there checks
    `verify`, stores `envelope(update)`, and calls `acknowledge` once it is stored.
    """

    name = ChannelName.TELEGRAM
    idempotent = False
    capabilities = Capabilities(files={ANY_TYPE: enclosures.LARGEST})

    def __init__(
        self,
        token: str,
        *,
        clock: Clock,
        webhook_secret: str | None = None,
        public_url: str | None = None,
        api_url: str | None = None,
        timing: Timing | None = None,
    ) -> None:
        """Connects to nothing yet.

        Args:
            token: as @BotFather gives it, `123456:ABC…`.
            clock: tells when a message was handed over and when a button was tapped.
            webhook_secret: what Telegram proves itself with; 1-256 of `A-Z a-z 0-9 _ -`. Needed with `public_url`.
            public_url: where this installation is reached from the internet, with https and without a path.
            api_url: a Bot API server other than Telegram's own.
            timing: how long to wait for what; as `Timing` says by default.

        Raises:
            SettingsError: the token can't be one, or the secret is missing.
        """
        if public_url and not webhook_secret:
            reason = "TUCKAWAY_TELEGRAM_WEBHOOK_SECRET is missing: write a long random word of A-Z a-z 0-9 _ -"
            raise SettingsError(reason)
        timing = timing or Timing()
        self._connections = Connections.to(api_url, timing)
        self._bot = self._connections.bot(token)
        self._files = Downloads(files.keeper(self._bot, at_home=api_url is not None))
        self._clock = clock
        self._secret = webhook_secret
        self._webhook = f"{public_url.rstrip('/')}{WEBHOOK_PATH}" if public_url else None
        self._timing = timing
        self._sender = Sender(self._bot, clock=clock, timing=timing)
        self._listening: asyncio.Task[None] | None = None
        self._presence = Presence(self._bot, timing)
        self._groups = Groups(self._bot, clock)
        self._menu: Menu = {}
        self._announcing: asyncio.Task[None] | None = None

    def offer(self, menu: Menu, in_groups: Mapping[str, str]) -> None:
        """What to say unasked, each by language, with "" for all others.

        Args:
            menu: the commands that Telegram offers beside the field for text.
            in_groups: what is said where the bot can't serve.
        """
        self._menu = menu
        self._groups.sentences = in_groups

    def verify(self, secret_header: str | None) -> bool:
        """Whether a call is Telegram's, by its X-Telegram-Bot-Api-Secret-Token; never when no secret is set."""
        if not self._secret or secret_header is None:
            return False
        return hmac.compare_digest(self._secret.encode(), secret_header.encode(errors="replace"))

    def envelope(self, update: object) -> Envelope | None:
        """What is needed to store an update (decoded JSON); None for those that no private chat is waiting on.

        A group that waits for an answer is told that there will be none.
        """
        envelope = updates.envelope(self._bot.id, update)
        if envelope is None:
            self._groups.heard(update)
        return envelope

    def read(self, raw: dict[str, Any]) -> Inbound | None:
        """What was said or done in an update; None for kinds that ask for no answer. Raises MessageUnreadable."""
        inbound = reading.read(raw, self._clock())
        if inbound is None and (chat := updates.sender(raw)):
            self._presence.answered(chat.value)
        return inbound

    async def send(self, message: Outbound) -> Receipt:
        """Hand one message over, in several parts if need be; see `Sender.send` for what each error means."""
        self._presence.answered(message.recipient.value)
        return await self._sender.send(message)

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of a file that came with a message. Raises MediaGone or MediaUnavailable."""
        return files.fetch(self._bot, self._files, attachment)

    def acknowledge(self, envelope: Envelope) -> None:
        """Show that an envelope was stored, by small signs; returns at once and never fails."""
        self._presence.stored(envelope)

    async def deep_link(self, token: str) -> str | None:
        """The address that opens a chat with the bot and hands it `token`; None when Telegram doesn't tell its name.

        Args:
            token: 1 to 64 of `A-Z a-z 0-9 _ -`; it comes back as `/start <token>`.
        """
        try:
            me = await self._bot.me()
        except CALL_FAILURES as error:
            _log.warning("Telegram does not tell the bot's name", error=type(error).__name__)
            return None
        return f"https://t.me/{me.username}?start={token}"

    async def open(self, receive: Receive) -> None:
        """Start listening, or tell Telegram where to bring updates; returns at once and tries for as long as needed."""

        async def store(envelope: Envelope) -> None:
            await receive(envelope)
            self.acknowledge(envelope)

        listener = Listener(self._bot, timing=self._timing, unpack=self.envelope, store=store)
        if self._webhook and self._secret:
            listening = listener.announce(self._webhook, self._secret)
        else:
            listening = listener.poll()
        self._listening = asyncio.create_task(listening, name="telegram")
        self._announcing = asyncio.create_task(self._announce_commands(), name="telegram menu")

    async def set_webhook(self) -> str:
        """Tell Telegram where to bring updates, once; the address.

        Raises:
            InstallationError: there is no public address, or Telegram can't be told.
        """
        if not (self._webhook and self._secret):
            raise InstallationError("Telegram fetches its messages by polling: set TUCKAWAY_PUBLIC_URL for a webhook")
        try:
            await self._bot.set_webhook(self._webhook, secret_token=self._secret, allowed_updates=list(reading.ALLOWED))
        except CALL_FAILURES as error:
            reason = getattr(error, "message", "") or type(error).__name__
            raise InstallationError(f"Telegram does not take the webhook {self._webhook}: {reason}") from None
        return self._webhook

    async def standing(self) -> Standing:
        """What Telegram says of the bot. Raises InstallationError: it does not take the token, or can't be asked."""
        try:
            me, webhook = await self._bot.me(), await self._bot.get_webhook_info()
        except CALL_FAILURES as error:
            raise InstallationError(str(verdict(error))) from None
        return Standing(me.username or "", webhook.url, webhook.last_error_message if webhook.url else None)

    async def close(self) -> None:
        """Stop listening and give up connections. A webhook stays: Telegram keeps for a day what it can't bring."""
        tasks = [task for task in (self._listening, self._announcing) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(self._presence.close(), self._groups.close(), self._files.close())
        await self._connections.end()

    async def _announce_commands(self) -> None:
        try:
            for language, commands in self._menu.items():
                menu = [BotCommand(command=name, description=told) for name, told in commands.items()]
                await self._bot.set_my_commands(menu, language_code=language or None)
        except CALL_FAILURES as error:
            _log.warning("Telegram takes no menu of commands just now", error=type(error).__name__)
