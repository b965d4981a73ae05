"""Puts the web server together: webhooks, browser chat, health."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.types import Scope
from typing_extensions import override

from bot.clock import Clock
from bot.crypto import Vault
from bot.file_links import FileLinks
from bot.live import LiveFeed
from bot.unsubscribing import UnsubscribeLinks
from memory.media.personal import MediaReader
from memory.media.uploads import Uploads
from webhooks import account, chat, devices, fetched, health, inbound, media, unsubscribing, uploads
from webhooks import twilio as twilio_webhooks
from webhooks.account import Accounts
from webhooks.errors import add_error_answers
from webhooks.inbox import Inbox
from webhooks.middleware import BodyLimit, Correlation, SecurityHeaders

PAGES: Final = Path(__file__).parent / "static"
NOT_BUILT: Final = "The browser chat is not built: run `uv sync`."
LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
PARTS: Final = (
    *(inbound.router, health.router, account.router, chat.router),
    *(twilio_webhooks.router, media.router, uploads.router, fetched.router),
    *(devices.router, unsubscribing.router),
)


@dataclass(frozen=True)
class Services:
    """What the web server works with.

    `hosts` are the names it may be called by: a page elsewhere whose name was pointed at this machine is turned away.
    `twilio` are the channels that go through Twilio, `note_delivery` takes what providers tell of our messages, and
    `note_file` that a file of one did not arrive, or all of it with its files.
    """

    inbox: Inbox
    accounts: Accounts
    feed: LiveFeed
    vault: Vault
    clock: Clock
    checks: health.Checks
    hosts: Sequence[str]
    files: MediaReader
    uploads: Uploads
    file_links: FileLinks
    push: devices.PushDoor
    unsubscribing: UnsubscribeLinks
    telegram: inbound.TelegramDoor | None = None
    twilio: twilio_webhooks.TwilioDoors = field(default_factory=dict)
    note_delivery: twilio_webhooks.NoteDelivery | None = None
    note_file: twilio_webhooks.NoteFile | None = None
    metrics: bool = False


def create_app(services: Services) -> FastAPI:
    """The web application. Everything it needs is in `services`; starting and stopping them is the caller's."""
    app = FastAPI(title="Tuckaway", openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    for each in fields(services):
        setattr(app.state, each.name, getattr(services, each.name))
    app.state.receive = services.inbox.receive
    add_error_answers(app)
    for part in PARTS:
        app.include_router(part)
    app.mount("/", Pages() if PAGES.is_dir() else PlainTextResponse(NOT_BUILT, status_code=404))
    # From the inside out: whoever turns a request away, the answer carries the headers.
    app.add_middleware(BodyLimit)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, *services.hosts])
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Correlation)
    return app


class Pages(StaticFiles):
    """The built browser chat. What carries a hash in its name is kept for ever, everything else is asked for anew."""

    def __init__(self) -> None:
        super().__init__(directory=PAGES, html=True)

    @override
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        forever = path.startswith("assets/") and response.status_code in {200, 304}
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
        return response
