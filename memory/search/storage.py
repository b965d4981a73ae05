"""The file of the embedded index: where it lies, what its tables are, and what happens to a damaged one."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.errors import IndexUnavailable

SCHEMA_VERSION: Final = 3
BUSY_SECONDS: Final = 5.0
CORRUPT: Final = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))
UNREADABLE: Final = "Could not decode to UTF-8"
"""What Python says of a text in the file that is none, without a code."""
PRIMARY_CODE: Final = 0xFF
SIDE_FILES: Final = ("", "-wal", "-shm")
BEGUN_ANEW: Final = "the search index {}: it is begun anew and filled from the database, nothing is lost"

Identity = tuple[int, int]
"""What tells a file from another that lies at the same path later: device and inode."""
NOWHERE: Final[Identity] = (-1, -1)
"""Of no file at all."""

# Numbers are never used twice (AUTOINCREMENT): a cache that has seen number n knows that whatever is new lies above.
# Vectors lie apart, in the order of their persons, so that one person's are read in one sweep.
# Labels are kept twice: `label` finds their entries, `entry` tells those of a hit and those to delete.
# bm25() and the vocabulary count both columns of `posting` as one text; phrases and exclusions look at `terms` alone.
# `ascii` with `_` cuts nothing out of a scoped term (see `scoped` in embedded.py).
_SCHEMA: Final = """
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO state VALUES ('documents', 0), ('complete', 0);
CREATE TABLE bookmark (place TEXT NOT NULL);
INSERT INTO bookmark VALUES ('');
CREATE TABLE person (
  number INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL UNIQUE,
  documents INTEGER NOT NULL DEFAULT 0, vectors INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE entry (
  number INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL, memory TEXT NOT NULL,
  at REAL NOT NULL, day INTEGER, stamp TEXT NOT NULL, labels TEXT NOT NULL, terms TEXT NOT NULL,
  context TEXT NOT NULL, UNIQUE (person, memory)
);
CREATE INDEX told ON entry (person, at);
CREATE INDEX day ON entry (person, day) WHERE day IS NOT NULL;
CREATE TABLE label (
  person INTEGER NOT NULL, label TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (person, label, entry)
) WITHOUT ROWID;
CREATE TABLE vector (
  person INTEGER NOT NULL, entry INTEGER NOT NULL, packed BLOB NOT NULL, PRIMARY KEY (person, entry)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE posting
  USING fts5(terms, context, content='entry', content_rowid='number', tokenize="ascii tokenchars '_'");
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(posting, 'row');
"""


_TABLES: Final = frozenset(("state", "bookmark", "person", "entry", "label", "vector", "posting", "vocabulary"))


class Damaged(IndexUnavailable):
    """The file is not, or no longer, a sound database."""


@contextmanager
def translated() -> Iterator[None]:
    """Turns SQLite's errors into ours.

    Raises:
        Damaged: the file is no sound database.
        IndexUnavailable: anything else, such as a full disk or a lock that another process holds for too long.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        # What SQLite complains of is quoted by it from the file.
        raise Damaged(BEGUN_ANEW.format("is damaged")) from error
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE in CORRUPT or UNREADABLE in str(error):
            raise Damaged(BEGUN_ANEW.format("is damaged")) from error
        sentence = f"the search index can't be used just now ({error}); it catches up later"
        raise IndexUnavailable(sentence) from error


@contextmanager
def sound() -> Iterator[None]:
    """Within, what the file holds is put together.

    Raises:
        Damaged: its parts do not fit each other.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Damaged(BEGUN_ANEW.format("contradicts itself")) from error


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything read within is of one moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything written within is on the disk at the end, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk has rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _ours(connection: sqlite3.Connection) -> bool:
    """Whether the database is of today's schema, or still empty."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return not tables if version == 0 else version == SCHEMA_VERSION and tables >= _TABLES


def _unused(path: Path) -> bool:
    """Whether no process has the database open, or it is none at all."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        # Only the last connection may leave the write-ahead log.
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE in CORRUPT
    else:
        return True
    finally:
        connection.close()


class IndexFile:
    """One index on the disk, named after what its content means.

    A process with another model or analysis opens another file, so the two never mix what they write.

    Args:
        folder: made when missing; readable by its owner only.
        fingerprint: what the content means.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        digest = hashlib.blake2b(f"{SCHEMA_VERSION} {fingerprint}".encode(), digest_size=8).hexdigest()
        self.path = folder / f"search-{digest}.sqlite3"

    def prepare(self, *, damaged: bool = False) -> None:
        """Make the file fit for use: create it when missing, put it aside and begin anew when it is damaged.

        Args:
            damaged: it is known to be.

        Raises:
            IndexUnavailable: the folder can't be written, or the file can't be read.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._touch()
            if damaged or not self._sound():
                self.put_aside()
                self._touch()
            self._create()
        except OSError as error:
            sentence = f"the search index in {self.path.parent} can't be opened ({error.strerror}): give the bot "
            raise IndexUnavailable(sentence + "the right to read and write that folder") from error

    def connect(self) -> sqlite3.Connection:
        """A connection, for one thread at a time, whose commits are on the disk when they return."""
        with translated():
            connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            # What was forgotten is overwritten, not only let go of.
            connection.execute("PRAGMA secure_delete = ON")
            return connection

    def identity(self) -> Identity | None:
        """Which file lies there; None when there is none."""
        try:
            found = self.path.stat()
        except OSError:  # of whatever else lies in its way, opening it tells
            return None
        return found.st_dev, found.st_ino

    def still(self, identity: Identity | None) -> None:
        """Return when the file that was opened still lies there.

        Raises:
            Damaged: it was deleted, or another lies in its place; what is written to it now would be lost.
        """
        if self.identity() != identity:
            raise Damaged(BEGUN_ANEW.format("was deleted or replaced"))

    def put_aside(self) -> None:
        """Move the file out of the way, for whoever wants to look into it; only the last such file is kept."""
        for side in SIDE_FILES:
            part = Path(f"{self.path}{side}")
            if part.exists():
                part.replace(f"{self.path}.damaged{side}")

    def remove_others(self) -> None:
        """Delete what was put aside, and what was written under other fingerprints and nobody has open."""
        for path in self.path.parent.glob("search-*.sqlite3*.damaged*"):
            path.unlink(missing_ok=True)
        for path in self.path.parent.glob("search-*.sqlite3"):
            if path != self.path and _unused(path):
                for side in SIDE_FILES:
                    Path(f"{path}{side}").unlink(missing_ok=True)

    def _touch(self) -> None:
        """Make sure of the right to write, which SQLite would miss only later; it gives files beside it the same."""
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))

    def _sound(self) -> bool:
        try:
            connection = self.connect()
        except Damaged:
            return False
        try:
            with translated():
                verdict: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
                return verdict == "ok" and _ours(connection)
        except Damaged:
            return False
        finally:
            connection.close()

    def _create(self) -> None:
        connection = self.connect()
        try:
            with translated(), transaction(connection):
                if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                    for statement in _SCHEMA.split(";\n"):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        finally:
            connection.close()
