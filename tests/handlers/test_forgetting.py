from datetime import timedelta
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from bot.crypto import CIPHERTEXT
from bot.data_folder import DataFolder
from bot.errors import ContentSealed
from bot.messages import MemoryId
from bot.settings import Settings
from tests.handlers.clocks import Hand, bot_by
from tests.handlers.talk import labels, pick, quoted, tap, texts
from tests.memory.desk import Desk
from tests.running import RunningBot

CANARY = "zanzibarquokka"
KEY = f"the spare key is under the {CANARY} pot"


class Anything(BaseModel):
    model_config = ConfigDict(extra="allow")


async def everything(bot: RunningBot) -> str:
    """Every word that the whole database holds, opened with every key there is."""
    words = []
    for name in await bot.store.database.handle.list_collection_names():
        async for row in bot.store.database.handle[name].find():
            words.append(str(row))
            words += [str(await opened(bot, value)) for value in sealed(row)]
    return "\n".join(words)


def sealed(row: dict[str, Any]) -> list[bytes]:
    return [value for value in row.values() if isinstance(value, bytes) and getattr(value, "subtype", 0) == CIPHERTEXT]


async def opened(bot: RunningBot, value: bytes) -> Anything | None:
    try:
        return await bot.store.vault.open_sealed(value, Anything)
    except ContentSealed:
        return None


async def test_forgetting_by_words_shows_first_what_would_go(bot: RunningBot) -> None:
    await bot.say(KEY)
    await bot.say("the boiler wants 1.5 bar")
    preview = await bot.say("forget about the spare key")
    assert quoted(preview) == [KEY]
    assert labels(preview) == ["Forget it", "Keep it"]
    assert len(await texts(bot)) == 2
    assert (await bot.say("2")).text == "Kept."
    assert len(await texts(bot)) == 2


async def test_forgetting_without_words_means_the_latest(bot: RunningBot) -> None:
    assert "Nothing tucked away" in (await bot.say("forget that")).text
    await bot.say("first")
    await bot.say("second")
    preview = await bot.say("forget that")
    assert quoted(preview) == ["second"]
    await bot.say("1")
    assert await texts(bot) == ["first"]


async def test_words_that_fit_nothing_forget_nothing(bot: RunningBot) -> None:
    await bot.say(KEY)
    assert "nothing that fits" in (await bot.say("forget black holes")).text
    assert await texts(bot) == [KEY]


async def test_what_is_forgotten_is_gone_from_memories_search_conversation_and_database(bot: RunningBot) -> None:
    await bot.say(KEY)
    await bot.say("where is the spare key?")
    await bot.say("list")
    preview = await bot.say("forget about the spare key")
    assert CANARY in await everything(bot)
    memory = MemoryId(preview.quotes[0].memory)
    assert "Forgotten" in (await pick(bot, preview, "Forget it")).text
    assert "nothing that fits" in (await bot.say("where is the spare key?")).text
    assert await texts(bot) == []
    assert CANARY not in await everything(bot)
    assert await bot.store.recall.forget(bot.owner, [memory]) == 0
    assert len(await bot.log()) == 11
    assert "already gone" in (await pick(bot, preview, "Forget it")).text


async def test_forgetting_an_edited_memory_takes_every_wording_of_it_out_of_the_conversation(bot: RunningBot) -> None:
    await bot.say("the spare key is under the pot")
    edited = await bot.say(f"edit: {KEY}")
    await pick(bot, edited, "Undo")
    await pick(bot, await bot.say("forget the spare key"), "Forget it")
    assert CANARY not in await everything(bot)


async def test_a_memory_edited_after_the_preview_is_shown_again_before_it_goes(bot: RunningBot) -> None:
    await bot.say(KEY)
    preview = await bot.say("forget that")
    await bot.say("edit: the key is in the shed")
    again = await pick(bot, preview, "Forget it")
    assert quoted(again) == ["the key is in the shed"]
    assert await texts(bot) == ["the key is in the shed"]
    await pick(bot, again, "Forget it")
    assert await texts(bot) == []


@pytest.mark.parametrize("name", ["undo", "forget"])
async def test_a_button_that_names_the_memory_of_another_person_does_nothing(bot: RunningBot, name: str) -> None:
    stranger = await Desk.of(bot.store)
    theirs = await stranger.save(KEY)
    reply = await tap(bot, f"{name}:{theirs.id}:{theirs.changed}")
    assert reply.text.startswith("That one is already")
    assert reply.quotes == ()
    assert [memory.text for memory in await stranger.memory().recent(10)] == [KEY]
    assert [found.memory.text for found in await stranger.ask("where is the spare key?")] == [KEY]


async def test_a_reminder_that_repeats_what_is_forgotten_goes_with_it_out_of_every_store(
    settings: Settings, folder: DataFolder
) -> None:
    async with bot_by(Hand(), settings, folder) as bot:
        _, told = await bot.hear(f"car on level {CANARY}, remind me at 5pm", 2)
        changing = await pick(bot, told, "Change")
        for reply in (told, changing, await bot.say("reminders"), await bot.say("digest")):
            assert CANARY in reply.text
        preview = await bot.say("forget that")
        assert preview.text.endswith("Reminders that go with it: 1.")
        assert (await pick(bot, preview, "Forget it")).text.endswith("Reminders deleted with it: 1.")
        assert CANARY not in await everything(bot)
        assert (await bot.say("reminders")).text.startswith("You have no reminders")
        assert "no longer there" in (await pick(bot, told, "Undo")).text


async def test_what_a_reminder_said_when_it_rang_goes_with_what_is_forgotten(
    settings: Settings, folder: DataFolder
) -> None:
    clock = Hand()
    async with bot_by(clock, settings, folder) as bot:
        await bot.hear(f"car on level {CANARY}, remind me at 5pm", 2)
        clock.now += timedelta(hours=7, minutes=1)
        await bot.tuckaway.reminders.ring()
        assert CANARY in (await bot.log())[-1].text
        assert CANARY in (await bot.say("done")).text
        await pick(bot, await bot.say("forget that"), "Forget it")
        assert CANARY not in await everything(bot)


@pytest.mark.parametrize("asked", ["remind me of that tomorrow at 5pm", "remind me of that an hour before"])
async def test_a_reminder_of_what_was_told_just_now_goes_with_it_as_well(bot: RunningBot, asked: str) -> None:
    await bot.say(f"dentist {CANARY} tomorrow at 6pm")
    await bot.say(asked)
    await pick(bot, await bot.say("forget the dentist"), "Forget it")
    assert CANARY not in await everything(bot)


async def test_a_question_when_to_be_reminded_of_what_is_forgotten_goes_with_it(bot: RunningBot) -> None:
    _, asked = await bot.hear(f"car on level {CANARY}, remind me", 2)
    assert CANARY in asked.text
    preview = await bot.say("forget that")
    assert "Reminders" not in preview.text
    await pick(bot, preview, "Forget it")
    assert CANARY not in await everything(bot)
    assert "no longer there" in (await pick(bot, asked, labels(asked)[0])).text


async def test_a_reminder_of_its_own_words_stays_when_another_memory_is_forgotten(bot: RunningBot) -> None:
    await bot.hear(f"{KEY}. Remind me to call Ana tomorrow at 9", 2)
    preview = await bot.say("forget that")
    assert "Reminders" not in preview.text
    await pick(bot, preview, "Forget it")
    assert CANARY not in await everything(bot)
    assert "call Ana" in (await bot.say("reminders")).text
