"""Which languages questions are understood in, and their patterns, compiled."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from memory.question.asked import Wanted
from memory.question.words import de, en, es, fr, pt
from memory.question.words.vocabulary import Frame, Phrase, Words, phrase

LANGUAGES: Final[Mapping[str, Words]] = {each.WORDS.language: each.WORDS for each in (en, es, de, fr, pt)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """`Words` with their patterns compiled; the attributes are those of `Words`."""

    words: Words
    leads: re.Pattern[str]
    wanted: Sequence[tuple[Phrase, Wanted]]
    asking: re.Pattern[str]
    told: Sequence[Phrase]
    to_others: re.Pattern[str]
    ordered: Sequence[Phrase]
    lists: Sequence[Phrase]
    counts: Sequence[Phrase]
    numbers: Sequence[Phrase]
    occasions: Sequence[Phrase]
    frames: Sequence[tuple[Frame, Phrase]]
    facets: Sequence[tuple[str, Phrase]]
    tally: Phrase
    searched: Mapping[str, re.Pattern[str]]


SEARCHED: Final = (
    *("ahead", "over", "every_year", "rolling", "placing", "attached", "given"),
    *("tagged", "carry_on", "pronouns", "generic", "antecedents"),
)


@cache
def of(language: str) -> Compiled:
    """The patterns of a language by its code, in lower case and without a region; English for one there are none of."""
    words = LANGUAGES.get(language, en.WORDS)
    return Compiled(
        words=words,
        leads=re.compile(f"(?:(?:{words.leads})(?: [,;:.!?])*(?: |$))+"),
        wanted=[(phrase(pattern), wanted) for pattern, wanted in words.wanted],
        asking=phrase(f"^{words.asking}").pattern,
        told=[phrase(each) for each in words.told],
        to_others=re.compile(words.to_others),
        ordered=[phrase(each) for each in words.ordered],
        lists=[phrase(each) for each in words.lists],
        counts=[phrase(each) for each in words.counts],
        numbers=[phrase(each) for each in words.numbers],
        occasions=[phrase(each) for each in words.occasions],
        frames=[(frame, phrase(each)) for frame, each in words.frames],
        facets=[(facet, phrase(each)) for facet, each in words.facets],
        tally=phrase(words.tally),
        searched={name: phrase(getattr(words, name)).pattern for name in SEARCHED},
    )
