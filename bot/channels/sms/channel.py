"""Text messages as a channel: one number, or one messaging service."""

from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from bot.channel import Capabilities
from bot.channels.sms.rendering import Frugality, render
from bot.channels.sms.segments import cost
from bot.clock import Clock
from bot.errors import RecipientGone, SendRefused
from bot.messages import ChannelName, Outbound, Receipt
from bot.twilio.channel import ThroughTwilio
from bot.twilio.line import UNTAGGED, Line, Login, Tag
from bot.twilio.timing import Timing

MOST_PICTURES: Final = 10
LARGEST: Final = 5 * 1024 * 1024
"""Bytes of all the pictures of one message."""
PICTURES: Final[Mapping[str, int]] = dict.fromkeys(("image/jpeg", "image/png", "image/gif"), LARGEST)
"""What every carrier shows. Source: twilio.com/docs/messaging/guides/accepted-mime-types."""

_log = structlog.get_logger(__name__)


class SmsChannel(ThroughTwilio):
    """Talks with people by text message. Its calls come as those of `WhatsAppChannel` do."""

    name = ChannelName.SMS

    def __init__(
        self,
        login: Login,
        *,
        number: str | None = None,
        service: str | None = None,
        clock: Clock,
        frugality: Frugality | None = None,
        timing: Timing | None = None,
    ) -> None:
        """Connects to nothing yet.

        Args:
            login: the account.
            number: that people write to, `+15551234567` or a short code; or else
            service: the id of a messaging service, `MG…`.
            clock: the time.
            frugality: what a message may cost.
            timing: how long to wait for what.
        """
        super().__init__(Line(login, self.name, own=number, service=service, clock=clock, timing=timing), clock)
        self._frugality = frugality or Frugality()
        # Twilio fetches them from us.
        files = PICTURES if self._frugality.pictures and login.public_url else {}
        self.capabilities = Capabilities(buttons=False, files=files, ticks=True, shortest=True, numbered=True)

    async def send(self, message: Outbound) -> Receipt:
        """Hand one message over, shortened to what it may cost.

        Raises:
            RecipientGone, SendRefused, SendPostponed, SendUncertain: as Twilio's answer says.
        """
        if not render(message.reply, self._frugality).strip():
            raise SendRefused("the reply has no words to show")
        if message.enclosures:
            return self._line.receipt(await self._with_pictures(message))
        return self._line.receipt(await self._post(message))

    async def _with_pictures(self, message: Outbound) -> str:
        """As a picture message; as words, where the pictures are too many or Twilio does not take them."""
        pictures = message.enclosures
        if len(pictures) > MOST_PICTURES or sum(each.size for each in pictures) > LARGEST:
            return await self._post(message.telling_elsewhere())
        try:
            return await self._post(
                message, tag={"files": str(len(pictures))}, media_url=[each.url for each in pictures]
            )
        except RecipientGone:
            raise
        except SendRefused as error:
            _log.warning("sms.pictures_refused", reason=str(error))
            return await self._post(message.telling_elsewhere())

    async def _post(self, message: Outbound, *, tag: Tag = UNTAGGED, **more: object) -> str:
        fields = {"body": render(message.reply, self._frugality), **more}
        return await self._line.post(message.recipient.value, fields, tag={"key": message.key, **tag})

    async def find(self, message: Outbound) -> Sequence[Receipt]:
        """What Twilio took that may be a message whose sending broke off.

        Raises:
            SendPostponed: Twilio can't be asked just now.
        """
        body = render(message.reply, self._frugality)
        return await self._line.find(message.recipient.value, body, message.at)

    def units(self, message: Outbound) -> int:
        """As how many messages it counts: its segments."""
        return cost(render(message.reply, self._frugality)).segments
