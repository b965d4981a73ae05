"""Twilio's webhooks: proven first, stored, then acknowledged; and what becomes of our messages."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Protocol

import structlog
from fastapi import APIRouter, Request, Response

from bot.channel import Receive
from bot.messages import ChannelName, Delivery, DeliveryState, Envelope
from webhooks.errors import Forbidden

SIGNATURE_HEADER: Final = "X-Twilio-Signature"
NOTHING_TO_SAY: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""Replies leave through the outbox, which gets their ids and is told what becomes of them."""

NoteDelivery = Callable[[ChannelName, Delivery], Awaitable[None]]
"""Takes what a provider tells of a message of ours."""

NoteFile = Callable[[str, str | None], Awaitable[None]]
"""Takes that a file of a message did not arrive: the key of the message, and the id of the file; None where the whole
message did not, with the files in it."""

log = structlog.get_logger(__name__)

router = APIRouter(include_in_schema=False)


class TwilioDoor(Protocol):
    """What the webhook must know of a channel that goes through Twilio."""

    def proven(self, target: str, body: bytes, signature: str | None) -> Mapping[str, str] | None:
        """What a call brings when it is Twilio's; else None. `target`: path and query, as they came."""

    def envelope(self, fields: Mapping[str, str]) -> Envelope | None:
        """What is stored of a call; None for one that names no sender of this channel."""

    def acknowledge(self, envelope: Envelope) -> None:
        """Let the sender see that it has arrived, once it is stored."""

    def delivery(self, fields: Mapping[str, str]) -> tuple[ChannelName, Delivery] | None:
        """How far a message of ours came, where a call tells that."""


TwilioDoors = Mapping[ChannelName, TwilioDoor]


@router.post("/webhooks/whatsapp")
async def whatsapp(request: Request) -> Response:
    """Take a message from WhatsApp."""
    return await _take(request, ChannelName.WHATSAPP)


@router.post("/webhooks/sms")
async def sms(request: Request) -> Response:
    """Take a text message."""
    return await _take(request, ChannelName.SMS)


@router.post("/webhooks/twilio/status")
async def status(request: Request) -> Response:
    """Take what became of a message of ours. Such calls come in any order, and more than once."""
    doors: TwilioDoors = request.app.state.twilio
    # They share an account, so that any of them can tell.
    door = _open(next(iter(doors.values()), None))
    told = door.delivery(await _proven(request, door))
    note: NoteDelivery | None = request.app.state.note_delivery
    asked = request.query_params
    if told is not None and "file" in asked:
        await _note_file(request, told[1])
    elif told is not None and note is not None:
        channel, delivery = told
        await note(channel, delivery.model_copy(update={"key": asked.get("key")}))
        if "files" in asked:
            await _note_whole(request, delivery)
    return Response(status_code=204)


async def _note_file(request: Request, told: Delivery) -> None:
    """Of a file only matters that it did not arrive; what became of the whole message is told with its last part."""
    note: NoteFile | None = request.app.state.note_file
    if told.state is not DeliveryState.FAILED or note is None:
        return
    key, media = request.query_params.get("of", ""), request.query_params["file"]
    log.warning("outbox.file_undelivered", message=key, media=media, reason=told.reason)
    if not told.gone:
        await note(key, media)


async def _note_whole(request: Request, told: Delivery) -> None:
    """Words that went in one message with files did not arrive with them, so they are to come without."""
    note: NoteFile | None = request.app.state.note_file
    if told.state is DeliveryState.FAILED and not told.gone and note is not None:
        await note(request.query_params.get("key", ""), None)


async def _take(request: Request, channel: ChannelName) -> Response:
    """Store it. Anything but 2xx lets Twilio bring it again, where its address says so, or leaves it in the list."""
    doors: TwilioDoors = request.app.state.twilio
    fields = await _proven(request, _open(doors.get(channel)))
    receive: Receive = request.app.state.receive
    for door in doors.values():
        # Whose it is is told by the sender: a messaging service brings whatever comes in to one address.
        if envelope := door.envelope(fields):
            await receive(envelope)
            door.acknowledge(envelope)
            break
    else:
        log.info("twilio.ignored", channel=channel)
    return Response(NOTHING_TO_SAY, media_type="text/xml")


def _open(door: TwilioDoor | None) -> TwilioDoor:
    """The door. Raises Forbidden: the channel is off."""
    if door is None:
        raise Forbidden
    return door


async def _proven(request: Request, door: TwilioDoor) -> Mapping[str, str]:
    """What the call brings. Raises Forbidden: it is not Twilio's."""
    query = request.url.query
    target = request.url.path + (f"?{query}" if query else "")
    fields = door.proven(target, await request.body(), request.headers.get(SIGNATURE_HEADER))
    if fields is None:
        raise Forbidden
    return fields
