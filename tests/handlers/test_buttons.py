"""Buttons that nobody offered: anyone can send what a button would carry."""

from itertools import product

import pytest

from handlers.router import TAPS
from tests.handlers.talk import tap, texts
from tests.running import RunningBot

KEY = "the spare key is under the blue pot"
NOT_A_DIGIT = "\N{SUPERSCRIPT TWO}"


@pytest.fixture
def bot(somebody: RunningBot) -> RunningBot:
    return somebody


async def test_a_button_that_carries_nothing_of_ours_is_answered_and_does_nothing(bot: RunningBot) -> None:
    await bot.say(KEY)
    for name, rest in product(sorted(TAPS), ("", ":", "x", "x:1", NOT_A_DIGIT, "9" * 40)):
        assert "couldn't make sense" not in (await tap(bot, f"{name}:{rest}")).text
    assert await texts(bot) == [KEY]


@pytest.mark.parametrize("number", ["", "-1", "3", "99", NOT_A_DIGIT])
async def test_a_time_that_was_not_offered_sets_no_reminder(bot: RunningBot, number: str) -> None:
    offered = await bot.say("remind me to buy milk")
    draft = offered.actions[0].tap.split(":")[1]
    assert "no longer there" in (await tap(bot, f"choose:{draft}:{number}")).text
    assert "You have no reminders" in (await bot.say("reminders")).text


@pytest.mark.parametrize("verb", ["move", "snooze", "skip", "burn"])
async def test_what_nobody_can_do_to_all_reminders_at_once_is_done_to_none(bot: RunningBot, verb: str) -> None:
    await bot.say("remind me to call Ana tomorrow at 9")
    before = (await bot.say("reminders")).text
    assert "no longer works" in (await tap(bot, f"all:{verb}")).text
    assert (await bot.say("reminders")).text == before
