"""Lists that are longer than one answer: the next page by a button and by a word."""

import pytest

from tests.handlers.talk import labels, pick, quoted, tap
from tests.running import RunningBot

NOTES = [f"parcel {number} is with the neighbours" for number in range(12)]


@pytest.fixture
async def full(bot: RunningBot) -> RunningBot:
    """Somebody who has told more than one answer shows."""
    for note in NOTES:
        await bot.say(note)
    return bot


async def test_the_latest_are_listed_by_pages_to_the_very_first(full: RunningBot) -> None:
    first = await full.say("list")
    assert quoted(first) == NOTES[:1:-1]
    assert labels(first) == ["More"]
    second = await pick(full, first, "More")
    assert (quoted(second), labels(second)) == (NOTES[1::-1], [])


@pytest.mark.parametrize("more", ["more", "Show me more please", "más", "mehr", "la suite", "mais"])
async def test_the_next_page_is_shown_for_a_word_and_after_the_last_it_says_so(full: RunningBot, more: str) -> None:
    await full.say("list")
    assert quoted(await full.say(more)) == NOTES[1::-1]
    assert (await full.say(more)).text == "That was all."
    assert len(await full.memories()) == len(NOTES)


async def test_the_next_page_of_an_answer_is_shown_for_a_word(full: RunningBot) -> None:
    asked = await full.say("what did I tell you today?")
    assert asked.text.startswith("I found 12. Here are 1 to 10, oldest of these first:")
    further = await full.say("more")
    assert sorted(quoted(asked) + quoted(further)) == sorted(NOTES)


async def test_a_button_with_numbers_that_no_page_has_is_only_out_of_date(bot: RunningBot) -> None:
    await bot.say(NOTES[0])
    for what in ("older:" + "9" * 5_000, "more:10:" + "9" * 30, "more:" + "9" * 5_000 + ":1", "more:-1:1"):
        assert (await tap(bot, what)).text.startswith("That button no longer works.")
