"""Reminders that are meant without the word, and what is taken back of them."""

from datetime import timedelta

import pytest

from tests.handlers.clocks import Hand
from tests.handlers.talk import labels, pick, tap, texts
from tests.running import RunningBot


@pytest.fixture
async def timed(timed: RunningBot) -> RunningBot:
    await timed.say("remind me of the dentist tomorrow at 9")
    await timed.say("remind me of yoga every Friday at 10")
    return timed


@pytest.mark.parametrize(
    "order", ["cancel 2", "cancel number 2", "delete #2", "please remove no. 2", "lösche Nummer 2"]
)
async def test_a_number_means_the_reminder_of_the_list_that_was_shown(timed: RunningBot, order: str) -> None:
    await timed.say("reminders")
    assert (await timed.say(order)).text == "Deleted: yoga"


async def test_a_number_still_means_the_list_that_was_shown_when_another_has_gone_meanwhile(timed: RunningBot) -> None:
    await timed.say("remind me to call Ana on Sunday at 9")
    await timed.say("reminders")
    assert (await timed.say("cancel 1")).text == "Deleted: the dentist"
    assert (await timed.say("move 2 to 11am")).text.startswith("I'll remind you: yoga\nFriday 12 June, 11:00")
    assert "no such reminder" in (await timed.say("skip 9")).text


@pytest.mark.parametrize(
    "order", ["cancel 1 and 2", "delete 1, 2", "lösche 1 und 2", "annule le 1 et le 2", "cancela o 1 e o 2"]
)
async def test_several_numbers_mean_several_reminders_and_each_comes_back(timed: RunningBot, order: str) -> None:
    await timed.say("reminders")
    reply = await timed.say(order)
    assert reply.text == "Deleted: the dentist\nDeleted: yoga"
    assert labels(reply) == ["Undo: the dentist", "Undo: yoga"]
    assert await texts(timed) == []
    assert (await pick(timed, reply, "Undo: yoga")).text.startswith("I'll remind you: yoga")
    assert "1. yoga" in (await timed.say("reminders")).text


async def test_where_one_of_several_numbers_is_none_nothing_is_deleted(timed: RunningBot) -> None:
    await timed.say("reminders")
    assert "no such reminder" in (await timed.say("cancel 2 and 7")).text
    assert "2. yoga" in (await timed.say("reminders")).text


async def test_one_is_named_by_the_beginning_of_its_word_or_as_that_one(timed: RunningBot) -> None:
    await timed.say("remind me of Blumengie\u00dfen on Monday at 8")
    assert (await timed.say("lösche die Erinnerung an die Blumen")).text == "Deleted: Blumengie\u00dfen"
    assert (await timed.say("cancel the yoga one")).text == "Deleted: yoga"


@pytest.mark.parametrize("order", ["cancel 2", "move 3 to 11am", "delete #2"])
async def test_a_number_without_a_list_means_no_reminder(timed: RunningBot, order: str) -> None:
    await timed.say(order)
    assert "2. yoga" in (await timed.say("reminders")).text


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("cancel yoga", "Deleted: yoga"),
        ("pause yoga", "Paused: yoga"),
        ("skip yoga on Friday", "Skipped: yoga\nNext: Friday 19 June"),
        ("change yoga to 19:00", "I'll remind you: yoga\nFriday 12 June, 19:00"),
        ("move the dentist to Saturday at 8", "I'll remind you: the dentist\nSaturday 13 June, 08:00"),
        ("cancela yoga", "Deleted: yoga"),
        ("annule yoga", "Deleted: yoga"),
        ("verschiebe yoga auf 19 Uhr", "I'll remind you: yoga\nFriday 12 June, 19:00"),
        ("rename yoga to pilates", "Renamed: pilates"),
    ],
)
async def test_what_a_reminder_is_about_names_it(timed: RunningBot, order: str, answer: str) -> None:
    assert (await timed.say(order)).text.startswith(answer)
    assert await texts(timed) == []


@pytest.mark.parametrize(
    "note",
    [
        "cancel the yoga membership at the studio",
        "change the bed sheets",
        "change yoga teacher",
        "move the sofa to the cellar",
        "drop off the parcel",
        "cancel " + "yoga " * 200,
    ],
)
async def test_an_errand_that_is_about_no_reminder_changes_none(timed: RunningBot, note: str) -> None:
    before = (await timed.say("reminders")).text
    await timed.say(note)
    assert (await timed.say("reminders")).text == before


