"""An embedder behind an endpoint: calls that wait go together, vectors are kept a while, and a dead one is let rest."""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Final, Self

import numpy as np
import structlog
from pymongo.errors import PyMongoError

from bot.batching import Batcher
from bot.clock import Clock
from bot.errors import EmbedderUnavailable
from memory.embedding import lengths
from memory.embedding.cache import VectorCache
from memory.embedding.endpoint import Connect, Placed, Texts, Vectors
from memory.embedding.texts import readable
from memory.endpoints.breaker import Breaker
from memory.endpoints.calling import Calling
from memory.endpoints.endpoint import Outcome, Unanswered
from memory.endpoints.spending import EMBEDDINGS, Bill, BudgetSpent, Ledger, Tariff
from memory.language.port import Whereabouts

TASK: Final = "embedding"
BATCH: Final = 32
CHARACTERS: Final = 16_000
"""Texts and characters in one request; what the smaller servers take as they come."""
AT_ONCE: Final = 4
SOON: Final = 10.0
"""Seconds that a request may take which a person waits for; they go on without it before, and it fills the cache."""
IN_THE_BACKGROUND: Final = 60.0
MARKS: Final = 8
"""Tokens that a model may add to a text."""
TRIAL: Final = "the spare key is under the blue pot"
"""Nobody's: sent to learn how long vectors are."""
# Only these may lie at a text rather than at the endpoint.
AT_A_TEXT: Final = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
)

log = structlog.get_logger(__name__)

