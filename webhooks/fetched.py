"""Files fetched by a provider that is to bring them to their person: by a signed link that holds for a while."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from bot.file_links import PATH, FileLinks
from memory.media.documents import Media
from memory.media.personal import Kept
from memory.media.store import BlobMissing
from webhooks.media import served, stored

router = APIRouter(include_in_schema=False)


@router.api_route(PATH + "{token}", methods=["GET", "HEAD"], response_class=Response)
async def fetched(token: str, request: Request, span: Annotated[str | None, Header(alias="Range")] = None) -> Response:
    """The file of a link, or the part of it that is asked for; a link that is not ours or ran out leads nowhere."""
    links: FileLinks = request.app.state.file_links
    return await served(await _linked(links.read(token), request), request, span)


async def _linked(media: str | None, request: Request) -> Kept:
    """The file, whosever it is, unless it was forgotten since. Raises BlobMissing."""
    found = await Media.get(media) if media else None
    if found is None:
        raise BlobMissing("no file behind that link")
    return await stored(found.id, found.person, request)
