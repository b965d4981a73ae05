"""What "undo" takes back: the last thing that happened, whatever it was."""

from datetime import timedelta

import pytest

from memory.people import get
from tests.handlers.clocks import Hand
from tests.handlers.talk import labels, pick, quoted, texts
from tests.running import RunningBot

KEY = "the spare key is under the blue pot"
NONE = "You have no reminders"
SET = "remind me to call Ana tomorrow at 9"


@pytest.fixture
async def timed(timed: RunningBot) -> RunningBot:
    await timed.say(KEY)
    return timed


async def hour(bot: RunningBot) -> int:
    return (await get(bot.owner, bot.store.vault)).person.preferences.digest_hour.hour


async def test_a_reminder_that_was_just_set_is_taken_back_and_then_what_was_told_before(timed: RunningBot) -> None:
    await timed.say(SET)
    reply = await timed.say("undo")
    assert reply.text == "Deleted: call Ana"
    assert labels(reply) == []
    assert NONE in (await timed.say("reminders")).text
    assert await texts(timed) == [KEY]
    assert quoted(await timed.say("undo")) == [KEY]
    assert await texts(timed) == []


async def test_a_reminder_that_was_deleted_comes_back(timed: RunningBot) -> None:
    await timed.say(SET)
    await timed.say("cancel the reminder to call Ana")
    assert (await timed.say("undo")).text.startswith("I'll remind you: call Ana")
    assert await texts(timed) == [KEY]


async def test_a_reminder_that_was_moved_comes_when_it_came_before(timed: RunningBot) -> None:
    await timed.say(SET)
    moved = await timed.say("move the reminder about Ana to Friday at 10")
    assert "Friday 12 June, 10:00" in moved.text
    assert "Thursday 11 June, 09:00" in (await timed.say("undo")).text
    again = await timed.say("move the reminder about Ana to Friday at 11")
    assert "Thursday 11 June, 09:00" in (await pick(timed, again, "Undo")).text


async def test_a_move_is_not_taken_back_to_a_time_that_has_passed(timed: RunningBot, clock: Hand) -> None:
    await timed.say("remind me to call Ana today at 11")
    moved = await timed.say("move the reminder about Ana to Friday at 10")
    clock.now += timedelta(hours=3)
    assert "has passed" in (await pick(timed, moved, "Undo")).text
    assert "Friday 12 June, 10:00" in (await timed.say("reminders")).text


async def test_a_reminder_that_was_paused_comes_again_and_one_that_was_resumed_rests(timed: RunningBot) -> None:
    await timed.say(SET)
    await timed.say("pause the reminder about Ana")
    assert (await timed.say("undo")).text.startswith("I'll remind you")
    await timed.say("pause the reminder about Ana")
    resumed = await timed.say("resume the reminder about Ana")
    assert (await pick(timed, resumed, "Undo")).text.startswith("Paused: call Ana")


async def test_settings_are_taken_back_one_after_the_other_before_what_was_told(timed: RunningBot) -> None:
    before = await hour(timed)
    await timed.say("send my digest at 5")
    await timed.say("send my digest at 6")
    await timed.say("undo")
    assert await hour(timed) == 5
    await timed.say("undo")
    assert await hour(timed) == before
    assert await texts(timed) == [KEY]
    assert quoted(await timed.say("undo")) == [KEY]


async def test_what_a_button_took_back_is_not_taken_back_again(timed: RunningBot) -> None:
    before = await hour(timed)
    await pick(timed, await timed.say("send my digest at 5"), "Undo")
    assert quoted(await timed.say("undo")) == [KEY]
    assert await hour(timed) == before


async def test_what_was_told_after_a_reminder_goes_first(timed: RunningBot) -> None:
    await timed.say(SET)
    await timed.say("the boiler wants 1.5 bar")
    assert quoted(await timed.say("undo")) == ["the boiler wants 1.5 bar"]
    assert "call Ana" in (await timed.say("reminders")).text


async def test_the_category_is_taken_back_and_the_memory_stays(timed: RunningBot) -> None:
    await timed.say("that's a recipe")
    assert (await timed.say("undo")).text.startswith("Filed under")
    assert await texts(timed) == [KEY]


async def test_the_language_goes_back_as_well(timed: RunningBot) -> None:
    await timed.say("speak German")
    assert (await timed.say("rückgängig")).text == "I speak English."


async def test_what_was_done_long_ago_is_left_alone(timed: RunningBot, clock: Hand) -> None:
    await timed.say("send my digest at 5")
    clock.now += timedelta(hours=2)
    assert labels(await timed.say("undo")) == ["Undo it", "Keep it"]
    assert await hour(timed) == 5


async def test_each_undo_goes_one_step_further_back_however_the_last_one_was_said(timed: RunningBot) -> None:
    before = await hour(timed)
    await timed.say("send my digest at 5")
    await pick(timed, await timed.say("the boiler wants 1.5 bar"), "Undo")
    await timed.say("undo")
    assert await hour(timed) == before
    assert quoted(await timed.say("undo")) == [KEY]
    assert "nothing to undo" in (await timed.say("undo")).text


async def test_a_question_that_was_answered_can_be_kept_after_all(timed: RunningBot) -> None:
    doubted = await timed.say("the code for the garage door")
    await pick(timed, doubted, "Answer it")
    assert (await timed.say("undo")).text == "Tucked away."
    assert KEY in await texts(timed)
    assert "the code for the garage door" in await texts(timed)


async def test_a_move_that_is_kept_as_well_goes_first_and_then_the_note_of_it(timed: RunningBot) -> None:
    await timed.say("I moved to Tokyo")
    assert "Lisbon" in (await timed.say("undo")).text
    assert quoted(await timed.say("undo")) == ["I moved to Tokyo"]
    assert await texts(timed) == [KEY]
