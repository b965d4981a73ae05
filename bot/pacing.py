"""Lets messages leave as fast as their channel's provider allows, the urgent ones first, all replicas together."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Final

import structlog

from bot.budgets import HORIZON, Budget
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
        self.inside = False
        self.granted: asyncio.Future[None] = asyncio.get_running_loop().create_future()


class Line:
    """Where this replica's messages for one channel wait.

    They wait first, by their rank, for a place among the few that are about to leave, and there, one after the other,
    for their moment. Those few write down meanwhile that they leave, so that a database that is slow for a while lets
    nothing leave in a bunch. Who comes next among them is settled when there is room, so an urgent message goes before
    all that wait.
    """

    def __init__(self, name: str, rate: Rate, budget: Budget, now: Callable[[], float]) -> None:
        self._name = name
        self._pace = 1 / (rate.in_all * MARGIN)
        self._budget = budget
        self._now = now
        self._ranks = tuple(deque[Ticket]() for _ in Kind)
        self._room = max(1, int(SLICE / self._pace))
        self._door = asyncio.Lock()
        self._next = self._end = 0.0
        self._closed = False

    async def join(self, ticket: Ticket) -> None:
        """Return when the message may get ready to leave; whoever waits when the line is closed is cancelled."""
        if self._closed:
            ticket.granted.cancel()
        ticket.joined = True
        self._ranks[ticket.rank].append(ticket)
        self._let_in()
        await ticket.granted

    def move(self, ticket: Ticket, rank: int) -> None:
        """Let it wait with those of another rank from now on."""
        ticket.rank = rank
        if ticket.joined:
            self._ranks[rank].append(ticket)

    async def depart(self, ticket: Ticket) -> None:
        """Return at the moment that is the message's own, after those that got ready before it."""
        async with self._door:
            while not await self._may_go(ticket.units):
                pass
            self._next += ticket.units * self._pace
        self.leave(ticket)

    def leave(self, ticket: Ticket) -> None:
        """It is gone, or not to go at all: there is room for another."""
        if ticket.inside:
            ticket.inside = False
            self._room += 1
            self._let_in()

    async def pause(self, seconds: float) -> None:
        """Nobody goes for so long, on no replica."""
        self._next = self._end = 0.0
        await self._budget.close(self._name, self._now() + seconds)

    def close(self) -> None:
        """Let nobody in any more."""
        self._closed = True
        for ticket in [*self._waiting()]:
            ticket.granted.cancel()

    def _let_in(self) -> None:
        while self._room and not self._closed and (ticket := self._first()) is not None:
            self._room -= 1
            ticket.inside = True
            ticket.granted.set_result(None)

    async def _may_go(self, units: int) -> bool:
        """Whether the moment has come; waits for it where it has not, and then it is to be asked again."""
        needed = units * self._pace
        # Being woken a little late must not cost the last place in a slice.
        self._next = max(self._next, self._now() - needed)
        if self._next + needed > self._end + needed / 2:
            waiting = units * self._pace + sum(each.units for each in self._waiting()) * self._pace
            length = max(needed, min(waiting, SLICE))
            start = await self._budget.take(self._name, length)
            # Where the database took longer to answer than the slice lasts, it is used a little later.
            self._next = max(start, self._now())
            self._end = self._next + length
            return False
        ahead = self._next - self._now()
        if ahead > HORIZON:  # it was set before the clock went back
            self._next = self._end = 0.0
        elif ahead > 0:
            await asyncio.sleep(ahead)
        return ahead <= 0

    def _first(self) -> Ticket | None:
        for rank, line in enumerate(self._ranks):
            while line and (line[0].granted.done() or line[0].rank != rank):
                line.popleft()
            if line:
                return line[0]
        return None

    def _waiting(self) -> Iterator[Ticket]:
        return (each for line in self._ranks for each in line if not each.granted.done())


class Pacing:
    """The lines of all channels that have a rate; by the others everything goes at once."""

    def __init__(self, rates: Mapping[ChannelName, Rate], budget: Budget, now: Callable[[], float] = time.time) -> None:
        self._rates = rates
        self._budget = budget
        self._now = now
        self._lines = {channel: Line(channel, rate, budget, now) for channel, rate in rates.items()}

    async def turn(self, ticket: Ticket) -> None:
        """Return when a message for the ticket's address may get ready; to be followed by `depart` or `leave`."""
        line = self._lines.get(ticket.address.channel)
        if line is None:
            return
        rate = self._rates[ticket.address.channel]
        if rate.apart:
            at = await self._budget.take_for(str(ticket.address), rate.apart, rate.burst)
            if (ahead := at - self._now()) > 0:
                await asyncio.sleep(ahead)
        await line.join(ticket)

    async def depart(self, ticket: Ticket) -> None:
        """Return at the moment when it may be sent."""
        if line := self._lines.get(ticket.address.channel):
            await line.depart(ticket)

    def leave(self, ticket: Ticket) -> None:
        """The ticket is not needed any more."""
        if line := self._lines.get(ticket.address.channel):
            line.leave(ticket)

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

    def close(self) -> None:
        """Let nobody in any more; those that are about to leave still do."""
        for line in self._lines.values():
            line.close()
