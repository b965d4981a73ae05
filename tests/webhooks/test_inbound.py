"""Telegram's webhook: proven first, stored, acknowledged, and answered through the outbox only."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.settings import Settings, load_settings
from tests.fakes.telegram import FakeTelegram
from tests.running import RunningBot, Served
from tests.webhooks.gate import Gate
from tests.webhooks.stage import eventually, open_store, running
from webhooks.inbox import InboxEvent

SECRET = "s3cret-s3cret-s3cret"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
HOOK = "/webhooks/telegram"


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def with_telegram(settings: Settings, telegram: FakeTelegram) -> Settings:
    assert settings.mongodb_uri
    environment = {
        "TUCKAWAY_DATA_DIR": str(settings.data_dir),
        "TUCKAWAY_MONGODB_URI": settings.mongodb_uri.get_secret_value(),
        "TUCKAWAY_MONGODB_DATABASE": settings.mongodb_database,
        "TUCKAWAY_PUBLIC_URL": "https://memory.example.org",
        "TUCKAWAY_TELEGRAM_TOKEN": telegram.token,
        "TUCKAWAY_TELEGRAM_WEBHOOK_SECRET": SECRET,
        "TUCKAWAY_TELEGRAM_API_URL": telegram.url,
        "TUCKAWAY_REGISTRATION": "open",
    }
    return load_settings(environment, env_file=None)


@pytest.fixture
async def gate(mongodb_uri: str) -> AsyncIterator[Gate]:
    async with Gate.before(mongodb_uri) as gate:
        yield gate


@pytest.fixture
async def store(settings: Settings, folder: DataFolder, gate: Gate) -> AsyncIterator[Store]:
    async with open_store(settings, folder, uri=gate.uri) as store:
        yield store


@pytest.fixture
async def hooked(store: Store, with_telegram: Settings) -> AsyncIterator[Served]:
    async with running(store, with_telegram) as bot, Served.of(bot) as served:
        yield served


@pytest.fixture
async def provider(hooked: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=hooked.url, headers={HEADER: SECRET}, timeout=30) as client:
        yield client


async def test_the_webhook_is_announced_with_its_secret(hooked: Served, telegram: FakeTelegram) -> None:
    await telegram.until(lambda: telegram.webhook)
    assert telegram.webhook
    assert (telegram.webhook.url, telegram.webhook.secret) == (f"https://memory.example.org{HOOK}", SECRET)
    assert hooked.bot.tuckaway.telegram


async def test_an_update_delivered_five_times_at_once_is_acknowledged_each_time_and_answered_once(
    provider: httpx.AsyncClient, telegram: FakeTelegram
) -> None:
    update = telegram.message("the spare key is under the blue pot")
    answers = await asyncio.gather(*(provider.post(HOOK, json=update) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    await telegram.until(lambda: telegram.sent)
    last = telegram.message("where is the spare key?")
    await provider.post(HOOK, json=last)
    await telegram.until(lambda: len(telegram.sent) > 1)
    assert telegram.sent_texts[0] == "Tucked away."
    assert "blue pot" in telegram.sent_texts[1]
    assert len(telegram.sent) == 2


async def test_the_answer_to_a_webhook_is_empty_since_replies_leave_through_the_outbox(
    provider: httpx.AsyncClient, telegram: FakeTelegram
) -> None:
    answer = await provider.post(HOOK, json=telegram.message("hello"))
    assert answer.content == b""


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET.upper()])
async def test_whoever_does_not_know_the_secret_is_turned_away_and_nothing_stored(
    hooked: Served, telegram: FakeTelegram, secret: str | None
) -> None:
    headers = {} if secret is None else {HEADER: secret}
    async with httpx.AsyncClient(base_url=hooked.url, headers=headers) as anyone:
        answer = await anyone.post(HOOK, json=telegram.message("let me in"))
    assert answer.status_code == 403
    assert await InboxEvent.count() == 0


async def test_without_telegram_the_webhook_is_closed(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.url, headers={HEADER: ""}) as anyone:
        assert (await anyone.post(HOOK, json={})).status_code == 403


# Telegram sends a person's updates one after another and repeats the first until it is acknowledged: an error would
# keep everything behind what we can never read from arriving.
@pytest.mark.parametrize("body", [b"", b"no JSON", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"update_id": 1}'])
async def test_what_proves_to_be_telegrams_and_makes_no_sense_is_acknowledged_and_forgotten(
    provider: httpx.AsyncClient, body: bytes
) -> None:
    assert (await provider.post(HOOK, content=body)).status_code == 200
    assert await InboxEvent.count() == 0


async def test_a_body_of_ten_megabytes_is_turned_away(provider: httpx.AsyncClient) -> None:
    assert (await provider.post(HOOK, content=b"x" * 10_000_000)).status_code == 413


async def test_while_the_database_is_gone_nothing_is_acknowledged_and_afterwards_it_is_answered_once(
    provider: httpx.AsyncClient, telegram: FakeTelegram, gate: Gate, hooked: Served
) -> None:
    await provider.post(HOOK, json=telegram.message("hello"))
    await telegram.until(lambda: telegram.sent)
    gate.shut()
    update = telegram.message("the spare key is under the blue pot")
    refused, ready = await asyncio.gather(provider.post(HOOK, json=update), provider.get("/health/ready"))
    assert refused.status_code == 503
    assert set(refused.json()) == {"title", "detail"}
    assert ready.status_code == 503
    assert ready.json() == {"status": "not ready", "database": "not well", "index": "well"}
    assert (await provider.get("/health/live")).status_code == 200
    gate.open()
    assert (await provider.post(HOOK, json=update)).status_code == 200
    await telegram.until(lambda: len(telegram.sent) > 1)
    assert (await provider.get("/health/ready")).status_code == 200
    await eventually(lambda: nothing_waits(hooked.bot))
    assert telegram.sent_texts[1:] == ["Tucked away."]


async def nothing_waits(bot: RunningBot) -> bool:
    return not bot.tuckaway.dispatcher.handling
