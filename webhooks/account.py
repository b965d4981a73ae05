"""Who is looking: single-use links that let a browser in, and the sessions that keep it in."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import AwareDatetime
from pymongo import ASCENDING, IndexModel
from starlette.requests import HTTPConnection

from bot.clock import Clock
from bot.live import LiveFeed, SessionEnded
from bot.messages import PersonId
from memory.documents import Stored, StoredSettings
from webhooks.errors import Forbidden, SignedOut

COOKIE: Final = "tuckaway_session"
CSRF_HEADER: Final = "X-CSRF-Token"
LINK_LIFETIME: Final = timedelta(minutes=30)
SESSION_LIFETIME: Final = timedelta(days=30)


class LoginLink(Stored):
    """A link that lets one browser in, once. Its id is the hash of the token; the token itself is nowhere."""

    person: str
    expires_at: AwareDatetime

    class Settings(StoredSettings):
        """Where links are kept."""

        name = "login_links"
        indexes: ClassVar = [IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0)]


class WebSession(Stored):
    """A browser that was let in. Its id is the hash of the cookie's token."""

    person: str
    csrf: str
    expires_at: AwareDatetime

    class Settings(StoredSettings):
        """Where sessions are kept."""

        name = "sessions"
        indexes: ClassVar = [IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0)]


@dataclass(frozen=True)
class Accounts:
    """Lets browsers in. `secure`: the browser reaches us by https only."""

    clock: Clock
    secure: bool

    async def link(self, person: PersonId) -> str:
        """A token that lets one browser in as `person`, once, within half an hour."""
        token = secrets.token_urlsafe(32)
        expires_at = self.clock() + LINK_LIFETIME
        await LoginLink(id=_hash(token), person=person, expires_at=expires_at).insert()
        return token

    async def enter(self, token: str) -> str | None:
        """A new session's token for a link that is good and was not used; None otherwise."""
        link = await LoginLink.get(_hash(token))
        if link is None or link.expires_at <= self.clock():
            return None
        used = await LoginLink.get_motor_collection().delete_one({"_id": link.id})
        if not used.deleted_count:
            return None
        session = secrets.token_urlsafe(32)
        expires_at = self.clock() + SESSION_LIFETIME
        csrf = secrets.token_urlsafe(32)
        await WebSession(id=_hash(session), person=link.person, csrf=csrf, expires_at=expires_at).insert()
        return session

    async def session(self, connection: HTTPConnection) -> WebSession:
        """The session a request or socket belongs to. Raises SignedOut."""
        token = connection.cookies.get(COOKIE)
        found = await WebSession.get(_hash(token)) if token else None
        if found is None or found.expires_at <= self.clock():
            raise SignedOut
        return found

    def remember(self, response: Response, token: str) -> None:
        """Give the browser its cookie."""
        age = int(SESSION_LIFETIME.total_seconds())
        response.set_cookie(COOKIE, token, max_age=age, httponly=True, samesite="strict", secure=self.secure)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _accounts(connection: HTTPConnection) -> Accounts:
    accounts: Accounts = connection.app.state.accounts
    return accounts


async def signed_in(connection: HTTPConnection) -> WebSession:
    """Dependency: the session of whoever asks."""
    return await _accounts(connection).session(connection)


async def trusted(request: Request) -> WebSession:
    """Dependency for whatever changes something: the session, and proof that our own page asks."""
    session = await signed_in(request)
    if not hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), session.csrf.encode()):
        raise Forbidden
    return session


SignedIn = Annotated[WebSession, Depends(signed_in)]
Trusted = Annotated[WebSession, Depends(trusted)]

router = APIRouter()


@router.get("/enter/{token}", include_in_schema=False)
async def enter(token: str, request: Request) -> Response:
    """Let the browser in and show the chat; a link that is no good leads to the page that says how to get one."""
    accounts = _accounts(request)
    session = await accounts.enter(token)
    response = RedirectResponse("/", status_code=303)
    if session is not None:
        accounts.remember(response, session)
    return response


@router.post("/api/v1/logout", status_code=204)
async def log_out(session: Trusted, request: Request) -> Response:
    """End the session, here and on the server, and every page that is open in it."""
    await session.delete()
    await request.app.state.push.devices.end(PersonId(session.person), session.id)
    feed: LiveFeed = request.app.state.feed
    feed.show(PersonId(session.person), SessionEnded(session=session.id))
    response = Response(status_code=204)
    response.delete_cookie(COOKIE)
    return response
