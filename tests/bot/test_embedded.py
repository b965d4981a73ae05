import asyncio
import json
import os
import shutil
import signal
import socket
import stat
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError

from bot import secantus
from bot.data_folder import DataFolder, prepare, try_lock
from bot.embedded import Access, EmbeddedDatabase
from bot.errors import InstallationError

PATIENCE = 60.0

ANOTHER_PROCESS = """
import asyncio, json, sys, uvloop
from pathlib import Path
from bot.data_folder import prepare
from bot.embedded import EmbeddedDatabase

async def main():
    database = EmbeddedDatabase(prepare(Path(sys.argv[1])))
    uri = await database.start()
    print(json.dumps({"uri": uri, "owner": database.owner, "server": database.pid}), flush=True)
    await asyncio.Event().wait()

with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main())
"""
"""The bot itself runs on uvloop; the tests in this process show that the standard loop does as well."""


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(folder: DataFolder, **options: Any) -> AsyncIterator[tuple[EmbeddedDatabase, str]]:
    database = EmbeddedDatabase(folder, **options)
    try:
        yield database, await database.start()
    finally:
        await database.stop()


@asynccontextmanager
async def connected(uri: str) -> AsyncIterator[AsyncMongoClient[dict[str, Any]]]:
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(uri, serverSelectionTimeoutMS=1_000)
    async with client:
        yield client


async def notes(client: AsyncMongoClient[dict[str, Any]]) -> list[str]:
    return [note["text"] for note in await client.tuckaway.notes.find().to_list()]


async def write(uri: str, text: str) -> None:
    async with connected(uri) as client:
        await client.tuckaway.notes.insert_one({"text": text})


async def read(uri: str) -> list[str]:
    async with connected(uri) as client:
        return await notes(client)


async def read_once_it_answers(client: AsyncMongoClient[dict[str, Any]]) -> list[str]:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await notes(client)
            except PyMongoError:
                await asyncio.sleep(0.05)


def unlocked(folder: DataFolder) -> bool:
    """Whether all processes that had the folder's lock, the server among them, are gone."""
    lock = try_lock(folder.database_lock)
    if lock is not None:
        os.close(lock)
    return lock is not None


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


