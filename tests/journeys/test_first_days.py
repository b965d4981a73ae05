"""The first days of somebody with a telephone, on each channel: linked, told, shown, asked, reminded, undone, gone."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.conversation import Message, opened
from bot.data_folder import DataFolder
from bot.messages import Author, DeliveryState
from bot.settings import Settings
from memory.documents import Person, PersonAddress
from memory.media.documents import Media, MediaState
from tests.journeys.lines import Line, TextLine, WhatsAppLine, by_twilio, on_telegram
from tests.running import RunningBot
from tests.webhooks.stage import eventually


@pytest.fixture(params=["telegram", "whatsapp", "sms"])
async def talking(
    request: pytest.FixtureRequest, settings: Settings, folder: DataFolder
) -> AsyncIterator[tuple[RunningBot, Line]]:
    if request.param == "telegram":
        started = on_telegram(settings, folder)
    else:
        started = by_twilio(settings, folder, WhatsAppLine if request.param == "whatsapp" else TextLine)
    async with started as pair:
        yield pair


async def test_the_first_days_with_a_telephone(talking: tuple[RunningBot, Line]) -> None:
    desk, line = talking
    await is_linked(desk, line)
    await keeps_and_finds(line)
    await is_reminded(line)
    await gets_a_digest(desk, line)
    await hears_elsewhere_once_gone(desk, line)


async def is_linked(desk: RunningBot, line: Line) -> None:
    assert "invit" in await line.say("the spare key is under the blue pot")
    await line.connect(desk)

    async def owners() -> bool:
        address = await PersonAddress.get(line.address)
        return address is not None and address.person == desk.owner

    await eventually(owners)


async def keeps_and_finds(line: Line) -> None:
    assert "Tucked away" in await line.say("the spare key is under the blue pot")
    assert "blue pot" in await line.say("where is the spare key?")
    assert "Tucked away" in await line.show("the fuse box, second switch from the left")
    await eventually(photo_is_stored)
    assert "second switch" in await line.say("where is the switch of the fuse box?")
    assert "Tucked away" in await line.say("the gate code is 4417")
    await line.say("undo")
    assert "4417" not in await line.say("what is the gate code?")


async def photo_is_stored() -> bool:
    return [each.state for each in await Media.find_all().to_list()] == [MediaState.STORED]


async def is_reminded(line: Line) -> None:
    await line.say("remind me to call mum in 2 hours")
    before = len(line.seen())
    line.clock.offset += timedelta(hours=2, minutes=1)
    await line.until(lambda: any("call mum" in each for each in line.seen()[before:]))


async def gets_a_digest(desk: RunningBot, line: Line) -> None:
    before = len(line.seen())
    owner = await Person.get(desk.owner)
    assert owner
    assert owner.digest_at
    line.clock.offset = max(line.clock.offset, owner.digest_at - line.clock() + line.clock.offset)
    await desk.tuckaway.digests.send()
    await line.until(lambda: any("blue pot" in each for each in line.seen()[before:]))


async def hears_elsewhere_once_gone(desk: RunningBot, line: Line) -> None:
    await line.say("remind me to water the fig in 26 hours")
    await line.leave()
    before = len(line.seen())
    line.clock.offset += timedelta(hours=27)

    async def told_elsewhere() -> bool:
        messages = await Message.find({"person": desk.owner, "author": Author.BOT}).to_list()
        reminders = [each for each in messages if each.id.startswith("reminder:")]
        shown = [each for each in reminders if each.state is not DeliveryState.FAILED]
        texts = [entry.content.text for entry in await opened(shown, desk.store.vault)]
        return any("fig" in each for each in texts)

    await eventually(told_elsewhere)
    assert not any("fig" in each for each in line.seen()[before:])
