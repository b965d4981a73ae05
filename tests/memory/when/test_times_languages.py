"""Spanish, German, French and Portuguese; said in Lisbon on Wednesday 18 November 2026 at 10:20."""

import pytest

from memory.when.reading import Direction
from memory.when.words import languages
from memory.when.words.vocabulary import Vocabulary
from tests.memory.when.clockwork import found, said, sure

FORWARD = {
    "es": {
        "hoy": "2026-11-18/2026-11-19",
        "mañana": "2026-11-19/2026-11-20",
        "manana": "2026-11-19/2026-11-20",
        "pasado mañana": "2026-11-20/2026-11-21",
        "el viernes": "2026-11-20/2026-11-21",
        "el próximo viernes": "2026-11-20/2026-11-21",
        "el viernes que viene": "2026-11-20/2026-11-21",
        "3 de mayo de 2027": "2027-05-03/2027-05-04",
        "el 24 de diciembre a las 10": "2026-12-24 10:00",
        "24/12/2026": "2026-12-24/2026-12-25",
        "a las 3 de la tarde": "2026-11-18 15:00",
        "a las 15h": "2026-11-18 15:00",
        "a las 15:30": "2026-11-18 15:30",
        "a las tres y media": "2026-11-18 15:30",
        "a las 8 menos cuarto": "2026-11-18 19:45",
        "mañana por la mañana": "2026-11-19 06:00/2026-11-19 12:00",
        "mañana por la tarde a las 5": "2026-11-19 17:00",
        "esta noche a las 8": "2026-11-18 20:00",
        "en 3 días": "2026-11-21",
        "dentro de dos semanas": "2026-12-02",
        "en media hora": "2026-11-18 10:50",
        "la semana que viene": "2026-11-23/2026-11-30",
        "el primer lunes de diciembre": "2026-12-07/2026-12-08",
        "llamar a Ana el sábado": "2026-11-21/2026-11-22",
    },
    "pt": {
        "hoje": "2026-11-18/2026-11-19",
        "amanhã": "2026-11-19/2026-11-20",
        "depois de amanhã": "2026-11-20/2026-11-21",
        "na sexta-feira": "2026-11-20/2026-11-21",
        "próxima sexta": "2026-11-20/2026-11-21",
        "sexta que vem": "2026-11-20/2026-11-21",
        "3 de maio de 2027": "2027-05-03/2027-05-04",
        "dia 24 de dezembro às 10h": "2026-12-24 10:00",
        "24/12/2026": "2026-12-24/2026-12-25",
        "às 15h": "2026-11-18 15:00",
        "às 15h30": "2026-11-18 15:30",
        "às 3 da tarde": "2026-11-18 15:00",
        "às 8 e meia": "2026-11-18 20:30",
        "ao meio-dia": "2026-11-18 12:00",
        "amanhã de manhã": "2026-11-19 06:00/2026-11-19 12:00",
        "hoje à noite às 8": "2026-11-18 20:00",
        "daqui a 3 dias": "2026-11-21",
        "daqui a duas semanas": "2026-12-02",
        "dentro de uma hora": "2026-11-18 11:20",
        "semana que vem": "2026-11-23/2026-11-30",
    },
    "fr": {
        "aujourd'hui": "2026-11-18/2026-11-19",
        "demain": "2026-11-19/2026-11-20",
        "après-demain": "2026-11-20/2026-11-21",
        "vendredi": "2026-11-20/2026-11-21",
        "vendredi prochain": "2026-11-20/2026-11-21",
        "le 3 mai 2027": "2027-05-03/2027-05-04",
        "1er janvier": "2027-01-01/2027-01-02",
        "le 24 décembre à 10h": "2026-12-24 10:00",
        "24/12/2026": "2026-12-24/2026-12-25",
        "à 15h": "2026-11-18 15:00",
        "à 15 h 30": "2026-11-18 15:30",
        "à 3 heures de l'après-midi": "2026-11-18 15:00",
        "à huit heures et demie": "2026-11-18 20:30",
        "demain matin": "2026-11-19 06:00/2026-11-19 12:00",
        "demain soir à 8h": "2026-11-19 20:00",
        "dans 3 jours": "2026-11-21",
        "dans deux semaines": "2026-12-02",
        "la semaine prochaine": "2026-11-23/2026-11-30",
        "de 15h à 17h": "2026-11-18 15:00/2026-11-18 17:00",
    },
    "de": {
        "heute": "2026-11-18/2026-11-19",
        "morgen": "2026-11-19/2026-11-20",
        "übermorgen": "2026-11-20/2026-11-21",
        "am Freitag": "2026-11-20/2026-11-21",
        "nächsten Freitag": "2026-11-20/2026-11-21",
        "3. Mai 2027": "2027-05-03/2027-05-04",
        "am 3.5.": "2027-05-03/2027-05-04",
        "24.12.2026": "2026-12-24/2026-12-25",
        "am 24. Dezember um 10 Uhr": "2026-12-24 10:00",
        "um 15 Uhr": "2026-11-18 15:00",
        "15.30 Uhr": "2026-11-18 15:30",
        "um halb acht": "2026-11-18 19:30",
        "um viertel vor 8": "2026-11-18 19:45",
        "heute Abend um 8": "2026-11-18 20:00",
        "morgens um 8": "2026-11-19 08:00",
        "morgen Nachmittag um 3": "2026-11-19 15:00",
        "Freitagabend": "2026-11-20 18:00/2026-11-21 00:00",
        "in 3 Tagen": "2026-11-21",
        "in zwei Wochen": "2026-12-02",
        "in einer halben Stunde": "2026-11-18 10:50",
        "nächste Woche": "2026-11-23/2026-11-30",
        "von 9 bis 11 Uhr": "2026-11-18 09:00/2026-11-18 11:00",
    },
}
BACK = {
    "es": {
        "ayer": "2026-11-17",
        "anteayer": "2026-11-16",
        "hace 3 días": "2026-11-15",
        "el lunes pasado": "2026-11-16",
    },
    "pt": {
        "ontem": "2026-11-17",
        "anteontem": "2026-11-16",
        "há 3 dias": "2026-11-15",
        "segunda passada": "2026-11-16",
    },
    "fr": {
        "hier": "2026-11-17",
        "avant-hier": "2026-11-16",
        "il y a 3 jours": "2026-11-15",
        "lundi dernier": "2026-11-16",
    },
    "de": {
        "gestern": "2026-11-17",
        "vorgestern": "2026-11-16",
        "vor 2 Wochen": "2026-11-04",
        "letzten Montag": "2026-11-16",
    },
}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [(language, *pair) for language, table in FORWARD.items() for pair in table.items()],
)
def test_a_phrase_is_the_time_that_people_mean(language: str, text: str, expected: str) -> None:
    assert said(sure(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [(language, *pair) for language, table in BACK.items() for pair in table.items()],
)
def test_what_is_over_is_found_looking_back(language: str, text: str, expected: str) -> None:
    assert said(sure(text, language, direction=Direction.BACK)).startswith(expected)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "tengo 3 perros y un gato"),
        ("pt", "a segunda porta à direita"),
        ("pt", "vou ter de sair"),
        ("fr", "il sort de la mer"),
        ("fr", "le chien est mort"),
        ("de", "so geht das"),
        ("de", "ich habe acht Katzen"),
    ],
)
def test_ordinary_words_are_no_times(language: str, text: str) -> None:
    assert found(text, language) is None


@pytest.mark.parametrize("words", languages.LANGUAGES.values(), ids=lambda words: words.language)
def test_each_language_has_every_month_weekday_and_hour(words: Vocabulary) -> None:
    assert set(words.months.values()) == set(range(1, 13))
    assert set(words.weekdays.values()) == set(range(7))
    assert set(range(13)) <= set(words.numbers.values())


def test_a_language_without_words_is_read_as_english() -> None:
    assert languages.of("pt-BR").language == "pt"
    assert languages.of("fi").language == "en"
