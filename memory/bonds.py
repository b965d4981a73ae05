"""What two memories of one person have in common, in words that can be said to them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from bot.messages import MemoryId
from memory.annotations import AMOUNT, DATE, HASHTAG, LINK, PERSON, PLACE, THREAD
from memory.documents import MemoryContent
from memory.search.analysis import Analysis

SURE: Final = 0.5
"""From this confidence on a name counts as one."""
READ: Final = 2_000
"""Characters of a memory whose words are compared."""
SEARCHED: Final = 10_000
"""Characters of a memory in which the other's names are looked for."""
LONG: Final = 4
"""Letters from which on a word may connect."""
SAME: Final = 0.8
"""The share of the shorter one's words, its values left out, that two memories about the same matter have in common."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")


class Tie(StrEnum):
    """In what way one memory belongs to another; the first that holds is what is told of the two."""

    NEWER = "newer"  # the same matter with another value, told later
    OLDER = "older"
    THREAD = "thread"
    LINK = "link"
    TAG = "tag"
    PERSON = "person"
    PLACE = "place"
    WORD = "word"
    MEANING = "meaning"
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Bond:
    """One way in which they belong together. `what` they share, as the first of the two writes it, if it is a word."""

    tie: Tie
    what: str = ""


# What is said to be shared when both have an annotation of that kind with the same value.
NOTED: Final = {LINK: Tie.LINK, HASHTAG: Tie.TAG}
NAMES: Final = {PERSON: Tie.PERSON, PLACE: Tie.PLACE}
VALUES: Final = frozenset({AMOUNT, DATE, LINK})


def noted(one: MemoryContent, other: MemoryContent) -> Iterator[Bond]:
    """Links and tags that both have."""
    theirs = {(each.kind, _plain(each.value)) for each in other.annotations if each.kind in NOTED}
    for each in one.annotations:
        if (each.kind, _plain(each.value)) in theirs:
            yield Bond(NOTED[each.kind], each.value)


def names(one: MemoryContent, other: MemoryContent) -> Iterator[Bond]:
    """People and places found in the first that the other names as well, whether they were found there or not."""
    theirs = {each.value.casefold() for each in other.annotations if _is_name(each.kind, each.confidence)}
    text = other.text[:SEARCHED]
    for each in one.annotations:
        if _is_name(each.kind, each.confidence) and (
            each.value.casefold() in theirs or re.search(rf"\b{re.escape(each.value)}\b", text)
        ):
            yield Bond(NAMES[each.kind], each.value)


def words(one: MemoryContent, other: MemoryContent) -> list[str]:
    """Words of the first that the other has too, in whatever form; the longest first."""
    theirs = frozenset(_analysis().of_memory(other.text[:READ]))
    shared = [word for word in words_of(one) if (stems := stems_of(word)) and all(stem in theirs for stem in stems)]
    return sorted(shared, key=len, reverse=True)


def words_of(content: MemoryContent) -> list[str]:
    """The words by which a memory may be connected with others, each once, as they are written."""
    return [word for word in dict.fromkeys(_WORD.findall(content.text[:READ])) if len(word) >= LONG]


def names_of(content: MemoryContent) -> list[str]:
    """The people and places in a memory, as they are written there."""
    return [each.value for each in content.annotations if _is_name(each.kind, each.confidence)]


def threads_of(content: MemoryContent) -> list[MemoryId]:
    """The memory that it was said in reply to, if it was."""
    return [MemoryId(each.value) for each in content.annotations if each.kind == THREAD]


def stems_of(text: str) -> list[str]:
    """What an index knows those words by."""
    return _analysis().of_question(text)


def same_matter(one: MemoryContent, other: MemoryContent) -> bool:
    """Whether they say the same of something but for a number, a sum, a date or a link, which both give differently."""
    (said, valued), (also_said, also_valued) = _frame(one), _frame(other)
    if not (valued - also_valued and also_valued - valued):
        return False
    shared = said & also_said
    return bool(shared) and (said == also_said or (len(shared) > 1 and _covered(shared, said, also_said)))


def _covered(shared: Collection[str], said: Collection[str], also_said: Collection[str]) -> bool:
    return len(shared) >= SAME * min(len(said), len(also_said))


def _frame(content: MemoryContent) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of what a memory speaks of, and the values it gives to that."""
    text = content.text[:READ]
    found = [each for each in content.annotations if each.kind in VALUES and each.span]
    for start, end in (each.span for each in found if each.span):
        text = f"{text[:start]}{' ' * (min(end, len(text)) - start)}{text[end:]}"
    stems = frozenset(stems_of(text))
    numbers = frozenset(stem for stem in stems if any(letter.isdigit() for letter in stem))
    return stems - numbers, numbers | {_plain(each.value) for each in found}


def _is_name(kind: str, confidence: float) -> bool:
    return kind in NAMES and confidence >= SURE


def _plain(value: str) -> str:
    return value.casefold().rstrip("/")


@cache
def _analysis() -> Analysis:
    return Analysis.of_language()
