"""A Telegram channel that listens, and the inbox behind it."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.channels.telegram import TelegramChannel, Timing
from bot.messages import Action, Address, ChannelName, Envelope, Outbound, Reply
from tests.fakes.telegram import FakeTelegram, Sent

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
QUICK = Timing(
    connect=5, request=20, poll=1, backoff_first=0.01, backoff_most=0.05, remainder=5, typing_after=0.05, typing_times=2
)


class Inbox:
    """Keeps what it is given, once, some sooner and some later; fails for a while when told to."""

    def __init__(self) -> None:
        self.kept: dict[str, Envelope] = {}
        self.failures: dict[str, list[Exception]] = defaultdict(list)
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = 0

    async def receive(self, envelope: Envelope) -> bool:
        self.asked += 1
        for _ in range(self.asked * 7 % 11):
            await asyncio.sleep(0)
        await self.gate.wait()
        if failures := self.failures[envelope.sender.value]:
            raise failures.pop()
        new = envelope.provider_id not in self.kept
        self.kept.setdefault(envelope.provider_id, envelope)
        return new

    @property
    def texts(self) -> list[str]:
        return [envelope.raw["message"]["text"] for envelope in self.kept.values()]


@asynccontextmanager
async def listening(telegram: FakeTelegram, inbox: Inbox, **settings: str) -> AsyncIterator[TelegramChannel]:
    token = settings.pop("token", telegram.token)
    api_url = settings.pop("api_url", telegram.url)
    channel = TelegramChannel(
        token,
        clock=lambda: NOON,
        api_url=api_url,
        timing=QUICK,
        webhook_secret=settings.get("webhook_secret"),
        public_url=settings.get("public_url"),
    )
    await channel.open(inbox.receive)
    try:
        yield channel
    finally:
        await channel.close()


async def shown_button(channel: TelegramChannel, telegram: FakeTelegram, *, lasting: bool = False) -> Sent:
    recipient = Address(channel=ChannelName.TELEGRAM, value=str(telegram.person))
    reply = Reply(text="Tucked away.", actions=(Action(label="Undo", tap="undo", lasting=lasting),))
    await channel.send(Outbound(key="k", sequence=1, recipient=recipient, reply=reply, at=NOON))
    return telegram.sent[-1]
