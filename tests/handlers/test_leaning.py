import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.leaning import BUCKETS, CHARACTERS, WEIGHTS, Model, features, model, words


def test_words_lose_case_accents_and_the_value_of_digits() -> None:
    assert words("Où est l\N{RIGHT SINGLE QUOTATION MARK}Étage 12?") == ["ou", "est", "l'etage", "00", "?"]


@given(st.text())
def test_every_text_falls_into_buckets_that_exist(text: str) -> None:
    assert all(0 <= bucket < BUCKETS for part in features(text) for bucket in part)


@given(st.text(max_size=100))
def test_shares_are_probabilities(text: str) -> None:
    shares = model().shares(text)
    assert set(shares) == {"save", "question", "reminder", "command", "small_talk"}
    assert sum(shares.values()) == pytest.approx(1)


def test_what_comes_late_in_a_long_text_changes_nothing() -> None:
    text = "a" * CHARACTERS
    assert features(f"{text} remind me") == features(text)


def test_case_and_accents_change_nothing() -> None:
    assert model().shares("DÓNDE ESTÁ LA LLAVE") == model().shares("donde esta la llave")


def test_the_weights_that_are_shipped_are_small() -> None:
    assert WEIGHTS.stat().st_size < 200_000


def test_weights_of_other_features_are_refused() -> None:
    head = {"buckets": BUCKETS, "labels": ["save"], "scale": [1], "bias": [0], "sharpness": 1}
    with pytest.raises(ValueError, match="train_intents"):
        Model.read(json.dumps(head).encode() + b"\n" + bytes(BUCKETS - 1))
