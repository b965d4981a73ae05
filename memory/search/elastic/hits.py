"""What Elasticsearch found, read into our own terms."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.messages import MemoryId
from memory.search.elastic.documents import instant, parts_of
from memory.search.elastic.scoring import Match, Statistics
from memory.search.port import Hit

Answer = Mapping[str, Any]


def statistics(answer: Answer) -> Statistics:
    """The statistics that `queries.statistics` asked for."""
    counted = answer["aggregations"]
    containing = {term: bucket["doc_count"] for term, bucket in counted["containing"]["buckets"].items()}
    return Statistics(total(answer), round(counted["length"]["value"]), containing)


def matches(answer: Answer, marks: frozenset[str]) -> list[Match]:
    """The memories that `queries.lexical` found."""
    return [_match(each, marks) for each in found(answer)]


def nearest(answer: Answer, marks: frozenset[str]) -> list[Hit]:
    """The memories that `queries.dense` found, with the cosine that the score was made of: (1 + cosine) / 2."""
    return [_hit(each, 2 * each["_score"] - 1, marks) for each in found(answer)]


def selected(answer: Answer) -> list[Hit]:
    """The memories that `queries.selection` found."""
    return [_hit(each, 0.0, frozenset()) for each in found(answer)]


def total(answer: Answer) -> int:
    """How many documents there are in all."""
    number: int = answer["hits"]["total"]["value"]
    return number


def found(answer: Answer) -> Sequence[Answer]:
    """The documents of an answer; a filtered answer leaves an empty list out."""
    documents: Sequence[Answer] = answer.get("hits", {}).get("hits", ())
    return documents


def memory_of(document: Answer) -> MemoryId:
    """Which memory a document is of."""
    return MemoryId(document["fields"]["memory"][0])


def _match(document: Answer, marks: frozenset[str]) -> Match:
    memory, at, length, *repeated = parts_of(document["fields"]["card"][0])
    counts = dict(zip(repeated[::2], repeated[1::2], strict=True))
    shared = {term: int(counts.get(term, 1)) for term in document["matched_queries"]}
    return Match(MemoryId(memory), instant(int(at)), _marked(document, marks), shared, int(length))


def _hit(document: Answer, score: float, marks: frozenset[str]) -> Hit:
    memory, at, *_ = parts_of(document["fields"]["card"][0])
    return Hit(MemoryId(memory), score, instant(int(at)), _marked(document, marks))


def _marked(document: Answer, marks: frozenset[str]) -> frozenset[str]:
    return marks.intersection(document["fields"].get("labels", ())) if marks else marks
