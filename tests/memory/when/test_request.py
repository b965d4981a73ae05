from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.when.request import Assumed, Request, Trouble, read
from tests.endless import comes_to_an_end

ZONE: Final = ZoneInfo("Europe/Lisbon")
# A Saturday.
NOW: Final = datetime(2026, 11, 21, 10, 30, tzinfo=ZONE)


def asked(text: str, language: str = "en") -> Request:
    return read(text, now=NOW, zone=ZONE, language=language)


def due(request: Request, limit: int = 1) -> list[str]:
    times = [each for schedule in request.schedules for each in schedule.occurrences(after=NOW, limit=limit)]
    return [f"{each:%d.%m.%y %H:%M}" for each in times]


# sentence, what to be reminded of, the first time.
SENTENCES: Final = [
    ("remind me next Tuesday at 3pm to call Ana", "call Ana", "24.11.26 15:00"),
    ("remind me to call Ana about the lease next Tuesday at 3pm", "call Ana about the lease", "24.11.26 15:00"),
    ("call Ana tomorrow, remind me", "call Ana", "22.11.26 09:00"),
    ("Tomorrow remind me to call Ana", "call Ana", "22.11.26 09:00"),
    ("tomorrow remind me at 5pm to call Ana", "call Ana", "22.11.26 17:00"),
    ("remind me at 5pm to call Ana tomorrow", "call Ana", "22.11.26 17:00"),
    ("set a reminder for 5pm: bins", "bins", "21.11.26 17:00"),
    ("set a reminder to take out the bins at 5pm", "take out the bins", "21.11.26 17:00"),
    ("reminder: dentist friday 3pm", "dentist", "27.11.26 15:00"),
    ("could you create a reminder for tomorrow about the rent", "the rent", "22.11.26 09:00"),
    ("don't let me forget to water the plants tomorrow", "water the plants", "22.11.26 09:00"),
    ("don\N{RIGHT SINGLE QUOTATION MARK}t let me forget the cake tomorrow", "the cake", "22.11.26 09:00"),
    ("make sure I don't forget to pick up Anna at 4pm", "pick up Anna", "21.11.26 16:00"),
    ("at 5pm remind me the oven is on", "the oven is on", "21.11.26 17:00"),
    ("ping me at 4pm about the deploy", "the deploy", "21.11.26 16:00"),
    ("I need to be reminded to call Tom at noon", "call Tom", "21.11.26 12:00"),
    ("remind me to pick up the kids at 3pm from school", "pick up the kids from school", "21.11.26 15:00"),
    ("remind me in 20 minutes to take the pizza out", "take the pizza out", "21.11.26 10:50"),
    ("in 20 minutes remind me to take the pizza out", "take the pizza out", "21.11.26 10:50"),
    ("remind me to take the pizza out in 20 minutes", "take the pizza out", "21.11.26 10:50"),
    ("remind me that Ana's birthday is on Friday", "Ana's birthday is on Friday", "27.11.26 09:00"),
    ("remind me tomorrow that Ana's birthday is on Friday", "Ana's birthday is on Friday", "22.11.26 09:00"),
    ("remind me at 5pm that the meeting is tomorrow", "the meeting is tomorrow", "21.11.26 17:00"),
    ("remind me to pay her 50 euros on friday, thanks!", "pay her 50 euros", "27.11.26 09:00"),
    ("please remind me today to call the bank", "call the bank", "21.11.26 12:00"),
    ("remind me tomorrow morning to feed the cat", "feed the cat", "22.11.26 09:00"),
    ("remind me next week to send the invoice", "send the invoice", "23.11.26 09:00"),
    ("remind me on 12/05 to renew the passport", "renew the passport", "12.05.27 09:00"),
    ("remind me to call Ana at 5pm about the lease", "call Ana about the lease", "21.11.26 17:00"),
    ("wake me at 7", "wake up", "22.11.26 07:00"),
    ("wake me up at 11", "wake up", "21.11.26 11:00"),
    ("set an alarm for 6:30", "wake up", "22.11.26 06:30"),
    ("wake me at 7 for the flight", "the flight", "22.11.26 07:00"),
    # What comes again.
    ("remind me about the dentist at 5pm every Friday", "the dentist", "27.11.26 17:00"),
    ("every Friday at 5pm remind me to send the report", "send the report", "27.11.26 17:00"),
    ("remind me every Friday to call Ana at 5pm", "call Ana", "27.11.26 17:00"),
    ("Remind me to water the plants every other Friday at 9am", "water the plants", "27.11.26 09:00"),
    ("can you remind me to take my meds twice a day at 8 and 20:30?", "take my meds", "21.11.26 20:30"),
    ("Reminder to pay rent on the 1st of every month", "pay rent", "01.12.26 09:00"),
    ("remind me of my anniversary every year on June 3", "my anniversary", "03.06.27 09:00"),
    ("every month remind me to pay rent on the 5th", "pay rent", "05.12.26 09:00"),
    ("remind me about the weekly report every friday", "the weekly report", "27.11.26 09:00"),
    ("wake me up at 6:30 every weekday", "wake up", "23.11.26 06:30"),
    ("remind me to meditate every day for 20 minutes at 8am", "meditate for 20 minutes", "22.11.26 08:00"),
    # Other languages.
    ("es|recuérdame llamar a Ana mañana a las 9", "llamar a Ana", "22.11.26 09:00"),
    ("es|recuérdame mañana que es el cumpleaños de Ana", "es el cumpleaños de Ana", "22.11.26 09:00"),
    ("es|mañana a las 9 recuérdame comprar pan", "comprar pan", "22.11.26 09:00"),
    ("es|ponme un recordatorio para el viernes: pagar el alquiler", "pagar el alquiler", "27.11.26 09:00"),
    ("es|recuérdame cada lunes a las 8 sacar la basura", "sacar la basura", "23.11.26 08:00"),
    ("es|despiértame a las 7", "despertar", "22.11.26 07:00"),
    ("de|erinnere mich morgen um 9 Uhr an den Zahnarzt", "den Zahnarzt", "22.11.26 09:00"),
    ("de|erinnere mich daran, Ana am Freitag anzurufen", "Ana anzurufen", "27.11.26 09:00"),
    ("de|erinnere mich morgen daran, dass Anna Geburtstag hat", "Anna Geburtstag hat", "22.11.26 09:00"),
    ("de|bitte erinnere mich jeden Montag um 8 an den Müll", "den Müll", "23.11.26 08:00"),
    ("de|weck mich um 7", "aufwachen", "22.11.26 07:00"),
    ("fr|rappelle-moi d'appeler Ana demain à 9h", "appeler Ana", "22.11.26 09:00"),
    ("fr|rappelle-moi demain de payer le loyer", "payer le loyer", "22.11.26 09:00"),
    ("fr|rappelle-moi tous les lundis à 8h de sortir les poubelles", "sortir les poubelles", "23.11.26 08:00"),
    ("fr|réveille-moi à 7h", "se réveiller", "22.11.26 07:00"),
    ("pt|me lembra de ligar para a Ana amanhã às 9", "ligar para a Ana", "22.11.26 09:00"),
    ("pt|lembra-me de pagar a conta na sexta", "pagar a conta", "27.11.26 09:00"),
    ("pt|me lembre toda segunda às 8 de levar o lixo", "levar o lixo", "23.11.26 08:00"),
    ("pt|me acorda às 7", "acordar", "22.11.26 07:00"),
]


