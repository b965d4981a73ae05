"""A text as tokens of time: words and figures with the tags that the grammar asks for, cut in one pass."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain, islice
from typing import Final, NamedTuple

from memory.when.words.vocabulary import Vocabulary, fold

Tags = Mapping[str, object]
Tagged = tuple[str, str, object]

# A link is one token without tags, whatever dates its path may hold.
_CUT: Final = re.compile(r"(?:https?://|www\.)\S+|[^\W\d_]+|\d+|\S")
APOSTROPHES: Final = {"\N{RIGHT SINGLE QUOTATION MARK}": "'"}
NO_TAGS: Final[Tags] = {}
LONGEST_FIGURE: Final = 9
SHORT_FIGURE: Final = 4
ANY: Final = range(10_000)
HOURS: Final = range(25)
MINUTES: Final = range(60)
MINUTES_IN_WORDS: Final = range(10, 60)
# A tag, of how many digits and from which values. HHMM and MILITARY must end in minutes, too.
FIGURES: Final = (
    ("FIG", range(1, 5), ANY),
    ("INT", range(1, 5), ANY),
    ("HOUR", (1, 2), HOURS),
    ("DAY", (1, 2), range(1, 32)),
    ("MON", (1, 2), range(1, 13)),
    ("ONETWO", (1, 2), ANY),
    ("TWO", (2,), ANY),
    ("PADDED", (2,), range(10)),
    ("MIN", (2,), MINUTES),
    ("YEAR", (4,), ANY),
    ("MILITARY", (4,), range(1000)),
    ("HHMM", (3, 4), range(2400)),
)
# Some 20,000 characters of prose.
MOST_TOKENS: Final = 4_000


class Token(NamedTuple):
    """A word, a figure, a sign or a whole phrase: characters `start` to `end`, and what it may be taken for.

    `glued`: no blank before it.
    """

    word: str
    start: int
    end: int
    glued: bool
    tags: Tags


class Lexicon:
    """A vocabulary turned round: from a word or a phrase to all of its tags."""

    def __init__(self, vocabulary: Vocabulary, literals: Iterable[str], more: Iterable[Tagged] = ()) -> None:
        self._words: dict[str, dict[str, object]] = {literal: {literal: literal} for literal in literals}
        self._compounds = {fold(word): parts for word, parts in vocabulary.compounds.items()}
        self._phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], dict[str, object]]]] = {}
        self._suffixes = frozenset(fold(suffix) for suffix in vocabulary.ordinal_suffixes)
        self._weak = frozenset(fold(word) for word in vocabulary.weak)
        phrases: dict[tuple[str, ...], dict[str, object]] = {}
        for phrase, tag, value in chain(vocabulary.tagged(), more):
            words = tuple(fold(word) for word in _CUT.findall(phrase))
            tags = self._words.setdefault(words[0], {}) if len(words) == 1 else phrases.setdefault(words, {})
            tags[tag] = value
            if tag == "COUNT" and isinstance(value, int):
                tags |= _counted(value)
        for word in self._weak & self._words.keys():
            self._words[word]["WEAK"] = word
        for words in sorted(phrases, key=len, reverse=True):
            self._phrases.setdefault((words[0], words[1]), []).append((words, phrases[words]))

    def tokens(self, text: str) -> list[Token]:
        """The tokens of a text in order, at most `MOST_TOKENS`. Linear in its length."""
        cut = self._cut(text)
        found: list[Token] = []
        place = before = 0
        while place < len(cut):
            word, start, end = cut[place]
            length, tags = self._phrase(cut, place)
            if tags is None:
                tags = figure(word) if word.isdecimal() else self._words.get(word, NO_TAGS)
            elif length > 1:
                end = cut[place + length - 1][2]
            glued = start == before and place > 0
            if glued and word in self._suffixes and "FIG" in found[-1].tags and self._is_suffix(cut, place):
                found[-1] = _ordinal(found[-1], end)
            else:
                found.append(Token(word, start, end, glued, tags))
            before = end
            place += length
        return found

    def _cut(self, text: str) -> list[tuple[str, int, int]]:
        plain = text.isascii()
        cut: list[tuple[str, int, int]] = []
        for match in islice(_CUT.finditer(text.lower() if plain else text), MOST_TOKENS):
            word = match.group() if plain else _folded(match.group())
            if word in self._compounds:
                cut += self._halves(word, match.start(), match.end())
            else:
                cut.append((word, match.start(), match.end()))
        return cut

    def _halves(self, word: str, start: int, end: int) -> list[tuple[str, int, int]]:
        """The two words of a compound; folded, a few have another length than written, and stay whole."""
        first, second = self._compounds[word]
        middle = start + len(first)
        return [(first, start, middle), (second, middle, end)] if len(word) == end - start else [(word, start, end)]

    def _phrase(self, cut: list[tuple[str, int, int]], place: int) -> tuple[int, Tags | None]:
        """The longest phrase that begins at a word: how many words, and its tags; None for a word alone."""
        if place + 1 < len(cut):
            for words, tags in self._phrases.get((cut[place][0], cut[place + 1][0]), ()):
                if tuple(word for word, _, _ in cut[place : place + len(words)]) == words:
                    return len(words), tags
        return 1, None

    def _is_suffix(self, cut: list[tuple[str, int, int]], place: int) -> bool:
        """Whether "rd", "º" or "." behind a figure makes it an ordinal."""
        word, _, end = cut[place]
        # "3.5" is no third, and neither is a figure that ends a sentence.
        spaced = place + 1 < len(cut) and cut[place + 1][1] > end and "MONTH" in self._words.get(cut[place + 1][0], ())
        return word != "." or spaced


def _folded(written: str) -> str:
    """Folded, "\N{VULGAR FRACTION ONE QUARTER}" and "\N{SUPERSCRIPT TWO}" would be figures, so only words are."""
    return fold(written) if written[0].isalpha() else APOSTROPHES.get(written, written)


def _ordinal(token: Token, end: int) -> Token:
    value = token.tags["FIG"]
    day = {"DAY": value} if "DAY" in token.tags else {}
    return Token(token.word, token.start, end, token.glued, {"ORD": value, "NTH": value, **day})


def _counted(value: int) -> dict[str, object]:
    """What a number in words may stand for."""
    fits = {"INT": True, "HOUR": value in HOURS, "MINWORD": value in MINUTES_IN_WORDS}
    return {tag: value for tag, fit in fits.items() if fit}


@cache
def _short(word: str) -> Tags:
    """What a figure of up to four digits may stand for."""
    value, length = int(word), len(word)
    fits = (tag for tag, lengths, values in FIGURES if length in lengths and value in values)
    tags: dict[str, object] = dict.fromkeys(fits, value)
    if value % 100 not in MINUTES:
        tags.pop("HHMM", None)
        tags.pop("MILITARY", None)
    return tags


def figure(word: str) -> Tags:
    """What a figure may stand for; very long ones are no time at all."""
    if len(word) <= SHORT_FIGURE:
        return _short(word)
    value = int(word[:LONGEST_FIGURE])
    return {"FIG": value, "INT": value} if len(word) <= LONGEST_FIGURE else {"FIG": value}
