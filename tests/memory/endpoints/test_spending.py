"""Budgets that hold to the last call, and what calls cost, in a real database."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from pymongo.errors import PyMongoError

from bot.database import Database
from bot.messages import PersonId
from bot.settings import Settings
from memory.documents import SCHEMA_VERSION
from memory.endpoints.endpoint import Outcome
from memory.endpoints.spending import BudgetSpent, LanguageCall, LanguageDay, Ledger, Tariff, forget
from memory.language.endpoint import Reply
from memory.language.questions import Prompt, Task, most_tokens
from tests.memory.language.people import HandClock, ledger_of

ANNA, BEN = PersonId("anna"), PersonId("ben")
PROMPT = Prompt("Choose.", '{"text": "the key is under the blue pot"}', {"type": "object"}, 100)
MOST_IN = most_tokens(PROMPT)
MOST_TOKENS = (MOST_IN, 100)
MOST = MOST_IN * 2 + 100 * 3


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    async with ledger_of(settings) as opened:
        yield opened


def ledger(clock: HandClock, *, calls: int, calls_per_person: int | None = None) -> Ledger:
    """One whose budgets are enough for so many of the dearest calls."""
    per_person = calls if calls_per_person is None else calls_per_person
    tariff = Tariff(price_in=2, price_out=3, daily=calls * MOST, daily_per_person=per_person * MOST)
    return Ledger(tariff, "small", clock)


async def call(ledger: Ledger, person: PersonId = ANNA, reply: Reply | None = None) -> bool:
    try:
        async with ledger.charged(person, Task.INTENT, MOST_TOKENS) as bill:
            bill.settle(Outcome.ANSWERED, reply)
    except BudgetSpent:
        return False
    return True


async def spent(person: str, day: str = "2026-04-03") -> int:
    found = await LanguageDay.get(f"{day}:{person}")
    return found.spent if found else 0


def test_money_as_operators_write_it_is_counted_in_whole_billionths() -> None:
    tariff = Tariff.of(prices=(Decimal("0.15"), Decimal("0.6")), budgets=(Decimal(1), Decimal("0.1")))
    assert tariff == Tariff(price_in=150, price_out=600, daily=10**9, daily_per_person=10**8)
    assert tariff.cost(1_000_000, 0) == 150_000_000


@pytest.mark.usefixtures("database")
async def test_a_person_s_budget_holds_exactly_however_many_calls_come_at_once(clock: HandClock) -> None:
    replicas = [ledger(clock, calls=100, calls_per_person=7) for _ in range(3)]
    let_through = await asyncio.gather(*(call(replicas[number % 3]) for number in range(30)))
    assert sum(let_through) == 7
    assert await spent("anna") == await spent("all") == 7 * MOST


@pytest.mark.usefixtures("database")
async def test_the_budget_for_all_holds_exactly_and_what_it_refuses_is_charged_to_nobody(clock: HandClock) -> None:
    shared = ledger(clock, calls=7)
    persons = [PersonId(f"person-{number}") for number in range(30)]
    let_through = await asyncio.gather(*(call(shared, person) for person in persons))
    assert sum(let_through) == 7
    assert await spent("all") == 7 * MOST
    assert sum([await spent(person) for person in persons]) == 7 * MOST


@pytest.mark.usefixtures("database")
async def test_what_a_call_did_not_use_is_given_back(clock: HandClock) -> None:
    small = ledger(clock, calls=1)
    assert await call(small, reply=Reply("{}", 10, 5))
    assert await spent("anna") == await spent("all") == 10 * 2 + 5 * 3
    assert not await call(small)


@pytest.mark.usefixtures("database")
async def test_where_the_endpoint_does_not_say_the_most_stays_charged(clock: HandClock) -> None:
    await call(ledger(clock, calls=5), reply=Reply("{}", None, None))
    assert await spent("anna") == MOST


@pytest.mark.usefixtures("database")
async def test_one_person_s_spending_leaves_another_s_budget_alone(clock: HandClock) -> None:
    each = ledger(clock, calls=10, calls_per_person=1)
    assert await call(each, ANNA)
    assert not await call(each, ANNA)
    assert await call(each, BEN)


@pytest.mark.usefixtures("database")
async def test_the_next_day_begins_anew(clock: HandClock) -> None:
    small = ledger(clock, calls=1)
    assert await call(small)
    assert not await call(small)
    clock.advance(12 * 3_600)
    assert await call(small)
    assert (await spent("anna"), await spent("anna", "2026-04-04")) == (MOST, MOST)


@pytest.mark.usefixtures("database")
async def test_a_call_dearer_than_the_whole_budget_is_refused_without_a_trace(clock: HandClock) -> None:
    assert not await call(Ledger(Tariff(price_in=2, price_out=3, daily=MOST, daily_per_person=1), "small", clock))
    assert await LanguageDay.count() == 0


@pytest.mark.usefixtures("database")
async def test_a_model_of_one_s_own_costs_nothing_and_is_counted(clock: HandClock) -> None:
    free = Ledger(Tariff(price_in=0, price_out=0, daily=0, daily_per_person=0), "small", clock)
    assert await call(free, reply=Reply("{}", 10, 5))
    assert await call(free, reply=Reply("{}", 10, 5))
    day = await LanguageDay.get("2026-04-03:anna")
    assert day
    assert (day.spent, day.calls, day.tokens_in, day.tokens_out) == (0, 2, 20, 10)


async def test_each_call_is_written_down_without_a_word_of_what_was_said(database: Database, clock: HandClock) -> None:
    async with ledger(clock, calls=5).charged(ANNA, Task.CATEGORY, MOST_TOKENS) as bill:
        clock.advance(0.25)
        bill.settle(Outcome.ANSWERED, Reply('{"label": "pot"}', 10, 5))
    (row,) = await database.handle["language_calls"].find().to_list(None)
    assert row | {"_id": "", "expires_at": None} == {
        "_id": "",
        "schema_version": SCHEMA_VERSION,
        "person": "anna",
        "at": clock.now.replace(microsecond=0),
        "task": "category",
        "model": "small",
        "outcome": "answered",
        "tokens_in": 10,
        "tokens_out": 5,
        "price_in": 2,
        "price_out": 3,
        "cost": 35,
        "milliseconds": 250,
        "expires_at": None,
    }


@pytest.mark.usefixtures("database")
async def test_a_call_that_was_given_up_is_charged_in_full_and_written_down(clock: HandClock) -> None:
    with pytest.raises(asyncio.CancelledError):
        async with ledger(clock, calls=5).charged(ANNA, Task.INTENT, MOST_TOKENS):
            raise asyncio.CancelledError
    assert await spent("anna") == MOST
    found = await LanguageCall.find_one({"person": "anna"})
    assert found
    assert (found.outcome, found.cost) == (Outcome.GIVEN_UP, MOST)


@pytest.mark.usefixtures("database")
async def test_a_call_that_came_to_nothing_costs_nothing(clock: HandClock) -> None:
    async with ledger(clock, calls=5).charged(ANNA, Task.INTENT, MOST_TOKENS) as bill:
        bill.waive(Outcome.BUSY)
    assert await spent("anna") == await spent("all") == 0


@pytest.mark.usefixtures("database")
async def test_what_is_noted_of_a_person_goes_with_them_and_the_sums_for_everybody_stay(clock: HandClock) -> None:
    for person in (ANNA, ANNA, PersonId("ben")):
        async with ledger(clock, calls=5).charged(person, Task.INTENT, MOST_TOKENS) as bill:
            bill.settle(Outcome.ANSWERED, Reply("{}", 10, 5))
    before = await spent("all")
    assert await forget(ANNA) == 3
    assert await forget(ANNA) == 0
    assert {call.person for call in await LanguageCall.find_all().to_list()} == {"ben"}
    assert {day.person for day in await LanguageDay.find_all().to_list()} == {"ben", "all"}
    assert await spent("all") == before
    with pytest.raises(ValueError, match="no person's"):
        await forget(PersonId("all"))


async def test_without_a_database_nobody_knows_what_is_left(database: Database, clock: HandClock) -> None:
    await database.close()
    with pytest.raises(PyMongoError):
        await call(ledger(clock, calls=5))


async def test_a_database_that_goes_away_during_a_call_leaves_it_charged_in_full(
    settings: Settings, database: Database, clock: HandClock
) -> None:
    async with ledger(clock, calls=5).charged(ANNA, Task.INTENT, MOST_TOKENS) as bill:
        bill.settle(Outcome.ANSWERED, Reply("{}", 10, 5))
        await database.close()
    async with ledger_of(settings):
        assert await spent("anna") == MOST
