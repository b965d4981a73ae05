"""Mixes the rankings of several lists into one."""

from collections import defaultdict
from collections.abc import Sequence

from bot.messages import MemoryId
from memory.search.port import Hit


def scaled(hits: Sequence[Hit]) -> dict[MemoryId, float]:
    """Scores divided by the highest, so that the best has 1; those not above 0 have 0."""
    top = max((hit.score for hit in hits), default=0.0)
    return {hit.memory: max(0.0, hit.score / top) if top > 0 else 0.0 for hit in hits}


def fuse(lists: Sequence[Sequence[Hit]], weights: Sequence[float]) -> dict[MemoryId, float]:
    """The weighted sum of each memory's scores, every list scaled to [0, 1]; a memory missing from a list has 0 there.

    Args:
        lists: in any order, whatever their scores mean, as long as more is better and nothing is at 0.
        weights: one per list, not negative.

    Raises:
        ValueError: there is not one weight per list.

    Source: Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (2023): a convex combination
    with scores scaled from their theoretical minimum beats reciprocal ranks and needs few examples to set.
    """
    fused: defaultdict[MemoryId, float] = defaultdict(float)
    for hits, weight in zip(lists, weights, strict=True):
        for memory, score in scaled(hits).items():
            fused[memory] += weight * score
    return dict(fused)
