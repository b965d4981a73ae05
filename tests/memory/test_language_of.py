"""Which language a short text is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.language_of import DEFAULT, LANGUAGES, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the spare key is under the blue pot", "en"),
        ("bins out sun night", "en"),
        ("Der Schl\u00fcssel liegt unter dem Topf", "de"),
        ("Altglas wegbringen und Pfand", "de"),
        ("la llave est\u00e1 debajo de la maceta", "es"),
        ("comprar leche y huevos", "es"),
        ("la cl\u00e9 est sous le pot bleu", "fr"),
        ("acheter du lait et des oeufs", "fr"),
        ("a chave est\u00e1 debaixo do vaso", "pt"),
        ("comprar p\u00e3o e leite", "pt"),
        ("gracias", "es"),
        ("merci beaucoup", "fr"),
        ("obrigada", "pt"),
        ("danke dir", "de"),
    ],
)
def test_a_short_text_tells_its_language(text: str, language: str) -> None:
    assert language_of(text)[0] == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "4711 x 3",
        "Bego\u00f1a",
        "dinner with J\u00fcrgen",
        "pi\u00f1ata for the party",
        "the cr\u00e8me br\u00fbl\u00e9e torch is in the drawer",
        "\U0001f600",
    ],
)
def test_english_is_taken_when_in_doubt(text: str) -> None:
    assert language_of(text)[0] == DEFAULT


def test_the_main_part_of_a_mixed_text_decides() -> None:
    assert language_of("Frau Lang sagt, die Heizung kommt am Montag, check the boiler")[0] == "de"
    assert language_of("the boiler man says Heizung, whatever that is")[0] == "en"


def test_a_whole_sentence_is_surer_than_a_word() -> None:
    assert language_of("meine Schwester hat am Freitag keine Zeit f\u00fcr uns")[1] > language_of("Freitag")[1]


@given(st.text(max_size=300))
def test_any_text_has_a_language_and_a_confidence(text: str) -> None:
    code, confidence = language_of(text)
    assert code in LANGUAGES
    assert 0.5 <= confidence <= 1
