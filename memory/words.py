"""A text as words with their places, and what everyday words are about."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

READ_LIMIT: Final = 2_000
"""Characters that are looked at: what comes later in a long text rarely changes what it is about."""
PHRASE_LIMIT: Final = 3
"""Words that a phrase of the lexicon has at most."""

# An abbreviated title, with its full stop, ends no sentence.
_TITLE: Final = r"\b(?i:dr|mr|mrs|ms|prof|rev|st|sr|sra|hr)\.(?=\s)"
_TOKEN: Final = re.compile(rf"{_TITLE}|[^\W\d_]+(?:['\u2019][^\W\d_]+)*['\u2019]?|\d+(?:[.,:/]\d+)*|[^\w\s]|_")
_POSSESSIVE: Final = re.compile(r"['\u2019]s?$", re.IGNORECASE)
# Where a new sentence or a new item begins, so that a capital letter tells nothing.
_OPENING: Final = frozenset('.!?:;\n\u2022-\u2013\u2014#"\u201c\u201e\u00ab(\u00a1\u00bf+=')


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a mark, as written.

    Attributes:
        text: without a possessive ending.
        key: `text` without case and accents, as the lexicon has it.
        possessive: a possessive ending with its apostrophe was there.
        opens: it stands where a sentence or an item begins.
        start: its first character in the text.
    """

    text: str
    key: str
    possessive: bool
    opens: bool
    start: int

    @property
    def end(self) -> int:
        """The character after its last, without the possessive ending."""
        return self.start + len(self.text)


def word_set(words: str) -> frozenset[str]:
    """A list of words, written as prose."""
    return frozenset(words.split())


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def words_of(text: str) -> list[Word]:
    """The words, numbers and marks among the first `READ_LIMIT` characters, in order."""
    found: list[Word] = []
    end = 0
    opens = True
    for match in _TOKEN.finditer(text[:READ_LIMIT]):
        written = match.group()
        bare = _POSSESSIVE.sub("", written) if len(written) > 1 else written
        opens = opens or "\n" in text[end : match.start()]
        found.append(Word(bare, fold(bare.rstrip(".") or bare), bare != written, opens, match.start()))
        opens = written in _OPENING
        end = match.end()
    return found


@cache
def lexicon() -> Mapping[str, frozenset[str]]:
    """The classes of each word and phrase of data/lexicon.txt; the words of a phrase are joined by `_`."""
    return _sets((word, head.split()[0]) for head, words in table("lexicon.txt") for word in words)


@cache
def languages() -> Mapping[str, frozenset[str]]:
    """The languages of each word of data/lexicon.txt that is not in one of its mixed lines."""
    heads = ((head.partition(" ")[2], words) for head, words in table("lexicon.txt"))
    return _sets((word, language) for language, words in heads if language for word in words)


def table(name: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a data file, each as what stands before its colon and the words after it."""
    for line in _lines(name):
        head, _, words = line.partition(":")
        yield head, words.split()


def _sets(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, told in pairs:
        found.setdefault(word, set()).add(told)
    return MappingProxyType({word: frozenset(told) for word, told in found.items()})


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """The languages of each small word of data/function_words.txt."""
    return _sets((word, code) for code, words in table("function_words.txt") for word in words)


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a data file that holds nothing but words."""
    return frozenset(word for line in _lines(name) for word in line.split())


def _lines(name: str) -> Iterator[str]:
    text = files("memory").joinpath("data", name).read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=20_000)
def classes_of(key: str) -> frozenset[str]:
    """What a folded word is about, also when it is the plural of one that the lexicon has; may be empty."""
    known = lexicon()
    for form in (key, key.removesuffix("s"), key.removesuffix("es")):
        if form in known:
            return known[form]
    return frozenset()


def classes_in(keys: list[str]) -> list[frozenset[str]]:
    """For each word of a text what it is about, alone or as the beginning of a phrase."""
    known = lexicon()
    found = []
    for place, key in enumerate(keys):
        about = classes_of(key)
        for length in range(2, PHRASE_LIMIT + 1):
            phrase = known.get("_".join(keys[place : place + length]))
            if phrase and place + length <= len(keys):
                about |= phrase
        found.append(about)
    return found
