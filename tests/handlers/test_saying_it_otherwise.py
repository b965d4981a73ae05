"""Forgetting, good nights and edits, as they are said in each language."""

import pytest

from tests.handlers.talk import labels, quoted, texts
from tests.running import RunningBot


@pytest.fixture
def bot(somebody: RunningBot) -> RunningBot:
    return somebody


@pytest.mark.parametrize(
    ("note", "order"),
    [
        ("Peter wohnt in der Lindenstraße 5", "vergiss Peter"),
        ("la llave está debajo de la maceta", "olvida la llave"),
        ("la clé est sous le pot", "oublie la clé"),
        ("a chave está debaixo do vaso", "esquece a chave"),
    ],
)
async def test_what_is_to_be_forgotten_is_shown_first(bot: RunningBot, note: str, order: str) -> None:
    await bot.say(note)
    preview = await bot.say(order)
    assert quoted(preview) == [note]
    assert labels(preview) == ["Forget it", "Keep it"]


@pytest.mark.parametrize("note", ["vergiss nicht die Milch", "n'oublie pas le lait", "oublie pas le lait"])
async def test_what_is_not_to_be_forgotten_is_no_order_to_forget(bot: RunningBot, note: str) -> None:
    await bot.say(note)
    assert await texts(bot) == [note]


@pytest.mark.parametrize("night", ["Gute Nacht", "buenas noches", "¡Buenas noches!", "bonne nuit", "boa noite"])
async def test_a_good_night_is_answered_as_one(bot: RunningBot, night: str) -> None:
    assert (await bot.say(night)).text.startswith("Good night")


@pytest.mark.parametrize("note", ["2+2", "test", "/foo", "email Bob the report", "a" * 300])
async def test_what_is_most_likely_a_note_is_kept_without_a_question(bot: RunningBot, note: str) -> None:
    assert (await bot.say(note)).text == "Tucked away."


async def test_an_edit_tells_what_it_replaced(bot: RunningBot) -> None:
    await bot.say("the boiler wants 1.5 bar")
    edited = await bot.say("edit: Ana's birthday is on 3 May")
    assert edited.text == "Changed. Instead of “the boiler wants 1.5 bar” it now says:"
    assert quoted(edited) == ["Ana's birthday is on 3 May"]
    await bot.say("edit: " + "long " * 50)
    assert "long …”" in (await bot.say("edit: short")).text
