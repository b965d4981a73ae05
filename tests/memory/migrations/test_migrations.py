from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from bson import encode
from motor.motor_asyncio import AsyncIOMotorDatabase

from bot.assembly import DOCUMENTS
from bot.data_folder import DataFolder
from bot.database import KEY_VAULT, Database
from bot.errors import InstallationError
from bot.settings import Settings
from memory.documents import SCHEMA_VERSION
from memory.embedding.lengths import EmbeddingModel, learn
from memory.migrations import MARKER, STEPS, Migrations
from memory.migrations.indexes import REPLACED
from memory.migrations.step import Step
from tests.conftest import loaded_encoder
from tests.running import RunningBot, Served

Rows = AsyncIOMotorDatabase[dict[str, Any]]
NEWEST = len(STEPS)
Everything = dict[str, list[bytes]]


# What a first conversation leaves empty.
FILLED_LATER = {
    *("media", "language_calls", "language_days", "digests", "corrections"),
    *("link_requests", "invitations", "parked_deliveries", "spent_time"),
    *("devices", "announcements", "ticks"),
}


@pytest.fixture
def database_name() -> str:
    """Of a database that no other test has made collections and indexes in."""
    return f"test_{uuid4().hex[:12]}"


@pytest.fixture
async def database(settings: Settings, folder: DataFolder) -> AsyncIterator[Database]:
    """A database in which a bot has lived, and is no longer running."""
    async with RunningBot.started(settings, folder, loaded_encoder) as bot, Served.of(bot) as web, web.client():
        await bot.say("the spare key is under the blue pot")
        await bot.say("edit: the spare key hangs in the shed")
        await bot.say("where is the spare key?")
        await bot.say("remind me to water the plants tomorrow at 9")
        await web.login_link()
    assert settings.mongodb_uri is not None
    opened = Database(settings.mongodb_uri.get_secret_value(), settings.mongodb_database)
    await opened.open((EmbeddingModel,))
    await learn("small-embedder", 384)
    yield opened
    await opened.close()


@pytest.fixture
async def empty(settings: Settings) -> AsyncIterator[Database]:
    assert settings.mongodb_uri is not None
    opened = Database(settings.mongodb_uri.get_secret_value(), settings.mongodb_database)
    yield opened
    await opened.close()


async def everything(database: Database) -> Everything:
    """Every document, byte by byte, whatever the order of its fields; but for the one that marks the version."""
    names = sorted(set(await database.handle.list_collection_names()) - {MARKER})
    found = {name: await database.handle[name].find().sort("_id", 1).to_list(None) for name in names}
    return {name: [encode(dict(sorted(row.items()))) for row in rows] for name, rows in found.items()}


async def walk(database: Database, to: int | None, *, dry_run: bool = False) -> list[str]:
    told: list[str] = []
    await Migrations(database).run(to, dry_run=dry_run, tell=told.append)
    return told


async def indexes(database: Database) -> dict[str, set[str]]:
    """The indexes of the collections that once had others."""
    return {name: set(await database.handle[name].index_information()) for name, _ in REPLACED}


async def stamp(database: Database, version: int) -> None:
    await database.handle[MARKER].update_one({"_id": MARKER}, {"$set": {"version": version}}, upsert=True)


def test_there_is_a_step_to_every_version() -> None:
    assert NEWEST == SCHEMA_VERSION
    assert all(step.title for step in STEPS)


async def test_what_walks_back_to_the_beginning_and_forward_again_is_as_it_was(database: Database) -> None:
    before = await everything(database)
    assert set(before) == {kind.get_collection_name() for kind in DOCUMENTS} | {KEY_VAULT}
    assert {name for name, rows in before.items() if not rows} <= FILLED_LATER
    for version in [*range(NEWEST - 1, -1, -1), *range(1, NEWEST + 1)]:
        assert await walk(database, version)
        assert await Migrations(database).version() == version
    assert await everything(database) == before
    await Migrations(database).check()


async def test_at_the_beginning_no_document_carries_a_version_and_at_the_end_every_one(database: Database) -> None:
    def versions(found: Everything) -> set[bool]:
        return {b"schema_version" in row for name, rows in found.items() if name != KEY_VAULT for row in rows}

    await walk(database, 0)
    assert versions(await everything(database)) == {False}
    await walk(database, None)
    assert versions(await everything(database)) == {True}


