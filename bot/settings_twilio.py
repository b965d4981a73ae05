"""What an operator can choose about Twilio: WhatsApp and text messages; a part of `bot.settings`."""

from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import BaseModel, Field, SecretStr

from bot.settings_forms import Url, like

TWILIO_SECRETS: Final = ("twilio_auth_token",)

AccountSid = Annotated[str, like(r"AC[0-9a-f]{32}", "it is not AC and 32 of 0-9 a-f")]
AuthToken = Annotated[SecretStr, like(r"[!-~]{16,200}", "it is not one word of 16 to 200 signs")]
Number = Annotated[str, like(r"\+[1-9][0-9]{6,14}", "it is not + and 7 to 15 digits")]
NumberOrCode = Annotated[str, like(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}", "it is neither + and digits nor a short code")]
ServiceSid = Annotated[str, like(r"MG[0-9a-f]{32}", "it is not MG and 32 of 0-9 a-f")]
TemplateSid = Annotated[str, like(r"HX[0-9a-f]{32}", "it is not HX and 32 of 0-9 a-f")]
TEMPLATE: Final = "what the Content Template Builder calls Content SID: HX and 32 of 0-9 a-f"


class TwilioSettings(BaseModel):
    """Off until an account and something to send from are named."""

    twilio_account_sid: AccountSid | None = Field(default=None, examples=["what Twilio's console calls Account SID"])
    twilio_auth_token: AuthToken | None = Field(default=None, examples=["what Twilio's console calls Auth Token"])
    twilio_api_url: Url | None = Field(default=None, examples=["https://api.twilio.com"])
    whatsapp_from: Number | None = Field(default=None, examples=["+15551234567"])
    whatsapp_template_message: TemplateSid | None = Field(default=None, examples=[TEMPLATE])
    whatsapp_template_reminder: TemplateSid | None = Field(default=None, examples=[TEMPLATE])
    whatsapp_template_digest: TemplateSid | None = Field(default=None, examples=[TEMPLATE])
    whatsapp_template_one_button: TemplateSid | None = Field(default=None, examples=[TEMPLATE])
    whatsapp_template_two_buttons: TemplateSid | None = Field(default=None, examples=[TEMPLATE])
    whatsapp_template_three_buttons: TemplateSid | None = Field(default=None, examples=[TEMPLATE])
    sms_from: NumberOrCode | None = Field(default=None, examples=["+15551234567"])
    sms_messaging_service: ServiceSid | None = Field(default=None, examples=["what the console calls it: MG…"])
    sms_segments: int = Field(default=4, ge=1, le=10, examples=["4"])
    sms_transliterate: bool = Field(default=True, examples=["true"])
    sms_pictures: bool = Field(default=False, examples=["false"])


def twilio_contradictions(settings: TwilioSettings) -> Iterator[str]:
    """What can't be meant, though each value alone is right."""
    sid, token = settings.twilio_account_sid, settings.twilio_auth_token
    senders = {
        "TUCKAWAY_WHATSAPP_FROM": settings.whatsapp_from,
        "TUCKAWAY_SMS_FROM": settings.sms_from,
        "TUCKAWAY_SMS_MESSAGING_SERVICE": settings.sms_messaging_service,
    }
    named = [name for name, value in senders.items() if value]
    if (sid is None) != (token is None):
        missing = "TUCKAWAY_TWILIO_AUTH_TOKEN" if sid else "TUCKAWAY_TWILIO_ACCOUNT_SID"
        yield f"{missing} is missing: the account and its token go together. Write both, or neither."
    elif named and sid is None:
        yield f"{named[0]} is set without TUCKAWAY_TWILIO_ACCOUNT_SID. Write that as well, or remove it."
    elif sid and not named:
        yield (
            "TUCKAWAY_TWILIO_ACCOUNT_SID is set, and nothing to send from. Write TUCKAWAY_WHATSAPP_FROM or "
            "TUCKAWAY_SMS_FROM."
        )
    if settings.sms_from and settings.sms_messaging_service:
        yield "TUCKAWAY_SMS_FROM and TUCKAWAY_SMS_MESSAGING_SERVICE are two ways to send. Remove one of the two."
    templates = [field for field in settings.model_fields_set if field.startswith("whatsapp_template_")]
    if templates and not settings.whatsapp_from:
        name = f"TUCKAWAY_{min(templates).upper()}"
        yield f"{name} is set without TUCKAWAY_WHATSAPP_FROM. Write that as well, or remove it."
