from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from handlers import intents, which_reminder
from handlers.meaning import Intent
from handlers.reminder_words import Answer, Verb
from handlers.ringing import answer_of
from memory.reminder import Reminder, ReminderContent, Reminding
from tests.handlers.clocks import WEDNESDAY, Hand
from tests.handlers.talk import labels
from tests.running import RunningBot
from tests.scheduler.appointments import has_set, once

LISBON: Final = ZoneInfo("Europe/Lisbon")
SUBJECTS: Final = ("dentista", "Zahnarzt", "dentiste", "plantas", "Blumen", "plantes", "Pause")


def set_() -> list[Reminding]:
    schedule = once(WEDNESDAY + timedelta(days=1))
    contents = [ReminderContent(subject=each, schedule=schedule, said=each) for each in SUBJECTS]
    return [
        Reminding(
            Reminder.model_construct(id=each.subject, person="p", changed=0, address="console:owner", sealed=b""), each
        )
        for each in contents
    ]


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("mueve el recordatorio del dentista al viernes", Verb.MOVE, "dentista"),
        ("pospon el recordatorio del dentista para el viernes a las 10", Verb.MOVE, "dentista"),
        ("cancela el recordatorio del dentista", Verb.DELETE, "dentista"),
        ("pausa el recordatorio de las plantas", Verb.PAUSE, "plantas"),
        ("reanuda el recordatorio de las plantas", Verb.RESUME, "plantas"),
        ("salta el próximo recordatorio de las plantas", Verb.SKIP, "plantas"),
        ("verschieb die Erinnerung an den Zahnarzt auf Freitag", Verb.MOVE, "Zahnarzt"),
        ("verschiebe bitte die Zahnarzt-Erinnerung auf Freitag um 10 Uhr", Verb.MOVE, "Zahnarzt"),
        ("loesche die Erinnerung an die Pause", Verb.DELETE, "Pause"),
        ("pausiere die Erinnerung an die Blumen", Verb.PAUSE, "Blumen"),
        ("setz die Erinnerung an die Blumen fort", Verb.RESUME, "Blumen"),
        ("überspring die nächste Erinnerung an die Blumen", Verb.SKIP, "Blumen"),
        ("déplace le rappel du dentiste à vendredi", Verb.MOVE, "dentiste"),
        ("reporte le rappel du dentiste à vendredi 10h", Verb.MOVE, "dentiste"),
        ("annule le rappel du dentiste", Verb.DELETE, "dentiste"),
        ("mets le rappel des plantes en pause", Verb.PAUSE, "plantes"),
        ("reprends le rappel des plantes", Verb.RESUME, "plantes"),
        ("saute le prochain rappel des plantes", Verb.SKIP, "plantes"),
        ("move o lembrete do dentista para sexta", Verb.MOVE, "dentista"),
        ("adia o lembrete do dentista para sexta às 10", Verb.MOVE, "dentista"),
        ("apaga o lembrete do dentista", Verb.DELETE, "dentista"),
        ("pausa o lembrete das plantas", Verb.PAUSE, "plantas"),
        ("retoma o lembrete das plantas", Verb.RESUME, "plantas"),
        ("pula o próximo lembrete das plantas", Verb.SKIP, "plantas"),
    ],
)
def test_what_is_to_become_of_which_reminder(text: str, verb: Verb, subject: str) -> None:
    assert intents.read(text).intent is Intent.CHANGE_REMINDER
    meant = which_reminder.read(text, set_(), now=WEDNESDAY, zone=LISBON)
    assert (meant.verb, [each.subject for each in meant.reminders]) == (verb, [subject])


@pytest.mark.parametrize(
    "text",
    [
        "borra todos mis recordatorios",
        "lösche alle Erinnerungen",
        "supprime tous mes rappels",
        "cancela todos os lembretes",
    ],
)
def test_all_of_them_may_be_meant(text: str) -> None:
    assert intents.read(text).intent is Intent.CHANGE_REMINDER
    assert which_reminder.read(text, set_(), now=WEDNESDAY, zone=LISBON).all


