from typing import Any

import pytest

from tests.exams.household_scoring import answers_it, folded, holds, score


def question(number: str, kind: str = "fact", **fields: Any) -> dict[str, Any]:
    usual = {"evidence": ["m1"], "also_ok": [], "answer_contains": [["blue"]], "answerable": True}
    return {"id": number, "kind": kind, **usual, **fields}


def answer(number: str, *ranked: str, found: bool = True, said: str = "") -> dict[str, Any]:
    return {"persona": "p", "question": number, "ranked": list(ranked), "found": found, "answer": said}


def figures(*pairs: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    exam = {"personas": [{"id": "p", "questions": [asked for asked, _ in pairs]}]}
    return dict(score(exam, [given for _, given in pairs]))


UNANSWERABLE = question("no", "unanswerable", answerable=False, evidence=[], answer_contains=[])


def test_whoever_knows_everything_is_right_throughout() -> None:
    update = question("new", "update", newest="m2", older=["m1"], evidence=["m2"])
    figured = figures(
        (question("old"), answer("old", "m1", said="the blue one")),
        (update, answer("new", "m2", "m1", said="blue")),
        (UNANSWERABLE, answer("no", found=False)),
    )
    wrong = {name: figure for name, figure in figured.items() if name != "by_kind" and figure != 1}
    assert wrong == {"false_abstention": 0}


def test_whoever_never_finds_anything_gets_half_of_the_balanced_accuracy_and_nothing_else() -> None:
    figured = figures((question("old"), answer("old", found=False)), (UNANSWERABLE, answer("no", found=False)))
    assert (figured["r5"], figured["mrr"], figured["answers"], figured["balanced_accuracy"]) == (0, 0, 0, 0.5)


def test_of_more_evidence_than_places_all_places_are_enough() -> None:
    asked = question("many", "list", evidence=[f"m{number}" for number in range(6)])
    figured = figures((asked, answer("many", "m0", "m1", "m2", "m3", "m4")))
    assert figured["r5"] == 1
    assert figured["r10"] == pytest.approx(5 / 6, abs=1e-4)


def test_a_count_is_not_ranked() -> None:
    assert figures((question("few", "count"), answer("few", "m1")))["r5"] is None


@pytest.mark.parametrize(
    ("ranked", "share"),
    [(["m2", "m1"], 1), (["m3", "m2"], 1), (["m1", "m2"], 0), (["m1"], 0), ([], 0)],
)
def test_the_newest_has_to_be_found_above_every_older_one(ranked: list[str], share: float) -> None:
    update = question("new", "update", newest="m2", older=["m1", "m0"])
    assert figures((update, answer("new", *ranked)))["newest_first"] == share


def test_what_was_not_measured_of_a_kind_is_left_out() -> None:
    figured = figures((UNANSWERABLE, answer("no", found=False)))
    assert figured["by_kind"] == {"unanswerable": {"n": 1, "abstained_rightly": 1}}
    assert figured["balanced_accuracy"] is None


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("4", "it is 4."),
        ("85", "that was £85.00"),
        ("café", "the CAFE at the corner"),
        ("Penicilina", "la penicilína"),
        ("it's", "It\u2019s there"),
        ("no", "no, he does not"),
        ("tart", "a custard tart,"),
        ("rucksack", "two rucksacks"),
    ],
)
def test_it_is_in_the_answer(wanted: str, said: str) -> None:
    assert holds(folded(said), wanted)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("4", "at 4:30"),
        ("4", "14"),
        ("4", "4.5"),
        ("tin", "something in the meeting"),
        ("tin", "tiny"),
        ("no", "x" * 80 + " no"),
        ("sack", "two rucksacks"),
        ("", "anything"),
    ],
)
def test_it_is_part_of_something_else(wanted: str, said: str) -> None:
    assert not holds(folded(said), wanted)


def test_a_count_is_said_in_the_first_line_and_is_no_date() -> None:
    count = question("few", "count", answer_contains=[["3", "three"]])
    assert answers_it(count, "You told of 3 tests (2025-03-26, 4 May).")
    assert not answers_it(count, "3 March 2025: blood test\nthree")
    assert not answers_it(count, "")


def test_an_answer_that_holds_what_it_must_not_is_wrong() -> None:
    asked = question("one", must_not_contain=["red"])
    assert answers_it(asked, "blue")
    assert not answers_it(asked, "blue, not red")
