"""Puts the memories that an index found into one order, and can say for each of them why it stands where it stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.messages import MemoryId
from memory.search.port import Candidates, Hit

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
PAUSE: Final = timedelta(hours=1)
"""A longer silence ends a conversation."""
TIE: Final = 0.01
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


def rank(candidates: Candidates, *, speakers: Collection[str] = ()) -> list[Ranked]:
    """The candidates that bear on the question, best first; none when nothing does.

    The score of a memory is its own (words and meaning), plus what it gains from its neighbours in the conversation,
    from the conversation as a whole, and from having been said by one of the `speakers`, labels that the query marked.
    Of memories within about `TIE` of each other the one told later comes first: recency costs nothing as a tie-break,
    but much as a weight.

    Source: the windows and lifts are those of facts/search.md, taken as sums over neighbours' scores instead of lists
    of their own: no index has to hold a memory three times, and what counts can be shown.
    """
    told = sorted({hit.memory: hit for hit in (*candidates.dense, *candidates.lexical)}.values(), key=_place)
    if not candidates.lexical and max((hit.score for hit in candidates.dense), default=0.0) < NEAR:
        return []
    shares = {"words": _words(candidates, told), "meaning": _meaning(candidates, told)}
    own = _sum(shares.values())
    talks = _conversations(told)
    shares["neighbours"] = _neighbours(own, talks)
    before = _sum([own, shares["neighbours"]])
    shares["conversation"] = _conversation(before, talks)
    whole = _sum([before, shares["conversation"]])
    shares["speaker"] = [SPEAKER * max(whole) * bool(hit.marks.intersection(speakers)) for hit in told]
    words, cosines, gained = shares["words"], _by_memory(candidates.dense), shares["neighbours"]
    ranked = [
        Ranked(
            hit.memory,
            sum(share[n] for share in shares.values()),
            hit.at,
            words[n] / WORDS,
            cosines.get(hit.memory, 0.0),
            {name: share[n] for name, share in shares.items() if share[n]},
        )
        for n, hit in enumerate(told)
        if words[n] or gained[n] or cosines.get(hit.memory, 0.0) >= FAR
    ]
    top = max((each.score for each in ranked), default=0.0) or 1.0
    return sorted(ranked, key=lambda each: (round(each.score / top / TIE), each.at), reverse=True)


def _place(hit: Hit) -> tuple[datetime, MemoryId]:
    return hit.at, hit.memory


def _by_memory(hits: Sequence[Hit]) -> dict[MemoryId, float]:
    return {hit.memory: hit.score for hit in hits}


def _words(candidates: Candidates, told: Sequence[Hit]) -> list[float]:
    scores, whole = _by_memory(candidates.lexical), sum(candidates.weights.values())
    return [WORDS * scores.get(hit.memory, 0.0) / whole if whole else 0.0 for hit in told]


def _meaning(candidates: Candidates, told: Sequence[Hit]) -> list[float]:
    cosines = _by_memory(candidates.dense)
    top = max(cosines.values(), default=0.0)
    return [MEANING * max(cosines.get(hit.memory, 0.0), 0.0) / top if top > 0 else 0.0 for hit in told]


def _sum(shares: Collection[Sequence[float]]) -> list[float]:
    return [sum(each) for each in zip(*shares, strict=True)]


def _conversations(told: Sequence[Hit]) -> list[range]:
    """Runs of memories without a pause between them, as positions in `told`."""
    pauses = [n for n in range(1, len(told)) if told[n].at - told[n - 1].at > PAUSE]
    return [range(start, end) for start, end in zip([0, *pauses], [*pauses, len(told)], strict=True)]


def _neighbours(own: Sequence[float], talks: Sequence[range]) -> list[float]:
    gained = [0.0] * len(own)
    for talk in talks:
        for distance, weight in ((1, NEXT_TO), (2, NEAR_BY)):
            for n in talk[distance:]:
                gained[n] += weight * own[n - distance]
                gained[n - distance] += weight * own[n]
    return gained


def _conversation(scores: Sequence[float], talks: Sequence[range]) -> list[float]:
    """As a share of the best score, so that a question without any good match gains no more than others."""
    top = max(scores) or 1.0
    gained = [0.0] * len(scores)
    for talk in talks:
        best = sorted((scores[n] for n in talk), reverse=True)[:STRONGEST]
        for n in talk:
            gained[n] = CONVERSATION * sum(best) / len(best) / top
    return gained

