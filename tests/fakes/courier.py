"""A provider that takes messages and a channel in front of it, for those to whom the wire between does not matter.

The provider is one for all replicas. It answers 429 when it is sent more than it allows, and may be told to fail.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from bot.channel import Capabilities, Receive
from bot.errors import RecipientGone, SendPostponed, SendRefused, SendUncertain, WindowClosed
from bot.messages import Address, ChannelName, Delivery, DeliveryState, Inbound, Outbound, Receipt


class Fate(StrEnum):
    """What may become of one attempt to send."""

    TAKEN = "taken"
    REFUSED = "refused"
    GONE = "gone"
    WINDOW_CLOSED = "window closed"
    POSTPONED = "postponed"
    LOST_BEFORE = "the connection broke before it was taken"
    LOST_AFTER = "the connection broke after it was taken"
    FAULT_AFTER = "taken, and the answer makes no sense"
    SILENT_AFTER = "taken, and no answer at all"
    UNDELIVERED = "taken, and told later that it was not delivered"


TAKES: Final = frozenset({Fate.TAKEN, Fate.LOST_AFTER, Fate.FAULT_AFTER, Fate.SILENT_AFTER, Fate.UNDELIVERED})


@dataclass
class Bucket:
    """What a provider allows: `rate` a second, and `burst` at once after it was left alone."""

    rate: float
    burst: float
    _left: float = field(init=False)
    _at: float = field(init=False, default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._left = self.burst

    def takes(self) -> bool:
        """Whether one more is within the limit now."""
        now = time.monotonic()
        self._left = min(self.burst, self._left + (now - self._at) * self.rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Provider:
    """What people see on their phones, and what the provider says of it.

    Args:
        name: the channel.
        limit: what it allows in all.
        fate: what becomes of an attempt; everything is taken unless it says otherwise.
    """

    def __init__(
        self,
        name: ChannelName,
        limit: Bucket | None = None,
        fate: Callable[[Outbound], Fate] = lambda _: Fate.TAKEN,
    ) -> None:
        self.name = name
        self.fate = fate
        self.taken: list[Outbound] = []
        self.undelivered: list[Outbound] = []
        self.too_many = 0
        self.in_flight: Counter[Address] = Counter()
        self.news: asyncio.Queue[Delivery] = asyncio.Queue()
        self._limit = limit

    @property
    def texts(self) -> list[str]:
        """What arrived, in order."""
        return [message.reply.text for message in self.taken]

    def delivered(self, key: str) -> int:
        """How often people see a message, by what makes it unique, whichever way it went."""
        shown = [message for message in self.taken if message not in self.undelivered]
        return sum(message.key.partition(":via:")[0] == key for message in shown)

    async def take(self, message: Outbound) -> Receipt:
        """One attempt to send."""
        if self._limit is not None and not self._limit.takes():
            self.too_many += 1
            raise SendPostponed("429", timedelta(seconds=0.1))
        self.in_flight[message.recipient] += 1
        assert self.in_flight[message.recipient] == 1, "two messages to one address at once"
        try:
            await asyncio.sleep(0)
            return await self._carry_out(message, self.fate(message))
        finally:
            self.in_flight[message.recipient] -= 1

    async def _carry_out(self, message: Outbound, fate: Fate) -> Receipt:
        name = f"{self.name}-{message.key}"
        if fate in TAKES:
            self.taken.append(message)
        if fate is Fate.UNDELIVERED:
            self.undelivered.append(message)
            self.news.put_nowait(Delivery(provider_id=name, state=DeliveryState.FAILED, reason="undelivered"))
        elif fate is Fate.TAKEN:
            self.news.put_nowait(Delivery(provider_id=name, state=DeliveryState.DELIVERED))
        if fate is Fate.SILENT_AFTER:
            await asyncio.Event().wait()
        if fate in ERRORS:
            raise ERRORS[fate]
        return Receipt(state=DeliveryState.SENT, provider_id=name, at=datetime.now(UTC))

    def find(self, message: Outbound) -> list[Receipt]:
        """What the provider's list of messages has that may be one: it knows the words, and not our names for them."""
        return [
            Receipt(state=DeliveryState.SENT, provider_id=f"{self.name}-{each.key}", at=datetime.now(UTC))
            for each in self.taken
            if (each.recipient, each.reply.text) == (message.recipient, message.reply.text)
        ]


ERRORS: Final[Mapping[Fate, Exception]] = {
    Fate.REFUSED: SendRefused("no"),
    Fate.GONE: RecipientGone("blocked"),
    Fate.WINDOW_CLOSED: WindowClosed("24 hours are over"),
    Fate.POSTPONED: SendPostponed("429", timedelta(seconds=0.02)),
    Fate.LOST_BEFORE: SendUncertain("the line went dead"),
    Fate.LOST_AFTER: SendUncertain("the line went dead"),
    Fate.FAULT_AFTER: RuntimeError("an answer that is none"),
}


class Courier:
    """One replica's way to a provider."""

    idempotent = False
    capabilities = Capabilities(ticks=True)

    def __init__(self, provider: Provider) -> None:
        self.name = provider.name
        self.provider = provider

    def read(self, raw: dict[str, Any]) -> Inbound | None:
        raise NotImplementedError

    async def send(self, message: Outbound) -> Receipt:
        return await self.provider.take(message)

    async def open(self, receive: Receive) -> None:
        self.receive = receive

    async def close(self) -> None:
        return


class Accountant(Courier):
    """One whose provider can be asked afterwards what it took."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(provider)
        self.asked: list[str] = []

    async def find(self, message: Outbound) -> Sequence[Receipt]:
        self.asked.append(message.key)
        return self.provider.find(message)
