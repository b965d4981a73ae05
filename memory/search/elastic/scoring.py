"""BM25 as if a person's memories were the only ones: Lucene's own scores count everybody's on the same shard."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.messages import MemoryId
from memory.search.port import Hit

K1: Final = 1.2
B: Final = 0.75


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a person's memories have in common, whatever scope is asked for.

    Attributes:
        documents: how many there are.
        length: of all together, in terms.
        containing: in how many of them each term of the question occurs.
    """

    documents: int
    length: int
    containing: Mapping[str, int]

    def __add__(self, other: "Statistics") -> "Statistics":
        """Of both together; they count the same terms and none of the same memories."""
        containing = {term: count + other.containing[term] for term, count in self.containing.items()}
        return Statistics(self.documents + other.documents, self.length + other.length, containing)


@dataclass(frozen=True, slots=True)
class Match:
    """A memory that shares terms with the question.

    Attributes:
        shared: how often each of them occurs in it.
        length: in terms.
    """

    memory: MemoryId
    at: datetime
    marks: frozenset[str]
    shared: Mapping[str, int]
    length: int


def ranked(matches: Iterable[Match], statistics: Statistics, limit: int) -> tuple[Hit, ...]:
    """The best by BM25 with Lucene's inverse document frequency, ln(1 + (N - n + .5) / (n + .5)).

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
    """
    average = max(1.0, statistics.length / max(1, statistics.documents))
    of_terms = weights(statistics)
    hits = [
        Hit(match.memory, _score(match, of_terms, match.length / average), match.at, match.marks) for match in matches
    ]
    return best(hits, limit)


def weights(statistics: Statistics) -> dict[str, float]:
    """What a memory of average length gains by holding each term once; nothing where there is no memory."""
    if not statistics.documents:
        return {}
    return {term: _weight(statistics.documents, n) for term, n in statistics.containing.items()}


def best(hits: Sequence[Hit], limit: int) -> tuple[Hit, ...]:
    """The highest scores first, of equals the one told last."""
    return tuple(sorted(hits, key=lambda hit: (hit.score, hit.at, hit.memory), reverse=True)[:limit])


def _weight(documents: int, containing: int) -> float:
    # While others write the two may be counted a moment apart.
    return math.log(1 + (max(0, documents - containing) + 0.5) / (containing + 0.5))


def _score(match: Match, of_terms: Mapping[str, float], relative_length: float) -> float:
    norm = K1 * (1 - B + B * relative_length)
    return sum(of_terms[term] * count * (K1 + 1) / (count + norm) for term, count in match.shared.items())
