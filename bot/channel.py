"""The protocol that every way in and out follows."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bot.messages import ChannelName, Envelope, Inbound, Outbound, Receipt

Receive = Callable[[Envelope], Awaitable[bool]]
"""Stores an incoming message durably; True when it is new, False when it was stored before.

Raises DatabaseUnavailable when it could not be stored: then nothing may be acknowledged.
"""


class Channel(Protocol):
    """A way in and out.

    `idempotent` says that sending the same `Outbound.key` again can't show a person the same message twice, so that a
    send that a crash interrupted may simply be repeated.
    """

    name: ChannelName
    idempotent: bool

    def read(self, raw: dict[str, Any]) -> Inbound | None:
        """The message in what the provider sent; None for kinds that ask for no answer. Raises MessageUnreadable."""

    async def send(self, message: Outbound) -> Receipt:
        """Hand one message over. Raises SendRefused, SendPostponed or SendUncertain."""

    async def open(self, receive: Receive) -> None:
        """Start listening, where the channel fetches its messages itself; returns at once."""

    async def close(self) -> None:
        """Stop listening and give up connections; what was received but not stored comes again."""
