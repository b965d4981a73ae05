"""What is asked of this very moment is answered by the clock, or said to be unknown; never from memories."""

import pytest

from handlers.present import LONGEST, kind
from handlers.wording import LANGUAGES, Wording
from tests.endless import comes_to_an_end
from tests.handlers.clocks import WEDNESDAY
from tests.handlers.talk import texts
from tests.memory.desk import UTC_ZONE
from tests.running import RunningBot


@pytest.mark.parametrize(
    "text",
    [
        "what's the time",
        "What time is it?",
        "what time is it now",
        "tell me what time it is",
        "what day is it today?",
        "what's the date",
        "wie spät ist es",
        "Wie viel Uhr ist es gerade?",
        "welcher Tag ist heute?",
        "¿qué hora es?",
        "que dia es hoy",
        "quelle heure est-il ?",
        "on est quel jour",
        "que horas são",
        "que dia é hoje?",
    ],
)
def test_the_hour_and_the_day_are_asked_of_the_clock(text: str) -> None:
    assert kind(text) == "time"


@pytest.mark.parametrize(
    "text",
    [
        "what's the weather",
        "What's the weather like tomorrow in Porto?",
        "how's the weather",
        "will it rain on saturday?",
        "is it raining?",
        "wie ist das Wetter",
        "Wie wird das Wetter morgen in Berlin?",
        "wird es heute regnen?",
        "qué tiempo hace",
        "¿cómo está el tiempo hoy?",
        "¿va a llover mañana?",
        "quel temps fait-il",
        "quel temps fera-t-il demain à Lyon ?",
        "como está o tempo",
        "vai chover amanhã?",
    ],
)
def test_the_weather_is_asked_of_the_sky(text: str) -> None:
    assert kind(text) == "weather"


@pytest.mark.parametrize(
    "text",
    [
        "what time is dinner",
        "what's the time of the dentist",
        "what day is it that Anna comes",
        "what was the weather in Porto in May?",
        "what did I say about the weather",
        "what's the temperature of the oven",
        "the weather was awful",
        "will it rain on Anna's wedding day party",
        "wann ist das Essen",
        "wie war das Wetter in Rom?",
        "va a llover mañana",
        "a qué hora es la cena",
        "il va pleuvoir demain",
        "à quelle heure est le train",
        "que horas são as aulas",
        "vai chover amanhã",
        "",
        "what's the weather " * 9,
    ],
)
def test_what_a_memory_may_tell_is_left_to_the_memories(text: str) -> None:
    assert kind(text) is None


@pytest.mark.parametrize("piece", ["la ", "this x ", "what's the weather in a ", "hey "])
def test_no_message_takes_long(piece: str) -> None:
    with comes_to_an_end():
        kind("what's the weather " + piece * (LONGEST // len(piece)))


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_the_hour_is_told_with_its_zone(words: Wording) -> None:
    assert "(UTC)" in words.the_time(WEDNESDAY, zone=UTC_ZONE).text


@pytest.mark.parametrize("question", ["what time is it?", "wie spät ist es", "que horas são"])
async def test_the_time_is_told_where_the_person_is_whatever_was_noted(timed: RunningBot, question: str) -> None:
    await timed.say("Lucia hat am 4. Mai Geburtstag")
    answer = await timed.say(question)
    assert (answer.text, answer.quotes) == ("It's Wednesday 10 June, 10:00 (Lisbon).", ())
    assert await texts(timed) == ["Lucia hat am 4. Mai Geburtstag"]


@pytest.mark.parametrize("question", ["what's the weather", "wie ist das Wetter", "quel temps fait-il"])
async def test_that_the_weather_is_not_known_is_said_whatever_was_noted(timed: RunningBot, question: str) -> None:
    await timed.say("the weather in Porto was awful")
    answer = await timed.say(question)
    assert answer.text.startswith("I don't know the weather")
    assert not answer.quotes
    assert await texts(timed) == ["the weather in Porto was awful"]
