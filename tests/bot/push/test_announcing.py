"""What rings is told on people's devices: once, only what may be shown there, and never what was read or forgotten."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.assembly import Store
from bot.clock import system_clock
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import DeliveryState, PersonId
from bot.push.announcing import Announcement
from bot.push.devices import MOST, Device, Devices
from bot.push.hosts import PushHosts
from bot.push.keys import VapidKey
from bot.push.port import DeviceKind, Target
from bot.push.sending import WORTH_TELLING, Announcements
from bot.push.webpush import WebPush
from bot.settings import Settings
from memory.documents import DigestKind, Level, Memory, Person
from memory.people import get
from memory.reminder import Reminder
from tests.fakes.web_push import Browser, FakeWebPush, Fault
from tests.running import RunningBot, until
from tests.scheduler.appointments import SetClock, has_set, lives_in, once, prefers, utc
from tests.webhooks.stage import open_store, running

MORNING = utc("2026-05-04T08:00")  # 09:00 in Lisbon


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING)


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


@pytest.fixture
async def services() -> AsyncIterator[FakeWebPush]:
    async with FakeWebPush() as server:
        yield server


@dataclass
class Told:
    """A bot that does nothing by itself, whose owner lives in the browser and has one device that is told."""

    bot: RunningBot
    clock: SetClock
    key: VapidKey
    services: FakeWebPush
    devices: Devices
    browser: Browser
    senders: list[Announcements]

    async def signs_up(self) -> Browser:
        browser = self.services.subscribe(self.key.public)
        target = Target.model_validate(browser.subscription)
        person = (await get(self.bot.owner, self.bot.store.vault)).person
        await self.devices.register(person, target, session="session", label=None)
        return browser

    def sender(self) -> Announcements:
        """A replica's own, with connections of its own."""
        push = WebPush(self.key, "mailto:admin@example.org", system_clock)
        services = {DeviceKind.WEBPUSH: push}
        sender = Announcements(services, self.devices, self.bot.store.vault, self.clock)
        self.senders.append(sender)
        return sender

    async def rings(self, subject: str = "call Ana", *, address: str | None = None) -> str:
        """The owner's reminder rings; the id of the message."""
        at = self.clock() + timedelta(minutes=1)
        reminding = await has_set(self.bot, subject, once(at), self.clock(), address=address or f"web:{self.bot.owner}")
        self.clock.forward(minutes=1)
        await self.bot.tuckaway.reminders.ring()
        messages = await Message.find({"mentions": reminding.id}).to_list()
        return max(messages, key=lambda each: each.sequence).id


@pytest.fixture
async def told(store: Store, settings: Settings, clock: SetClock, services: FakeWebPush) -> AsyncIterator[Told]:
    key, senders = VapidKey.new(), list[Announcements]()
    devices = Devices(store.vault, clock, [DeviceKind.WEBPUSH], PushHosts(["127.0.0.1"]))
    async with running(store, settings, clock=clock) as bot:
        await lives_in(bot, "Europe/Lisbon")
        # What the bot itself would send is sent by hand here, so that a test says when.
        bot.tuckaway.notifying.announcements._stopping = True
        told = Told(bot, clock, key, services, devices, services.subscribe(key.public), senders)
        services.browsers.clear()
        told.browser = await told.signs_up()
        yield told
        for sender in senders:
            await sender.close()


async def announcement(message: str) -> Announcement:
    found = await Announcement.get(f"push:{message}")
    assert found
    return found


async def test_a_reminder_in_the_browser_chat_is_shown_on_the_device_with_its_place_in_the_chat(told: Told) -> None:
    message = await told.rings()
    await told.sender().send()
    found = await Message.get(message)
    assert found
    (shown,) = told.browser.shown
    where = {"tag": message, "sequence": found.sequence}
    assert shown == {"title": "Tuckaway", "body": "⏰ call Ana", "lang": "en", **where}
    assert (await announcement(message)).state is DeliveryState.SENT
    await told.sender().send()
    assert len(told.browser.shown) == 1


async def test_every_device_is_told(told: Told) -> None:
    other = await told.signs_up()
    await told.rings()
    await told.sender().send()
    assert len(told.browser.shown) == len(other.shown) == 1


async def test_of_a_channel_that_makes_itself_heard_nothing_is_told_until_nobody_minds_it(told: Told) -> None:
    await prefers(told.bot, repeat_minutes=30)
    await told.rings(address="console:owner")
    assert await Announcement.count() == 0
    told.clock.forward(minutes=31)
    await told.bot.tuckaway.reminders.ring()
    await told.sender().send()
    assert [each["body"].partition(" ")[2][:8] for each in told.browser.shown] == ["call Ana"]


async def test_who_has_no_device_has_nothing_written_for_them(told: Told) -> None:
    await Device.delete_all()
    await told.rings()
    assert await Announcement.count() == 0


