"""What every request passes through: size limit, correlation id, and the headers that keep a page to itself."""

import asyncio
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.telemetry import correlated, correlation

UPLOADS: Final = "/api/v1/uploads"
"""Where files go, which are taken in piece by piece and have limits of their own."""
LARGEST_BODY: Final = 2 * 1024 * 1024
# What is too large is read on for a while and thrown away: a sender who is cut off half-way never sees the answer.
READ_ON: Final = 16 * 1024 * 1024
PATIENCE: Final = 30.0
"""Seconds for a whole body: a sender that dribbles holds its connection no longer."""

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class SecurityHeaders:
    """Adds the headers above to every answer, and forbids storing the answers of the API."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)  # an answer may be stricter than that
                if scope["path"].startswith(("/api/", "/enter/", "/files/")):
                    headers["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, with_headers)


class Correlation:
    """Gives each request an id that its log lines carry."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)  # a socket carries many messages; each gets its own id
            return
        with correlated(correlation()):
            await self._app(scope, receive, send)


class BodyLimit:
    """Turns away bodies larger than `LARGEST_BODY`, whether or not they say so beforehand, and those that dawdle."""

    def __init__(self, app: ASGIApp, patience: float = PATIENCE) -> None:
        self._app = app
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"} or scope.get("path") == UPLOADS:
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._patience):
                body = await _read(receive)
        except TimeoutError:
            await _turn_away(send, 408, b"That took too long. Send it again.")
        except _TooLarge:
            await _turn_away(send, 413, b"That is too large. Send at most 2 MB at a time.")
        except ClientDisconnect:
            return
        else:
            await self._app(scope, _replay(body, receive), send)


class _TooLarge(Exception):
    """The body goes on beyond `LARGEST_BODY`."""


def _replay(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


async def _read(receive: Receive) -> bytes:
    """The whole body. Raises _TooLarge, or ClientDisconnect when the rest of it will never come."""
    body, size, more = bytearray(), 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = message.get("body", b"")
        size, more = size + len(chunk), message.get("more_body", False)
        if size <= LARGEST_BODY:
            body += chunk
        elif size > READ_ON:
            break
    if size > LARGEST_BODY:
        raise _TooLarge
    return bytes(body)


async def _turn_away(send: Send, status: int, sentence: bytes) -> None:
    headers = [(b"connection", b"close"), (b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence})
