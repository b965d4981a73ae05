"""E-mail as a channel: what is said goes out by the operator's mail server, and nothing comes in."""

from collections.abc import Callable
from typing import Any, Final

from bot.channel import Capabilities, Receive
from bot.channels.email.rendering import rendered
from bot.channels.email.server import Delivery, MailServer
from bot.clock import Clock
from bot.errors import MessageUnreadable, SendRefused
from bot.messages import Address, ChannelName, DeliveryState, Inbound, Outbound, Receipt

UNLOGGED: Final = "unlogged"
"""How the key of a message begins that is in nobody's conversation: a code, for an address that is not linked yet."""

Unsubscribe = Callable[[Address], str | None]
"""Where somebody at an address can have done with e-mail; None where nobody can reach us from outside."""


class EmailChannel:
    """E-mail, outwards only.

    Args:
        server: where it is handed over.
        sender: the address it comes from.
        clock: the time.
        home: where the browser chat is, where people can reach it.
        unsubscribe: makes the links by which people have done with it.
    """

    name = ChannelName.EMAIL
    idempotent = False
    # Nobody can answer, so no button and no number to send back.
    capabilities = Capabilities(buttons=False)

    def __init__(
        self, server: MailServer, sender: str, clock: Clock, *, home: str | None, unsubscribe: Unsubscribe
    ) -> None:
        self._delivery = Delivery(server, sender)
        self._sender = sender
        self._clock = clock
        self._home = home
        self._unsubscribe = unsubscribe

    def read(self, raw: dict[str, Any]) -> Inbound | None:
        """Never anything."""
        raise MessageUnreadable(f"e-mail goes out only, and here come {len(raw)} fields")

    async def send(self, message: Outbound) -> Receipt:
        """Hand it to the mail server; how it fares after that nobody tells."""
        recipient = message.recipient.value
        if not recipient.isascii() or not recipient.isprintable() or " " in recipient:
            raise SendRefused("that is no address this server could be asked to bring anything to")
        # Nothing is noted of an address that is nobody's, so that nobody could be believed who had done with it there.
        unlinked = message.key.partition(":")[0] == UNLOGGED
        link = None if unlinked else self._unsubscribe(message.recipient)
        email = rendered(message, sender=self._sender, home=self._home, unsubscribe=link)
        await self._delivery.deliver(recipient, email)
        return Receipt(state=DeliveryState.SENT, at=self._clock())

    async def check(self) -> None:
        """Return once the mail server has let us in. Raises SendPostponed with the reason."""
        await self._delivery.check()

    async def open(self, receive: Receive) -> None:
        """Nothing to start: nothing comes in."""

    async def close(self) -> None:
        """Nothing to stop: each message has a connection of its own."""
