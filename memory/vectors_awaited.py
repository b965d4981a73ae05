"""Remembers which memories the index has by their words only, until their vectors can be had."""

from collections.abc import Collection, Sequence
from uuid import uuid4

from pymongo import UpdateOne

from memory.changes import IndexChange
from memory.documents import VECTOR_MARK, VECTOR_PENDING, Memory


async def keep_marked(changes: Sequence[IndexChange]) -> None:
    """Let each memory's mark say that its vector is missing, where it still names that change.

    A memory without a mark, as one is that an index was filled with anew, gets one.
    """
    writes = [_marking(change) for change in changes if not change.pending.startswith(VECTOR_MARK)]
    if writes:
        await Memory.get_motor_collection().bulk_write(writes, ordered=False)


async def marked(limit: int, *, but: Collection[str]) -> list[Memory]:
    """At most `limit` memories whose vector is missing, except for the changes `but`, which are under way."""
    found = await Memory.find(VECTOR_PENDING).limit(limit).to_list()
    return [memory for memory in found if memory.index_pending not in but]


async def unchanged(changes: Sequence[IndexChange]) -> frozenset[str]:
    """The names of those changes that their memories still carry: nothing was said or forgotten since."""
    ids = [change.memory for change in changes]
    now = {memory.index_pending for memory in await Memory.find({"_id": {"$in": ids}}).to_list()}
    return frozenset(change.pending for change in changes if change.pending in now)


def _marking(change: IndexChange) -> UpdateOne:
    name = change.pending or uuid4().hex
    named = {"_id": change.memory, "index_pending": change.pending or {"$exists": False}}
    return UpdateOne(named, {"$set": {"index_pending": f"{VECTOR_MARK}{name}"}})
