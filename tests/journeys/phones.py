"""Telephones in this process: text messages that go to and fro without a provider, for what a bot does with numbers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.channel import Capabilities, Receive
from bot.clock import Clock
from bot.errors import RecipientGone
from bot.messages import Address, ChannelName, DeliveryState, Envelope, Inbound, Outbound, Receipt


@dataclass
class Telephones:
    """A channel for text messages; every telephone shows what came to it."""

    clock: Clock
    name: ChannelName = ChannelName.SMS
    idempotent: bool = True
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(buttons=False, shortest=True))
    shown: dict[str, list[str]] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)

    def number(self, value: str) -> Address:
        return Address(channel=self.name, value=value)

    def envelope(self, number: str, text: str, profile: str | None = None) -> Envelope:
        """What somebody texts; `profile` is the name they write under, where the channel tells it."""
        raw = {"text": text, "at": self.clock().isoformat(), "profile": profile, "from": number}
        return Envelope(provider_id=uuid4().hex, sender=self.number(number), raw=raw)

    def read(self, raw: dict[str, Any]) -> Inbound | None:
        at = datetime.fromisoformat(raw["at"])
        return Inbound(sender=self.number(raw["from"]), text=raw["text"], name=raw["profile"], at=at)

    async def send(self, message: Outbound) -> Receipt:
        number = message.recipient.value
        if number in self.dead:
            reason = "no such number"
            raise RecipientGone(reason)
        said = "\n".join([message.reply.text, *(quote.text for quote in message.reply.quotes)])
        self.shown.setdefault(number, []).append(said)
        return Receipt(state=DeliveryState.SENT, provider_id=message.key, at=self.clock())

    async def open(self, receive: Receive) -> None:
        """Nothing to start."""

    async def close(self) -> None:
        """Nothing to stop."""

    def at(self, number: str) -> list[str]:
        """What that telephone shows, oldest first."""
        return self.shown.get(number, [])
