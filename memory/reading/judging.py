"""Whether what was found answers the question: by reading it, since no score tells a near miss from an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from memory.question import Question
from memory.ranking import Ranked
from memory.reading.evidence import Passage, holds

CLOSE: Final = 0.8
"""The share of the best score from which a memory may be the one that answers."""
NEAR: Final = 0.2
"""Cosine below which a memory that shares no word with the question has nothing to do with it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A memory that was found, with its text."""

    passage: Passage
    ranked: Ranked
    stems: frozenset[str]


def answers(question: Question, found: Sequence[Read], weights: Mapping[str, float]) -> bool:
    """Whether one of the memories that fit about best holds the kind of thing that is asked for.

    Args:
        found: best first.
        weights: how much each stem of the question says.
    """
    related = [each for each in found if each.ranked.cosine >= NEAR or each.stems & weights.keys()]
    best = max((each.ranked.score for each in related), default=0.0)
    return any(holds(question.wanted, each.passage) for each in related if each.ranked.score >= CLOSE * best)
