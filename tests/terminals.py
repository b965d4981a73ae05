"""Many terminals before one bot, each with a person of its own: starting a bot takes longer than most tests do."""

from collections.abc import Callable
from typing import Any, Final

from typing_extensions import override

from bot.channels.console import OWNER, ConsoleChannel
from bot.clock import Clock
from bot.messages import Address, Envelope, Inbound, Outbound, Receipt

ZONE: Final = "Europe/Lisbon"


class Terminal(ConsoleChannel):
    """One of them, and who sits at it."""

    def __init__(self, show: Callable[[Outbound], None], clock: Clock, address: Address) -> None:
        super().__init__(show, clock, ZONE)
        self.address = address
        self.clock = clock

    @override
    def envelope(self, line: str) -> Envelope:
        envelope = super().envelope(line)
        return envelope.model_copy(
            update={"sender": self.address, "raw": {**envelope.raw, "sender": str(self.address)}}
        )


class Terminals(ConsoleChannel):
    """What the bot is connected to: the terminals of all who sit before it, the owner's being the first."""

    def __init__(self, show: Callable[[Outbound], None], clock: Clock) -> None:
        super().__init__(show, clock, ZONE)
        self._time = clock
        self._seats: dict[Address, Terminal] = {}
        self.first = self.add(OWNER, show)

    def add(self, address: Address, show: Callable[[Outbound], None]) -> Terminal:
        """A terminal more; `show` is handed what is printed there."""
        self._seats[address] = Terminal(show, self._time, address)
        return self._seats[address]

    @override
    def read(self, raw: dict[str, Any]) -> Inbound:
        line = {name: value for name, value in raw.items() if name != "sender"}
        sender = Address.parse(raw["sender"]) if "sender" in raw else OWNER
        return super().read(line).model_copy(update={"sender": sender})

    @override
    async def send(self, message: Outbound) -> Receipt:
        return await self._seats[message.recipient].send(message)

    @override
    def plain(self, message: Outbound) -> str:
        return self._seats[message.recipient].plain(message)
