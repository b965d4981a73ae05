"""Writes many changes at a time to Elasticsearch: in pieces, again where it was busy, and never half in silence."""

import asyncio
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from elasticsearch import AsyncElasticsearch

from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory.search.elastic.documents import document, document_id
from memory.search.elastic.faults import Busy, IndexMissing, Trouble, translated
from memory.search.elastic.mapping import writing_name
from memory.search.elastic.server import Server
from memory.search.port import Entry

PIECE: Final = 250
"""Changes in one request: about a megabyte with their vectors."""
AT_ONCE: Final = 2
PRIMARY_WAIT: Final = "5s"
"""For a part of the index that has no node just now; the server's own default is a minute."""
FIELDS: Final = "items.*.status,items.*.error.type,items.*.error.reason,items.*.result"


@dataclass(frozen=True, slots=True)
class Change:
    """One document to be written, or removed where it has no fields."""

    person: PersonId
    document: str
    entry: Entry | None = None

    def lines(self) -> list[dict[str, Any]]:
        """As a bulk request has it."""
        target = {"_id": self.document, "routing": self.person}
        return [{"delete": target}] if self.entry is None else [{"index": target}, document(self.entry)]


def puts(entries: Iterable[Entry]) -> list[Change]:
    """The changes that write entries."""
    return [Change(entry.person, document_id(entry.person, entry.memory), entry) for entry in entries]


def removals(person: PersonId, memories: Iterable[MemoryId]) -> list[Change]:
    """The changes that remove a person's memories."""
    return [Change(person, document_id(person, memory)) for memory in dict.fromkeys(memories)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of some changes: how many documents went, how many changes were not taken, and why."""

    removed: int = 0
    left: int = 0
    cause: IndexUnavailable | None = None


class Writer:
    """Carries changes out.

    Args:
        client: connected to `server`.
        server: how long it is waited for.
        index: what it is called.
    """

    def __init__(self, client: AsyncElasticsearch, server: Server, index: str) -> None:
        self._client = client.options(request_timeout=server.patience.writing)
        self._server = server
        self._index = index

    async def carry_out(self, changes: Sequence[Change]) -> int:
        """Write and remove, at most one change of each document; returns how many documents were removed.

        Raises:
            IndexMissing: there is no such index.
            IndexUnavailable: not all was taken; the sentence says how much. The same may be given again.
        """
        turns = asyncio.Semaphore(AT_ONCE)

        async def one(start: int) -> Outcome:
            async with turns:
                return await self._piece(changes[start : start + PIECE])

        outcomes = await asyncio.gather(*(one(start) for start in range(0, len(changes), PIECE)))
        left = sum(outcome.left for outcome in outcomes)
        for outcome in outcomes:
            if isinstance(outcome.cause, IndexMissing):
                raise outcome.cause
            if outcome.cause is not None:
                sentence = f"{left} of {len(changes)} changes did not get into the search index, to be repeated later: "
                raise IndexUnavailable(sentence + str(outcome.cause)) from outcome.cause
        return sum(outcome.removed for outcome in outcomes)

    async def _piece(self, waiting: Sequence[Change]) -> Outcome:
        """Until all is taken, each time only what the server was too busy for."""
        outcome, patience = Outcome(left=len(waiting)), self._server.patience
        for attempt in range(patience.attempts):
            if attempt:
                # Not everybody at the same moment again.
                await asyncio.sleep(patience.pause * 2 ** (attempt - 1) * random.uniform(0.5, 1))
            outcome, waiting = await self._attempt(waiting, outcome.removed)
            if not isinstance(outcome.cause, Busy):
                break
        return outcome

    async def _attempt(self, changes: Sequence[Change], removed: int) -> tuple[Outcome, Sequence[Change]]:
        """What came of it, and which changes are worth another."""
        try:
            results = await self._sent(changes)
        except IndexUnavailable as error:
            return Outcome(removed, len(changes), error), changes
        removed += sum(result.get("result") == "deleted" for result in results)
        refused = [
            (change, Trouble.of(result, result["status"]))
            for change, result in zip(changes, results, strict=True)
            if "error" in result
        ]
        if not refused:
            return Outcome(removed), ()
        # What passes says nothing while something beside it doesn't.
        trouble = min((trouble for _, trouble in refused), key=lambda trouble: trouble.passing)
        outcome = Outcome(removed, len(refused), trouble.error(self._server.url, self._index))
        return outcome, [change for change, _ in refused]

    async def _sent(self, changes: Sequence[Change]) -> list[dict[str, Any]]:
        lines = [line for change in changes for line in change.lines()]
        with translated(self._server.url, self._index):
            answer = await self._client.bulk(
                index=writing_name(self._index),
                operations=lines,
                require_alias=True,
                filter_path=FIELDS,
                timeout=PRIMARY_WAIT,
            )
        return [result for item in answer["items"] for result in item.values()]
