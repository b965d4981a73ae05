"""Messages as they are committed, a channel that takes them, and what becomes of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.assembly import Store
from bot.channel import Capabilities, Receive
from bot.clock import Clock, system_clock
from bot.conversation import Entry, Message, MessageContent
from bot.crypto import KeyId
from bot.lease import Lease
from bot.messages import Address, Author, ChannelName, DeliveryState, Inbound, Outbound, Receipt
from bot.outbox import Outbox
from bot.pacing import Pacing
from tests.webhooks.stage import eventually
from webhooks.deadletters import DeadLetters

HOME = Address(channel=ChannelName.TELEGRAM, value="1")
SENT = DeliveryState.SENT
Fate = Exception | Callable[[str], Awaitable[None]]


class Courier:
    """A channel that takes every message, unless `fates` says what happens to one; each fate happens once."""

    name = ChannelName.TELEGRAM
    capabilities = Capabilities()

    def __init__(self, *, idempotent: bool = False) -> None:
        self.idempotent = idempotent
        self.taken: list[str] = []
        self.tried: list[str] = []
        self.fates: dict[str, list[Fate]] = {}

    def read(self, raw: dict[str, Any]) -> Inbound | None:
        raise NotImplementedError

    async def send(self, message: Outbound) -> Receipt:
        text = message.reply.text
        self.tried.append(text)
        if fates := self.fates.get(text):
            fate = fates.pop(0)
            if isinstance(fate, Exception):
                raise fate
            await fate(text)
        self.taken.append(text)
        return Receipt(state=SENT, provider_id=f"p-{text}", at=datetime.now(UTC))

    async def open(self, receive: Receive) -> None:
        self.receive = receive

    async def close(self) -> None:
        return


@asynccontextmanager
async def working(
    store: Store,
    courier: Courier,
    *,
    clock: Clock = system_clock,
    pacing: Pacing | None = None,
    patience: float = 60,
) -> AsyncIterator[Outbox]:
    outbox = Outbox({courier.name: courier}, store.vault, clock, pacing=pacing, patience=patience)
    work = asyncio.create_task(outbox.run())
    try:
        yield outbox
    finally:
        await outbox.stop(0.1)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def committed(
    store: Store,
    text: str,
    sequence: int = 1,
    *,
    address: Address = HOME,
    state: DeliveryState = DeliveryState.QUEUED,
    due: timedelta = timedelta(seconds=30),
    person: str | None = None,
    at: datetime | None = None,
    kind: str = "reply",
) -> Entry:
    """A message as the inbox commits it, leased for as long as `due` says."""
    content = MessageContent(text=text)
    message = Message(
        id=f"{kind}:{address}:{sequence}",
        person=person or str(address),
        sequence=sequence,
        author=Author.BOT,
        address=str(address),
        channel=address.channel,
        at=at or datetime.now(UTC),
        state=state,
        leaving=Lease(lane=str(address), order=sequence, due=datetime.now(UTC) + due),
        sealed=await store.vault.seal(KeyId(store.vault.installation), content),
    )
    await message.insert()
    return Entry(message, content)


async def ended(entry: Entry) -> Message:
    """The message once nothing is left to do for it."""

    async def is_over() -> bool:
        found = await Message.get(entry.message.id)
        return found is not None and found.leaving is None

    await eventually(is_over)
    found = await Message.get(entry.message.id)
    assert found
    return found


async def dead(store: Store) -> list[str]:
    return [letter.id for letter in await DeadLetters(store.vault, system_clock).all()]


async def has_state(entry: Entry, state: DeliveryState) -> bool:
    found = await Message.get(entry.message.id)
    return found is not None and found.state is state