@pytest.mark.parametrize("level", [Level.CONFIDENTIAL, Level.SECRET, Level.ULTRA_SECRET])
async def test_of_what_is_confidential_or_more_only_that_there_is_a_reminder_is_shown(told: Told, level: Level) -> None:
    message = await told.rings("the biopsy")
    await behind(message, level)
    await told.sender().send()
    assert [each["body"] for each in told.browser.shown] == ["You have a reminder."]


async def test_what_is_general_is_shown_though_a_memory_is_behind_it(told: Told) -> None:
    message = await told.rings("the fair")
    await behind(message, Level.GENERAL)
    await told.sender().send()
    assert [each["body"] for each in told.browser.shown] == ["⏰ the fair"]


async def test_of_a_memory_that_is_gone_no_word_is_shown(told: Told) -> None:
    message = await told.rings("the fair")
    await behind(message, Level.GENERAL)
    await Memory.delete_all()
    await told.sender().send()
    assert [each["body"] for each in told.browser.shown] == ["You have a reminder."]


async def test_a_secret_in_the_words_of_a_reminder_is_not_shown(told: Told) -> None:
    await told.rings("the wifi password is hunter2-Xk9")
    await told.sender().send()
    assert [each["body"] for each in told.browser.shown] == ["You have a reminder."]


async def test_what_was_forgotten_meanwhile_is_not_shown(told: Told) -> None:
    message = await told.rings()
    await Message.get_motor_collection().update_one({"_id": message}, {"$unset": {"sealed": 1, "mentions": 1}})
    await told.sender().send()
    assert [each["body"] for each in told.browser.shown] == ["You have a reminder."]


async def test_what_the_person_has_read_already_is_not_told(told: Told) -> None:
    message = await told.rings()
    await Message.get_motor_collection().update_one({"_id": message}, {"$set": {"state": DeliveryState.READ}})
    await told.sender().send()
    assert told.browser.shown == []
    assert (await announcement(message)).leaving is None


async def test_it_is_told_in_the_persons_language(told: Told) -> None:
    await Person.get_motor_collection().update_one({"_id": told.bot.owner}, {"$set": {"language": "de"}})
    message = await told.rings("die Biopsie")
    await behind(message, Level.SECRET)
    await told.sender().send()
    (shown,) = told.browser.shown
    assert (shown["body"], shown["lang"]) == ("Du hast eine Erinnerung.", "de")


async def test_a_device_that_is_gone_is_forgotten_and_the_others_are_told(told: Told) -> None:
    other = await told.signs_up()
    told.browser.gone = True
    message = await told.rings()
    await told.sender().send()
    assert len(other.shown) == 1
    assert (await announcement(message)).state is DeliveryState.SENT
    assert [each.kind for each in await Device.find_all().to_list()] == [DeviceKind.WEBPUSH]


async def test_a_service_that_is_busy_is_tried_again_for_the_device_it_kept_waiting_alone(told: Told) -> None:
    other = await told.signs_up()
    told.services.faults.append(Fault(status=429, headers={"Retry-After": "30"}))
    message = await told.rings()
    sender = told.sender()
    await sender.send()
    assert len(told.browser.shown) + len(other.shown) == 1
    await sender.send()
    assert len(told.browser.shown) + len(other.shown) == 1
    told.clock.forward(minutes=1)
    await sender.send()
    assert (len(told.browser.shown), len(other.shown)) == (1, 1)
    assert (await announcement(message)).state is DeliveryState.SENT


@pytest.mark.parametrize("fault", [Fault(drop=True), Fault(drop=True, after=True)])
async def test_after_a_line_that_broke_it_is_not_sent_again(told: Told, fault: Fault) -> None:
    told.services.faults.append(fault)
    message = await told.rings()
    sender = told.sender()
    await sender.send()
    told.clock.forward(minutes=2)
    await sender.send()
    assert told.services.received == 1
    assert (await announcement(message)).state is DeliveryState.UNKNOWN


async def test_one_whose_sender_died_in_the_middle_is_not_sent_again(told: Told) -> None:
    hold = asyncio.Event()
    told.services.faults.append(Fault(hold=hold, after=True))
    message = await told.rings()
    dying = asyncio.create_task(told.sender().send())
    await until(lambda: told.browser.shown)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    told.clock.forward(minutes=1)
    await told.sender().send()
    assert told.services.received == 1
    assert (await announcement(message)).state is DeliveryState.UNKNOWN


async def test_an_announcement_that_fails_for_a_reason_of_ours_keeps_no_other_waiting(told: Told) -> None:
    message = await told.rings()
    await Device.get_motor_collection().update_one({}, {"$set": {"last_seen": "never"}})
    await told.sender().send()
    found = await announcement(message)
    assert (found.state, found.leaving is None) == (DeliveryState.QUEUED, False)


async def test_several_replicas_tell_a_device_once(told: Told) -> None:
    for number in range(12):
        await told.rings(f"call number {number}")
    await asyncio.gather(*(told.sender().send() for _ in range(4)))
    assert sorted(each["body"] for each in told.browser.shown) == sorted(f"⏰ call number {n}" for n in range(12))


