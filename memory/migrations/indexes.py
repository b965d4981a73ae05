"""1 → 2: the indexes that others have replaced are dropped."""

from typing import Any, Final

from motor.motor_asyncio import AsyncIOMotorDatabase

from memory.migrations.baseline import COLLECTIONS
from memory.migrations.step import Step

Rows = AsyncIOMotorDatabase[dict[str, Any]]

REPLACED: Final = (("memories", "open_task"), ("reminders", "person"), ("inbox", "waiting_lane"), ("messages", "at"))
"""Collections and the indexes of theirs that nothing is looked for by; every write still paid for them."""


async def forward(rows: Rows, dry_run: bool) -> int:
    """Drop them, where they are, and note the version."""
    if not dry_run:
        for collection, index in REPLACED:
            if index in await rows[collection].index_information():
                await rows[collection].drop_index(index)
    return await _renumber(rows, 2, dry_run)


async def backward(rows: Rows, dry_run: bool) -> int:
    """Note the version; an older program makes the indexes that it declares when it starts."""
    return await _renumber(rows, 1, dry_run)


async def _renumber(rows: Rows, version: int, dry_run: bool) -> int:
    # Whatever they are at: in a dry run of several steps those before this one have changed nothing.
    which, change = {"schema_version": {"$ne": version}}, {"$set": {"schema_version": version}}
    if dry_run:
        return sum([await rows[name].count_documents(which) for name in COLLECTIONS])
    return sum([(await rows[name].update_many(which, change)).modified_count for name in COLLECTIONS])


STEP = Step("replaced indexes are dropped", forward, backward)
