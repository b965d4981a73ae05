"""Text to stems."""

import asyncio
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.search.analysis import STOP_WORDS, TOKEN_LIMIT, Analysis, fold

ANALYSIS = Analysis()


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("the spare key is under the blue pot", "Where's the spare KEY?"),
        ("Dee\u2019s birthday is in May", "Dee birthday"),
        ("lunch à l\u2019école", "ecole"),
        ("running shoes size 42", "what size are my run shoes"),
        ("met O'Brien", "obrien's friend: O'Brien"),
        ("Straße des 17. Juni", "strasse 17"),
        ("İstanbul", "istanbul"),
        ("home wifi: SKYLARK5", "skylark5"),
        ("東京タワーに行った", "東京タワー"),
        ("보드게임을 샀다", "보드게임"),
        ("हिन्दी की किताब", "हिन्दी"),
        ("party 🎉 at Anna's", "🎉"),
        ("\uff26\uff35\uff2c\uff2c\uff0d\uff17", "full 7"),
        ("שָׁלוֹם", "שלום"),
        ("مُحَمَّد", "محمد"),
    ],
)
def test_what_was_asked_shares_a_stem_with_what_was_told(told: str, asked: str) -> None:
    assert set(ANALYSIS.of_question(asked)) & set(ANALYSIS.of_memory(told))


def test_stop_words_are_dropped_from_questions_only() -> None:
    assert ANALYSIS.of_question("what did I say about it?") == ["say"]
    assert "what" in ANALYSIS.of_memory("what did I say about it?")


def test_a_question_of_stop_words_only_asks_for_no_word() -> None:
    assert ANALYSIS.of_question("where is it?") == []


def test_a_question_names_each_stem_once_and_a_memory_as_often_as_it_occurs() -> None:
    assert ANALYSIS.of_question("key keys KEY") == ["key"]
    assert ANALYSIS.of_memory("key keys KEY") == ["key"] * 3


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("ice cream", "the best ice creams are here"),
        ("e-mail", "her E-Mail address"),
        ("日本語", "私は日本語を話す"),
        ("커피", "커피를 마셨다"),
        ("東京 tower", "東京 tower"),
        ("o'brien's", "Mrs O'Brien's key"),
    ],
)
def test_a_phrase_has_the_stems_of_a_text_that_holds_it_in_their_order(phrase: str, text: str) -> None:
    sought, told = ANALYSIS.of_phrase(phrase), ANALYSIS.of_memory(text)
    assert f" {' '.join(sought)} " in f" {' '.join(told)} "


def test_a_word_of_a_thousand_letters_is_cut() -> None:
    assert [len(stem) for stem in ANALYSIS.of_memory("1a" * 500)] == [TOKEN_LIMIT]


def test_another_language_has_its_own_stems_and_version() -> None:
    german = Analysis("german")
    assert german.of_memory("Häuser") == german.of_memory("Hauses")
    assert german.version != ANALYSIS.version


@pytest.mark.parametrize("word", sorted(STOP_WORDS))
def test_a_stop_word_is_written_as_the_analysis_sees_it(word: str) -> None:
    assert ANALYSIS.of_question(f"{word} lighthouse") == ["lighthous"]


async def test_threads_may_share_an_analysis() -> None:
    texts = [f"houses{letter} running{letter} quickly" for letter in "abcdefghij"] * 20
    fresh = Analysis()
    assert await asyncio.gather(*(asyncio.to_thread(fresh.of_memory, text) for text in texts)) == [
        ANALYSIS.of_memory(text) for text in texts
    ]


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_text_have_the_same_stems(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert ANALYSIS.of_memory(composed) == ANALYSIS.of_memory(decomposed)


@given(st.text())
def test_every_stem_asked_for_is_in_the_same_words_told(text: str) -> None:
    assert set(ANALYSIS.of_question(text)) <= set(ANALYSIS.of_memory(text))


@given(st.text(st.characters(categories=("L", "N")), min_size=1))
def test_letters_and_digits_of_any_script_leave_something_to_search_for(text: str) -> None:
    assert ANALYSIS.of_memory(text)
