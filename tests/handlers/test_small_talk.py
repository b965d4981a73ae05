from dataclasses import fields
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.small_talk import TALK, TASKS, kind
from handlers.wording import LANGUAGES
from handlers.wording.phrases import Phrases
from tests.endless import comes_to_an_end
from tests.handlers.talk import texts
from tests.running import RunningBot


@pytest.fixture
def bot(somebody: RunningBot) -> RunningBot:
    return somebody


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi!", "hello"),
        ("good afternoon", "hello"),
        ("thanks a lot", "thanks"),
        ("Danke sch\xf6n", "thanks"),
        ("how are you?", "how"),
        ("what's up", "how"),
        ("good night", "night"),
        ("Good morning!", "morning"),
        ("who are you", "who"),
        ("what's your name?", "who"),
        ("are you a robot", "machine"),
        ("who made you?", "maker"),
        ("tell me a joke", "joke"),
        ("do you love me", "feeling"),
        ("how old are you", "feeling"),
        ("well done", "praise"),
        ("that's wrong", "sorry"),
        ("bye", "bye"),
        ("ok", "fine"),
        ("I love you", "praise"),
        ("I hate you", "sorry"),
        ("Vielen Dank", "thanks"),
        ("Wie geht es dir?", "how"),
        ("Comment \xe7a va ?", "how"),
        ("Super!", "praise"),
        ("S\xed", "fine"),
        ("Nein", "fine"),
        ("n\xe3o", "fine"),
        ("blorp", "other"),
    ],
)
def test_small_talk_gets_the_answer_of_its_kind(text: str, expected: str) -> None:
    assert kind(text, TALK) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("play some jazz", "music"),
        ("turn on the kitchen lights", "house"),
        ("call my mother", "call"),
        ("what's the weather like tomorrow", "news"),
        ("translate cheese into French", "look_up"),
        ("order a pizza", "order"),
        ("turn the volume down", "device"),
        ("stop", "stop"),
        ("never mind", "stop"),
        ("stop the music", "music"),
        ("do a backflip", "other"),
    ],
)
def test_what_others_do_is_declined_by_what_it_is(text: str, expected: str) -> None:
    assert kind(text, TASKS) == expected


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_every_kind_has_a_sentence_in_every_language_and_none_is_idle(words: object) -> None:
    names = {field.name for field in fields(Phrases)}
    for prefix, table in (("small", TALK), ("cannot", TASKS)):
        kinds = {name for name, _ in table} | {"other"} | ({"again"} if prefix == "small" else set())
        assert {f"{prefix}_{name}" for name in kinds} == {name for name in names if name.startswith(f"{prefix}_")}
    assert words


async def test_small_talk_is_short_and_not_kept(bot: RunningBot) -> None:
    for line in ("thank you", "how are you?", "tell me a joke", "play some music"):
        reply = await bot.say(line)
        assert len(reply.text) < 120
        assert reply.actions == ()
    assert await texts(bot) == []


@pytest.mark.parametrize("code", ["asdfghjkl", "xk-29-c"])
async def test_one_word_that_says_nothing_to_us_is_kept(bot: RunningBot, code: str) -> None:
    assert (await bot.say(code)).text.startswith("Tucked away")
    assert await texts(bot) == [code]


@pytest.mark.parametrize("text", ["never mind", "Nevermind.", "cancel", "stop"])
async def test_who_calls_something_off_is_told_what_can_be_and_nothing_is_kept(bot: RunningBot, text: str) -> None:
    assert "undo" in (await bot.say(text)).text
    assert await texts(bot) == []


async def test_who_says_hello_again_is_greeted_and_start_explains_again(bot: RunningBot) -> None:
    assert (await bot.say("hello")).text.startswith("Hello again")
    assert (await bot.say("/start")).text.startswith("Hello, I'm Tuckaway")


PIECES: Final = st.sampled_from(["do you ", "are you ", "how ", "a ", "good ", "'s ", "x"])


@given(st.lists(PIECES, min_size=1, max_size=3).map("".join))
def test_no_text_takes_long(piece: str) -> None:
    with comes_to_an_end():
        kind((piece * 20_000)[:20_000], TALK)
        kind((piece * 20_000)[:20_000], TASKS)
