"""Indexes as they are declared: made once, left alone, and made again when somebody dropped them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest
from pymongo import ASCENDING, IndexModel
from pymongo.errors import OperationFailure

from bot.assembly import DOCUMENTS
from bot.database import KEY_VAULT, Database
from bot.errors import InstallationError
from bot.indexes import NOTE, NOTES, Indexes

AT_ONCE = timedelta(seconds=0)
DECLARED: Final[Mapping[str, Sequence[IndexModel]]] = {
    "letters": [IndexModel([("due", ASCENDING)], name="due", sparse=True), IndexModel([("to", ASCENDING)], name="to")],
    "stamps": [IndexModel([("number", ASCENDING)], name="number", unique=True)],
    "envelopes": [],
}


@pytest.fixture
async def database(mongodb_uri: str) -> AsyncIterator[Database]:
    opened = Database(mongodb_uri, f"test_{uuid4().hex[:12]}")
    yield opened
    await opened.client.drop_database(opened.name)
    await opened.close()


async def made(database: Database) -> dict[str, set[str]]:
    there = {name: await database.handle[name].index_information() for name in ("letters", "stamps")}
    return {name: set(indexes) - {"_id_"} for name, indexes in there.items()}


async def test_every_declared_index_is_made_in_a_new_database(database: Database) -> None:
    await Indexes(database.handle, DECLARED).make()
    assert await made(database) == {"letters": {"due", "to"}, "stamps": {"number"}}
    assert (await database.handle["letters"].index_information())["due"]["sparse"]


async def test_what_is_noted_as_made_is_not_asked_for_again(database: Database) -> None:
    await Indexes(database.handle, DECLARED).make()
    await database.handle["letters"].drop_index("due")
    await Indexes(database.handle, DECLARED).make()
    assert await made(database) == {"letters": {"to"}, "stamps": {"number"}}


async def test_an_index_that_is_declared_anew_is_made_and_the_other_collections_are_left_alone(
    database: Database,
) -> None:
    await Indexes(database.handle, DECLARED).make()
    await database.handle["stamps"].drop_index("number")
    more = [*DECLARED["letters"], IndexModel([("from", ASCENDING)], name="from")]
    await Indexes(database.handle, {**DECLARED, "letters": more}).make()
    assert await made(database) == {"letters": {"due", "to", "from"}, "stamps": set()}


async def test_an_index_that_differs_from_the_declared_one_is_refused_and_not_noted(database: Database) -> None:
    await database.handle["stamps"].create_index("number", name="number")
    with pytest.raises(OperationFailure):
        await Indexes(database.handle, DECLARED).make()
    assert await database.handle[NOTES].find_one({"_id": NOTE}) is None


async def test_an_index_that_somebody_dropped_is_made_again_whatever_is_noted(database: Database) -> None:
    indexes = Indexes(database.handle, DECLARED)
    await indexes.make()
    await database.handle["letters"].drop_index("due")
    await database.handle["stamps"].drop()
    assert await indexes.mend() == ["letters", "stamps"]
    assert await made(database) == {"letters": {"due", "to"}, "stamps": {"number"}}
    assert (await database.handle["stamps"].index_information())["number"]["unique"]
    assert await indexes.mend() == []


async def test_the_watch_tells_what_was_gone_and_goes_on_after_what_cannot_be_made(
    database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two stamps of one number: the index that forbids them can't be made before one is gone."""
    twins = [{"_id": 1, "number": 7}, {"_id": 2, "number": 7}]
    await database.handle["stamps"].insert_many(twins)
    indexes = Indexes(database.handle, DECLARED)
    watch = asyncio.create_task(indexes.watch(AT_ONCE, timedelta(milliseconds=1)))
    try:
        err = ""
        async with asyncio.timeout(30):
            while "index_not_made" not in err:
                await asyncio.sleep(0.001)
                err += capfd.readouterr().err
            await database.handle["stamps"].delete_one({"_id": 2})
            while '"stamps"' not in err:
                await asyncio.sleep(0.001)
                err += capfd.readouterr().err
    finally:
        watch.cancel()
    assert '"code": 11000' in err
    assert await made(database) == {"letters": {"due", "to"}, "stamps": {"number"}}


async def test_opening_makes_the_indexes_of_all_documents_and_of_the_key_vault(database: Database) -> None:
    await database.open(DOCUMENTS)
    for kind in DOCUMENTS:
        declared = {index.name for index in kind.get_settings().indexes}
        there = await kind.get_motor_collection().index_information() if declared else {}
        assert set(there) - {"_id_"} == declared, kind
    assert (await database.handle[KEY_VAULT].index_information())["keyAltNames_1"]["unique"]


async def test_an_index_of_another_shape_is_told_with_what_to_do(database: Database) -> None:
    await database.handle["messages"].create_index("sequence", name="person_sequence")
    with pytest.raises(InstallationError, match=r"differs from what this version needs.*run `tuckaway migrate`"):
        await database.open(DOCUMENTS)


async def test_documents_are_read_from_the_database_that_was_opened_last(database: Database, mongodb_uri: str) -> None:
    other = Database(mongodb_uri, f"{database.name}_b")
    try:
        for opened in (other, database):
            await opened.open(DOCUMENTS)
            assert {kind.get_motor_collection().database.name for kind in DOCUMENTS} == {opened.name}
    finally:
        await other.client.drop_database(other.name)
        await other.close()
