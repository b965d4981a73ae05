"""Builds the channels that the settings name; a part of the assembly."""

from typing import TYPE_CHECKING

from bot.clock import Clock, system_clock
from bot.settings import Settings
from handlers.wording import commands, only_in_private

if TYPE_CHECKING:
    from bot.channels.sms import SmsChannel
    from bot.channels.telegram import TelegramChannel
    from bot.channels.whatsapp import WhatsAppChannel
    from bot.twilio.line import Login
    from bot.twilio.timing import Timing


def telegram(settings: Settings, clock: Clock) -> "TelegramChannel | None":
    """Telegram, where a token is set."""
    if settings.telegram_token is None:
        return None
    # Telegram's library takes a second to import, and most installations do without it.
    from bot.channels.telegram import TelegramChannel

    secret = settings.telegram_webhook_secret
    channel = TelegramChannel(
        settings.telegram_token.get_secret_value(),
        clock=clock,
        webhook_secret=None if secret is None else secret.get_secret_value(),
        public_url=settings.public_url,
        api_url=settings.telegram_api_url,
    )
    channel.offer(commands(), only_in_private())
    return channel


async def telegram_link(settings: Settings, token: str) -> str | None:
    """The deep link that hands `token` to the Telegram bot that the settings name; None without one that answers."""
    channel = telegram(settings, system_clock)
    if channel is None:
        return None
    try:
        return await channel.deep_link(token)
    finally:
        await channel.close()


def whatsapp(settings: Settings, clock: Clock) -> "WhatsAppChannel | None":
    """WhatsApp, where a sender is set."""
    if settings.whatsapp_from is None:
        return None
    from bot.channels.whatsapp import Templates, WhatsAppChannel

    buttons = {
        1: settings.whatsapp_template_one_button,
        2: settings.whatsapp_template_two_buttons,
        3: settings.whatsapp_template_three_buttons,
    }
    templates = Templates(
        message=settings.whatsapp_template_message,
        reminder=settings.whatsapp_template_reminder,
        digest=settings.whatsapp_template_digest,
        buttons={count: sid for count, sid in buttons.items() if sid is not None},
    )
    return WhatsAppChannel(
        login(settings), settings.whatsapp_from, clock=clock, templates=templates, timing=timing(settings)
    )


def sms(settings: Settings, clock: Clock) -> "SmsChannel | None":
    """Text messages, where a number or a messaging service is set."""
    if settings.sms_from is None and settings.sms_messaging_service is None:
        return None
    from bot.channels.sms import Frugality, SmsChannel

    return SmsChannel(
        login(settings),
        number=settings.sms_from,
        service=settings.sms_messaging_service,
        clock=clock,
        frugality=Frugality(
            segments=settings.sms_segments,
            transliterate=settings.sms_transliterate,
            link=settings.public_url,
            pictures=settings.sms_pictures,
        ),
        timing=timing(settings),
    )


def login(settings: Settings) -> "Login":
    """The Twilio account that the settings name."""
    from bot.twilio.line import Login

    token = settings.twilio_auth_token
    return Login(
        sid=settings.twilio_account_sid or "",
        token=token.get_secret_value() if token else "",
        public_url=settings.public_url,
        api_url=settings.twilio_api_url,
    )


def timing(settings: Settings) -> "Timing":
    """As ever; without a public address, where no webhook brings anything, the list is asked all the time."""
    from bot.twilio.timing import Timing

    return Timing() if settings.public_url else Timing(poll=5, settled=0, look_back=3600)
