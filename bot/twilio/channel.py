"""What text messages and WhatsApp have in common: their calls, the list of messages, files."""

from collections.abc import AsyncIterator
from typing import Any

from bot.channel import Receive
from bot.clock import Clock
from bot.messages import Attachment, ChannelName, Delivery, Envelope, Inbound
from bot.twilio import reading
from bot.twilio.line import Line
from bot.twilio.proof import Fields


class ThroughTwilio:
    """One line; how a reply is sent by it is each channel's own affair."""

    name: ChannelName
    idempotent = False

    def __init__(self, line: Line, clock: Clock) -> None:
        self._line = line
        self._clock = clock

    def proven(self, target: str, body: bytes, signature: str | None) -> Fields | None:
        """What a call brings when it is Twilio's; else None."""
        return self._line.proven(target, body, signature)

    def envelope(self, fields: Fields) -> Envelope | None:
        """What is stored of a call; None for one that names no sender."""
        return self._line.envelope(fields)

    def delivery(self, fields: Fields) -> tuple[ChannelName, Delivery] | None:
        """How far a message came, where a call tells that."""
        return self._line.delivery(fields)

    def acknowledge(self, envelope: Envelope) -> None:
        """It is stored; returns at once and never fails."""
        self._line.stored(envelope)

    def read(self, raw: dict[str, Any]) -> Inbound | None:
        """The message in a call's fields; None for what asks for no answer. Raises MessageUnreadable."""
        return reading.read(raw, self.name, self._clock())

    async def open(self, receive: Receive) -> None:
        """Start looking for messages that no webhook brought; returns at once."""
        await self._line.open(receive)

    async def close(self) -> None:
        """Stop, and give up connections."""
        await self._line.close()

    def fetch(self, attachment: Attachment) -> AsyncIterator[bytes]:
        """The bytes of a file. Raises MediaGone or MediaUnavailable."""
        return self._line.fetch(attachment.source)
