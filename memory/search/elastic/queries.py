"""What a question is put to Elasticsearch as: three searches in one request, each of one person's documents alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.messages import MemoryId, PersonId
from memory.search.elastic.documents import packed
from memory.search.elastic.scopes import Clause, conditions
from memory.search.port import EVERYTHING, Query, Scope, Vector

TERMS_LIMIT: Final = 64
COUNTED_TERMS: Final = 1_000
"""Of a longer question the first so many terms are counted, to find its rarest ones."""
SPARE: Final = 2
"""So many times as many memories are fetched as are asked for, since a shard ranks by everybody's statistics."""
SPARE_LEAST: Final = 100
NEAREST_LIMIT: Final = 10_000

Body = dict[str, Any]

# Of a hit only fields kept by column are read: its stored ones lie compressed with those of its neighbours, and to
# unpack these for each of hundreds of hits takes longer than the search.
_BARE: Final[Body] = {"stored_fields": "_none_", "_source": False}
_RECENT_FIRST: Final[list[Body]] = [{"at": "desc"}, {"memory": "desc"}]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and which of their documents are not to be seen.

    Attributes:
        hidden: ids of documents that have changed since the server last made its documents findable.
    """

    person: PersonId
    hidden: tuple[str, ...] = ()

    def within(self, scope: Scope, **more: list[Clause] | int) -> Body:
        """A `bool` query over this person's documents."""
        return {"bool": {**conditions(self.person, scope, self.hidden), **more}}


def header(index: str, person: PersonId) -> Body:
    """To which part of which index a search goes. Half an answer would be a wrong one."""
    return {"index": index, "routing": person, "allow_partial_search_results": False}


def statistics(asker: Asker, terms: Sequence[str]) -> Body:
    """In how many of the person's documents each term is, how many there are and how long they are together."""
    filters = {term: {"term": {"terms": term}} for term in terms}
    counted = {"containing": {"filters": {"filters": filters}}, "length": {"sum": {"field": "length"}}}
    return {"size": 0, "track_total_hits": True, "query": asker.within(EVERYTHING), "aggs": counted}


def lexical(asker: Asker, query: Query, terms: Sequence[str], limit: int) -> Body:
    """Documents with any of the terms; each hit names those it has."""
    named: list[Clause] = [{"term": {"terms": {"value": term, "_name": term}}} for term in terms]
    return {
        "size": max(SPARE * limit, SPARE_LEAST),
        "track_total_hits": False,
        **_BARE,
        "query": asker.within(query.scope, should=named, minimum_should_match=1),
        "docvalue_fields": ["card", *_labels(query)],
    }


def dense(asker: Asker, query: Query, vector: Vector, limit: int) -> Body:
    """The nearest documents, all of the person's compared."""
    nearest = {
        "field": "vector",
        "query_vector": packed(vector),
        "k": min(limit, NEAREST_LIMIT),
        "num_candidates": min(max(limit, SPARE_LEAST), NEAREST_LIMIT),
        "filter": asker.within(query.scope),
    }
    return {
        "size": limit,
        "track_total_hits": False,
        **_BARE,
        # As a query, not beside one: that would be a round of its own through the shards, a sixth of the time.
        "query": {"knn": nearest},
        "docvalue_fields": ["card", *_labels(query)],
    }


def selection(asker: Asker, scope: Scope, *, limit: int, skip: int) -> Body:
    """Everything within the scope, told last first."""
    return {
        "from": skip,
        "size": limit,
        "track_total_hits": True,
        **_BARE,
        "query": asker.within(scope),
        "sort": _RECENT_FIRST,
        "docvalue_fields": ["card"],
    }


def vectors(asker: Asker, memories: Collection[MemoryId]) -> Body:
    """The documents of these memories, with their vectors."""
    those: list[Clause] = [{"terms": {"memory": sorted(memories)}}]
    return {
        "size": len(memories),
        "track_total_hits": False,
        **_BARE,
        "query": asker.within(EVERYTHING, must=those),
        "docvalue_fields": ["memory", "vector"],
    }


def stamps(asker: Asker, size: int, after: str | None) -> Body:
    """A page of the person's documents with their stamps, those behind the memory `after`."""
    page = {"size": size, **_BARE, "query": asker.within(EVERYTHING), "sort": [{"memory": "asc"}]}
    behind = {} if after is None else {"search_after": [after]}
    return {**page, **behind, "track_total_hits": False, "docvalue_fields": ["memory", "stamp"]}


def persons(size: int, after: Body | None) -> Body:
    """A page of the persons who have documents, those behind `after`."""
    behind = {} if after is None else {"after": after}
    paged = {"size": size, "sources": [{"person": {"terms": {"field": "person"}}}], **behind}
    return {"size": 0, "track_total_hits": False, "aggs": {"persons": {"composite": paged}}}


def _labels(query: Query) -> list[str]:
    return ["labels"] if query.marks else []
