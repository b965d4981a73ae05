"""Files that a page sends before the message that brings them, and takes back."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Annotated, Final
from urllib.parse import unquote

from fastapi import APIRouter, Header, Path, Request, Response
from starlette.requests import ClientDisconnect

from bot.messages import PersonId, well_formed
from handlers.wording import Wording, in_language
from memory.documents import Person
from memory.media.fetching import MEGABYTE
from memory.media.sniffing import MediaRefused
from memory.media.uploads import TooManyUploads, Uploads
from webhooks import wire
from webhooks.account import Trusted
from webhooks.errors import UploadBrokenOff, UploadRefused
from webhooks.middleware import UPLOADS
from webhooks.showing import file_shown

LONGEST_NAME: Final = 200
PATIENCE: Final = 600.0
"""Seconds for a whole file."""
SILENCE: Final = 30.0
"""Seconds without a byte, after which its sender is taken to be gone."""
# As with other bodies: a sender who is cut off half-way never sees the answer.
READ_ON: Final = 16 * MEGABYTE
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")

Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]

router = APIRouter(prefix=UPLOADS)


@router.post("", status_code=201)
async def upload(
    session: Trusted,
    request: Request,
    name: Annotated[str | None, Header(alias="X-File-Name", max_length=4_000)] = None,
    type_: Annotated[str | None, Header(alias="Content-Type", max_length=200)] = None,
) -> wire.ChatFile:
    """Keep the file that is the body. `X-File-Name` is what its person calls it, percent-encoded.

    Raises UploadRefused, whose sentence tells its person why, or UploadBrokenOff.
    """
    body = _Body(request)
    try:
        async with asyncio.timeout(PATIENCE):
            kept = await _door(request).take(PersonId(session.person), body.pieces(), _named(name), type_)
    except MediaRefused as error:
        await body.read_on()
        words = await _words(session.person)
        sentence = words.upload_refused(error.refusal, _door(request).limit // MEGABYTE)
        raise UploadRefused(error.refusal, sentence) from error
    except TooManyUploads as error:
        await body.read_on()
        raise UploadRefused(None, (await _words(session.person)).too_many_uploads()) from error
    except (ClientDisconnect, TimeoutError) as error:
        raise UploadBrokenOff("not all of the body came in time") from error
    return file_shown(kept.file, kept.document)


@router.delete("/{media}", status_code=204)
async def discard(media: Id, session: Trusted, request: Request) -> Response:
    """Let go of a file that will not be sent. Raises BlobMissing when none of that id waits for its message."""
    await _door(request).discard(PersonId(session.person), media)
    return Response(status_code=204)


class _Body:
    """The body of a request, piece by piece as it comes."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._ended = False

    async def pieces(self) -> AsyncIterator[bytes]:
        """Raises ClientDisconnect when the rest will never come, TimeoutError when it is too long in coming."""
        while not self._ended:
            yield await self._next()

    async def read_on(self) -> None:
        """Throw away what is still coming, a while."""
        left = READ_ON
        try:
            while not self._ended and left > 0:
                left -= len(await self._next())
        except (ClientDisconnect, TimeoutError):
            return  # nobody hears the answer

    async def _next(self) -> bytes:
        async with asyncio.timeout(SILENCE):
            message = await self._request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        self._ended = not message.get("more_body", False)
        piece: bytes = message.get("body", b"")
        return piece


def _door(request: Request) -> Uploads:
    door: Uploads = request.app.state.uploads
    return door


def _named(header: str | None) -> str | None:
    """What a file is called, without what no name holds; its end counts most, since it says what the file is."""
    name = CONTROL.sub("", well_formed(unquote(header or ""))).strip()
    return name[-LONGEST_NAME:] or None


async def _words(person: str) -> Wording:
    known = await Person.get(person)
    return in_language(known.language if known else None)
