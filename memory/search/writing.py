"""What the embedded index writes; each function runs within a transaction of its caller's."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence

from bot.messages import MemoryId, PersonId
from memory.search.port import Entry
from memory.search.vectors import pack

Row = tuple[int, str, str, str]
"""Number, terms, context and labels of an entry, as they are stored."""


def scoped(person: int, term: str) -> str:
    """The term of one person, as FTS5 sees it: nobody else has it, so FTS5 looks at nobody else's entries."""
    return f"{person}_{term}"


def put(connection: sqlite3.Connection, *, entries: Sequence[Entry]) -> None:
    """Add or replace entries; of two for the same memory the later one stays."""
    for entry in entries:
        person = _number(connection, entry.person)
        _remove(connection, person, _found(connection, person, [entry.memory]))
        _insert(connection, person, entry)


def forget(connection: sqlite3.Connection, *, person: PersonId, memories: Collection[MemoryId]) -> int:
    """Remove a person's memories; returns how many were there."""
    row = connection.execute("SELECT number FROM person WHERE person = ?", (person,)).fetchone()
    return _remove(connection, row[0], _found(connection, row[0], memories)) if row else 0


def forget_person(connection: sqlite3.Connection, *, person: PersonId) -> int:
    """Remove everything of a person; returns how many memories were there."""
    row = connection.execute("SELECT number FROM person WHERE person = ?", (person,)).fetchone()
    if row is None:
        return 0
    found = connection.execute("SELECT number, terms, context, labels FROM entry WHERE person = ?", row).fetchall()
    removed = _remove(connection, row[0], found)
    connection.execute("DELETE FROM person WHERE number = ?", row)
    return removed


def clear(connection: sqlite3.Connection) -> None:
    """Remove everything; the numbers go on, so that no cache takes a new entry for an old one."""
    connection.execute("INSERT INTO posting (posting) VALUES ('delete-all')")
    for table in ("vector", "label", "entry", "person"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - the four names above
    connection.execute("UPDATE state SET value = 0")
    keep_bookmark(connection, place="")


def complete(connection: sqlite3.Connection) -> None:
    """Note that the database's memories have all been put."""
    connection.execute("UPDATE state SET value = 1 WHERE name = 'complete'")


def doubt(connection: sqlite3.Connection) -> None:
    """Note that any of the database's memories may be missing."""
    connection.execute("UPDATE state SET value = 0 WHERE name = 'complete'")
    keep_bookmark(connection, place="")


def keep_bookmark(connection: sqlite3.Connection, *, place: str) -> None:
    """Note how far filling has come."""
    connection.execute("UPDATE bookmark SET place = ?", (place,))


def _number(connection: sqlite3.Connection, person: PersonId) -> int:
    connection.execute("INSERT INTO person (person) VALUES (?) ON CONFLICT DO NOTHING", (person,))
    number: int = connection.execute("SELECT number FROM person WHERE person = ?", (person,)).fetchone()[0]
    return number


def _found(connection: sqlite3.Connection, person: int, memories: Iterable[MemoryId]) -> list[Row]:
    statement = "SELECT number, terms, context, labels FROM entry WHERE person = ? AND memory = ?"
    rows = (connection.execute(statement, (person, memory)).fetchone() for memory in dict.fromkeys(memories))
    return [row for row in rows if row is not None]


def _insert(connection: sqlite3.Connection, person: int, entry: Entry) -> None:
    terms, context = (" ".join(scoped(person, each) for each in part) for part in (entry.terms, entry.context))
    labels = sorted(entry.labels)
    day = None if entry.day is None else entry.day.toordinal()
    number = connection.execute(
        "INSERT INTO entry (person, memory, at, day, stamp, labels, terms, context) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (person, entry.memory, entry.at.timestamp(), day, entry.stamp, " ".join(labels), terms, context),
    ).lastrowid
    connection.executemany("INSERT INTO label VALUES (?, ?, ?)", [(person, label, number) for label in labels])
    connection.execute("INSERT INTO posting (rowid, terms, context) VALUES (?, ?, ?)", (number, terms, context))
    if entry.vector is not None:
        connection.execute("INSERT INTO vector VALUES (?, ?, ?)", (person, number, pack(entry.vector)))
    _count(connection, person, documents=1, vectors=int(entry.vector is not None))


def _remove(connection: sqlite3.Connection, person: int, found: Sequence[Row]) -> int:
    if not found:
        return 0
    # FTS5 keeps no copy of the terms, so it has to be told which ones to take out.
    postings = [(number, terms, context) for number, terms, context, _ in found]
    connection.executemany("INSERT INTO posting (posting, rowid, terms, context) VALUES ('delete', ?, ?, ?)", postings)
    labels = [(person, label, number) for number, _, _, labels in found for label in labels.split()]
    connection.executemany("DELETE FROM label WHERE person = ? AND label = ? AND entry = ?", labels)
    connection.executemany("DELETE FROM entry WHERE number = ?", [(number,) for number, *_ in found])
    keys = [(person, number) for number, *_ in found]
    vectors = connection.executemany("DELETE FROM vector WHERE person = ? AND entry = ?", keys).rowcount
    _count(connection, person, documents=-len(found), vectors=-vectors)
    return len(found)


def _count(connection: sqlite3.Connection, person: int, *, documents: int, vectors: int) -> None:
    counts = (documents, vectors, person)
    connection.execute("UPDATE person SET documents = documents + ?, vectors = vectors + ? WHERE number = ?", counts)
    connection.execute("UPDATE state SET value = value + ? WHERE name = 'documents'", (documents,))