@pytest.mark.parametrize(("text", "subject", "first"), SENTENCES)
def test_what_to_be_reminded_of_and_when_are_told_apart(text: str, subject: str, first: str) -> None:
    language, bar, sentence = text.rpartition("|")
    request = asked(sentence, language if bar else "en")
    assert (request.subject, due(request), request.problem) == (subject, [first], None)


WHEN: Final = {
    "tomorrow": "22.11.26 09:00",
    "tomorrow at 5pm": "22.11.26 17:00",
    "on friday": "27.11.26 09:00",
    "at 5pm": "21.11.26 17:00",
    "in 2 hours": "21.11.26 12:30",
    "every friday at 5pm": "27.11.26 17:00",
    "every other day at 11am": "21.11.26 11:00",
    "on the 15th of every month": "15.12.26 09:00",
}
WHAT: Final = ["call Ana", "buy two tickets", "water her plants", "check if the oven is off"]
ORDERS: Final = [
    "remind me {when} to {what}",
    "remind me to {what} {when}",
    "{when} remind me to {what}",
    "Please remind me to {what} {when}!",
    "{what} {when}, remind me",
    "set a reminder {when} to {what}",
    "set a reminder to {what} {when}",
    "don't let me forget to {what} {when}",
    "hey, could you remind me {when}: {what}",
]


