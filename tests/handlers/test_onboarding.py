from collections.abc import AsyncIterator

import pytest

from bot.data_folder import DataFolder
from bot.messages import Reply
from bot.settings import Settings
from memory.documents import DigestKind, Onboarding, Person, Preferences
from memory.people import get
from tests.handlers.clocks import Hand, bot_by
from tests.handlers.talk import labels, pick, tap, texts
from tests.running import RunningBot
from tests.webhooks.stage import eventually, exchanged, written

INTRODUCED = "By the way, I'm Tuckaway"
WHERE = "You're in Lisbon, right? It's 10:00 there."
HOUR = "Shall I send you a digest in the morning"


@pytest.fixture
async def new(settings: Settings, folder: DataFolder) -> AsyncIterator[RunningBot]:
    """A bot whose owner has never written to it."""
    async with bot_by(Hand(), settings, folder, Onboarding.NEW) as running:
        yield running


async def chosen(bot: RunningBot) -> Preferences:
    return (await get(bot.owner, bot.store.vault)).person.preferences


async def replies(bot: RunningBot, line: str) -> list[str]:
    """Everything that is said to a line: the next line's answer comes after it."""
    await bot.say(line)
    said = [said.text for said in await bot.log()]
    return said[said.index(line) + 1 :]


async def everything(bot: RunningBot) -> list[str]:
    return [said.text for said in await bot.log() if said.author == "bot"]


async def picked(bot: RunningBot, reply: Reply, label: str) -> tuple[Reply, Reply]:
    """Press a button; the answer, and the message beside it."""
    what = next(action.tap for action in reply.actions if action.label == label)
    first, beside = await bot.press(what, 2)
    return first, beside


async def test_who_says_hello_first_is_shown_round_in_three_messages(new: RunningBot) -> None:
    assert (await new.say("hello")).text.startswith("Hello, I'm Tuckaway.")
    saved, where = await new.hear("the spare key is under the blue pot", 2)
    assert saved.text == "Tucked away."
    assert (where.text, labels(where)) == (WHERE, ["Yes", "No, elsewhere"])
    right, hour = await picked(new, where, "Yes")
    assert right.text == "Lisbon it is: 10:00 there now."
    assert hour.text.startswith(HOUR)
    assert labels(hour) == ["7:00", "8:00", "No digest"]
    assert "at 07:00, every day" in (await pick(new, hour, "7:00")).text
    assert (await chosen(new)).onboarding is Onboarding.OVER
    assert await replies(new, "the boiler wants 1.5 bar") == ["Tucked away."]


async def test_who_tells_something_first_is_told_who_listens_and_asked_the_next_time(new: RunningBot) -> None:
    saved, introduced = await new.hear("the spare key is under the blue pot", 2)
    assert saved.text == "Tucked away."
    assert introduced.text.startswith(INTRODUCED)
    _, where = await new.hear("the boiler wants 1.5 bar", 2)
    assert where.text == WHERE


async def test_a_question_or_a_reminder_in_the_first_message_works_as_always(new: RunningBot) -> None:
    assert await replies(new, "where is the spare key?") == [(await new.say("where is the spare key?")).text]
    set_, introduced = await new.hear("remind me to call Ana tomorrow at 9", 2)
    assert "Thursday 11 June, 09:00 (Lisbon)" in set_.text
    assert introduced.text.startswith(INTRODUCED)


async def test_nothing_is_said_twice_and_who_does_not_answer_is_left_alone(new: RunningBot) -> None:
    await new.say("hello")
    for number in range(6):
        await new.say(f"note number {number} about the house")
    await new.say("hello")
    said = await everything(new)
    assert sum(text.startswith("Hello, I'm Tuckaway") for text in said) == 1
    assert said.count(WHERE) == 1
    assert not any(text.startswith((INTRODUCED, HOUR)) for text in said)


