"""What travels between an account and the fake Twilio: messages, templates, signatures, answers that are not ok."""

import asyncio
import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from aiohttp import web

LONGEST_BODY: Final = 1600
LONGEST_TEMPLATE: Final = 1024
LONGEST_LABEL: Final = 20
MOST_BUTTONS: Final = 3
ADDRESS: Final = re.compile(r"(whatsapp:)?(\+[1-9][0-9]{6,14}|[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128})")
STOP: Final = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
START: Final = frozenset({"START", "UNSTOP"})

Fields = dict[str, str]


class ApiError(Exception):
    """An answer that is not ok."""

    def __init__(self, status: int, code: int, message: str = "", retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message or f"error {code}"
        self.retry_after = retry_after

    def response(self) -> web.Response:
        info = f"https://www.twilio.com/docs/errors/{self.code}"
        body = {"code": self.code, "message": self.message, "more_info": info, "status": self.status}
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after is not None else {}
        return web.json_response(body, status=self.status, headers=headers)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with one request.

    Attributes:
        error: is answered.
        body: is answered instead, with status `status`; as a gateway would where that is not said.
        drop: the connection ends without an answer.
        hold: nothing is answered until it is set.
        takes: whether the request is carried out before it goes wrong.
    """

    error: ApiError | None = None
    body: bytes | None = None
    status: int = 502
    drop: bool = False
    hold: asyncio.Event | None = None
    takes: bool = False


def refusal(status: int, code: int, retry_after: int | None = None) -> Fault:
    """The request is answered with an error and not carried out."""
    return Fault(error=ApiError(status, code, retry_after=retry_after))


@dataclass(frozen=True)
class Template:
    """Content as an operator has made it: quick replies have labels and ids with variables in them."""

    body: str
    buttons: tuple[tuple[str, str], ...] = ()
    approved: bool = True

    def filled(self, variables: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
        """The text and buttons that are shown. Raises ApiError."""
        if any(re.search(r"[\n\t]| {5,}", value) for value in variables.values()):
            raise ApiError(400, 21656, "The ContentVariables Parameter is invalid")
        body = _filled(self.body, variables)
        buttons = [(_filled(label, variables), _filled(number, variables)) for label, number in self.buttons]
        if len(body) > LONGEST_TEMPLATE or any(not 0 < len(label) <= LONGEST_LABEL for label, _ in buttons):
            raise ApiError(400, 21656, "The ContentVariables Parameter is invalid")
        return body, buttons


def _filled(text: str, variables: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in variables:
            raise ApiError(400, 21656, f"no value for {match[1]}")
        return variables[match[1]]

    return re.sub(r"\{\{(\d+)\}\}", value, text)


@dataclass
class Sent:
    """A message that went out, as the person sees it."""

    sid: str
    to: str
    sender: str
    body: str
    at: datetime
    buttons: list[tuple[str, str]] = field(default_factory=list)
    template: str | None = None
    callback: str | None = None
    media: list[tuple[str, bytes] | None] = field(default_factory=list)
    status: str = "queued"
    error: int | None = None

    @property
    def arrived(self) -> bool:
        """Whether the person sees it."""
        return self.error is None

    def as_listed(self, account: str) -> dict[str, Any]:
        values = {"to": self.to, "from": self.sender, "body": self.body, "direction": "outbound-api"}
        further = {"status": self.status, "error_code": self.error, "num_media": str(len(self.media))}
        return as_listed(account, self.sid, values | further, self.at)


@dataclass
class Received:
    """A message that came in, as the list of messages has it."""

    sid: str
    fields: Fields
    at: datetime
    media: list[tuple[str, str, bytes]] = field(default_factory=list)

    def as_listed(self, account: str) -> dict[str, Any]:
        fields = self.fields
        values = {"to": fields["To"], "from": fields["From"], "body": fields["Body"], "direction": "inbound"}
        service = {"messaging_service_sid": fields.get("MessagingServiceSid"), "num_media": str(len(self.media))}
        return as_listed(account, self.sid, values | service | {"status": "received"}, self.at)


def signature(token: str, url: str, fields: Mapping[str, str]) -> str:
    """As Twilio signs a call: the address, then every name and value in the order of the names."""
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def json_signature(token: str, url: str, body: bytes) -> tuple[str, str]:
    """Address and signature of a call whose body is JSON: the body counts by its hash, in the address."""
    url = f"{url}{'&' if '?' in url else '?'}bodySHA256={hashlib.sha256(body).hexdigest()}"
    return url, signature(token, url, {})


def rfc2822(at: datetime) -> str:
    return at.strftime("%a, %d %b %Y %H:%M:%S +0000")


def content(params: Mapping[str, str], templates: Mapping[str, Template]) -> tuple[str, list[tuple[str, str]], bool]:
    """Text, buttons, and whether WhatsApp lets it through at any time. Raises ApiError."""
    sid = params.get("ContentSid")
    if sid is None:
        if not (params.get("Body") or params.get("MediaUrl")):
            raise ApiError(400, 21619, "A text message body or media urls must be specified.")
        if len(params.get("Body", "")) > LONGEST_BODY:
            raise ApiError(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
        return params.get("Body", ""), [], False
    if "Body" in params or "MediaUrl" in params or sid not in templates:
        raise ApiError(400, 21655, "The ContentSid Parameter is invalid")
    body, buttons = templates[sid].filled(json.loads(params.get("ContentVariables", "{}")))
    return body, buttons, templates[sid].approved


def segments(body: str) -> int:
    """As how many messages a carrier counts a text of letters that all are in GSM-7, each once."""
    return 1 if len(body) <= 160 else -(-len(body) // 153)


def as_listed(account: str, sid: str, values: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """A message as the REST API shows it."""
    empty = {"num_media": "0", "error_code": None, "error_message": None, "messaging_service_sid": None}
    return {
        "sid": sid,
        "account_sid": account,
        "api_version": "2010-04-01",
        "date_created": rfc2822(at),
        "date_sent": rfc2822(at),
        "date_updated": rfc2822(at),
        "num_segments": "1",
        "price": None,
        "price_unit": "USD",
        "uri": f"/2010-04-01/Accounts/{account}/Messages/{sid}.json",
        **empty,
        **values,
    }
