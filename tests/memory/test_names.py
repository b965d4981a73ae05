"""The people a text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.names import names_in
from memory.words import words_of


def people(text: str, *known: str) -> list[str]:
    return [name.text for name in names_in(words_of(text), known)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lent Sadia 40", ["Sadia"]),
        ("hannah is allergic to nuts", ["hannah"]),
        ("Dr Patel at 4 on Tuesday", ["Dr Patel"]),
        ("Dr. Patel moved to the new clinic", ["Dr. Patel"]),
        ("mrs dunne wants a patch test", ["mrs dunne"]),
        ("grandpa Vito was born in Bari", ["grandpa Vito"]),
        ("call Tamara Nwosu about the lease", ["Tamara Nwosu"]),
        ("mum's new number", ["mum"]),
        ("ring Mum on Sunday", ["Mum"]),
        ("Marco, Lena and Theo come for dinner", ["Marco", "Lena", "Theo"]),
        ("Lisa hat Schuhgr\u00f6\u00dfe 39", ["Lisa"]),
        ("la boda de Carmen es en Ronda", ["Carmen"]),
        ("Mme Garnier passe jeudi", ["Mme Garnier"]),
    ],
)
def test_names_are_told_as_written(text: str, names: list[str]) -> None:
    assert people(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hannah's mum has the key", ["Hannah"]),
        ("my sister runs the bar", []),
        ("his dad and her brother do the books", []),
        ("boiler serviced, 1.3 bar", []),
        ("Milk, bread and light bulbs", []),
        ("choir at St Agnes on sunday", []),
        ("concert on Easter Monday", []),
        ("vitamin C with zinc", []),
        ("Q4 figures by Friday", []),
        ("", []),
        ("4711", []),
    ],
)
def test_relations_things_and_days_are_no_names(text: str, names: list[str]) -> None:
    assert people(text) == names


def test_a_name_is_told_without_its_possessive() -> None:
    assert people("Dana's bike, Dana\u2019s helmet") == ["Dana"]


def test_a_hurried_possessive_is_taken_off_what_is_known() -> None:
    assert people("dads birthday is in may") == ["dad"]


def test_what_was_told_before_is_a_name_in_any_manner() -> None:
    assert people("zabrina needs new boots", "zabrina") == ["zabrina"]
    assert people("zabrinas boots are wet", "zabrina") == ["zabrina"]


def test_a_spelling_is_told_once() -> None:
    assert people("Tom rang. tom again. TOM") == ["Tom"]


@given(st.text(max_size=300))
def test_a_name_stands_where_it_says(text: str) -> None:
    for name in names_in(words_of(text)):
        start, end = name.span
        assert text[start:end].split() == name.text.split()
        assert 0.5 <= name.confidence <= 1
