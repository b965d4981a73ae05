"""One real database server for the whole run; a database, a data folder and a bot of its own for each test."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import structlog
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database

from bot import data_folder
from bot.data_folder import DataFolder
from bot.embedded import EmbeddedDatabase
from bot.indexes import NOTE, NOTES
from bot.settings import Settings, load_settings
from bot.telemetry import where_it_failed
from memory.embedding.local import Encode, load_encoder
from tests.running import RunningBot, Served

hypothesis_settings.register_profile(
    "tuckaway",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("tuckaway")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker ends up waiting for another's last one; else in the random order."""
    longest = ("journeys", "browser")
    items.sort(key=lambda item: next((rank for rank, name in enumerate(longest) if name in item.path.parts), 9))


NEVER = 2**31 - 1
"""The longest time in seconds that MongoDB lets a document stay after the moment that its index goes by."""


@cache
def loaded_encoder() -> tuple[Encode, str]:
    """The local model, loaded once for all tests."""
    return load_encoder()


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever runs the tests may have settings, a `.env` or an installation of their own."""
    for name in [name for name in os.environ if name.startswith("TUCKAWAY_") and not name.startswith("TUCKAWAY_TEST_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TUCKAWAY_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def plain_log_lines() -> None:
    """As the bot logs: structlog's own default renders every local variable of a traceback, which takes seconds."""
    structlog.reset_defaults()  # a command that ran within this process has chosen its own
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, where_it_failed, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(sys.__stderr__),
        cache_logger_on_first_use=False,
    )


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database server: the one that TUCKAWAY_TEST_MONGODB_URI names, else the embedded one."""
    if named := os.environ.get("TUCKAWAY_TEST_MONGODB_URI"):
        yield named
        return
    with asyncio.Runner() as runner:
        server = EmbeddedDatabase(data_folder.prepare(tmp_path_factory.mktemp("server")))
        uri = runner.run(server.start())
        yield uri
        runner.run(server.stop())


@pytest.fixture(scope="session")
def worn_database(mongodb_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """The database that one test of a worker after the other uses: its collections and indexes take longest to make."""
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        yield client[f"test_{uuid4().hex[:12]}"]


@pytest.fixture(scope="session")
def sharing() -> set[Path]:
    """The installation that the tests of the present module share, if they do."""
    return set()


@pytest.fixture
def database_name(worn_database: Database[dict[str, Any]], sharing: set[Path]) -> str:
    """A database without a document in it, on a server without a transaction that a killed bot left open.

    Such a one keeps the embedded server from giving memory back for a minute, in which large files make it stand still.
    """
    assert not sharing, "the tests of this module share a bot: one with a database of its own would empty theirs"
    if "TUCKAWAY_TEST_MONGODB_URI" not in os.environ:
        worn_database.client.admin.command("killAllSessions", [])
    empty(worn_database)
    return worn_database.name


def empty(database: Database[dict[str, Any]]) -> None:
    """Delete every document but the one that notes which indexes were made."""
    names = database.list_collection_names()
    for name in names:
        let_nothing_expire(database[name])
    kept = {NOTES: {"_id": {"$ne": NOTE}}}
    if "TUCKAWAY_TEST_MONGODB_URI" in os.environ or not names:  # only from version 8 on MongoDB knows the command below
        for name in names:
            database[name].delete_many(kept.get(name, {}))
        return
    deletes = [{"delete": place, "filter": kept.get(name, {}), "multi": True} for place, name in enumerate(names)]
    places = [{"ns": f"{database.name}.{name}"} for name in names]
    result = database.client.admin.command("bulkWrite", 1, ops=deletes, nsInfo=places)
    assert not result["nErrors"], result


@cache
def let_nothing_expire(collection: Collection[dict[str, Any]]) -> None:
    """The database removes by its own clock, once a minute, what a test dated in the past and may be looking for."""
    for index in collection.list_indexes():
        if "expireAfterSeconds" in index:
            never = {"name": index["name"], "expireAfterSeconds": NEVER}
            collection.database.command("collMod", collection.name, index=never)


@pytest.fixture
def settings(tmp_path: Path, mongodb_uri: str, database_name: str) -> Settings:
    """Settings of an installation of this test's own."""
    environment = {
        "TUCKAWAY_DATA_DIR": str(tmp_path / "data"),
        "TUCKAWAY_MONGODB_URI": mongodb_uri,
        "TUCKAWAY_MONGODB_DATABASE": database_name,
        "TUCKAWAY_REGISTRATION": "open",
    }
    return load_settings(environment, env_file=None)


@pytest.fixture(scope="module")
def shared_settings(
    tmp_path_factory: pytest.TempPathFactory,
    mongodb_uri: str,
    worn_database: Database[dict[str, Any]],
    sharing: set[Path],
) -> Iterator[Settings]:
    """Settings of an installation that the tests of a module share; none of them may have `settings` of its own."""
    empty(worn_database)
    folder = tmp_path_factory.mktemp("shared") / "data"
    sharing.add(folder)
    environment = {
        "TUCKAWAY_DATA_DIR": str(folder),
        "TUCKAWAY_MONGODB_URI": mongodb_uri,
        "TUCKAWAY_MONGODB_DATABASE": worn_database.name,
        "TUCKAWAY_REGISTRATION": "open",
    }
    yield load_settings(environment, env_file=None)
    sharing.clear()


@pytest.fixture(scope="module")
async def shared_bot(shared_settings: Settings) -> AsyncIterator[RunningBot]:
    """A running bot that the tests of a module share; each takes a person of its own, by `with_somebody_new`."""
    folder = data_folder.prepare(shared_settings.data_dir)
    async with RunningBot.started(shared_settings, folder, loaded_encoder) as running:
        yield running


@pytest.fixture(scope="module")
async def shared_web(shared_bot: RunningBot) -> AsyncIterator[Served]:
    """The shared bot behind its web server."""
    async with Served.of(shared_bot) as web:
        yield web


@pytest.fixture
async def somebody(shared_bot: RunningBot) -> RunningBot:
    """The shared bot, as a person of this test's own knows it."""
    return await shared_bot.with_somebody_new()


@pytest.fixture
def folder(settings: Settings) -> DataFolder:
    """The data folder of this test's installation."""
    return data_folder.prepare(settings.data_dir)


@pytest.fixture
async def bot(settings: Settings, folder: DataFolder) -> AsyncIterator[RunningBot]:
    """A running bot with a terminal and the browser channel, alone on its database."""
    async with RunningBot.started(settings, folder, loaded_encoder) as running:
        yield running


@pytest.fixture
async def served(bot: RunningBot) -> AsyncIterator[Served]:
    """The running bot behind its web server, on a free port of the loopback."""
    async with Served.of(bot) as web:
        yield web


@pytest.fixture
async def login_link(served: Served) -> str:
    """The address that lets a browser in as the owner, once."""
    return await served.login_link()
