"""What was found is put in an order that can be explained."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import MemoryId
from memory.ranking import CONVERSATION, MEANING, NEXT_TO, SPEAKER, TIE, WORDS, rank
from memory.search.port import Candidates, Hit

TOLD = datetime(2025, 3, 1, 9, tzinfo=UTC)
ANNA = frozenset({"anna"})


def hit(name: str, score: float, *, hours: float = 0, marks: frozenset[str] = frozenset()) -> Hit:
    return Hit(MemoryId(name), score, TOLD + timedelta(hours=hours), marks)


def order(candidates: Candidates, speakers: frozenset[str] = frozenset()) -> list[str]:
    return [each.memory for each in rank(candidates, speakers=speakers)]


def test_nothing_found_is_nothing_ranked() -> None:
    assert rank(Candidates()) == []


def test_words_count_as_a_share_of_all_that_was_asked() -> None:
    found = Candidates(lexical=(hit("half", 2.0),), weights={"blue": 2.0, "pot": 2.0})
    assert rank(found)[0].words == pytest.approx(0.5)


def test_one_rare_word_of_many_does_not_outweigh_the_meaning_of_the_whole() -> None:
    found = Candidates(
        lexical=(hit("word", 1.0),),
        dense=(hit("meaning", 0.6, hours=5), hit("word", 0.1)),
        weights={"a": 1.0, "b": 3.0, "c": 3.0},
    )
    assert order(found) == ["meaning", "word"]


def test_an_answer_told_right_after_what_was_asked_for_gains_from_it() -> None:
    found = Candidates(
        lexical=(hit("question", 4.0),),
        dense=(hit("question", 0.5), hit("answer", 0.1, hours=0.01), hit("elsewhere", 0.12, hours=9)),
        weights={"x": 4.0},
    )
    assert order(found) == ["question", "answer", "elsewhere"]


def test_after_a_silence_another_conversation_begins() -> None:
    found = Candidates(dense=(hit("first", 0.5), hit("later", 0.1, hours=1.5)))
    later = next(each for each in rank(found) if each.memory == "later")
    assert "neighbours" not in later.shares


def test_what_somebody_said_themselves_is_worth_more_when_they_are_named() -> None:
    found = Candidates(dense=(hit("about", 0.6), hit("by", 0.5, hours=3, marks=ANNA)))
    assert order(found) == ["about", "by"]
    assert order(found, ANNA) == ["by", "about"]
    assert "speaker" not in rank(found)[0].shares


def test_of_equals_the_one_told_later_comes_first() -> None:
    found = Candidates(dense=(hit("early", 0.5), hit("late", 0.5, hours=200)))
    assert order(found) == ["late", "early"]


scores = st.lists(st.floats(0.01, 1), min_size=1, max_size=12)


@given(scores, scores)
def test_a_score_is_the_sum_of_its_shares_and_the_order_is_theirs(words: list[float], meanings: list[float]) -> None:
    found = Candidates(
        lexical=tuple(hit(f"m{n}", score, hours=n / 2) for n, score in enumerate(words)),
        dense=tuple(hit(f"m{n}", score, hours=n / 2) for n, score in enumerate(meanings)),
        weights={"x": 1.0},
    )
    ranked = rank(found)
    assert {each.memory for each in ranked} == {f"m{n}" for n in range(max(len(words), len(meanings)))}
    assert all(each.score == pytest.approx(sum(each.shares.values())) for each in ranked)
    top = max(each.score for each in ranked)
    assert all(one.score >= other.score - 2 * TIE * top for one, other in pairwise(ranked))


def test_the_weights_are_those_of_the_documentation() -> None:
    assert (WORDS, MEANING, NEXT_TO, CONVERSATION, SPEAKER) == (1.0, 0.5, 0.5, 0.8, 0.3)
