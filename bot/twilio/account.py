"""One Twilio account over REST, in our own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from bot.errors import MessageUnreadable
from bot.twilio.faults import status_of
from bot.twilio.timing import Timing
from bot.twilio.wire import Wire

if TYPE_CHECKING:
    from twilio.rest.api.v2010.account.message import MessageInstance

PAGE: Final = 200
_NO_SUCH: Final = 404

_API: Final = "https://api.twilio.com"


@dataclass(frozen=True)
class Listed:
    """A message as the list of messages has it.

    `sender` and `recipient` are as Twilio writes them: `whatsapp:+15551234567`. `service` is the messaging service that
    it came or went by.
    """

    sid: str
    sender: str
    recipient: str
    body: str
    media: int
    direction: str
    service: str | None
    created_at: datetime | None


class Account:
    """Asks Twilio for one account. What its calls raise is in `bot.twilio.faults.CALL_FAILURES`."""

    def __init__(self, sid: str, token: str, *, timing: Timing, api_url: str | None = None) -> None:
        """Connects to nothing yet.

        Args:
            sid: of the account, `AC…`.
            token: its auth token.
            timing: how long to wait.
            api_url: somebody else who answers as Twilio does.
        """
        self.sid = sid
        self._wire = Wire(timing, api_url)
        self._closed = False
        # Neither login nor region are to come from variables of Twilio's own.
        self._client: Any = Client(sid, token, http_client=self._wire, environment={"TWILIO_EDGE": ""})

    async def create(self, fields: Mapping[str, Any]) -> str:
        """Hand a message over, by the names of the library's `messages.create`; its id.

        Raises:
            ValueError: the answer names none; the message may have been taken.
        """
        created = await self._client.messages.create_async(**fields)
        if not created.sid:
            raise ValueError("Twilio's answer names no message")
        return str(created.sid)

    async def messages(
        self, since: datetime, *, recipient: str | None = None, sender: str | None = None, limit: int | None = None
    ) -> list[Listed]:
        """Messages in either direction that were sent after `since`, oldest first; the newest `limit` of them."""
        chosen = {"to": recipient, "from_": sender, "date_sent_after": since}
        given = {name: value for name, value in chosen.items() if value is not None}
        found = await self._client.messages.list_async(**given, limit=limit, page_size=min(PAGE, limit or PAGE))
        return [_listed(each) for each in reversed(found)]

    async def media_of(self, sid: str) -> list[tuple[str, str]]:
        """Address and type of each file that came with a message; none where Twilio has deleted it."""
        try:
            found = await self._client.messages(sid).media.list_async(limit=PAGE)
        except TwilioException as error:
            if status_of(error) != _NO_SUCH:
                raise
            return []
        return [
            (self._wire.placed(f"{_API}{str(each.uri).removesuffix('.json')}"), str(each.content_type or ""))
            for each in found
        ]

    async def typing(self, sid: str) -> None:
        """Mark a message from WhatsApp as read, and let its sender see that an answer is being written."""
        await self._client.messaging.v2.typing_indicator.create_async(channel="whatsapp", message_id=sid)

    async def standing(self) -> str:
        """How the account stands: `active`, `suspended` or `closed`."""
        return str((await self._client.api.v2010.accounts(self.sid).fetch_async()).status)

    async def bring_texts_to(self, url: str, *, number: str | None, service: str | None) -> bool:
        """Have what is sent to a number, or to a messaging service, brought to `url`; False: the account has none."""
        if service:
            await self._client.messaging.v1.services(service).update_async(
                inbound_request_url=url, inbound_method="POST", use_inbound_webhook_on_number=False
            )
            return True
        found = await self._client.incoming_phone_numbers.list_async(phone_number=number, limit=1)
        for each in found:
            await each.update_async(sms_url=url, sms_method="POST")
        return bool(found)

    async def bring_whatsapp_to(self, url: str, sender: str) -> bool:
        """Have what is sent to a WhatsApp sender (`whatsapp:+…`) brought to `url`; False: the account has none."""
        senders = self._client.messaging.v2.channels_senders
        found = [each for each in await senders.list_async(channel="whatsapp", limit=PAGE) if each.sender_id == sender]
        for each in found:
            update = each.MessagingV2ChannelsSenderRequestsUpdate
            await each.update_async(update({"webhook": {"callback_url": url, "callback_method": "POST"}}))
        return bool(found)

    async def text_webhook(self, *, number: str | None, service: str | None) -> str | None:
        """Where what is sent to a number or a messaging service is brought; None: the account has no such."""
        if service:
            return str((await self._client.messaging.v1.services(service).fetch_async()).inbound_request_url or "")
        found = await self._client.incoming_phone_numbers.list_async(phone_number=number, limit=1)
        return str(found[0].sms_url or "") if found else None

    async def whatsapp_webhook(self, sender: str) -> str | None:
        """Where what is sent to a WhatsApp sender is brought; None: the account has no such."""
        found = await self._client.messaging.v2.channels_senders.list_async(channel="whatsapp", limit=PAGE)
        for each in found:
            if each.sender_id == sender:
                webhook = each.webhook if isinstance(each.webhook, Mapping) else {}
                return str(webhook.get("callback_url") or "")
        return None

    async def close(self) -> None:
        """Give up connections; another time does nothing."""
        if not self._closed:
            self._closed = True
            await self._wire.close()


def _listed(each: "MessageInstance") -> Listed:
    sid, sender = each.sid, each.from_
    if not sid:
        raise MessageUnreadable("Twilio lists a message without an id")
    return Listed(
        sid=str(sid),
        sender=str(sender or ""),
        recipient=str(each.to or ""),
        body=str(each.body or ""),
        media=int(each.num_media or 0),
        direction=str(each.direction or ""),
        service=each.messaging_service_sid,
        created_at=each.date_sent or each.date_created,
    )
