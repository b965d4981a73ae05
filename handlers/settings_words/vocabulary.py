"""The shape of a language's words about settings; the readers in `handlers.preferences_…` are the same for all.

Patterns are written as the language is, accents and all, and compiled for text that was folded: without case and
accents. In German, what is written ä, ö or ü is found as "ae", "oe" and "ue" as well.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from memory.documents import DigestKind
from memory.preferences import Topic

UMLAUTS: Final = str.maketrans({"ä": "ae?", "ö": "oe?", "ü": "ue?", "ß": "ss"})


@dataclass(frozen=True, kw_only=True)
class HourWords:
    """How hours are led to and put together.

    Attributes:
        at: what is put before an hour that stands alone.
        ahead: what is put before a length of time, so that it is read as one from now on.
        to: what leads to an hour as `at` does, where something is changed.
        opens: where a stretch of hours may begin; it ends where the hour does begin.
        joins: what stands between its two hours.
        between: two hours in figures.
        named: hours that have a name of their own, and need no `at`.
        leading: words before an hour that say nothing of it.
        trailing: likewise after it.
        counted: what tells that hours are counted from now on.
    """

    at: str
    ahead: str
    to: re.Pattern[str]
    opens: re.Pattern[str]
    joins: re.Pattern[str]
    between: re.Pattern[str]
    named: re.Pattern[str]
    leading: re.Pattern[str]
    trailing: re.Pattern[str]
    counted: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class DigestWords:
    """What is said of digests.

    Attributes:
        kinds: what each is called.
        goes_on: they are to come (again).
        rests: they are to rest for a while.
        none: they are to stop, or those that are named.
        left_out: what leads to exceptions; `days`.
        only: those that are named and no others.
        until: what leads to the end of a rest; `when`.
        end_of: a rest lasts until that is over.
        while_: what leads to its length; `length`.
        today, tomorrow, this_week: a rest until these are over.
        endless: until the person says so.
        this_one: a single day, which can't be set.
        through: from one day of the week to another, each a group.
        working, weekend, any_day: days of the week.
    """

    kinds: Mapping[DigestKind, re.Pattern[str]]
    goes_on: re.Pattern[str]
    rests: re.Pattern[str]
    none: re.Pattern[str]
    left_out: re.Pattern[str]
    only: re.Pattern[str]
    until: re.Pattern[str]
    end_of: re.Pattern[str]
    while_: re.Pattern[str]
    today: re.Pattern[str]
    tomorrow: re.Pattern[str]
    this_week: re.Pattern[str]
    endless: re.Pattern[str]
    this_one: re.Pattern[str]
    through: re.Pattern[str]
    working: re.Pattern[str]
    weekend: re.Pattern[str]
    any_day: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class QuietWords:
    """What is said of the hours in which nothing comes unasked.

    Attributes:
        hours: what they are called; what follows names them.
        none: there are to be none.
        again: the usual ones.
        passing: a single day or a while, which can't be set.
        after: what leads to when they begin; `hour`.
        before: what leads to when they end; `hour`.
        surely_before: what does so in a request not to write as well.
    """

    hours: re.Pattern[str]
    none: re.Pattern[str]
    again: re.Pattern[str]
    passing: re.Pattern[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    surely_before: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class RepeatWords:
    """What is said of reminders that nobody reacts to.

    Attributes:
        after: what leads to when they come again; `length`.
        once: they are not to.
        elsewhere: by another channel.
        not_elsewhere: not so.
    """

    after: re.Pattern[str]
    once: re.Pattern[str]
    elsewhere: re.Pattern[str]
    not_elsewhere: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class SettingsWords:
    """One language's words about settings.

    Attributes:
        language: its ISO 639-1 code.
        about: what shows what a sentence is about.
        sentences: whole messages that wish something set, or want to see what is.
        moves: likewise, of where somebody is; it may be something to keep as well.
        sentence_end: between two sentences.
        speak: a language's name, in any group.
        place: where somebody is, in any group.
        show: all settings are to be seen.
    """

    language: str
    about: Mapping[Topic, re.Pattern[str]]
    sentences: tuple[str, ...]
    moves: tuple[str, ...]
    sentence_end: re.Pattern[str]
    speak: re.Pattern[str]
    place: re.Pattern[str]
    show: re.Pattern[str]
    hours: HourWords
    digest: DigestWords
    quiet: QuietWords
    repeats: RepeatWords
    asks: re.Pattern[str]

    def says(self, folded: str) -> bool:
        """Whether a folded text is a whole message that wishes something set."""
        return any(pattern.fullmatch(folded) for pattern in self._whole)

    @cached_property
    def _whole(self) -> tuple[re.Pattern[str], ...]:
        return tuple(found(pattern) for pattern in (*self.sentences, *self.moves))


def plain(pattern: str) -> str:
    """A pattern for folded text, from one as the language is written."""
    umlauts = pattern.translate(UMLAUTS)
    return "".join(letter for letter in unicodedata.normalize("NFD", umlauts) if not unicodedata.combining(letter))


def found(pattern: str) -> re.Pattern[str]:
    """A pattern to be searched for in folded text."""
    return re.compile(plain(pattern))


def each(**patterns: str) -> dict[str, re.Pattern[str]]:
    """Patterns by their names."""
    return {name: found(pattern) for name, pattern in patterns.items()}


# What each of our languages is called in each of them.
TONGUES: Final[Mapping[str, str]] = {
    name: code
    for code, names in {
        "en": "english|englisch|ingles|anglais",
        "es": "spanish|spanisch|espanol|castellano|espagnol|espanhol",
        "de": "german|deutsch|aleman|allemand|alemao",
        "fr": "french|franzosisch|franzoesisch|frances|francais",
        "pt": "portuguese|portugiesisch|portugues|portugais|brazilian|brasileiro",
    }.items()
    for name in names.split("|")
}
TONGUE: Final = "|".join(TONGUES)
# What may follow in a message that wishes something set: one sentence, with stops in hours ("7.30") and in German days.
TAIL: Final = r"(?:[^.!?\n]|\.(?=\d| (?:jan|jän|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez))){0,80}[.! ]*"