@dataclass
class OtherProcess:
    """Another Tuckaway on the same folder, as far as the database goes."""

    process: asyncio.subprocess.Process
    uri: str
    owner: bool

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def other_process(folder: DataFolder) -> AsyncIterator[OtherProcess]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", ANOTHER_PROCESS, str(folder.path)), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        said = json.loads(await process.stdout.readline())
        yield OtherProcess(process, said["uri"], said["owner"])
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await until(lambda: unlocked(folder))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation that was started once and in which somebody wrote a note."""
    folder = prepare(tmp_path_factory.mktemp("installed") / "data")

    async def install() -> None:
        async with running(folder) as (_, uri):
            await write(uri, "the spare key is under the blue pot")

    asyncio.run(install())
    return folder.path


@pytest.fixture
def folder(installed: Path, tmp_path: Path) -> DataFolder:
    """A copy of that installation, on a port of its own."""
    folder = prepare(tmp_path / "data")
    shutil.copytree(installed, folder.path, dirs_exist_ok=True)
    return folder


async def test_a_first_start_makes_a_database_that_only_its_own_password_opens(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "data")
    async with running(folder) as (database, uri):
        assert database.owner
        assert await secantus.contents(uri) == ({"admin.tuckaway"}, set())
        access = Access.read(folder.database_access)
        assert access
        assert access.uri == uri
        async with connected(f"mongodb://127.0.0.1:{access.port}/?directConnection=true") as stranger:
            with pytest.raises(OperationFailure, match="authentication"):
                await stranger.tuckaway.notes.find_one()


def test_what_holds_the_password_or_locks_is_closed_to_other_users(installed: Path) -> None:
    files = [installed / name for name in ("database.json", "database.lock", "secantusd.toml", "logs/database.log")]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


async def test_what_was_written_is_there_after_a_restart_on_the_same_port(folder: DataFolder) -> None:
    before = Access.read(folder.database_access)
    async with running(folder) as (_, uri):
        assert await read(uri) == ["the spare key is under the blue pot"]
        assert before
        assert before.uri == uri


async def test_stopping_leaves_no_process_behind(folder: DataFolder) -> None:
    async with running(folder) as (database, _):
        assert not unlocked(folder)
    assert unlocked(folder)
    assert database.pid is None
    assert not database.owner


async def test_a_start_that_is_given_up_leaves_no_process_behind(folder: DataFolder) -> None:
    database = EmbeddedDatabase(folder)
    start = asyncio.create_task(database.start())
    await until(lambda: database.pid)
    start.cancel()
    with pytest.raises(asyncio.CancelledError):
        await start
    assert unlocked(folder)


async def test_of_two_that_start_at_once_one_owns_the_database_and_the_other_joins(folder: DataFolder) -> None:
    async with running(folder) as (first, uri), running(folder) as (second, joined):
        assert (first.owner, second.owner) == (True, False)
        assert second.pid is None
        assert joined == uri


async def test_when_the_owner_stops_another_takes_over_and_connections_recover(folder: DataFolder) -> None:
    owner, heir = EmbeddedDatabase(folder), EmbeddedDatabase(folder)
    uri = await owner.start()
    try:
        await heir.start()
        async with connected(uri) as client:
            await client.tuckaway.notes.insert_one({"text": "written before"})
            await owner.stop()
            await until(lambda: heir.owner)
            assert (await read_once_it_answers(client))[-1] == "written before"
    finally:
        await owner.stop()
        await heir.stop()


async def test_when_the_owner_is_killed_another_takes_over_and_connections_recover(folder: DataFolder) -> None:
    async with other_process(folder) as other, running(folder) as (heir, uri), connected(uri) as client:
        assert other.owner
        await client.tuckaway.notes.insert_one({"text": "written before"})
        await other.kill()
        await until(lambda: heir.owner)
        assert (await read_once_it_answers(client))[-1] == "written before"


async def test_the_server_ends_with_its_owner_even_when_that_is_killed(folder: DataFolder) -> None:
    async with other_process(folder) as other:
        assert not unlocked(folder)
        await other.kill()
        async with asyncio.timeout(PATIENCE):
            await until(lambda: unlocked(folder))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the owner ends the server, which the next test shows")
async def test_a_server_whose_guard_is_killed_is_started_again(folder: DataFolder) -> None:
    async with running(folder) as (database, uri), connected(uri) as client:
        await notes(client)
        assert database.pid
        os.kill(parent_of(database.pid), signal.SIGKILL)
        assert await read_once_it_answers(client) == ["the spare key is under the blue pot"]


async def test_a_server_that_is_killed_is_started_again_and_connections_recover(folder: DataFolder) -> None:
    async with running(folder) as (database, uri), connected(uri) as client:
        first = database.pid
        assert first
        await client.tuckaway.notes.insert_one({"text": "written before"})
        os.kill(first, signal.SIGKILL)
        assert (await read_once_it_answers(client))[-1] == "written before"
        assert database.pid != first


async def test_a_port_that_somebody_else_has_at_the_start_is_given_up(folder: DataFolder) -> None:
    access = Access.read(folder.database_access)
    assert access
    with socket.create_server((secantus.HOST, access.port)):
        async with running(folder) as (_, uri):
            assert uri != access.uri
            assert await read(uri) == ["the spare key is under the blue pot"]
            moved = Access.read(folder.database_access)
            assert moved
            assert moved.uri == uri


async def test_a_port_lost_while_the_server_was_down_is_reported_with_what_to_do(folder: DataFolder) -> None:
    lost: asyncio.Future[InstallationError] = asyncio.get_running_loop().create_future()
    async with running(folder, on_failure=lost.set_result) as (database, _):
        access = Access.read(folder.database_access)
        assert access
        assert database.pid
        os.kill(database.pid, signal.SIGKILL)
        await until(lambda: secantus.is_free(access.port))
        with socket.create_server((secantus.HOST, access.port)):
            async with asyncio.timeout(3 * PATIENCE):
                assert f"took port {access.port}" in str(await lost)
        assert not database.owner


async def test_one_that_joined_is_told_when_the_database_moves(folder: DataFolder) -> None:
    lost: asyncio.Future[InstallationError] = asyncio.get_running_loop().create_future()
    async with running(folder), running(folder, on_failure=lost.set_result):
        access = Access.read(folder.database_access)
        assert access
        Access(access.port + 1, access.user, access.password).write(folder.database_access)
        async with asyncio.timeout(PATIENCE):
            assert "start this process again" in str(await lost)


async def test_damaged_files_are_reported_with_what_to_do_and_left_alone(folder: DataFolder) -> None:
    (folder.database / "WiredTiger.wt").write_bytes(b"\0" * 4096)
    before = sorted(folder.database.iterdir())
    with pytest.raises(InstallationError, match=f"put a backup of {folder.database} in their place"):
        await EmbeddedDatabase(folder).start()
    assert set(before) <= set(folder.database.iterdir())
    assert (folder.database / "WiredTiger.wt").read_bytes() == b"\0" * 4096
    assert unlocked(folder)


async def test_missing_files_are_reported_rather_than_begun_anew(folder: DataFolder) -> None:
    (folder.database / "WiredTiger.turtle").unlink()
    with pytest.raises(InstallationError, match=r"lacks the files WiredTiger\.turtle: put a backup"):
        await EmbeddedDatabase(folder).start()


async def test_a_database_folder_moved_away_is_begun_anew(folder: DataFolder) -> None:
    folder.database.rename(folder.path / "aside")
    async with running(folder) as (_, uri):
        assert await read(uri) == []


async def test_a_lost_password_is_replaced_and_the_data_are_kept(folder: DataFolder) -> None:
    folder.database_access.write_bytes(b"{")
    async with running(folder) as (_, uri):
        assert await read(uri) == ["the spare key is under the blue pot"]
        assert await secantus.contents(uri) == ({"admin.tuckaway"}, {"tuckaway"})


async def test_a_password_of_another_installation_is_reported_with_what_to_do(folder: DataFolder) -> None:
    Access(secantus.free_port(), "tuckaway", "some-other-password").write(folder.database_access)
    with pytest.raises(InstallationError, match=r"remove .*database\.json to have a new password made") as raised:
        await EmbeddedDatabase(folder).start()
    assert "some-other-password" not in str(raised.value)
    assert unlocked(folder)


async def test_a_folder_of_another_version_is_left_alone(folder: DataFolder) -> None:
    folder.database_access.write_text('{"format": 2}')
    with pytest.raises(InstallationError, match="written by another version of Tuckaway"):
        await EmbeddedDatabase(folder).start()
    assert folder.database_access.read_text() == '{"format": 2}'


async def test_a_folder_in_which_nothing_can_be_written_is_reported(folder: DataFolder) -> None:
    shutil.rmtree(folder.logs)
    folder.logs.write_text("a file where the folder should be")
    with pytest.raises(InstallationError, match=r"can't be started: .*logs"):
        await EmbeddedDatabase(folder).start()
    assert unlocked(folder)


async def test_a_lock_whose_holder_runs_no_database_is_reported_with_what_to_do(folder: DataFolder) -> None:
    lock = try_lock(folder.database_lock)
    assert lock is not None
    try:
        with pytest.raises(InstallationError, match="end that process, then start again"):
            await EmbeddedDatabase(folder, patience=0.2).start()
    finally:
        os.close(lock)


@pytest.mark.skipif(sys.platform != "linux", reason="only there can the environment of a process be read")
async def test_the_server_is_not_given_our_secrets(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUCKAWAY_MASTER_KEY", "not for the server")
    async with running(folder) as (database, _):
        assert database.pid
        assert b"not for the server" not in environment_of(database.pid)


async def test_the_last_logs_are_kept(folder: DataFolder) -> None:
    log = folder.logs / "database.log"
    for text in ("first", "second", "third", "fourth", "fifth"):
        log.write_text(text)
        secantus.rotate(log)
    assert [(folder.logs / f"database.log.{number}").read_text() for number in (1, 2, 3)] == [
        "fifth",
        "fourth",
        "third",
    ]
    assert sorted(path.name for path in folder.logs.iterdir()) == [f"database.log.{number}" for number in (1, 2, 3)]


def test_a_missing_server_is_reported_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InstallationError, match=r"pip install 'tuckaway\[embedded\]'"):
        secantus.program([str(tmp_path)])