async def test_a_dry_run_changes_nothing_and_counts_what_would_be_changed(database: Database) -> None:
    before = await everything(database)
    for start, target in ((NEWEST, 0), (0, NEWEST)):
        await walk(database, start)
        there = await everything(database)
        dry = await Migrations(database).run(target, dry_run=True, tell=lambda _: None)
        assert await everything(database) == there
        assert await Migrations(database).version() == start
        assert dry == await Migrations(database).run(target, dry_run=False, tell=lambda _: None)
        assert dry > 0
    assert await everything(database) == before


@pytest.mark.parametrize("number", range(NEWEST))
async def test_a_step_that_was_interrupted_before_it_was_noted_can_be_repeated(database: Database, number: int) -> None:
    for start, target in ((number + 1, number), (number, number + 1)):
        await walk(database, start)
        await walk(database, target)
        once = await everything(database)
        await stamp(database, start)
        await walk(database, target)
        assert await everything(database) == once


async def test_a_step_that_fails_half_way_is_not_noted_and_goes_on_where_it_stopped(empty: Database) -> None:
    broken = True

    async def forward(rows: Rows, dry_run: bool) -> int:
        assert not dry_run
        changed = 0
        for name in ("first", "second"):
            if name == "second" and broken:
                raise OSError("the plug was pulled")
            changed += (await rows[name].update_many({"new": {"$exists": False}}, {"$set": {"new": 1}})).modified_count
        return changed

    async def backward(rows: Rows, dry_run: bool) -> int:
        raise NotImplementedError(rows, dry_run)

    for name in ("first", "second"):
        await empty.handle[name].insert_one({"_id": name})
    await stamp(empty, 0)
    migrations = Migrations(empty, [Step("tries", forward, backward)])
    with pytest.raises(OSError, match="plug"):
        await migrations.run(None, dry_run=False, tell=lambda _: None)
    assert await migrations.version() == 0
    broken = False
    assert await migrations.run(None, dry_run=False, tell=lambda _: None) == 1
    assert await migrations.version() == 1


async def test_each_step_is_told_with_what_it_did(database: Database) -> None:
    assert await walk(database, None) == [f"The database is at schema version {NEWEST}: nothing to do."]
    [line] = await walk(database, NEWEST - 1, dry_run=True)
    assert line.startswith(f"{NEWEST} → {NEWEST - 1}: {STEPS[-1].title}: would change ")
    [line] = await walk(database, NEWEST - 1)
    assert ": changed " in line
    await stamp(database, NEWEST)
    [line] = await walk(database, NEWEST - 1)
    assert line.endswith("needs no change in any documents")


async def test_indexes_that_others_have_replaced_are_dropped_and_the_declared_ones_stay(database: Database) -> None:
    await walk(database, 1)
    declared = await indexes(database)
    for collection, index in REPLACED:
        await database.handle[collection].create_index("once", name=index)
    await walk(database, 2, dry_run=True)
    assert await indexes(database) == {name: {*declared[name], index} for name, index in REPLACED}
    await walk(database, 2)
    assert await indexes(database) == declared


async def test_a_new_database_is_stamped_with_the_version_of_today(empty: Database) -> None:
    assert await Migrations(empty).version() is None
    await Migrations(empty).check()
    assert await Migrations(empty).version() == SCHEMA_VERSION


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (SCHEMA_VERSION - 1, "back it up, run `tuckaway migrate`, then start again"),
        (SCHEMA_VERSION + 1, f"run `tuckaway migrate --to {SCHEMA_VERSION}` with the newer program"),
    ],
)
async def test_a_database_of_another_version_is_refused_with_what_to_do(
    empty: Database, version: int, sentence: str
) -> None:
    await stamp(empty, version)
    with pytest.raises(InstallationError, match=f"at schema version {version}, .*{sentence}"):
        await Migrations(empty).check()
    assert await Migrations(empty).version() == version


async def test_a_database_from_before_versions_were_counted_is_at_the_beginning(database: Database) -> None:
    await walk(database, 0)
    await database.handle[MARKER].delete_many({})
    assert await Migrations(database).version() == 0


@pytest.mark.parametrize("version", [-1, NEWEST + 1])
async def test_a_version_that_does_not_exist_is_refused_with_those_that_do(empty: Database, version: int) -> None:
    with pytest.raises(InstallationError, match=f"choose one from 0 to {NEWEST}"):
        await walk(empty, version)


async def test_a_database_of_a_newer_program_is_left_alone(empty: Database) -> None:
    await stamp(empty, NEWEST + 5)
    with pytest.raises(InstallationError, match="newer program"):
        await walk(empty, None)
    assert await Migrations(empty).version() == NEWEST + 5
