"""The shape of a language's words of asking: patterns over a line of folded words, compiled once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from memory.question.asked import Wanted

END: Final = r"(?= [.,;:!?]|$)"
"""The end of a clause."""
NEVER: Final = r"(?!)"


class Frame(StrEnum):
    """What words before a time make of it."""

    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"
    AROUND = "around"
    DURING = "during"
    UNIT_BEFORE = "unit before"
    """The `unit` before it: "the week before Easter"."""
    UNIT_AFTER = "unit after"
    """The `unit` after it."""
    NTH_OF = "nth of"
    """The `nth` `unit` of it, or its first or last `count` of them: "the second week of August"."""
    LAST_OF = "last of"
    """The last `unit` of it, or the last `count` of them."""
    UNIT_OF = "unit of"
    """The `unit` that holds it: "the weekend of the 5th"."""


ATTACHED: Final = ("photo", "video", "document", "voice", "link")
"""What memories may be counted by that come with it, as their facets call it."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """One language's words of asking, as patterns over `Line.said`.

    A pattern that begins with `^` fits where a clause begins, behind what leads in to the question; any other fits
    anywhere. A group `of` is the noun asked for.

    Attributes:
        language: its ISO 639-1 code.
        themselves: what memories are called, which is no subject ("how many notes").
        leads: what leads in to a question and asks nothing ("can you tell me", "please").
        wanted: in order, the first that fits.
        asking: question words with their verbs and pronouns, which are no subject.
        told: that what was told to the bot is asked for, and its words; a group `said` where others may have been
            told, a group `about` where a subject follows.
        to_others: what follows `said` where somebody else was told.
        ordered: orders and fillers that are no subject ("show me", "in my notes").
        lists: everything that fits is asked for.
        counts: memories, or things of several memories, are to be counted.
        numbers: a number is asked for, whatever `counts` says.
        tally: all there is to a question that asks how many memories there are, whatever they tell of, but for a time
            and a channel; see `tallying`.
        ahead: what is to come is asked for.
        over: what was is asked for, whatever `ahead` says.
        every_year: the time that was named comes back, and all of its times are meant.
        occasions: a time named by what happened then, a group `event`, with a group `unit` unless it is all of that.
        rolling: "the past month", which lasts until now.
        frames: words before a time, in order.
        placing: words that put a time into a sentence ("on", "since", "last"), as the line has them.
        attached: the name of a day or a month behind these is no time ("my Monday").
        given: a feast behind this is what something is for ("for Christmas").
        units: units of frames: days, or 0 for a weekend.
        nths: numbers of frames: the third is 3.
        within: a preposition of two letters that may stand before any time.
        facets: phrases that surely mean a facet.
        tagged: phrases with a group `tag`.
        carry_on: beginnings of what leans on the exchange before.
        pronouns: that stand for somebody or something.
        generic: pronouns that may stand for people in general, or for what is named behind them.
        antecedents: what a pronoun behind it may stand for.
    """

    language: str
    themselves: frozenset[str]
    leads: str
    wanted: Sequence[tuple[str, Wanted]]
    asking: str
    told: Sequence[str]
    to_others: str = NEVER
    ordered: Sequence[str] = ()
    lists: Sequence[str] = ()
    counts: Sequence[str] = ()
    numbers: Sequence[str] = ()
    tally: str = NEVER
    ahead: str = NEVER
    over: str = NEVER
    every_year: str = NEVER
    occasions: Sequence[str] = ()
    rolling: str = NEVER
    frames: Sequence[tuple[Frame, str]] = ()
    placing: str = NEVER
    attached: str = NEVER
    given: str = NEVER
    units: Mapping[str, int] = field(default_factory=dict)
    nths: Mapping[str, int] = field(default_factory=dict)
    within: str = "in"
    facets: Sequence[tuple[str, str]] = ()
    tagged: str = NEVER
    carry_on: str = NEVER
    pronouns: str = NEVER
    generic: str = NEVER
    antecedents: str = NEVER


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled pattern; `opening`: it fits only where a clause begins."""

    pattern: re.Pattern[str]
    opening: bool


def phrase(pattern: str) -> Phrase:
    """A pattern of the tables, compiled; it begins and ends with whole words."""
    opening = pattern.startswith("^")
    bare = pattern.removeprefix("^")
    before = "" if opening else r"(?<![^ ])"
    return Phrase(re.compile(f"{before}(?:{bare})(?![^ ])"), opening)


def tallying(*, opening: str, names: str, things: str, saved: str, filling: str, attached: Sequence[str]) -> str:
    """A pattern of "how many notes have I saved"; a group is called as the kind of file that they come with.

    Args:
        opening: how it is asked.
        names: what memories are called.
        things: what they are called where it is said that they were told.
        saved: words that say so.
        filling: other words that may stand around.
        attached: "with", photos, films, papers, voices and links, in this order.
    """
    told = alternatives(saved)
    opens, *files = attached
    kinds = "|".join(f"(?P<{kind}>{words})" for kind, words in zip(ATTACHED, files, strict=True))
    which = f"(?:{alternatives(names)}|(?=[^.,;:!?]* (?:{told})(?![^ ]))(?:{alternatives(things)}))"
    rest = f"(?: (?:{told}|{alternatives(filling)}|(?:{opens}) (?:{kinds})))*"
    return rf"^(?:{opening}) (?P<of>{which}){rest}(?: [.,;:!?])*$"


def alternatives(words: str) -> str:
    """A pattern of any of the words, which are written as prose; an underscore stands for a blank."""
    return "|".join(sorted((word.replace("_", " ") for word in words.split()), key=len, reverse=True))
