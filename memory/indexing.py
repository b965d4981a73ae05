"""Keeps the search index in step with the database: after every change at once, after a failure as soon as it can.

A memory whose index entry is out of date carries `index_pending`, written in the same transaction as the change itself;
it goes only after the index has followed. So the index may lag, but it can't forget to catch up. While the embedder
can't be had, the index follows with a memory's words, and the mark stays until its vector is there as well.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog
from pymongo.errors import PyMongoError

from bot.batching import Batcher
from bot.crypto import Vault
from bot.errors import ContentSealed, IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory import generation, people, vectors_awaited
from memory.changes import IndexChange
from memory.documents import WORDS_PENDING, Memory
from memory.index_source import IndexSource, changed_since, indexable
from memory.recall import Recall
from memory.sought import Gap, Indexable

SETTLE_EVERY: Final = 0.5
CATCH_UP_EVERY: Final = 20
AT_ONCE: Final = 200
PATIENCE: Final = 6.0
"""Seconds that is waited for the index: longer than the embedded one waits for a lock of another process."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Step:
    """One change that the index has to follow, and whose it is."""

    person: PersonId
    search_key: bytes
    change: IndexChange


class Indexer:
    """Carries changes over to the index, in batches, and notes what is done."""

    def __init__(self, recall: Recall, vault: Vault, *, patience: float = PATIENCE) -> None:
        self._recall = recall
        self._vault = vault
        self._source = IndexSource(vault)
        self._patience = patience
        self._batcher: Batcher[Step, None] = Batcher(self._carry_out)
        self._done: list[Step] = []
        self._awaiting: list[Step] = []
        self._under_way: set[str] = set()
        self._held_up: set[asyncio.Task[None]] = set()

    async def follow(self, steps: Sequence[Step]) -> None:
        """Let the index follow; when this returns a search finds them, unless it is slow or has failed.

        A failure is logged and made up for later. Nobody waits longer than the patience, nor at all as long as anything
        is held up: that goes on by itself, and until it is done answers say that something may be missing.
        """
        following = asyncio.create_task(self._follow(steps), name="index following")
        try:
            await asyncio.wait([following], timeout=0 if self._held_up else self._patience)
        except asyncio.CancelledError:
            following.cancel()
            raise
        if following.done():
            return following.result()
        if not self._held_up:
            log.warning("index.slow", patience=self._patience)
        self._recall.note_gap(Gap.BEHIND, there=True)
        self._held_up.add(following)
        following.add_done_callback(self._let_go)
        return None

    def _let_go(self, following: asyncio.Task[None]) -> None:
        self._held_up.discard(following)
        error = None if following.cancelled() else following.exception()
        if error is not None:
            log.error("index.failed", exc_info=error)

    async def _follow(self, steps: Sequence[Step]) -> None:
        keys = {step.change.pending for step in steps}
        self._under_way |= keys
        try:
            await asyncio.gather(*(self._batcher.submit(step) for step in steps))
        except IndexUnavailable as error:
            log.warning("index.unavailable", waiting=len(steps), reason=str(error))
            self._recall.note_gap(Gap.BEHIND, there=True)
            self._under_way -= keys
        except BaseException:
            self._under_way -= keys
            raise

    async def run(self) -> None:
        """Note what is done and catch up with what is not, until cancelled."""
        rounds = 0
        while True:
            try:
                await self.settle()
                if rounds % round(CATCH_UP_EVERY / SETTLE_EVERY) == 0:
                    await self.catch_up()
            except (PyMongoError, IndexUnavailable, ContentSealed) as error:
                log.warning("index.behind", error=type(error).__name__)
            rounds += 1
            await asyncio.sleep(SETTLE_EVERY)

    async def settle(self) -> None:
        """Take the mark off every memory that the index has followed; note which still lack their vector.

        An index that is no longer in force follows for this process alone: the marks stay for those that have the new.
        """
        done, awaiting = self._done[:], self._awaiting[:]
        if (done or awaiting) and await generation.in_force(self._recall):
            await _settle([step.change for step in done])
            await vectors_awaited.keep_marked([step.change for step in awaiting])
        del self._done[: len(done)]
        del self._awaiting[: len(awaiting)]
        self._under_way -= {step.change.pending for step in (*done, *awaiting)}

    async def catch_up(self) -> int:
        """Let the index follow everything that is marked; how many memories that were."""
        if not await generation.in_force(self._recall):
            return 0
        marked = await Memory.find(WORDS_PENDING).limit(AT_ONCE).to_list()
        steps = [step async for step in self._steps(marked)]
        # Whatever fails now is noted again.
        self._recall.note_gap(Gap.BEHIND, there=len(marked) == AT_ONCE or bool(self._held_up))
        await self.follow(steps)
        await self._look_again(marked)
        await self.settle()
        return len(steps) + await self._catch_up_vectors()

    async def _look_again(self, memories: Sequence[Memory]) -> None:
        """Follow what was edited or forgotten after it had been read: another replica may have followed it already."""
        while memories:
            whose = {MemoryId(memory.id): PersonId(memory.person) for memory in memories}
            memories, gone = await changed_since(memories)
            await self.follow([step async for step in self._steps(memories)])
            for memory in gone:
                await self._recall.forget(whose[memory], [memory])

    async def _catch_up_vectors(self) -> int:
        """Let the vectors follow that were missing, as long as the embedder gives them; how many memories that were."""
        done = 0
        while not self._recall.placing_rests:
            marked = await vectors_awaited.marked(AT_ONCE, but=self._under_way)
            steps = [step async for step in self._steps(marked)]
            # Fetched beforehand, since what has just been told waits behind a batch of the index.
            if not steps or not await self._recall.prepare(_indexables(steps)):
                break
            # That may have taken a minute, in which a memory can be edited or forgotten.
            current = await vectors_awaited.unchanged([step.change for step in steps])
            await self.follow([step for step in steps if step.change.pending in current])
            await self._look_again(marked)
            await self.settle()
            done += len(current)
            if len(steps) < AT_ONCE:
                break
        return done

    async def _steps(self, memories: Sequence[Memory]) -> AsyncIterator[Step]:
        known: dict[str, people.Known] = {}
        for memory in memories:
            if memory.index_pending in self._under_way:
                continue
            try:
                if memory.person not in known:
                    known[memory.person] = await people.get(memory.person, self._vault)
                whose = known[memory.person]
                key, choice = bytes.fromhex(whose.content.search_key), whose.person.preferences.ai_use
                yield Step(PersonId(memory.person), key, await self._source.change(memory, choice))
            except ContentSealed:
                log.warning("index.sealed", person=memory.person, memory=memory.id)

    async def _carry_out(self, steps: Sequence[Step]) -> Sequence[None]:
        """The last change of a memory wins; nothing in a batch may bring back what a later one of it took away."""
        latest = {step.change.memory: step for step in steps}.values()
        awaited = await self._recall.index(_indexables(latest))
        for step in latest:
            if step.change.text is None:
                await self._recall.forget(step.person, [step.change.memory])
        self._done += [step for step in steps if step.change.memory not in awaited]
        self._awaiting += [step for step in steps if step.change.memory in awaited]
        return [None] * len(steps)


def _indexables(steps: Iterable[Step]) -> list[Indexable]:
    """What of these steps has words to be found by."""
    items = (indexable(step.person, step.search_key, step.change) for step in steps)
    return [item for item in items if item is not None]


async def _settle(changes: Sequence[IndexChange]) -> None:
    """Only for the changes that the index has: a memory that was edited meanwhile names another, and stays marked."""
    kept = [change for change in changes if change.text is not None and change.pending]
    gone = [change for change in changes if change.text is None and change.pending]
    memories = Memory.get_motor_collection()
    if kept:
        await memories.update_many(_named(kept), {"$unset": {"index_pending": 1}})
    if gone:
        await memories.delete_many({**_named(gone), "forgotten_at": {"$exists": True}})


def _named(changes: Sequence[IndexChange]) -> dict[str, Any]:
    ids, pending = [change.memory for change in changes], [change.pending for change in changes]
    return {"_id": {"$in": ids}, "index_pending": {"$in": pending}}
