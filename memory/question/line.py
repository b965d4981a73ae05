"""A text as a line of folded words, on which phrases are looked for and from which what was understood is taken."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from memory.words import fold

# Apostrophes and hyphens part words, so that "what's", "e-mail" and "qu'est-ce" are each two words or more.
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[.,;:!?]")
MARKS: Final = frozenset(".,;:!?")
_CLAUSE: Final = re.compile(r"[.,;:!?] ")
MOST_CLAUSES: Final = 8
"""Clauses that are looked at for what a question begins with."""
_BLANKS: Final = re.compile(r"\s+")
# What may stand at the edges of what is left, once the rest was taken.
_EDGES: Final = " \t\n.,;:!?-\N{EN DASH}\N{EM DASH}'\N{RIGHT SINGLE QUOTATION MARK}()\N{INVERTED QUESTION MARK}\N{INVERTED EXCLAMATION MARK}"

Span = tuple[int, int]


class Line:
    """The words of a text, folded and joined by single blanks in `said`; spans are characters of `said`."""

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(_TOKEN.finditer(text))
        self.keys = [fold(match.group()) for match in matches]
        self.spans = [match.span() for match in matches]
        self.said = " ".join(self.keys)
        self._starts: list[int] = []
        place = 0
        for key in self.keys:
            self._starts.append(place)
            place += len(key) + 1
        self._left = [True] * len(self.keys)

    def words(self, span: Span) -> range:
        """The numbers of the words that a span of `said` touches."""
        first = bisect_right(self._starts, span[0]) - 1
        last = bisect_right(self._starts, max(span[0], span[1] - 1)) - 1
        return range(max(first, 0), last + 1)

    def written(self, span: Span) -> Span:
        """The characters of the text that a span of `said` stands for."""
        words = self.words(span)
        return self.spans[words[0]][0], self.spans[words[-1]][1]

    def take(self, span: Span) -> None:
        """What was understood is no subject."""
        if span[1] > span[0]:
            for word in self.words(span):
                self._left[word] = False

    def clauses(self) -> list[int]:
        """Where in `said` the first few clauses begin."""
        starts = [0]
        for match in _CLAUSE.finditer(self.said):
            if len(starts) >= MOST_CLAUSES:
                break
            starts.append(match.end())
        return starts

    def left(self) -> str:
        """What was not taken, as written, without marks at its edges and between its pieces."""
        return _BLANKS.sub(" ", " ".join(self._runs())).strip(_EDGES)

    def _runs(self) -> Iterator[str]:
        begun: int | None = None
        for word, left in enumerate([*self._left, False]):
            if left and begun is None:
                begun = word
            elif not left and begun is not None:
                piece = self.text[self.spans[begun][0] : self.spans[word - 1][1]].strip(_EDGES)
                begun = None
                if piece:
                    yield piece
