from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.when.recurrence_schedule import Trouble
from memory.when.request import Request, anchored, read
from tests.endless import comes_to_an_end

ZONE: Final = ZoneInfo("Europe/Lisbon")
# A Saturday.
NOW: Final = datetime(2026, 11, 21, 10, 30, tzinfo=ZONE)
TOLD: Final = {
    "en": "dentist on Tuesday at 10",
    "es": "dentista el martes a las 10",
    "de": "Zahnarzt am Dienstag um 10",
    "fr": "dentiste mardi à 10h",
    "pt": "dentista na terça às 10",
}


def asked(text: str, language: str = "en") -> Request:
    return read(text, now=NOW, zone=ZONE, language=language)


def due(request: Request) -> list[str]:
    times = [each for schedule in request.schedules for each in schedule.occurrences(after=NOW, limit=1)]
    return [f"{each:%d.%m. %H:%M}" for each in times]


@pytest.mark.parametrize(
    ("language", "text", "subject", "at"),
    [
        ("en", "remind me an hour before the dentist on Tuesday at 10", "dentist", "24.11. 09:00"),
        ("en", "remind me 15 minutes before the meeting tomorrow at 3pm", "meeting", "22.11. 14:45"),
        ("en", "remind me about the dentist on Tuesday at 10 an hour before", "the dentist", "24.11. 09:00"),
        ("en", "remind me the day before the dentist on Tuesday at 10", "dentist", "23.11. 09:00"),
        ("en", "remind me two days before Anna's party on 12 December", "Anna's party", "10.12. 09:00"),
        ("en", "remind me an hour before yoga every Tuesday at 10", "yoga", "24.11. 09:00"),
        ("es", "recuérdame una hora antes del dentista el martes a las 10", "dentista", "24.11. 09:00"),
        ("de", "erinnere mich eine Stunde vor dem Zahnarzt am Dienstag um 10", "Zahnarzt", "24.11. 09:00"),
        ("fr", "rappelle-moi une heure avant le dentiste mardi à 10h", "dentiste", "24.11. 09:00"),
        ("pt", "lembra-me uma hora antes do dentista na terça às 10", "dentista", "24.11. 09:00"),
    ],
)
def test_a_time_before_what_the_same_sentence_names(language: str, text: str, subject: str, at: str) -> None:
    request = asked(text, language)
    assert (request.subject, due(request), request.problem) == (subject, [at], None)


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("en", "remind me an hour before", "24.11. 09:00"),
        ("en", "remind me half an hour before", "24.11. 09:30"),
        ("en", "remind me 15 minutes before that", "24.11. 09:45"),
        ("en", "remind me an hour and a half beforehand", "24.11. 08:30"),
        ("en", "remind me the day before", "23.11. 09:00"),
        ("en", "remind me the day before at 6 pm", "23.11. 18:00"),
        ("en", "remind me at 6 pm the day before", "23.11. 18:00"),
        ("en", "remind me the night before", "23.11. 18:00"),
        ("en", "remind me two days earlier", "22.11. 09:00"),
        ("es", "recuérdame una hora antes", "24.11. 09:00"),
        ("es", "recuerdamelo una hora antes", "24.11. 09:00"),
        ("es", "recuérdame con una hora de antelación", "24.11. 09:00"),
        ("es", "recuérdame el día antes a las 18", "23.11. 18:00"),
        ("es", "recuerdame el dia anterior", "23.11. 09:00"),
        ("es", "recuérdame la víspera", "23.11. 09:00"),
        ("de", "erinnere mich eine Stunde vorher", "24.11. 09:00"),
        ("de", "erinner mich eine halbe Stunde davor", "24.11. 09:30"),
        ("de", "erinnere mich am Tag davor", "23.11. 09:00"),
        ("de", "erinnere mich am Tag vorher um 18 Uhr", "23.11. 18:00"),
        ("de", "erinnere mich am Vorabend", "23.11. 18:00"),
        ("de", "erinnere mich zwei Tage frueher", "22.11. 09:00"),
        ("fr", "rappelle-moi une heure avant", "24.11. 09:00"),
        ("fr", "rappelle-moi 15 minutes avant ça", "24.11. 09:45"),
        ("fr", "rappelle-moi la veille", "23.11. 09:00"),
        ("fr", "rappelle-moi la veille à 18h", "23.11. 18:00"),
        ("fr", "rappelle-moi la veille au soir", "23.11. 18:00"),
        ("pt", "lembra-me uma hora antes", "24.11. 09:00"),
        ("pt", "lembra-me na véspera às 18h", "23.11. 18:00"),
        ("pt", "me lembra no dia anterior", "23.11. 09:00"),
        ("pt", "lembra-me dois dias antes", "22.11. 09:00"),
    ],
)
def test_a_time_before_what_was_told_elsewhere(language: str, text: str, at: str) -> None:
    request = asked(text, language)
    assert (request.subject, request.problem) == ("", Trouble.BEFORE_WHAT)
    assert due(anchored(request, TOLD[language], now=NOW, zone=ZONE, language=language)) == [at]


