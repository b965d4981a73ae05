"""Which language a short text is in, by the small words and letters that give it away."""

import re
from collections.abc import Iterator, Sequence
from heapq import nlargest
from typing import Final

from memory.words import Word, function_words, languages, words_of

DEFAULT: Final = "en"
LANGUAGES: Final = ("en", "de", "es", "fr", "pt")
SHORTEST: Final = 3
"""Letters from which a word that is no small one tells anything."""
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
_LETTER_RULES: Final = tuple((code, re.compile(pattern), weight) for code, pattern, weight in _LETTERS)
_ENDING_RULES: Final = tuple((code, re.compile(rf"\w{{3}}{pattern}$"), weight) for code, pattern, weight in _ENDINGS)
_UNKNOWN_IS_ENGLISH: Final = 0.12
ODD_SPELLING: Final = 0.7
"""What spelling alone may tell for a language of which not one known word is there: "crème brûlée torch"."""


def language_of(text: str) -> tuple[str, float]:
    """The ISO 639-1 code of the main part of `text`, and how sure that is, 0 to 1; English when doubtful.

    Knows those of LANGUAGES.
    """
    return language_of_words(words_of(text))


def language_of_words(words: Sequence[Word]) -> tuple[str, float]:
    """As `language_of`, of words that were cut already."""
    scores = dict.fromkeys(LANGUAGES, 0.0)
    spelling = dict(scores)
    for word in words:
        for code, weight in _vocabulary(word):
            scores[code] += weight
        for code, weight in _spelling(word):
            spelling[code] += weight
    for code in LANGUAGES:
        scores[code] += min(spelling[code], scores[code] + ODD_SPELLING)
    scores[DEFAULT] += MARGIN
    best, second = nlargest(2, LANGUAGES, key=scores.__getitem__)
    ahead, behind = scores[best], scores[second]
    return best, round((ahead + 0.5) / (ahead + behind + 1), 3)


def _vocabulary(word: Word) -> Iterator[tuple[str, float]]:
    if word.text in _SPANISH_MARKS:
        yield "es", 1.0
    codes = function_words().get(word.key, frozenset())
    if codes:
        yield from ((code, 1.5 / (len(codes) + 0.5)) for code in codes)
    elif len(word.text) >= SHORTEST:
        codes = languages().get(word.key, frozenset())
        yield from ((code, 1.2 / (len(codes) + 0.5)) for code in codes)


def _spelling(word: Word) -> Iterator[tuple[str, float]]:
    """What the letters of a word tell that is in no list; capitals tell little, for names travel."""
    listed = word.key in function_words() or word.key in languages()
    if listed or len(word.text) < SHORTEST or not word.text[0].isalpha():
        return
    if word.text[0].islower() or word.opens:
        yield DEFAULT, _UNKNOWN_IS_ENGLISH
    if word.text[0].islower():
        lower = word.text.lower()
        yield from ((code, weight) for code, letters, weight in _LETTER_RULES if letters.search(lower))
        yield from ((code, weight) for code, ending, weight in _ENDING_RULES if ending.search(word.key))
