"""0 → 1: every document carries the schema version it was written under."""

from typing import Any, Final

from motor.motor_asyncio import AsyncIOMotorDatabase

from memory.migrations.step import Step

COLLECTIONS: Final = (
    *("persons", "addresses", "memories", "messages", "inbox", "login_links", "sessions"),
    *("reminders", "digests", "corrections", "language_days", "language_calls", "embedding_models", "media"),
    *("link_requests", "invitations", "parked_deliveries", "spent_time", "generations", "ticks"),
    *("devices", "announcements"),
)

Rows = AsyncIOMotorDatabase[dict[str, Any]]


async def forward(rows: Rows, dry_run: bool) -> int:
    """Write the version into documents that have none."""
    return await _each(rows, {"schema_version": {"$exists": False}}, {"$set": {"schema_version": 1}}, dry_run)


async def backward(rows: Rows, dry_run: bool) -> int:
    """Take the version out of every document."""
    return await _each(rows, {"schema_version": {"$exists": True}}, {"$unset": {"schema_version": 1}}, dry_run)


async def _each(rows: Rows, which: dict[str, Any], change: dict[str, Any], dry_run: bool) -> int:
    if dry_run:
        return sum([await rows[name].count_documents(which) for name in COLLECTIONS])
    return sum([(await rows[name].update_many(which, change)).modified_count for name in COLLECTIONS])


STEP = Step("documents carry their schema version", forward, backward)
