"""What the doctor finds of a bot on Telegram."""

from collections.abc import AsyncIterator

import pytest

from bot.cli.examining_telegram import telegram as examine
from bot.cli.findings import Verdict
from bot.cli.webhooks import set_all
from bot.settings import Settings
from tests.fakes.telegram import FakeTelegram

HOME = "https://memory.example.org"


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


def of(server: FakeTelegram, settings: Settings, **more: str) -> Settings:
    ours = {"telegram_token": server.token, "telegram_api_url": server.url}
    return Settings.model_validate({**settings.model_dump(), **ours, **more})


async def test_without_a_token_it_says_how_to_begin(settings: Settings) -> None:
    finding = await examine(settings)
    assert (finding.verdict, "TUCKAWAY_TELEGRAM_TOKEN" in finding.mend) == (Verdict.NOTE, True)


async def test_a_token_that_is_taken_is_told_with_the_bots_name(settings: Settings, server: FakeTelegram) -> None:
    finding = await examine(of(server, settings))
    assert (finding.verdict, finding.finding) == (Verdict.WELL, "on as @tuckaway_test_bot, by polling")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"telegram_token": "1234567:revoked"}, "Telegram does not know the bot's token"),
        ({"telegram_api_url": "http://127.0.0.1:9"}, "Telegram can't be reached (ClientConnectorError)"),
    ],
)
async def test_a_token_that_is_not_taken_is_told(
    settings: Settings, server: FakeTelegram, wrong: dict[str, str], sentence: str
) -> None:
    finding = await examine(of(server, settings, **wrong))
    assert (finding.verdict, finding.finding) == (Verdict.WRONG, sentence)


async def test_a_webhook_that_leads_elsewhere_is_found_and_set(settings: Settings, server: FakeTelegram) -> None:
    chosen = of(server, settings, public_url=HOME, telegram_webhook_secret="a-secret-of-sixteen-signs")
    before = await examine(chosen)
    assert (before.verdict, before.mend) == (Verdict.WRONG, "run `tuckaway webhooks set`")
    assert before.finding == "its updates are brought nowhere"
    await set_all(chosen)
    assert (await examine(chosen)).verdict is Verdict.WELL
    server.trouble = "Connection timed out"
    late = await examine(chosen)
    assert (late.verdict, "Connection timed out" in late.finding) == (Verdict.NOTE, True)