@pytest.mark.parametrize(
    "text",
    ["mets une alarme à 7h", "stelle einen Wecker auf 7 Uhr", "stell mir einen Wecker", "activa una alarma a las 7"],
)
def test_setting_a_new_one_changes_none(text: str) -> None:
    assert intents.read(text).intent is not Intent.CHANGE_REMINDER


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("mueve el recordatorio del dentista al viernes a las 10", "viernes a las 10"),
        ("verschieb die Erinnerung an den Zahnarzt auf Freitag um 10", "Freitag um 10"),
        ("déplace le rappel du dentiste à vendredi 10h", "vendredi 10h"),
        ("adia o lembrete do dentista para sexta às 10", "sexta às 10"),
        ("move the reminder about Ana to Friday at 10, please", "Friday at 10, please"),
        ("move the dentist", "move the dentist"),
    ],
)
def test_to_when_one_is_moved(text: str, after: str) -> None:
    assert which_reminder.parted(text, now=WEDNESDAY, zone=LISBON)[1] == after


@pytest.mark.parametrize(
    "text",
    [
        "mis recordatorios",
        "¿qué recordatorios tengo?",
        "lista de recordatorios",
        "zeig mir meine Erinnerungen",
        "welche Erinnerungen habe ich?",
        "quels rappels ai-je ?",
        "montre-moi mes rappels",
        "mostra-me os meus lembretes",
        "quais lembretes tenho?",
    ],
)
def test_asking_for_the_list(text: str) -> None:
    assert intents.read(text).intent is Intent.REMINDERS


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("hecho", Answer.DONE),
        ("ya está", Answer.DONE),
        ("más tarde", Answer.SNOOZE),
        ("mas tarde", Answer.SNOOZE),
        ("en 10 minutos otra vez", Answer.SNOOZE),
        ("hoy no", Answer.SKIP),
        ("Erledigt!", Answer.DONE),
        ("in 10 Minuten nochmal", Answer.SNOOZE),
        ("spaeter", Answer.SNOOZE),
        ("heute nicht", Answer.SKIP),
        ("c'est fait", Answer.DONE),
        ("fait", Answer.DONE),
        ("plus tard dans une heure", Answer.SNOOZE),
        ("rappelle-moi dans une heure", Answer.SNOOZE),
        ("pas aujourd\N{RIGHT SINGLE QUOTATION MARK}hui", Answer.SKIP),
        ("feito", Answer.DONE),
        ("daqui a uma hora", Answer.SNOOZE),
        ("amanhã", Answer.SNOOZE),
        ("desta vez não", Answer.SKIP),
        ("done", Answer.DONE),
        ("in an hour", Answer.SNOOZE),
        ("hecho a mano en Oaxaca", None),
        ("fait chaud à Lyon", None),
        ("in Berlin ist es schön", None),
    ],
)
def test_what_is_said_to_one_that_rings(text: str, answer: Answer | None) -> None:
    assert answer_of(text) is answer


async def test_one_that_rings_is_put_off_and_done_in_another_language(timed: RunningBot, clock: Hand) -> None:
    await has_set(timed, "Blumen", once(clock.now + timedelta(minutes=1)), clock.now)
    clock.now += timedelta(minutes=1)
    await timed.tuckaway.reminders.ring()
    assert "10:11" in (await timed.say("in 10 Minuten nochmal")).text
    assert "11:01" in (await timed.say("plus tard dans une heure")).text
    assert "Blumen" in (await timed.say("erledigt")).text


