"""The search index that needs no server: SQLite's FTS5 for terms, vectors beside it, one file that may be shared."""

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory.search import reading, writing
from memory.search.port import Candidates, Entry, Query, Scope, Selection, Vector
from memory.search.storage import NOWHERE, Damaged, Identity, IndexFile, transaction, translated
from memory.search.vectors import BLOCKS_BYTES, Blocks

READERS: Final = 2
NOT_OPEN: Final = "the search index is not open: call open() first"
OPENING: Final = "the search index is being opened: ask again in a moment"
Result = TypeVar("Result")


class EmbeddedIndex:
    """A `SearchIndex` in a SQLite file; other processes may read and write the same one at the same time.

    One thread writes, one transaction a call, synced to the disk; a few read, each call from one snapshot, begun after
    it was asked for: whatever had been put by then is found. Nothing runs on the event loop.

    A file found damaged is put aside and begun anew, one that was deleted or replaced while it was open is opened
    again: the call that notices fails, those after it work on what is there, and `needs_rebuild` tells of it.

    Args:
        folder: where the file lies; made when missing.
        cache: bytes of vectors to keep in memory, those of the people who asked last.
        readers: questions answered at a time.
    """

    def __init__(self, folder: Path, *, cache: int = BLOCKS_BYTES, readers: int = READERS) -> None:
        self._folder = folder
        self._blocks = Blocks(cache)
        self._readers = readers
        self._reading: ThreadPoolExecutor | None = None
        self._writing: ThreadPoolExecutor | None = None
        self._connections: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._writer: sqlite3.Connection | None = None
        self._file: IndexFile | None = None
        self._identity: Identity | None = None
        self._complete = False

    @property
    def kind(self) -> str:
        """The same on every machine: replicas that share no index share no file either."""
        return "embedded"

    @property
    def needs_rebuild(self) -> bool:
        """True until `rebuilt` has been called on this content; `check` notices when another process did."""
        return not self._complete

    async def open(self, fingerprint: str, dimensions: int = 512) -> None:  # noqa: ARG002 - SQLite need not know
        """Open the file of this fingerprint; a new one is empty and needs a rebuild.

        Raises:
            IndexUnavailable: it can't be used. The index is open all the same, and later calls try again.
        """
        await self.close()
        self._file = IndexFile(self._folder, fingerprint)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="index-writer")
        self._reading = ThreadPoolExecutor(self._readers, thread_name_prefix="index-reader")
        try:
            await self._in_writer(self._start)
        except IndexUnavailable:
            self._identity = NOWHERE
            raise
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Let running calls end, then give threads and connections back."""
        executors = [executor for executor in (self._reading, self._writing) if executor is not None]
        self._reading = self._writing = None
        for executor in executors:
            await asyncio.to_thread(executor.shutdown)
        await asyncio.to_thread(self._disconnect)

    async def check(self) -> None:
        """Read something. Raises IndexUnavailable."""
        self._complete = await self._read(reading.is_complete)

    async def put(self, entries: Sequence[Entry]) -> None:
        """Add or replace, in one transaction."""
        if entries:
            await self._write(partial(writing.put, entries=entries))

    async def find(self, person: PersonId, query: Query, *, limit: int) -> Candidates:
        """BM25 as if the person's memories were the only ones, cosines over all of them."""
        return await self._read(partial(reading.find, blocks=self._blocks, person=person, query=query, limit=limit))

    async def select(self, person: PersonId, scope: Scope, *, limit: int, skip: int = 0) -> Selection:
        """A page by the date of telling; of two told at the same time the one put later comes first."""
        return await self._read(partial(reading.select, person=person, scope=scope, limit=limit, skip=skip))

    async def forget(self, person: PersonId, memories: Collection[MemoryId]) -> int:
        """Remove in one transaction; the freed pages are overwritten."""
        return await self._write(partial(writing.forget, person=person, memories=memories))

    async def forget_person(self, person: PersonId) -> int:
        """Remove in one transaction; the freed pages are overwritten."""
        removed = await self._write(partial(writing.forget_person, person=person))
        # Their vectors leave the memory too; that everyone else's are read anew is a price for something so rare.
        self._blocks.clear()
        return removed

    async def clear(self) -> None:
        """Delete every entry, or put the file aside where even that fails."""
        self._complete = False
        try:
            await self._write(writing.clear)
        except Damaged:
            # It has been begun anew by now.
            await self._write(writing.clear)
        self._blocks.clear()

    async def doubt(self) -> None:
        """Note it in the file."""
        await self._write(writing.doubt)
        self._complete = False

    async def rebuilt(self) -> None:
        """Mark the file as complete and delete those of other fingerprints."""
        await self._write(writing.complete)
        self._complete = True
        await self._in_writer(self._opened().remove_others)

    async def vectors(self, person: PersonId, memories: Collection[MemoryId]) -> Mapping[MemoryId, Vector]:
        """Read from the file."""
        return await self._read(partial(reading.vectors, person=person, memories=memories))

    async def stamps(self, person: PersonId) -> Mapping[MemoryId, str]:
        """Read from one snapshot."""
        return await self._read(partial(reading.stamps, person=person))

    async def persons(self) -> Collection[PersonId]:
        """In the order of their ids."""
        return await self._read(reading.persons)

    async def bookmark(self) -> str:
        """Kept in the file itself, so whichever process goes on knows it."""
        return await self._read(reading.bookmark)

    async def keep_bookmark(self, place: str) -> None:
        """On the disk when it returns."""
        await self._write(partial(writing.keep_bookmark, place=place))

    def _start(self, *, damaged: bool = False) -> None:
        self._opened().prepare(damaged=damaged)
        self._connect()

    def _connect(self) -> None:
        file = self._opened()
        # Taken before anything is opened, and kept once everything is: until then the next call begins anew.
        identity = file.identity()
        self._writer = file.connect()
        with translated():
            self._complete = reading.is_complete(self._writer)
        connections: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        try:
            for _ in range(self._readers):
                connections.put(file.connect())
        except BaseException:
            _close_all(connections)
            raise
        self._connections = connections
        self._identity = identity

    def _begin_anew(self, damaged: Identity) -> None:
        """Leave a file that is damaged or gone; whoever notices it later than others finds that done."""
        if self._identity != damaged:
            return
        self._disconnect()
        # Should this fail, the next call tries again.
        self._identity = NOWHERE
        self._blocks.clear()
        # Another process may have begun anew already: that file is not to be put aside.
        self._start(damaged=self._opened().identity() == damaged)

    def _disconnect(self) -> None:
        left, self._connections = self._connections, SimpleQueue()
        _close_all(left)
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _opened(self) -> IndexFile:
        if self._file is None:
            raise IndexUnavailable(NOT_OPEN)
        return self._file

    async def _read(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        return await self._run(self._reading, partial(self._with_reader, work))

    async def _write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        return await self._in_writer(partial(self._with_writer, work))

    async def _in_writer(self, work: Callable[[], Result]) -> Result:
        return await self._run(self._writing, work)

    async def _run(self, executor: ThreadPoolExecutor | None, work: Callable[[], Result]) -> Result:
        if executor is None:
            raise IndexUnavailable(NOT_OPEN)
        identity = self._identity
        try:
            return await asyncio.get_running_loop().run_in_executor(executor, work)
        except Damaged:
            self._complete = False
            if self._writing is not None and identity is not None:
                await asyncio.get_running_loop().run_in_executor(self._writing, self._begin_anew, identity)
            raise

    def _with_reader(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        self._opened().still(self._identity)
        with self._reader() as connection, translated():
            return work(connection)

    def _with_writer(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        self._opened().still(self._identity)
        if self._writer is None:
            raise IndexUnavailable(NOT_OPEN)
        with translated(), transaction(self._writer):
            return work(self._writer)

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        connections = self._connections
        try:
            connection = connections.get_nowait()
        except Empty:
            # There are as many as threads, so that none is left only while they are opened anew.
            raise IndexUnavailable(OPENING) from None
        try:
            yield connection
        finally:
            connections.put(connection)
            if connections is not self._connections:
                _close_all(connections)


def _close_all(connections: SimpleQueue[sqlite3.Connection]) -> None:
    with suppress(Empty):
        while True:
            connections.get_nowait().close()
