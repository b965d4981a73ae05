"""How many memories there are: asked in five languages, told from how many there are of something."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers import intents
from handlers.meaning import Intent
from memory import question as questions
from memory.question import Question, Shape, WindowOn

NOW = datetime(2026, 3, 15, 9, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")

EVERYTHING = {
    "en": ("how many notes do I have?", "How many memories have I saved", "number of notes", "count my notes please"),
    "de": ("wie viele Notizen habe ich", "Wie viele Erinnerungen habe ich gespeichert?", "wieviele Notizen gibt es"),
    "es": ("¿Cuántas notas tengo?", "cuantos recuerdos he guardado", "cuántas cosas te he contado"),
    "fr": ("combien de notes ai-je ?", "Combien de souvenirs ai-je enregistrés", "j'ai combien de notes"),
    "pt": ("quantas notas tenho?", "Quantas memórias guardei", "quantas notas é que eu guardei até agora"),
}
THIS_MONTH = {
    "en": ("how many notes do I have this month?", "how many memories did I save this month"),
    "de": ("wie viele Notizen habe ich diesen Monat gespeichert?", "wie viele Notizen diesen Monat"),
    "es": ("cuántas notas tengo este mes", "¿cuántos recuerdos he guardado este mes?"),
    "fr": ("combien de notes ce mois-ci ?", "combien de souvenirs ai-je enregistrés ce mois"),
    "pt": ("quantas notas tenho este mês?", "quantas memórias guardei este mês"),
}
BY_SMS = {
    "en": ("how many notes have I sent by sms", "how many memories did I save by text?"),
    "de": ("wie viele Notizen habe ich per SMS geschickt?",),
    "es": ("cuántas notas he enviado por sms",),
    "fr": ("combien de notes ai-je envoyées par sms ?",),
    "pt": ("quantas notas enviei por sms?",),
}
WITH_PHOTOS = {
    "en": ("how many notes with photos do I have?", "how many memories with a picture"),
    "de": ("wie viele Notizen mit Fotos habe ich?",),
    "es": ("¿cuántas notas con fotos tengo?",),
    "fr": ("combien de notes avec photos ai-je ?",),
    "pt": ("quantas notas com fotos tenho?",),
}


def said(table: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in table.items() for text in texts]


def read(language: str, text: str) -> Question:
    return questions.read(text, now=NOW, zone=LISBON, languages=(language,))


def asks_for_nothing_else(question: Question) -> bool:
    plain = question.tally and question.shape is Shape.COUNT and not question.leans
    return plain and question.subject == ""


@pytest.mark.parametrize(("language", "text"), said(EVERYTHING))
def test_all_memories_are_counted(language: str, text: str) -> None:
    question = read(language, text)
    assert asks_for_nothing_else(question)
    assert (question.window, question.facets) == (None, ())


@pytest.mark.parametrize(("language", "text"), said(THIS_MONTH))
def test_those_of_a_time_are_counted_by_when_they_were_told(language: str, text: str) -> None:
    question = read(language, text)
    assert asks_for_nothing_else(question)
    assert question.window is not None
    assert question.window.on is WindowOn.TOLD
    assert (question.window.since.date().isoformat(), question.window.until.date().isoformat()) == (
        "2026-03-01",
        "2026-04-01",
    )


@pytest.mark.parametrize(("language", "text"), said(BY_SMS))
def test_those_of_a_channel_are_counted(language: str, text: str) -> None:
    question = read(language, text)
    assert asks_for_nothing_else(question)
    assert question.facets == (frozenset(("channel:sms",)),)


@pytest.mark.parametrize(("language", "text"), said(WITH_PHOTOS))
def test_those_that_something_came_with_are_counted(language: str, text: str) -> None:
    question = read(language, text)
    assert asks_for_nothing_else(question)
    assert question.facets == (frozenset(("has:photo",)),)


def test_a_month_that_is_named_is_the_last_one() -> None:
    window = read("en", "how many notes do I have from May?").window
    assert window is not None
    assert window.since.date().isoformat() == "2025-05-01"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "how many notes about the boiler do I have?"),
        ("en", "how many things do I have to do"),
        ("en", "how many messages did Anna send me"),
        ("en", "how many recipes have I saved?"),
        ("en", "how many bank notes are in the tin"),
        ("de", "wie viele Notizen über den Keller habe ich?"),
        ("de", "wie viele Erinnerungen habe ich"),
        ("es", "cuántas notas sobre el jardín tengo"),
        ("fr", "combien de notes sur la chaudière ai-je ?"),
        ("pt", "quantas notas sobre o jardim tenho?"),
    ],
)
def test_a_count_of_something_is_none_of_all_memories(language: str, text: str) -> None:
    assert not read(language, text).tally


@pytest.mark.parametrize("text", [text for table in (EVERYTHING, THIS_MONTH) for _, text in said(table)])
def test_it_is_a_question_with_or_without_its_mark(text: str) -> None:
    assert intents.read(text.rstrip(" ?")).intent is Intent.QUESTION
