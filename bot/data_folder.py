"""The folder in which everything lies that Tuckaway keeps on this machine: found, made, checked and locked."""

import errno
import fcntl
import os
import pwd
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import InstallationError

LITTLE_SPACE = 200 * 1024 * 1024
"""Bytes; with less free than this a person is warned."""

NO_SPACE = 20 * 1024 * 1024
"""Bytes; with less free than this the database could not even write its journal."""

OURS_ALONE = 0o700


@dataclass(frozen=True)
class DataFolder:
    """A folder fit for use, and where things are in it. `notices` are sentences for whoever runs the bot."""

    path: Path
    notices: tuple[str, ...] = ()

    @property
    def database(self) -> Path:
        """Where the embedded database keeps its files."""
        return self.path / "database"

    @property
    def database_access(self) -> Path:
        """Where the embedded database listens, and its password."""
        return self.path / "database.json"

    @property
    def database_lock(self) -> Path:
        """Locked by the process that runs the embedded database."""
        return self.path / "database.lock"

    @property
    def index(self) -> Path:
        """The search index; can be dropped and rebuilt."""
        return self.path / "index"

    @property
    def logs(self) -> Path:
        """What the embedded database says."""
        return self.path / "logs"

    @property
    def master_key(self) -> Path:
        """The key to every other key; without it everything stored is unreadable."""
        return self.path / "master.key"

    @property
    def vapid_key(self) -> Path:
        """What Tuckaway proves itself with to the push services of browsers."""
        return self.path / "vapid.key"


def free_bytes(folder: Path) -> int:
    """How much this user may still write to the disk that holds `folder`."""
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def prepare(path: Path, *, free: Callable[[Path], int] = free_bytes) -> DataFolder:
    """The data folder at `path`, made if it isn't there, readable by nobody but us.

    Args:
        path: taken as it is; its parents are made too.
        free: gives the bytes free on the disk that holds a folder.

    Raises:
        InstallationError: the folder can't be used; `str()` says what to do.
    """
    folder = path.expanduser().absolute()
    _make(folder)
    _refuse_foreign(folder)
    notices = [*_close_to_others(folder), *_check_space(folder, free(folder))]
    return DataFolder(folder, tuple(notices))


def write_private(path: Path, content: bytes) -> None:
    """Put a file in place at once and durably, readable by nobody but us; a crash leaves the old one or the new."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def create_private(path: Path, content: bytes) -> bool:
    """Make a file like `write_private`, unless there is one: False when there is, or another process was faster."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    write_private(draft, content)
    try:
        # Unlike a rename, a link never takes the place of a file that is there already.
        path.hardlink_to(draft)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    sync_folder(path.parent)
    return True


def try_lock(path: Path) -> int | None:
    """A descriptor that holds the lock on `path`, or None while another process has it.

    The lock lasts until every copy of the descriptor is closed, those that child processes were given included.

    Raises:
        InstallationError: the file system knows no locks, or the file can't be opened.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise InstallationError(f"{path} can't be opened ({error.strerror}): {_ANOTHER_FOLDER}.") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
            return None
        raise InstallationError(f"{path.parent} is on a file system without locks: {_ANOTHER_FOLDER}.") from error
    return descriptor


_ANOTHER_FOLDER = "set TUCKAWAY_DATA_DIR to a folder on a local disk that this user may write to"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=OURS_ALONE, parents=True, exist_ok=True)
    except FileExistsError:
        raise InstallationError(f"{folder} is a file, not a folder: move it away or set TUCKAWAY_DATA_DIR.") from None
    except OSError as error:
        raise InstallationError(
            f"The data folder {folder} can't be made ({error.strerror}): {_ANOTHER_FOLDER}."
        ) from error


def _refuse_foreign(folder: Path) -> None:
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise InstallationError(
            f"{folder} belongs to {_user(owner)}, not to {_user(os.geteuid())}: run Tuckaway as {_user(owner)}, "
            "or set TUCKAWAY_DATA_DIR to another folder."
        )


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _close_to_others(folder: Path) -> list[str]:
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & OURS_ALONE != OURS_ALONE or not os.access(folder, os.W_OK):
        raise InstallationError(f"{folder} can't be written to: run `chmod u+rwx {folder}`, or {_ANOTHER_FOLDER}.")
    if not mode & ~OURS_ALONE:
        return []
    folder.chmod(OURS_ALONE)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        raise InstallationError(f"{folder} can't be closed to other users on its file system: {_ANOTHER_FOLDER}.")
    return [f"{folder} was open to other users (mode {mode:04o}); it is now closed to them (0700)."]


def _check_space(folder: Path, free: int) -> list[str]:
    megabytes = free // (1024 * 1024)
    if free < NO_SPACE:
        raise InstallationError(
            f"Only {megabytes} MB are free on the disk of {folder}: free at least {LITTLE_SPACE // 1024**2} MB, "
            "or set TUCKAWAY_DATA_DIR to a folder on another disk."
        )
    if free < LITTLE_SPACE:
        return [f"Only {megabytes} MB are free on the disk of {folder}: Tuckaway stops when none are left."]
    return []


def sync_folder(folder: Path) -> None:
    """Make what was put into the folder, or taken out of it, outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
