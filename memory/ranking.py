"""Puts the memories that an index found into one order, and can say for each of them why it stands where it stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.messages import MemoryId
from memory.search.port import Candidates, Hit

Scores = NDArray[np.float64]

WORDS: Final = 1.0
MEANING: Final = 0.5
"""The two weights that are best on short notes and on long chats alike; scaled as in `_base`."""
NEXT_TO: Final = 0.5
NEAR_BY: Final = 0.2
"""What a memory gains from those told one and two before or after it in the same conversation."""
CONVERSATION: Final = 0.8
STRONGEST: Final = 3
"""A conversation is as strong as the mean of its so many best memories."""
SPEAKER: Final = 0.3
"""What a memory gains when it was said by somebody whom the question names, as a share of the best score."""
IN_TIME: Final = 0.5
"""What a memory gains when it is of the time that was asked about, as a share of the best score."""
PAUSE: Final = timedelta(hours=1)
"""A longer silence ends a conversation."""
LIKE: Final = 0.5
"""What a memory of a list gains by being like those at its head."""
TIE: Final = 0.01
KEPT: Final = 100
"""Memories that are worth telling of one question."""
NEAR: Final = 0.20
"""Where no word is shared, the best cosine has to reach this, or nothing bears on the question at all."""
FAR: Final = 0.10
"""A memory that shares no word, is further away than this and is nobody's neighbour is left out."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A memory in the order of an answer.

    Attributes:
        score: what it is ranked by; comparable within one answer only.
        shares: what the score is the sum of, by name: words, meaning, neighbours, conversation, speaker.
        words: BM25 as a share of what a memory of average length with every word of the question has.
        cosine: between its meaning and the question's; 0 where it is not among the nearest.
    """

    memory: MemoryId
    score: float
    at: datetime
    words: float = 0.0
    cosine: float = 0.0
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def own(self) -> float:
        """The score without what was gained from its surroundings."""
        return self.score - self.shares.get("neighbours", 0.0) - self.shares.get("conversation", 0.0)


def rank(
    candidates: Candidates,
    *,
    speakers: Collection[str] = (),
    timely: Collection[MemoryId] = (),
    kept: int | None = KEPT,
) -> list[Ranked]:
    """The candidates that bear on the question, best first, at most `kept`; none when nothing does.

    The score of a memory is its own (words and meaning), plus what it gains from its neighbours in the conversation,
    from the conversation as a whole, from having been said by one of the `speakers`, labels that the query marked, and
    from being of the time that was asked about, as the `timely` are.
    Of memories within about `TIE` of each other the one told later comes first: recency costs nothing as a tie-break,
    but much as a weight.

    Source: the windows and lifts are those of facts/search.md, taken as sums over neighbours' scores instead of lists
    of their own: no index has to hold a memory three times, and what counts can be shown.
    """
    if not candidates.lexical and max((hit.score for hit in candidates.dense), default=0.0) < NEAR:
        return []
    told = _in_order(candidates)
    cosines = _scores(told, candidates.dense)
    shares = _shares(candidates, told, cosines)
    highest = float(np.sum(list(shares.values()), axis=0).max())
    shares["speaker"] = SPEAKER * highest * np.array([bool(hit.marks.intersection(speakers)) for hit in told])
    shares["time"] = IN_TIME * highest * np.array([hit.memory in timely for hit in told])
    scores: Scores = np.sum(list(shares.values()), axis=0)
    steps = np.rint(scores / (float(scores.max()) or 1.0) / TIE)
    bears = np.flatnonzero((shares["words"] > 0) | (shares["neighbours"] > 0) | (cosines >= FAR))
    # They are in the order told: of equals the one told last is first.
    best = bears[np.lexsort((bears, steps[bears]))[::-1]][:kept]
    return [_ranked(told[n], n, scores, cosines, shares) for n in best.tolist()]


def _ranked(hit: Hit, n: int, scores: Scores, cosines: Scores, shares: Mapping[str, Scores]) -> Ranked:
    own = {name: float(share[n]) for name, share in shares.items() if share[n]}
    return Ranked(hit.memory, float(scores[n]), hit.at, own.get("words", 0.0) / WORDS, float(cosines[n]), own)


def with_the_like(ranked: Sequence[Ranked], like: Candidates, seeds: Collection[MemoryId]) -> list[Ranked]:
    """What was found, lifted by its likeness to the best of it, and what is found by that likeness alone.

    Args:
        ranked: best first, at least one.
        like: what was found for the seeds' own words and meaning.
        seeds: the memories at the head of `ranked` that `like` was looked up with.
    """
    top = ranked[0].score
    words = {hit.memory: hit.score for hit in like.lexical}
    cosines = {hit.memory: hit.score for hit in like.dense}
    usual = sum(words.get(seed, 0.0) for seed in seeds) / max(len(seeds), 1)
    known = {each.memory: each for each in ranked}
    told = {hit.memory: hit.at for hit in (*like.lexical, *like.dense)} | {each.memory: each.at for each in ranked}

    def lifted(memory: MemoryId, at: datetime) -> Ranked:
        alike = max(cosines.get(memory, 0.0), 0.0) + (min(words.get(memory, 0.0) / usual, 1.0) if usual else 0.0)
        own = known.get(memory, Ranked(memory, 0.0, at))
        gain = LIKE * top * alike
        return replace(own, score=own.score + gain, shares={**own.shares, "like": gain})

    return sorted((lifted(*each) for each in told.items()), key=lambda each: each.score, reverse=True)


def _in_order(candidates: Candidates) -> list[Hit]:
    """Each candidate once, in the order told."""
    hits = list({hit.memory: hit for hit in (*candidates.dense, *candidates.lexical)}.values())
    return sorted(hits, key=lambda hit: (hit.at.timestamp(), hit.memory))


def _scores(told: Sequence[Hit], hits: Sequence[Hit]) -> Scores:
    by_memory = {hit.memory: hit.score for hit in hits}
    return np.array([by_memory.get(hit.memory, 0.0) for hit in told])


def _shares(candidates: Candidates, told: Sequence[Hit], cosines: Scores) -> dict[str, Scores]:
    whole = sum(candidates.weights.values())
    words = WORDS * _scores(told, candidates.lexical) / (whole or 1.0)
    nearest = max(float(cosines.max()), 0.0)
    meaning = MEANING * np.maximum(cosines, 0.0) / (nearest or 1.0)
    talks = _conversations(told)
    neighbours = _neighbours(words + meaning, talks)
    scores = words + meaning + neighbours
    conversation = _conversation(scores, talks)
    return {"words": words, "meaning": meaning, "neighbours": neighbours, "conversation": conversation}


def _conversations(told: Sequence[Hit]) -> list[slice]:
    """Runs of several memories without a pause between them."""
    at = np.array([hit.at.timestamp() for hit in told])
    bounds = [0, *(np.flatnonzero(np.diff(at) > PAUSE.total_seconds()) + 1).tolist(), len(told)]
    return [slice(start, end) for start, end in pairwise(bounds) if end - start > 1]


def _neighbours(own: Scores, talks: Sequence[slice]) -> Scores:
    gained = np.zeros(len(own))
    for talk in talks:
        mine, gain = own[talk], gained[talk]
        for distance, weight in ((1, NEXT_TO), (2, NEAR_BY)):
            gain[distance:] += weight * mine[:-distance]
            gain[:-distance] += weight * mine[distance:]
    return gained


def _conversation(scores: Scores, talks: Sequence[slice]) -> Scores:
    """As a share of the best score, so that a question without any good match gains no more than others."""
    gained = scores.copy()
    for talk in talks:
        gained[talk] = np.sort(scores[talk])[-STRONGEST:].mean()
    return CONVERSATION * gained / (float(scores.max()) or 1.0)