Waiting = Batcher[str, Vectors]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms texts are embedded.

    Attributes:
        model: as the endpoint calls it.
        length: how many numbers a vector has; None: as many as the model gives, learnt by asking it once.
        tariff: prices and the budget of a day.
        patience: seconds that a memory or a question waits at most.
        whereabouts: what people are told of the endpoint; None where it is the operator's own.
    """

    model: str
    length: int | None
    tariff: Tariff
    patience: float
    whereabouts: Whereabouts | None


class HostedEmbedder:
    """The port over an endpoint. Rows are filled up with zeros to a power of two, which leaves cosines as they are.

    Whoever gives up waiting ends no request: its vectors are at hand for whoever asks next. A text that the endpoint
    refuses while it takes others has no place.

    Args:
        calling: the way to the endpoint; opened and closed with this.
        ledger: asked before each call.
        terms: which model, and how long anyone waits.
    """

    def __init__(self, calling: Calling[Texts, Placed], ledger: Ledger, terms: Terms) -> None:
        self.model = terms.model
        self.digest = ""
        self.dimensions = 0
        self.whereabouts = terms.whereabouts
        self._calling = calling
        self._ledger = ledger
        self._terms = terms
        self._length: int | None = None
        self._learning = asyncio.Lock()
        self._cache = VectorCache()
        self._soon: Waiting = Batcher(partial(self._carry_out, SOON), at_most=BATCH)
        self._later: Waiting = Batcher(partial(self._carry_out, IN_THE_BACKGROUND), at_most=BATCH)
        self._has_answered = False

    @classmethod
    def to(cls, connect: Connect, terms: Terms, clock: Clock) -> Self:
        """The embedder that `connect` reaches."""
        calling = Calling(connect, Breaker(clock, of="embeddings"), at_once=AT_ONCE)
        return cls(calling, Ledger(terms.tariff, terms.model, clock, account=EMBEDDINGS), terms)

    @property
    def resting(self) -> bool:
        """See `Embedder`."""
        return self._calling.resting

    async def open(self) -> None:
        """Know how long vectors are; asks the endpoint only where nobody said so and it was never asked before."""
        await self._calling.open()
        async with self._learning:
            if self._length is None:
                length = self._terms.length or await lengths.length_of(self.model) or await self._learn()
                self.dimensions = 1 << (length - 1).bit_length()
                self.digest = hashlib.sha256(f"{self.model}\n{length}".encode()).hexdigest()[:32]
                self._length = length

    async def close(self) -> None:
        """Close the connections; what still waits is cancelled."""
        await self._soon.close()
        await self._later.close()
        await self._calling.close()

    async def prepare(self, texts: Sequence[str]) -> bool:
        """See `Embedder`."""
        try:
            await self.open()
            await self._rows(texts, self._later)
        except EmbedderUnavailable as error:
            log.info("embeddings.not_prepared", reason=str(error), texts=len(texts))
            return False
        return True

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder`."""
        await self.open()
        try:
            async with asyncio.timeout(self._terms.patience):
                return await self._rows(texts, self._soon)
        except TimeoutError:
            sentence = f"the embeddings endpoint takes longer than {self._terms.patience:g} s"
            raise EmbedderUnavailable(sentence) from None

    async def _rows(self, texts: Sequence[str], waiting: Waiting) -> Vectors:
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        told = [readable(text) for text in texts]
        found = {text: self._cache.get(text) for text in told if text}
        missing = [text for text, row in found.items() if row is None]
        # One batch after the other, so that whoever else waits goes in between.
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            found |= zip(batch, await self._fetched(batch, waiting), strict=True)
        for number, text in enumerate(told):
            if (row := found.get(text)) is not None:
                rows[number, : len(row)] = row
        return rows

    async def _fetched(self, texts: Sequence[str], waiting: Waiting) -> Sequence[Vectors]:
        if self._calling.resting:
            raise EmbedderUnavailable("the embeddings endpoint failed too often and is left alone for a while")
        try:
            return await asyncio.gather(*(waiting.submit(text) for text in texts))
        except (Unanswered, BudgetSpent) as error:
            raise EmbedderUnavailable(f"no embeddings: {error}") from error
        except PyMongoError as error:
            raise EmbedderUnavailable("no embeddings: nobody knows what is left of the budget") from error

    async def _carry_out(self, patience: float, texts: Sequence[str]) -> Sequence[Vectors]:
        """The vectors of texts, in as many requests as their length takes; all of them are kept at hand."""
        # Some may have come while they stood in line, asked for by somebody who gave up waiting.
        rows = {text: row for text in texts if (row := self._cache.get(text)) is not None}
        for batch in _cut([text for text in dict.fromkeys(texts) if text not in rows]):
            rows |= zip(batch, await self._placed(batch, patience), strict=True)
        return [rows[text] for text in texts]

    async def _placed(self, texts: Sequence[str], patience: float) -> list[Vectors]:
        try:
            placed = await self._affordably(Texts(tuple(texts), self._length), patience)
        except Unanswered as failure:
            if failure.status not in AT_A_TEXT:
                raise
            rows = await self._one_by_one(texts, patience, failure)
        else:
            rows = list(_unit(placed.rows))
        for text, row in zip(texts, rows, strict=True):
            self._cache.put(text, row)
        return rows

    async def _one_by_one(self, texts: Sequence[str], patience: float, failure: Unanswered) -> list[Vectors]:
        """The vectors of texts that were refused together: zeros for the culprit. Raises Unanswered if that is all."""
        alone = [await self._alone(text, patience) for text in texts] if len(texts) > 1 else [None]
        if not self._has_answered:
            raise failure
        return [np.zeros(self._length or 0, dtype=np.float32) if row is None else row for row in alone]

    async def _alone(self, text: str, patience: float) -> Vectors | None:
        try:
            placed = await self._affordably(Texts((text,), self._length), patience)
        except Unanswered as failure:
            if failure.status in AT_A_TEXT:
                return None
            raise
        row: Vectors = _unit(placed.rows)[0]
        return row

    async def _affordably(self, asked: Texts, patience: float) -> Placed:
        # A token is never less than a byte.
        most = sum(len(text.encode()) + MARKS for text in asked.texts)
        async with self._ledger.charged(None, TASK, (most, 0)) as bill:
            placed = await self._asked(asked, patience, bill)
        self._has_answered = True
        return placed

    async def _asked(self, asked: Texts, patience: float, bill: Bill) -> Placed:
        try:
            placed = await self._calling.ask(asked, patience=patience)
        except Unanswered as failure:
            (bill.settle if failure.billed else bill.waive)(failure.outcome)
            raise
        bill.settle(Outcome.ANSWERED, placed)
        return placed

    async def _learn(self) -> int:
        try:
            placed = await self._affordably(Texts((TRIAL,)), SOON)
        except (Unanswered, BudgetSpent) as error:
            sentence = f"how long vectors of {self.model} are can't be learnt: {error}. "
            advice = "Start the endpoint (`tuckaway doctor` looks at it), or set TUCKAWAY_EMBEDDINGS_DIMENSIONS"
            raise EmbedderUnavailable(sentence + advice) from error
        return await lengths.learn(self.model, placed.rows.shape[1])


def _cut(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in order, in batches that one request may hold."""
    batch: list[str] = []
    for text in texts:
        if batch and sum(map(len, batch)) + len(text) > CHARACTERS:
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def _unit(rows: Vectors) -> Vectors:
    """Rows of unit length, and of zeros where they were."""
    exact = rows.astype(np.float64)
    norms = np.linalg.norm(exact, axis=1, keepdims=True)
    unit: Vectors = np.divide(exact, norms, out=np.zeros_like(exact), where=norms > 0).astype(np.float32)
    return unit
