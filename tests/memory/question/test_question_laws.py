"""What holds for any text as a question."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.question import leaning_on, read
from tests.endless import comes_to_an_end

ZONE: Final = ZoneInfo("Europe/Lisbon")
NOW: Final = datetime(2026, 6, 17, 15, 30, tzinfo=ZONE)
LANGUAGES: Final = ("en", "es", "de", "fr", "pt")
PIECES: Final = st.sampled_from(
    [
        "what",
        "did",
        "I",
        "note",
        "about",
        "before:",
        "after:",
        "#tag",
        "-word",
        '"',
        "person:",
        "last",
        "week",
        "March",
        "2025",
        "and",
        "hers",
        "?",
        "how",
        "many",
        "'",
        ",",
        "in",
        "the",
        "was",
        "habe",
        "ich",
        "qu'est-ce",
        "que",
        "o",
        "que",
        "cuando",
        "31/02/2025",
        "first",
        "weekend",
        "after",
        "Easter",
        "9999-12-31",
        "0001-01-01",
    ]
)


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=15).map(" ".join)), st.sampled_from(LANGUAGES))
def test_any_text_is_read_and_always_the_same_way(text: str, language: str) -> None:
    question = read(text, now=NOW, zone=ZONE, languages=(language,))
    assert question == read(text, now=NOW, zone=ZONE, languages=(language,))
    assert question.text == text
    assert not question.window or question.window.since < question.window.until
    whole = leaning_on(question, question)
    assert not whole.leans


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "piece",
    [
        "how many ",
        "a",
        '"',
        "-",
        "before:",
        "#",
        "the week before ",
        "what did I note ",
        ", ",
        "please ",
        "person:a,",
        "3 ",
    ],
)
def test_hostile_texts_come_to_an_end(piece: str, language: str) -> None:
    with comes_to_an_end():
        read((piece * 10_000)[:10_000], now=NOW, zone=ZONE, languages=(language,))
