"""What WhatsApp and SMS do alike: take calls, hand messages over, look for what was missed, fetch files."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

import structlog

from bot.channel import Receive
from bot.clock import Clock
from bot.downloads import Downloads
from bot.errors import SendPostponed, SendUncertain
from bot.messages import ChannelName, Delivery, DeliveryState, Envelope, Receipt
from bot.twilio import reading
from bot.twilio.account import Account
from bot.twilio.faults import CALL_FAILURES, verdict
from bot.twilio.media import keepers
from bot.twilio.proof import Fields, Proof
from bot.twilio.reconciling import Reconciliation
from bot.twilio.timing import Timing

PATHS: Final[Mapping[ChannelName, str]] = {
    ChannelName.WHATSAPP: "/webhooks/whatsapp",
    ChannelName.SMS: "/webhooks/sms",
}
"""Where Twilio brings what people send."""

AGAIN: Final = "#rc=3&rp=5xx,ct,rt"
"""Goes behind an address that Twilio calls: by itself it would try once. It is not part of what is signed.

Source: twilio.com/docs/usage/webhooks/webhooks-connection-overrides.
"""

Tag = Mapping[str, str]
"""What we call a message that Twilio is handed, for `webhooks.twilio`: `key`, the key of the message in our log; or
`file` and `of` for one of its files, by the id of the file and that key. Of several parts only the last has the key,
and `files`, by their number, where some are in it."""
UNTAGGED: Final[Tag] = {}

STATUS_PATH: Final = "/webhooks/twilio/status"
_SENT_BY_US: Final = 2_000
_LATELY: Final = 50
_AT_ONCE: Final = 20
_CLOCKS_APART: Final = timedelta(seconds=5)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Login:
    """The account as its operator set it up.

    Attributes:
        sid: of the account, `AC…`.
        token: proves us to Twilio, and Twilio to us.
        public_url: where this installation is reached from the internet; without it messages are fetched from the list.
        api_url: somebody else who answers as Twilio does.
    """

    sid: str
    token: str
    public_url: str | None = None
    api_url: str | None = None


class Line:
    """One channel's way through an account.

    Args:
        login: the account.
        channel: which one.
        own: the address that people write to, as Twilio writes it; None where there is a service.
        service: the messaging service to send by.
        clock: the time.
        timing: how long to wait for what; as `Timing` says by default.
    """

    def __init__(
        self,
        login: Login,
        channel: ChannelName,
        *,
        own: str | None,
        service: str | None = None,
        clock: Clock,
        timing: Timing | None = None,
    ) -> None:
        timing = timing or Timing()
        self.clock = clock
        self.timing = timing
        self._channel = channel
        self._account = Account(login.sid, login.token, timing=timing, api_url=login.api_url)
        self._proof = Proof(login.token, login.public_url)
        self._files = Downloads(keepers((login.sid, login.token), login.api_url))
        self._sender = {"messaging_service_sid": service} if service else {"from_": own}
        self._status_url = f"{login.public_url}{STATUS_PATH}" if login.public_url else None
        self._reconciling = Reconciliation(self._account, channel, own=own, service=service, clock=clock, timing=timing)
        self._sent: OrderedDict[str, None] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    # In.

    def proven(self, target: str, body: bytes, signature: str | None) -> Fields | None:
        """What a call brings when it is Twilio's; else None. See `Proof.proven`."""
        return self._proof.proven(target, body, signature)

    def envelope(self, fields: Fields) -> Envelope | None:
        """What is stored of a call; None without an id or a sender."""
        return reading.envelope(fields, self._channel, self.clock())

    def delivery(self, fields: Fields) -> tuple[ChannelName, Delivery] | None:
        """How far a message of ours came, where a call tells that."""
        return reading.delivery(fields)

    def stored(self, envelope: Envelope) -> None:
        """The list need not be asked for it any more."""
        self._reconciling.note(envelope.provider_id)

    def show_typing(self, envelope: Envelope) -> None:
        """Let a sender on WhatsApp see that their message was read; returns at once and never fails.

        In a crowd some do without: answers go before.
        """
        if len(self._tasks) < _AT_ONCE:
            self._begin(self._show_typing(envelope.provider_id), "twilio typing")

    async def _show_typing(self, sid: str) -> None:
        try:
            await self._account.typing(sid)
        except CALL_FAILURES as error:
            _log.debug("twilio.typing_not_shown", error=type(error).__name__)

    # Out.

    async def post(self, recipient: str, fields: Mapping[str, Any], *, tag: Tag = UNTAGGED) -> str:
        """Hand one message over; Twilio's id for it.

        Args:
            recipient: as Twilio writes it.
            fields: `body`, or a template and its variables.
            tag: comes back with what Twilio tells of it later.

        Raises:
            WindowClosed, RecipientGone, SendRefused, SendPostponed, SendUncertain: as Twilio's answer says.
        """
        try:
            sid = await self._account.create({"to": recipient, **self._sender, **self._callback(tag), **fields})
        except CALL_FAILURES as error:
            # Not `from error`: Twilio's errors hold the person's number.
            raise verdict(error) from None
        self._note_sent(sid)
        return sid

    def _callback(self, tag: Tag) -> Mapping[str, str]:
        if self._status_url is None:
            return {}
        return {"status_callback": self._status_url + (f"?{urlencode(tag, safe=':')}" if tag else "")}

    async def post_later_part(self, recipient: str, fields: Mapping[str, Any], *, tag: Tag = UNTAGGED) -> str:
        """The same for a part whose forerunners have arrived: told to wait, it waits here, for a while.

        Raises:
            SendUncertain: part of the message went out, and the rest may not.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self.timing.remainder
        while True:
            try:
                return await self.post(recipient, fields, tag=tag)
            except SendPostponed as error:
                if loop.time() + error.wait.total_seconds() > until:
                    raise SendUncertain(f"only the first parts arrived: {error}") from None
                await asyncio.sleep(error.wait.total_seconds())

    async def find(self, recipient: str, body: str, since: datetime) -> list[Receipt]:
        """What may be a message that went out unseen: all in the list by that text that we know no answer for.

        Args:
            recipient: as Twilio writes it.
            body: all of the text.
            since: when it was written; it was handed over after that.

        Raises:
            SendPostponed: the list can't be had just now.
        """
        try:
            listed = await self._account.messages(since - _CLOCKS_APART, recipient=recipient, limit=_LATELY)
        except CALL_FAILURES as error:
            raise SendPostponed(f"Twilio's list can't be had ({type(error).__name__})") from None
        alike = [each.sid for each in listed if each.body == body and each.direction.startswith("outbound")]
        return [self.receipt(sid) for sid in alike if sid not in self._sent]

    def receipt(self, sid: str) -> Receipt:
        """What is answered for a message that Twilio took."""
        return Receipt(state=DeliveryState.SENT, provider_id=sid, at=self.clock())

    def _note_sent(self, sid: str) -> None:
        self._sent[sid] = None
        if len(self._sent) > _SENT_BY_US:
            self._sent.popitem(last=False)

    # Files, beginning and end.

    def fetch(self, source: str) -> AsyncIterator[bytes]:
        """The bytes of a file. Raises MediaGone or MediaUnavailable."""
        return self._files.fetch(source)

    async def open(self, receive: Receive) -> None:
        """Start looking for messages that no webhook brought; returns at once."""
        self._begin(self._reconciling.run(receive), f"{self._channel} list")

    async def close(self) -> None:
        """Stop, and give up connections."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(self._account.close(), self._files.close())

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
