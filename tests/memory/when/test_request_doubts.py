"""What used to be set silently for another day, or was not read as a time at all."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.when.request import Request, Trouble, anchored, read

ZONE: Final = ZoneInfo("Europe/Lisbon")
# A Saturday.
NOW: Final = datetime(2026, 11, 21, 10, 30, tzinfo=ZONE)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def asked(text: str) -> Request:
    """The request of `de|sentence`; in English without a language."""
    language, _, sentence = text.rpartition("|")
    return read(sentence, now=NOW, zone=ZONE, language=language or "en")


def due(request: Request, limit: int = 1) -> list[str]:
    times = [each for schedule in request.schedules for each in schedule.occurrences(after=NOW, limit=limit)]
    return [f"{each:%d.%m.%y %H:%M}" for each in times]


@pytest.mark.parametrize(
    ("text", "subject", "first"),
    [
        ("remind me Friday 27 to call Ana", "call Ana", ["27.11.26 09:00"]),
        ("remind me on Friday 13 to call Ana", "call Ana", ["13.08.27 09:00", "27.11.26 09:00"]),
        ("remind me on Friday the 13 to call Ana", "call Ana", ["13.08.27 09:00"]),
        ("remind me at 9 on Tuesday 1 to call Ana", "call Ana", ["01.12.26 09:00"]),
        ("remind me on Friday 3pm to call Ana", "call Ana", ["27.11.26 15:00"]),
        ("remind me Friday 3 eggs", "3 eggs", ["27.11.26 09:00"]),
        ("de|erinnere mich am Freitag, den 27. an Ana", "Ana", ["27.11.26 09:00"]),
        ("es|recuérdame el viernes 27 llamar a Ana", "llamar a Ana", ["27.11.26 09:00"]),
        ("fr|rappelle-moi vendredi 27 d'appeler Ana", "appeler Ana", ["27.11.26 09:00"]),
        ("pt|me lembra na sexta dia 27 de ligar para a Ana", "ligar para a Ana", ["27.11.26 09:00"]),
        ("pt|me lembra na terça às 10 de ligar para a Ana", "ligar para a Ana", ["24.11.26 10:00"]),
    ],
)
def test_a_figure_behind_a_weekday_is_a_day_of_the_month(text: str, subject: str, first: list[str]) -> None:
    request = asked(text)
    assert (request.subject, due(request), request.problem) == (subject, first, None)


@pytest.mark.parametrize(
    "text",
    [
        "remind me every Friday the 13th to be careful",
        "remind me every Friday 13 to be careful",
        "every Friday the 13th remind me to be careful",
        "remind me to be careful on Fridays the 13th",
        "de|erinnere mich jeden Freitag den 13. an Vorsicht",
        "es|recuérdame todos los viernes 13 tener cuidado",
        "fr|rappelle-moi chaque vendredi 13 de faire attention",
        "pt|me lembra toda sexta-feira 13 de ter cuidado",
    ],
)
def test_a_weekday_with_a_day_of_the_month_comes_when_both_are_true(text: str) -> None:
    assert due(asked(text), 3) == ["13.08.27 09:00", "13.10.28 09:00", "13.04.29 09:00"]


@given(day=st.integers(13, 31), weekday=st.sampled_from(range(7)))
def test_every_weekday_of_a_number_is_that_weekday_and_that_number(day: int, weekday: int) -> None:
    request = asked(f"remind me every {WEEKDAYS[weekday]} the {day} to be careful")
    (schedule,) = request.schedules
    found = schedule.occurrences(after=NOW, limit=4)
    assert {(each.day, each.weekday()) for each in found} == {(day, weekday)}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("remind me every 15th to pay rent", "pay rent"),
        ("every 15th remind me to pay rent", "pay rent"),
        ("remind me every 15th of the month to pay rent", "pay rent"),
        ("de|erinnere mich jeden 15. an die Miete", "die Miete"),
        ("es|recuérdame cada día 15 pagar el alquiler", "pagar el alquiler"),
        ("es|recuérdame todos los 15 del mes pagar el alquiler", "pagar el alquiler"),
        ("fr|rappelle-moi tous les 15 de payer le loyer", "payer le loyer"),
        ("fr|rappelle-moi chaque 15 du mois de payer le loyer", "payer le loyer"),
        ("pt|me lembra todo dia 15 de pagar o aluguel", "pagar o aluguel"),
    ],
)
def test_every_so_many_is_that_day_of_each_month(text: str, subject: str) -> None:
    request = asked(text)
    assert (request.subject, due(request, 2)) == (subject, ["15.12.26 09:00", "15.01.27 09:00"])


@pytest.mark.parametrize("text", ["every 15th customer gets a prize", "es|cada 15 clientes hay un premio"])
def test_every_so_many_of_something_is_no_day(text: str) -> None:
    assert asked(text).schedules == ()


def test_a_leap_day_comes_again_and_comes_once() -> None:
    assert "29.02.28 09:00" in due(asked("remind me every leap day to celebrate"))
    assert due(asked("remind me on leap day to celebrate")) == ["29.02.28 09:00"]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("remind me every 2 hours from 9 to 5 on weekdays to drink", ["23.11.26 09:00", "23.11.26 11:00"]),
        ("remind me every 2 hours from 9am to 5pm to drink", ["21.11.26 11:00", "21.11.26 13:00"]),
        ("remind me every 3 hours from 10pm to 4am to drink", ["21.11.26 22:00", "22.11.26 01:00"]),
        ("remind me every 30 minutes from 14:00 to 15:00 to drink", ["21.11.26 14:00", "21.11.26 14:30"]),
        ("de|erinnere mich alle 2 Stunden von 9 bis 17 Uhr ans Trinken", ["21.11.26 11:00", "21.11.26 13:00"]),
    ],
)
def test_what_comes_within_hours_is_counted_from_the_first_of_them(text: str, times: list[str]) -> None:
    assert due(asked(text), 2) == times


@given(step=st.integers(1, 7), first=st.integers(6, 11), last=st.integers(13, 22))
def test_each_day_within_hours_is_the_same(step: int, first: int, last: int) -> None:
    (schedule,) = asked(f"remind me every {step} hours from {first}:00 to {last}:00 to drink").schedules
    found = schedule.occurrences(after=NOW, limit=60)
    days = {each.date(): [at.hour for at in found if at.date() == each.date()] for each in found}
    whole = list(days.values())[1:-1]
    assert all(hours == list(range(first, last + 1, step)) for hours in whole)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("remind me on the last weekday of the month to send it", "30.11.26 09:00"),
        ("remind me on the first working day of the month to send it", "01.12.26 09:00"),
        ("remind me on the last business day of January to send it", "29.01.27 09:00"),
    ],
)
def test_working_days_are_counted_within_a_month(text: str, first: str) -> None:
    assert due(asked(text)) == [first]


def test_a_working_day_that_no_month_has_is_called_impossible() -> None:
    assert asked("remind me on the 30th weekday of the month to send it").problem is Trouble.IMPOSSIBLE


@pytest.mark.parametrize(
    "text",
    [
        "remind me every day except at the weekend to stretch",
        "remind me every day at 9 but not at the weekend to stretch",
        "remind me every day not at weekends to stretch",
        "pt|me lembra todo dia exceto no fim de semana de alongar",
        "es|recuérdame cada día excepto el fin de semana estirar",
    ],
)
def test_a_weekend_is_left_out_however_it_is_said(text: str) -> None:
    request = asked(text)
    assert due(request, 6)[4:] == ["27.11.26 09:00", "30.11.26 09:00"]
    assert request.subject in {"stretch", "alongar", "estirar"}


def test_a_day_of_the_month_is_left_out() -> None:
    assert "13.12.26 09:00" not in due(asked("remind me every day except the 13th to stretch"), 40)


@pytest.mark.parametrize(
    "text",
    [
        "remind me every Monday on Tuesday to call Ana",
        "remind me every weekday on Saturday to call Ana",
        "de|erinnere mich jeden Montag am Dienstag an Ana",
        "es|recuérdame cada lunes el martes llamar a Ana",
        "fr|rappelle-moi chaque lundi le mardi d'appeler Ana",
        "pt|me lembra toda segunda na terça de ligar para a Ana",
    ],
)
def test_one_day_on_another_is_a_contradiction(text: str) -> None:
    assert asked(text).problem is Trouble.CONTRADICTORY


def test_a_day_within_others_is_that_day() -> None:
    assert due(asked("remind me every weekend on Sunday to call Ana"), 2) == ["22.11.26 09:00", "29.11.26 09:00"]
    listed = asked("remind me every Monday and Tuesday to call Ana")
    assert due(listed, 2) == ["23.11.26 09:00", "24.11.26 09:00"]


@pytest.mark.parametrize(
    "text",
    [
        "remind me on 3 March 1 to celebrate",
        "remind me on March 3 1 to celebrate",
        "remind me tomorrow Friday to celebrate",
        "remind me at 9pm second to celebrate",
        "de|erinnere mich am 3. März 1 zu feiern",
        "es|recuérdame el 3 de marzo 1 de celebrar",
    ],
)
def test_what_is_left_of_a_time_makes_it_doubtful(text: str) -> None:
    request = asked(text)
    assert request.schedules
    assert request.doubtful
    assert request.confidence <= 0.5


@pytest.mark.parametrize("text", ["remind me tomorrow 5 people are coming", "remind me tomorrow to buy 5 eggs"])
def test_a_number_that_counts_something_leaves_no_doubt(text: str) -> None:
    assert not asked(text).doubtful


@pytest.mark.parametrize(
    ("text", "subject", "first"),
    [
        ("Kannst du mich heute Abend an den Müll erinnern?", "den Müll", "21.11.26 18:00"),
        ("Könntest du mich bitte morgen daran erinnern, Ana anzurufen?", "Ana anzurufen", "22.11.26 09:00"),
        ("Ich möchte morgen um 9 an den Arzt erinnert werden", "den Arzt", "22.11.26 09:00"),
        ("Würdest du uns am Freitag an die Party erinnern?", "die Party", "27.11.26 09:00"),
        ("erinnere mich morgen ans Fitnessstudio", "Fitnessstudio", "22.11.26 09:00"),
    ],
)
def test_a_german_verb_may_stand_far_behind(text: str, subject: str, first: str) -> None:
    request = asked(f"de|{text}")
    assert (request.subject, due(request), request.confidence) == (subject, [first], 1)


@pytest.mark.parametrize(
    "text",
    [
        "remind me at 25 o'clock to call",
        "remind me at 25pm to call",
        "de|erinnere mich um 25 Uhr an Ana",
        "de|erinnere mich jeden Tag um 25 Uhr an Ana",
        "es|recuérdame a las 25 horas llamar",
        "fr|rappelle-moi à 25h d'appeler",
        "pt|me lembra às 25h de ligar",
    ],
)
def test_an_hour_that_no_clock_shows_is_called_impossible(text: str) -> None:
    assert asked(text).problem is Trouble.IMPOSSIBLE


@pytest.mark.parametrize("text", ["segunda ou terça", "terça ou segunda", "na segunda ou na terça"])
def test_two_days_that_are_ordinals_as_well_are_both_offered(text: str) -> None:
    request = asked(f"pt|me lembra {text} de ligar")
    assert request.subject == "ligar"
    assert sorted(due(request)) == ["23.11.26 09:00", "24.11.26 09:00"]


@pytest.mark.parametrize("command", ["/remind", "/remind me", "/remind@tuckaway_bot", "/reminder", " /Remind"])
@pytest.mark.parametrize("rest", ["tomorrow call Ana", "tomorrow to call Ana", "call Ana tomorrow"])
def test_a_command_is_no_part_of_the_subject(command: str, rest: str) -> None:
    request = asked(f"{command} {rest}")
    assert (request.subject, due(request)) == ("call Ana", ["22.11.26 09:00"])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("remind me 30 minutes after the meeting at 3pm", "21.11.26 15:30"),
        ("remind me the day after the wedding on 5 December", "06.12.26 09:00"),
        ("remind me 10 minutes after yoga every Monday at 9", "23.11.26 09:10"),
        ("de|erinnere mich eine Stunde nach dem Treffen um 15 Uhr", "21.11.26 16:00"),
        ("es|recuérdame una hora después de la reunión a las 15:00", "21.11.26 16:00"),
        ("fr|rappelle-moi une heure après la réunion à 15h", "21.11.26 16:00"),
        ("pt|me lembra uma hora depois da reunião às 15h", "21.11.26 16:00"),
    ],
)
def test_a_time_after_what_the_same_sentence_names(text: str, first: str) -> None:
    assert due(asked(text)) == [first]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("remind me an hour after", "24.11.26 11:00"),
        ("remind me 30 minutes after that", "24.11.26 10:30"),
        ("remind me the day after that", "25.11.26 09:00"),
        ("remind me the morning after", "25.11.26 09:00"),
        ("de|erinnere mich eine Stunde danach", "24.11.26 11:00"),
        ("es|recuérdame una hora después", "24.11.26 11:00"),
        ("fr|rappelle-moi le lendemain", "25.11.26 09:00"),
        ("pt|me lembra uma hora depois disso", "24.11.26 11:00"),
    ],
)
def test_a_time_after_what_was_told_elsewhere(text: str, first: str) -> None:
    request = asked(text)
    assert request.problem is Trouble.BEFORE_WHAT
    assert due(anchored(request, "dentist on Tuesday at 10", now=NOW, zone=ZONE)) == [first]
