"""Where long texts are cut."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram.rendering import render
from bot.messages import Action, Quote, Reply
from bot.splitting import LONGEST, cuts
from tests.bot.channels.hearing import NOON
from tests.fakes.telegram_html import parse, units

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
FAMILY = "👩‍👩‍👧‍👦"
TEXTS = st.text(
    st.sampled_from("abc é\u0301\n.<&🔑\U0001f1f5\U0001f1f9👩\u200d\ufe0f한ᄒ각\u0915\u094d。"), max_size=200
) | st.text(max_size=200)


def parts(text: str, longest: int = LONGEST) -> list[str]:
    return [text[start:end] for start, end in cuts(text, longest)]


@PATIENT
@given(text=TEXTS, longest=st.integers(2, 60))
def test_the_parts_together_are_the_text_and_each_of_them_fits(text: str, longest: int) -> None:
    pieces = parts(text, longest)
    assert "".join(pieces) == text
    assert all(0 < units(piece) <= longest for piece in pieces)


@PATIENT
@given(words=st.lists(st.sampled_from([FAMILY, "🇵🇹", "👍🏽", "e\u0301", "क्षि", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "한", "\r\n", "x"]), max_size=60))
def test_what_a_reader_sees_as_one_character_is_never_cut(words: list[str]) -> None:
    text, seen = "".join(words), set[int]()
    position = 0
    for word in words:
        position += len(word)
        seen.add(position)
    assert {end for _, end in cuts(text, 20)} <= seen


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("one two. three\n\nfour five six seven", "one two. three\n\n"),
        ("one two three. four\nfive six seven", "one two three. four\n"),
        ("one two. Three four five six seven", "one two. Three four "),
        ("one, two three. Four five six seven", "one, two three. "),
        ("x" * 40, "x" * 20),
    ],
)
def test_a_cut_falls_at_the_end_of_a_paragraph_a_line_a_sentence_or_a_word(text: str, first: str) -> None:
    assert parts(text, 20)[0] == first


def test_a_single_character_longer_than_a_part_is_cut_all_the_same() -> None:
    assert [len(piece) for piece in parts("e" + "\u0301" * 49, 20)] == [20, 20, 10]


@PATIENT
@given(
    text=TEXTS.map(lambda text: text * 60),
    quotes=st.lists(TEXTS.map(lambda text: text * 40), max_size=3),
)
def test_every_part_of_a_rendered_reply_is_valid_and_shows_the_words_without_markup(
    text: str,
    quotes: list[str],
) -> None:
    reply = Reply(
        text=text,
        quotes=tuple(Quote(memory=str(n), text=each, label="3 May", at=NOON) for n, each in enumerate(quotes)),
        actions=(Action(label="Undo", tap="undo"),),
    )
    rendered = render(reply)
    for part in rendered:
        shown, _ = parse(part.html)
        assert shown == part.plain
        assert units(part.plain) <= LONGEST
        assert part.plain.strip()
    assert [bool(part.buttons) for part in rendered] == [False] * (len(rendered) - 1) + [True] * bool(rendered)
