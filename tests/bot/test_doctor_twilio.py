"""What the doctor finds of a Twilio account, and what `tuckaway webhooks set` changes there."""

from collections.abc import AsyncIterator

import pytest

from bot.cli.examining_twilio import twilio as examine
from bot.cli.findings import Finding, Verdict
from bot.cli.webhooks import set_all
from bot.errors import InstallationError, SettingsError
from bot.settings import Settings
from tests.fakes.telegram import FakeTelegram
from tests.fakes.twilio import NUMBER, PUBLIC_URL, SERVICE, WHATSAPP, FakeTwilio
from tests.journeys.by_twilio import through

OF_WHATSAPP, OF_TEXTS = f"{PUBLIC_URL}/webhooks/whatsapp", f"{PUBLIC_URL}/webhooks/sms"


@pytest.fixture
async def server() -> AsyncIterator[FakeTwilio]:
    async with FakeTwilio() as fake:
        yield fake


def verdicts(findings: list[Finding]) -> list[tuple[Verdict, str]]:
    return [(each.verdict, each.part) for each in findings]


async def test_without_an_account_it_says_how_to_begin(settings: Settings) -> None:
    (finding,) = await examine(settings)
    assert (finding.verdict, "TUCKAWAY_TWILIO_ACCOUNT_SID" in finding.mend) == (Verdict.NOTE, True)


async def test_webhooks_that_lead_elsewhere_are_found_and_set(settings: Settings, server: FakeTwilio) -> None:
    chosen = through(server, settings, {})
    server.numbers[NUMBER] = "https://demo.twilio.com/welcome/sms/reply"
    before = await examine(chosen)
    assert verdicts(before) == [(Verdict.WELL, "Twilio"), (Verdict.WRONG, "WhatsApp"), (Verdict.WRONG, "Text messages")]
    assert [each.mend for each in before[1:]] == ["run `tuckaway webhooks set`"] * 2
    assert before[2].finding == "its messages are brought to https://demo.twilio.com/welcome/sms/reply"
    await set_all(chosen)
    assert server.numbers[NUMBER] == f"{OF_TEXTS}#rc=3&rp=5xx,ct,rt"
    assert server.senders[WHATSAPP] == f"{OF_WHATSAPP}#rc=3&rp=5xx,ct,rt"
    assert {each.verdict for each in await examine(chosen)} == {Verdict.WELL}


async def test_a_messaging_service_is_looked_at_and_set_as_well(settings: Settings, server: FakeTwilio) -> None:
    chosen = through(server, settings, {"TUCKAWAY_SMS_FROM": "", "TUCKAWAY_SMS_MESSAGING_SERVICE": SERVICE})
    await set_all(chosen)
    assert server.services[SERVICE].startswith(f"{OF_TEXTS}#")
    assert {each.verdict for each in await examine(chosen)} == {Verdict.WELL}


async def test_a_number_that_the_account_does_not_have_is_named(settings: Settings, server: FakeTwilio) -> None:
    chosen = through(server, settings, {"TUCKAWAY_SMS_FROM": "+15559999999"})
    finding = (await examine(chosen))[2]
    assert (finding.verdict, finding.finding) == (Verdict.WRONG, "the account has no +15559999999")
    with pytest.raises(InstallationError, match="the account has no"):
        await set_all(chosen)


async def test_a_token_that_is_wrong_is_told_with_where_to_look(settings: Settings, server: FakeTwilio) -> None:
    chosen = through(server, settings, {"TUCKAWAY_TWILIO_AUTH_TOKEN": "wrong-wrong-wrong-wrong"})
    (finding,) = await examine(chosen)
    assert finding.verdict is Verdict.WRONG
    assert "token" in finding.finding
    assert "TUCKAWAY_TWILIO_AUTH_TOKEN" in finding.mend
    with pytest.raises(InstallationError, match="token"):
        await set_all(chosen)


async def test_an_account_that_is_suspended_is_told(settings: Settings, server: FakeTwilio) -> None:
    server.standing = "suspended"
    findings = await examine(through(server, settings, {}))
    assert (findings[0].verdict, findings[0].finding) == (Verdict.WRONG, "the account is suspended")


async def test_what_twilio_does_not_tell_of_is_left_to_the_operator(settings: Settings, server: FakeTwilio) -> None:
    own = {"TUCKAWAY_SMS_FROM": "12345", "TUCKAWAY_WHATSAPP_FROM": "+14155238886"}
    findings = await examine(through(server, settings, own))
    assert [each.verdict for each in findings] == [Verdict.WELL, Verdict.NOTE, Verdict.NOTE]
    assert OF_WHATSAPP in findings[1].finding


async def test_without_a_public_address_nothing_is_wrong_and_it_says_what_is_done_instead(
    settings: Settings, server: FakeTwilio
) -> None:
    chosen = through(server, settings, {"TUCKAWAY_PUBLIC_URL": ""})
    assert [each.verdict for each in await examine(chosen)] == [Verdict.WELL, Verdict.NOTE, Verdict.NOTE]
    with pytest.raises(SettingsError, match="TUCKAWAY_PUBLIC_URL is missing"):
        await set_all(chosen)


async def test_telegram_is_told_by_the_same_command(settings: Settings) -> None:
    async with FakeTelegram() as telegram:
        more = {
            "public_url": PUBLIC_URL,
            "telegram_token": telegram.token,
            "telegram_webhook_secret": "a" * 32,
            "telegram_api_url": telegram.url,
        }
        chosen = Settings.model_validate(settings.model_dump(exclude_unset=True) | more)
        await set_all(chosen)
        assert telegram.webhook
        assert telegram.webhook.url == f"{PUBLIC_URL}/webhooks/telegram"
