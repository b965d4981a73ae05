import pytest

from handlers.meaning import Intent, Understood
from tests.exams import intent


def test_every_intent_has_a_label_in_the_exam() -> None:
    assert set(intent.LABELS) == set(Intent)


def test_an_answer_is_right_by_the_one_label_or_by_any_accepted() -> None:
    rows = [{"mapped": "save", "accept": ["save"]}, {"mapped": "question", "accept": ["question", "command"]}]
    answers = [{"label": "save", "confidence": 1.0}, {"label": "command", "confidence": 0.0}]
    assert intent.score(rows, answers) == {"strict": 50, "lenient": 100, "ece": 0}


def test_the_calibration_error_is_how_far_confidence_lies_from_what_is_right() -> None:
    assert intent.calibration_error([0.95] * 4, [True, True, True, False]) == pytest.approx(0.2)


def test_a_setting_that_is_asked_about_counts_as_kept() -> None:
    assert intent.label(Understood(Intent.SETTINGS, confidence=0.7)) == "save"
    assert intent.label(Understood(Intent.SETTINGS, confidence=0.98)) == "command"


def test_a_row_is_answered_with_label_and_confidence() -> None:
    assert intent.sit()({"text": "where is my key?"})["label"] == "question"
