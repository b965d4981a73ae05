"""The browser chat: its socket for what happens now, and its pages of what happened before."""

import asyncio
import json
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Query, Request, Response, WebSocket, WebSocketDisconnect
from pydantic import TypeAdapter, ValidationError
from pymongo.errors import PyMongoError

from bot.clock import Clock
from bot.conversation import Conversation
from bot.crypto import Vault
from bot.errors import ContentSealed, DatabaseUnavailable
from bot.live import CutOff, LiveFeed, News, SessionEnded, StateChanged
from bot.messages import Address, ChannelName, DeliveryState, Envelope, PersonId, Said, well_formed
from handlers.wording import Wording, in_language
from memory import people
from memory.documents import Person
from memory.media.store import BlobMissing
from memory.media.uploads import Uploads
from webhooks import wire, zones
from webhooks.account import Accounts, SignedIn, Trusted, WebSession
from webhooks.errors import SignedOut
from webhooks.inbox import Inbox
from webhooks.showing import shown

LONGEST_TEXT: Final = 250_000
LARGEST_PAGE: Final = 200
SIGNED_OUT: Final = 4401
TRY_AGAIN: Final = 1013
MISUNDERSTOOD: Final = 1007

EVENT: Final[TypeAdapter[wire.ClientEvent]] = TypeAdapter(wire.ClientEvent)

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/api/v1")


@router.get("/me")
async def me(session: SignedIn, request: Request) -> wire.Me:
    """Who is looking."""
    known = await people.get(session.person, request.app.state.vault)
    person = known.person
    return wire.Me(
        person=person.id,
        name=known.content.name,
        zone=person.zone,
        csrf=session.csrf,
        last_sequence=person.last_sequence,
        file_limit=request.app.state.uploads.limit,
    )


@router.get("/messages")
async def messages(
    session: SignedIn,
    request: Request,
    before: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    after: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
) -> wire.Page:
    """A page of the conversation: the newest, those before a sequence, or those after one."""
    conversation = Conversation(PersonId(session.person), request.app.state.vault)
    if after is not None:
        following = await conversation.after(after, limit + 1)
        return await _page(session, following[:limit], None, more=len(following) > limit)
    # Two more than asked for: one is the neighbour whose date and author the page needs, one tells that there is more.
    found = await conversation.before(2**53 if before is None else before, limit + 2)
    items, earlier = found[-limit:], found[:-limit]
    return await _page(session, items, earlier[-1] if earlier else None, more=bool(earlier))


@router.post("/zone", status_code=204)
async def zone(choice: wire.Zone, session: Trusted) -> Response:
    """Take over the browser's time zone, unless it is not known here or the person said where they are."""
    if not await zones.exists(choice.zone):
        return Response(status_code=422)
    # Moving the numbering on makes every replica that has the person at hand read them anew.
    differs = {
        "_id": session.person,
        "zone": {"$ne": choice.zone},
        "preferences.zone_confirmed": {"$ne": True},
    }
    change = {"$set": {"zone": choice.zone}, "$inc": {"last_sequence": 1}}
    await Person.get_motor_collection().update_one(differs, change)
    return Response(status_code=204)


@router.websocket("/socket")
async def socket(websocket: WebSocket) -> None:
    """Carry messages both ways for as long as the page is open."""
    accounts: Accounts = websocket.app.state.accounts
    await websocket.accept()
    try:
        session = await accounts.session(websocket)
    except SignedOut:
        await websocket.close(SIGNED_OUT)
    except PyMongoError:
        await websocket.close(TRY_AGAIN)
    else:
        if _from_our_page(websocket):
            await ChatSocket(websocket, session).run()
        else:
            await websocket.close(SIGNED_OUT)


