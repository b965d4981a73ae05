"""`tuckaway webhooks set`: tells providers where to bring what people send."""

from bot.cli.running import say
from bot.clock import system_clock
from bot.errors import InstallationError, SettingsError
from bot.settings import Settings


async def set_all(settings: Settings) -> None:
    """Tell every provider that is set up; ends with 1 at the first that can't be told."""
    if settings.public_url is None:
        raise SettingsError(
            "TUCKAWAY_PUBLIC_URL is missing: providers have to be told where to call. "
            "Write for example TUCKAWAY_PUBLIC_URL=https://memory.example.org."
        )
    if settings.telegram_token is None and settings.twilio_account_sid is None:
        say("Neither Telegram nor Twilio is set up; .env.example says how.")
    if settings.telegram_token is not None:
        await _telegram(settings)
    if settings.twilio_account_sid is not None:
        await _twilio(settings, settings.public_url)


async def _telegram(settings: Settings) -> None:
    from bot.assembling_channels import telegram

    channel = telegram(settings, system_clock)
    if channel is None:
        return
    try:
        say(f"Telegram brings its updates to {await channel.set_webhook()}")
    finally:
        await channel.close()


async def _twilio(settings: Settings, public_url: str) -> None:
    from bot.cli.examining_twilio import account, lines
    from bot.twilio.faults import CALL_FAILURES, verdict
    from bot.twilio.line import AGAIN

    twilio = account(settings)
    try:
        for line in lines(settings, public_url):
            if not await line.bring_to(twilio, line.url + AGAIN):
                raise InstallationError(f"{line.part}: {line.missing}")
            say(f"{line.part}: Twilio brings messages to {line.url}")
    except CALL_FAILURES as error:
        raise InstallationError(str(verdict(error))) from None
    finally:
        await twilio.close()
