"""The chat in the browser, as a channel: what arrives over its socket goes in, what is said to it goes to the feed."""

import sys
from datetime import datetime
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from bot.channel import ANY_TYPE, Capabilities, Receive
from bot.clock import Clock
from bot.errors import MessageUnreadable
from bot.live import LiveFeed
from bot.messages import (
    Address,
    Attachment,
    Author,
    ChannelName,
    DeliveryState,
    Inbound,
    MediaKind,
    Outbound,
    PersonId,
    Receipt,
    Said,
)

SHOWN: Final = DeliveryState.DELIVERED
STORED: Final = DeliveryState.SENT


class WebFile(BaseModel):
    """A file of such a message, which was uploaded before; `id` is what it is kept as."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=200)
    kind: MediaKind
    name: str | None = None
    type: str | None = None
    size: int | None = None

    def attachment(self) -> Attachment:
        """As a handler is given it."""
        return Attachment(
            kind=self.kind, source=self.id, name=self.name, type=self.type, size=self.size, upload=self.id
        )


class WebMessage(BaseModel):
    """What the server stores of a message from the browser."""

    model_config = ConfigDict(extra="forbid")

    person: str = Field(min_length=1, max_length=200)
    client_id: str
    text: str = ""
    tap: str | None = None
    files: tuple[WebFile, ...] = ()
    at: AwareDatetime


class WebChannel:
    """The browser. Sending shows a message to the pages that are open; the others fetch it from the log later."""

    name = ChannelName.WEB
    # A page knows messages by their sequence: the same one shown twice is one.
    idempotent = True
    # A page fetches files itself, by what the log says of them.
    capabilities = Capabilities(files={ANY_TYPE: sys.maxsize}, ticks=True)

    def __init__(self, feed: LiveFeed, clock: Clock) -> None:
        self._feed = feed
        self._clock = clock

    def read(self, raw: dict[str, Any]) -> Inbound:
        """The message as the browser's socket stored it."""
        try:
            message = WebMessage.model_validate(raw)
        except ValidationError as error:
            raise MessageUnreadable(f"not a message of the browser chat: {error.error_count()} fields differ") from None
        sender = Address(channel=ChannelName.WEB, value=message.person)
        return Inbound(
            sender=sender,
            text=message.text,
            attachments=tuple(each.attachment() for each in message.files),
            tap=message.tap,
            at=message.at,
            client_id=message.client_id,
        )

    async def send(self, message: Outbound) -> Receipt:
        """Show it to every open page; without one it waits in the log."""
        now: datetime = self._clock()
        said = Said(
            id=message.key,
            sequence=message.sequence,
            author=Author.BOT,
            at=message.at,
            channel=ChannelName.WEB,
            state=SHOWN,
            text=message.reply.text,
            quotes=message.reply.quotes,
            actions=message.reply.actions,
            files=message.reply.files,
        )
        shown = self._feed.show(PersonId(message.recipient.value), said)
        return Receipt(state=SHOWN if shown else STORED, at=now)

    async def open(self, receive: Receive) -> None:
        """Nothing to start: messages come in through the web server's socket."""

    async def close(self) -> None:
        """Nothing to stop."""
