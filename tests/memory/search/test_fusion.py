"""Mixing of rankings."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import MemoryId
from memory.search.fusion import fuse
from memory.search.port import Hit

TOLD = datetime(2025, 3, 1, tzinfo=UTC)
names = st.sampled_from("abcdefgh")
rankings = st.dictionaries(names, st.floats(0.01, 100)).map(
    lambda scores: [hit(name, score) for name, score in sorted(scores.items(), key=lambda each: -each[1])]
)


def hit(memory: str, score: float) -> Hit:
    return Hit(MemoryId(memory), score, TOLD)


def test_a_memory_high_in_both_lists_beats_one_at_the_top_of_one() -> None:
    fused = fuse([[hit("a", 9), hit("b", 8)], [hit("c", 0.9), hit("b", 0.8)]], [0.5, 0.5])
    assert max(fused, key=lambda memory: fused[memory]) == "b"


def test_without_a_second_list_the_first_decides() -> None:
    assert fuse([[hit("a", 9), hit("b", 3)], []], [0.7, 0.3]) == pytest.approx({"a": 0.7, "b": 0.7 / 3})


def test_each_list_needs_a_weight() -> None:
    with pytest.raises(ValueError, match="zip"):
        fuse([[hit("a", 1)]], [1, 2])


@given(rankings, rankings, st.floats(0, 1))
def test_scores_lie_between_nothing_and_the_sum_of_the_weights(first: list[Hit], second: list[Hit], w: float) -> None:
    fused = fuse([first, second], [w, 1 - w])
    assert set(fused) == {each.memory for each in [*first, *second]}
    assert all(0 <= score <= 1 + 1e-9 for score in fused.values())


@given(rankings, rankings, st.floats(0.01, 0.99))
def test_whoever_is_at_least_as_good_in_both_lists_is_not_ranked_below(
    first: list[Hit], second: list[Hit], weight: float
) -> None:
    fused = fuse([first, second], [weight, 1 - weight])
    one, two = ({each.memory: each.score for each in hits} for hits in (first, second))
    for better in fused:
        for worse in fused:
            if one.get(better, 0) >= one.get(worse, 0) and two.get(better, 0) >= two.get(worse, 0):
                assert fused[better] >= fused[worse] - 1e-9


@given(rankings, rankings, st.floats(0.5, 50))
def test_the_unit_of_an_engines_scores_does_not_matter(first: list[Hit], second: list[Hit], unit: float) -> None:
    other = [hit(each.memory, each.score * unit) for each in first]
    assert fuse([other, second], [0.7, 0.3]) == pytest.approx(fuse([first, second], [0.7, 0.3]))