@given(order=st.sampled_from(ORDERS), when=st.sampled_from(sorted(WHEN)), what=st.sampled_from(WHAT))
@settings(deadline=None)
def test_the_order_of_words_changes_nothing(order: str, when: str, what: str) -> None:
    request = asked(order.format(when=when, what=what))
    assert (request.subject, due(request), request.problem) == (what, [WHEN[when]], None)


@pytest.mark.parametrize(
    ("text", "subject", "problem"),
    [
        ("remind me", "", Trouble.NOTHING),
        ("", "", Trouble.NOTHING),
        ("remind me tomorrow", "", Trouble.NOTHING),
        ("remind me every day", "", Trouble.NOTHING),
        ("remind me to buy milk", "buy milk", Trouble.NO_TIME),
        ("remind me to call her when I get home", "call her when I get home", Trouble.NO_TIME),
        ("remind me on 30 February to pay", "pay", Trouble.IMPOSSIBLE),
        ("remind me to check the oven at 25:00", "check the oven", Trouble.IMPOSSIBLE),
        ("remind me yesterday to pay", "pay", Trouble.PAST),
        ("remind me on 3 March 2020 to pay", "pay", Trouble.PAST),
        ("remind me on 3 March 4020 to pay", "pay", Trouble.TOO_FAR),
        ("remind me every second to breathe", "breathe", Trouble.TOO_OFTEN),
        ("remind me every 4 minutes to breathe", "breathe", Trouble.TOO_OFTEN),
        ("remind me every monday except mondays to rest", "rest", Trouble.CONTRADICTORY),
        ("remind me to call Ana every day until yesterday", "call Ana", Trouble.PAST),
    ],
)
def test_what_can_not_be_a_reminder_says_why(text: str, subject: str, problem: Trouble) -> None:
    request = asked(text)
    assert (request.subject, request.problem) == (subject, problem)


def test_every_five_minutes_is_the_most() -> None:
    assert asked("remind me every 5 minutes to stretch").problem is None


def test_when_only_what_is_missing_the_time_is_kept() -> None:
    assert due(asked("remind me tomorrow at 5pm")) == ["22.11.26 17:00"]


def test_a_day_without_an_hour_is_at_the_usual_one() -> None:
    request = read("remind me tomorrow to rest", now=NOW, zone=ZONE, hour=time(7, 30))
    assert (due(request), request.assumed) == (["22.11.26 07:30"], frozenset({Assumed.HOUR}))
    request = read("remind me every friday to rest", now=NOW, zone=ZONE, hour=time(7, 30))
    assert due(request) == ["27.11.26 07:30"]


def test_late_in_the_evening_today_is_over() -> None:
    late = NOW.replace(hour=22)
    request = read("remind me today to lock up", now=late, zone=ZONE)
    assert [each.start for each in request.schedules] == [datetime.fromisoformat("2026-11-22T09:00")]


def test_a_time_of_day_that_has_passed_is_tomorrow() -> None:
    assert due(asked("remind me at 9am to stand up")) == ["22.11.26 09:00"]


def test_a_time_that_names_its_zone_is_fixed() -> None:
    request = asked("remind me at 15:00 UTC to join the call")
    assert due(request) == ["21.11.26 15:00"]
    assert request.schedules[0].fixed
    assert not asked("remind me at 15:00 to join the call").schedules[0].fixed


def test_month_or_day_first_is_as_the_person_writes() -> None:
    request = read("remind me on 12/05 to rest", now=NOW, zone=ZONE, month_first=True)
    assert due(request) == ["05.12.26 09:00"]


def test_what_may_be_once_or_again_is_asked_about() -> None:
    request = asked("remind me the last friday of the month to do timesheets")
    assert request.subject == "do timesheets"
    assert [schedule.rules for schedule in request.schedules] == [(), ("FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=9;BYMINUTE=0",)]


def test_words_that_do_not_ask_are_less_sure() -> None:
    assert asked("call Ana tomorrow").confidence < asked("remind me to call Ana tomorrow").confidence


@given(st.text(), st.sampled_from(["en", "es", "de", "fr", "pt", "xx"]))
@settings(deadline=None)
def test_no_text_is_trouble(text: str, language: str) -> None:
    request = asked(text, language)
    assert request.problem or request.schedules


@pytest.mark.parametrize(
    "piece", ["remind me ", "please ", "tomorrow at 5 ", "every day to ", "12 34 ", "to ", "a", " "]
)
def test_no_text_however_long_keeps_the_reader_busy(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    with comes_to_an_end():
        asked(text)
