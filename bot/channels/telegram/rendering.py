"""Turns a reply into the messages that Telegram shows: text, quotes set apart, buttons below."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import structlog
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Action, Reply
from bot.splitting import cuts

LONGEST_DATA: Final = 64
"""Bytes in a button's data. Source: core.telegram.org/bots/api#inlinekeyboardbutton."""

LASTING: Final = "+"
"""Begins the data of a button whose keyboard stays when it was tapped; no tap of ours begins so."""

_BUTTONS: Final = 100
"""At most on one message; Telegram refuses more."""

_ROW: Final = 28
"""Letters that fit side by side on a narrow phone, over all labels of a row."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Part:
    """One message to send: the same words with markup and without, for when Telegram refuses the markup."""

    html: str
    plain: str
    buttons: InlineKeyboardMarkup | None = None


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    tag: str


def render(reply: Reply) -> list[Part]:
    """The messages that show a reply, none of them blank, buttons under the last one.

    It is cut as plain text and marked up afterwards, so no cut can fall into a tag, and a quote that is cut is a quote
    in both parts. Telegram drops white space at both ends of each part.
    """
    text, spans = _lay_out(reply)
    pieces = [(start, end) for start, end in cuts(text) if text[start:end].strip()]
    buttons = _keyboard(reply.actions)
    return [
        Part(
            html=_marked_up(text, spans, start, end),
            plain=text[start:end],
            buttons=buttons if (start, end) == pieces[-1] else None,
        )
        for start, end in pieces
    ]


def _lay_out(reply: Reply) -> tuple[str, list[_Span]]:
    text, spans = reply.text, []
    for quote in reply.quotes:
        for gap, words, tag in (("\n\n", quote.text, "blockquote"), ("\n", quote.label, "i")):
            text += gap if text else ""
            spans.append(_Span(len(text), len(text) + len(words), tag))
            text += words
    return text, spans


def _marked_up(text: str, spans: Sequence[_Span], start: int, end: int) -> str:
    done, html = start, ""
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if text[first:last].strip():
            html += f"{_inert(text[done:first])}<{span.tag}>{_inert(text[first:last])}</{span.tag}>"
            done = last
    return html + _inert(text[done:end])


def _inert(text: str) -> str:
    return escape(text, quote=False)


def _keyboard(actions: Sequence[Action]) -> InlineKeyboardMarkup | None:
    rows: list[list[InlineKeyboardButton]] = []
    for action in _tappable(actions):
        button = InlineKeyboardButton(text=action.label, callback_data=_data(action))
        if rows and sum(len(each.text) for each in rows[-1]) + len(action.label) <= _ROW:
            rows[-1].append(button)
        else:
            rows.append([button])
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _tappable(actions: Sequence[Action]) -> list[Action]:
    """Those whose tap Telegram carries. One button too few is better than a reply that is refused for it."""
    fitting = [action for action in actions if len(_data(action).encode()) <= LONGEST_DATA][:_BUTTONS]
    if len(fitting) < len(actions):
        _log.error(
            "buttons left out, their taps are too long or they are too many", left_out=len(actions) - len(fitting)
        )
    return fitting


def _data(action: Action) -> str:
    return f"{LASTING}{action.tap}" if action.lasting else action.tap
