"""One tap shows all of a memory, what it said before, and what belongs to it."""

import pytest

from bot.messages import Reply
from tests.handlers.talk import labels, pick, quoted, tap
from tests.running import RunningBot

KEY = "the spare key is under the blue pot"


@pytest.fixture
def bot(somebody: RunningBot) -> RunningBot:
    return somebody


async def opened(bot: RunningBot) -> Reply:
    answer = await bot.say("where is the spare key?")
    assert labels(answer)[0] == "Open"
    return await pick(bot, answer, "Open")


async def test_an_answer_of_one_memory_can_be_opened(bot: RunningBot) -> None:
    await bot.say(KEY)
    reply = await opened(bot)
    assert reply.text == "All of it:"
    assert quoted(reply) == [KEY]


async def test_what_belongs_to_it_comes_with_the_reason(bot: RunningBot) -> None:
    await bot.say("Rosa plays the cello #music")
    await bot.say("concert tickets from Rosa are in the drawer #music")
    await bot.say(KEY)
    answer = await bot.say("who plays the cello?")
    reply = await pick(bot, answer, "Open")
    assert reply.text == "All of it, and what belongs to it:"
    assert quoted(reply)[:2] == ["Rosa plays the cello #music", "concert tickets from Rosa are in the drawer #music"]
    assert reply.quotes[1].label.endswith("also #music")


async def test_what_it_said_before_an_edit_is_shown(bot: RunningBot) -> None:
    await bot.say("the spare key is under the red pot")
    await bot.say(f"edit: {KEY}")
    reply = await opened(bot)
    assert quoted(reply) == [KEY, "the spare key is under the red pot"]
    assert reply.quotes[1].label.startswith("what it said until today")


async def test_what_is_gone_is_said_to_be_gone_and_so_is_what_is_anothers(bot: RunningBot) -> None:
    assert (await tap(bot, "open:nobody-has-this")).text == "That one is already gone."
