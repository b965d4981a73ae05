"""Invitations as whoever runs the bot makes, lists and revokes them from the command line."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import Settings
from tests.fakes.telegram import FakeTelegram

CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    assert settings.mongodb_uri
    return {
        "TUCKAWAY_DATA_DIR": str(settings.data_dir),
        "TUCKAWAY_MONGODB_URI": settings.mongodb_uri.get_secret_value(),
        "TUCKAWAY_MONGODB_DATABASE": settings.mongodb_database,
    }


async def asked(environment: dict[str, str], *arguments: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, arguments, env=environment)


async def test_an_invitation_is_printed_listed_and_revoked(environment: dict[str, str]) -> None:
    assert (await asked(environment, "invite", "list")).stdout.startswith("There are no invitations.")
    made = await asked(environment, "invite", "--uses", "3", "--channel", "sms")
    assert CODE.fullmatch(made.stdout.strip())
    listed = (await asked(environment, "invite", "list")).stdout
    found = re.fullmatch(r"([0-9a-f]{8})  sms       0/3 used  good until \S+ \S+ UTC\n", listed)
    assert found
    assert made.stdout.strip() not in listed
    assert (await asked(environment, "invite", "revoke", found[1])).stdout == "Revoked. Whoever came in by it stays.\n"
    assert "revoked" in (await asked(environment, "invite", "list")).stdout
    again = await asked(environment, "invite", "revoke", found[1])
    assert again.exit_code == 1
    assert "There is no invitation" in again.stderr


async def test_where_telegram_is_set_up_a_link_brings_the_code_along(
    environment: dict[str, str], telegram: FakeTelegram
) -> None:
    with_telegram = {"TUCKAWAY_TELEGRAM_TOKEN": telegram.token, "TUCKAWAY_TELEGRAM_API_URL": telegram.url}
    code, link = (await asked({**environment, **with_telegram}, "invite")).stdout.split()
    assert link == f"https://t.me/tuckaway_test_bot?start={code.replace('-', '')}"
    only_sms = await asked({**environment, **with_telegram}, "invite", "--channel", "sms")
    assert CODE.fullmatch(only_sms.stdout.strip())


async def test_where_telegram_does_not_answer_the_code_alone_is_printed(environment: dict[str, str]) -> None:
    away = {"TUCKAWAY_TELEGRAM_TOKEN": "1:x", "TUCKAWAY_TELEGRAM_API_URL": "http://127.0.0.1:9"}
    made = await asked({**environment, **away}, "invite")
    assert made.exit_code == 0
    assert CODE.search(made.stdout)
    assert "t.me" not in made.stdout


@pytest.mark.parametrize(
    ("settings_of_it", "arguments", "sentence"),
    [
        ({}, ("invite", "--channel", "pigeon"), "write telegram, whatsapp, sms"),
        ({"TUCKAWAY_REGISTRATION": "closed"}, ("invite",), "TUCKAWAY_REGISTRATION=invite"),
        ({"TUCKAWAY_REGISTRATION": "perhaps"}, ("invite",), "TUCKAWAY_REGISTRATION=invite"),
        ({}, ("invite", "revoke", "nothing"), "There is no invitation nothing"),
        ({}, ("readmit", "sms:+44"), "nobody's address"),
    ],
)
async def test_what_cannot_be_is_answered_with_what_to_write(
    environment: dict[str, str], settings_of_it: dict[str, str], arguments: tuple[str, ...], sentence: str
) -> None:
    refused = await asked({**environment, **settings_of_it}, *arguments)
    assert refused.exit_code == 1
    assert sentence in refused.stderr
