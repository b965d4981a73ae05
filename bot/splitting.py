"""Cuts a long text into parts that a channel takes, at the place a reader would choose."""

import unicodedata
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 4096
"""UTF-16 units in one message of Telegram's, counted without markup. Source: core.telegram.org/bots/api#sendmessage."""

_PLACES: Final = ("\n\n", "\n", ". ", "! ", "? ", "。", " ")
"""After which to cut, best first."""

_JOINERS: Final = frozenset("\u200c\u200d")
_ZERO_WIDTH_JOINER: Final = "\u200d"
_VIRAMA: Final = 9
"""The combining class of signs that tie two Indic consonants into one."""


def cuts(text: str, longest: int = LONGEST) -> Iterator[tuple[int, int]]:
    """Start and end of each part; together they are the whole text.

    A cut falls after a paragraph, a line, a sentence or a word when one ends in the second half of the part, and never
    inside what a reader sees as one character, unless that alone is longer than a part.

    Args:
        text: plain text, before any markup.
        longest: UTF-16 units in a part, at least 2.
    """
    start = 0
    while start < len(text):
        end = start + _fitting(text[start : start + longest], longest)
        if end < len(text):
            end = _best_cut(text, start, end)
        yield start, end
        start = end


def _fitting(window: str, longest: int) -> int:
    """How many characters of `window` fit; those beyond U+FFFF take two units."""
    if window.isascii():
        return len(window)
    units = 0
    for index, character in enumerate(window):
        units += 2 if character > "\uffff" else 1
        if units > longest:
            return index
    return len(window)


def _best_cut(text: str, start: int, end: int) -> int:
    middle = start + (end - start) // 2
    for place in _PLACES:
        cut = text.rfind(place, middle, end) + len(place)
        if cut > middle and not _one_character(text, cut):
            return cut
    return next((cut for cut in range(end, start, -1) if not _one_character(text, cut)), end)


def _one_character(text: str, at: int) -> bool:
    """Whether a cut before `text[at]` would go through what a reader sees as one character.

    The rules of Unicode Annex 29 that matter in messages, which Python's library does not bring: accents, emoji of
    several parts, flags, Hangul and Indic syllables.
    """
    before, after = text[at - 1], text[at]
    if after.isascii():
        return before == "\r" and after == "\n"
    return (
        _extends(after)
        or before == _ZERO_WIDTH_JOINER
        or (_is_flag_half(before) and _is_flag_half(after) and _flag_halves_before(text, at) % 2 == 1)
        or ("\u1100" <= before <= "\u115f" and ("\u1100" <= after <= "\u115f" or "\uac00" <= after <= "\ud7a3"))
        or (unicodedata.combining(before) == _VIRAMA and after.isalpha())
    )


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc"}  # accents, vowel signs, variation selectors
        or character in _JOINERS
        or "\u1160" <= character <= "\u11ff"  # Hangul vowels and finals
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # tags in flags of regions
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, at: int) -> int:
    start = at
    while start and _is_flag_half(text[start - 1]):
        start -= 1
    return at - start
