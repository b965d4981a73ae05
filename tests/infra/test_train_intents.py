"""The script that trains the model of intents; what a regression finds is its library's business, not tested here."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from handlers.leaning import BUCKETS, Model, features
from infra import train_intents
from infra.train_intents import LABELS, Example


def test_a_pattern_stands_for_sentences() -> None:
    chance = random.Random(1)
    made = {train_intents.sentence("[a|] {thing} here", {"thing": ["[red|blue] key"]}, chance) for _ in range(50)}
    assert made == {"a red key here", "a blue key here", "red key here", "blue key here"}


def test_our_phrases_are_the_same_at_every_run_and_have_no_slot_left() -> None:
    first = train_intents.own()
    assert first == train_intents.own()
    assert {each.label for each in first} == set(LABELS)
    assert not [each.text for each in first if set(each.text) & set("{}|[]")]


def test_no_phrase_is_given_two_meanings_by_many_patterns() -> None:
    told: dict[str, set[str]] = {}
    for each in train_intents.own():
        told.setdefault(each.text.lower(), set()).add(each.label)
    assert sum(len(labels) > 1 for labels in told.values()) < len(told) / 100


def test_corrections_are_rows_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "corrections.jsonl"
    file.write_text('{"text": "the key", "label": "question"}\n\n{"text": "hi", "mapped": "chitchat", "intent": "x"}\n')
    assert train_intents.given(file) == [
        Example("the key", "question", "correction", ("question",)),
        Example("hi", "small_talk", "x", ("chitchat",)),
    ]


def test_a_label_that_nobody_knows_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"text": "x", "label": "weather"}))
    with pytest.raises(ValueError, match="weather"):
        train_intents.given(file)


def test_rows_are_held_out_once_and_our_phrases_never() -> None:
    examples = [Example("a", "save"), *(Example(str(at), "save", f"group {at % 7}") for at in range(50))]
    for by_group in (True, False):
        out = np.concatenate(list(train_intents.folds(examples, by_group=by_group)))
        assert sorted(out) == list(range(1, 51))


def test_whole_groups_are_held_out_together() -> None:
    examples = [Example(str(at), "save", f"group {at % 7}") for at in range(50)]
    groups = [{examples[at].group for at in out} for out in train_intents.folds(examples, by_group=True)]
    assert sum(map(len, groups)) == 7


def test_scores_that_are_too_timid_are_sharpened() -> None:
    truth = np.array([0, 1] * 20)
    scores = np.eye(2)[truth]
    assert train_intents.sharpness(scores, truth) == pytest.approx(3)


def test_what_is_packed_scores_as_the_weights_do() -> None:
    weights, bias = np.zeros((len(LABELS), BUCKETS)), np.zeros(len(LABELS))
    phrases, _ = features("remind me")
    weights[LABELS.index("reminder"), phrases] = 1.0
    shares = Model.read(train_intents.packed(weights + 1e-9, bias, 1.0)).shares("remind me")
    odds = np.exp(len(phrases) ** 0.5)
    assert shares["reminder"] == pytest.approx(odds / (odds + len(LABELS) - 1), rel=1e-3)
