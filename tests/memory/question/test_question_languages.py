"""The same questions in the other languages."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from memory.question import Question, Shape, Wanted, WindowOn, read

ZONE: Final = ZoneInfo("Europe/Madrid")
# A Wednesday.
NOW: Final = datetime(2026, 6, 17, 15, 30, tzinfo=ZONE)


def asked(language: str, text: str) -> Question:
    return read(text, now=NOW, zone=ZONE, languages=("en", language))


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("es", "¿quién arregló el tejado?", Wanted.PERSON),
        ("es", "¿cuál es el teléfono de Marta?", Wanted.PHONE),
        ("es", "¿cuánto pagamos al fontanero?", Wanted.MONEY),
        ("es", "¿cómo se llama el gato?", Wanted.NAME),
        ("es", "¿dónde está la bici?", Wanted.PLACE),
        ("de", "wer hat das Dach repariert?", Wanted.PERSON),
        ("de", "wie ist die Telefonnummer von Marta?", Wanted.PHONE),
        ("de", "was hat der Klempner gekostet?", Wanted.MONEY),
        ("de", "wie heißt die Katze?", Wanted.NAME),
        ("de", "warum haben wir die Bank gewechselt?", Wanted.REASON),
        ("fr", "qui a réparé le toit ?", Wanted.PERSON),
        ("fr", "quel est le numéro de téléphone de Marta ?", Wanted.PHONE),
        ("fr", "combien a coûté le plombier ?", Wanted.MONEY),
        ("fr", "comment s'appelle le chat ?", Wanted.NAME),
        ("fr", "pourquoi on a changé de banque", Wanted.REASON),
        ("pt", "quem arranjou o telhado?", Wanted.PERSON),
        ("pt", "qual é o telefone da Marta?", Wanted.PHONE),
        ("pt", "quanto pagámos ao canalizador?", Wanted.MONEY),
        ("pt", "como se chama o gato?", Wanted.NAME),
        ("pt", "onde está a bicicleta?", Wanted.PLACE),
    ],
)
def test_what_is_wanted_is_read_in_every_language(language: str, text: str, wanted: Wanted) -> None:
    assert asked(language, text).wanted is wanted


@pytest.mark.parametrize(
    ("language", "text", "subject"),
    [
        ("es", "¿qué apunté sobre la caldera la semana pasada?", "la caldera"),
        ("de", "was habe ich letzte Woche über den Keller notiert?", "den Keller"),
        ("fr", "qu'est-ce que j'ai noté sur la chaudière la semaine dernière ?", "la chaudière"),
        ("pt", "o que anotei sobre a caldeira na semana passada?", "a caldeira"),
    ],
)
def test_what_was_told_last_week_is_filtered_in_every_language(language: str, text: str, subject: str) -> None:
    question = asked(language, text)
    assert question.window
    window = question.window
    assert (window.since.date(), window.until.date(), window.on) == (date(2026, 6, 8), date(2026, 6, 15), WindowOn.TOLD)
    assert (question.subject, question.shape) == (subject, Shape.LIST)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿qué mandé por sms en marzo?"),
        ("de", "was habe ich im März per SMS geschickt?"),
        ("fr", "qu'est-ce que j'ai envoyé par sms en mars ?"),
        ("pt", "o que mandei por sms em março?"),
    ],
)
def test_channels_are_facets_in_every_language(language: str, text: str) -> None:
    question = asked(language, text)
    assert question.facets == (frozenset({"channel:sms"}),)
    assert question.window
    assert (question.window.since.month, question.window.on) == (3, WindowOn.TOLD)


@pytest.mark.parametrize(
    ("language", "text", "shape"),
    [
        ("es", "¿cuántas veces fui al dentista?", Shape.COUNT),
        ("es", "¿cuántas pastillas al día?", Shape.ONE),
        ("de", "wie oft war ich beim Zahnarzt?", Shape.COUNT),
        ("de", "wie viele Tabletten am Tag?", Shape.ONE),
        ("fr", "combien de fois suis-je allé chez le dentiste ?", Shape.COUNT),
        ("fr", "combien de comprimés par jour ?", Shape.ONE),
        ("pt", "quantas vezes fui ao dentista?", Shape.COUNT),
        ("pt", "quantos comprimidos por dia?", Shape.ONE),
        ("es", "todas mis recetas", Shape.LIST),
        ("de", "alle meine Rezepte", Shape.LIST),
        ("fr", "toutes mes recettes", Shape.LIST),
        ("pt", "todas as minhas receitas", Shape.LIST),
    ],
)
def test_lists_and_counts_are_told_apart_in_every_language(language: str, text: str, shape: Shape) -> None:
    assert asked(language, text).shape is shape


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "¿y en abril?"), ("de", "und im April?"), ("fr", "et en avril ?"), ("pt", "e em abril?")],
)
def test_another_month_leans_on_the_question_before_in_every_language(language: str, text: str) -> None:
    question = asked(language, text)
    assert question.leans
    assert question.window
    assert question.window.since.month == 4
