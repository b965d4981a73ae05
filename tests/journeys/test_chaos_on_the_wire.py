"""Providers fail on the wire, replicas are killed, calls come twice: each message is answered once, or reported."""

import asyncio
import base64
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from aiohttp import ClientError

from bot import data_folder
from bot.clock import Clock
from bot.conversation import Message
from bot.messages import Author, DeliveryState
from bot.settings import Settings, load_settings
from tests.conftest import loaded_encoder
from tests.fakes import telegram as telegrams
from tests.fakes import twilio as twilios
from tests.fakes.telegram import FakeTelegram, Update
from tests.fakes.twilio import NUMBER, PUBLIC_URL, FakeTwilio, Fields, Sent
from tests.journeys.by_twilio import WHATSAPP_NUMBER
from tests.journeys.replicas import Replica, warm_up
from tests.running import RunningBot, Served
from tests.webhooks.stage import MovingClock, eventually
from webhooks.inbox import EventState, InboxEvent

THIRD: Final = 7
EACH: Final = 3 * THIRD
"""Persons on each channel. Everybody writes once, so that whoever gets two messages was answered twice."""
TWICE: Final = 0.2
SECRET: Final = "a-secret-that-telegram-was-given"
LEASES_ARE_OVER: Final = timedelta(minutes=1)
CHAT: Final = 8_000
FATES: Final[Sequence[Sequence[str]]] = (
    ("sent", "delivered"),
    ("delivered", "sent"),
    ("sent", "delivered", "sent", "delivered"),
    ("delivered",),
    (),
)
"""What is told of a message that arrived: in order, out of order, twice, in part, not at all."""

Fault = TypeVar("Fault")


def twilios_ways(late: asyncio.Event) -> Sequence[twilios.Fault]:
    return (
        twilios.refusal(429, 20429, retry_after=1),
        twilios.refusal(400, 21614),
        twilios.refusal(500, 20500),
        twilios.refusal(503, 20503),
        twilios.Fault(drop=True),
        twilios.Fault(drop=True, takes=True),
        twilios.Fault(error=twilios.ApiError(500, 20500), takes=True),
        twilios.Fault(body=b"<html>502</html>"),
        twilios.Fault(body=b"<html>502</html>", takes=True),
        twilios.Fault(hold=late, takes=True),
    )


def telegrams_ways(late: asyncio.Event) -> Sequence[telegrams.Fault]:
    return (
        telegrams.flood(1),
        telegrams.refusal(400, "Bad Request: not to be sent"),
        telegrams.refusal(500, "Internal Server Error"),
        telegrams.Fault(drop=True, takes=True),
        telegrams.Fault(body=b"<html>502</html>", takes=True),
        telegrams.Fault(hold=late, takes=True),
    )


@dataclass
class World:
    """Both providers, the replicas that serve just now, and everybody who writes."""

    telegram: FakeTelegram
    twilio: FakeTwilio
    chance: random.Random = field(default_factory=lambda: random.Random(6))
    doors: list[str] = field(default_factory=list)
    late: asyncio.Event = field(default_factory=asyncio.Event)
    told: int = 0

    def go_wrong(self) -> None:
        """Of the attempts to send at least one in five fails, in each way there is."""
        self.twilio.fail(*self._among(twilios_ways(self.late), twilios.Fault(takes=True), 2 * EACH))
        self.telegram.fail("sendMessage", *self._among(telegrams_ways(self.late), telegrams.Fault(takes=True), EACH))

    def _among(self, ways: Sequence[Fault], well: Fault, attempts: int) -> list[Fault]:
        mixed = [*ways, *[well] * (attempts - len(ways))]
        self.chance.shuffle(mixed)
        return mixed

    async def write(self, numbers: range) -> None:
        """These persons write, one of each number on each channel."""
        for number in numbers:
            text = f"note {number}: the meter reads {number}"
            sender = f"+1555000{number:04}"
            calls = [self.twilio.whatsapp(text, sender=sender), self.twilio.text(text, sender=sender)]
            update = self.telegram.message(text, chat=CHAT + number)
            bringing = [partial(self._by_twilio, fields) for fields in calls] + [partial(self._by_telegram, update)]
            await asyncio.gather(*(self._brought(bring) for bring in bringing))

    async def _brought(self, bring: Callable[[str], Awaitable[int]]) -> None:
        """A provider brings it to any replica, and sometimes to a second one at the same time."""
        await asyncio.gather(*(self._until_taken(bring) for _ in range(1 + (self.chance.random() < TWICE))))

    async def _until_taken(self, bring: Callable[[str], Awaitable[int]]) -> None:
        """As providers do: whatever is not answered with 2xx comes again."""
        while True:
            with suppress(ClientError):
                if await bring(self.chance.choice(self.doors)) < 300:
                    return
            await asyncio.sleep(0.05)

    async def _by_twilio(self, fields: Fields, door: str) -> int:
        self.twilio.base = door
        return await self.twilio.say(fields)

    async def _by_telegram(self, update: Update, door: str) -> int:
        return await self.telegram.deliver(update, url=f"{door}/webhooks/telegram", secret=SECRET)

    async def tell(self) -> None:
        """Twilio tells what became of each message, until cancelled; of the first one that it did not arrive."""
        told = 0
        while True:
            for number, message in enumerate(self.twilio.sent[told:], start=told):
                fate = FATES[number % len(FATES)] if number else ("undelivered",)
                for status in fate:
                    await self._until_taken(partial(self._told, message, status))
                self.told = told = number + 1
            await asyncio.sleep(0.01)

    async def _told(self, message: Sent, status: str, door: str) -> int:
        self.twilio.base = door
        return await self.twilio.report(message, status, 30003 if status == "undelivered" else None)

    @property
    def sent(self) -> int:
        return len(self.twilio.sent) + len(self.telegram.sent)

    @property
    def taken(self) -> Counter[str]:
        """How many messages the providers took for each address."""
        phones = (each.to if each.to.startswith("whatsapp:") else f"sms:{each.to}" for each in self.twilio.sent)
        return Counter([*phones, *(f"telegram:{each.chat}" for each in self.telegram.sent)])

    async def settled(self) -> bool:
        """Whether everybody was answered, or it was given up, and all that Twilio has to tell was told."""
        log = await Message.find({"author": Author.BOT}).to_list()
        return self.told == len(self.twilio.sent) and len(log) == 3 * EACH and all(each.leaving is None for each in log)


