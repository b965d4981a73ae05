"""The search index on Elasticsearch: opens, writes through, overlays what is recent, finds, and heals by itself."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from elasticsearch import AsyncElasticsearch

from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory.search.elastic.bulk import Change, Writer, puts, removals
from memory.search.elastic.faults import IndexMissing, translated
from memory.search.elastic.lifecycle import Lifecycle
from memory.search.elastic.mapping import SCHEMA_VERSION
from memory.search.elastic.overlay import Overlay
from memory.search.elastic.searching import Searcher
from memory.search.elastic.server import Server
from memory.search.port import Candidates, Entry, Query, Scope, Selection, Vector

NOT_OPEN: Final = "the search index is not open: call open() first"
OVERLAID: Final = 5_000
"""Recent changes that are remembered at most, some 10 MB of vectors; with more of them the server is told to hurry."""


@dataclass(frozen=True)
class _Parts:
    """What an open index works with."""

    client: AsyncElasticsearch
    lifecycle: Lifecycle
    searcher: Searcher
    writer: Writer


class ElasticIndex:
    """A `SearchIndex` on an Elasticsearch server or cluster, shared by any number of replicas.

    Writes go through at once; what this process wrote is found by it at once, and by other replicas within two seconds.
    Nothing waits for the server longer than `Server.patience` says.

    A server that is away when the index is opened is looked for again with every call. An index that somebody deleted
    is made anew with the next change or check, or by whoever is to fill it, and asks for a rebuild; one that went since
    another took its place stays away.

    Args:
        server: where it is.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._parts: _Parts | None = None
        self._made = False
        self._known = False
        self._complete: bool | None = None
        self._recent = Overlay()
        self._settling: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()
        self._making = asyncio.Lock()

    @property
    def kind(self) -> str:
        """With the name that our indexes begin with, as the server may have several addresses, and how they are made.

        While an older version still runs beside this one, it follows changes with an index of its own.
        """
        return f"elasticsearch {self._server.name} {SCHEMA_VERSION}"

    @property
    def needs_rebuild(self) -> bool:
        """True until `rebuilt` has been called on this content; False while no server has told what there is."""
        return self._complete is False

    async def open(self, fingerprint: str, dimensions: int = 512) -> None:
        """Make the index of this fingerprint unless it is there.

        Raises:
            IndexUnavailable: the server can't be used. The index is open all the same, and later calls try again.
        """
        await self.close()
        try:
            client = self._server.connect()
        except (OSError, ValueError) as error:
            sentence = f"Elasticsearch can't be connected to ({error}): correct TUCKAWAY_SEARCH_URL or _CA_FILE"
            raise IndexUnavailable(sentence) from error
        lifecycle = Lifecycle(client, self._server, fingerprint, dimensions)
        searcher = Searcher(client, self._server, lifecycle.index)
        self._parts = _Parts(client, lifecycle, searcher, Writer(client, self._server, lifecycle.index))
        with self._watched(self._parts):
            await self._ready()

    async def close(self) -> None:
        """End the connection; what was written is on the server."""
        parts, self._parts = self._parts, None
        self._made, self._known, self._complete, self._recent = False, False, None, Overlay()
        if self._settling is not None:
            self._settling.cancel()
            await asyncio.gather(self._settling, return_exceptions=True)
            self._settling = None
        if parts is not None:
            await parts.client.close()

    async def check(self) -> None:
        """Ask every part of the index something; make one that is gone anew."""
        parts = self._opened()
        with self._watched(parts):
            async with asyncio.timeout(self._server.patience.writing):
                await self._ready()
                await parts.lifecycle.check()
                self._complete = bool((await parts.lifecycle.state()).get("complete"))

    async def put(self, entries: Sequence[Entry]) -> None:
        """Add or replace. Where it fails some may have been written; the same entries can be given again."""
        latest = {(entry.person, entry.memory): entry for entry in entries}.values()
        if latest:
            async with self._write() as parts:
                await self._carry_out(parts, puts(latest))
                self._recent.put(latest)
            await self._remember()

    async def find(self, person: PersonId, query: Query, *, limit: int) -> Candidates:
        """BM25 as if the person's memories were the only ones, cosines over all of them."""
        async with self._read() as parts:
            return await parts.searcher.find(person, query, self._recent.of(person), limit)

    async def select(self, person: PersonId, scope: Scope, *, limit: int, skip: int = 0) -> Selection:
        """A page of everything within the scope."""
        async with self._read() as parts:
            return await parts.searcher.select(person, scope, self._recent.of(person), limit=limit, skip=skip)

    async def forget(self, person: PersonId, memories: Collection[MemoryId]) -> int:
        """Remove; nobody's question shows them any more from the moment the server has refreshed, ours from now."""
        if not memories:
            return 0
        async with self._write() as parts:
            removed = await self._carry_out(parts, removals(person, memories))
            self._recent.forget(person, memories)
        await self._remember()
        return removed

    async def forget_person(self, person: PersonId) -> int:
        """Remove everything of one person, and let nobody find any of it from now on."""
        removed = 0
        async with self._write() as parts:
            while True:
                await self._settle(parts)
                found = await parts.searcher.stamps(person, self._recent.of(person))
                if not found:
                    return removed
                removed += await self._carry_out(parts, removals(person, found))

    async def clear(self) -> None:
        """Delete the index and make it anew."""
        async with self._write(ready=False) as parts:
            self._complete, self._made = False, False
            await parts.lifecycle.make_anew()
            self._made, self._recent = True, Overlay()

    async def doubt(self) -> None:
        """Note it in the index itself."""
        async with self._write() as parts:
            await parts.lifecycle.note(complete=False, bookmark="")
            self._complete = False

    async def rebuilt(self) -> None:
        """Mark the index as complete, let the common name stand for it, and delete those of other fingerprints."""
        async with self._write() as parts:
            await parts.lifecycle.note(complete=True)
            self._complete = True
            await parts.lifecycle.take_over()

    async def vectors(self, person: PersonId, memories: Collection[MemoryId]) -> Mapping[MemoryId, Vector]:
        """Read from the index, or from what it does not show yet."""
        if not memories:
            return {}
        async with self._read() as parts:
            return await parts.searcher.vectors(person, memories, self._recent.of(person))

    async def stamps(self, person: PersonId) -> Mapping[MemoryId, str]:
        """Read page by page."""
        async with self._read(self._server.patience.writing) as parts:
            return await parts.searcher.stamps(person, self._recent.of(person))

    async def persons(self) -> Collection[PersonId]:
        """Read page by page, after everything written so far was made findable."""
        async with self._write() as parts:
            await self._settle(parts)
            return await parts.searcher.persons()

    async def bookmark(self) -> str:
        """Read from the index itself, so that a deleted one has none: it is made anew, as it is about to be filled."""
        async with self._write() as parts:
            return str((await parts.lifecycle.state()).get("bookmark", ""))

    async def keep_bookmark(self, place: str) -> None:
        """Write it into the index itself."""
        async with self._write() as parts:
            await parts.lifecycle.note(bookmark=place)

    def _opened(self) -> _Parts:
        if self._parts is None:
            raise IndexUnavailable(NOT_OPEN)
        return self._parts

    async def _ready(self) -> _Parts:
        parts = self._opened()
        async with self._making:
            if not self._made:
                await parts.lifecycle.make(again=self._known)
                self._complete = bool((await parts.lifecycle.state()).get("complete"))
                self._made = self._known = True
        return parts

    @asynccontextmanager
    async def _read(self, seconds: float | None = None) -> AsyncIterator[_Parts]:
        parts = self._opened()
        if not self._made and self._complete is False:
            raise IndexMissing(parts.lifecycle.index)
        with self._watched(parts):
            async with asyncio.timeout(seconds or self._server.patience.reading):
                yield await self._ready()

    @asynccontextmanager
    async def _write(self, *, ready: bool = True) -> AsyncIterator[_Parts]:
        """One after the other, so that of two changes of the same memory the later one stays."""
        parts = self._opened()
        with self._watched(parts):
            async with asyncio.timeout(self._server.patience.writing), self._writing:
                if ready:
                    await self._ready()
                yield parts

    @contextmanager
    def _watched(self, parts: _Parts) -> Iterator[None]:
        """Turns a time that is up into our error, and notices that the index is gone."""
        try:
            with translated(self._server.url, parts.lifecycle.index):
                yield
        except IndexMissing:
            self._lose()
            raise

    def _lose(self) -> None:
        self._made, self._complete, self._recent = False, False, Overlay()

    async def _carry_out(self, parts: _Parts, changes: Sequence[Change]) -> int:
        try:
            return await parts.writer.carry_out(changes)
        except IndexMissing:
            self._lose()
            await self._ready()
            return await parts.writer.carry_out(changes)

    async def _remember(self) -> None:
        """See to it that the overlay is let go of, at once when it has grown large."""
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle_later(), name="search-settling")
        if len(self._recent) > OVERLAID:
            with suppress(IndexUnavailable):
                await self._settle(self._opened())

    async def _settle_later(self) -> None:
        while self._recent:
            await asyncio.sleep(self._server.patience.settling)
            parts = self._opened()
            # While the server is away nothing can be let go of; the next round tries again.
            with suppress(IndexUnavailable), self._watched(parts):
                await self._settle(parts)

    async def _settle(self, parts: _Parts) -> None:
        recent = self._recent
        mark = recent.mark()
        # Mostly there is nothing left to do: the server refreshes by itself every second. This way it is certain.
        await parts.lifecycle.refresh()
        recent.settle(mark)
