"""What an operator can choose about WhatsApp and text messages, and what can't be meant."""

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings

ACCOUNT = {"TWILIO_ACCOUNT_SID": f"AC{32 * '0'}", "TWILIO_AUTH_TOKEN": 32 * "f"}
WHATSAPP = {"WHATSAPP_FROM": "+15551234567"}
SMS = {"SMS_FROM": "+15551234567"}
TEMPLATE = f"HX{32 * 'a'}"


def load(variables: dict[str, str]) -> Settings:
    return load_settings({f"TUCKAWAY_{name}": value for name, value in variables.items()}, env_file=None)


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        (
            "TWILIO_ACCOUNT_SID",
            "SK123",
            "it is not AC and 32 of 0-9 a-f. Write what Twilio's console calls Account SID.",
        ),
        ("TWILIO_AUTH_TOKEN", "two words", "it is not one word of 16 to 200 signs. Write what Twilio's console calls"),
        ("TWILIO_API_URL", "api.twilio.com", "it is not an address that begins with http:// or https://"),
        ("WHATSAPP_FROM", "whatsapp:+15551234567", "it is not + and 7 to 15 digits. Write for example TUCKAWAY_WHATS"),
        ("WHATSAPP_TEMPLATE_REMINDER", "reminder", "it is not HX and 32 of 0-9 a-f. Write what the Content Template"),
        ("SMS_FROM", "555-1234", "it is neither + and digits nor a short code. Write for example TUCKAWAY_SMS_FROM="),
        ("SMS_MESSAGING_SERVICE", "ours", "it is not MG and 32 of 0-9 a-f"),
        ("SMS_SEGMENTS", "0", "it should be greater than or equal to 1. Write for example TUCKAWAY_SMS_SEGMENTS=4"),
        ("SMS_SEGMENTS", "11", "it should be less than or equal to 10"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_write(name: str, value: str, wrong: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load({name: value})
    assert str(raised.value).startswith(f"TUCKAWAY_{name} is wrong: {wrong}")


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        (
            {**SMS, "TWILIO_ACCOUNT_SID": ACCOUNT["TWILIO_ACCOUNT_SID"]},
            "TUCKAWAY_TWILIO_AUTH_TOKEN is missing: the account and its token go together.",
        ),
        ({"TWILIO_AUTH_TOKEN": 32 * "f"}, "TUCKAWAY_TWILIO_ACCOUNT_SID is missing: the account and its token go"),
        (WHATSAPP, "TUCKAWAY_WHATSAPP_FROM is set without TUCKAWAY_TWILIO_ACCOUNT_SID. Write that as well, or remove"),
        (ACCOUNT, "TUCKAWAY_TWILIO_ACCOUNT_SID is set, and nothing to send from. Write TUCKAWAY_WHATSAPP_FROM or"),
        (
            {**ACCOUNT, **SMS, "SMS_MESSAGING_SERVICE": f"MG{32 * '0'}"},
            "TUCKAWAY_SMS_FROM and TUCKAWAY_SMS_MESSAGING_SERVICE are two ways to send. Remove one of the two.",
        ),
        (
            {**ACCOUNT, **SMS, "WHATSAPP_TEMPLATE_REMINDER": TEMPLATE},
            "TUCKAWAY_WHATSAPP_TEMPLATE_REMINDER is set without TUCKAWAY_WHATSAPP_FROM.",
        ),
    ],
)
def test_what_can_not_be_meant_is_refused_with_what_to_write(variables: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load(variables)
    assert str(raised.value).startswith(told)


def test_a_short_code_may_send_text_messages() -> None:
    assert load({**ACCOUNT, "SMS_FROM": "12345"}).sms_from == "12345"


def test_the_token_is_not_shown() -> None:
    settings = load({**ACCOUNT, **WHATSAPP})
    assert 32 * "f" not in f"{settings!r} {settings}"