async def test_a_reminder_to_cancel_something_is_not_cancelled_by_that_errand(timed: RunningBot) -> None:
    await timed.say("remind me to cancel the gym on Monday at 9")
    await timed.say("cancel the gym")
    assert "cancel the gym" in (await timed.say("reminders")).text


async def test_where_several_are_about_it_one_is_chosen(timed: RunningBot) -> None:
    await timed.say("remind me of yoga tomorrow at 18")
    assert (await timed.say("cancel yoga")).text.startswith("Which one?")


@pytest.mark.parametrize(
    ("order", "name"),
    [
        ("rename the yoga reminder to pilates", "pilates"),
        ("change the name of my yoga reminder to drive to work", "drive to work"),
        ("rename the reminder about yoga to “stretch”", "stretch"),
        ("Benenne die Yoga-Erinnerung in Pilates um", "Pilates"),
        ("renombra el recordatorio de yoga a pilates", "pilates"),
        ("renomme le rappel yoga en pilates", "pilates"),
        ("renomeia o lembrete de yoga para pilates", "pilates"),
    ],
)
async def test_a_reminder_is_renamed_and_keeps_its_times(timed: RunningBot, order: str, name: str) -> None:
    renamed = await timed.say(order)
    assert renamed.text == f"Renamed: {name}"
    assert f"2. {name}: Friday 12 June, 10:00" in (await timed.say("reminders")).text
    assert (await pick(timed, renamed, "Undo")).text == "Renamed: yoga"


async def test_a_name_that_is_not_said_is_asked_for(timed: RunningBot) -> None:
    assert "What shall I remind you of?" in (await timed.say("rename the yoga reminder")).text
    [_, yoga] = [action.tap.partition(":")[2] for action in (await timed.say("reminders")).actions]
    assert "no longer there" in (await tap(timed, f"unname:{yoga}")).text


@pytest.mark.parametrize(
    "question",
    [
        "what did I ask you to remind me of?",
        "what will you remind me of?",
        "woran sollst du mich erinnern?",
        "¿qué te pedí que me recordaras?",
        "qu'est-ce que tu dois me rappeler ?",
        "o que te pedi para me lembrares?",
    ],
)
async def test_what_was_asked_for_is_the_list_of_reminders(timed: RunningBot, question: str) -> None:
    assert (await timed.say(question)).text.startswith("Your reminders")


@pytest.mark.parametrize("order", ["done", "Done!", "snooze", "skip", "skip it", "erledigt", "hecho", "fait", "feito"])
async def test_an_answer_where_nothing_rings_is_no_note(timed: RunningBot, order: str) -> None:
    assert (await timed.say(order)).text.startswith("There is no open reminder")
    assert await texts(timed) == []


async def test_the_same_reminder_is_set_once(timed: RunningBot) -> None:
    again = await timed.say("Remind me of Yoga every Friday at 10")
    assert again.text.startswith("That one is set already. I'll remind you: yoga\nFriday 12 June")
    assert labels(again) == ["Change"]
    assert "I'll remind you: yoga" in (await timed.say("remind me of yoga on Friday at 10")).text


@pytest.mark.parametrize(("order", "told"), [("done", "Done"), ("snooze", "I'll come back to it"), ("skip", "Skipped")])
async def test_what_was_answered_to_a_reminder_is_undone_and_no_older_note(
    timed: RunningBot, clock: Hand, order: str, told: str
) -> None:
    await timed.say("the boiler wants 1.5 bar")
    clock.now += timedelta(days=1)
    await timed.tuckaway.reminders.ring()
    assert (await timed.say(order)).text.startswith(f"{told}: the dentist")
    assert (await timed.say("undo")).text == "Undone. Still open: the dentist"
    assert await texts(timed) == ["the boiler wants 1.5 bar"]
    done = await timed.say("done")
    assert done.text == "Done: the dentist"
    assert (await pick(timed, done, "Undo")).text == "Undone. Still open: the dentist"


async def test_an_occurrence_that_was_left_out_comes_again_when_that_is_undone(timed: RunningBot) -> None:
    assert "19 June" in (await timed.say("skip yoga")).text
    assert "Friday 12 June, 10:00" in (await timed.say("undo")).text
    assert "no longer there" in (await tap(timed, "back:nobody:-:-")).text
