"""Which words of a language name times, and which of these times come back each year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from memory.question.line import Line
from memory.when.words import languages as calendars
from memory.words import fold

_A_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Words of time of a language, folded.

    Attributes:
        bare: those that are more often something else without a preposition.
        yearly: what comes back each year, as a line has it.
    """

    units: frozenset[str]
    days: frozenset[str]
    signs: frozenset[str]
    parts: frozenset[str]
    feasts: frozenset[str]
    ago: frozenset[str]
    last: frozenset[str]
    weekend: frozenset[str]
    bare: frozenset[str]
    yearly: frozenset[str]


@cache
def calendar_words(language: str) -> Calendar:
    """Those of a language, by its code."""
    words = calendars.of(language)

    def signs(*names: str) -> frozenset[str]:
        return frozenset(fold(word) for name in names for word in words.signs.get(name, "").split("|") if word)

    def folded(*tables: Mapping[str, object]) -> frozenset[str]:
        return frozenset(fold(word) for table in tables for word in table)

    return Calendar(
        units=folded(words.units),
        days=folded(words.days, words.weekdays, words.months, words.holidays, words.seasons, words.today_parts),
        signs=signs("THIS", "NEXT", "LAST", "AGO", "AGO_FIRST"),
        parts=folded(words.parts, words.lone_parts),
        feasts=folded(words.holidays),
        ago=signs("AGO", "AGO_FIRST"),
        last=signs("LAST"),
        weekend=signs("WEEKEND"),
        bare=folded(words.weekdays, words.months, words.holidays, words.seasons) | signs("WEEKEND"),
        yearly=frozenset(
            " ".join(Line(word).keys) for table in (words.months, words.holidays, words.seasons) for word in table
        ),
    )


def has(said: str, words: frozenset[str]) -> bool:
    """Whether one of these words or phrases stands in a line."""
    padded = f" {said} "
    return any(f" {word} " in padded for word in words)


def comes_back(written: str, language: str) -> bool:
    """Whether a time is a day, a month or a feast of each year: no year is said, nor how far it is from now."""
    said = " ".join(Line(written).keys)
    words = calendar_words(language)
    return has(said, words.yearly) and not is_counted_from_now(said, language) and not _A_YEAR.search(said)


def is_counted_from_now(said: str, language: str) -> bool:
    """Whether a time is said by how far it is from now: "last week", "yesterday", "two days ago"."""
    words = calendar_words(language)
    return has(said, words.signs | _from_today(language))


@cache
def _from_today(language: str) -> frozenset[str]:
    words = calendars.of(language)
    return frozenset(fold(word) for table in (words.days, words.today_parts) for word in table)
