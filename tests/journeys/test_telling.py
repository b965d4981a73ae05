"""Whoever is not looking at the chat is told all the same: on a device, and by e-mail."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.clock import system_clock
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName, DeliveryState
from bot.push.announcing import Announcement
from bot.push.devices import Device
from bot.settings import Settings
from memory.documents import Person, PersonAddress
from tests.conftest import loaded_encoder
from tests.fakes.smtp import FakeMail, Fault, plain_part
from tests.fakes.web_push import FakeWebPush
from tests.running import RunningBot, Served, until
from tests.scheduler.appointments import has_set, once
from tests.webhooks.stage import eventually

ANNA = Address(channel=ChannelName.EMAIL, value="anna@example.org")


@dataclass
class World:
    """A bot that is served, a browser's push service and a mail server."""

    served: Served
    services: FakeWebPush
    mail: FakeMail

    @property
    def bot(self) -> RunningBot:
        return self.served.bot


@pytest.fixture
async def world(settings: Settings, folder: DataFolder, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    async with FakeWebPush() as services, FakeMail() as mail:
        server = {"smtp_host": "127.0.0.1", "smtp_port": mail.port, "smtp_security": "none"}
        more = {**server, "smtp_from": "tuckaway@example.org", "push_hosts": "127.0.0.1"}
        chosen = settings.model_copy(update={**more, "public_url": getattr(request, "param", None)})
        async with RunningBot.started(chosen, folder, loaded_encoder) as bot, Served.of(bot) as served:
            yield World(served, services, mail)


async def test_a_browser_signs_up_and_is_told_when_a_reminder_rings_until_it_logs_out(world: World) -> None:
    now = system_clock()
    async with world.served.client() as client:
        key = (await client.get("/api/v1/push-key")).json()["key"]
        browser = world.services.subscribe(key)
        answer = await client.post("/api/v1/devices", json=browser.subscription)
        assert answer.status_code == 201
        at = now + timedelta(seconds=1)
        await has_set(world.bot, "water the plants", once(at), now, address=f"web:{world.bot.owner}")
        await until(lambda: browser.shown)
        assert browser.shown[0]["body"] == "⏰ water the plants"
        assert world.services.refused == []
        (announcement,) = await Announcement.find_all().to_list()
        await eventually(lambda: _is_sent(announcement.id))
        await client.post("/api/v1/logout")
    assert await Device.count() == 0


async def _is_sent(announcement: str) -> bool:
    found = await Announcement.get(announcement)
    return found is not None and found.state is DeliveryState.SENT


@pytest.mark.parametrize("world", ["https://memory.example.org"], indirect=True)
async def test_a_reminder_set_for_an_email_address_arrives_once_with_a_way_out(world: World) -> None:
    await gives_address(world)
    now = system_clock()
    await has_set(world.bot, "water the plants", once(now + timedelta(seconds=1)), now, address=str(ANNA))
    await until(lambda: world.mail.arrived)
    (message,) = world.mail.arrived
    assert message["Subject"] == "⏰ Tuckaway"
    assert message["List-Unsubscribe"].startswith("<https://memory.example.org/unsubscribe/")
    assert "water the plants" in plain_part(message)


async def test_an_address_that_is_none_is_marked_and_the_message_shown_as_failed(world: World) -> None:
    await gives_address(world)
    world.mail.faults.append(Fault("RCPT", "550 5.1.1 no such user"))
    now = system_clock()
    await has_set(world.bot, "water the plants", once(now + timedelta(seconds=1)), now, address=str(ANNA))

    async def marked() -> bool:
        address = await PersonAddress.get(str(ANNA))
        return address is not None and address.gone_at is not None

    async def failed() -> bool:
        (message,) = await Message.find({"address": str(ANNA)}).to_list()
        return message.state is DeliveryState.FAILED

    await eventually(marked)
    await eventually(failed)


async def gives_address(world: World) -> None:
    """The owner is reached there, as if they had shown that it is theirs."""
    owner = world.bot.owner
    await PersonAddress(id=str(ANNA), person=owner, channel=ANNA.channel, linked_at=system_clock()).insert()
    await Person.get_motor_collection().update_one({"_id": owner}, {"$set": {"reach": str(ANNA)}})
