"""The database that comes with the bot: a child process in the data folder, started, shared, watched over, stopped."""

import asyncio
import contextlib
import json
import os
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Self

from bot import secantus
from bot.data_folder import NO_SPACE, DataFolder, free_bytes, try_lock, write_private
from bot.errors import DatabaseUnavailable, InstallationError

FORMAT: Final = 1
USER: Final = "tuckaway"
WATCH_SECONDS: Final = 0.25
QUICK_DEATHS: Final = 5
PROBE_SECONDS: Final = 3.0
DOUBTS: Final = 10
STEADY_SECONDS: Final = 30.0
LONGEST_PAUSE_SECONDS: Final = 5.0


@dataclass(frozen=True)
class Access:
    """Where the server listens and how to get in; kept in the data folder for other processes and the next start."""

    port: int
    user: str
    password: str
    format: int = FORMAT

    @property
    def uri(self) -> str:
        """For a driver; holds the password."""
        place = f"{secantus.HOST}:{self.port}"
        return f"mongodb://{self.user}:{self.password}@{place}/?authSource=admin&directConnection=true"

    @classmethod
    def new(cls) -> Self:
        """A free port, and a password that nobody knows yet."""
        return cls(port=secantus.free_port(), user=USER, password=secrets.token_urlsafe(32))

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """What `write` left; None when there is no such file, or a broken one.

        Raises:
            InstallationError: a version of Tuckaway wrote it whose form this one doesn't know.
        """
        try:
            found = json.loads(path.read_bytes())
            if found["format"] == FORMAT:
                return cls(**found)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        raise InstallationError(
            f"{path} was written by another version of Tuckaway: run that version, or set TUCKAWAY_DATA_DIR to "
            "another folder."
        )

    def write(self, path: Path) -> None:
        """Replace what was there."""
        write_private(path, json.dumps(asdict(self)).encode())


