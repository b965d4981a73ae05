"""How the embedded index finds: BM25 from FTS5, made the person's own, and exact cosines from the vectors in memory."""

import json
import math
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from itertools import compress
from typing import Final, NamedTuple

import numpy as np

from bot.messages import MemoryId, PersonId
from memory.search.narrowing import Narrowed, narrowed, numbers_of
from memory.search.port import Candidates, Hit, Query, Scope, Selection, Vector
from memory.search.storage import snapshot, sound
from memory.search.vectors import Block, Blocks, unpack
from memory.search.writing import scoped

TERMS_LIMIT: Final = 64
LOADED_AT_ONCE: Final = 4096
LEAST_IDF: Final = 1e-6
WALKED_AT_ONCE: Final = 1024
ALL: Final = -1
TOLD_LAST_FIRST: Final = "SELECT number AS each FROM entry WHERE person = ? ORDER BY at DESC, number DESC"

Scored = list[tuple[int, float]]
Known = tuple[MemoryId, datetime, frozenset[str]]


class Owner(NamedTuple):
    """The person who asks, as the index counts them."""

    number: int
    documents: int
    vectors: int


def is_complete(connection: sqlite3.Connection) -> bool:
    """Whether everything the database holds has been put."""
    row = connection.execute("SELECT value FROM state WHERE name = 'complete'").fetchone()
    return bool(row[0])


def find(connection: sqlite3.Connection, *, blocks: Blocks, person: PersonId, query: Query, limit: int) -> Candidates:
    """Both rankings of one person's memories, from one snapshot."""
    row = connection.execute("SELECT number FROM person WHERE person = ?", (person,)).fetchone()
    if row is None:
        return Candidates()
    block = blocks.of(row[0])
    # The snapshot begins under the lock, so that no earlier one can take from the block what a later one has added.
    with block.lock, snapshot(connection):
        owner = _owner(connection, person)
        if owner is None or owner.number != row[0]:
            return Candidates()
        within = narrowed(connection, owner.number, query.scope)
        counts = _counts(connection, owner, query.terms)
        lexical = _lexical(connection, owner, counts, limit, within)
        dense = _dense(connection, owner, block, query, limit, within)
        weights = {term: _own_idf(owner.documents, n) for term, n in counts.items()}
        known = _known(connection, {number for number, _ in (*lexical, *dense)}, query.marks)
        found = Candidates(_hits(lexical, known), _hits(dense, known), weights)
    blocks.trim(row[0])
    return found


def select(connection: sqlite3.Connection, *, person: PersonId, scope: Scope, limit: int, skip: int) -> Selection:
    """A page of what is within the scope and how much there is in all, from one snapshot; of equals the later put."""
    with snapshot(connection):
        owner = _owner(connection, person)
        if owner is None:
            return Selection()
        within = narrowed(connection, owner.number, scope)
        numbers = numbers_of(connection, TOLD_LAST_FIRST, (owner.number,))
        if within is not None:
            numbers = numbers[within.mask(numbers)]
        page: list[int] = numbers[skip : skip + limit].tolist()
        known = _known(connection, page, frozenset())
        return Selection(len(numbers), _hits([(number, 0.0) for number in page], known))


def stamps(connection: sqlite3.Connection, *, person: PersonId) -> Mapping[MemoryId, str]:
    """Each memory of the person with its stamp."""
    statement = "SELECT memory, stamp FROM entry WHERE person = (SELECT number FROM person WHERE person = ?)"
    return {MemoryId(memory): stamp for memory, stamp in connection.execute(statement, (person,))}


def vectors(
    connection: sqlite3.Connection, *, person: PersonId, memories: Collection[MemoryId]
) -> Mapping[MemoryId, Vector]:
    """The vectors of those memories of the person that have one."""
    statement = (
        "SELECT entry.memory, vector.packed FROM person JOIN entry ON entry.person = person.number "
        "JOIN vector ON vector.person = person.number AND vector.entry = entry.number "
        "WHERE person.person = ? AND entry.memory IN (SELECT value FROM json_each(?))"
    )
    rows = connection.execute(statement, (person, json.dumps(list(memories)))).fetchall()
    if not rows:
        return {}
    with sound():
        scales, levels = unpack([packed for _, packed in rows])
    return {MemoryId(rows[n][0]): levels[n] * scales[n] for n in range(len(rows))}


def persons(connection: sqlite3.Connection) -> list[PersonId]:
    """Everyone with an entry, in the order of their ids."""
    rows = connection.execute("SELECT person FROM person WHERE documents > 0 ORDER BY person")
    return [PersonId(person) for (person,) in rows]


def bookmark(connection: sqlite3.Connection) -> str:
    """How far filling has come."""
    place: str = connection.execute("SELECT place FROM bookmark").fetchone()[0]
    return place


def _owner(connection: sqlite3.Connection, person: PersonId) -> Owner | None:
    row = connection.execute("SELECT number, documents, vectors FROM person WHERE person = ?", (person,)).fetchone()
    return None if row is None else Owner(*row)


