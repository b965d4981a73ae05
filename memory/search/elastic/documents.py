"""Our entries as documents of Elasticsearch, and their ids and instants back."""

import base64
from binascii import a2b_base64
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, Final

from bot.messages import MemoryId, PersonId
from memory.search.port import Entry, Vector

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)


def document_id(person: PersonId, memory: MemoryId) -> str:
    """Of one person's memory, and of nobody else's even where two call a memory the same: ids hold no blanks."""
    return f"{person} {memory}"


TEXT_END: Final = "|"
"""Stands behind the terms of a text and before those of its context; nobody's term, as terms are alphanumeric."""


def document(entry: Entry) -> dict[str, Any]:
    """The fields of an entry; see `mapping`."""
    fields: dict[str, Any] = {
        "person": entry.person,
        "memory": entry.memory,
        "terms": " ".join((*entry.terms, TEXT_END, *entry.context)),
        "card": card(entry),
        "length": len(entry.counted),
        "labels": sorted(entry.labels),
        "at": milliseconds(entry.at),
        "stamp": entry.stamp,
    }
    if entry.day is not None:
        fields["day"] = entry.day.isoformat()
    if entry.vector is not None:
        fields["vector"] = packed(entry.vector)
    return fields


def milliseconds(at: datetime) -> int:
    """Since 1970, the part below a millisecond left out, as the database leaves it out too."""
    return (at - EPOCH) // MILLISECOND


def milliseconds_up(at: datetime) -> int:
    """The first whole millisecond that is not before `at`."""
    return -((EPOCH - at) // MILLISECOND)


def instant(since_epoch: int) -> datetime:
    """The instant so many milliseconds after 1970."""
    return EPOCH + since_epoch * MILLISECOND


def card(entry: Entry) -> str:
    """What a hit has to tell, in Base64: memory, milliseconds, length in terms, and how often a term occurs.

    Lucene scores by how often a term occurs, but doesn't tell; what occurs more than once is therefore noted.
    """
    repeated = ((term, str(count)) for term, count in Counter(entry.counted).items() if count > 1)
    parts = (entry.memory, str(milliseconds(entry.at)), str(len(entry.counted)), *chain.from_iterable(repeated))
    return base64.b64encode(" ".join(parts).encode()).decode("ascii")


def parts_of(card: str) -> list[str]:
    """The parts of a `card`: memory, milliseconds, length, then by turns a term and its count."""
    return a2b_base64(card).decode().split(" ")


def packed(vector: Vector) -> str:
    """Base64 of big-endian floats: a tenth of the work, and half the bytes, of numbers written out."""
    return base64.b64encode(vector.astype(">f4").tobytes()).decode("ascii")
