"""Which language a short text is in, by the small words and letters that give it away."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from memory.words import Word, fold, function_words, languages, words_of

DEFAULT: Final = "en"
MARGIN: Final = 0.75
"""By how much another language must be ahead of English: names, dishes and places of all countries occur in English."""

# Letters and pairs of letters that few other languages have. Lower case words only: names travel.
_LETTERS: Final[tuple[tuple[str, str, float], ...]] = (
    ("de", r"[äöüß]", 0.9),
    ("es", r"ñ", 1.0),
    ("es", r"[áíóú]", 0.5),
    ("fr", r"[èêùûîœ]|ç(?!ã|õ|ão)", 0.8),
    ("fr", r"é", 0.5),
    ("fr", r"^(?:[cdjlmnst]|qu)['\u2019]\w", 1.2),
    ("pt", r"[ãõ]", 1.3),
    ("pt", r"[âêôáíóúç]", 0.4),
)
# How words end; at least three letters go before.
_ENDINGS: Final[tuple[tuple[str, str, float], ...]] = (
    ("de", r"(?:ung|ungen|heit|keit|lich|isch|chen|tag|tags|stunde|stelle|platz|strasse|schein|termin)", 0.7),
    ("es", r"(?:cion|ciones|dad|miento|ito|ita|ando|iendo|aron|aba)", 0.6),
    ("fr", r"(?:eux|euse|tion|ment|aient|eau|eaux|oir|ette|ez)", 0.4),
    ("pt", r"(?:cao|coes|dade|mento|inho|inha|ando|endo|agem|eiro|eira)", 0.6),
    ("en", r"(?:ing|ed|ly|ness|tion|ght|ful|less|wn|ck)", 0.5),
)
# Marks before a question or a call are Spanish, nothing else.
_SPANISH_MARKS: Final = frozenset("¿¡")
# Written in hand by many, and without meaning for the language.
_LETTER_RULES: Final = tuple((code, re.compile(pattern), weight) for code, pattern, weight in _LETTERS)
_ENDING_RULES: Final = tuple((code, re.compile(rf"\w{{3}}{pattern}$"), weight) for code, pattern, weight in _ENDINGS)
_UNKNOWN_IS_ENGLISH: Final = 0.12


def language_of(text: str) -> tuple[str, float]:
    """The ISO 639-1 code of the main part of `text`, and how sure that is, 0 to 1; English when doubtful.

    Knows de, en, es, fr and pt.
    """
    return language_of_words(words_of(text))


def language_of_words(words: list[Word]) -> tuple[str, float]:
    """As `language_of`, of words that were cut already."""
    scores: Counter[str] = Counter({DEFAULT: MARGIN})
    for word in words:
        for code, weight in _evidence(word):
            scores[code] += weight
    (best, ahead), *others = scores.most_common(2)
    behind = others[0][1] if others else 0.0
    return best, round((ahead + 0.5) / (ahead + behind + 1), 3)


def _evidence(word: Word) -> Iterator[tuple[str, float]]:
    if word.text in _SPANISH_MARKS:
        yield "es", 1.0
    if not word.text[0].isalpha():
        return
    codes = function_words().get(word.key, frozenset())
    for code in codes:
        yield code, 1.5 / (len(codes) + 0.5)
    # A single letter that is no function word tells nothing.
    if codes or len(word.text) < 3:
        return
    codes = languages().get(word.key, frozenset())
    for code in codes:
        yield code, 1.2 / (len(codes) + 0.5)
    if codes or (word.text[0].isupper() and not word.opens):
        return
    yield DEFAULT, _UNKNOWN_IS_ENGLISH
    if not word.text[0].isupper():
        yield from _spelling(word)


def _spelling(word: Word) -> Iterator[tuple[str, float]]:
    lower = word.text.lower()
    for code, letters, weight in _LETTER_RULES:
        if letters.search(lower):
            yield code, weight
    for code, ending, weight in _ENDING_RULES:
        if ending.search(fold(lower)):
            yield code, weight
