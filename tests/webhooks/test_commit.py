"""What a message brings about is written all at once or not at all."""

from collections.abc import AsyncIterator

import pytest

from bot.assembly import Store
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import Author
from bot.settings import Settings
from memory.documents import Memory, Person, PersonAddress
from tests.webhooks.gate import Gate
from tests.webhooks.stage import eventually, exchanged, open_store, running, written
from webhooks.inbox import InboxEvent

TEXT = "the spare key is under the blue pot"


@pytest.fixture
async def gate(mongodb_uri: str) -> AsyncIterator[Gate]:
    async with Gate.before(mongodb_uri) as gate:
        yield gate


@pytest.fixture
async def outside(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    """A way to the database that the gate doesn't guard."""
    async with open_store(settings, folder) as store:
        yield store


async def nothing_waits() -> bool:
    return not await InboxEvent.find({"waiting": {"$exists": True}}).count()


async def rows(outside: Store, collection: str) -> int:
    return await outside.database.handle[collection].count_documents({})


@pytest.mark.parametrize("write", [(b"insert", b"memories"), (b"insert", b"messages"), (b"commitTransaction",)])
async def test_a_database_lost_in_the_middle_of_a_commit_leaves_nothing_of_it_and_the_message_is_answered_later(
    settings: Settings, folder: DataFolder, gate: Gate, outside: Store, write: tuple[bytes, ...]
) -> None:
    async with open_store(settings, folder, uri=gate.uri) as store, running(store, settings) as bot:
        await bot.say("hello")
        gate.cut_before(*write)
        await bot.tuckaway.inbox.receive(written("anna", TEXT))
        await eventually(gate.is_shut)
        assert await rows(outside, "memories") == 0
        assert await rows(outside, "messages") == 2
        assert await rows(outside, "persons") == 1
        gate.open()
        await eventually(nothing_waits, 60)
        assert await exchanged(store, "anna") == [(Author.PERSON, TEXT), (Author.BOT, "Tucked away.")]
        assert await Memory.count() == 1
        assert await Person.count() == 2
        assert await PersonAddress.count() == 3


async def test_a_commit_whose_answer_is_lost_is_not_carried_out_twice(
    settings: Settings, folder: DataFolder, gate: Gate
) -> None:
    async with open_store(settings, folder, uri=gate.uri) as store, running(store, settings) as bot:
        await bot.say("hello")
        gate.lose_answer_to(b"commitTransaction")
        await bot.tuckaway.inbox.receive(written("anna", TEXT))
        await eventually(gate.is_shut)
        gate.open()
        await eventually(nothing_waits, 60)
        assert await exchanged(store, "anna") == [(Author.PERSON, TEXT), (Author.BOT, "Tucked away.")]
        assert await Memory.count() == 1
        assert await Message.find({"leaving": {"$exists": True}}).count() in {0, 1}
