"""Google's side of Firebase Cloud Messaging on the loopback: lets a service account in, and reaches installed apps."""

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

PROJECT: Final = "tuckaway-test"
LARGEST: Final = 4096
FIELDS: Final = {"fid", "token", "notification", "data", "android", "apns", "webpush"}
TYPE: Final = "type.googleapis.com/google.firebase.fcm.v1.FcmError"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one message: Google's status and code for it, a whole answer of its, or no answer at all."""

    status: int = 0
    code: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    hold: asyncio.Event | None = None
    drop: bool = False
    answer: dict[str, Any] | None = None


class FakeFirebase:
    """One project and the apps that are installed."""

    def __init__(self) -> None:
        self.faults: deque[Fault] = deque()
        self.apps: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.tokens: set[str] = set()
        self.logins = 0
        self.lets_in = True
        self.received = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/token", self._token)
        app.router.add_post("/v1/projects/{project}/messages:send", self._send)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def account(self, path: Path) -> Path:
        """Write the file that the console hands out for a service account."""
        address = f"push@{PROJECT}.iam.gserviceaccount.com"
        content = {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key": _private_key(),
            "client_email": address,
        }
        path.write_text(json.dumps({**content, "private_key_id": "1", "token_uri": f"{self.url}/token"}))
        return path

    def install(self, kind: str, value: str) -> list[dict[str, Any]]:
        """An app is installed, known by its `fid` or `token`; what it receives."""
        return self.apps.setdefault((kind, value), [])

    def uninstall(self, kind: str, value: str) -> None:
        del self.apps[kind, value]

    async def _token(self, request: web.Request) -> web.Response:
        self.logins += 1
        form = await request.post()
        if not self.lets_in or str(form.get("assertion", "")).count(".") != 2:
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = f"token-{self.logins}"
        self.tokens.add(token)
        return web.json_response({"access_token": token, "expires_in": 3600, "token_type": "Bearer"})

    async def _send(self, request: web.Request) -> web.StreamResponse:
        self.received += 1
        fault = self.faults.popleft() if self.faults else Fault()
        if fault.hold is not None:
            await fault.hold.wait()
        if fault.drop:
            assert request.transport
            request.transport.close()
            return web.Response()
        if fault.answer is not None:
            return web.json_response(fault.answer, status=fault.answer["error"]["code"])
        if fault.status:
            return _refusal(fault.status, fault.code, fault.headers)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return _refusal(401, "UNAUTHENTICATED", {})
        return self._deliver(await request.json())

    def _deliver(self, body: dict[str, Any]) -> web.Response:
        message = body.get("message", {})
        targets = [(kind, message[kind]) for kind in ("fid", "token") if kind in message]
        if len(targets) != 1 or not message.keys() <= FIELDS or not _well_formed(message):
            return _refusal(400, "INVALID_ARGUMENT", {})
        if targets[0] not in self.apps:
            return _refusal(404, "UNREGISTERED", {})
        self.apps[targets[0]].append(message)
        return web.json_response({"name": f"projects/{PROJECT}/messages/{time.monotonic_ns()}"})


@cache
def _private_key() -> str:
    """One for all projects: making it takes longest of all."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _well_formed(message: dict[str, Any]) -> bool:
    """Google counts what reaches the app, and takes nothing but text as data."""
    link = message.get("webpush", {}).get("fcm_options", {}).get("link", "https://")
    texts = all(isinstance(value, str) for value in message.get("data", {}).values())
    return len(json.dumps(message, ensure_ascii=False).encode()) <= LARGEST and texts and link.startswith("https://")


def _refusal(status: int, code: str, headers: dict[str, str]) -> web.Response:
    names = {404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE", 500: "INTERNAL", 400: "INVALID_ARGUMENT"}
    named = {401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED"} | names
    details = [{"@type": TYPE, "errorCode": code}]
    error = {"code": status, "message": "no", "status": named.get(status, "UNKNOWN"), "details": details}
    return web.json_response({"error": error}, status=status, headers=headers)
