"""Turns a reply into one text message that costs no more than it may."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.channels.sms.segments import cheaper, cost
from bot.messages import Reply
from bot.splitting import cuts

LONGEST: Final = 1_600
"""Characters that Twilio takes. Source: twilio.com/docs/messaging/api/message-resource."""

_MORE: Final = "..."


@dataclass(frozen=True, kw_only=True)
class Frugality:
    """What a text message may cost.

    Attributes:
        segments: at most so many.
        transliterate: letters may give way to cheaper ones that look alike.
        link: where the rest can be read, when a message had to be cut.
        pictures: photos go along as picture messages, which cost more and exist in few countries.
    """

    segments: int = 4
    transliterate: bool = True
    link: str | None = None
    pictures: bool = False


def render(reply: Reply, frugality: Frugality) -> str:
    """The message that shows a reply; what does not fit gives way to a link, the choices stay."""
    quotes = [f'"{quote.text}"\n{quote.label}' for quote in reply.quotes]
    words = "\n".join(part for part in (reply.text, *quotes) if part.strip())
    choices = "\n".join(_numbered(reply))
    whole = _written("\n".join(part for part in (words, choices) if part), frugality)
    return whole if _fits(whole, frugality) else _shortened(words, choices, frugality)


def _numbered(reply: Reply) -> Iterator[str]:
    """Choices as lines, but for those that the words have numbered already."""
    for number, action in enumerate(reply.actions, 1):
        if action.label != str(number):
            yield f"{number} = {action.label}"


def _written(text: str, frugality: Frugality) -> str:
    return cheaper(text) if frugality.transliterate else text


def _fits(text: str, frugality: Frugality) -> bool:
    return len(text) <= LONGEST and cost(text).segments <= frugality.segments


def _shortened(words: str, choices: str, frugality: Frugality) -> str:
    """As many of the words as fit before the link and the choices, cut where a reader would."""

    def written(kept: str) -> str:
        more = f"{kept.rstrip()}{_MORE}" + (f" {frugality.link}" if frugality.link else "")
        return _written(f"{more}\n{choices}" if choices else more, frugality)

    low, high = 0, min(len(words), LONGEST)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _fits(written(words[:middle]), frugality) else (low, middle - 1)
    _, end = next(cuts(words, low), (0, 0)) if low > 1 else (0, 0)
    return written(words[: min(end, low)])
