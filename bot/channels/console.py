"""The terminal, as a channel."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bot.channel import Capabilities, Receive
from bot.clock import Clock
from bot.errors import MessageUnreadable
from bot.messages import (
    Action,
    Address,
    ChannelName,
    DeliveryState,
    Envelope,
    Inbound,
    Outbound,
    Receipt,
    Reply,
    well_formed,
)

OWNER = Address(channel=ChannelName.CONSOLE, value="owner")


class ConsoleMessage(BaseModel):
    """What is stored of a line that was typed."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    tap: str | None = None
    at: AwareDatetime
    zone: str | None = None


class ConsoleChannel:
    """A terminal on the machine itself: whoever sits at it is the owner.

    Args:
        show: prints a message.
        zone: the machine's time zone, by its IANA name, where it is known.
    """

    name = ChannelName.CONSOLE
    # A line is printed by this very process: if that died, nobody has read it twice.
    idempotent = True
    capabilities = Capabilities(buttons=False)

    def __init__(self, show: Callable[[Outbound], None], clock: Clock, zone: str | None) -> None:
        self._show = show
        self._clock = clock
        self._zone = zone
        self._choices: list[Action] = []
        self._firsts: dict[str, int] = {}
        self._answered = False

    def envelope(self, line: str) -> Envelope:
        """What is stored of a typed line; a number picks one of the choices that were offered since the line before."""
        text = well_formed(line)
        tap = self._picked(text.strip())
        self._answered = True
        message = ConsoleMessage(text="" if tap else text, tap=tap, at=self._clock(), zone=self._zone)
        return Envelope(provider_id=uuid4().hex, sender=OWNER, raw=message.model_dump(mode="json"))

    def read(self, raw: dict[str, Any]) -> Inbound:
        """The line as it was stored."""
        try:
            message = ConsoleMessage.model_validate(raw)
        except ValidationError as error:
            raise MessageUnreadable(f"not a line of the terminal: {error.error_count()} fields differ") from None
        return Inbound(sender=OWNER, text=message.text, tap=message.tap, at=message.at, zone=message.zone)

    async def send(self, message: Outbound) -> Receipt:
        """Print it."""
        if self._answered:
            self._choices, self._firsts, self._answered = [], {}, False
        self._firsts[message.key] = len(self._choices) + 1
        self._choices += message.reply.actions
        self._show(message)
        return Receipt(state=DeliveryState.DELIVERED, at=self._clock())

    def plain(self, message: Outbound) -> str:
        """A message as text, its choices under the numbers that pick them; without those that can't be any more."""
        first = self._firsts.get(message.key)
        return plain(message.reply.model_copy(update={"actions": ()})) if first is None else plain(message.reply, first)

    async def open(self, receive: Receive) -> None:
        """Nothing to start: whoever reads the terminal hands its lines over."""

    async def close(self) -> None:
        """Nothing to stop."""

    def _picked(self, text: str) -> str | None:
        choices = {str(number): action.tap for number, action in enumerate(self._choices, 1)}
        return choices.get(text)


def plain(reply: Reply, first: int = 1) -> str:
    """A reply as text for a terminal: quotes below, then the choices, numbered from `first`."""
    lines = [reply.text, *(f"  “{quote.text}”, {quote.label}" for quote in reply.quotes)]
    choices = [f"[{number}] {action.label}" for number, action in enumerate(reply.actions, first)]
    return "\n".join([*lines, "  ".join(choices)] if choices else lines)
