"""Of two memories about the same matter the later one is the truth."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import MemoryId
from memory.reading.newest import COMPETING, Told, covered, newest_first

BEGIN = datetime(2025, 3, 1, tzinfo=UTC)
HERE = np.array([1.0, 0.0], dtype=np.float32)
THERE = np.array([0.0, 1.0], dtype=np.float32)


def told(
    name: str, days: int, score: float, *, shares: float = 0.5, words: str = "gate code", here: bool = True
) -> Told:
    stems = frozenset(words.split())
    return Told(MemoryId(name), BEGIN + timedelta(days=days), score, shares, stems, HERE if here else THERE)


def test_the_new_code_comes_before_the_old_one_that_fits_a_little_better() -> None:
    order, history = newest_first([told("old", 0, 1.0), replace(told("new", 90, 0.9), changes=True)])
    assert order == ["new", "old"]
    assert history == {"old"}


def test_what_nothing_later_contradicts_is_no_history() -> None:
    order, history = newest_first([told("birthday", 0, 1.0), told("present", 90, 0.9)])
    assert order == ["present", "birthday"]
    assert not history


def test_a_change_of_something_that_is_hardly_asked_for_makes_nothing_history() -> None:
    found = [told("size", 0, 1.0, shares=0.3), replace(told("other", 90, 0.9, shares=0.3), changes=True)]
    assert not newest_first(found)[1]


def test_a_later_memory_that_lacks_a_word_of_what_was_asked_stays_where_it_is() -> None:
    lucia = replace(told("lucia", 0, 1.0, words="birthday lucia"), asked=frozenset(("birthday", "lucia")))
    marta = replace(told("marta", 90, 0.9, words="birthday marta"), asked=frozenset(("birthday",)))
    assert newest_first([lucia, marta])[0] == ["lucia", "marta"]
    assert newest_first([lucia, replace(marta, changes=True)])[0] == ["marta", "lucia"]


def test_a_later_memory_about_something_else_stays_where_it_is() -> None:
    found = [told("code", 0, 1.0), told("paint", 90, 0.9, words="hall paint", here=False)]
    order, overtaken = newest_first(found)
    assert order == ["code", "paint"]
    assert not overtaken


def test_a_later_memory_that_fits_far_worse_stays_where_it_is() -> None:
    assert newest_first([told("code", 0, 1.0), told("mention", 90, 0.4)])[0] == ["code", "mention"]


def test_one_that_says_something_has_changed_need_share_less_with_the_question() -> None:
    dues = replace(told("dues", 0, 1.0, shares=0.9), asked=frozenset(("dues", "choir")))
    found = [dues, replace(told("up", 90, 0.9, shares=0.4), changes=True)]
    assert newest_first(found)[0] == ["up", "dues"]


def test_one_without_the_kind_of_thing_that_is_asked_for_overtakes_none_that_has_it() -> None:
    found = [told("size", 0, 1.0), replace(told("changed", 90, 0.9), holds=False)]
    assert newest_first(found)[0] == ["size", "changed"]


def test_what_one_says_in_a_chat_is_no_news_of_what_another_said() -> None:
    ben, carla = replace(told("ben", 0, 1.0), author="Ben"), replace(told("carla", 9, 0.9), author="Carla")
    assert newest_first([ben, carla])[0] == ["ben", "carla"]
    assert newest_first([ben, replace(carla, author="Ben")])[0] == ["carla", "ben"]


def test_memories_that_have_no_vector_are_compared_by_their_words() -> None:
    bare = [
        Told(each.memory, each.at, each.score, each.covered, each.stems, None)
        for each in (told("old", 0, 1.0), told("new", 9, 0.9))
    ]
    assert newest_first(bare)[0] == ["new", "old"]


def test_of_three_the_newest_comes_first() -> None:
    changed = [replace(each, changes=True) for each in (told("b", 50, 1.0), told("a", 0, 0.95), told("c", 90, 0.9))]
    order, overtaken = newest_first(changed)
    assert order[0] == "c"
    assert sorted(overtaken) == ["a", "b"]


def marked(name: str, days: int, score: float, *, replaces: str = "", beside: str = "") -> Told:
    of = told(name, days, score, words=name, here=days == 0)
    return replace(of, replaces=frozenset(map(MemoryId, replaces)), beside=frozenset(map(MemoryId, beside)))


def test_what_took_anothers_place_comes_before_it_however_badly_it_fits() -> None:
    order, overtaken = newest_first([marked("a", 0, 1.0), marked("b", 5, 0.9), marked("c", 9, 0.01, replaces="a")])
    assert order == ["c", "a", "b"]
    assert overtaken == {"a"}


def test_what_took_the_place_of_the_one_that_took_its_place_comes_first() -> None:
    found = [marked("a", 0, 1.0), marked("b", 5, 0.9, replaces="a"), marked("c", 9, 0.5, replaces="b")]
    assert newest_first(found)[0] == ["c", "b", "a"]
    assert newest_first([found[1], found[0], found[2]])[0] == ["c", "b", "a"]


def test_marks_that_go_round_in_a_circle_do_no_harm() -> None:
    order, _ = newest_first([marked("a", 0, 1.0, replaces="b"), marked("b", 5, 0.9, replaces="a")])
    assert sorted(order) == ["a", "b"]


def test_two_that_are_both_true_stay_as_they_are() -> None:
    later = replace(told("new", 90, 0.9), beside=frozenset((MemoryId("old"),)))
    assert newest_first([told("old", 0, 1.0), later]) == (["old", "new"], frozenset())


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1), st.booleans()), max_size=12))
def test_nothing_is_lost_and_what_does_not_compete_stays(rows: list[tuple[int, float, bool]]) -> None:
    found = [told(f"m{n}", days, score, here=here) for n, (days, score, here) in enumerate(rows)]
    order, overtaken = newest_first(found)
    assert sorted(order) == sorted(each.memory for each in found)
    assert order[COMPETING:] == [each.memory for each in found[COMPETING:]]
    assert overtaken <= set(order)


def test_coverage_is_the_weight_of_the_words_that_are_there() -> None:
    assert covered({"gate": 3.0, "code": 1.0}, {"gate"}) == 0.75
    assert covered({}, {"gate"}) == 0.0
