"""What is found in a short text the moment it comes in."""

import math
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.notes import known_before, notes
from memory import annotations as kinds
from memory.annotations import Known, annotate
from memory.categories import CATEGORIES
from memory.documents import Annotation, AnnotationSource
from memory.linear import Model, sigmoid, softmax
from tests.endless import comes_to_an_end


def values(found: list[Annotation], kind: str) -> list[str]:
    return [each.value for each in found if each.kind == kind]


def category(text: str) -> str:
    (found,) = values(annotate(text), kinds.CATEGORY)
    return found


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("buy milk, bread and light bulbs", "task"),
        ("lent Sadia 40 euros till payday", "finance"),
        ("ibuprofen 400 mg after meals, three times a day", "health"),
        ("pancakes: 250 g flour, 2 eggs, half a litre of milk, fry in butter", "recipe"),
        ("flight lands 22.35 terminal 2, gate closes 20 min before", "travel"),
        ("wifi password is swordfish99", "credential"),
        ("gift idea for Lena: a pottery class", "idea"),
        ("spare key is behind the third pot on the left", "place"),
        ('grandad always said "measure twice, cut once"', "quote"),
        ("https://example.org/pricing", "link"),
        ("thanks!", "other"),
        ("Omar is a vegetarian and his shoe size is 44", "person"),
        ("comprar leche y huevos", "task"),
        ("Oma sagt immer: wer rastet, der rostet", "quote"),
    ],
)
def test_a_plain_note_gets_its_category(text: str, about: str) -> None:
    assert category(text) == about


@pytest.mark.parametrize("text", ["", " ", "\n", "?", "42", "\U0001f600", "\0", "a" * 20_000])
def test_there_is_always_one_category_and_one_language(text: str) -> None:
    found = annotate(text)
    assert len(values(found, kinds.CATEGORY)) == len(values(found, kinds.LANGUAGE)) == 1
    assert values(found, kinds.CATEGORY)[0] in CATEGORIES


@pytest.mark.parametrize(
    "text",
    [
        "buy nappies and wipes",
        "return the library books by friday",
        "dentist tuesday 3.40, bring the insurance card",
        "pay the rent on the first of every month",
        "Reisepass verl\u00e4ngern",
    ],
)
def test_what_is_left_to_do_is_a_task(text: str) -> None:
    assert values(annotate(text), kinds.TASK) == ["true"]


@pytest.mark.parametrize(
    "text", ["Sadia owes me 40", "the paint is called Gray Owl", "we won the cup", "hummus: chickpeas, tahini, lemon"]
)
def test_what_is_only_told_is_none(text: str) -> None:
    assert values(annotate(text), kinds.TASK) == []


def test_a_secret_suggests_the_level_secret_and_is_not_repeated() -> None:
    found = annotate("door code 4417")
    assert values(found, kinds.LEVEL) == ["secret"]
    assert values(found, kinds.CREDENTIAL) == ["true"]
    assert not any("4417" in each.value for each in found)


def test_the_number_of_a_card_suggests_the_level_secret_but_opens_nothing() -> None:
    found = annotate("visa 4111 1111 1111 1111")
    assert values(found, kinds.LEVEL) == ["secret"]
    assert values(found, kinds.CREDENTIAL) == []
    assert values(found, "card") == ["true"]


def test_health_suggests_the_level_confidential() -> None:
    assert values(annotate("blood pressure 138 over 88, new tablets 5 mg"), kinds.LEVEL) == ["confidential"]


def test_a_plain_note_suggests_no_level() -> None:
    assert values(annotate("bins out on sunday night"), kinds.LEVEL) == []


def test_links_hashtags_sums_people_and_places_are_read_off() -> None:
    text = "Lena paid 60 euros in Ljubljana, see (https://example.org/a_b). #trip #Gift-ideas"
    found = annotate(text)
    assert values(found, kinds.LINK) == ["https://example.org/a_b"]
    assert values(found, kinds.HASHTAG) == ["trip", "gift-ideas"]
    assert values(found, kinds.AMOUNT) == ["60 EUR"]
    assert values(found, kinds.PERSON) == ["Lena"]
    assert values(found, kinds.PLACE) == ["Ljubljana"]


def test_names_known_before_are_found_however_they_are_written() -> None:
    known = Known(names=["Zabrina Oduya"])
    assert values(annotate("zabrina needs new boots", known=known), kinds.PERSON) == ["zabrina"]


def test_what_others_found_stands_among_the_results() -> None:
    date = Annotation(kind=kinds.DATE, value="2026-11-27", confidence=1, source=AnnotationSource.RULE, span=(8, 14))
    assert date in annotate("dentist friday", further=[date])


def test_a_vector_has_a_say() -> None:
    text = "the blue one"
    towards = [[0.0] * place + [sign] + [0.0] * (511 - place) for place in range(12) for sign in (-1.0, 1.0)]
    told = [tuple((each.value, each.confidence) for each in annotate(text, vector=vector)[:1]) for vector in towards]
    assert len(set(told)) > 1


@given(st.text(max_size=300))
def test_every_span_is_within_the_text_and_every_confidence_within_bounds(text: str) -> None:
    for each in annotate(text):
        assert 0 <= each.confidence <= 1
        if each.span is not None:
            assert 0 <= each.span[0] < each.span[1] <= len(text)


HOSTILE = (
    "password ", "1234 ", "code door ", "wifi x / ", "alarm 4", "a1", "AB12 ", "#a ", "$1 ", "Anna ", "d'", "St ",
    "5 5 ", "http://", "1,", "\u00bf", "is is ", "Rue de la ", "in A", "A", "'s",
)  # fmt: skip


@pytest.mark.parametrize("bit", HOSTILE)
def test_a_hostile_text_costs_no_more_than_a_long_one(bit: str) -> None:
    text = (bit * 20_000)[:20_000]
    annotate(text)
    with comes_to_an_end():
        annotate(text)


def figures() -> Iterator[tuple[str, bool, bool]]:
    """For each note of the lives that nothing was trained on, and each finding: wanted, given."""
    rows = notes("held_out.txt")
    for row, known in zip(rows, known_before(rows), strict=True):
        found = annotate(row.text, known=Known(known))
        yield "category", True, values(found, kinds.CATEGORY)[0] in row.categories
        yield "credential", row.credential, bool(values(found, kinds.CREDENTIAL))
        yield "task", row.task, bool(values(found, kinds.TASK))
        given = set(values(found, kinds.PERSON))
        yield from (("person", name in row.names, name in given) for name in {*row.names, *given})


@pytest.mark.parametrize(
    ("finding", "least"), [("category", 0.8), ("credential", 0.9), ("task", 0.6), ("person", 0.88)]
)
def test_lives_that_were_not_trained_on_are_understood(finding: str, least: float) -> None:
    told = [(wanted, given) for kind, wanted, given in figures() if kind == finding]
    both = sum(wanted and given for wanted, given in told)
    f1 = 2 * both / (sum(wanted for wanted, _ in told) + sum(given for _, given in told))
    assert f1 >= least


def test_probabilities_sum_to_one_and_overflow_nothing() -> None:
    assert math.isclose(sum(softmax([1000.0, 0.0, -1000.0])), 1)
    assert sigmoid(-1e9) < 1e-6 < 1 - 1e-6 < sigmoid(1e9)


def test_a_model_knows_nothing_of_features_it_has_not_seen() -> None:
    model = Model.load("names.json")
    assert model.scores(["no such feature"]) == list(model.bias)
