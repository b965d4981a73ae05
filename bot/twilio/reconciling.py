"""Looks through Twilio's list of messages for those that no webhook brought, again and again."""

import asyncio
import random
from collections import OrderedDict
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.channel import Receive
from bot.clock import Clock
from bot.errors import TuckawayError
from bot.messages import ChannelName
from bot.twilio.account import Account, Listed
from bot.twilio.faults import CALL_FAILURES
from bot.twilio.reading import RECEIVED_AT, envelope
from bot.twilio.timing import Timing

KNOWN: Final = 20_000
"""Ids of messages that are remembered as stored, so that the list is not stored anew at each look."""

_INBOUND: Final = "inbound"

_log = structlog.get_logger(__name__)


class Reconciliation:
    """For one channel: hands over what is in the list. The inbox knows what it had already.

    Args:
        account: whose list.
        channel: whose messages.
        own: the address they are sent to, as Twilio writes it; None: any of the service's.
        service: the messaging service that they come by, where there is one.
        clock: says what is old enough to be taken from the list.
        timing: how often, and how far back.
    """

    def __init__(
        self,
        account: Account,
        channel: ChannelName,
        *,
        own: str | None,
        service: str | None,
        clock: Clock,
        timing: Timing,
    ) -> None:
        self._account = account
        self._channel = channel
        self._own = own
        self._service = service
        self._clock = clock
        self._timing = timing
        self._known: OrderedDict[str, None] = OrderedDict()
        self._since: datetime | None = None
        self._failures = 0

    def note(self, sid: str) -> None:
        """A message is stored already."""
        self._known[sid] = None
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)

    async def run(self, receive: Receive) -> None:
        """Look, wait, and look again, until cancelled."""
        while True:
            try:
                await self.look(receive)
            except (*CALL_FAILURES, TuckawayError) as error:
                self._failures += 1
                # Twilio's own sentence is left out: it may hold somebody's number.
                _log.warning("twilio.list_not_read", channel=self._channel, error=type(error).__name__)
            else:
                self._failures = 0
            await asyncio.sleep(self._pause())

    async def look(self, receive: Receive) -> int:
        """Hand over what is new in the list; how many of them no webhook had brought.

        Where one can't be stored, or its files can't be listed, the next look begins where this one did. Raises what
        the calls raise; a message whose files can't be listed holds no other back.
        """
        now = self._clock()
        since = self._since or now - timedelta(seconds=self._timing.look_back)
        missed, failure = 0, None
        async for listed in self._settled(since, now):
            try:
                missed += await self._take(listed, receive)
            except CALL_FAILURES as error:
                failure = error
        if failure is not None:
            raise failure
        self._since = now - timedelta(seconds=self._timing.overlap)
        # Where no webhook is waited for, the list is how messages come.
        if missed and self._timing.settled:
            _log.warning("twilio.webhook_missed", channel=self._channel, messages=missed)
        return missed

    async def _settled(self, since: datetime, now: datetime) -> AsyncIterator[Listed]:
        newest = now - timedelta(seconds=self._timing.settled)
        for listed in await self._account.messages(since, recipient=self._own):
            ours = listed.direction == _INBOUND and (self._service is None or listed.service == self._service)
            old_enough = listed.created_at is None or listed.created_at <= newest
            if ours and old_enough and listed.sid not in self._known:
                yield listed

    async def _take(self, listed: Listed, receive: Receive) -> bool:
        fields = {
            "MessageSid": listed.sid,
            "From": listed.sender,
            "To": listed.recipient,
            "Body": listed.body,
            "NumMedia": str(listed.media),
        }
        if listed.created_at is not None:
            fields[RECEIVED_AT] = listed.created_at.isoformat()
        if listed.media:
            for number, (url, kind) in enumerate(await self._account.media_of(listed.sid)):
                fields |= {f"MediaUrl{number}": url, f"MediaContentType{number}": kind}
        found = envelope(fields, self._channel, self._clock())
        new = found is not None and await receive(found)
        self.note(listed.sid)
        return new

    def _pause(self) -> float:
        ceiling = min(self._timing.backoff_most, self._timing.poll * 2 ** min(self._failures, 8))
        return self._timing.poll if not self._failures else random.uniform(self._timing.poll / 2, ceiling)