async def test_an_answer_that_comes_late_still_counts(new: RunningBot) -> None:
    await new.say("hello")
    _, where = await new.hear("the spare key is under the blue pot", 2)
    await new.say("the boiler wants 1.5 bar")
    _, hour = await picked(new, where, "Yes")
    assert hour.text.startswith(HOUR)
    again = await pick(new, where, "Yes")
    assert again.text.startswith("Lisbon it is")
    assert sum(text.startswith(HOUR) for text in await everything(new)) == 1


async def test_who_is_elsewhere_names_a_city_and_reminders_follow(new: RunningBot) -> None:
    await new.say("hello")
    _, where = await new.hear("remind me to call Ana tomorrow at 9", 2)
    assert "biggest city" in (await pick(new, where, "No, elsewhere")).text
    moved, hour = await new.hear("New York", 2)
    assert "You're on New York time now: it is 05:00 there. Your reminder keeps its hour." in moved.text
    assert hour.text.startswith(HOUR)
    assert await texts(new) == []


async def test_what_is_no_city_is_kept_and_not_asked_about_again(new: RunningBot) -> None:
    await new.say("hello")
    _, where = await new.hear("the spare key is under the blue pot", 2)
    await pick(new, where, "No, elsewhere")
    assert await replies(new, "the boiler in the cellar wants 1.5 bar") == ["Tucked away."]
    await new.say("Porto")
    zone = (await get(new.owner, new.store.vault)).person.zone
    assert zone == "Europe/Lisbon"


async def test_who_names_the_zone_unasked_is_not_asked(new: RunningBot) -> None:
    await new.say("hello")
    await new.say("my time zone is Lisbon")
    _, hour = await new.hear("the spare key is under the blue pot", 2)
    assert hour.text.startswith(HOUR)


async def test_who_has_chosen_an_hour_is_not_asked_for_one(new: RunningBot) -> None:
    await new.say("hello")
    await new.say("send my digest at 6")
    _, where = await new.hear("the spare key is under the blue pot", 2)
    await pick(new, where, "Yes")
    assert await replies(new, "the boiler in the cellar wants 1.5 bar") == ["Tucked away."]
    assert (await chosen(new)).onboarding is Onboarding.OVER


async def test_no_digest_is_an_answer(new: RunningBot) -> None:
    await new.say("hello")
    _, where = await new.hear("the spare key is under the blue pot", 2)
    _, hour = await picked(new, where, "Yes")
    assert (await pick(new, hour, "No digest")).text == "You get no digest."
    assert (await chosen(new)).digests == frozenset()
    assert "at 08:00" in (await pick(new, hour, "8:00")).text
    assert (await chosen(new)).digests == frozenset(DigestKind)
    assert "no longer works" in (await tap(new, "digest_hour:soon")).text


async def test_a_restart_in_between_repeats_nothing(settings: Settings, folder: DataFolder) -> None:
    async with bot_by(Hand(), settings, folder, Onboarding.NEW) as before:
        await before.hear("the spare key is under the blue pot", 2)
    async with bot_by(Hand(), settings, folder, Onboarding.NEW) as after:
        _, where = await after.hear("the boiler wants 1.5 bar", 2)
        assert where.text == WHERE
        assert sum(text.startswith(INTRODUCED) for text in await everything(after)) == 1


async def test_who_is_nowhere_known_is_asked_for_a_city(new: RunningBot) -> None:
    stranger = "0" * 32
    for text in ("hello", "the spare key is under the blue pot", "Berlin"):
        await new.tuckaway.inbox.receive(written(stranger, text))

    async def over() -> object:
        return await Person.find_one({"preferences.onboarding": Onboarding.OVER})

    await eventually(over)
    (person,) = await Person.find({"zone": "Europe/Berlin"}).to_list()
    said = [text for author, text in await exchanged(new.store, stranger) if author == "bot"]
    assert said[2].startswith("Where are you?")
    assert said[3].startswith("You're on Berlin time now")
    assert person.preferences.zone_confirmed
