"""Makes an e-mail of a reply: a subject, plain text, and the same as HTML in which no markup but ours is live."""

import hashlib
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import Final

from bot.messages import Kind, Outbound, Quote

NAME: Final = "Tuckaway"
LONGEST_SUBJECT: Final = 78
"""Characters that mail programs show; RFC 5322, section 2.1.1, recommends as many for a line."""


def rendered(message: Outbound, *, sender: str, home: str | None, unsubscribe: str | None) -> bytes:
    """The whole e-mail, as it goes over the wire.

    Args:
        message: to an e-mail address.
        sender: the address it comes from.
        home: where the browser chat is, where people can reach it.
        unsubscribe: where this recipient can have done with e-mail, in one click (RFC 8058).
    """
    email = EmailMessage(policy=SMTP)
    email["From"] = Mailbox(NAME, addr_spec=sender)
    email["To"] = message.recipient.value
    email["Subject"] = _subject(message)
    email["Date"] = message.at
    email["Message-ID"] = _message_id(message.key, sender)
    # No holiday notice is to answer it (RFC 3834).
    email["Auto-Submitted"] = "auto-generated"
    if unsubscribe:
        email["List-Unsubscribe"] = f"<{unsubscribe}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    links = [each for each in (home, unsubscribe) if each]
    email.set_content(_plain(message, links), cte="quoted-printable")
    email.add_alternative(_html(message, links), subtype="html", cte="quoted-printable")
    return email.as_bytes()


def _message_id(key: str, sender: str) -> str:
    """The same for every attempt, so that a mailbox can tell a message that came twice."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{sender.rpartition('@')[2]}>"


def _subject(message: Outbound) -> str:
    """The first line of a digest, which says which day it is for; of all else nothing that anybody told.

    Subjects light up locked screens, and stay readable where what is below them is encrypted.
    """
    kind = Kind.of(message.key)
    if kind is not Kind.DIGEST:
        return f"⏰ {NAME}" if kind is Kind.REMINDER else NAME
    first = next((line.strip() for line in message.reply.text.splitlines() if line.strip()), NAME)
    # A header ends with its line, and no mail program shows what can't be printed.
    printable = "".join(character for character in first if character.isprintable())
    return (printable if len(printable) <= LONGEST_SUBJECT else f"{printable[: LONGEST_SUBJECT - 1]}…") or NAME


def _plain(message: Outbound, links: list[str]) -> str:
    reply = message.reply
    parts = [reply.text, *(_quoted(quote) for quote in reply.quotes)]
    footer = "\n".join(["-- ", NAME, *links])
    return "\n\n".join([*(part for part in parts if part), footer]) + "\n"


def _quoted(quote: Quote) -> str:
    lines = "\n".join(f"> {line}" for line in quote.text.splitlines() or [""])
    return f"{lines}\n({quote.label})"


def _html(message: Outbound, links: list[str]) -> str:
    reply = message.reply
    quotes = "".join(
        f'<blockquote style="{QUOTE}">{_lines(quote.text)}<br><small>{escape(quote.label)}</small></blockquote>'
        for quote in reply.quotes
    )
    footer = "".join(f'<br><a href="{escape(link)}">{escape(link)}</a>' for link in links)
    body = f'<p>{_lines(reply.text)}</p>{quotes}<p style="{FOOTER}">{NAME}{footer}</p>'
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body dir="auto" style="{PAGE}">{body}</body></html>'
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


PAGE: Final = "font:16px/1.45 system-ui,sans-serif;max-width:40em;margin:1em auto;padding:0 1em"
QUOTE: Final = "border-left:3px solid #c98a00;margin:0 0 1em;padding:.2em 0 .2em .8em"
FOOTER: Final = "color:#54656f;font-size:13px"
