"""Which of one person's entries in the embedded index are within a scope, by their numbers."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from memory.search.port import EVERYTHING, Scope
from memory.search.vectors import Numbers
from memory.search.writing import scoped

Statement = tuple[str, Sequence[object]]


class Narrowed(NamedTuple):
    """A scope as numbers: those allowed or, where only exclusions are given, all but those denied."""

    numbers: Numbers
    allows: bool

    def mask(self, numbers: Numbers) -> NDArray[np.bool_]:
        """For each of `numbers` whether it is within the scope."""
        return np.isin(numbers, self.numbers, invert=not self.allows)


def narrowed(connection: sqlite3.Connection, person: int, scope: Scope) -> Narrowed | None:
    """The entries of this person that are within `scope`; None when nothing narrows it."""
    if scope == EVERYTHING:
        return None
    denied = _union(connection, _exclusions(person, scope))
    conditions = list(_conditions(person, scope))
    if not conditions:
        return Narrowed(denied, allows=False)
    allowed = reduce(np.intersect1d, (_union(connection, condition) for condition in conditions))
    return Narrowed(np.setdiff1d(allowed, denied, assume_unique=True), allows=True)


def _conditions(person: int, scope: Scope) -> Iterator[list[Statement]]:
    """For each condition the statements of which an entry has to meet one."""
    if window := list(_windows(person, scope)):
        yield window
    for labels in scope.labels:
        yield [_labelled(person, label) for label in labels]
    for phrase in scope.phrases:
        if phrase:
            yield [_saying(person, phrase)]


def _windows(person: int, scope: Scope) -> Iterator[Statement]:
    if scope.told is not None:
        start, end = scope.told
        told = "SELECT number FROM entry WHERE person = ? AND at >= ? AND at < ?"
        yield told, (person, start.timestamp(), end.timestamp())
    if scope.days is not None:
        first, last = scope.days
        day = "SELECT number FROM entry WHERE person = ? AND day BETWEEN ? AND ?"
        yield day, (person, first.toordinal(), last.toordinal())


def _exclusions(person: int, scope: Scope) -> Iterator[Statement]:
    for label in scope.without_labels:
        yield _labelled(person, label)
    for term in scope.without_terms:
        yield _saying(person, (term,))


def _labelled(person: int, label: str) -> Statement:
    return "SELECT entry FROM label WHERE person = ? AND label = ?", (person, label)


def _saying(person: int, phrase: Iterable[str]) -> Statement:
    words = " ".join(scoped(person, term) for term in phrase)
    return "SELECT rowid FROM posting WHERE posting MATCH ?", (f'"{words}"',)


def _union(connection: sqlite3.Connection, statements: Iterable[Statement]) -> Numbers:
    """What any of the statements finds, in ascending order and each once."""
    rows = chain.from_iterable(connection.execute(*statement) for statement in statements)
    return np.unique(np.fromiter((row[0] for row in rows), dtype=np.int64))
