"""What is asked of settings, and wished of them in ways that want care."""

import pytest

from tests.handlers.talk import labels, pick, texts
from tests.running import RunningBot


@pytest.mark.parametrize(
    "question",
    [
        "what's my time zone?",
        "which time zone am I in?",
        "wie ist meine Zeitzone?",
        "¿cuál es mi zona horaria?",
        "quel est mon fuseau horaire ?",
        "qual é o meu fuso horário?",
    ],
)
async def test_who_asks_for_their_time_zone_is_told_it(timed: RunningBot, question: str) -> None:
    assert (await timed.say(question)).text == "Your time zone is Lisbon."


@pytest.mark.parametrize("wish", ["speak Italian", "please speak Klingon", "answer in Dutch"])
async def test_who_wants_a_language_that_is_not_spoken_is_told_which_are(timed: RunningBot, wish: str) -> None:
    answer = (await timed.say(wish)).text
    assert answer.startswith(f"I don't speak {wish.rpartition(' ')[2]} yet. I speak German, English")


@pytest.mark.parametrize("word", ["settings", "ajustes", "Einstellungen", "réglages", "preferências", "paramètres"])
async def test_a_word_for_settings_shows_them(timed: RunningBot, word: str) -> None:
    assert (await timed.say(word)).text.startswith("Your settings")


@pytest.mark.parametrize(
    ("place", "told"), [("GMT+2", "UTC+2"), ("utc -3", "UTC-3"), ("UTC+0", "UTC"), ("gmt+14", "UTC+14")]
)
async def test_a_distance_from_greenwich_is_a_time_zone(timed: RunningBot, place: str, told: str) -> None:
    moved = await timed.say(f"my time zone is {place}")
    assert moved.text.startswith(f"You're on {told} time now")
    assert (await timed.say("what's my time zone?")).text == f"Your time zone is {told}."
    assert (await pick(timed, moved, "Undo")).text.startswith("You're on Lisbon time")


async def test_a_distance_that_no_zone_keeps_asks_for_a_city(timed: RunningBot) -> None:
    assert (await timed.say("my timezone is gmt+5:30")).text.startswith("I don't know the time in GMT+5:30.")
    assert (await timed.say("my timezone is gmt+30")).text.startswith("I don't know the time in GMT+30.")


@pytest.mark.parametrize(
    ("wish", "hours"),
    [("quiet hours from 11pm", "from 23:00 to 07:00"), ("quiet hours until 6", "from 22:00 to 06:00")],
)
async def test_one_end_of_quiet_hours_where_there_were_none_keeps_the_usual_other_end(
    timed: RunningBot, wish: str, hours: str
) -> None:
    await timed.say("no quiet hours")
    assert hours in (await timed.say(wish)).text


@pytest.mark.parametrize(
    ("note", "subject"),
    [
        ("don't forget to call grandma on Sunday", "call grandma"),
        ("please do not forget the dentist tomorrow at 5pm", "the dentist"),
        ("vergiss nicht, am Sonntag Oma anzurufen", "Oma anzurufen"),
        ("no olvides llamar a la abuela el domingo", "llamar a la abuela"),
        ("n'oublie pas d'appeler mamie dimanche", "appeler mamie"),
        ("não te esqueças de ligar à avó no domingo", "ligar à avó"),
    ],
)
async def test_what_is_not_to_be_forgotten_at_a_time_is_kept_and_one_tap_reminds_of_it(
    timed: RunningBot, note: str, subject: str
) -> None:
    kept = await timed.say(note)
    assert labels(kept) == ["Remind me", "Keep it", "Undo"]
    assert await texts(timed) == [note]
    assert (await pick(timed, kept, "Remind me")).text.startswith(f"I'll remind you: {subject}\n")
    assert await texts(timed) == []


@pytest.mark.parametrize("note", ["don't forget to buy milk", "don't forget", "I won't forget Sunday at 5"])
async def test_without_a_time_it_is_simply_kept(timed: RunningBot, note: str) -> None:
    assert (await timed.say(note)).text == "Tucked away."
