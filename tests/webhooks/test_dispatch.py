"""Messages are handled in order for each person, by one replica at a time, and nobody waits for somebody else."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.assembly import Store
from bot.clock import system_clock
from bot.conversation import Message
from bot.crypto import MasterKey
from bot.data_folder import DataFolder
from bot.messages import Author, Envelope
from bot.settings import Settings
from memory.documents import Memory, Person
from memory.people import People
from tests.running import RunningBot, until
from tests.webhooks.stage import (
    LONG_AGO,
    Hold,
    MoodyEmbedder,
    MovingClock,
    entries_of,
    event,
    eventually,
    exchanged,
    open_store,
    replica,
    running,
    written,
)
from webhooks.dispatch import BEGINNINGS, POLL
from webhooks.inbox import EventState, Inbox, InboxEvent

PEOPLE = ("anna", "ben", "chidi", "dee")


@pytest.fixture
def embedder() -> MoodyEmbedder:
    return MoodyEmbedder()


@pytest.fixture
async def store(settings: Settings, folder: DataFolder, embedder: MoodyEmbedder) -> AsyncIterator[Store]:
    async with open_store(settings, folder, embedder=embedder) as store:
        yield store


async def nothing_waits() -> bool:
    return not await InboxEvent.find({"waiting": {"$exists": True}}).count()


async def say_all(bots: list[RunningBot], person: str, texts: list[str]) -> None:
    """One after another, each to whichever replica the load balancer picks."""
    for text in texts:
        await random.choice(bots).tuckaway.inbox.receive(written(person, text))
        if random.random() < 0.5:
            await asyncio.sleep(0)


async def assert_each_answered_once_in_order(store: Store, person: str, texts: list[str]) -> None:
    said = await exchanged(store, person)
    assert [text for author, text in said if author is Author.PERSON] == texts
    assert [author for author, _ in said] == [Author.PERSON, Author.BOT] * len(texts)
    owner = (await entries_of(store, f"web:{person}"))[0].message.person
    assert await Memory.find({"person": owner}).count() == len(texts)


async def test_many_messages_of_many_people_at_once_are_each_answered_once_and_in_order(
    store: Store, settings: Settings
) -> None:
    texts = {person: [f"{person} tells {number}" for number in range(12)] for person in PEOPLE}
    async with running(store, settings) as bot:
        await asyncio.gather(*(say_all([bot], person, texts[person]) for person in PEOPLE))
        await eventually(nothing_waits)
    for person in PEOPLE:
        await assert_each_answered_once_in_order(store, person, texts[person])


async def test_two_replicas_on_one_database_lose_nothing_double_nothing_and_keep_each_persons_order(
    store: Store, settings: Settings, folder: DataFolder
) -> None:
    texts = {person: [f"{person} tells {number}" for number in range(8)] for person in PEOPLE}
    async with (
        replica(store, folder) as other,
        running(store, settings) as one,
        running(other, settings) as two,
    ):
        await asyncio.gather(*(say_all([one, two], person, texts[person]) for person in PEOPLE))
        await eventually(nothing_waits, 60)
    for person in PEOPLE:
        await assert_each_answered_once_in_order(store, person, texts[person])


async def test_a_person_who_is_stuck_does_not_keep_another_waiting(
    store: Store, settings: Settings, embedder: MoodyEmbedder
) -> None:
    embedder.moods["quicksand"] = hold = Hold()
    async with running(store, settings) as bot:
        stuck = written("anna", "where is the quicksand?")
        await bot.tuckaway.inbox.receive(stuck)
        await hold.reached.wait()
        free = written("ben", "the spare key is under the blue pot")
        await bot.tuckaway.inbox.receive(free)
        await eventually(lambda: has_state(free.provider_id, EventState.DONE))
        assert await has_state(stuck.provider_id, EventState.WAITING)
        hold.let_go()
        await eventually(nothing_waits)
    assert len(await exchanged(store, "anna")) == 2


async def has_state(provider_id: str, state: EventState) -> bool:
    found = await InboxEvent.get(f"web:{provider_id}")
    return found is not None and found.state is state


async def test_a_replica_that_lost_its_lease_writes_nothing_and_whoever_has_it_answers_once(
    store: Store, settings: Settings, embedder: MoodyEmbedder
) -> None:
    embedder.moods["quicksand"] = hold = Hold()
    envelope = written("anna", "where is the quicksand?")
    this = {"_id": f"web:{envelope.provider_id}"}
    async with running(store, settings) as bot:
        await bot.tuckaway.inbox.receive(envelope)
        await hold.reached.wait()
        another = {"$inc": {"waiting.fence": 1}, "$set": {"waiting.due": datetime.now(UTC) + timedelta(minutes=1)}}
        await InboxEvent.get_motor_collection().update_one(this, another)
        hold.let_go()
        await until(lambda: not bot.tuckaway.dispatcher.handling)
        assert await exchanged(store, "anna") == []
        assert await Message.count() == 0
        await InboxEvent.get_motor_collection().update_one(this, {"$set": {"waiting.due": datetime.now(UTC)}})
        await eventually(nothing_waits)
        assert [author for author, _ in await exchanged(store, "anna")] == [Author.PERSON, Author.BOT]


async def test_one_person_writing_from_two_places_is_answered_and_numbered_without_gaps_or_doubles(
    store: Store, settings: Settings
) -> None:
    async with running(store, settings) as bot:
        await bot.say("hello")
        for number in range(6):
            await bot.tuckaway.inbox.receive(written(bot.owner, f"web {number}"))
            await bot.say(f"terminal {number}")
        await eventually(nothing_waits)
        log = await bot.log()
        assert sorted(said.text for said in log if said.author is Author.PERSON and said.text != "hello") == sorted(
            f"{place} {number}" for place in ("web", "terminal") for number in range(6)
        )
        assert [said.sequence for said in log] == list(range(1, 27))


async def test_an_hour_set_back_while_messages_wait_leaves_none_unanswered(
    store: Store, settings: Settings, embedder: MoodyEmbedder
) -> None:
    clock = MovingClock()
    embedder.moods["quicksand"] = hold = Hold()
    async with running(store, settings, clock=clock) as bot:
        await bot.tuckaway.inbox.receive(written("anna", "where is the quicksand?"))
        await hold.reached.wait()
        await bot.tuckaway.inbox.receive(written("anna", "before"))
        left = Inbox(store.vault, clock, lambda _event, _raw: None)
        await left.receive(written("ben", "left by a replica that died"))
        clock.offset = timedelta(hours=-1)
        await bot.tuckaway.inbox.receive(written("anna", "after"))
        hold.let_go()
        await eventually(nothing_waits)
    said = [text for author, text in await exchanged(store, "anna") if author is Author.PERSON]
    assert said == ["where is the quicksand?", "before", "after"]
    assert len(await exchanged(store, "ben")) == 2


async def test_a_graceful_stop_hands_back_what_is_unfinished_and_the_next_replica_answers_it_at_once(
    store: Store, settings: Settings, embedder: MoodyEmbedder
) -> None:
    embedder.moods["quicksand"] = hold = Hold()
    texts = ["where is the quicksand?", "note two", "note three"]
    async with running(store, settings) as bot:
        for text in texts:
            await bot.tuckaway.inbox.receive(written("anna", text))
        await hold.reached.wait()
        await bot.tuckaway.dispatcher.stop(0.05)
        late = written("anna", "four")
        await bot.tuckaway.inbox.receive(late)
    waiting = await InboxEvent.find({"waiting": {"$exists": True}}).to_list()
    assert len(waiting) == 4
    assert all(each.waiting and each.waiting.due <= system_clock() for each in waiting)
    hold.let_go()
    async with running(store, settings):
        await eventually(nothing_waits)
    await assert_in_order(store, "anna", [*texts, "four"])


async def assert_in_order(store: Store, person: str, texts: list[str]) -> None:
    said = await exchanged(store, person)
    assert [text for author, text in said if author is Author.PERSON] == texts
    assert [author for author, _ in said] == [Author.PERSON, Author.BOT] * len(texts)


async def test_an_earlier_message_of_a_replica_that_died_is_answered_before_those_that_came_since(
    store: Store, settings: Settings
) -> None:
    dead = Inbox(store.vault, system_clock, lambda _event, _raw: None)
    early = written("anna", "early")
    await dead.receive(early)
    async with running(store, settings) as bot:
        await bot.tuckaway.inbox.receive(written("anna", "late"))
        await until(lambda: bot.tuckaway.dispatcher.handling)
        await run_out(early)
        await eventually(nothing_waits)
    await assert_each_answered_once_in_order(store, "anna", ["early", "late"])


async def test_a_message_taken_over_that_stands_in_line_for_long_is_not_counted_as_begun_meanwhile(
    store: Store, settings: Settings
) -> None:
    dead = Inbox(store.vault, system_clock, lambda _event, _raw: None)
    early, late = written("anna", "early"), written("anna", "late")
    await dead.receive(early)
    await dead.receive(late)
    await run_out(late)
    async with running(store, settings) as bot:
        await until(lambda: bot.tuckaway.dispatcher.handling)
        await asyncio.sleep((BEGINNINGS + 3) * POLL / 5)  # looked at more often than it may be begun
        await run_out(early)
        await eventually(nothing_waits)
    await assert_each_answered_once_in_order(store, "anna", ["early", "late"])


async def run_out(envelope: Envelope) -> None:
    """Let the lease end that whoever stored it has."""
    ended = {"$set": {"waiting.due": datetime.now(UTC)}}
    await InboxEvent.get_motor_collection().update_one({"_id": f"web:{envelope.provider_id}"}, ended)


async def test_two_replicas_that_meet_somebody_new_at_once_make_one_person(
    store: Store, settings: Settings, folder: DataFolder
) -> None:
    async with replica(store, folder) as other, running(store, settings) as one, running(other, settings) as two:
        both = [written("anna", "note one"), written("anna", "note two")]
        await asyncio.gather(one.tuckaway.inbox.receive(both[0]), two.tuckaway.inbox.receive(both[1]))
        await eventually(nothing_waits)
        assert len({entry.message.person for entry in await entries_of(store, "web:anna")}) == 1
        assert len(await exchanged(store, "anna")) == 4
        assert await Person.count() == 2


async def test_a_message_sent_again_after_its_id_was_forgotten_is_done_with_and_blocks_nobody(
    store: Store, settings: Settings
) -> None:
    async with running(store, settings) as bot:
        old = written("anna", "note one")
        await bot.tuckaway.inbox.receive(old)
        await eventually(nothing_waits)
        await InboxEvent.find_all().delete()  # as after a week
        await bot.tuckaway.inbox.receive(old)
        await bot.tuckaway.inbox.receive(written("anna", "note two"))
        await eventually(nothing_waits)
    await assert_each_answered_once_in_order(store, "anna", ["note one", "note two"])


async def test_somebody_whose_content_can_not_be_opened_any_more_is_given_up_and_everybody_else_answered(
    store: Store, settings: Settings
) -> None:
    async with running(store, settings) as bot:
        stranger = await People(store.vault).meet(
            written("anna", "x").sender, name=None, zone=None, now=datetime.now(UTC)
        )
        broken = stranger.person.model_copy(update={"sealed": stranger.person.sealed[:-1]})
        for document in (broken, *stranger.new[1:]):
            await document.insert()
        lost = written("anna", "note one")
        await bot.tuckaway.inbox.receive(lost)
        assert (await bot.say("hello")).text.startswith("Hello")
        await eventually(lambda: has_state(lost.provider_id, EventState.DEAD))
        assert (await event(lost)).error


async def test_one_message_that_can_not_be_opened_does_not_stop_the_taking_over(
    store: Store, settings: Settings
) -> None:
    dead = Inbox(store.vault, MovingClock(-LONG_AGO), lambda _event, _raw: None)
    sealed, readable = written("anna", "note one"), written("ben", "note two")
    for envelope in (sealed, readable):
        await dead.receive(envelope)
    broken = {"$set": {"sealed": MasterKey(b"k" * 96).key}}
    await InboxEvent.get_motor_collection().update_one({"_id": f"web:{sealed.provider_id}"}, broken)
    async with running(store, settings):
        await eventually(lambda: has_state(readable.provider_id, EventState.DONE))
        await eventually(lambda: has_state(sealed.provider_id, EventState.DEAD))
