"""Turns a reply into the text that WhatsApp shows: quotes set apart, choices numbered where they have no buttons."""

from collections.abc import Sequence
from typing import Final

from bot.messages import Action, Reply
from bot.splitting import cuts

LONGEST: Final = 1_600
"""Characters in one message. Source: twilio.com/docs/whatsapp/api."""


def words(reply: Reply) -> str:
    """All that a reply says, without its choices."""
    quotes = [f"“{quote.text}”\n{quote.label}" for quote in reply.quotes]
    return "\n\n".join(part for part in (reply.text, *quotes) if part.strip())


def numbered(actions: Sequence[Action]) -> str:
    """Choices as lines, each with the number that picks it, but for those that the words have numbered already."""
    lines = ((str(number), action.label) for number, action in enumerate(actions, 1))
    return "\n".join(f"{number} = {label}" for number, label in lines if label != number)


def parts(text: str) -> list[str]:
    """The messages that show a text, none of them blank."""
    return [piece for start, end in cuts(text, LONGEST) if (piece := text[start:end]).strip()]
