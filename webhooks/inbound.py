"""Webhooks of providers: proven first, stored, then acknowledged."""

import json
from typing import Any, Protocol

import structlog
from fastapi import APIRouter, Request, Response

from bot.channel import Receive
from bot.messages import Envelope
from webhooks.errors import Forbidden

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header

log = structlog.get_logger(__name__)

router = APIRouter(include_in_schema=False)


class TelegramDoor(Protocol):
    """What the webhook must know of the Telegram channel."""

    def verify(self, secret_header: str | None) -> bool:
        """Whether the secret header is Telegram's; never when no secret is set."""

    def envelope(self, update: object) -> Envelope | None:
        """What is stored of an update; None for one that no person wrote to the bot."""

    def acknowledge(self, envelope: Envelope) -> None:
        """Let the sender see that it has arrived, once it is stored."""


@router.post("/webhooks/telegram")
async def telegram(request: Request) -> Response:
    """Take an update. Anything but 2xx makes Telegram send it again."""
    door: TelegramDoor | None = request.app.state.telegram
    if door is None or not door.verify(request.headers.get(SECRET_HEADER)):
        raise Forbidden
    update = _parse(await request.body())
    envelope = door.envelope(update) if update is not None else None
    if envelope is None:
        log.info("telegram.ignored")
        return Response(status_code=200)
    receive: Receive = request.app.state.receive
    await receive(envelope)
    door.acknowledge(envelope)
    return Response(status_code=200)


def _parse(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) else None