def _dense(
    connection: sqlite3.Connection, owner: Owner, block: Block, query: Query, limit: int, within: Narrowed | None
) -> Scored:
    if query.vector is None:
        return []
    _catch_up(connection, owner, block)
    mask = None if within is None else within.mask(block.numbers)
    return block.nearest(query.vector, limit, mask) if block.count else []


def _catch_up(connection: sqlite3.Connection, owner: Owner, block: Block) -> None:
    """Take in what anybody has put since the block was last used, and let go of what they forgot."""
    cursor = connection.execute(
        "SELECT entry, packed FROM vector WHERE person = ? AND entry > ? ORDER BY entry", (owner.number, block.last)
    )
    while rows := cursor.fetchmany(LOADED_AT_ONCE):
        with sound():
            block.append([number for number, _ in rows], [packed for _, packed in rows])
    if block.count != owner.vectors:
        rows = connection.execute("SELECT number FROM entry WHERE person = ?", (owner.number,)).fetchall()
        block.keep(np.array(rows, dtype=np.int64).ravel())


def _lexical(
    connection: sqlite3.Connection, owner: Owner, counts: Mapping[str, int], limit: int, within: Narrowed | None
) -> Scored:
    """BM25 with the inverse document frequencies of the person's own memories.

    FTS5 weighs a term by how rare it is among everybody's entries, so the same question would rank differently as other
    people write. Each term's scores are therefore taken apart, and its weight is exchanged for
    ln(1 + (N - n + .5) / (n + .5)), Lucene's, with the person's own N. What stays common is the average length.
    """
    total = connection.execute("SELECT value FROM state WHERE name = 'documents'").fetchone()[0]
    weighted = _weighted(owner, counts, total)
    if not weighted:
        return []
    one = "SELECT rowid AS number, ? * rank AS score FROM posting WHERE posting MATCH ?"
    statement = (
        f"SELECT number, -sum(score) FROM ({' UNION ALL '.join([one] * len(weighted))}) "  # noqa: S608 - no words in it
        "GROUP BY number ORDER BY 2 DESC, 1 DESC LIMIT ?"
    )
    arguments: list[float | str] = [argument for weight, term in weighted for argument in (weight, f'"{term}"')]
    if within is None:
        return connection.execute(statement, [*arguments, limit]).fetchall()
    return _first(connection.execute(statement, [*arguments, ALL]), within, limit)


def _first(ranking: sqlite3.Cursor, within: Narrowed, limit: int) -> Scored:
    """The first `limit` of a ranking that are within a scope, without reading on."""
    found: Scored = []
    while len(found) < limit and (rows := ranking.fetchmany(WALKED_AT_ONCE)):
        found += compress(rows, within.mask(np.array([number for number, _ in rows], dtype=np.int64)))
    return found[:limit]


def _counts(connection: sqlite3.Connection, owner: Owner, terms: Sequence[str]) -> dict[str, int]:
    """In how many of the person's entries each term occurs."""
    statement = "SELECT doc FROM vocabulary WHERE term = ?"
    rows = {term: connection.execute(statement, (scoped(owner.number, term),)).fetchone() for term in terms}
    return {term: row[0] if row else 0 for term, row in rows.items()}


def _weighted(owner: Owner, counts: Mapping[str, int], total: int) -> list[tuple[float, str]]:
    """The person's rarest terms with the factor that makes FTS5's weight of each their own."""
    known = sorted((n, scoped(owner.number, term)) for term, n in counts.items() if n)
    return [(_own_idf(owner.documents, n) / _fts_idf(total, n), term) for n, term in known[:TERMS_LIMIT]]


def _own_idf(documents: int, n: int) -> float:
    return math.log(1 + (documents - n + 0.5) / (n + 0.5))


def _fts_idf(total: int, n: int) -> float:
    """What FTS5's bm25() multiplies by. Source: SQLite, ext/fts5/fts5_aux.c, fts5Bm25GetData."""
    idf = math.log((total - n + 0.5) / (n + 0.5))
    return idf if idf > 0 else LEAST_IDF


def _known(connection: sqlite3.Connection, numbers: Collection[int], marks: frozenset[str]) -> Mapping[int, Known]:
    """What the index tells of each of these entries."""
    statement = "SELECT number, memory, at, labels FROM entry WHERE number IN (SELECT value FROM json_each(?))"
    rows = connection.execute(statement, (json.dumps(list(numbers)),))
    with sound():
        return {
            number: (
                MemoryId(memory),
                datetime.fromtimestamp(at, UTC),
                marks.intersection(labels.split()) if marks else marks,
            )
            for number, memory, at, labels in rows
        }


def _hits(scored: Scored, known: Mapping[int, Known]) -> tuple[Hit, ...]:
    with sound():
        return tuple(Hit(memory, score, at, marks) for number, score in scored for memory, at, marks in [known[number]])
