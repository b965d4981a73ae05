from datetime import timedelta

import pytest

from bot.data_folder import DataFolder
from bot.settings import Settings
from handlers.correcting import read
from memory.correcting import Category
from memory.corrections import Correction
from memory.documents import AnnotationSource, Memory, MemoryContent
from tests.handlers.clocks import Hand, bot_by
from tests.handlers.talk import labels, pick, texts
from tests.running import RunningBot

SOUP = "leek, potato, cream, forty minutes: grandmother's soup"


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("that's a recipe", Category.RECIPE),
        ("That\N{RIGHT SINGLE QUOTATION MARK}s a recipe.", Category.RECIPE),
        ("no, it's a task", Category.TASK),
        ("it was an appointment", Category.EVENT),
        ("this is my address", Category.PLACE),
        ("that is a quote, not an idea", Category.QUOTE),
        ("that's not a task but an idea", Category.IDEA),
        ("that's about health", Category.HEALTH),
        ("it's work stuff", Category.WORK),
        ("put that under recipes", Category.RECIPE),
        ("file it under travel", Category.TRAVEL),
        ("that's just a note", Category.GENERAL),
    ],
)
def test_a_sentence_that_names_a_category(text: str, category: Category) -> None:
    assert read(text) is category


@pytest.mark.parametrize(
    "text", ["that's a recipe for disaster", "it's a girl", "that's all", "the recipe is in the drawer", "", "x" * 900]
)
def test_any_other_sentence_names_none(text: str) -> None:
    assert read(text) is None


async def stored(bot: RunningBot) -> tuple[Memory, MemoryContent]:
    memory = await Memory.get((await bot.memories())[0].id)
    assert memory
    assert memory.sealed
    return memory, await bot.store.vault.open_sealed(memory.sealed, MemoryContent)


async def test_what_was_told_last_is_filed_as_its_person_says_and_the_text_stays(bot: RunningBot) -> None:
    saved = await bot.say(SOUP)
    noticed = (await stored(bot))[0].category
    reply = await bot.say("that's an idea")
    assert reply.text == "Filed under ideas."
    assert await texts(bot) == [SOUP]
    memory, content = await stored(bot)
    assert memory.category == Category.IDEA
    (annotation,) = [each for each in content.annotations if each.kind == "category"]
    assert (annotation.value, annotation.source) == ("idea", AnnotationSource.PERSON)
    (row,) = await Correction.find_all().to_list()
    assert (row.question, row.chosen, row.guessed) == ("category", "idea", noticed)
    await pick(bot, saved, "Undo")
    assert await texts(bot) == []


async def test_a_second_word_replaces_the_first_and_undo_goes_back(bot: RunningBot) -> None:
    await bot.say(SOUP)
    noticed = (await stored(bot))[0].category
    first = await bot.say("that's an idea")
    second = await bot.say("it's a quote")
    assert (await stored(bot))[0].category == Category.QUOTE
    assert (await pick(bot, second, "Undo")).text == "Filed under ideas."
    assert (await pick(bot, first, "Undo")).text.startswith("Filed under ")
    assert (await stored(bot))[0].category == noticed
    assert labels(await bot.say("that's an idea")) == ["Undo"]


async def test_what_its_person_said_of_a_memory_survives_an_edit(bot: RunningBot) -> None:
    await bot.say(SOUP)
    await bot.say("that's an idea")
    await bot.say("edit: leek soup")
    assert (await stored(bot))[0].category == Category.IDEA


async def test_a_correction_after_an_hour_or_of_nothing_is_something_to_keep(
    settings: Settings, folder: DataFolder
) -> None:
    clock = Hand()
    async with bot_by(clock, settings, folder) as bot:
        await bot.say(SOUP)
        clock.now += timedelta(hours=2)
        assert not (await bot.say("that's a recipe")).text.startswith("Filed")
