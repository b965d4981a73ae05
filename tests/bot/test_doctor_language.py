"""What the doctor finds of a language model, before a fake endpoint that is well, or is not."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.cli.examining_language import language
from bot.cli.findings import Verdict
from bot.settings import Settings
from tests.fakes.openai import KEY, FakeOpenAI, Fault, refusal, says
from tests.memory.language.people import helped


@pytest.fixture
async def server() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as fake:
        yield fake


async def test_without_a_model_there_is_nothing_to_mend(settings: Settings) -> None:
    finding = await language(settings)
    assert (finding.verdict, finding.mend) == (Verdict.WELL, "")
    assert finding.finding.startswith("off")


async def test_an_endpoint_that_is_well_is_asked_once_with_the_key_and_nothing_of_anybody(
    settings: Settings, server: FakeOpenAI
) -> None:
    finding = await language(helped(settings, server))
    assert (finding.verdict, finding.mend) == (Verdict.WELL, "")
    assert f"fake-model at {server.url}" in finding.finding
    assert (server.keys, [each["text"] for each in server.data]) == ([KEY], ["two eggs"])


@pytest.mark.parametrize(
    ("fault", "finding", "mend"),
    [
        (refusal(401), "does not accept the key", "TUCKAWAY_LANGUAGE_API_KEY"),
        (refusal(403), "does not accept the key", "TUCKAWAY_LANGUAGE_API_KEY"),
        (refusal(402), "wants to be paid", "your account"),
        (refusal(429), "asks to be left alone", "limits of your account"),
        (Fault(status=429, error={"code": "insufficient_quota", "message": "no"}), "no credit left", "your account"),
        (refusal(503), "fails (status 503)", "logs itself"),
        (Fault(drop=True), "can't be reached", "TUCKAWAY_LANGUAGE_URL"),
        (Fault(raw=b"<html>welcome</html>"), "not one that speaks OpenAI's protocol", "TUCKAWAY_LANGUAGE_URL"),
        (Fault(bytes=2**20), "not one that speaks OpenAI's protocol", "TUCKAWAY_LANGUAGE_URL"),
        (says("Sure, it is a recipe!"), "not in the form", "TUCKAWAY_LANGUAGE_MODEL"),
        (says({"label": "admin", "confidence": 1}), "not in the form", "TUCKAWAY_LANGUAGE_MODEL"),
        (refusal(418), "refuses the call (status 418)", "TUCKAWAY_LANGUAGE_MODEL"),
        (Fault(hold=asyncio.Event()), "does not answer in time", "TUCKAWAY_LANGUAGE_TIMEOUT"),
    ],
)
async def test_each_trouble_is_named_with_its_mend(
    settings: Settings, server: FakeOpenAI, fault: Fault, finding: str, mend: str
) -> None:
    server.always(fault)
    found = await language(helped(settings, server, language_timeout=0.5 if fault.hold else 60.0))
    assert found.verdict is Verdict.WRONG
    assert finding in found.finding
    assert mend in found.mend


async def test_a_model_that_the_endpoint_does_not_have_is_named_with_those_that_it_has(
    settings: Settings, server: FakeOpenAI
) -> None:
    server.always(refusal(404, "model not found"))
    found = await language(helped(settings, server, language_model="qwen"))
    assert found.finding == f"{server.url} has no model qwen"
    assert "fake-model" in found.mend


async def test_an_address_where_nothing_is_leads_to_the_address(settings: Settings, server: FakeOpenAI) -> None:
    server.always(refusal(404))
    server.models = None
    found = await language(helped(settings, server))
    assert "status 404" in found.finding
    assert "TUCKAWAY_LANGUAGE_URL" in found.mend


async def test_an_endpoint_that_does_not_listen_at_all_is_named(settings: Settings, server: FakeOpenAI) -> None:
    nowhere = helped(settings, server, language_url="http://127.0.0.1:9/v1")
    assert "can't be reached" in (await language(nowhere)).finding


async def test_no_finding_holds_the_key(settings: Settings, server: FakeOpenAI) -> None:
    server.always(refusal(401, "wrong key top-secret"))
    found = await language(helped(settings, server, language_api_key=SecretStr("top-secret")))
    assert "top-secret" not in str(found)
