import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.database import Database
from bot.lease import HORIZON, LEASE, Lease, backoff, claim, free
from tests.webhooks.stage import eventually
from webhooks.inbox import InboxEvent

NOW = datetime(2026, 3, 29, 12, tzinfo=UTC)


@pytest.fixture
async def database(mongodb_uri: str) -> AsyncIterator[Database]:
    opened = Database(mongodb_uri, f"test_{uuid4().hex[:12]}")
    await opened.open([InboxEvent])
    yield opened
    await opened.close()


async def waiting(name: str, due: datetime) -> InboxEvent:
    lease = Lease(lane="console:owner", order=1, due=due)
    event = InboxEvent(id=name, sender="console:owner", received_at=NOW, correlation="c", waiting=lease)
    await event.insert()
    return event


async def taken(name: str) -> bool:
    """Whether it could be claimed as it now stands: a server may yet carry out a claim that was waited for in vain."""
    event = await InboxEvent.get(name)
    assert event is not None
    assert event.waiting is not None
    return await claim(InboxEvent, "waiting", name, event.waiting, NOW + LEASE) is not None


async def names(limit: int = 10) -> set[str]:
    return {event.id for event in await free(InboxEvent, "waiting", NOW, also={}, limit=limit)}


@pytest.mark.usefixtures("database")
async def test_what_somebody_holds_is_not_free_until_the_lease_runs_out() -> None:
    await waiting("held", NOW + LEASE)
    await waiting("run out", NOW)
    await waiting("long ago", NOW - timedelta(days=7))
    assert await names() == {"run out", "long ago"}
    assert len(await names(limit=1)) == 1


@pytest.mark.usefixtures("database")
async def test_a_lease_taken_before_the_clock_went_back_is_free() -> None:
    await waiting("held", NOW + HORIZON)
    await waiting("from the future", NOW + HORIZON + timedelta(seconds=1))
    assert await names() == {"from the future"}


@pytest.mark.usefixtures("database")
async def test_of_many_that_reach_for_a_lease_at_once_one_gets_it_and_fences_out_the_others() -> None:
    event = await waiting("one", NOW)
    lease = event.waiting
    assert lease is not None
    claims = await asyncio.gather(*(claim(InboxEvent, "waiting", "one", lease, NOW + LEASE) for _ in range(8)))
    [winner] = [each for each in claims if each is not None]
    assert (winner.fence, winner.due) == (lease.fence + 1, NOW + LEASE)
    stored = await InboxEvent.get("one")
    assert stored is not None
    assert stored.waiting == winner
    assert await claim(InboxEvent, "waiting", "one", winner, NOW) is not None


async def test_what_a_transaction_holds_that_a_killed_replica_left_open_is_left_alone_until_that_ends(
    database: Database,
) -> None:
    event = await waiting("held up", NOW)
    lease = event.waiting
    assert lease is not None
    async with await database.client.start_session() as session:
        session.start_transaction()
        written = {"$set": {"waiting.attempts": 1}}
        await InboxEvent.get_motor_collection().update_one({"_id": "held up"}, written, session=session)
        assert await claim(InboxEvent, "waiting", "held up", lease, NOW + LEASE) is None
        await session.abort_transaction()
    await eventually(lambda: taken("held up"))


@pytest.mark.usefixtures("database")
async def test_what_is_done_or_gone_can_not_be_claimed() -> None:
    event = await waiting("done", NOW)
    lease = event.waiting
    assert lease is not None
    await InboxEvent.get_motor_collection().update_one({"_id": "done"}, {"$unset": {"waiting": 1}})
    assert await claim(InboxEvent, "waiting", "done", lease, NOW + LEASE) is None
    assert await claim(InboxEvent, "waiting", "never", lease, NOW + LEASE) is None


@given(attempt=st.integers(0, 60), base=st.floats(0.001, 10), cap=st.floats(0.001, 600))
def test_nobody_waits_longer_than_the_cap_or_the_doubling_allows(attempt: int, base: float, cap: float) -> None:
    wait = backoff(attempt, base=base, cap=cap).total_seconds()
    assert 0 <= wait <= min(cap, base * 2**attempt) + 1e-6


def test_those_who_failed_together_do_not_try_again_together() -> None:
    assert len({backoff(6, base=0.1, cap=60) for _ in range(20)}) > 15


@pytest.mark.usefixtures("database")
async def test_a_lease_that_was_prolonged_after_it_was_read_can_not_be_claimed() -> None:
    read = (await waiting("one", NOW - LEASE)).waiting
    assert read
    ours = {"_id": "one"}
    await InboxEvent.get_motor_collection().update_one(ours, {"$set": {"waiting.due": NOW + LEASE}})
    assert await claim(InboxEvent, "waiting", "one", read, NOW + LEASE) is None
