"""The doctor's look at Twilio: the account, its senders, and where they bring messages."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.cli.findings import Finding, Verdict
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.twilio.account import Account

PART: Final = "Twilio"
SANDBOX: Final = "+14155238886"
"""WhatsApp's sandbox at Twilio, which every account shares. Source: twilio.com/docs/whatsapp/sandbox."""

ON_ITS_PAGE: Final = "write the address of the webhook into the console by hand, at the sender itself"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Something that people write to.

    Attributes:
        part: what it is called.
        url: where Twilio is to bring its messages.
        missing: what to say where the account has no such thing.
        looked_up: whether Twilio tells of it at all.
        webhook: asks where its messages are brought; None: the account has no such thing.
        bring_to: changes that; False: the account has no such thing.
    """

    part: str
    url: str
    missing: str
    looked_up: bool
    webhook: "Callable[[Account], Awaitable[str | None]]"
    bring_to: "Callable[[Account, str], Awaitable[bool]]"


def account(settings: Settings) -> "Account":
    """The account that the settings name."""
    from bot.assembling_channels import login
    from bot.twilio.account import Account
    from bot.twilio.timing import Timing

    named = login(settings)
    return Account(named.sid, named.token, timing=Timing(), api_url=named.api_url)


def lines(settings: Settings, public_url: str) -> Iterator[Sender]:
    """What people may write to, of those that Twilio can tell of."""
    return (each for each in _senders(settings, public_url) if each.looked_up)


async def twilio(settings: Settings) -> list[Finding]:
    """Whether the account is active, takes the token, has the senders, and brings their messages here."""
    if settings.twilio_account_sid is None:
        mend = "set TUCKAWAY_TWILIO_ACCOUNT_SID to switch them on"
        return [Finding(Verdict.NOTE, "WhatsApp and text messages", "off", mend)]
    from bot.twilio.faults import CALL_FAILURES, verdict

    ours = account(settings)
    try:
        return [await _standing(ours), *[await _sender(ours, each, settings) for each in _of(settings)]]
    except CALL_FAILURES as error:
        mend = "compare TUCKAWAY_TWILIO_ACCOUNT_SID and TUCKAWAY_TWILIO_AUTH_TOKEN with the first page of the console"
        return [Finding(Verdict.WRONG, PART, str(verdict(error)), mend)]
    finally:
        await ours.close()


async def _standing(ours: "Account") -> Finding:
    standing = await ours.standing()
    if standing == "active":
        return Finding(Verdict.WELL, PART, "the account is active and takes the token")
    return Finding(Verdict.WRONG, PART, f"the account is {standing}", "look at the console, which says why")


def _of(settings: Settings) -> Iterator[Sender]:
    return _senders(settings, settings.public_url or "")


async def _sender(ours: "Account", sender: Sender, settings: Settings) -> Finding:
    if settings.public_url is None:
        mend = "set TUCKAWAY_PUBLIC_URL, and Twilio calls: its list of messages is asked every few seconds till then"
        return Finding(Verdict.NOTE, sender.part, "on, without a webhook", mend)
    if not sender.looked_up:
        return Finding(Verdict.NOTE, sender.part, f"on; check that its webhook is {sender.url}", ON_ITS_PAGE)
    url = await sender.webhook(ours)
    if url is None:
        return Finding(Verdict.WRONG, sender.part, sender.missing, "choose one of those that the console lists")
    if url.partition("#")[0] != sender.url:
        where = f"its messages are brought to {url.partition('#')[0]}" if url else "its messages are brought nowhere"
        return Finding(Verdict.WRONG, sender.part, where, "run `tuckaway webhooks set`")
    return Finding(Verdict.WELL, sender.part, f"on, by webhook at {sender.url}")


def _senders(settings: Settings, public_url: str) -> Iterator[Sender]:
    from bot.messages import ChannelName
    from bot.twilio.account import Account
    from bot.twilio.line import PATHS
    from bot.twilio.reading import WHATSAPP

    if settings.whatsapp_from:
        own = f"{WHATSAPP}{settings.whatsapp_from}"
        yield Sender(
            part="WhatsApp",
            url=public_url + PATHS[ChannelName.WHATSAPP],
            missing=f"the account has no WhatsApp sender {settings.whatsapp_from}",
            looked_up=settings.whatsapp_from != SANDBOX,
            webhook=partial(Account.whatsapp_webhook, sender=own),
            bring_to=partial(Account.bring_whatsapp_to, sender=own),
        )
    if settings.sms_from or settings.sms_messaging_service:
        number, service = settings.sms_from, settings.sms_messaging_service
        yield Sender(
            part="Text messages",
            url=public_url + PATHS[ChannelName.SMS],
            missing=f"the account has no {number or service}",
            # Twilio keeps short codes in a list of their own.
            looked_up=bool(service) or (number or "").startswith("+"),
            webhook=partial(Account.text_webhook, number=number, service=service),
            bring_to=partial(Account.bring_texts_to, number=number, service=service),
        )
