"""The shape of a language's words of time, and the words turned into what the grammar reads."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

Value = TypeVar("Value")


class Unit(StrEnum):
    """What time is counted in; a fortnight is two weeks, a decade ten years."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Part(StrEnum):
    """Parts of a day."""

    EARLY = "early morning"
    MORNING = "morning"
    NOONTIME = "lunch"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"
    LATE = "late night"
    AFTER_LUNCH = "after lunch"
    AFTER_WORK = "after work"


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """One language's words of time. Keys may be phrases; case and accents do not matter.

    Attributes:
        language: its ISO 639-1 code.
        months: 1 to 12.
        weekdays: Monday is 0.
        units: singular, plural and short forms.
        short_units: single letters and signs, which count only right behind a figure ("5h").
        numbers: cardinals by value, 0 to 99.
        ordinals: 1st to 31st by value.
        amounts: what stands for a number ("a couple of": 2).
        days: whole days from today ("tomorrow": 1).
        parts: parts of the day as said after a day or a preposition.
        today_parts: a part and its days from today in one word ("tonight").
        seasons: spring 0 to winter 3.
        holidays: names of `memory.when.holidays`.
        signs: the grammar's function words: a tag, and what stands for it, separated by `|`.
        behind: signs that stand behind their noun as well ("semana pasada").
        weak: words that are more often something else ("may", "sat"): read only beside other words of time.
        lone_parts: parts of the day that need no preposition before them ("abends").
        respelled: letters as keyboards without them write them ("ae").
        compounds: words that are two of ours written as one ("Freitagabend").
        ordinal_suffixes: what turns a figure into an ordinal ("rd", "º").
    """

    language: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, Unit]
    short_units: Mapping[str, Unit]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    amounts: Mapping[str, float]
    days: Mapping[str, int]
    parts: Mapping[str, Part]
    today_parts: Mapping[str, tuple[int, Part]]
    seasons: Mapping[str, int]
    signs: Mapping[str, str]
    behind: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    ordinal_suffixes: frozenset[str] = frozenset()
    holidays: Mapping[str, str] = field(default_factory=dict)
    compounds: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    lone_parts: Mapping[str, Part] = field(default_factory=dict)
    respelled: Mapping[str, str] = field(default_factory=dict)

    @property
    def folded_weekdays(self) -> Mapping[str, int]:
        """The days of the week by their names as hurried people type them."""
        return {fold(name): day for name, day in self.weekdays.items()}

    def tagged(self) -> Iterator[tuple[str, str, object]]:
        """Every word or phrase with its tag and value, in each of its spellings."""
        for phrase, tag, value in self._said():
            yield phrase, tag, value
            if (respelled := self.respell(phrase)) != phrase:
                yield respelled, tag, value

    def respell(self, phrase: str) -> str:
        """A phrase without the letters that not every keyboard has."""
        return phrase.translate({ord(letter): spelled for letter, spelled in self.respelled.items()})

    def _said(self) -> Iterator[tuple[str, str, object]]:
        for tag, table in self._tables().items():
            for phrase, value in table.items():
                yield phrase, tag, value
        for tag, words in self.signs.items():
            tags = (tag, f"{tag}_BEHIND") if tag in self.behind else (tag,)
            yield from ((phrase, each, phrase) for phrase in words.split("|") for each in tags)

    def _tables(self) -> dict[str, Mapping[str, object]]:
        return {
            "MONTH": self.months,
            "WEEKDAY": self.weekdays,
            "UNIT": self.units,
            "SHORT": self.short_units,
            "COUNT": self.numbers,
            "ORD": self.ordinals,
            "AMOUNT": self.amounts,
            "DAYS": self.days,
            "PART": self.parts,
            "TODAYPART": self.today_parts,
            "LONEPART": self.lone_parts,
            "SEASON": self.seasons,
            "HOLIDAY": self.holidays,
        }


def fold(word: str) -> str:
    """The word without case and accents, as hurried people type it."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def listed(words: str, first: int = 0) -> dict[str, int]:
    """Places in a list: `"mon|monday tue|tuesday"` is 0 for both of the first, 1 for the others.

    An underscore stands for a blank within a phrase.
    """
    places = enumerate(words.split(), first)
    return {word.replace("_", " "): place for place, group in places for word in group.split("|")}


def named(table: Mapping[Value, str]) -> dict[str, Value]:
    """The table turned round: each of the words that stand behind a value (separated by `|`) leads to it."""
    return {word: value for value, words in table.items() for word in words.split("|")}
