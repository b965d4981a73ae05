"""A new value is kept, said to replace the old one, and shown before it; one tap says that both are true."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.data_folder import DataFolder
from bot.messages import Reply
from bot.settings import Settings
from memory.documents import Memory
from tests.handlers.clocks import Hand, bot_by
from tests.handlers.talk import labels, pick, quoted
from tests.running import RunningBot

OLD, NEW = "the gate code is 2204", "new gate code 4417"


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
async def talk(clock: Hand, settings: Settings, folder: DataFolder) -> AsyncIterator[RunningBot]:
    async with bot_by(clock, settings, folder) as bot:
        yield bot


async def later(bot: RunningBot, clock: Hand, text: str, days: int = 30) -> Reply:
    clock.now += timedelta(days=days)
    return await bot.say(text)


def overtaken(reply: Reply) -> list[str]:
    return [quote.text for quote in reply.quotes if "told earlier" in quote.label]


async def test_the_answer_says_what_the_new_value_replaces(talk: RunningBot, clock: Hand) -> None:
    await talk.say(OLD)
    reply = await later(talk, clock, NEW)
    assert reply.text == "Tucked away. It takes the place of what you told me before:"
    assert quoted(reply) == [OLD]
    assert labels(reply) == ["Both are true", "Undo"]


async def test_something_else_is_kept_without_a_word_about_it(talk: RunningBot, clock: Hand) -> None:
    await talk.say(OLD)
    assert (await later(talk, clock, "front door code 9918")).text == "Tucked away."


async def test_the_old_value_is_shown_as_such_after_the_new_one(talk: RunningBot, clock: Hand) -> None:
    await talk.say(OLD)
    await later(talk, clock, NEW)
    answer = await later(talk, clock, "what is the gate code?")
    assert quoted(answer) == [NEW, OLD]
    assert overtaken(answer) == [OLD]


async def test_who_asks_in_the_words_of_the_old_one_is_told_the_new_one_first(talk: RunningBot, clock: Hand) -> None:
    await talk.say("Anna lives in Porto")
    for number in range(14):
        await talk.say(f"Anna lives on tea and toast, day {number}")
    await later(talk, clock, "Anna moved to Lisbon")
    answer = await later(talk, clock, "who lives in Porto?")
    assert quoted(answer)[:2] == ["Anna moved to Lisbon", "Anna lives in Porto"]


async def test_undoing_the_new_one_makes_the_old_one_the_truth_again(talk: RunningBot, clock: Hand) -> None:
    await talk.say(OLD)
    await pick(talk, await later(talk, clock, NEW), "Undo")
    answer = await later(talk, clock, "what is the gate code?")
    assert quoted(answer) == [OLD]
    assert not overtaken(answer)
    assert not await Memory.find({"replaces": {"$exists": True}}).to_list()


async def test_both_are_true_when_their_person_says_so_and_that_can_be_taken_back(
    talk: RunningBot, clock: Hand
) -> None:
    await talk.say(OLD)
    both = await pick(talk, await later(talk, clock, NEW), "Both are true")
    assert both.text.startswith("Both are true")
    assert not overtaken(await talk.say("what is the gate code?"))
    assert (await pick(talk, both, "Undo")).text == "It replaces the older one again."
    assert overtaken(await talk.say("what is the gate code?")) == [OLD]


async def test_undo_in_words_takes_back_that_both_are_true(talk: RunningBot, clock: Hand) -> None:
    await talk.say(OLD)
    await pick(talk, await later(talk, clock, NEW), "Both are true")
    assert (await talk.say("undo")).text == "It replaces the older one again."


async def test_an_edit_is_read_anew(talk: RunningBot, clock: Hand) -> None:
    await talk.say(OLD)
    await later(talk, clock, NEW)
    await talk.say("edit: the cellar smells of apples")
    assert not await Memory.find({"replaces": {"$exists": True}}).to_list()
    await talk.say("edit: the gate code is now 4417")
    assert len(await Memory.find({"replaces": {"$exists": True}}).to_list()) == 1


async def test_the_button_of_a_forgotten_memory_changes_nothing(talk: RunningBot, clock: Hand) -> None:
    await talk.say(OLD)
    saved = await later(talk, clock, NEW)
    await pick(talk, saved, "Undo")
    assert (await pick(talk, saved, "Both are true")).text == "That one is already undone."
