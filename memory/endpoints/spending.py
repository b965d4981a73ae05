"""What calls cost, and the daily budgets that are asked before each one; kept in the database, so for all replicas."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Final, Protocol, Self
from uuid import uuid4

import structlog
from pydantic import AwareDatetime
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError, PyMongoError

from bot.clock import Clock
from bot.errors import TuckawayError
from bot.messages import PersonId
from memory.documents import Stored, StoredSettings
from memory.endpoints.endpoint import Outcome

NANO: Final = 1_000_000_000
"""Money is counted in whole billionths of the operator's currency: sums of many small calls stay exact."""
PER_MILLION: Final = 1_000_000
ALL: Final = "all"
EMBEDDINGS: Final = "embeddings"
ACCOUNTS: Final = frozenset({ALL, EMBEDDINGS})
"""What is spent for everybody together, apart from what is noted of each person."""
CALLS_KEPT: Final = timedelta(days=90)
DAYS_KEPT: Final = timedelta(days=400)

log = structlog.get_logger(__name__)


class LanguageDay(Stored):
    """What one person's calls of a day cost, or everybody's; its id is `2026-04-03:person`.

    `person` is "all" for the language model's calls of everybody, "embeddings" for all calls of the embedder.

    `spent` holds what calls under way may cost at most until it is known what they did cost. Money is in billionths.
    """

    day: str
    person: str
    spent: int
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    expires_at: AwareDatetime

    class Settings(StoredSettings):
        """Where days are kept."""

        name = "language_days"
        indexes: ClassVar = [
            IndexModel([("person", ASCENDING), ("day", ASCENDING)], name="person_day"),
            IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0),
        ]


