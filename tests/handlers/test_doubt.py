from bot.messages import MemoryId
from memory.corrections import Corrected, Correction, for_training
from tests.handlers.talk import labels, pick, quoted, tap, texts
from tests.memory.desk import Desk
from tests.running import RunningBot

# A label without its value: what is asked for, most likely, and kept in any case.
DOUBTFUL = "the code for the garage door"
CODE = "the garage door opens with the code 4711"


async def corrections() -> dict[str, tuple[str, str | None]]:
    return {each.memory: (each.chosen, each.guessed) for each in await Correction.find_all().to_list()}


async def rows(bot: RunningBot) -> list[Corrected]:
    return [row async for row in for_training(bot.store.vault)]


async def test_a_doubtful_message_is_kept_and_one_tap_answers_it_instead(bot: RunningBot) -> None:
    await bot.say(CODE)
    doubted = await bot.say(DOUBTFUL)
    assert doubted.text == "Tucked away. Did you mean to ask?"
    assert labels(doubted) == ["Answer it", "Keep it", "Undo"]
    assert await texts(bot) == [DOUBTFUL, CODE]
    answer = await pick(bot, doubted, "Answer it")
    assert quoted(answer) == [CODE]
    assert await texts(bot) == [CODE]
    assert list((await corrections()).values()) == [("question", "question")]
    assert "already" in (await pick(bot, doubted, "Answer it")).text


async def test_what_was_answered_can_be_kept_after_all(bot: RunningBot) -> None:
    doubted = await bot.say(DOUBTFUL)
    answer = await pick(bot, doubted, "Answer it")
    assert "nothing that fits" in answer.text
    assert (await pick(bot, answer, "Undo")).text == "Tucked away."
    assert await texts(bot) == [DOUBTFUL]
    assert list((await corrections()).values()) == [("save", "question")]


async def test_what_is_to_be_kept_stays_and_is_learnt_from(bot: RunningBot) -> None:
    doubted = await bot.say(DOUBTFUL)
    assert (await pick(bot, doubted, "Keep it")).text == "Kept."
    assert await texts(bot) == [DOUBTFUL]
    assert list((await corrections()).values()) == [("save", "question")]
    await pick(bot, doubted, "Keep it")
    assert len(await corrections()) == 1


async def test_undo_lets_go_of_it_and_nothing_is_learnt(bot: RunningBot) -> None:
    doubted = await bot.say(DOUBTFUL)
    await pick(bot, doubted, "Undo")
    assert await texts(bot) == []
    assert "already" in (await pick(bot, doubted, "Keep it")).text
    assert await corrections() == {}


async def test_something_to_be_reminded_of_is_let_go_of_once_the_reminder_is_set(bot: RunningBot) -> None:
    await bot.say("call Ana tomorrow at 9, as the lease ends soon")
    (memory,) = await bot.memories()
    assert "call Ana" in (await tap(bot, f"remind:{memory.id}:reminder")).text
    assert await texts(bot) == []
    assert (await corrections())[memory.id] == ("reminder", "reminder")


async def test_something_to_be_reminded_of_without_a_time_stays_until_one_is_chosen(bot: RunningBot) -> None:
    await bot.say(CODE)
    (memory,) = await bot.memories()
    assert "When shall I remind you?" in (await tap(bot, f"remind:{memory.id}:reminder")).text
    assert await texts(bot) == [CODE]


async def test_only_what_a_person_allows_is_handed_out_to_learn_from(bot: RunningBot) -> None:
    await pick(bot, await bot.say(DOUBTFUL), "Keep it")
    assert await rows(bot) == []
    await bot.say("use AI for training too")
    await pick(bot, await bot.say(DOUBTFUL), "Keep it")
    (row,) = await rows(bot)
    assert (row.text, row.chosen, row.guessed) == (DOUBTFUL, "save", "question")
    await bot.say("don't learn from my corrections")
    assert await rows(bot) == []


async def test_forgetting_takes_the_words_out_of_what_was_corrected(bot: RunningBot) -> None:
    await bot.say("use AI for training too")
    await pick(bot, await bot.say(DOUBTFUL), "Keep it")
    assert len(await rows(bot)) == 1
    await pick(bot, await bot.say("forget that"), "Forget it")
    (kept,) = await Correction.find_all().to_list()
    assert kept.sealed is None
    assert await rows(bot) == []


async def test_buttons_that_name_the_memory_of_another_person_do_nothing(bot: RunningBot) -> None:
    stranger = await Desk.of(bot.store)
    theirs = await stranger.save(CODE)
    for name in ("ask", "remind", "keep_it", "keep_again", "category"):
        for what in (f"{name}:{theirs.id}:save", f"{name}:{theirs.id}", name):
            reply = await tap(bot, what)
            assert reply.quotes == ()
            assert "already" in reply.text
    assert await corrections() == {}
    assert await stranger.memory().get(MemoryId(theirs.id)) is not None
