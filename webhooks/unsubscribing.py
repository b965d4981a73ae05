"""The page behind the link in every e-mail: one press, or the mail program's own, and no more e-mail comes."""

from html import escape

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from bot.clock import Clock
from bot.messages import Address
from bot.unsubscribing import PATH, UnsubscribeLinks
from handlers.wording import Wording, in_language
from memory.documents import Person, PersonAddress

router = APIRouter(include_in_schema=False)


@router.get(PATH + "{token}")
async def ask(token: str, request: Request) -> HTMLResponse:
    """Ask first: programs that look for viruses open every link of an e-mail."""
    address = _links(request).read(token)
    words = await _words(address)
    if address is None:
        return _page(words, words.unsubscribe_unknown(), status=404)
    button = f'<form method="post"><button>{escape(words.unsubscribe_button())}</button></form>'
    return _page(words, words.unsubscribe_question(address.value), button)


@router.post(PATH + "{token}")
async def unsubscribe(token: str, request: Request) -> HTMLResponse:
    """Send no more e-mail there. A mail program that does it for its person sends no cookie, and needs none."""
    address = _links(request).read(token)
    words = await _words(address)
    if address is None:
        return _page(words, words.unsubscribe_unknown(), status=404)
    clock: Clock = request.app.state.clock
    # Again is as good as once: the first time is the one that counts.
    still_there = {"_id": str(address), "gone_at": {"$exists": False}}
    await PersonAddress.get_motor_collection().update_one(still_there, {"$set": {"gone_at": clock()}})
    return _page(words, words.unsubscribed(address.value))


def _links(request: Request) -> UnsubscribeLinks:
    links: UnsubscribeLinks = request.app.state.unsubscribing
    return links


async def _words(address: Address | None) -> Wording:
    found = await PersonAddress.get(str(address)) if address else None
    person = await Person.get(found.person) if found else None
    return in_language(person.language if person else None)


def _page(words: Wording, sentence: str, form: str = "", *, status: int = 200) -> HTMLResponse:
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tuckaway</title>'
    body = f"<h1>Tuckaway</h1><p>{escape(sentence)}</p>{form}"
    page = f'<!DOCTYPE html><html lang="{words.language}"><head>{head}</head><body>{body}</body></html>'
    return HTMLResponse(page, status)
