"""A text as words with their places, and what everyday words are about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.words import READ_LIMIT, classes_in, classes_of, fold, lexicon, words_of


def test_words_numbers_and_marks_keep_their_places() -> None:
    text = "Anna's tent: 2,50 m!"
    assert [(word.text, word.start) for word in words_of(text)] == [
        ("Anna", 0), ("tent", 7), (":", 11), ("2,50", 13), ("m", 18), ("!", 19),
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["Tom's", "Tom\u2019s", "Tom'", "Tom\u2019"])
def test_a_possessive_ending_is_no_part_of_a_word(written: str) -> None:
    (word,) = words_of(written)
    assert (word.text, word.key, word.possessive) == ("Tom", "tom", True)


def test_an_apostrophe_within_a_word_stays() -> None:
    assert [word.key for word in words_of("don't ask O'Brien")] == ["don't", "ask", "o'brien"]


@pytest.mark.parametrize("text", ["a\nTom", "gone. Tom", "list: Tom", "\u00bfTom", "- Tom"])
def test_a_word_opens_what_comes_after_a_line_or_a_mark(text: str) -> None:
    assert words_of(text)[-1].opens


def test_a_word_within_a_sentence_does_not_open_it() -> None:
    assert not words_of("ask Tom")[-1].opens


def test_case_and_accents_do_not_matter_to_a_key() -> None:
    assert fold("J\u00dcRGEN") == fold("jurgen") == "jurgen"


def test_a_plural_is_about_what_its_singular_is_about() -> None:
    assert classes_of("flights") == classes_of("flight")
    assert "transport" in classes_of("flight")
    assert classes_of("qqq") == frozenset()


def test_a_phrase_is_about_something_from_its_first_word_on() -> None:
    alone, begins = classes_in(["blood"])[0], classes_in(["blood", "pressure"])[0]
    assert "health_measure" in begins - alone


def test_the_lexicon_knows_its_classes() -> None:
    classes = {name for about in lexicon().values() for name in about}
    assert {"health_measure", "feast", "secret"} <= classes
    assert not any(" " in name for name in classes)


def test_an_abbreviated_title_ends_no_sentence() -> None:
    title, name, *_ = words_of("Dr. Patel at 4. Bring the card")
    assert (title.key, name.opens) == ("dr", False)


@given(st.text(max_size=400))
def test_every_word_stands_where_it_says(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.end] == word.text


def test_only_the_beginning_of_a_long_text_is_cut_into_words() -> None:
    assert words_of("ab " * 10_000)[-1].start < READ_LIMIT
