"""Cutting the answer out of a long memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.search.passages import LONGEST, WHOLE, passage

LONG = (
    "We spent the whole morning at the allotment with Dee and the children, planting onions and two rows of beans. "
    "The shed key now hangs behind the water butt. Jonah found a slow worm and named it Gerald!\n"
    "On the way home we talked about the summer: a week by the sea, perhaps in the last days of July, if the "
    "neighbours can look after the cat again."
)


def test_a_short_memory_is_quoted_whole() -> None:
    assert passage("key?", "  the key is here. The cat isn't. ") == "the key is here. The cat isn't."


def test_the_sentence_that_shares_the_questions_words_is_quoted_alone() -> None:
    assert passage("where is the key of the shed?", LONG) == "The shed key now hangs behind the water butt."


def test_an_answer_over_two_sentences_is_quoted_with_both() -> None:
    assert passage("where's the water butt and Gerald?", LONG) == (
        "The shed key now hangs behind the water butt. Jonah found a slow worm and named it Gerald!"
    )


def test_without_a_shared_word_the_beginning_is_quoted() -> None:
    assert passage("passport?", LONG) == LONG[: LONG.index(".") + 1]


def test_a_text_without_sentences_is_cut_around_the_word() -> None:
    text = " ".join(["filler"] * 300 + ["the", "passport", "number", "is", "X123"] + ["filler"] * 300)
    found = passage("passport number?", text)
    assert "passport number is X123" in found
    assert len(found) <= LONGEST


def test_lines_are_sentences_too() -> None:
    text = "\n".join(f"item {number}: something worth a line" for number in range(40)) + "\nwifi: skylark5\nend"
    assert passage("what's the wifi", text) == "wifi: skylark5"


@pytest.mark.parametrize(
    "text", ["x" * 50_000, "。" * 5_000, "\n" * 5_000 + "x", "🎉" * 3_000, ". " * 5_000, "a\0" * 900]
)
def test_no_text_is_too_strange_to_quote(text: str) -> None:
    assert passage("x?", text) in text


@given(st.text(), st.text(min_size=WHOLE * 2, max_size=WHOLE * 6))
def test_a_passage_is_always_a_slice_of_the_text_and_never_long(question: str, text: str) -> None:
    found = passage(question, text)
    assert found in text
    assert len(found) <= LONGEST
    assert bool(found) == bool(text.strip())
