"""What is left to do, in words: asked for, ticked off, and told to be done."""

import pytest

from bot.messages import Attachment, ChannelName, MediaKind
from memory.changes import Changes
from memory.people import get
from memory.personal import Came
from tests.handlers.talk import labels, pick, quoted, texts
from tests.memory.desk import NOW, Desk
from tests.running import RunningBot

PASSPORT = "to-do: renew the passport"
DRILL = "to-do: return the drill to Sam"


@pytest.fixture
async def busy(bot: RunningBot) -> RunningBot:
    """Somebody with two things to do."""
    for told in (PASSPORT, DRILL, "the spare key is under the blue pot"):
        await bot.say(told)
    return bot


async def left(bot: RunningBot) -> list[str]:
    return quoted(await bot.say("my tasks"))


async def test_what_is_left_to_do_is_listed_the_newest_first_each_with_a_button(busy: RunningBot) -> None:
    reply = await busy.say("what do I have to do?")
    assert reply.text.startswith("Still to do: 2\n")
    assert quoted(reply) == [DRILL, PASSPORT]
    assert labels(reply) == ["✓ to-do: return the…", "✓ to-do: renew the…"]
    await pick(busy, reply, "✓ to-do: renew the…")
    assert await left(busy) == [DRILL]


async def test_where_nothing_is_left_it_says_how_to_add_something(bot: RunningBot) -> None:
    assert (await bot.say("my tasks")).text.startswith("Nothing is left to do.")
    assert await texts(bot) == []


@pytest.mark.parametrize(
    "order",
    [
        "mark renew passport as done",
        "tick off the passport",
        "marca passport como hecho",
        "hake passport ab",
        "marque passport comme fait",
        "marca passport como feito",
    ],
)
async def test_what_is_named_is_ticked_off_and_undone_by_a_word(busy: RunningBot, order: str) -> None:
    reply = await busy.say(order)
    assert (quoted(reply), labels(reply)) == ([PASSPORT], ["Undo"])
    assert await left(busy) == [DRILL]
    await busy.say("undo")
    assert await left(busy) == [DRILL, PASSPORT]
    assert len(await texts(busy)) == 3


@pytest.mark.parametrize("order", ["mark it as done", "mark this task as done"])
async def test_where_several_may_be_meant_one_is_chosen(busy: RunningBot, order: str) -> None:
    reply = await busy.say(order)
    assert (reply.text, quoted(reply)) == ("Which one?", [DRILL, PASSPORT])


async def test_what_is_not_left_to_do_is_neither_ticked_off_nor_kept(busy: RunningBot) -> None:
    assert (await busy.say("mark the piano as done")).text.startswith("I found nothing like that left to do.")
    assert len(await texts(busy)) == 3


@pytest.mark.parametrize(
    "told", ["the passport is done", "passport est fait", "Passport ist erledigt", "el passport ya está hecho"]
)
async def test_what_is_told_to_be_done_is_ticked_off_and_kept_as_well(busy: RunningBot, told: str) -> None:
    reply = await busy.say(told)
    assert (quoted(reply), labels(reply)) == ([PASSPORT], ["Undo", "Don't keep it"])
    assert await left(busy) == [DRILL]
    assert told in await texts(busy)


@pytest.mark.parametrize("told", ["the passport photo is done", "the cake is done", "my dog is done"])
async def test_what_is_told_of_something_else_is_kept_and_nothing_more(busy: RunningBot, told: str) -> None:
    assert (await busy.say(told)).text.startswith("Tucked away.")
    assert await left(busy) == [DRILL, PASSPORT]


async def test_a_file_without_words_is_nothing_to_do_whatever_it_is_called(bot: RunningBot) -> None:
    await bot.say("hello")
    desk, changes = Desk(bot.store, await get(bot.owner, bot.store.vault)), Changes()
    file = Attachment(kind=MediaKind.DOCUMENT, source="file-1", name="to-do buy milk.pdf")
    for worded in (False, True):
        came = Came(attachments=[file], worded=worded)
        await desk.memory(changes).save(f"{file.name} {worded}", at=NOW, channel=ChannelName.TELEGRAM, came=came)
    await desk.commit(changes)
    assert await left(bot) == [f"{file.name} True"]
