"""A language model behind an endpoint: asked only when it is affordable and well, believed only when it fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self, TypeVar

import structlog
from pymongo.errors import PyMongoError

from bot.clock import Clock
from bot.messages import PersonId
from memory.endpoints import spending
from memory.endpoints.breaker import Breaker
from memory.endpoints.calling import Calling
from memory.endpoints.endpoint import Outcome, Unanswered
from memory.endpoints.spending import Bill, BudgetSpent, Ledger, Tariff
from memory.language.cache import Cache, key_of
from memory.language.endpoint import Connect, Reply
from memory.language.port import Asked, Choice, Claim, Mark, Shown, Source, Whereabouts
from memory.language.questions import Prompt, Question, Task, answer, choice, digest, marks, most_tokens

A = TypeVar("A")

# The lines of a digest and the sentences of an answer are words of a person's: they are not kept in memory.
CACHED: Final = frozenset({Task.INTENT, Task.CATEGORY, Task.MARKS})

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a call may take as a whole: while a person waits for a reply, and while a digest is prepared."""

    message: float
    digest: float

    def for_task(self, task: Task) -> float:
        """Seconds."""
        return self.digest if task is Task.DIGEST else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms a model is asked. `at_once`: calls that may be under way together."""

    whereabouts: Whereabouts
    tariff: Tariff
    patience: Patience
    at_once: int


class HostedModel:
    """The port over an endpoint.

    Args:
        calling: the way to the endpoint; opened and closed with this.
        ledger: asked before each call.
        patience: how long each kind of call may take.
        whereabouts: what the calls reach.
    """

    def __init__(
        self, calling: Calling[Prompt, Reply], ledger: Ledger, patience: Patience, whereabouts: Whereabouts
    ) -> None:
        self._calling = calling
        self._ledger = ledger
        self._patience = patience
        self._whereabouts = whereabouts
        self._cache: Cache[Any] = Cache()

    @classmethod
    def to(cls, connect: Connect, terms: Terms, clock: Clock) -> Self:
        """The model that `connect` reaches."""
        calling = Calling(connect, Breaker(clock), at_once=terms.at_once)
        ledger = Ledger(terms.tariff, terms.whereabouts.model, clock)
        return cls(calling, ledger, terms.patience, terms.whereabouts)

    @property
    def whereabouts(self) -> Whereabouts:
        """See `LanguageModel`."""
        return self._whereabouts

    @property
    def patience(self) -> float:
        """See `LanguageModel`."""
        return self._patience.message

    async def open(self) -> None:
        """Begin to connect; returns at once."""
        await self._calling.open()

    async def close(self) -> None:
        """Close the connections."""
        await self._calling.close()

    async def forget(self, person: PersonId) -> int:
        """See `LanguageModel`. What other replicas have at hand goes with them: labels and numbers, and no words."""
        self._cache.forget(person)
        return await spending.forget(person)

    async def choose_intent(self, message: Shown, intents: Mapping[str, str]) -> Choice | None:
        """See `LanguageModel`."""
        return await self._answer(choice(Task.INTENT, message, intents))

    async def choose_category(self, memory: Shown, categories: Mapping[str, str]) -> Choice | None:
        """See `LanguageModel`."""
        return await self._answer(choice(Task.CATEGORY, memory, categories))

    async def mark(self, message: Shown) -> tuple[Mark, ...] | None:
        """See `LanguageModel`."""
        return await self._answer(marks(message))

    async def phrase(self, items: Sequence[Shown], language: str) -> tuple[str, ...] | None:
        """See `LanguageModel`."""
        return await self._answer(digest(items, language))

    async def answer(self, asked: Asked, sources: Sequence[Source]) -> tuple[Claim, ...] | None:
        """See `LanguageModel`."""
        return await self._answer(answer(asked, sources))

    async def _answer(self, question: Question[A] | None) -> A | None:
        if question is None:
            return None
        key = key_of(question.person, question.prompt)
        known: A | None = self._cache.get(key)
        if known is not None:
            return known
        answer = await self._affordably(question)
        if answer is not None and question.task in CACHED:
            self._cache.put(key, answer, question.person)
        return answer

    async def _affordably(self, question: Question[A]) -> A | None:
        # What would be turned away anyway need not be written to the database.
        if self._calling.resting:
            return None
        most = most_tokens(question.prompt), question.prompt.most_tokens
        try:
            async with self._ledger.charged(question.person, question.task, most) as bill:
                return await self._asked(question, bill)
        except BudgetSpent as error:
            log.info("language.budget_spent", whose=error.whose, task=question.task)
        except PyMongoError as error:
            log.warning("language.budget_unknown", error=type(error).__name__)
        except Exception:
            # Whatever it was, a helper's failure must not cost a person their reply.
            log.exception("language.failed", task=question.task)
        return None

    async def _asked(self, question: Question[A], bill: Bill) -> A | None:
        try:
            reply = await self._calling.ask(question.prompt, patience=self._patience.for_task(question.task))
        except Unanswered as failure:
            (bill.settle if failure.billed else bill.waive)(failure.outcome)
            return None
        answer = question.read(reply.content) if reply.content is not None else None
        bill.settle(Outcome.UNUSABLE if answer is None else Outcome.ANSWERED, reply)
        return answer
