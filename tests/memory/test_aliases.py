"""One sender, several names: who is known by which, and what moves along."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName
from bot.settings import Settings
from memory import aliases
from memory.changes import Changes
from memory.documents import PersonAddress
from memory.linking import Outcome, join
from memory.people import Known, People
from tests.webhooks.stage import open_store

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)


def whatsapp(value: str) -> Address:
    return Address(channel=ChannelName.WHATSAPP, value=value)


NUMBER, SCOPED, PARENT = whatsapp("+15557654321"), whatsapp("US.1349"), whatsapp("US.ENT.118")


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


async def somebody(store: Store, here: Address, *also: Address) -> Known:
    known = await People(store.vault).meet(here, name="Anna", zone=None, now=NOON)
    for document in known.new:
        await document.insert()
    names = {"$set": {"also": [str(each) for each in also]}}
    await PersonAddress.get_motor_collection().update_one({"_id": str(here)}, names)
    return known


@pytest.mark.parametrize(
    ("sender", "further"),
    [(SCOPED, ()), (SCOPED, (PARENT,)), (PARENT, (SCOPED,)), (whatsapp("US.9"), (NUMBER,))],
)
async def test_a_sender_is_known_by_any_of_their_names(
    store: Store, sender: Address, further: tuple[Address, ...]
) -> None:
    anna = await somebody(store, NUMBER, SCOPED)
    found = await aliases.former(sender, further)
    assert found
    assert (found.id, found.person) == (str(NUMBER), anna.person.id)


async def test_names_that_lead_to_two_people_or_to_none_prove_nothing(store: Store) -> None:
    await somebody(store, NUMBER, SCOPED)
    await somebody(store, whatsapp("+447700900123"), PARENT)
    assert await aliases.former(whatsapp("US.7"), (SCOPED, PARENT)) is None
    assert await aliases.former(whatsapp("US.7"), (whatsapp("US.8"),)) is None


async def test_names_are_kept_once_and_only_written_when_one_is_new(store: Store) -> None:
    await somebody(store, NUMBER, SCOPED)
    link = await PersonAddress.get(str(NUMBER))
    assert link
    assert aliases.noted(link, ()) == aliases.noted(link, (SCOPED,)) == []
    (note,) = aliases.noted(link, (SCOPED, PARENT))
    assert note.values == {"also": [str(SCOPED), str(PARENT)]}


async def test_a_number_that_comes_over_to_somebody_else_leaves_its_former_names_behind(store: Store) -> None:
    await somebody(store, NUMBER, SCOPED)
    ben, changes = await somebody(store, whatsapp("+447700900123")), Changes()
    assert await join(ben.person, NUMBER, changes, NOON) is Outcome.LINKED
    (taken,) = [each for each in changes.updates if each.kind is PersonAddress]
    assert taken.values["also"] is None
