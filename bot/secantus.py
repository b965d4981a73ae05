"""SecantusDB as a program of its own: one run of it under its guard, and the one user it knows."""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import socket
import sys
import sysconfig
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from bot.errors import DatabaseUnavailable, InstallationError

if TYPE_CHECKING:
    from pymongo import AsyncMongoClient

HOST: Final = "127.0.0.1"

# Below 32768 (Linux) and 49152 (macOS), from where the system takes the near ends of outgoing connections: none of
# those can then sit on our port while the server is being started again.
PORTS: Final = range(20_000, 32_000)

POLL_SECONDS: Final = 0.02
START_SECONDS: Final = 120.0
ANSWER_MILLISECONDS: Final = 5_000
GRACE_SECONDS: Final = 3.0
LOGS_KEPT: Final = 3

# What the server needs of our environment. The rest stays out: our secrets, and PYTHONDONTWRITEBYTECODE, with which it
# would compile its 50,000 lines again at every start.
ENVIRONMENT: Final = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ")

# One thread instead of one per core for linear algebra that the server never does.
THRIFT: Final = {"OPENBLAS_NUM_THREADS": "1"}


def script_folders() -> list[str]:
    """Where an installation puts commands: beside this interpreter, or among the user's own."""
    return [str(Path(sys.executable).parent), sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user"))]


def program(folders: Sequence[str] | None = None) -> str:
    """The server's command, which is installed beside our own.

    Raises:
        InstallationError: it isn't.
    """
    found = shutil.which("secantusd-py", path=os.pathsep.join(folders or script_folders()))
    if found is None:
        raise InstallationError(
            "The embedded database is not installed: run `pip install 'tuckaway[embedded]'`, or set "
            "TUCKAWAY_MONGODB_URI to a MongoDB server of yours."
        )
    return found


def free_port() -> int:
    """A loopback port, chosen at random, on which nobody listens just now."""
    return next(port for port in random.sample(PORTS, len(PORTS)) if is_free(port))


def is_free(port: int) -> bool:
    """Whether the server could listen there; it binds with the same option."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


async def answers(port: int) -> bool:
    """Whether somebody accepts connections there; the server does so only once its files are open."""
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


def rotate(path: Path) -> None:
    """Put a log aside under a number, the oldest falling off, and make room for a new one."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    names = [path, *(path.with_name(f"{path.name}.{number}") for number in range(1, LOGS_KEPT + 1))]
    for newer, older in reversed(list(pairwise(names))):
        if newer.exists():
            newer.replace(older)


def last_words(path: Path) -> str:
    """The last line of a log, cut to what fits into a sentence; empty when there is none."""
    with contextlib.suppress(OSError):
        lines = path.read_text(errors="replace").splitlines()
        return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")
    return ""


class Server:
    """One run of the server under `bot/guard.py`, which ends it when we are gone."""

    def __init__(self, guard: Process, port: int) -> None:
        self._guard = guard
        self._port = port
        self.pid: int | None = None

    @classmethod
    async def launch(cls, command: Sequence[str], *, port: int, lock: int, output: Path) -> Self:
        """Start it.

        Args:
            command: program and arguments.
            port: where it will listen.
            lock: descriptor of the folder's lock. The server holds it too, so that nobody starts a second one on the
                same files while it still runs.
            output: a file that what it writes is appended to.
        """
        guard = str(Path(__file__).with_name("guard.py"))
        file = os.open(output, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", guard, str(GRACE_SECONDS), str(port), *command),
                stdin=PIPE,
                stdout=PIPE,
                stderr=file,
                pass_fds=(lock,),
                # A group of its own: Ctrl-C in a terminal must not end it before we have finished with it.
                start_new_session=True,
                env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ} | THRIFT,
            )
        finally:
            os.close(file)
        return cls(process, port)

    async def ready(self) -> bool:
        """Wait until it answers; False when it ended instead, or when START_SECONDS were not enough."""
        deadline = time.monotonic() + START_SECONDS
        if self._guard.stdout:
            self.pid = int(await self._guard.stdout.readline() or 0) or None
        while time.monotonic() < deadline and self._guard.returncode is None:
            if await answers(self._port):
                return True
            await asyncio.sleep(POLL_SECONDS)
        return False

    async def ended(self) -> int:
        """Wait for its end; returns its exit status."""
        status = await self._guard.wait()
        # A guard that was killed leaves the server behind where the system can't tie the two together (macOS).
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._guard.pid, signal.SIGKILL)
        return status

    async def stop(self) -> None:
        """Have the guard stop it, and wait until it is gone."""
        if self._guard.stdin:
            self._guard.stdin.close()
        try:
            async with asyncio.timeout(GRACE_SECONDS + 2):
                await self.ended()
        except TimeoutError:
            self._guard.kill()
            await self.ended()


class Refused(InstallationError):
    """The server answers, but does not let us in."""


@contextlib.asynccontextmanager
async def _connected(uri: str) -> AsyncIterator["AsyncMongoClient[dict[str, Any]]"]:
    # Imported here: it takes 0.3 s, in which the server can be starting already.
    from pymongo import AsyncMongoClient
    from pymongo.errors import OperationFailure, PyMongoError

    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
        uri, serverSelectionTimeoutMS=ANSWER_MILLISECONDS, timeoutMS=ANSWER_MILLISECONDS
    )
    async with client:
        try:
            yield client
        except OperationFailure as error:
            raise Refused(f"The embedded database refuses us (code {error.code}).") from error
        except PyMongoError as error:
            raise DatabaseUnavailable(f"The embedded database does not answer: {error}.") from error


async def create_user(port: int, name: str, password: str) -> None:
    """Leave the server, running without authentication, with this one user."""
    async with _connected(f"mongodb://{HOST}:{port}/?directConnection=true") as client:
        for stranger in await client.admin["system.users"].find().to_list():
            await client[stranger["db"]].command("dropUser", stranger["user"])
        await client.admin.command("createUser", name, pwd=password, roles=["root"])


async def contents(uri: str) -> tuple[set[str], set[str]]:
    """The ids of all users, and the names of all databases that hold data.

    Raises:
        Refused: this is not our database, or not its password.
        DatabaseUnavailable: nobody answers.
    """
    async with _connected(uri) as client:
        users = {str(user["_id"]) for user in await client.admin["system.users"].find().to_list()}
        return users, set(await client.list_database_names()) - {"admin", "config", "local"}


def missing_files(folder: Path) -> list[str]:
    """Which of the files are gone without which the storage engine would make itself a new, empty database."""
    return [name for name in ("WiredTiger", "WiredTiger.turtle", "WiredTiger.wt") if not (folder / name).exists()]
