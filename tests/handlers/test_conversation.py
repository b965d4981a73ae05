import pytest

from bot.clock import system_clock
from bot.messages import well_formed
from tests.handlers.talk import labels, pick, quoted, tap, texts
from tests.running import RunningBot

KEY = "the spare key is under the blue pot"
BOILER = "the boiler wants 1.5 bar, said Mr. Smith"
STRANGE = {
    "100 kB": "a very long story about a dog. " * 3_300,
    "binary": "".join(map(chr, range(1, 256))) + "\0\x00\x7f",
    "emoji": "\N{PARROT}\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-5}",
    "right to left": "\u202eהמפתח מתחת לעציץ الكحول\u202c",
    "markup": "<script>alert('x')</script> *b* _i_ [a](javascript:x) {{7*7}} ${x} $where {\"$gt\": 1} \\n %s",
    "indented": "  - one\n\t- two  \n",
    "field names": "sealed.$[] __proto__ _id",
    "half a pair": "half \ud83d of a pair",
    "digits alone": "31415",
}


@pytest.fixture
def bot(somebody: RunningBot) -> RunningBot:
    return somebody


async def test_what_is_told_is_kept_word_for_word_and_one_tap_takes_it_back(bot: RunningBot) -> None:
    reply = await bot.say(KEY)
    assert reply.text.startswith("Tucked away")
    assert labels(reply) == ["Undo"]
    assert await texts(bot) == [KEY]
    assert "Undone" in (await bot.say("1")).text
    assert await texts(bot) == []
    assert (await bot.say("where is the spare key?")).quotes == ()


async def test_what_is_asked_is_answered_with_the_quote_its_date_and_channel(bot: RunningBot) -> None:
    await bot.say(KEY)
    await bot.say(BOILER)
    reply = await bot.say("where's the spare key?")
    assert quoted(reply) == [KEY]
    assert reply.quotes[0].label == "today, terminal"
    assert reply.quotes[0].at <= system_clock()
    assert await texts(bot) == [BOILER, KEY]


async def test_nothing_that_fits_is_an_answer_of_its_own(bot: RunningBot) -> None:
    never = await bot.say("how do black holes form?")
    await bot.say(KEY)
    reply = await bot.say("how do black holes form?")
    assert reply.quotes == never.quotes == ()
    assert "nothing that fits" in reply.text
    assert reply.text == never.text


async def test_the_list_shows_the_latest_ten_newest_first(bot: RunningBot) -> None:
    assert "Nothing tucked away yet" in (await bot.say("list")).text
    for number in range(12):
        await bot.say(f"note number {number}")
    assert quoted(await bot.say("list")) == [f"note number {number}" for number in range(11, 1, -1)]


async def test_how_many_memories_there_are_is_counted(bot: RunningBot) -> None:
    assert (await bot.say("how many notes do I have?")).text == "I count 0 (notes)."
    await bot.say(KEY)
    await bot.say(BOILER)
    reply = await bot.say("how many notes do I have?")
    assert reply.text == "I count 2 (notes), going by this:"
    assert quoted(reply) == [KEY, BOILER]


async def test_new_wording_is_found_instead_of_the_old_and_one_tap_brings_the_old_back(bot: RunningBot) -> None:
    await bot.say(KEY)
    edited = await bot.say("edit: the spare key hangs in the shed")
    assert quoted(edited) == ["the spare key hangs in the shed"]
    assert edited.quotes[0].label == "today, terminal, edited"
    assert quoted(await bot.say("where is the spare key?")) == ["the spare key hangs in the shed"]
    assert quoted(await pick(bot, edited, "Undo")) == [KEY]
    assert quoted(await bot.say("where is the spare key?")) == [KEY]
    assert await texts(bot) == [KEY]


async def test_every_edit_is_a_version_and_undo_walks_back_through_them(bot: RunningBot) -> None:
    for line in ("first", "edit: second", "edit: third"):
        await bot.say(line)
    assert quoted(await bot.say("undo")) == ["second"]
    assert quoted(await bot.say("undo")) == ["first"]
    assert quoted(await bot.say("undo")) == ["first"]
    assert await texts(bot) == []
    assert "nothing to undo" in (await bot.say("undo")).text


async def test_undo_says_which_memory_it_took_back(bot: RunningBot) -> None:
    await bot.say(KEY)
    await bot.say("where is the spare key?")
    reply = await bot.say("undo")
    assert "no longer keep" in reply.text
    assert quoted(reply) == [KEY]


async def test_an_undo_button_pressed_twice_undoes_once(bot: RunningBot) -> None:
    await bot.say(BOILER)
    reply = await bot.say(KEY)
    await pick(bot, reply, "Undo")
    assert "already undone" in (await pick(bot, reply, "Undo")).text
    assert await texts(bot) == [BOILER]


async def test_an_old_undo_button_leaves_a_memory_alone_that_was_edited_since(bot: RunningBot) -> None:
    saved = await bot.say(KEY)
    edited = await bot.say("edit: the key is in the shed")
    assert "changed since" in (await pick(bot, saved, "Undo")).text
    assert await texts(bot) == ["the key is in the shed"]
    await pick(bot, edited, "Undo")
    assert "changed since" in (await pick(bot, edited, "Undo")).text
    assert await texts(bot) == [KEY]


async def test_nothing_to_edit_is_said_and_nothing_is_kept(bot: RunningBot) -> None:
    assert "nothing to change" in (await bot.say("edit: the key")).text
    assert await texts(bot) == []


async def test_who_it_is_and_what_it_can_do_is_said_on_request(bot: RunningBot) -> None:
    assert "Tuckaway" in (await bot.say("/start")).text
    helped = (await bot.say("help")).text
    assert all(word in helped for word in ("list", "undo", "edit:", "forget"))
    assert await texts(bot) == []


@pytest.mark.parametrize("nothing", ["", "   ", "\t\n"])
async def test_an_empty_message_is_answered_and_not_kept(bot: RunningBot, nothing: str) -> None:
    assert "empty" in (await bot.say(nothing)).text
    assert await texts(bot) == []


async def test_any_text_however_strange_is_kept_to_the_character(bot: RunningBot) -> None:
    for text in STRANGE.values():
        assert (await bot.say(text)).text.startswith("Tucked away")
    kept = [well_formed(text) for text in STRANGE.values()]
    assert await texts(bot) == kept[::-1]
    assert quoted(await bot.say("list")) == kept[::-1]
    heard = [said.text for said in await bot.log() if said.author == "person"]
    assert heard[:-1] == kept


@pytest.mark.parametrize(
    "what", ["dance", "undo", "undo:", "undo:x:y", "forget:", "forget:\n:", "keep:x", ":", "$where:1"]
)
async def test_a_button_that_nobody_offered_changes_nothing(bot: RunningBot, what: str) -> None:
    await bot.say(KEY)
    assert (await tap(bot, what)).text
    assert await texts(bot) == [KEY]
