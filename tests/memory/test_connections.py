"""What connects an old memory with one of yesterday's, and what does not."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest

from memory.connections import ENOUGH, OLD, Connection, Connections
from memory.documents import Level, Memory
from memory.rows import opened, rows
from tests.memory.desk import Desk
from tests.memory.past import Past

NOW = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
YESTERDAY, LONG_AGO = NOW - timedelta(days=1), NOW - timedelta(days=200)


@pytest.fixture
async def past(anna: Desk) -> Past:
    return Past(anna)


async def best(
    past: Past, *new: Memory, said: int = ENOUGH, left_out: Collection[str] = frozenset()
) -> Connection | None:
    store = past.desk.store
    connections = Connections(past.person, past.desk.search_key, vault=store.vault, recall=store.recall, said=said)
    told = await opened(await rows({"_id": {"$in": [memory.id for memory in new]}}), store.vault)
    return await connections.best(told, now=NOW, left_out=left_out)


def said(connection: Connection | None) -> tuple[str, str, str] | None:
    return None if connection is None else (connection.new.text, connection.old.text, connection.shared)


async def test_a_shared_name_connects_and_is_the_reason(past: Past) -> None:
    await past.told("Ana likes marzipan", LONG_AGO, people=["Ana"])
    await past.told("Tunde likes chess", LONG_AGO, people=["Tunde"])
    new = await past.told("met Ana at the market", YESTERDAY, people=["Ana"])
    assert said(await best(past, new, said=3)) == ("met Ana at the market", "Ana likes marzipan", "Ana")


async def test_a_place_connects_too_and_so_does_a_name_that_nobody_found_in_the_old_one(past: Past) -> None:
    await past.told("the best custard in Porto is behind the station", LONG_AGO)
    new = await past.told("booked the train to Porto", YESTERDAY, places=["Porto"])
    assert said(await best(past, new, said=2)) == (
        "booked the train to Porto",
        "the best custard in Porto is behind the station",
        "Porto",
    )


async def test_part_of_a_word_is_no_name(past: Past) -> None:
    await past.told("the Anatolian carpet is at the cleaner's; bananas ana-like", LONG_AGO)
    new = await past.told("met Ana at the cleaner's", YESTERDAY, people=["Ana"])
    found = await best(past, new, said=2)
    assert found is None


async def test_a_name_that_was_found_without_confidence_does_not_connect(past: Past) -> None:
    await past.told("will it rain", LONG_AGO, people=["Will"])
    new = await past.told("Will called", YESTERDAY)
    assert await best(past, new, said=2) is None


async def test_a_rare_word_connects_whoever_has_said_much(past: Past) -> None:
    await past.told("feed the sourdough on Sundays", LONG_AGO)
    new = await past.told("the sourdoughs rose well", YESTERDAY)
    assert said(await best(past, new)) == ("the sourdoughs rose well", "feed the sourdough on Sundays", "sourdoughs")
    assert await best(past, new, said=ENOUGH - 1) is None


async def test_a_word_in_many_memories_connects_nothing(past: Past) -> None:
    for number in range(5):
        await past.told(f"meeting number {number}", LONG_AGO + timedelta(days=number))
    new = await past.told("the meeting was long", YESTERDAY)
    assert await best(past, new) is None


async def test_a_name_is_worth_more_than_a_word(past: Past) -> None:
    await past.told("feed the sourdough on Sundays, sourdough sourdough", LONG_AGO)
    await past.told("Ana likes marzipan", LONG_AGO, people=["Ana"])
    new = await past.told("Ana fed the sourdough", YESTERDAY, people=["Ana"])
    found = await best(past, new)
    assert found
    assert found.shared == "Ana"


async def test_what_is_younger_than_two_weeks_or_left_out_is_not_considered(past: Past) -> None:
    await past.told("Ana likes marzipan", NOW - OLD + timedelta(minutes=1), people=["Ana"])
    shown = await past.told("Ana plays chess", LONG_AGO, people=["Ana"])
    new = await past.told("met Ana", YESTERDAY, people=["Ana"])
    assert await best(past, new, left_out={shown.id}) is None
    found = await best(past, new)
    assert found
    assert found.old.id == shown.id


async def test_nothing_private_and_nothing_forgotten_is_connected(past: Past) -> None:
    await past.told("Ana's diagnosis", LONG_AGO, people=["Ana"], level=Level.CONFIDENTIAL)
    gone = await past.told("Ana likes marzipan", LONG_AGO, people=["Ana"])
    await gone.set({"forgotten_at": NOW, "sealed": None})
    new = await past.told("met Ana", YESTERDAY, people=["Ana"])
    assert await best(past, new) is None


async def test_nobody_is_connected_with_the_memories_of_another(past: Past, ben: Desk) -> None:
    await Past(ben).told("Ana likes marzipan", LONG_AGO, people=["Ana"])
    new = await past.told("met Ana", YESTERDAY, people=["Ana"])
    assert await best(past, new) is None


async def test_without_the_index_there_is_no_connection_and_no_failure(past: Past) -> None:
    await past.told("Ana likes marzipan", LONG_AGO, people=["Ana"])
    new = await past.told("met Ana", YESTERDAY, people=["Ana"])
    await past.desk.store.recall.close()
    assert await best(past, new) is None


async def test_a_very_long_memory_costs_no_more_than_its_beginning(past: Past) -> None:
    await past.told("word " * 4_000 + "sourdough", LONG_AGO)
    new = await past.told("7 a.b.c " * 2_500 + "sourdough", YESTERDAY)
    assert await best(past, new) is None
