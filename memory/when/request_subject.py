"""What a sentence asks to be reminded of: its words without the asking and the times."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from memory.when.recurrence_grammar import lexicon
from memory.when.request_words import Asking

Span = tuple[int, int]

LONGEST_BEGINNING: Final = 40
OF_A_TIME: Final = frozenset(("FIG", "WEEKDAY", "ORD"))
# What leads to the matter, and so shows that the word before it does not belong to it.
LEADING: Final = frozenset(("to", "about", "that", "zu", "an", "ans", "daran", "para", "de", "que", "a", "d", "pour"))

BLANKS: Final = " \t\n,;:.!?-\N{EN DASH}\N{EM DASH}"


def read(text: str, asking: Asking, *, asked: Span | None, times: Sequence[Span], whole: Span | None) -> str:
    """The text without the asking, the times and the small words that hold them together.

    Args:
        text: the sentence.
        asking: the language's words.
        asked: where the asking stands.
        times: where times stand.
        whole: the one of these whose last word belongs to it ("an hour before"), whatever else it may be.
    """
    spans = [span if span == whole else _trimmed(text, asking, span) for span in times]
    taken = sorted([*spans, *([asked] if asked else [])])
    edges = [0, *(edge for span in taken for edge in span), len(text)]
    pieces: list[str] = []
    for start, end in list(pairwise(edges))[::2]:
        piece = text[start:end].lstrip(BLANKS)
        lead = asking.leads.match(piece)
        # Only what comes first is led to: "call Ana at 5 about the lease". But a word alone leads nowhere.
        if lead and (lead.end() == len(piece) or not any(pieces)):
            piece = piece[lead.end() :]
        pieces.append(_cleaned(asking, piece, before_time=any(first == end for first, _ in spans)))
    return " ".join(piece for piece in pieces if piece)


def begins_with_time(subject: str, language: str) -> bool:
    """Whether a number or a day was left over at its beginning, as in "13 to be careful"."""
    tokens = lexicon(language).tokens(subject[:LONGEST_BEGINNING])
    words = [token for token in tokens if token.word not in BLANKS and "THE" not in token.tags]
    if len(words) < len(("13", "to")) or OF_A_TIME.isdisjoint(words[0].tags):
        return False
    return words[1].word in LEADING


def _trimmed(text: str, asking: Asking, span: Span) -> Span:
    """A stretch without a preposition at its end, which leads to what follows: "at 5 about the lease"."""
    words = asking.before_times.sub("", text[slice(*span)])
    return span[0], span[0] + (len(words.rstrip()) or span[1] - span[0])


def _cleaned(asking: Asking, piece: str, *, before_time: bool) -> str:
    """A stretch between times without its politeness, and without what led from it to the next time."""
    piece = piece.rstrip(BLANKS)
    ends = (asking.thanks, asking.before_times) if before_time else (asking.thanks,)
    before = None
    while piece != before:
        before = piece
        for end in ends:
            piece = end.sub("", piece).rstrip(BLANKS)
    return piece
