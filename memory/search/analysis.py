"""Text to stems, the same for every search engine: fold, cut into words, stem."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

import snowballstemmer

VERSION: Final = 1
"""Raised whenever the same text would yield other stems; part of the index's fingerprint."""

TOKEN_LIMIT: Final = 64
STEM_CACHE: Final = 20_000

# Marks that people leave out when they type in a hurry. Marks of Indic scripts and kana carry the sound and stay.
_POINTS: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
# Scripts written without blanks between words, and Hangul, whose particles cling to the word.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
)
_RUN: Final = f"[{_UNSPACED}]+"
_EMOJI: Final = "[\u2190-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
_LETTER: Final = f"(?:(?![{_UNSPACED}])[^\\W_]|[\u0900-\u0963\u0966-\u0dff])"
_WORD: Final = f"{_LETTER}+(?:['\u2019\u02bc]{_LETTER}+)*"
_TOKEN: Final = re.compile(f"(?P<run>{_RUN})|(?P<word>{_WORD})|(?P<emoji>{_EMOJI})")
_APOSTROPHE: Final = re.compile("['\u2019\u02bc]")

_ELISIONS: Final = frozenset(("c", "d", "j", "l", "m", "n", "qu", "s", "t"))
_CONTRACTIONS: Final = frozenset(("d", "ll", "m", "re", "s", "t", "ve"))

STOP_WORDS: Final = frozenset(
    """
    a about am an and any anybody anyone anything are aren as at be been being but by can could couldn did didn do does
    doesn doing don for from had has hasn have haven having he her hers him his how i if in into is isn it its let like
    me mine my of on or our ours please she should shouldn so some somebody someone something than that the their theirs
    them then there these they this those to up us was wasn we were weren what when where which who whom whose why will
    with won would wouldn you your yours
    """.split()  # noqa: SIM905 - a word list reads better as prose
)


def fold(text: str) -> str:
    """The text without case, accents and presentation forms: what a hurried typist would have written."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _POINTS.sub("", bare))


class Analysis:
    """Stems of memories and of questions in one language; may be used from several threads.

    Texts in other languages pass through the same stemmer on both sides, so their words still match themselves.

    Args:
        language: a Snowball algorithm, by its English name.
    """

    def __init__(self, language: str = "english") -> None:
        self._stemmer = snowballstemmer.stemmer(language)
        self._lock = threading.Lock()
        self._stem = lru_cache(maxsize=STEM_CACHE)(self._stem_once)
        self._stop_words = STOP_WORDS if language == "english" else frozenset[str]()
        self.version = f"{language}-{VERSION}"

    @staticmethod
    @cache
    def of_language(language: str = "english") -> "Analysis":
        """One for everybody who asks, since what it has stemmed once comes cheap."""
        return Analysis(language)

    def of_memory(self, text: str) -> list[str]:
        """Every stem in order; unspaced scripts as single characters and pairs, emoji one by one."""
        return [self._stem(token) for token in _tokens(fold(text), single=True)]

    def of_phrase(self, text: str) -> list[str]:
        """The stems that a text with these words in it has one right after the other.

        Part of what is written without blanks has its characters so, but not its pairs, which come behind them all.
        """
        tokens = list(_TOKEN.finditer(fold(text)))
        if len(tokens) == 1 and tokens[0].lastgroup == "run":
            return list(tokens[0].group())
        return self.of_memory(text)

    def of_question(self, text: str) -> list[str]:
        """The stems that say what is looked for, each once; may be empty ("what was that?")."""
        tokens = _tokens(fold(text), single=False)
        return list(dict.fromkeys(self._stem(token) for token in tokens if token not in self._stop_words))

    def _stem_once(self, token: str) -> str:
        if not token.isalpha():
            return token
        # The stemmer keeps the word it works on in itself.
        with self._lock:
            return str(self._stemmer.stemWord(token))


def _tokens(folded: str, *, single: bool) -> Iterator[str]:
    """Words of a folded text; `single` adds the lone characters of unspaced scripts beside their pairs."""
    for match in _TOKEN.finditer(folded):
        if match.lastgroup == "run":
            yield from _pairs(match.group(), single=single)
        elif match.lastgroup == "word":
            yield from _without_clitics(match.group())
        else:
            yield match.group()


def _pairs(run: str, *, single: bool) -> Iterator[str]:
    if single or len(run) == 1:
        yield from run
    for first, second in pairwise(run):
        yield first + second


def _without_clitics(word: str) -> Iterator[str]:
    """`where's` is `where`, `l'ecole` is `ecole`, `o'brien` is both of its halves."""
    parts = _APOSTROPHE.split(word)
    if len(parts) > 1 and parts[0] in _ELISIONS:
        parts = parts[1:]
    if len(parts) > 1 and parts[-1] in _CONTRACTIONS:
        parts = parts[:-1]
    for part in parts:
        yield part[:TOKEN_LIMIT]