@pytest.mark.parametrize("said", ["not now", "ahora no", "jetzt nicht", "pas maintenant", "agora não"])
async def test_not_now_puts_it_off_by_an_hour(timed: RunningBot, clock: Hand, said: str) -> None:
    await has_set(timed, "Blumen", once(clock.now + timedelta(minutes=1)), clock.now)
    clock.now += timedelta(minutes=1)
    await timed.tuckaway.reminders.ring()
    assert "11:01" in (await timed.say(said)).text


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("remind me in 2 hours to take the bread out", "take the bread out"),
        ("remind me at 5pm about the bread", "the bread"),
        ("erinnere mich in 2 Stunden, Mama anzurufen", "Mama anzurufen"),
        ("rappelle-moi dans 2 heures d'appeler maman", "appeler maman"),
        ("lembra-me daqui a 2 horas de ligar à mãe", "ligar à mãe"),
        ("recuérdame dentro de 2 horas sacar el pan", "sacar el pan"),
    ],
)
async def test_while_one_rings_another_is_set_and_it_is_not_put_off(
    timed: RunningBot, clock: Hand, said: str, subject: str
) -> None:
    await has_set(timed, "Blumen", once(clock.now + timedelta(minutes=1)), clock.now)
    clock.now += timedelta(minutes=1)
    await timed.tuckaway.reminders.ring()
    assert (await timed.say(said)).text.startswith(f"I'll remind you: {subject}")
    assert (await timed.say("done")).text == "Done: Blumen"


async def test_a_reminder_is_moved_in_the_words_of_its_person(timed: RunningBot) -> None:
    await timed.say("sprich Deutsch")
    await timed.say("erinnere mich morgen um 9 Uhr an den Zahnarzt")
    moved = await timed.say("verschieb die Erinnerung an den Zahnarzt auf Freitag um 10")
    assert "Freitag, 12. Juni, 10:00" in moved.text
    assert "Zahnarzt" in (await timed.say("meine Erinnerungen")).text


async def test_an_hour_before_is_before_what_was_said_in_the_same_message(timed: RunningBot) -> None:
    kept, reminder = await timed.hear("dentist on Friday at 10, remind me an hour before", 2)
    assert kept.text.startswith("Tucked away")
    assert "dentist on Friday at 10" in reminder.text
    assert "Friday 12 June, 09:00" in reminder.text


async def test_an_hour_before_is_before_what_was_told_just_now(timed: RunningBot, clock: Hand) -> None:
    await timed.say("dentist on Friday at 10")
    clock.now += timedelta(minutes=3)
    assert "Friday 12 June, 09:00" in (await timed.say("remind me an hour before")).text


@pytest.mark.parametrize(
    ("told", "minutes", "said"),
    [
        ("dentist on Friday at 10", 30, "remind me an hour before"),
        ("the key is under the pot", 1, "remind me an hour before"),
        ("dentist on Friday at 10", 1, "remind me an hour before the party"),
    ],
)
async def test_an_hour_before_what_is_not_known_is_asked_about(
    timed: RunningBot, clock: Hand, told: str, minutes: int, said: str
) -> None:
    await timed.say(told)
    clock.now += timedelta(minutes=minutes)
    assert (await timed.say(said)).text.startswith("Before or after what?")


async def test_an_hour_before_a_day_without_an_hour_is_asked_about_with_buttons(timed: RunningBot) -> None:
    await timed.say("dentist on Friday")
    reply = await timed.say("remind me an hour before")
    assert labels(reply) == ["12 June 08:00", "12 June 11:00", "12 June 17:00"]
    assert "Thursday 11 June, 09:00" in (await timed.say("remind me the day before the dentist")).text


async def test_two_settings_in_one_message_are_both_set_and_each_is_taken_back(timed: RunningBot) -> None:
    quiet, digest = await timed.hear("quiet hours 22 to 7 and digest at 8", 2)
    assert (quiet.text, labels(quiet)) == ("Quiet hours are from 22:00 to 07:00.", [])
    assert "08:00" in digest.text
    assert labels(digest) == ["Undo"]


async def test_a_setting_and_a_reminder_change_in_one_message(timed: RunningBot) -> None:
    await timed.say("remind me about the dentist tomorrow at 9")
    paused, deleted = await timed.hear("pause the digest and cancel the dentist reminder", 2)
    assert "paused" in paused.text
    assert "dentist" in deleted.text


async def test_a_place_that_is_none_is_only_kept(timed: RunningBot) -> None:
    assert (await timed.say("estoy en Reunionlandia")).text.startswith("Tucked away")
    assert "Madrid" in (await timed.say("estoy en Madrid")).text
