"""Keeps the search index in step with the database: after every change at once, after a failure as soon as it can.

A memory whose index entry is out of date carries `index_pending`, written in the same transaction as the change itself;
it goes only after the index has followed. So the index may lag, but it can't forget to catch up.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog
from pymongo.errors import PyMongoError

from bot.batching import Batcher
from bot.crypto import Vault
from bot.errors import ContentSealed, IndexUnavailable
from bot.messages import PersonId
from memory import people
from memory.changes import IndexChange
from memory.documents import INDEX_PENDING, Memory
from memory.index_source import IndexSource, indexable
from memory.recall import Gap, Recall

SETTLE_EVERY: Final = 0.5
CATCH_UP_EVERY: Final = 20
AT_ONCE: Final = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Step:
    """One change that the index has to follow, and whose it is."""

    person: PersonId
    search_key: bytes
    change: IndexChange


class Indexer:
    """Carries changes over to the index, in batches, and notes what is done."""

    def __init__(self, recall: Recall, vault: Vault) -> None:
        self._recall = recall
        self._vault = vault
        self._source = IndexSource(vault)
        self._batcher: Batcher[Step, None] = Batcher(self._carry_out)
        self._done: list[Step] = []
        self._under_way: set[str] = set()

    async def follow(self, steps: Sequence[Step]) -> None:
        """Let the index follow; when this returns a search finds them. A failure is logged and made up for later."""
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
        """Take the mark off every memory that the index has followed."""
        done = self._done[:]
        if done:
            await _settle([step.change for step in done])
            del self._done[: len(done)]
            self._under_way -= {step.change.pending for step in done}

    async def catch_up(self) -> int:
        """Let the index follow everything that is marked; how many memories that were."""
        marked = await Memory.find(INDEX_PENDING).limit(AT_ONCE).to_list()
        steps = [step async for step in self._steps(marked)]
        # Whatever fails now is noted again.
        self._recall.note_gap(Gap.BEHIND, there=len(marked) == AT_ONCE)
        await self.follow(steps)
        await self.settle()
        return len(steps)

    async def _steps(self, memories: Sequence[Memory]) -> AsyncIterator[Step]:
        keys: dict[str, bytes] = {}
        for memory in memories:
            if memory.index_pending in self._under_way:
                continue
            try:
                if memory.person not in keys:
                    known = await people.get(memory.person, self._vault)
                    keys[memory.person] = bytes.fromhex(known.content.search_key)
                yield Step(PersonId(memory.person), keys[memory.person], await self._source.change(memory))
            except ContentSealed:
                log.warning("index.sealed", person=memory.person, memory=memory.id)

    async def _carry_out(self, steps: Sequence[Step]) -> Sequence[None]:
        """The last change of a memory wins; nothing in a batch may bring back what a later one of it took away."""
        latest = {step.change.memory: step for step in steps}.values()
        items = (indexable(step.person, step.search_key, step.change) for step in latest)
        await self._recall.index([item for item in items if item is not None])
        for step in latest:
            if step.change.text is None:
                await self._recall.forget(step.person, [step.change.memory])
        self._done += steps
        return [None] * len(steps)


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