class LanguageCall(Stored):
    """One call of a language model or embedder, without anything that was said. `cost` and prices are in billionths."""

    person: str
    at: AwareDatetime
    task: str
    model: str
    outcome: Outcome
    tokens_in: int
    tokens_out: int
    price_in: int
    price_out: int
    cost: int
    milliseconds: int
    expires_at: AwareDatetime

    class Settings(StoredSettings):
        """Where calls are kept."""

        name = "language_calls"
        indexes: ClassVar = [
            IndexModel([("person", ASCENDING), ("at", ASCENDING)], name="person_at"),
            IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0),
        ]


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a model costs, and what may be spent on it in a day (UTC).

    Attributes:
        price_in: billionths for each token of a prompt.
        price_out: billionths for each token of an answer.
        daily: billionths for everybody together.
        daily_per_person: billionths for each person.
    """

    price_in: int
    price_out: int
    daily: int
    daily_per_person: int

    @classmethod
    def of(cls, *, prices: tuple[Decimal, Decimal], budgets: tuple[Decimal, Decimal]) -> Self:
        """From money as operators write it.

        Args:
            prices: of a million tokens of prompt, and of answer.
            budgets: for everybody together, and for each person.
        """
        price_in, price_out = (int(price * NANO / PER_MILLION) for price in prices)
        daily, daily_per_person = (int(budget * NANO) for budget in budgets)
        return cls(price_in, price_out, daily, daily_per_person)

    def cost(self, tokens_in: int, tokens_out: int) -> int:
        """Billionths."""
        return tokens_in * self.price_in + tokens_out * self.price_out


class BudgetSpent(TuckawayError):
    """A call could cost more than is left of a day's budget; `whose` is a person's id, or "all"."""

    def __init__(self, day: str, whose: str) -> None:
        super().__init__(f"the call could cost more than is left of the budget of {day} for {whose}")
        self.whose = whose


class Counted(Protocol):
    """What came back of a call, with its tokens as the endpoint counts them; None where it does not say."""

    @property
    def tokens_in(self) -> int | None:
        """What it was given."""

    @property
    def tokens_out(self) -> int | None:
        """What it gave."""


@dataclass(slots=True)
class Bill:
    """What a call turns out to cost, filled in while it runs; at first the most it may cost."""

    outcome: Outcome
    tokens_in: int
    tokens_out: int

    def settle(self, outcome: Outcome, reply: Counted | None = None) -> None:
        """Note how it ended. Where the endpoint does not say how many tokens it took, the most it may have stands."""
        self.outcome = outcome
        if reply and reply.tokens_in is not None and reply.tokens_out is not None:
            self.tokens_in, self.tokens_out = reply.tokens_in, reply.tokens_out

    def waive(self, outcome: Outcome) -> None:
        """Note that it ended without costing anything."""
        self.outcome, self.tokens_in, self.tokens_out = outcome, 0, 0


class Ledger:
    """Keeps the budgets of one model.

    Before a call the most it may cost is added to what its person and everybody spent today, each in one conditional
    step, so that budgets hold to the last call however many ask at once. Afterwards what was not used is given back.
    What a process was killed with stays counted in full.

    Args:
        tariff: prices and budgets.
        model: is written down with each call.
        clock: tells the day.
        account: under which everybody's calls are summed.
    """

    def __init__(self, tariff: Tariff, model: str, clock: Clock, *, account: str = ALL) -> None:
        self._account = account
        self._tariff = tariff
        self._model = model
        self._clock = clock

    @asynccontextmanager
    async def charged(self, person: PersonId | None, task: str, most: tuple[int, int]) -> AsyncIterator[Bill]:
        """Set aside what a call may cost, and afterwards write down what it did cost.

        Args:
            person: whose texts it is about; None where they are of several, and only everybody's budget counts.
            task: what the call is for.
            most: tokens that it may take in and give out.

        Raises:
            BudgetSpent: there is not enough left today.
            PyMongoError: nobody knows what is left.
        """
        at, bill = self._clock(), Bill(Outcome.GIVEN_UP, *most)
        dearest = self._tariff.cost(*most)
        await self._set_aside(at, person, dearest)
        try:
            yield bill
        finally:
            await self._write_down(at, person, task, bill, dearest)

    async def _set_aside(self, at: datetime, person: PersonId | None, most: int) -> None:
        if person is not None:
            await _add(at, person, most, limit=self._tariff.daily_per_person)
        try:
            await _add(at, self._account, most, limit=self._tariff.daily)
        except (BudgetSpent, PyMongoError):
            if person is not None:
                await _change([_day(at, person)], {"spent": -most})
            raise

    async def _write_down(self, at: datetime, person: PersonId | None, task: str, bill: Bill, most: int) -> None:
        cost = self._tariff.cost(bill.tokens_in, bill.tokens_out)
        used = {"spent": cost - most, "calls": 1, "tokens_in": bill.tokens_in, "tokens_out": bill.tokens_out}
        took = self._clock() - at
        call = LanguageCall(
            id=uuid4().hex,
            person=person or self._account,
            at=at,
            task=task,
            model=self._model,
            outcome=bill.outcome,
            tokens_in=bill.tokens_in,
            tokens_out=bill.tokens_out,
            price_in=self._tariff.price_in,
            price_out=self._tariff.price_out,
            cost=cost,
            milliseconds=max(0, round(took / timedelta(milliseconds=1))),
            expires_at=at + CALLS_KEPT,
        )
        try:
            await _change([_day(at, whose) for whose in (person, self._account) if whose], used)
            await call.insert()
        except PyMongoError as error:
            # What was set aside stays counted: too much rather than too little.
            log.warning("language.not_written_down", error=type(error).__name__, task=task, outcome=bill.outcome)


async def forget(person: PersonId) -> int:
    """Delete what is noted of a person's calls and days; how many notes there were.

    What their calls cost stays in the sums for everybody, which name nobody.
    """
    if person in ACCOUNTS:
        raise ValueError("the sums for everybody are no person's")
    gone = 0
    for kind in (LanguageCall, LanguageDay):
        gone += (await kind.get_motor_collection().delete_many({"person": person})).deleted_count
    return gone


async def _add(at: datetime, person: str, amount: int, *, limit: int) -> None:
    """Add to what was spent on a day, unless that would exceed the limit; raises BudgetSpent."""
    spent = BudgetSpent(_date(at), person)
    if amount > limit:
        raise spent
    new = {
        "schema_version": LanguageDay.model_fields["schema_version"].default,
        "day": _date(at),
        "person": person,
        "expires_at": at + DAYS_KEPT,
    }
    enough_left = {"_id": _day(at, person), "spent": {"$lte": limit - amount}}
    change = {"$inc": {"spent": amount}, "$setOnInsert": new}
    try:
        await LanguageDay.get_motor_collection().update_one(enough_left, change, upsert=True)
    except DuplicateKeyError:
        # Either there is not enough left, or another call made the document a moment ago.
        result = await LanguageDay.get_motor_collection().update_one(enough_left, {"$inc": {"spent": amount}})
        if not result.matched_count:
            raise spent from None


async def _change(days: Sequence[str], amounts: dict[str, int]) -> None:
    await LanguageDay.get_motor_collection().update_many({"_id": {"$in": list(days)}}, {"$inc": amounts})


def _day(at: datetime, person: str) -> str:
    return f"{_date(at)}:{person}"


def _date(at: datetime) -> str:
    return at.date().isoformat()
