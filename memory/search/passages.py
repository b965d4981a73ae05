"""Finds the part of a long memory that answers a question, cut out word for word."""

import re
from collections.abc import Sequence
from typing import Final

from memory.search.analysis import Analysis

WHOLE: Final = 280
"""Characters up to which a memory is quoted whole: somebody who texts a note that short means all of it."""
LONGEST: Final = 400
READ_LIMIT: Final = 10_000
"""Characters that are looked through; beyond them only the beginning could be quoted anyway."""

_SENTENCE: Final = re.compile(r"\S[^\n]*?(?:[.!?\u2026]+(?=\s|\Z)|[\u3002\uff01\uff1f]+|(?=\n)|\Z)")

_WORD: Final = re.compile(r"\S+")

Span = tuple[int, int]


def passage(question: str, text: str, analysis: Analysis | None = None) -> str:
    """The shortest run of whole sentences that holds the most of the question's words; a slice of `text`.

    Of equals the earlier one; the beginning where no word is shared. A run above `LONGEST` characters is cut.

    Args:
        question: as it was asked.
        text: of the memory; one of up to `WHOLE` characters is given back whole, without the blanks around it.
        analysis: of the memory's language.
    """
    if len(text.strip()) <= WHOLE:
        return text.strip()
    analysis = analysis or Analysis.of_language()
    asked = frozenset(analysis.of_question(question))
    spans = [match.span() for match in _SENTENCE.finditer(text, 0, READ_LIMIT)]
    shared = [asked.intersection(analysis.of_memory(text[start:end])) for start, end in spans]
    start, end = _best_run(spans, shared)
    return _cut(text, (start, end), asked, analysis)


def _best_run(spans: Sequence[Span], shared: Sequence[frozenset[str]]) -> Span:
    """From the start of one sentence to the end of the same or a later one, so that no shorter run holds more."""
    best, most = spans[0], 0
    for first, (start, _) in enumerate(spans):
        # A run that begins with a sentence of no use is never the shortest.
        held = set(shared[first])
        for last in range(first, len(spans) if held else first):
            end = spans[last][1]
            if end - start > LONGEST and last > first:
                break
            held |= shared[last]
            if (len(held), start - end) > (most, best[0] - best[1]):
                best, most = (start, end), len(held)
    return best if most else spans[0]


def _cut(text: str, span: Span, asked: frozenset[str], analysis: Analysis) -> str:
    """At most `LONGEST` characters of the span, around the first word that was asked for, cut at blanks."""
    start, end = span
    if end - start <= LONGEST:
        return text[start:end]
    words = [match.span() for match in re.finditer(r"\S+", text[start:end])]
    hits = (
        first for first, last in words if asked.intersection(analysis.of_memory(text[start + first : start + last]))
    )
    begin = start + max(0, next(hits, 0) - LONGEST // 3)
    begin = next((start + first for first, _ in words if start + first >= begin), begin)
    piece = text[begin : min(end, begin + LONGEST)]
    return piece if begin + LONGEST >= end else piece.rpartition(" ")[0] or piece
