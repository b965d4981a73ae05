"""A browser vendor's push service on the loopback, and the browsers it reaches: each opens what is meant for it."""

import asyncio
import json
import os
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final, Self

import http_ece
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LARGEST: Final = 4096
A_DAY: Final = 24 * 3600
URGENCIES: Final = {"very-low", "low", "normal", "high"}
HALF: Final = 32


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one push: a status is answered, nothing is until `hold` is set, or the line breaks.

    `after`: it is taken all the same, only the sender does not learn of it.
    """

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    hold: asyncio.Event | None = None
    drop: bool = False
    after: bool = False


@dataclass
class Browser:
    """One subscription: its keys never leave it."""

    endpoint: str
    application_server_key: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    shown: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    gone: bool = False

    @property
    def subscription(self) -> dict[str, str]:
        """What the page tells the server, as `PushSubscription` has it."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"kind": "webpush", "value": self.endpoint, "p256dh": base64url(point), "auth": base64url(self.auth)}

    def receive(self, body: bytes) -> None:
        """Decrypt and show it (RFC 8291)."""
        raw = http_ece.decrypt(body, private_key=self.private, auth_secret=self.auth, version="aes128gcm")
        self.shown.append(json.loads(raw))


class FakeWebPush:
    """As strict as the real ones: it checks who sends, what is sent and how it is sent, and answers as they do."""

    def __init__(self) -> None:
        self.browsers: dict[str, Browser] = {}
        self.faults: deque[Fault] = deque()
        self.refused: list[str] = []
        self.received = 0
        self.redirected = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/push/{name}", self._push)
        app.router.add_route("*", "/elsewhere", self._elsewhere)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def subscribe(self, application_server_key: str) -> Browser:
        """A browser signs up for pushes of whoever owns that key."""
        name = f"browser-{len(self.browsers) + 1}"
        browser = Browser(f"{self.url}/push/{name}", application_server_key)
        self.browsers[name] = browser
        return browser

    async def _elsewhere(self, _: web.Request) -> web.Response:
        self.redirected += 1
        return web.Response(status=201)

    async def _push(self, request: web.Request) -> web.StreamResponse:
        self.received += 1
        fault = self.faults.popleft() if self.faults else Fault()
        browser = self.browsers.get(request.match_info["name"])
        if fault.after and browser is not None:
            browser.receive(await request.read())
        if fault.hold is not None:
            await fault.hold.wait()
        if fault.drop:
            assert request.transport
            request.transport.close()
            return web.Response()
        if fault.status:
            return web.Response(status=fault.status, headers=fault.headers)
        return await self._take(request, browser)

    async def _take(self, request: web.Request, browser: Browser | None) -> web.Response:
        if browser is None or browser.gone:
            return web.Response(status=410 if browser else 404)
        body = await request.read()
        status, reason = self._complaint(request, browser, body)
        if status:
            self.refused.append(reason)
            return web.Response(status=status, text=reason)
        browser.receive(body)
        browser.headers.append({name.lower(): value for name, value in request.headers.items()})
        return web.Response(status=201, headers={"Location": f"{browser.endpoint}/message"})

    def _complaint(self, request: web.Request, browser: Browser, body: bytes) -> tuple[int, str]:
        headers = request.headers
        if len(body) > LARGEST:
            return 413, "payload too large"
        if headers.get("Content-Encoding") != "aes128gcm":
            return 415, "not encrypted by RFC 8188"
        if not headers.get("TTL", "").isdigit():
            return 400, "no TTL"
        if headers.get("Urgency", "normal") not in URGENCIES:
            return 400, "no such urgency"
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,32}", headers.get("Topic", "")):
            return 400, "no such topic"
        return self._unproven(headers.get("Authorization", ""), browser)

    def _unproven(self, authorization: str, browser: Browser) -> tuple[int, str]:
        """What is wrong with the proof of who sends (RFC 8292)."""
        parts = re.fullmatch(r"vapid t=([\w.-]+),\s*k=([\w-]+)", authorization)
        if parts is None:
            return 401, "no proof of who sends"
        token, key = parts.groups()
        if key != browser.application_server_key:
            return 403, "not the key that this browser signed up with"
        signed, _, signature = token.rpartition(".")
        if not _signed_by(key, signed.encode(), unpadded(signature)):
            return 403, "the signature is wrong"
        return self._unfit(json.loads(unpadded(signed.partition(".")[2])))

    def _unfit(self, claims: dict[str, Any]) -> tuple[int, str]:
        if claims.get("aud") != self.url:
            return 403, "meant for another push service"
        if not time.time() < claims.get("exp", 0) <= time.time() + A_DAY:
            return 403, "out of date, or for too long"
        if not str(claims.get("sub", "")).startswith(("mailto:", "https://")):
            return 403, "nobody to reach"
        return 0, ""


def _signed_by(key: str, signed: bytes, signature: bytes) -> bool:
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpadded(key))
    numbers = [int.from_bytes(part, "big") for part in (signature[:HALF], signature[HALF:])]
    try:
        public.verify(utils.encode_dss_signature(*numbers), signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unpadded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
