"""The people that a question names."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final

from memory.names import names_in
from memory.words import Word, classes_of, fold, function_words, words_of

LONGEST: Final = 4
"""Words that a known name has at most."""
MOST: Final = 20


def people_in(text: str, known: Collection[str] = (), *, german: bool = False) -> tuple[str, ...]:
    """The people named in a question, folded, in order: those known, and words that are written as names.

    `german`: capitals tell nothing, since every noun has one.
    """
    words = words_of(text)
    told = frozenset(fold(name) for name in known)
    found = [*_known(words, told), *(_folded(name.text) for name in names_in(words, _parts(told)))]
    if not german:
        found += _capitalised(words)
    named = list(dict.fromkeys(found))[:MOST]
    return tuple(name for name in named if not any(name != other and f" {name} " in f" {other} " for other in named))


def _folded(name: str) -> str:
    return " ".join(fold(part) for part in name.split())


def _parts(told: frozenset[str]) -> frozenset[str]:
    return frozenset(part for name in told for part in name.split() if len(part) > 1)


def _known(words: Sequence[Word], told: frozenset[str]) -> Iterator[str]:
    """Names told of before, as many words of each as stand there."""
    place = 0
    while place < len(words) and told:
        for length in range(LONGEST, 0, -1):
            name = " ".join(word.key for word in words[place : place + length])
            if name in told:
                yield name
                place += length - 1
                break
        place += 1


def _capitalised(words: Sequence[Word]) -> Iterator[str]:
    """Words with a capital within a sentence that are no abbreviation and no word of any other class."""
    for is_name, group in groupby(words, _is_capitalised):
        if is_name:
            yield " ".join(word.key for word in group)


def _is_capitalised(word: Word) -> bool:
    if not word.text[0].isupper() or word.opens or (word.text.isupper() and not word.possessive):
        return False
    return word.key not in function_words() and not classes_of(word.key)
