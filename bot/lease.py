"""Who may work on a waiting document, and until when: leases with fencing, the same for inbox and outbox.

A waiting document carries a `Lease`. Until `due` it belongs to whoever took it last; after that anyone may take it, by
compare-and-set on the fence, and whoever had it before finds the fence raised and may write nothing more. (The pattern
is a queue's visibility time-out; the fence is Kleppmann's, "How to do distributed locking", 2016.)
"""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

import pymongo
import structlog
from beanie import Document
from pydantic import AwareDatetime, BaseModel
from pymongo.errors import ExecutionTimeout, NetworkTimeout

LEASE: Final = timedelta(seconds=30)
# Nobody sets a `due` further ahead than this, so one that is was set before the clock went back.
HORIZON: Final = timedelta(minutes=10)
CLAIM_PATIENCE: Final = 3.0
"""Seconds. A transaction that a killed replica left open holds what it wrote for up to a minute, and whoever reached
for that would wait as long, its own leases running out meanwhile (`transactionLifetimeLimitSeconds`)."""

log = structlog.get_logger(__name__)

Waiting = TypeVar("Waiting", bound=Document)


class Lease(BaseModel):
    """A claim on a waiting document.

    `lane` and `order` put the documents of one address in line. `attempts` counts how often it was tried in vain.
    """

    lane: str
    order: int
    due: AwareDatetime
    fence: int = 1
    attempts: int = 0


async def free(kind: type[Waiting], field: str, now: datetime, *, also: dict[str, Any], limit: int) -> list[Waiting]:
    """At most `limit` documents whose lease has run out, or was set before the clock went back.

    Two ranges on the indexed `<field>.due`, one after the other: put together with $or, the embedded server would scan
    the collection (255 ms instead of 1 at 10,000 messages). `also` narrows them down further.
    """
    due = f"{field}.due"
    found = await kind.find({due: {"$lte": now}, **also}).limit(limit).to_list()
    return found or await kind.find({due: {"$gt": now + HORIZON}, **also}).limit(limit).to_list()


async def claim(kind: type[Document], field: str, document: str, lease: Lease, until: datetime) -> Lease | None:
    """Take the lease on one document by compare-and-set; the new lease, or None when somebody else has it.

    So has a transaction that is open: the document is left alone until next time. The server may take the lease for us
    once that has ended; then it is nobody's until it runs out.

    What is compared is the fence, and until when the lease ran: one who was late, and prolonged it after it was read
    here, may have begun, and what was read is no longer so.

    Not find_one_and_update, which would be one call: the embedded server scans for it, 140 ms at 20,000 documents.
    """
    mine = lease.model_copy(update={"fence": lease.fence + 1, "due": until})
    as_read = {"_id": document, f"{field}.fence": lease.fence, f"{field}.due": lease.due}
    change = {"$set": {f"{field}.fence": mine.fence, f"{field}.due": until}}
    try:
        with pymongo.timeout(CLAIM_PATIENCE):
            result = await kind.get_motor_collection().update_one(as_read, change)
    except (ExecutionTimeout, NetworkTimeout):
        log.info("lease.held_up", document=document)
        return None
    return mine if result.matched_count else None


def held(field: str, leases: Iterable[tuple[str, Lease | None]]) -> list[tuple[dict[str, Any], int]]:
    """Filters that together match documents still held under these leases, each with how many it has to match.

    One for each fence, which is nearly always the same: changing many documents by one filter costs half of changing
    each by its own.
    """
    fences: defaultdict[int | None, list[str]] = defaultdict(list)
    for document, lease in leases:
        fences[lease.fence if lease else None].append(document)
    return [({"_id": {"$in": ids}, f"{field}.fence": fence}, len(ids)) for fence, ids in fences.items()]


def backoff(attempt: int, *, base: float, cap: float) -> timedelta:
    """How long to wait after the `attempt`-th failure: anything up to base * 2^attempt seconds, at most `cap`.

    Full jitter keeps replicas that failed together from trying again together (AWS Architecture Blog, "Exponential
    Backoff And Jitter", 2015).
    """
    return timedelta(seconds=random.uniform(0, min(cap, base * 2**attempt)))
