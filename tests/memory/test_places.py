"""Places a text names."""

import pytest

from memory.places import places_in
from memory.words import words_of


def places(text: str) -> list[str]:
    found = places_in(text, words_of(text))
    assert all(text[slice(*place.span)].strip() == place.text for place in found)
    return [place.text for place in found]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the tailor is at 14 Laurel Drive", "14 Laurel Drive"),
        ("chip shop on Harbour Row", "Harbour Row"),
        ("gar\u00e9 rue Voltaire", "rue Voltaire"),
        ("la modista est\u00e1 en la calle Feria 12", "calle Feria 12"),
        ("o sapateiro fica na Rua de Cedofeita", "Rua de Cedofeita"),
        ("Copyshop in der Nonnenstra\u00dfe 4", "Nonnenstra\u00dfe 4"),
        ("three nights in Ljubljana", "Ljubljana"),
        ("camping near Porto Covo in June", "Porto Covo"),
    ],
)
def test_streets_and_names_after_a_preposition_are_places(text: str, place: str) -> None:
    assert places(text) == [place]


@pytest.mark.parametrize("text", ["", "in May", "at Easter", "in the drawer", "to be done", "from IT", "in"])
def test_times_and_things_are_none(text: str) -> None:
    assert places(text) == []


def test_where_a_person_stands_is_no_place() -> None:
    text = "gave it to Saoirse"
    assert places_in(text, words_of(text), taken=[(11, 18)]) == []
