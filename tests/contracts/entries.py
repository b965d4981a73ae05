"""What the contract of search indexes puts and asks: entries and queries, and how to draw them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from hypothesis import strategies as st

from bot.messages import MemoryId, PersonId
from memory.search.port import Entry, Hit, Query, Scope, Vector

ANNA, BEN = PersonId("anna"), PersonId("ben")
TOLD = datetime(2025, 3, 1, 9, tzinfo=UTC)
WORDS = ("key", "bin", "pot")
LABELS = ("health", "work", "sms")
DAYS = tuple(date(2025, 3, day) for day in (1, 2, 3))


def direction(*parts: float) -> Vector:
    vector = np.zeros(512, dtype=np.float32)
    vector[: len(parts)] = parts
    unit: Vector = vector / np.linalg.norm(vector)
    return unit


def entry(person: PersonId, memory: str, terms: str, vector: Vector | None = None, minute: int = 0) -> Entry:
    return Entry(person, MemoryId(memory), tuple(terms.split()), vector, at(minute))


def labelled(memory: str, labels: str, minute: int = 0, day: date | None = None, terms: str = "key") -> Entry:
    bare = entry(ANNA, memory, terms, direction(1, minute), minute)
    return replace(bare, labels=frozenset(labels.split()), day=day)


def at(minute: int) -> datetime:
    return TOLD + timedelta(minutes=minute)


def words(terms: str) -> Query:
    return Query(tuple(terms.split()), None)


def meaning(vector: Vector) -> Query:
    return Query((), vector)


def any_of(*groups: str) -> Scope:
    return Scope(labels=tuple(frozenset(group.split()) for group in groups))


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.memory for hit in hits]


def meets(each: Entry, scope: Scope) -> bool:
    """The port's words about scopes, once more and plainly."""
    in_time = [scope.told[0] <= each.at < scope.told[1]] if scope.told else []
    in_time += [each.day is not None and scope.days[0] <= each.day <= scope.days[1]] if scope.days else []
    return (
        (not in_time or any(in_time))
        and all(labels & each.labels for labels in scope.labels)
        and not scope.without_labels & each.labels
        and all(says(each, phrase) for phrase in scope.phrases)
        and not any(says(each, phrase) for phrase in scope.without_phrases)
    )


def says(each: Entry, phrase: tuple[str, ...]) -> bool:
    """In the text, not in its context."""
    return phrase in zip(*(each.terms[n:] for n in range(len(phrase))), strict=False)


def _made(
    whose: tuple[PersonId, int],
    terms: tuple[str, ...],
    context: tuple[str, ...],
    labels: frozenset[str],
    day: date | None,
) -> Entry:
    (owner, number), vector = whose, direction(1, whose[1])
    return Entry(owner, MemoryId(f"{owner}-{number}"), terms, vector, at(number), day, labels, context=context)


owners = st.sampled_from([ANNA, BEN, PersonId("cleo")])
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(tuple)
label_sets = st.frozensets(st.sampled_from(LABELS), max_size=2)
memories = st.lists(
    st.builds(_made, st.tuples(owners, st.integers(0, 4)), texts, texts, label_sets, st.none() | st.sampled_from(DAYS)),
    max_size=10,
    unique_by=lambda each: each.memory,
)
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(tuple)
scopes = st.builds(
    Scope,
    told=st.none() | st.tuples(st.integers(0, 5).map(at), st.integers(0, 5).map(at)),
    days=st.none() | st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)),
    labels=st.lists(label_sets, max_size=2).map(tuple),
    without_labels=label_sets,
    phrases=st.lists(phrases, max_size=2).map(tuple),
    without_phrases=st.lists(phrases, max_size=1).map(tuple),
)
queries = st.builds(Query, texts, st.none() | st.just(direction(1)), scopes, label_sets)
