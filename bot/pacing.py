"""Lets messages leave as fast as their channel's provider allows, the urgent ones first, all replicas together."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Final

import structlog

from bot.budgets import Budget
from bot.messages import Address, ChannelName, Kind
from bot.rates import MARGIN, Rate

SLICE: Final = 0.25
"""Seconds of a channel's time that a replica takes at once; another one's urgent message waits so long at most."""
LONGEST_PAUSE: Final = timedelta(minutes=5)

log = structlog.get_logger(__name__)


class Ticket:
    """A place in line for one address. `rank` and `units` are those of the message that it is for just now."""

    def __init__(self, address: Address, rank: int, units: int = 1) -> None:
        self.address = address
        self.rank = rank
        self.units = units
        self.joined = False
        self.granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class Line:
    """Where this replica's messages for one channel wait. It owns a slice of the channel's time, and takes the next.

    Nothing is granted in advance: who goes is settled when the moment has come, so that an urgent message that arrives
    meanwhile goes before all that waits.
    """

    def __init__(self, name: str, rate: Rate, budget: Budget, now: Callable[[], float]) -> None:
        self._name = name
        self._pace = 1 / (rate.in_all * MARGIN)
        self._budget = budget
        self._now = now
        self._ranks = tuple(deque[Ticket]() for _ in Kind)
        self._next = self._end = 0.0
        self._closed = False
        self._server: asyncio.Task[None] | None = None

    async def join(self, ticket: Ticket) -> None:
        """Return when it is the ticket's turn; whoever waits when the line is closed is cancelled."""
        if self._closed:
            ticket.granted.cancel()
        ticket.joined = True
        self._ranks[ticket.rank].append(ticket)
        if self._server is None and not self._closed:
            self._server = asyncio.create_task(self._serve(), name=f"pacing {self._name}")
        await ticket.granted

    def move(self, ticket: Ticket, rank: int) -> None:
        """Let it wait with those of another rank from now on."""
        ticket.rank = rank
        if ticket.joined:
            self._ranks[rank].append(ticket)

    async def pause(self, seconds: float) -> None:
        """Nobody goes for so long, on no replica."""
        self._next = self._end = 0.0
        await self._budget.close(self._name, self._now() + seconds)

    async def close(self) -> None:
        """Grant nothing any more."""
        self._closed = True
        for ticket in [*self._all()]:
            ticket.granted.cancel()
        if self._server is not None:
            self._server.cancel()
            await asyncio.wait([self._server])

    async def _serve(self) -> None:
        try:
            while (ticket := self._first()) is not None:
                if not await self._may_go(ticket):
                    continue  # a more urgent one may have come meanwhile
                self._next += ticket.units * self._pace
                ticket.granted.set_result(None)
        finally:
            self._server = None

    async def _may_go(self, ticket: Ticket) -> bool:
        """Whether the moment has come; waits for it where it has not."""
        needed = ticket.units * self._pace
        # Being woken a little late must not cost the last place in a slice.
        self._next = max(self._next, self._now() - needed)
        if self._next + needed > self._end + needed / 2:
            waiting = sum(each.units for each in self._all()) * self._pace
            length = max(needed, min(waiting, SLICE))
            start = await self._budget.take(self._name, length)
            # Where the database took longer to answer than the slice lasts, it is used a little later.
            self._next = max(start, self._now())
            self._end = self._next + length
            return False
        if (ahead := self._next - self._now()) > 0:
            await asyncio.sleep(ahead)
            return False
        return True

    def _first(self) -> Ticket | None:
        for rank, line in enumerate(self._ranks):
            while line and (line[0].granted.done() or line[0].rank != rank):
                line.popleft()
            if line:
                return line[0]
        return None

    def _all(self) -> Iterator[Ticket]:
        return (each for line in self._ranks for each in line if not each.granted.done())


class Pacing:
    """The lines of all channels that have a rate; by the others everything goes at once."""

    def __init__(self, rates: Mapping[ChannelName, Rate], budget: Budget, now: Callable[[], float] = time.time) -> None:
        self._rates = rates
        self._budget = budget
        self._now = now
        self._lines = {channel: Line(channel, rate, budget, now) for channel, rate in rates.items()}

    async def turn(self, ticket: Ticket) -> None:
        """Return when a message may be sent to the ticket's address."""
        line = self._lines.get(ticket.address.channel)
        if line is None:
            return
        rate = self._rates[ticket.address.channel]
        if rate.apart:
            at = await self._budget.take_for(str(ticket.address), rate.apart, rate.burst)
            if (ahead := at - self._now()) > 0:
                await asyncio.sleep(ahead)
        await line.join(ticket)

    def hurry(self, ticket: Ticket, rank: int, units: int) -> None:
        """The ticket is for a more urgent message now."""
        ticket.units = units
        line = self._lines.get(ticket.address.channel)
        if line is None or ticket.rank == rank:
            return
        line.move(ticket, rank)

    async def pause(self, channel: ChannelName, wait: timedelta) -> None:
        """The provider asks to be left alone: nothing is sent by the channel for so long, by any replica."""
        if line := self._lines.get(channel):
            seconds = min(wait, LONGEST_PAUSE).total_seconds()
            log.warning("outbox.channel_paused", channel=channel, seconds=seconds)
            await line.pause(seconds)

    async def close(self) -> None:
        """Let nothing more leave."""
        for line in self._lines.values():
            await line.close()