class ChatSocket:
    """One open page."""

    def __init__(self, websocket: WebSocket, session: WebSession) -> None:
        state = websocket.app.state
        self._websocket = websocket
        self._accounts: Accounts = state.accounts
        self._session = session.id
        self._person = PersonId(session.person)
        self._inbox: Inbox = state.inbox
        self._feed: LiveFeed = state.feed
        self._vault: Vault = state.vault
        self._clock: Clock = state.clock
        self._uploads: Uploads = state.uploads

    async def run(self) -> None:
        """Until the page goes away or something it sends makes no sense."""
        with self._feed.watch(self._person) as news:
            showing = asyncio.create_task(self._show(news), name="chat socket")
            try:
                await self._listen()
            except (WebSocketDisconnect, RuntimeError):
                pass  # the page has gone; what it did not see is in the log
            except SignedOut:
                await self._websocket.close(SIGNED_OUT)
            except (DatabaseUnavailable, ContentSealed, PyMongoError) as error:
                log.warning("chat.try_again", error=type(error).__name__)
                await self._websocket.close(TRY_AGAIN)
            finally:
                showing.cancel()
                await asyncio.gather(showing, return_exceptions=True)

    async def _listen(self) -> None:
        while True:
            frame = await self._websocket.receive()
            if frame["type"] == "websocket.disconnect":
                return
            event = _event(frame.get("text"))
            if event is None:
                await self._websocket.close(MISUNDERSTOOD)
                return
            await self._make_sure_of_session()
            if isinstance(event, wire.Read):
                await self._read_up_to(event.sequence)
            else:
                await self._take(event)

    async def _make_sure_of_session(self) -> None:
        """Raises SignedOut: it has ended since the page was opened, by its time or with another replica."""
        await self._accounts.session(self._websocket)

    async def _take(self, event: wire.Send | wire.Tap) -> None:
        text = event.text if isinstance(event, wire.Send) else ""
        if len(text) > LONGEST_TEXT:
            await self._refuse(event, (await self._words()).too_long(LONGEST_TEXT))
            return
        try:
            files = await self._brought(event)
        except BlobMissing:
            await self._refuse(event, (await self._words()).upload_gone())
            return
        await self._inbox.receive(self._envelope(event, text, files))
        await self._answer(wire.Accepted(client_id=event.client_id))

    async def _brought(self, event: wire.Send | wire.Tap) -> list[dict[str, Any]]:
        """What was uploaded for a message, its own before it is stored. Raises BlobMissing."""
        if not isinstance(event, wire.Send) or not event.files:
            return []
        kept = await self._uploads.bring(self._person, event.files, str(event.client_id))
        return [
            {
                "id": each.id,
                "kind": each.kind,
                "name": each.name,
                "type": each.document.type,
                "size": each.document.size,
            }
            for each in kept
        ]

    async def _refuse(self, event: wire.Send | wire.Tap, sentence: str) -> None:
        await self._answer(wire.Refused(client_id=event.client_id, sentence=sentence))

    async def _words(self) -> Wording:
        person = await Person.get(self._person)
        return in_language(person.language if person else None)

    def _envelope(self, event: wire.Send | wire.Tap, text: str, files: list[dict[str, Any]]) -> Envelope:
        raw = {
            "person": self._person,
            "client_id": str(event.client_id),
            "text": text,
            "tap": event.tap if isinstance(event, wire.Tap) else None,
            "files": files,
            "at": self._clock().isoformat(),
        }
        sender = Address(channel=ChannelName.WEB, value=self._person)
        return Envelope(provider_id=f"{self._person}:{event.client_id}", sender=sender, raw=raw)

    async def _read_up_to(self, sequence: int) -> None:
        for changed in await Conversation(self._person, self._vault).mark_read(sequence):
            self._feed.show(self._person, StateChanged(sequence=changed, state=DeliveryState.READ))

    async def _show(self, news: asyncio.Queue[News]) -> None:
        """Pass news on until they end; whatever ends this ends the listening too, once it has done what it is at."""
        try:
            while not isinstance(each := await news.get(), CutOff):
                if isinstance(each, SessionEnded) and each.session != self._session:
                    continue
                await self._make_sure_of_session()
                if not isinstance(each, SessionEnded):
                    await self._answer(await self._on_the_wire(each))
            await self._websocket.close(TRY_AGAIN)
        except SignedOut:
            await self._websocket.close(SIGNED_OUT)
        except PyMongoError as error:
            log.warning("chat.try_again", error=type(error).__name__)
            await self._websocket.close(TRY_AGAIN)
        except (WebSocketDisconnect, RuntimeError):
            return  # the page has gone

    async def _on_the_wire(self, news: Said | StateChanged) -> wire.ServerEvent:
        if isinstance(news, StateChanged):
            return wire.StateChanged(sequence=news.sequence, state=news.state)
        (message,) = await shown(self._person, [news])
        return wire.MessageChanged(message=message)

    async def _answer(self, event: wire.ServerEvent) -> None:
        await self._websocket.send_text(event.model_dump_json())


def _event(text: str | None) -> wire.ClientEvent | None:
    """What the page sent; None when it is none of our events. Lone surrogates, which JSON can carry, are replaced.

    `text` is None for a binary frame, which our page never sends.
    """
    try:
        return None if text is None else EVENT.validate_python(json.loads(text, object_hook=_well_formed))
    except (ValidationError, ValueError, RecursionError):
        return None


def _well_formed(value: dict[str, object]) -> dict[str, object]:
    return {key: well_formed(each) if isinstance(each, str) else each for key, each in value.items()}


def _from_our_page(websocket: WebSocket) -> bool:
    """A page of another site can open a socket to us with our cookie; only its Origin gives it away."""
    return urlsplit(websocket.headers.get("origin", "")).netloc == websocket.headers.get("host")


async def _page(session: WebSession, items: list[Said], previous: Said | None, *, more: bool) -> wire.Page:
    neighbour = None if previous is None else wire.Previous(at=previous.at, author=previous.author.value)
    return wire.Page(items=await shown(PersonId(session.person), items), previous=neighbour, more=more)
