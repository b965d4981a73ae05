"""What the Bot API makes of HTML: plain text and entities, or the sentence with which it refuses."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

TAGS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
"""Source: core.telegram.org/bots/api#html-style."""

_TOKEN: Final = re.compile(r"<(/?)([a-zA-Z-]*)([^>]*)(>?)|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]+|&")


@dataclass(frozen=True)
class Entity:
    """A marked stretch of the text, in UTF-16 units."""

    type: str
    offset: int
    length: int


@dataclass
class _Open:
    tag: str
    offset: int


def units(text: str) -> int:
    """How long Telegram finds a text."""
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> tuple[str, list[Entity]]:
    """Text and entities. Raises ValueError with Telegram's words for what is wrong."""
    text, entities, stack = "", [], list[_Open]()
    for token in _TOKEN.finditer(html):
        if not token[0].startswith("<"):
            text += unescape(token[0]) if len(token[0]) > 1 else token[0]
        elif token[1]:
            entities.append(_closed(stack, token, units(text)))
        else:
            stack.append(_opened(stack, token, units(text)))
    if stack:
        reason = f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"'
        raise ValueError(reason)
    return text, [entity for entity in entities if entity.length]


def _opened(stack: list[_Open], token: re.Match[str], offset: int) -> _Open:
    tag, attributes = token[2].lower(), token[3].strip()
    if not token[4]:
        reason = f"Unclosed start tag at byte offset {token.start()}"
        raise ValueError(reason)
    if tag not in TAGS or (tag == "span" and attributes != 'class="tg-spoiler"'):
        reason = f'Unsupported start tag "{tag}" at byte offset {token.start()}'
        raise ValueError(reason)
    if tag == "blockquote" and any(each.tag == tag for each in stack):
        reason = "Nested blockquotes are not allowed"
        raise ValueError(reason)
    return _Open(tag, offset)


def _closed(stack: list[_Open], token: re.Match[str], end: int) -> Entity:
    tag = token[2].lower()
    if not stack:
        reason = f"Unexpected end tag at byte offset {token.start()}"
        raise ValueError(reason)
    opened = stack.pop()
    if tag and opened.tag != tag:
        reason = f'Unmatched end tag at byte offset {token.start()}, expected "</{opened.tag}>", found "</{tag}>"'
        raise ValueError(reason)
    return Entity(TAGS[opened.tag], opened.offset, end - opened.offset)
