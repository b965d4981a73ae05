"""A page that is open on one replica is shown what another one writes."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.deliveries import Ticks
from bot.live import LiveFeed, News
from bot.messages import Author, ChannelName, Delivery, DeliveryState, PersonId, Said
from bot.settings import Settings
from memory.documents import Person
from tests.running import RunningBot, Served
from tests.webhooks.page import Page
from tests.webhooks.stage import entries_of, eventually, exchanged, replica, running, written
from webhooks.follower import Follower


async def test_what_another_replica_writes_appears_in_an_open_page_once_and_in_order(
    served: Served, bot: RunningBot, settings: Settings, folder: DataFolder
) -> None:
    async with (
        replica(bot.store, folder) as store,
        running(store, settings) as other,
        served.client() as client,
        Page.opened(served, client) as page,
    ):
        await other.tuckaway.inbox.receive(written(bot.owner, "the spare key is under the blue pot"))
        await page.answer("Tucked away.")
        await page.send("hello")
        await page.until(type="message", channel="web", text="hello")
        await page.until(type="message", author="bot", sequence=4)
        sequences = [each["message"]["sequence"] for each in page.events if each["type"] == "message"]
    assert sequences == [1, 2, 3, 4]


async def test_a_page_of_somebody_else_is_shown_nothing_of_it(
    served: Served, bot: RunningBot, settings: Settings, folder: DataFolder
) -> None:
    async with (
        replica(bot.store, folder) as store,
        running(store, settings) as other,
        served.client() as client,
        Page.opened(served, client) as page,
    ):
        await other.tuckaway.inbox.receive(written("anna", "a secret of anna's"))
        await other.tuckaway.inbox.receive(written(bot.owner, "the owner's own"))
        await page.answer("Tucked away.")
    said = [each["message"]["text"] for each in page.events if each["type"] == "message"]
    assert said == ["the owner's own", "Tucked away."]


def said(queue: asyncio.Queue[News]) -> list[int]:
    """The numbers of what a page was shown since the last look."""
    news = [queue.get_nowait() for _ in range(queue.qsize())]
    return [each.sequence for each in news if isinstance(each, Said)]


async def met(bot: RunningBot, person: str) -> PersonId:
    """Somebody else, who has written and was answered."""
    await bot.tuckaway.inbox.receive(written(person, "hello"))

    async def answered() -> bool:
        return len(await exchanged(bot.store, person)) == 2

    await eventually(answered)
    (first, *_) = await entries_of(bot.store, f"web:{person}")
    return PersonId(first.message.person)


@pytest.mark.parametrize(
    ("loss", "shown"),
    [
        ({"$set": {"sealed": b"unreadable"}}, [1, 2, 4]),
        ({"$set": {"channel": "a channel of a later version"}}, []),
    ],
)
async def test_one_message_that_can_not_be_opened_keeps_no_other_from_being_shown(
    bot: RunningBot, capfd: pytest.CaptureFixture[str], loss: dict[str, Any], shown: list[int]
) -> None:
    feed = LiveFeed()
    follower = Follower(feed, bot.store.vault)
    anna, berta = await met(bot, "anna"), await met(bot, "berta")
    await bot.has_talked(2)
    await Message.get_motor_collection().update_one({"_id": "past:3"}, loss)
    with feed.watch(anna) as of_anna, feed.watch(bot.owner) as of_owner, feed.watch(berta) as of_berta:
        await follower.look()
        assert (said(of_anna), said(of_owner), said(of_berta)) == ([1, 2], shown, [1, 2])
        assert "follower." in capfd.readouterr().err
        await follower.look()
        assert "follower." not in capfd.readouterr().err
        await bot.say("hello")
        await follower.look()
        assert said(of_owner) == [5, 6]


async def sent(bot: RunningBot, keys: Sequence[str]) -> None:
    """The owner was sent text messages; their provider calls them as we do."""
    address, now = "sms:+15557654321", datetime.now(UTC)
    for number, key in enumerate(keys, 1):
        message = Message(
            id=key,
            person=bot.owner,
            sequence=number,
            author=Author.BOT,
            address=address,
            channel=ChannelName.SMS,
            at=now,
            state=DeliveryState.SENT,
            provider_id=key,
        )
        await message.insert()
    await Person.get_motor_collection().update_one({"_id": bot.owner}, {"$set": {"last_sequence": len(keys)}})


async def test_how_far_a_message_came_is_shown_whichever_replica_was_told(
    served: Served, bot: RunningBot, settings: Settings, folder: DataFolder
) -> None:
    one, two = "reminder:1:1", "reminder:2:1"
    await sent(bot, [one, two])
    async with (
        replica(bot.store, folder) as store,
        running(store, settings) as other,
        served.client() as client,
        Page.opened(served, client) as page,
    ):
        news = [
            Delivery(provider_id=one, state=DeliveryState.DELIVERED),
            Delivery(provider_id=one, state=DeliveryState.DELIVERED),
            Delivery(provider_id=two, state=DeliveryState.FAILED),
        ]
        await other.tuckaway.deliveries.note(ChannelName.SMS, news[0])
        await page.until(type="state", sequence=1, state="delivered")
        for each in news[1:]:
            await other.tuckaway.deliveries.note(ChannelName.SMS, each)
        await page.until(type="state", sequence=2, state="failed")
    states = [(each["sequence"], each["state"]) for each in page.events if each["type"] == "state"]
    assert states.count((1, "delivered")) == states.count((2, "failed")) == 1


async def test_ticks_of_somebody_else_and_those_of_a_bot_that_is_alone_are_read_by_nobody(bot: RunningBot) -> None:
    feed = LiveFeed()
    follower = Follower(feed, bot.store.vault)
    await sent(bot, ["reminder:1:1"])
    with feed.watch(bot.owner) as of_owner:
        await follower.look()
        of_owner.get_nowait()
        await bot.tuckaway.deliveries.note(
            ChannelName.SMS, Delivery(provider_id="reminder:1:1", state=DeliveryState.DELIVERED)
        )
        await follower.look()
        assert of_owner.empty()
    assert await Ticks.find_all().to_list() == []
