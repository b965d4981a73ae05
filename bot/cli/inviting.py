"""Commands for who may come in: invitations made, listed and revoked, and addresses believed again."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from bot.cli.operate import opened_store
from bot.cli.running import say
from bot.clock import system_clock
from bot.errors import InstallationError
from bot.messages import ChannelName
from bot.settings import Settings

if TYPE_CHECKING:
    from memory.invitations import Invitation

WITH_LINKS: Final = "telegram"
INVITED: Final = ("telegram", "whatsapp", "sms")


async def invite(settings: Settings, *, channel: str | None, days: int, uses: int) -> None:
    """Print the code of a new invitation, and the link that brings it along."""
    from bot.assembling_channels import telegram_link
    from memory import invitations

    if channel is not None and channel not in INVITED:
        raise InstallationError(
            f"--channel {channel} is none to invite by: write {', '.join(INVITED)}, or leave it out"
        )
    if settings.registration == "closed":
        raise InstallationError("TUCKAWAY_REGISTRATION=closed lets nobody in: write TUCKAWAY_REGISTRATION=invite first")
    only = None if channel is None else ChannelName(channel)
    async with opened_store(settings):
        code = await invitations.invite(channel=only, lifetime=timedelta(days=days), uses=uses, now=system_clock())
    say(code)
    url = await telegram_link(settings, code.replace("-", "")) if channel in {None, WITH_LINKS} else None
    if url:
        say(url)


async def list_all(settings: Settings) -> None:
    """One line each: id, by what, how often used, until when."""
    from memory import invitations

    async with opened_store(settings):
        found = await invitations.all_of_them()
    now = system_clock()
    for each in found:
        channel = each.channel or "any"
        say(f"{each.short}  {channel:8}  {each.used}/{each.uses} used  {_standing(each, now)}")
    if not found:
        say("There are no invitations. `tuckaway invite` makes one.")


async def revoke(settings: Settings, invitation: str) -> None:
    """Make the one with that id no good."""
    from memory import invitations

    async with opened_store(settings):
        count = await invitations.revoke(invitation, system_clock())
    if not count:
        raise InstallationError(f"There is no invitation {invitation} to revoke: `tuckaway invite list` names them.")
    say("Revoked. Whoever came in by it stays.")


async def readmit(settings: Settings, address: str) -> None:
    """Take an address to be its person's again."""
    from memory import people

    async with opened_store(settings):
        known = await people.readmit(address, system_clock())
    if not known:
        raise InstallationError(f"{address} is nobody's address here. Addresses are written like sms:+447700900123")
    say("Done. What comes from there is its person's again.")


def _standing(invitation: "Invitation", now: datetime) -> str:
    if invitation.revoked_at:
        return f"revoked {invitation.revoked_at:%Y-%m-%d %H:%M}"
    verb = "good until" if now < invitation.expires_at else "expired"
    return f"{verb} {invitation.expires_at:%Y-%m-%d %H:%M} UTC"
