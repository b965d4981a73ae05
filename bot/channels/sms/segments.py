"""Counts what a text message costs, and writes it with cheaper letters where that saves something.

A message in the GSM alphabet holds 160 signs, or 153 in each of several segments; one sign outside it, and all of it
takes two bytes a sign: 70, or 67. Source: 3GPP TS 23.038, section 6, and TS 23.040, section 9.2.3.24.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
"""Each takes two of the signs above."""

_GSM_ALONE, _GSM_PART = 160, 153
_UCS_ALONE, _UCS_PART = 70, 67

_LOOK_ALIKES: Final[Mapping[str, str]] = {
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "\u2018": "'",
    "\u2019": "'",
    "\u201a": "'",
    "\u2039": "'",
    "\u203a": "'",
    "\u2013": "-",
    "\u2014": "-",
    "\u2011": "-",
    "\u2212": "-",
    "…": "...",
    "•": "-",
    "·": "-",
    "→": "->",
    "\u00d7": "x",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\t": " ",
    "œ": "oe",
    "Œ": "OE",
}


@dataclass(frozen=True)
class Cost:
    """What a message is made of. `gsm`: every sign is in the GSM alphabet."""

    gsm: bool
    segments: int


def cost(text: str) -> Cost:
    """How many segments a text takes. A sign that takes two places is never cut, so a segment may end early."""
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        return Cost(True, _segments([2 if sign in _EXTENDED else 1 for sign in text], _GSM_ALONE, _GSM_PART))
    return Cost(False, _segments([2 if sign > "\uffff" else 1 for sign in text], _UCS_ALONE, _UCS_PART))


def _segments(sizes: list[int], alone: int, part: int) -> int:
    if sum(sizes) <= alone:
        return 1
    segments, used = 1, 0
    for size in sizes:
        if used + size > part:
            segments, used = segments + 1, 0
        used += size
    return segments


def cheaper(text: str) -> str:
    """The text in the GSM alphabet, where its signs have likenesses there and it then takes fewer segments.

    Dashes and quotation marks become plain ones, and accents that the alphabet lacks are left out (`ção` becomes
    `cao`). A text with any other sign stays as it is, word for word.
    """
    plain = "".join(_likeness(sign) for sign in unicodedata.normalize("NFC", text))
    before, after = cost(text), cost(plain)
    return plain if after.gsm and after.segments < before.segments else text


def _likeness(sign: str) -> str:
    if sign in _BASIC or sign in _EXTENDED:
        return sign
    if sign in _LOOK_ALIKES:
        return _LOOK_ALIKES[sign]
    base = unicodedata.normalize("NFD", sign)[0]
    return base if base.isascii() and base.isalpha() else sign
