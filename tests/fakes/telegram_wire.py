"""What travels between a bot and the fake Bot API: requests checked, messages shown, answers that are not ok."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.fakes.telegram_html import Entity, parse, units

LONGEST_TEXT: Final = 4096
LONGEST_REQUEST_TEXT: Final = 32768
LONGEST_CALLBACK_DATA: Final = 64
MOST_BUTTONS: Final = 100

Params = dict[str, Any]


class ApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with one request.

    Attributes:
        error: is answered.
        body: is answered with status 502, as a gateway would, instead of JSON.
        drop: the connection ends without an answer.
        hold: nothing is answered until it is set.
        takes: whether the request is carried out before it goes wrong.
    """

    error: ApiError | None = None
    body: bytes | None = None
    drop: bool = False
    hold: asyncio.Event | None = None
    takes: bool = False


def refusal(status: int, description: str, retry_after: int | None = None) -> Fault:
    """The request is answered with an error and not carried out."""
    return Fault(error=ApiError(status, description, retry_after))


def flood(retry_after: int) -> Fault:
    """Too many requests; come back in so many seconds."""
    return refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after)


@dataclass
class Sent:
    """A message that the bot sent and the person sees."""

    chat: int
    message_id: int
    text: str
    entities: list[Entity]
    buttons: list[list[tuple[str, str]]]

    def marked(self, kind: str) -> list[str]:
        """The stretches of text that carry an entity, such as "blockquote"."""
        raw = self.text.encode("utf-16-le")
        return [
            raw[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le")
            for each in self.entities
            if each.type == kind
        ]

    @property
    def taps(self) -> list[str]:
        return [data for row in self.buttons for _, data in row]


async def parameters(request: web.Request) -> Params:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}


def error_response(error: ApiError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.status, "description": error.description}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    return web.json_response(body, status=error.status)


def formatted(params: Params) -> tuple[str, list[Entity]]:
    """The text of a message as the person sees it. White space at its ends is dropped, as Telegram does."""
    raw = str(params.get("text", ""))
    if len(raw.encode()) > LONGEST_REQUEST_TEXT:
        raise ApiError(400, "Bad Request: text is too long")
    text, entities = _parsed(raw, params.get("parse_mode"))
    lead = units(text) - units(text.lstrip())
    text = text.strip()
    if not text:
        raise ApiError(400, "Bad Request: message text is empty")
    if units(text) > LONGEST_TEXT:
        raise ApiError(400, "Bad Request: message is too long")
    return text, [Entity(each.type, each.offset - lead, each.length) for each in entities]


def _parsed(raw: str, mode: object) -> tuple[str, list[Entity]]:
    if not mode:
        return raw, []
    if str(mode).upper() != "HTML":
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    try:
        return parse(raw)
    except ValueError as error:
        raise ApiError(400, f"Bad Request: can't parse entities: {error}") from None


def buttons(params: Params) -> list[list[tuple[str, str]]]:
    markup = json.loads(params.get("reply_markup") or "{}")
    rows = [[_button(each) for each in row] for row in markup.get("inline_keyboard", [])]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise ApiError(400, "Bad Request: reply markup is too long")
    return rows


def _button(button: Mapping[str, Any]) -> tuple[str, str]:
    label, data = str(button.get("text", "")), str(button.get("callback_data", ""))
    if not label.strip():
        raise ApiError(400, "Bad Request: can't parse reply keyboard markup JSON object")
    if not 1 <= len(data.encode()) <= LONGEST_CALLBACK_DATA:
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return label, data


@dataclass
class Webhook:
    url: str
    secret: str | None


@dataclass
class Traffic:
    """What the bot asked for: every call, with its parameters."""

    calls: list[tuple[str, Params]] = field(default_factory=list)

    def of(self, method: str) -> list[Params]:
        return [params for name, params in self.calls if name == method]
