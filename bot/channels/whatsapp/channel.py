"""WhatsApp as a channel: one sender, its calls and its answers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import structlog
from typing_extensions import override

from bot.channel import Capabilities
from bot.channels.whatsapp.rendering import numbered, parts, words
from bot.channels.whatsapp.templates import Templates
from bot.clock import Clock
from bot.errors import RecipientGone, SendRefused, WindowClosed
from bot.messages import (
    Action,
    ChannelName,
    Enclosure,
    Envelope,
    Outbound,
    Receipt,
)
from bot.twilio import reading
from bot.twilio.channel import ThroughTwilio
from bot.twilio.line import UNTAGGED, Line, Login, Tag
from bot.twilio.timing import Timing

OFFICE: Final = ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
WINDOW_HOURS: Final = 24
"""Hours after a person's last message in which they may be written to freely.

Source: twilio.com/docs/whatsapp/key-concepts#customer-service-windows.
"""

MEGABYTE: Final = 1024 * 1024
FILES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("image/jpeg", "image/png"), 5 * MEGABYTE),
    **dict.fromkeys(("audio/ogg", "audio/mpeg", "audio/aac", "audio/amr"), 16 * MEGABYTE),
    **dict.fromkeys(("video/mp4", "application/pdf"), 16 * MEGABYTE),
    **dict.fromkeys((f"application/vnd.openxmlformats-officedocument.{each}" for each in OFFICE), 16 * MEGABYTE),
}
"""Bytes of a file by its type. Source: twilio.com/docs/whatsapp/guidance-whatsapp-media-messages."""

UNASKED: Final = frozenset({"letter", "unlogged", "reminder", "digest"})
"""How the keys of messages begin that answer nobody at their address."""

MARGIN: Final = timedelta(minutes=1)
"""The window counts as closed so long before it is: a message may wait at Twilio."""


_log = structlog.get_logger(__name__)


class WhatsAppChannel(ThroughTwilio):
    """Talks with people by one WhatsApp sender of a Twilio account.

    Its calls come by webhook: whoever answers there checks `proven`, stores `envelope(fields)`, and calls `acknowledge`
    once it is stored. What Twilio could not bring comes from its list of messages.
    """

    name = ChannelName.WHATSAPP

    def __init__(
        self,
        login: Login,
        sender: str,
        *,
        clock: Clock,
        templates: Templates | None = None,
        timing: Timing | None = None,
    ) -> None:
        """Connects to nothing yet.

        Args:
            login: the account.
            sender: the number of the WhatsApp sender, `+15551234567`.
            clock: the time.
            templates: what may be sent after the window has closed, and with buttons.
            timing: how long to wait for what.
        """
        own = f"{reading.WHATSAPP}{sender}"
        super().__init__(Line(login, self.name, own=own, clock=clock, timing=timing), clock)
        self._templates = templates or Templates()
        self.capabilities = Capabilities(
            buttons=bool(self._templates.buttons),
            # Twilio fetches them from us.
            files=FILES if login.public_url else {},
            ticks=True,
            window=WINDOW_HOURS,
            numbered=True,
        )

    @override
    def acknowledge(self, envelope: Envelope) -> None:
        """Let the sender see that it was read and is being answered; returns at once and never fails."""
        super().acknowledge(envelope)
        self._line.show_typing(envelope)

    async def send(self, message: Outbound) -> Receipt:
        """Hand one message over: freely while the window is open, by template after that.

        Raises:
            WindowClosed: the window is closed, and no template may carry it.
            RecipientGone, SendRefused, SendPostponed, SendUncertain: as Twilio's answer says.
        """
        if not (words(message.reply) or message.reply.actions):
            raise SendRefused("the reply has no words to show")
        if not self._open(message):
            return await self._by_template(message)
        try:
            return await self._freely(message)
        except WindowClosed:
            # It was not known when they were heard last, or Twilio's clock has the last word.
            return await self._by_template(message)

    async def find(self, message: Outbound) -> Sequence[Receipt]:
        """What Twilio took that may be a message whose sending broke off.

        Raises:
            SendPostponed: Twilio can't be asked just now.
        """
        *_, last = parts(_whole(words(message.reply), message.reply.actions)) or [""]
        return await self._line.find(self._to(message), last, message.at)

    def _open(self, message: Outbound) -> bool:
        if message.heard_at is not None:
            return self._clock() < message.heard_at + timedelta(hours=WINDOW_HOURS) - MARGIN
        # Whoever is answered has just written. From a number that was linked elsewhere perhaps nobody ever did, and
        # Twilio would take it all the same, so that what a template could have carried is lost.
        return message.key.partition(":")[0] not in UNASKED or self._templates.outside(message, "") is None

    async def _freely(self, message: Outbound) -> Receipt:
        """The files first, each a message of its own, then the words: what is known of the last is known of all."""
        sent = 0
        for enclosure in message.enclosures:
            sent += await self._file(message, enclosure, later=sent > 0)
        reply = (message if sent == len(message.enclosures) else message.telling_elsewhere()).reply
        text, actions = words(reply), reply.actions
        if actions and (buttons := self._templates.with_buttons(text, actions)):
            return self._line.receipt(await self._part(message, buttons, later=sent > 0, tag=_key(message)))
        *first, last = parts(_whole(text, actions))
        for number, part in enumerate(first, start=sent):
            await self._part(message, {"body": part}, later=number > 0)
        later = bool(first or sent)
        return self._line.receipt(await self._part(message, {"body": last}, later=later, tag=_key(message)))

    async def _part(self, message: Outbound, fields: Mapping[str, Any], *, later: bool, tag: Tag = UNTAGGED) -> str:
        """Once the first part has arrived, the message as a whole may not be sent again."""
        post = self._line.post_later_part if later else self._line.post
        return await post(self._to(message), fields, tag=tag)

    async def _file(self, message: Outbound, enclosure: Enclosure, *, later: bool) -> bool:
        """Whether Twilio took it."""
        tag = {"file": enclosure.media, "of": message.key}
        try:
            await self._part(message, {"media_url": [enclosure.url]}, later=later, tag=tag)
        except (RecipientGone, WindowClosed):
            raise
        except SendRefused as error:
            _log.warning("whatsapp.file_refused", type=enclosure.type, reason=str(error))
            return False
        return True

    async def _by_template(self, message: Outbound) -> Receipt:
        text = words(message.telling_elsewhere().reply)
        template = self._templates.outside(message, "\n".join((text, numbered(message.reply.actions))))
        if template is None:
            raise WindowClosed("the 24 hours after the person's last message are over, and no template is set")
        return self._line.receipt(await self._part(message, template, later=False, tag=_key(message)))

    @staticmethod
    def _to(message: Outbound) -> str:
        return f"{reading.WHATSAPP}{message.recipient.value}"


def _key(message: Outbound) -> Tag:
    return {"key": message.key}


def _whole(text: str, actions: Sequence[Action]) -> str:
    return "\n\n".join(part for part in (text, numbered(actions)) if part)
