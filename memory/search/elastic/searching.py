"""Puts a question's searches to Elasticsearch in one request, and mixes in what is too recent for it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import numpy as np
from elasticsearch import AsyncElasticsearch

from bot.messages import MemoryId, PersonId
from memory.search.elastic import hits, queries
from memory.search.elastic.faults import refuse, translated
from memory.search.elastic.hits import Answer
from memory.search.elastic.overlay import Recent
from memory.search.elastic.queries import Asker, Body
from memory.search.elastic.scoring import Statistics, best, ranked, weights
from memory.search.elastic.server import Server
from memory.search.port import Candidates, Hit, Query, Scope, Selection, Vector

PAGE: Final = 5_000
# What an answer says beside these is not read here, and would be most of it.
FIELDS: Final = (
    ",".join(
        f"responses.{path}" for path in ("status", "error.type", "error.reason", "aggregations", "hits.total.value")
    )
    + ","
    + ",".join(f"responses.hits.hits.{field}" for field in ("_score", "fields", "sort", "matched_queries"))
)


class Searcher:
    """Reads one index. Every method raises IndexUnavailable.

    Args:
        client: connected to `server`.
        server: how long it is waited for.
        index: what it is called.
    """

    def __init__(self, client: AsyncElasticsearch, server: Server, index: str) -> None:
        self._client = client
        self._server = server
        self._index = index

    async def find(self, person: PersonId, query: Query, recent: Recent, limit: int) -> Candidates:
        """Both rankings, over what the server shows and what it does not show yet."""
        asker = Asker(person, recent.hidden)
        terms = await self._rarest(asker, query.terms, recent)
        bodies: dict[str, Body] = {}
        if terms:
            bodies["statistics"] = queries.statistics(asker, terms)
            bodies["lexical"] = queries.lexical(asker, query, terms, limit)
        if query.vector is not None:
            bodies["dense"] = queries.dense(asker, query, query.vector, limit)
        found = dict(zip(bodies, await self._answers(person, list(bodies.values())), strict=True))
        return Candidates(
            _lexical(query, recent, found, limit) if terms else (),
            _dense(query, recent, found, limit) if "dense" in found else (),
            weights(_statistics(recent, found)) if terms else {},
        )

    async def select(self, person: PersonId, scope: Scope, recent: Recent, *, limit: int, skip: int) -> Selection:
        """A page of what the server shows and what it does not show yet."""
        added = recent.selected(scope)
        # So many places further up those on the server may stand that the page shows.
        start = max(0, skip - len(added))
        body = queries.selection(Asker(person, recent.hidden), scope, limit=skip + limit - start, skip=start)
        [answer] = await self._answers(person, [body])
        both = best([*hits.selected(answer), *added], skip + limit - start + len(added))
        return Selection(hits.total(answer) + len(added), both[skip - start :][:limit])

    async def vectors(self, person: PersonId, memories: Collection[MemoryId], recent: Recent) -> dict[MemoryId, Vector]:
        """The vectors of those memories that have one."""
        [answer] = await self._answers(person, [queries.vectors(Asker(person, recent.hidden), memories)])
        shown = {
            hits.memory_of(each): np.array(each["fields"]["vector"][0], dtype=np.float32)
            for each in hits.found(answer)
            if "vector" in each.get("fields", {})
        }
        return {**shown, **recent.vectors(memories)}

    async def stamps(self, person: PersonId, recent: Recent) -> Mapping[MemoryId, str]:
        """Each of the person's memories with its stamp."""
        found, after = dict(recent.stamps()), None
        while True:
            [answer] = await self._answers(person, [queries.stamps(Asker(person, recent.hidden), PAGE, after)])
            page = hits.found(answer)
            found |= {hits.memory_of(each): each["fields"]["stamp"][0] for each in page}
            if len(page) < PAGE:
                return found
            after = page[-1]["sort"][0]

    async def persons(self) -> frozenset[PersonId]:
        """Everyone who has documents that the server shows."""
        found: set[PersonId] = set()
        after: Body | None = None
        while True:
            with translated(self._server.url, self._index):
                answer = await self._client.search(
                    index=self._index, allow_partial_search_results=False, **queries.persons(PAGE, after)
                )
            page = answer["aggregations"]["persons"]
            found |= {PersonId(bucket["key"]["person"]) for bucket in page["buckets"]}
            if len(page["buckets"]) < PAGE:
                return frozenset(found)
            after = page["after_key"]

    async def _rarest(self, asker: Asker, terms: Sequence[str], recent: Recent) -> list[str]:
        """Those terms that are looked for; only a question of extraordinary length is counted out beforehand."""
        distinct = list(dict.fromkeys(terms))[: queries.COUNTED_TERMS]
        if len(distinct) <= queries.TERMS_LIMIT:
            return distinct
        [answer] = await self._answers(asker.person, [queries.statistics(asker, distinct)])
        containing = (hits.statistics(answer) + recent.statistics(distinct)).containing
        known = [term for term in distinct if containing[term]]
        return sorted(known, key=lambda term: containing[term])[: queries.TERMS_LIMIT]

    async def _answers(self, person: PersonId, bodies: Sequence[Body]) -> Sequence[Answer]:
        if not bodies:
            return []
        header = queries.header(self._index, person)
        lines: list[Any] = [line for body in bodies for line in (header, body)]
        with translated(self._server.url, self._index):
            answer = await self._client.msearch(searches=lines, filter_path=FIELDS)
        answers: list[Answer] = answer["responses"]
        for each in answers:
            refuse(each, self._server.url, self._index)
        return answers


def _lexical(query: Query, recent: Recent, found: Mapping[str, Answer], limit: int) -> tuple[Hit, ...]:
    statistics = _statistics(recent, found)
    matches = hits.matches(found["lexical"], query.marks) + recent.matches(query, list(statistics.containing))
    return ranked(matches, statistics, limit)


def _statistics(recent: Recent, found: Mapping[str, Answer]) -> Statistics:
    shown = hits.statistics(found["statistics"])
    return shown + recent.statistics(list(shown.containing))


def _dense(query: Query, recent: Recent, found: Mapping[str, Answer], limit: int) -> tuple[Hit, ...]:
    added = [] if query.vector is None else recent.nearest(query, query.vector)
    return best(hits.nearest(found["dense"], query.marks) + added, limit)
