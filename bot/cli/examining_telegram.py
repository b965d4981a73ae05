"""The doctor's look at Telegram: whether the token is taken, and where the bot's updates are brought."""

from typing import TYPE_CHECKING, Final

from bot.cli.findings import Finding, Verdict
from bot.clock import system_clock
from bot.errors import TuckawayError
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.channels.telegram.channel import Standing

PART: Final = "Telegram"


async def telegram(settings: Settings) -> Finding:
    """Ask Telegram about the bot that the settings name."""
    if settings.telegram_token is None:
        return Finding(Verdict.NOTE, PART, "off", "set TUCKAWAY_TELEGRAM_TOKEN to switch it on")
    from bot import assembling_channels

    try:
        channel = assembling_channels.telegram(settings, system_clock)
        if channel is None:
            raise LookupError(PART)
        try:
            standing = await channel.standing()
        finally:
            await channel.close()
    except TuckawayError as error:
        mend = "compare TUCKAWAY_TELEGRAM_TOKEN with what @BotFather shows: /mybots, your bot, API Token"
        return Finding(Verdict.WRONG, PART, str(error), mend)
    return _of(standing, settings.public_url)


def _of(standing: "Standing", public_url: str | None) -> Finding:
    from bot.channels.telegram.channel import WEBHOOK_PATH

    if public_url is None:
        return Finding(Verdict.WELL, PART, f"on as @{standing.name}, by polling")
    if standing.webhook != public_url + WEBHOOK_PATH:
        where = f"its updates are brought {f'to {standing.webhook}' if standing.webhook else 'nowhere'}"
        return Finding(Verdict.WRONG, PART, where, "run `tuckaway webhooks set`")
    if standing.trouble:
        mend = f"see whether {standing.webhook} is reached from the internet, with a certificate that is valid"
        return Finding(Verdict.NOTE, PART, f"lately Telegram could not bring an update: {standing.trouble}", mend)
    return Finding(Verdict.WELL, PART, f"on as @{standing.name}, by webhook at {standing.webhook}")
