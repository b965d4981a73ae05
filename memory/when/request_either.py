"""Times that are named one beside the other: "at 9 or 10", "tomorrow morning and evening"."""

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from memory.when.reading import Found, Moment

MOST: Final = 2
"""Further times; a question has room for three."""
LONGEST: Final = 3
"""Words of a further time: "half past four"."""
JOINT: Final = re.compile(
    r"\s*,\s*(?:(?:or|and|oder|und|o|u|y|e|ou|et)\s+)?|\s+(?:or|and|oder|und|o|u|y|e|ou|et)\s+", re.IGNORECASE
)
# One or the other, in words: nobody goes on with the matter like that.
CHOICE: Final = re.compile(r"\s+(?:or|oder|o|u|ou)\s+[^,]*[^\W\d][^,]*", re.IGNORECASE)
WORD: Final = re.compile(r"\S+")

Read = Callable[[str], Found | None]
"""Reads the first time in a text."""


def further(text: str, found: Found, read: Read, leads: re.Pattern[str]) -> tuple[list[Moment], int]:
    """The times that stand beside `found` and share its words with it, and where the last one ends.

    What is taken for one must be followed by what leads to the matter, or by nothing: in "at 9, 12 eggs" there is none.

    Args:
        text: as it was written.
        found: a time in it.
        read: of a text made of the words of `found` and of those that follow.
        leads: the words that lead to what a reminder is about.
    """
    moments: list[Moment] = []
    start, end = found.span
    last = end
    while len(moments) < MOST and (joint := JOINT.match(text, last)):
        beside = _beside(text[start:end].split(), text, joint.end(), read)
        if beside is None:
            break
        moment, last = beside
        moments.append(moment)
    rest = text[last:].strip(" .!")
    led = not rest or leads.match(rest) is not None or CHOICE.fullmatch(text[end:last]) is not None
    return (moments, last) if moments and led else ([], end)


def first(text: str, named: Sequence[Found], chosen: int) -> int:
    """Which of the times `named` in a text begins the row that the one `chosen` stands in: "tomorrow or Friday"."""
    while chosen and JOINT.fullmatch(text[named[chosen - 1].span[1] : named[chosen].span[0]]):
        chosen -= 1
    return chosen


def _beside(shared: list[str], text: str, start: int, read: Read) -> tuple[Moment, int] | None:
    """A time made of the first words of another and of the longest run of words from `start`."""
    ends = [word.end() for word in islice(WORD.finditer(text, start), LONGEST)]
    for end in reversed(ends):
        own = text[start:end].rstrip(" ,")
        for kept in range(len(shared) - 1, -1, -1):
            whole = " ".join((*shared[:kept], own))
            found = read(whole)
            if found and found.readings and _all_of(whole, found):
                return found.readings[0], start + len(own)
    return None


def _all_of(text: str, found: Found) -> bool:
    """Whether it is the whole text but for a preposition."""
    return found.span[1] == len(text) and " " not in text[: found.span[0]].strip()