async def test_what_could_not_be_told_for_hours_is_given_up(told: Told) -> None:
    message = await told.rings()
    told.clock.forward(seconds=WORTH_TELLING.total_seconds() + 1)
    await told.sender().send()
    assert told.services.received == 0
    assert (await announcement(message)).state is DeliveryState.FAILED


async def test_stopping_lets_what_has_begun_finish(told: Told) -> None:
    hold = asyncio.Event()
    told.services.faults.append(Fault(hold=hold))
    message = await told.rings()
    sender = told.sender()
    sending = asyncio.create_task(sender.send())
    await until(lambda: told.services.received)
    stopping = asyncio.create_task(sender.stop(10))
    hold.set()
    await asyncio.gather(sending, stopping)
    assert (await announcement(message)).state is DeliveryState.SENT


async def test_a_ringing_that_is_in_the_conversation_already_is_not_announced_again(told: Told) -> None:
    message = await told.rings()
    found = await Message.get(message)
    assert found
    (reminder,) = found.mentions or [""]
    # The reminder's own date was lost, as when a part of the database is put back.
    await Reminder.get_motor_collection().update_one({"_id": reminder}, {"$set": {"next_at": found.at}})
    await Reminder.get_motor_collection().update_one({"_id": reminder}, {"$set": {"occurs_at": found.at}})
    await told.bot.tuckaway.reminders.ring()
    await told.sender().send()
    assert len(told.browser.shown) == await Announcement.count() == 1
    rung = await Reminder.get(reminder)
    assert rung
    assert rung.next_at != found.at


async def test_a_digest_is_told_by_its_first_line_alone(told: Told) -> None:
    await Person.get_motor_collection().update_one(
        {"_id": told.bot.owner}, {"$set": {"reach": f"web:{told.bot.owner}", "digest_at": told.clock()}}
    )
    await prefers(told.bot, digests=frozenset({DigestKind.MORNING}), digest_hour=told.clock().time())
    at = told.clock() + timedelta(hours=2)
    await has_set(told.bot, "the biopsy", once(at), told.clock(), address="console:owner")
    told.clock.forward(hours=1, minutes=1)
    await told.bot.tuckaway.digests.send()
    await told.sender().send()
    (shown,) = told.browser.shown
    assert shown["body"].endswith("Monday 4 May.")
    assert "biopsy" not in shown["body"]


async def test_the_same_device_again_is_the_same_one_and_follows_whoever_uses_it(told: Told) -> None:
    target = Target.model_validate(told.browser.subscription)
    person = (await get(told.bot.owner, told.bot.store.vault)).person
    first = await told.devices.register(person, target, session="another", label="phone")
    assert await Device.count() == 1
    found = await Device.get(first)
    assert found
    assert (found.session, found.label) == ("another", "phone")
    assert told.browser.endpoint.encode() not in found.sealed


async def test_one_person_has_so_many_devices_and_the_one_seen_least_recently_makes_room(told: Told) -> None:
    for _ in range(MOST):
        told.clock.forward(minutes=1)
        await told.signs_up()
    assert await Device.count() == MOST
    assert Target.model_validate(told.browser.subscription) not in (await told.devices.of(told.bot.owner)).values()


async def test_nobody_removes_the_device_of_somebody_else(told: Told) -> None:
    (device,) = await Device.find_all().to_list()
    assert not await told.devices.remove(PersonId("somebody"), device.id)
    assert await told.devices.remove(told.bot.owner, device.id)
    assert not await told.devices.remove(told.bot.owner, device.id)


async def behind(message: str, level: Level) -> None:
    """A memory of that level is behind the reminder that a message repeats."""
    found = await Message.get(message)
    assert found
    assert found.mentions
    (reminder,) = found.mentions
    memory = Memory(id="m1", person=found.person, changed=1, told_at=MORNING, channel=found.channel, level=level)
    await memory.insert()
    await Reminder.get_motor_collection().update_one({"_id": reminder}, {"$set": {"memory": memory.id}})


async def test_a_replica_without_push_leaves_announcements_to_those_that_have_it(told: Told) -> None:
    message = await told.rings()
    bare = Announcements({}, told.devices, told.bot.store.vault, told.clock)
    idle = asyncio.create_task(bare.run())
    await asyncio.sleep(0)
    assert (await announcement(message)).leaving is not None
    idle.cancel()
    await asyncio.gather(idle, return_exceptions=True)
    await told.sender().send()
    assert len(told.browser.shown) == 1


async def test_of_a_kind_that_nothing_can_be_sent_to_here_nobody_is_reached(told: Told) -> None:
    apps = Devices(told.bot.store.vault, told.clock, [DeviceKind.FID], PushHosts())
    assert await apps.reached([told.bot.owner]) == frozenset()
    assert await told.devices.reached([told.bot.owner, "somebody"]) == {told.bot.owner}