class EmbeddedDatabase:
    """A MongoDB-compatible database in the data folder, shared by all Tuckaway processes that use the folder.

    The process that holds the folder's lock owns the server: it starts it, starts it again when it dies, and takes it
    down with itself. The others join, and one of them takes over, on the same port, when the owner is gone.

    Args:
        folder: where files, lock, password and log lie.
        cache: how much memory the storage engine may fill, such as `64M`.
        patience: seconds to wait until the database of another process answers.
        on_failure: told, once, when the database is lost for good; `str()` of the error says what to do.
    """

    def __init__(
        self,
        folder: DataFolder,
        *,
        cache: str = "64M",
        patience: float = 30.0,
        on_failure: Callable[[InstallationError], None] = lambda _error: None,
    ) -> None:
        self._folder = folder
        self._cache = cache
        self._patience = patience
        self._on_failure = on_failure
        self._log = folder.logs / "database.log"
        self._lock: int | None = None
        self._server: secantus.Server | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def owner(self) -> bool:
        """Whether the server is this process's child."""
        return self._lock is not None

    @property
    def pid(self) -> int | None:
        """The server's process id; None unless we own it."""
        return self._server.pid if self._server else None

    async def start(self) -> str:
        """Start the server or join the one that runs; returns the address for a driver, password included.

        Raises:
            InstallationError: there is no having it; `str()` says what to do.
            DatabaseUnavailable: it started, but went away at once.
        """
        try:
            access = await self._own_or_join()
        except OSError as error:
            await self._close()
            raise InstallationError(f"The embedded database can't be started: {error}.") from error
        except BaseException:
            await self._close()
            raise
        self._keeper = asyncio.create_task(self._keep(access), name="embedded database")
        return access.uri

    async def stop(self) -> None:
        """Let go of the database; the owner takes the server down."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        await self._close()

    async def _close(self) -> None:
        if self._server:
            await self._server.stop()
            self._server = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def _own_or_join(self) -> Access:
        deadline = time.monotonic() + self._patience
        while time.monotonic() < deadline:
            self._lock = try_lock(self._folder.database_lock)
            if self._lock is not None:
                return await self._open(self._lock)
            access = Access.read(self._folder.database_access)
            if access and await secantus.answers(access.port):
                with contextlib.suppress(DatabaseUnavailable):  # it is just being started again
                    await self._check(access)
                    return access
            await asyncio.sleep(secantus.POLL_SECONDS)
        raise InstallationError(
            f"Another Tuckaway process holds {self._folder.database_lock}, but its database does not answer: "
            "end that process, then start again."
        )

    async def _open(self, lock: int) -> Access:
        """Start the server as its owner, on the port it had before unless somebody else took that."""
        secantus.rotate(self._log)
        known = Access.read(self._folder.database_access)
        if known is None or not self._folder.database.exists():
            return await self._set_up(lock)
        if missing := secantus.missing_files(self._folder.database):
            raise InstallationError(f"{self._folder.database} lacks the files {', '.join(missing)}: {self._advice()}")
        access = known if secantus.is_free(known.port) else replace(known, port=secantus.free_port())
        await self._launch(lock, access.port, "--auth")
        await self._check(access)
        if access != known:
            access.write(self._folder.database_access)
        return access

    async def _check(self, access: Access) -> None:
        """Make sure that it is our database which answers: that it lets us in."""
        try:
            await secantus.contents(access.uri)
        except secantus.Refused as error:
            raise InstallationError(
                f"{error} Its files and {self._folder.database_access} do not belong together: put back both from one "
                f"backup, or remove {self._folder.database_access} to have a new password made."
            ) from error

    async def _set_up(self, lock: int) -> Access:
        """Start the server with a user of ours, for which it first has to run without authentication.

        It does so for a moment and on a port that is written nowhere; afterwards we look whether anybody found it.
        """
        access, empty = Access.new(), not self._folder.database.exists()
        port = secantus.free_port()
        server = await self._launch(lock, port)
        await secantus.create_user(port, access.user, access.password)
        await server.stop()
        await self._launch(lock, access.port, "--auth")
        users, databases = await secantus.contents(access.uri)
        if users != {f"admin.{access.user}"} or (empty and databases):
            raise InstallationError(
                f"Another user of this machine got into {self._folder.database} while it was being set up: "
                "move that folder away, then start again."
            )
        access.write(self._folder.database_access)
        return access

    async def _launch(self, lock: int, port: int, *options: str) -> secantus.Server:
        if not secantus.is_free(port):
            raise InstallationError(self._reason(port))
        command = self._command(port, *options)
        self._server = await secantus.Server.launch(command, port=port, lock=lock, output=self._log)
        if not await self._server.ready():
            await self._server.stop()
            self._server = None
            raise InstallationError(self._reason(port))
        return self._server

    def _command(self, port: int, *options: str) -> list[str]:
        # Without a configuration file of its own the server would look for one in the working and home folders.
        configuration = self._folder.path / "secantusd.toml"
        configuration.touch(mode=0o600)
        return [
            secantus.program(),
            f"--config={configuration}",
            f"--host={secantus.HOST}",
            f"--port={port}",
            f"--storage-path={self._folder.database}",
            f"--cache-size={self._cache}",
            "--log-level=WARNING",
            "--sync-on-commit",
            *options,
        ]

    def _reason(self, port: int) -> str:
        """Why the server does not run, as a sentence that says what to do."""
        if free_bytes(self._folder.path) < NO_SPACE:
            return f"The disk of {self._folder.path} is full: free some space, then start again."
        if not secantus.is_free(port):
            return f"Another program took port {port}, on which the database was: start Tuckaway again."
        words = secantus.last_words(self._log)
        return (
            f"The embedded database does not run; the last it wrote to {self._log} is “{words}”. "
            f"If its files are damaged, {self._advice()}"
        )

    def _advice(self) -> str:
        return (
            f"put a backup of {self._folder.database} in their place, or move that folder away to begin with an empty "
            "one; nothing was deleted."
        )

    async def _keep(self, access: Access) -> None:
        """Keep the database running, whoever owned it at first, until told to stop."""
        try:
            lock = await self._take_over(access) if self._lock is None else self._lock
            await self._supervise(lock, access)
        except (InstallationError, OSError) as error:
            lost = error if isinstance(error, InstallationError) else InstallationError(str(error))
            _tell("embedded.lost", reason=str(lost))
            await self._close()
            self._on_failure(lost)

    async def _take_over(self, access: Access) -> int:
        """Wait until the owner and its server are gone; returns the lock."""
        while (lock := try_lock(self._folder.database_lock)) is None:
            # Our connections lead to the old port.
            if Access.read(self._folder.database_access) != access:
                raise InstallationError("The database moved to another port: start this process again.")
            await asyncio.sleep(WATCH_SECONDS)
        _tell("embedded.taken_over")
        self._lock = lock
        return lock

    async def _supervise(self, lock: int, access: Access) -> None:
        """Run the server again and again, always on the port that everybody's connections lead to.

        While the disk is full it waits for room: what is stored is safe, and somebody can make some.

        Raises:
            InstallationError: it died QUICK_DEATHS times within STEADY_SECONDS of its start.
        """
        deaths = 0
        while deaths < QUICK_DEATHS:
            if deaths:
                _tell("embedded.ended", port=access.port)
                await self._wait_for_room()
                await asyncio.sleep(random.uniform(0, min(LONGEST_PAUSE_SECONDS, 0.1 * 2**deaths)))
            began = time.monotonic()
            await self._live(lock, access)
            deaths = deaths + 1 if time.monotonic() - began < STEADY_SECONDS else 1
        raise InstallationError(self._reason(access.port))

    async def _wait_for_room(self) -> None:
        if free_bytes(self._folder.path) < NO_SPACE:
            _tell("embedded.disk_full", folder=str(self._folder.path), mend="free some space; it goes on by itself")
            while free_bytes(self._folder.path) < NO_SPACE:  # noqa: ASYNC110 - nobody tells when there is room
                await asyncio.sleep(WATCH_SECONDS)

    async def _live(self, lock: int, access: Access) -> None:
        """One life of the server, from its start, unless it runs already, to its end or to its uselessness."""
        with contextlib.suppress(InstallationError):  # a start that fails is a short life
            server = self._server or await self._launch(lock, access.port, "--auth")
            ending, failing = asyncio.create_task(server.ended()), asyncio.create_task(_useless(access))
            try:
                await asyncio.wait({ending, failing}, return_when=asyncio.FIRST_COMPLETED)
                if failing.done():
                    _tell("embedded.useless", port=access.port)
                    await server.stop()
            finally:
                failing.cancel()
                ending.cancel()
                # A probe that is under way has a client of its own to close.
                await asyncio.wait([failing, ending])
        self._server = None


async def _useless(access: Access) -> None:
    """Return once the server runs but serves nobody, as after its storage met a full disk: only a new start helps.

    An error counts for more than silence, which a busy machine causes as well.
    """
    doubt = 0
    while doubt < DOUBTS:
        await asyncio.sleep(PROBE_SECONDS)
        try:
            await secantus.contents(access.uri)
        except secantus.Refused:
            doubt += DOUBTS // 2
        except DatabaseUnavailable:
            doubt += 1
        else:
            doubt = 0


def _tell(event: str, **details: object) -> None:
    # Imported when there is something to tell: it takes 0.1 s, which the database would start later by.
    import structlog

    structlog.get_logger(__name__).error(event, **details)
