"""Who writes, as two replicas see it: what one of them changed holds for the other at once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.assembly import Store
from bot.clock import system_clock
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName, Inbound, Signal
from bot.settings import Settings
from handlers.wording import in_language
from memory import invitations
from memory.changes import Changes
from memory.documents import Memory, Person, PersonAddress
from memory.invitations import Registration
from memory.linking import LIFETIME, TRIES, Doors, LinkRequest, PersonalLinking, Purpose, RequestState, hashed
from memory.media.documents import Media
from memory.numbers import AGED
from memory.people import People
from tests.fakes.telegram import FakeTelegram, Update
from tests.running import RunningBot
from tests.scheduler.postal import new, somebody
from tests.webhooks.stage import event, eventually, open_store, replica, running
from webhooks import signals
from webhooks.inbox import EventState, InboxEvent
from webhooks.meeting import Reception

WORDS = in_language("en")
SECRET = "s3cret-s3cret-s3cret"
CAPTION = "the garden in May, " * 60
"""1,140 units: more than a bot may write below a picture."""


def photo(number: int) -> dict[str, object]:
    return {"file_id": f"AgAC{number}", "file_unique_id": f"{number}", "width": 90, "height": 60}


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def with_telegram(settings: Settings, telegram: FakeTelegram) -> Settings:
    """Reached by webhook, so that each replica is given what this test gives it."""
    changed = {
        "registration": "invite",
        "public_url": "https://memory.example.org",
        "telegram_token": telegram.token,
        "telegram_webhook_secret": SECRET,
        "telegram_api_url": telegram.url,
    }
    return Settings.model_validate({**settings.model_dump(), **changed})


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


@pytest.fixture
async def both(
    store: Store, folder: DataFolder, with_telegram: Settings
) -> AsyncIterator[tuple[RunningBot, RunningBot]]:
    async with (
        running(store, with_telegram) as first,
        replica(store, folder) as again,
        running(again, with_telegram) as second,
    ):
        yield first, second


async def brought(bot: RunningBot, update: Update) -> str:
    """Bring an update to one replica, and wait until it is handled; what it is called."""
    channel = bot.tuckaway.telegram
    assert channel
    envelope = channel.envelope(update)
    assert envelope
    await bot.tuckaway.inbox.receive(envelope)

    async def done() -> bool:
        return (await event(envelope)).waiting is None

    await eventually(done)
    return (await event(envelope)).id


async def came_in(bot: RunningBot, telegram: FakeTelegram) -> None:
    code = await invitations.invite(channel=None, lifetime=invitations.REMEMBERED, uses=1, now=system_clock())
    await brought(bot, telegram.message(code))


async def test_an_address_that_was_unlinked_at_one_replica_is_a_strangers_at_the_other(
    both: tuple[RunningBot, RunningBot], telegram: FakeTelegram
) -> None:
    first, second = both
    link = (await first.say("connect Telegram")).text.rpartition("start=")[2]
    await brought(second, telegram.message(f"/start {link}"))
    await brought(second, telegram.message("the spare key is under the blue pot"))
    await first.say("unlink telegram")
    before = await Message.find({"person": first.owner}).count()
    name = await brought(second, telegram.message("where is the spare key?"))
    assert await Message.get(f"reply:{name}:0") is None
    assert await Message.find({"person": first.owner}).count() == before
    await telegram.until(lambda: telegram.sent_texts[-1] == WORDS.by_invitation().text)


async def test_a_chat_that_came_over_at_one_replica_is_the_owners_at_the_other(
    both: tuple[RunningBot, RunningBot], telegram: FakeTelegram
) -> None:
    first, second = both
    await came_in(second, telegram)
    link = (await first.say("connect Telegram")).text.rpartition("start=")[2]
    await brought(first, telegram.message(f"/start {link}"))
    await brought(second, telegram.message("the spare key is under the blue pot"))
    assert [memory.text for memory in await first.memories()] == ["the spare key is under the blue pot"]
    found = await PersonAddress.get(f"telegram:{telegram.person}")
    assert found
    assert found.person == first.owner


async def test_an_album_whose_parts_arrive_in_two_replicas_is_one_memory_with_every_file(
    both: tuple[RunningBot, RunningBot], telegram: FakeTelegram
) -> None:
    await came_in(both[0], telegram)
    parts = [telegram.message("", media_group_id="77", photo=[photo(number)]) for number in range(6)]
    parts[2]["message"]["caption"] = CAPTION
    for part in parts:
        del part["message"]["text"]
    await asyncio.gather(*(brought(both[number % 2], part) for number, part in enumerate(parts)))
    (memory,) = await Memory.find_all().to_list()
    files = await Media.find_all().to_list()
    assert [each.memory for each in files] == [memory.id] * 6
    assert await InboxEvent.find({"state": EventState.DEAD}).count() == 0


async def test_a_stranger_who_writes_to_both_replicas_is_told_once(
    both: tuple[RunningBot, RunningBot], telegram: FakeTelegram
) -> None:
    for bot in (*both, *both):
        await brought(bot, telegram.message("hello"))
    assert await Message.find({"channel": ChannelName.TELEGRAM}).count() == 1
    assert await Person.find_all().count() == 1


async def test_no_more_than_thirty_strangers_a_minute_are_told_anything(
    both: tuple[RunningBot, RunningBot], telegram: FakeTelegram
) -> None:
    for chat in range(8000, 8033):
        await brought(both[0], telegram.message("hello", chat=chat))
    assert await Message.find({"channel": ChannelName.TELEGRAM}).count() == 30


async def test_what_nobody_could_read_is_not_kept_of_a_stranger_and_is_of_a_person(
    both: tuple[RunningBot, RunningBot], telegram: FakeTelegram
) -> None:
    def unreadable() -> Update:
        update = telegram.message("x")
        update["message"]["text"] = ["not", "text"]
        return update

    name = await brought(both[0], unreadable())
    strangers = await InboxEvent.get(name)
    assert strangers
    assert (strangers.state, strangers.sealed) == (EventState.DONE, None)
    await came_in(both[0], telegram)
    theirs = await InboxEvent.get(await brought(both[0], unreadable()))
    assert theirs
    assert theirs.state is EventState.DEAD
    assert theirs.sealed


async def test_a_stranger_who_wants_to_hear_nothing_hears_nothing(store: Store) -> None:
    reception = Reception(People(store.vault), store.vault, Doors(), Registration.INVITE)
    sender = Address(channel=ChannelName.SMS, value="+447700900123")
    met = await reception.meet(Inbound(sender=sender, signal=Signal.STOPPED, at=system_clock()), system_clock())
    assert (met.known, met.replies) == (None, ())


NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
SMS, WHATSAPP, TELEGRAM = ChannelName.SMS, ChannelName.WHATSAPP, ChannelName.TELEGRAM


def door(store: Store) -> Reception:
    return Reception(People(store.vault), store.vault, Doors(), Registration.INVITE)


@pytest.mark.parametrize("channel", [SMS, WHATSAPP])
async def test_a_link_for_a_chat_is_no_good_from_a_number_whose_sender_anybody_can_forge(
    store: Store, channel: ChannelName
) -> None:
    owner = await somebody(store, new(TELEGRAM))
    token = "a" * 32
    request = LinkRequest(
        id=hashed(token),
        person=owner,
        purpose=Purpose.LINK,
        channel=TELEGRAM,
        asked_from="telegram:1",
        made_at=NOON,
        expires_at=NOON + LIFETIME,
    )
    await request.insert()
    met = await door(store).meet(Inbound(sender=new(channel), text=f"/start {token}", at=NOON), NOON)
    assert met.known is None
    assert (met.changes.inserts, met.changes.updates) == ([], [])


@pytest.mark.parametrize(("silent", "back"), [(AGED, False), (AGED - timedelta(hours=1), True)])
async def test_a_number_that_was_given_up_is_not_its_persons_again_for_a_word_from_whoever_has_it_now(
    store: Store, silent: timedelta, *, back: bool
) -> None:
    mobile = new(SMS)
    await somebody(store, mobile)
    given_up = {"last_inbound_at": NOON, "gone_at": NOON + timedelta(minutes=1)}
    await PersonAddress.find({"_id": str(mobile)}).update({"$set": given_up})
    link = await PersonAddress.get(str(mobile))
    known = await People(store.vault).at(mobile)
    assert known
    assert link
    heard = Inbound(sender=mobile, signal=Signal.RESUMED, at=NOON + silent)
    work = signals.heeded(heard, known, link, NOON + silent)
    assert [update.values for update in work.changes.updates] == ([{"gone_at": None}] if back else [])


async def test_the_fifth_wrong_code_is_said_to_be_the_last_and_the_next_message_brings_a_new_one(store: Store) -> None:
    mobile, chat = new(SMS), new(TELEGRAM)
    person = await somebody(store, mobile, chat)
    await PersonAddress.find({"_id": str(mobile)}).update({"$set": {"last_inbound_at": NOON - 2 * AGED}})
    request = LinkRequest(
        id=f"prove:{mobile}:{NOON.date()}:0",
        person=person,
        purpose=Purpose.PROVE,
        channel=SMS,
        asked_from=str(mobile),
        target=str(mobile),
        code="hash of another one",
        tries=TRIES - 1,
        made_at=NOON,
        expires_at=NOON + LIFETIME,
    )
    await request.insert()
    met = await door(store).meet(Inbound(sender=mobile, text="123456", at=NOON), NOON)
    assert met.replies == [WORDS.proof_used_up()]
    assert [update.values["state"] for update in met.changes.updates] == [RequestState.CLOSED]
    assert met.changes.letters == []


async def test_an_address_that_is_let_go_makes_links_useless_that_were_shown_there(store: Store) -> None:
    chat, other = new(TELEGRAM), new(SMS)
    person = await somebody(store, chat, other)
    request = LinkRequest(
        id=hashed("a" * 32),
        person=person,
        purpose=Purpose.LINK,
        channel=TELEGRAM,
        asked_from=str(chat),
        made_at=NOON,
        expires_at=NOON + LIFETIME,
    )
    await request.insert()
    known, changes = await People(store.vault).at(other), Changes()
    assert known
    mine = PersonalLinking(known.person, known.content, here=other, changes=changes, doors=Doors())
    assert await mine.unlink(chat, NOON)
    assert [update.values["state"] for update in changes.updates if update.kind is LinkRequest] == [RequestState.CLOSED]
