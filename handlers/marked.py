"""What a language model's marks make of a request whose time is in doubt: where the time stands, never which it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from handlers.turn import Turn
from memory.language.consent import message_shown
from memory.language.port import Mark, Part, Span
from memory.when.request import Request, Trouble
from memory.when.request_words import LANGUAGES, Asking

BLANKS: Final = " \t\n,;:.!?-"
TIMELESS: Final = frozenset({Trouble.NO_TIME, Trouble.NOTHING})
# What may be wrong with our reading rather than with what was asked for.
MISREAD: Final = frozenset({Trouble.NO_TIME, Trouble.CONTRADICTORY})
# How they are read together, so that no hour is taken for that of a bound: "every day", "at 6", "until 20 June".
ORDER: Final = (Part.RECURRENCE, Part.TIME, Part.BOUND)

Read = Callable[[str], Request]
"""Reads a request as the person who writes it means it."""


async def sharper(turn: Turn, asked: Request, read: Read) -> Request:
    """The request, with the help of a model where its time is in doubt and the person allows it; else as it was read.

    Args:
        turn: its text is what was asked for.
        asked: what our own reading made of it.
        read: that reading. The marked words alone go through it, and have to come out without any doubt.
    """
    # After a tap it is the text of a memory, which may have been told when its person did not allow it.
    if turn.tapped or not _in_doubt(asked, read):
        return asked
    shown = message_shown(turn.memory.person, turn.text, turn.preferences.chosen.ai_use)
    if shown is None:
        return asked
    marks = await turn.model.mark(shown)
    return (_resolved(turn, marks, read) if marks else None) or asked


def _in_doubt(asked: Request, read: Read) -> bool:
    """Whether no time was found, or several, or another one stands in what the reminder would be about."""
    if asked.problem is not None:
        return asked.problem in MISREAD
    return asked.doubtful or len(asked.schedules) > 1 or bool(read(asked.subject).schedules)


def _resolved(turn: Turn, marks: Sequence[Mark], read: Read) -> Request | None:
    """What the marked words say; None unless they say one time, and what is left out says none."""
    text, asking = turn.text, _asking(turn)
    lead = asking.wakes.search(text) or asking.asks.search(text)
    times = " ".join(_words(text, mark.span) for part in ORDER for mark in marks if mark.part is part)
    subject = " ".join(_subject(asking, _words(text, mark.span)) for mark in marks if mark.part is Part.SUBJECT)
    if not (times and subject and _leaves_no_time(text, marks, read)):
        return None
    found = read(f"{lead.group() if lead else ''} {times}")
    alone = found.subject in {"", asking.waking}
    if not alone or len(found.schedules) != 1 or found.problem not in {None, Trouble.NOTHING}:
        return None
    return replace(found, subject=subject, problem=None)


def _asking(turn: Turn) -> Asking:
    """The words of the language that the request is asked in."""
    spoken = [LANGUAGES[each] for each in turn.languages if each in LANGUAGES]
    fits = (each for each in spoken if each.wakes.search(turn.text) or each.asks.search(turn.text))
    return next(fits, LANGUAGES["en"])


def _leaves_no_time(text: str, marks: Sequence[Mark], read: Read) -> bool:
    """Whether our own reading finds no time, and no number, in what was not marked: none may be passed over."""
    rest = text
    for start, end in (mark.span for mark in marks):
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return not any(sign.isdigit() for sign in rest) and read(rest).problem in TIMELESS


def _subject(asking: Asking, words: str) -> str:
    lead = asking.leads.match(words)
    return words[lead.end() :] if lead and lead.end() < len(words) else words


def _words(text: str, span: Span) -> str:
    return text[slice(*span)].strip(BLANKS)