def chosen(settings: Settings, world: World, folder: Path, key: str) -> Mapping[str, str]:
    """What a replica with a data folder of its own is told."""
    assert settings.mongodb_uri
    names = {
        "data_dir": str(folder),
        "master_key": key,
        "mongodb_uri": settings.mongodb_uri.get_secret_value(),
        "mongodb_database": settings.mongodb_database,
        "public_url": PUBLIC_URL,
        "registration": "open",
        "telegram_token": world.telegram.token,
        "telegram_api_url": world.telegram.url,
        "telegram_webhook_secret": SECRET,
        "twilio_account_sid": world.twilio.sid,
        "twilio_auth_token": world.twilio.token,
        "twilio_api_url": world.twilio.url,
        "whatsapp_from": WHATSAPP_NUMBER,
        "sms_from": NUMBER,
        "rates": "sms=1000,whatsapp=1000,telegram=1000",
    }
    return {f"TUCKAWAY_{name.upper()}": value for name, value in names.items()}


@asynccontextmanager
async def world(clock: Clock) -> AsyncIterator[World]:
    """Both providers, which fail."""
    async with FakeTelegram() as telegram, FakeTwilio(clock) as twilio:
        world = World(telegram, twilio)
        world.go_wrong()
        telling = asyncio.create_task(world.tell())
        try:
            yield world
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)


async def killed_in_the_middle(town: World, replica: Replica, numbers: range) -> None:
    """These persons write, and the replica ends while it works on that."""
    writing, before = asyncio.create_task(town.write(numbers)), town.sent
    await town.twilio.until(lambda: town.sent > before + THIRD)
    town.doors.remove(replica.url)
    await replica.kill()
    town.late.set()
    await writing


async def test_each_message_is_answered_once_or_reported_while_providers_fail_and_replicas_are_killed(
    settings: Settings, tmp_path: Path
) -> None:
    warm_up()
    clock, key = MovingClock(), base64.b64encode(random.Random(1).randbytes(96)).decode()
    async with world(clock) as town, AsyncExitStack() as replicas:
        mine = load_settings(chosen(settings, town, tmp_path / "staying", key), env_file=None)
        bot = await replicas.enter_async_context(
            RunningBot.started(mine, data_folder.prepare(mine.data_dir), loaded_encoder, clock=clock, alone=False)
        )
        starting = [Replica.started(chosen(settings, town, tmp_path / name, key)) for name in ("one", "two")]
        doomed = await asyncio.gather(*map(replicas.enter_async_context, starting))
        served = await replicas.enter_async_context(Served.of(bot))
        town.doors = [served.url, *(replica.url for replica in doomed)]
        for number, replica in enumerate(doomed):
            await killed_in_the_middle(town, replica, range(number * THIRD, (number + 1) * THIRD))
        await town.write(range(2 * THIRD, EACH))
        # A minute later the database has ended what the killed ones had begun, and what they held is free.
        await bot.store.database.client.admin.command("killAllSessions", [])
        clock.offset += LEASES_ARE_OVER
        await eventually(town.settled)
        await bot.tuckaway.reconciling.ask()
        await everything_is_accounted_for(town)


async def everything_is_accounted_for(town: World) -> None:
    log = await Message.find_all().to_list()
    assert await InboxEvent.find({"state": {"$ne": EventState.DONE}}).to_list() == []
    heard = Counter(each.address for each in log if each.author is Author.PERSON)
    assert set(heard.values()) == {1}
    answers = {each.address: each for each in log if each.author is Author.BOT}
    assert answers.keys() == heard.keys()
    assert len(answers) == 3 * EACH
    taken = town.taken
    assert {address: count for address, count in taken.items() if count > 1} == {}
    untaken = [answer for address, answer in answers.items() if not taken[address]]
    assert [answer.address for answer in untaken if answer.undelivered_at is None] == []
    # What Twilio took and gave no answer to was found in its list; Telegram has none.
    doubtful = [address for address, answer in answers.items() if answer.state is DeliveryState.UNKNOWN]
    assert [address for address in doubtful if taken[address] and not address.startswith("telegram:")] == []
    assert 0 < len(untaken) < EACH
