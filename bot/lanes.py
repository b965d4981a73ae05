"""What waits for one address: in the order of the conversation, but a reply before what nobody waits for."""

from bisect import insort
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.conversation import Entry
from bot.messages import Address
from bot.pacing import Pacing, Ticket


class Lane:
    """Messages for one address that wait to be sent; which one goes is settled when its turn has come.

    Args:
        first: the message that opens it.
        pacing: says when it is the lane's turn.
        units: as how many messages the channel's provider counts one.
    """

    def __init__(self, first: Entry, pacing: Pacing, units: Callable[[Entry], int]) -> None:
        self._address = Address.parse(first.message.address)
        self._pacing = pacing
        self._units = units
        self._waiting = [first]
        self._ticket: Ticket | None = None
        self._going: Ticket | None = None

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, entry: Entry) -> None:
        """Put it where it belongs, before what was said later and before what is less urgent."""
        insort(self._waiting, entry, key=_order)
        if self._ticket is not None:
            first = self._waiting[0]
            self._pacing.hurry(self._ticket, first.message.kind.rank, self._units(first))

    async def turn(self) -> None:
        """Return when one of the messages may get ready to leave."""
        first = self._waiting[0]
        self._ticket = self._going = Ticket(self._address, first.message.kind.rank, self._units(first))
        try:
            await self._pacing.turn(self._ticket)
        finally:
            self._ticket = None

    async def depart(self) -> None:
        """Return at the moment when the message whose turn it is may be sent."""
        if self._going is not None:
            await self._pacing.depart(self._going)

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """However the sending within the context ends, others get ready then."""
        try:
            yield
        finally:
            if self._going is not None:
                self._pacing.leave(self._going)
                self._going = None

    def take(self) -> Entry:
        """The message whose turn it is."""
        return self._waiting.pop(0)


def _order(entry: Entry) -> tuple[int, int]:
    return entry.message.kind.rank, entry.message.sequence
