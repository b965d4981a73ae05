"""What somebody tells over some days, and what they are told when they ask: in the browser and on Telegram."""

from collections.abc import AsyncIterator

import pytest

from bot.data_folder import DataFolder
from bot.settings import Settings
from tests.handlers.clocks import WEDNESDAY
from tests.journeys.talks import Talk, in_browser, on_telegram
from tests.scheduler.appointments import SetClock


@pytest.fixture(params=[in_browser, on_telegram])
async def talk(request: pytest.FixtureRequest, settings: Settings, folder: DataFolder) -> AsyncIterator[Talk]:
    async with request.param(settings, folder, SetClock(WEDNESDAY)) as talk:
        yield talk


async def tell(talk: Talk, *texts: str) -> None:
    """One note after the other, some minutes apart."""
    for text in texts:
        assert not (await talk.say(text)).quotes
        talk.clock.forward(minutes=5)


async def test_what_was_told_yesterday_is_listed_in_the_order_it_was_told(talk: Talk) -> None:
    await tell(talk, "paid the plumber 80 euros")
    talk.clock.forward(days=1)
    await tell(talk, "bought a lamp for the hall", "lent the ladder to Ben")
    talk.clock.forward(days=1)
    await tell(talk, "watered the tomatoes")
    answer = await talk.say("what did I save yesterday?")
    assert answer.quotes == ["bought a lamp for the hall", "lent the ladder to Ben"]
    assert all("yesterday" in label for label in answer.labels)


async def test_what_was_told_yesterday_is_counted(talk: Talk) -> None:
    await tell(talk, "paid the plumber 80 euros", "bought a lamp for the hall", "lent the ladder to Ben")
    talk.clock.forward(days=1)
    await tell(talk, "watered the tomatoes")
    assert "3" in (await talk.say("how many notes did I save yesterday?")).text


async def test_everything_about_a_subject_is_listed_and_nothing_else(talk: Talk) -> None:
    await tell(talk, "the boat needs a new rope", "the oven is broken", "boat insurance ends in May")
    answer = await talk.say("list everything about the boat")
    assert answer.quotes == ["the boat needs a new rope", "boat insurance ends in May"]


async def test_a_question_that_leans_on_the_one_before_is_understood(talk: Talk) -> None:
    await tell(talk, "Marta is allergic to nuts", "Ben is allergic to eggs")
    assert (await talk.say("what is Marta allergic to?")).quotes[0] == "Marta is allergic to nuts"
    talk.clock.forward(minutes=1)
    assert (await talk.say("and Ben?")).quotes[0] == "Ben is allergic to eggs"


async def test_what_was_told_later_comes_first_and_the_earlier_is_shown_as_such(talk: Talk) -> None:
    await tell(talk, "the gate code is 2204")
    talk.clock.forward(days=20)
    saved = await talk.say("the new gate code is 4417")
    assert saved.text.startswith("Tucked away. It takes the place of")
    assert saved.quotes == ["the gate code is 2204"]
    answer = await talk.say("what is the gate code?")
    assert answer.quotes == ["the new gate code is 4417", "the gate code is 2204"]
    assert "told earlier" not in answer.labels[0]
    assert "told earlier" in answer.labels[1]


async def test_that_nothing_fits_is_said_until_it_is_told(talk: Talk) -> None:
    await tell(talk, "the spare key is under the blue pot", "Ben moved to Porto")
    assert (await talk.say("what is Ben's phone number?")).text.startswith("I found nothing that fits")
    await tell(talk, "Ben's phone number is 912 345 678")
    answer = await talk.say("what is Ben's phone number?")
    assert not answer.text.startswith("I found nothing that fits")
    assert answer.quotes[0] == "Ben's phone number is 912 345 678"


async def test_a_memory_that_was_found_is_opened_and_shows_what_belongs_to_it(talk: Talk) -> None:
    await tell(talk, "Marta is allergic to nuts")
    talk.clock.forward(days=3)
    await tell(talk, "a red scarf would be a present for Marta")
    talk.clock.forward(days=3)
    await tell(talk, "the oven is broken")
    assert len((await talk.say("what is Marta allergic to?")).quotes) == 1
    opened = await talk.open_first()
    assert opened.quotes == ["Marta is allergic to nuts", "a red scarf would be a present for Marta"]
    assert opened.labels[1].endswith(" · also about Marta")
