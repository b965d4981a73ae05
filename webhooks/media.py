"""A person's files, shown to the browser they are signed in with: whole, in part, or small."""

import re
from collections.abc import AsyncIterator
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import StreamingResponse

from bot.crypto import Vault
from memory import people
from memory.changes import Changes
from memory.media.personal import Kept, MediaReader, PersonalMedia
from memory.media.store import BlobMissing
from webhooks import wire
from webhooks.account import SignedIn
from webhooks.showing import file_shown

INLINE: Final = re.compile(r"image/(jpeg|png|gif|webp|avif)|audio/.*|video/.*")
"""What a browser shows by itself and can't run."""
LOCKED: Final = "default-src 'none'; sandbox"
RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
UNSAFE: Final = re.compile(r"[^\w .()+-]")

Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]

router = APIRouter(prefix="/api/v1/media")


@router.get("/{media}", response_class=Response)
async def whole(
    media: Id, session: SignedIn, request: Request, span: Annotated[str | None, Header(alias="Range")] = None
) -> Response:
    """A file, or the part of it that is asked for."""
    return await served(await stored(media, session.person, request), request, span)


async def served(kept: Kept, request: Request, span: str | None) -> Response:
    """A stored file, or the part of it that a Range header asks for. Raises what `MediaReader.open` raises."""
    size = kept.document.size or 0
    asked = _asked(span, size)
    if asked is None:
        return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
    first, end = asked
    headers = {**_headers(kept), "accept-ranges": "bytes", "content-length": str(end - first)}
    if span is not None and (first, end) != (0, size):
        headers["content-range"] = f"bytes {first}-{end - 1}/{size}"
    status = 206 if "content-range" in headers else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=kept.document.type)
    pieces = await _begun(_reader(request).open(kept, first, end))
    return StreamingResponse(pieces, status, headers=headers, media_type=kept.document.type)


@router.get("/{media}/thumbnail", response_class=Response)
async def thumbnail(media: Id, session: SignedIn, request: Request) -> Response:
    """A small picture of it."""
    kept = await stored(media, session.person, request)
    small = await _reader(request).thumbnail(kept)
    return Response(small, headers={"content-security-policy": LOCKED}, media_type="image/jpeg")


@router.get("/{media}/standing")
async def standing(media: Id, session: SignedIn, request: Request) -> wire.ChatFile:
    """How far a file has come that is still being fetched. Raises BlobMissing when there will be none."""
    kept = await _expected(media, session.person, request)
    return file_shown(kept.file, kept.document)


async def stored(media: str, person: str, request: Request) -> Kept:
    """That person's file; one that is somebody else's is as if it were not there. Raises BlobMissing."""
    kept = await _expected(media, person, request)
    if not kept.stored:
        raise BlobMissing(f"file {media} is not stored")
    return kept


async def _expected(media: str, person: str, request: Request) -> Kept:
    """The file, even while it is being fetched. Raises BlobMissing."""
    vault: Vault = request.app.state.vault
    known = await people.get(person, vault)
    kept = await PersonalMedia(known.person, vault, Changes()).get(media)
    if kept is None:
        raise BlobMissing(f"there is no file {media}")
    return kept


def _reader(request: Request) -> MediaReader:
    reader: MediaReader = request.app.state.files
    return reader


def _headers(kept: Kept) -> dict[str, str]:
    """Shown in the page where a browser shows it safely, else offered for saving; opened by itself, it can do nothing.

    Source: RFC 6266 for both forms of the name.
    """
    shown = "inline" if INLINE.fullmatch(kept.document.type or "") else "attachment"
    name = kept.name or kept.kind
    plain = UNSAFE.sub("_", name.encode("ascii", "replace").decode().replace("?", "_"))
    disposition = f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"content-disposition": disposition, "content-security-policy": LOCKED}


def _asked(span: str | None, size: int) -> tuple[int, int] | None:
    """The bytes that are asked for, the end excluded: all of them where that can't be read, None beyond the end.

    Source: RFC 9110, section 14. Of several ranges at once none is served, which it allows.
    """
    match = RANGE.fullmatch(span.strip()) if span else None
    if match is None or match.group(1) == match.group(2) == "":
        return 0, size
    if match[1] == "":
        wanted = min(int(match[2]), size)
        return (size - wanted, size) if wanted else None
    first, end = int(match[1]), min(int(match[2] or size) + bool(match[2]), size)
    return (first, end) if first < end else None


async def _begun(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same pieces, of which the first is there already: what is wrong shows before the answer has begun."""
    first = await anext(pieces, b"")

    async def all_of_them() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return all_of_them()
