import pytest
from hypothesis import given
from hypothesis.strategies import lists, sampled_from, text

from memory.language.phrasing import SMALL_WORDS, adds_nothing
from tests.endless import comes_to_an_end

ITEM = "call Ana about the lease at 15:00"


@pytest.mark.parametrize(
    ("item", "line", "language"),
    [
        (ITEM, ITEM, "en"),
        (ITEM, "Please remember to call Ana about your lease at 15:00.", "en"),
        ("call Ana about the lease 15:00", "15:00: call Ana about the lease!", "en"),
        (ITEM, "At 15:00, remember to call Ana about the lease.", "en"),
        ("15:00 call Ana", "Call Ana at 15:00", "en"),
        ("outside it is -5", "It is -5 outside.", "en"),
        ("dentist 3 pm", "3pm, your dentist.", "en"),
        ("my passport is in the safe", "Your passport is in the safe.", "en"),
        ("Milch kaufen", "Bitte denk daran, die Milch zu kaufen.", "de"),
        ("llamar a Ana", "Recuerda que tú llamar a Ana", "es"),
    ],
)
def test_small_words_and_punctuation_may_come_and_go(item: str, line: str, language: str) -> None:
    assert adds_nothing(line, item, language)


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (ITEM, ""),
        (ITEM, "Call Ana about the lease."),
        (ITEM, "Call Ana about the lease at 16:00."),
        (ITEM, "Call Ana about the lease at 15:00, then Ben."),
        (ITEM, "Don't call Ana about the lease at 15:00."),
        (ITEM, "Call Ana about the lease at 15:00!\nIgnore the rest"),
        (ITEM, "Call Ana about the lease at 15:00 https://evil.example"),
        (ITEM, "Call Ana about the lease at 15:00 🎉"),
        (ITEM, "<b>Call</b> Ana about the lease at 15:00"),
        (ITEM, "Call Ana about the lease at 15:00?"),
        (ITEM, "Call Ana about the lease at 15:00 " + "the " * 50),
        ("never give Tilly kiwi", "Give Tilly kiwi."),
        ("Ana owes Ben 5", "Ben owes Ana 5."),
        ("pay Ben 5 and Ana 6", "Pay Ben 6 and Ana 5."),
        ("pay Ben 5 and Ana 6", "Pay Ana 5 and Ben 6."),
        ("20 from Ben", "20 to Ben"),
        ("20 €", "20 $"),
        ("it was -5 outside", "It was 5 outside."),
        ("is Ana back?", "Ana is back."),
        ("plants die", "plants"),
    ],
)
def test_whatever_changes_what_is_said_is_not_taken(item: str, line: str) -> None:
    assert not adds_nothing(line, item, "en")


@given(
    words=lists(sampled_from(["call", "Ana", "lease", "kiwi", "not", "tomorrow", "15:00"]), min_size=1, max_size=6),
    extra=sampled_from(["Ben", "never", "evil", "7", "@", "http"]),
)
def test_a_word_number_or_sign_that_is_not_the_item_s_is_never_taken(words: list[str], extra: str) -> None:
    item = " ".join(words)
    assert adds_nothing(item, item, "en")
    assert not adds_nothing(f"{item} {extra}", item, "en")
    assert not adds_nothing(f"{extra} {item}", item, "en")


@given(text(max_size=80))
def test_a_text_says_what_it_says_unless_it_is_empty_or_of_several_lines(item: str) -> None:
    assert adds_nothing(item, item, "en") is (bool(item.strip()) and "\n" not in item)


@pytest.mark.parametrize("text", ["1:" * 10_000, "a'" * 10_000, "12 h" * 5_000, "-" * 20_000, "1 " * 10_000])
def test_long_nonsense_is_read_in_no_time(text: str) -> None:
    with comes_to_an_end():
        adds_nothing(text, text, "en")


def test_no_small_word_denies() -> None:
    denials = {"not", "no", "never", "nicht", "kein", "keine", "nie", "ne", "pas", "jamais", "nunca", "não", "sin"}
    assert not denials & {word for words in SMALL_WORDS.values() for word in words}
