"""Whether a line says what an item says, no more and no less: small words may come and go, nothing else may."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final

# Words that turn no statement into another. No negations, no times, no directions ("from"), no verbs that assert.
SMALL_WORDS: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "a an the and also so i me my you your we our us please remember to is are there it it's this that",
        "de": "ein eine einen einem einer der die das den dem und auch ich mir mich mein meine meinen du dir dich dein "
        "deine deinen wir uns unser unsere bitte denk denke daran zu ist sind es",
        "fr": "un une le la les l d de du des et aussi je j me m moi mon ma mes tu te t toi ton ta tes vous votre vos "
        "nous notre nos est sont il y a c",
        "es": "un una unos unas el la los las y e también yo me mi mis tú te tu tus usted su sus recuerda recuerde que "
        "es son hay lo",
        "pt": "um uma uns umas o a os as e também eu me meu minha meus minhas tu você te teu tua seu sua seus suas "
        "lembre lembra de que é são há",
    }.items()
}

# Not the question mark: without it a question would read as a fact.
PLAIN: Final = frozenset(".,;:!'\u2019\u201c\u201d\"()-\u2013\u00a1\u00ab\u00bb\u201e")
LONGER_BY: Final = 100

# Hours keep their "pm" and need no "at". No two repetitions can share a character.
AT: Final = r"\b(?:at|um|\u00e0|\u00e0s|a las?)\s"
NUMBER: Final = r"(?:(?<!\w)[-\u2212])?\d+(?:[.:,/]\d+)*(?:\s?(?:am|pm|a\.m|p\.m|uhr|h)\b)?"
WORD: Final = r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\w"
TOKEN: Final = re.compile(rf"(?:{AT})?(?P<number>{NUMBER})|(?P<word>{WORD})")


def adds_nothing(line: str, item: str, language: str) -> bool:
    """Whether a line is an item in other small words of the language.

    Its other words are the item's, in the item's order. Numbers are too; one that is alone may have moved, as from
    "call Ana at 5" to "at 5 call Ana". Signs other than plain punctuation are the item's.
    """
    small = SMALL_WORDS.get(language, frozenset())
    if not line.strip() or "\n" in line or len(line) > len(item) + LONGER_BY or signs(line) != signs(item):
        return False
    said, meant = _told(line, small), _told(item, small)
    words = _words(meant)
    if len(meant) - len(words) > 1:
        return said == meant
    return sorted(said) == sorted(meant) and _words(said) == words


def _told(text: str, small: frozenset[str]) -> list[str]:
    """Words that matter and numbers, in order."""
    folded = unicodedata.normalize("NFC", text).casefold()
    tokens = ("".join((match["number"] or match["word"]).split()) for match in TOKEN.finditer(folded))
    return [token for token in tokens if token not in small]


def _words(tokens: list[str]) -> list[str]:
    return [token for token in tokens if not any(character.isdecimal() for character in token)]


def signs(text: str) -> Counter[str]:
    """What is neither letter, digit, white space nor plain punctuation: currencies, @, emoji, markup."""
    return Counter(sign for sign in text if not (sign.isalnum() or sign.isspace() or sign in PLAIN))