def test_hours_before_a_day_without_one_are_asked_about() -> None:
    request = anchored(asked("remind me an hour before"), "dentist on Tuesday", now=NOW, zone=ZONE)
    assert due(request) == ["24.11. 08:00", "24.11. 11:00", "24.11. 17:00"]


@pytest.mark.parametrize("told", ["the key is under the pot", "dentist in March", ""])
def test_what_names_no_day_leaves_the_question(told: str) -> None:
    request = anchored(asked("remind me an hour before"), told, now=NOW, zone=ZONE)
    assert (request.schedules, request.problem) == ((), Trouble.BEFORE_WHAT)


def test_what_would_have_been_is_past() -> None:
    request = anchored(asked("remind me two days before"), "dentist today at 5pm", now=NOW, zone=ZONE)
    assert (request.schedules, request.problem) == ((), Trouble.PAST)


def test_two_ways_to_read_what_it_is_before_stay_two() -> None:
    request = anchored(asked("remind me an hour before"), "dinner on Tuesday at 7", now=NOW, zone=ZONE)
    assert due(request) == ["24.11. 18:00", "24.11. 06:00"] or due(request) == ["24.11. 06:00", "24.11. 18:00"]


def test_said_in_the_middle_of_a_sentence_it_may_be_what_one_is_reminded_of() -> None:
    assert len(asked("remind me to eat two hours before bed at 9pm").schedules) == 2


def test_a_rule_that_would_cross_midnight_is_asked_for() -> None:
    assert asked("remind me two hours before yoga every day at 1am").problem is Trouble.BEFORE_WHAT


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("remind me an hour before noon to eat", "21.11. 11:00"),
        ("remind me the day before Christmas to shop", "24.12. 09:00"),
        ("remind me at 5pm to call Ana before she leaves", "21.11. 17:00"),
    ],
)
def test_what_names_its_time_itself_is_read_as_ever(text: str, at: str) -> None:
    assert due(asked(text)) == [at]


AHEAD: Final = {
    "en": "remind me {0} minutes before",
    "es": "recuérdame {0} minutos antes",
    "de": "erinnere mich {0} Minuten vorher",
    "fr": "rappelle-moi {0} minutes avant",
    "pt": "lembra-me {0} minutos antes",
}
MEETING: Final = {
    "en": "meeting on Tuesday at {0:%H:%M}",
    "es": "reunión el martes a las {0:%H:%M}",
    "de": "Treffen am Dienstag um {0:%H:%M} Uhr",
    "fr": "réunion mardi à {0:%H}h{0:%M}",
    "pt": "reunião na terça às {0:%H:%M}",
}


@given(language=st.sampled_from(sorted(AHEAD)), minutes=st.integers(1, 180), hour=st.integers(13, 23))
def test_so_many_minutes_before_any_time_in_any_language(language: str, minutes: int, hour: int) -> None:
    told = MEETING[language].format(time(hour, 30))
    request = anchored(asked(AHEAD[language].format(minutes), language), told, now=NOW, zone=ZONE, language=language)
    at = datetime(2026, 11, 24, hour, 30, tzinfo=ZONE) - timedelta(minutes=minutes)
    assert due(request) == [f"{at:%d.%m. %H:%M}"]


@given(st.sampled_from(["an hour before ", "the day before ", "2 days ", "before that ", "the night before at 5 "]))
def test_no_text_however_repetitive_takes_long(piece: str) -> None:
    text = "remind me " + (piece * 20_000)[:20_000]
    with comes_to_an_end():
        asked(text)
