"""Any endpoint that speaks OpenAI's embeddings, in the cloud or on one's own machine.

Importing this takes a second or two and 45 MB, the library's; so it is imported in a thread, and only where an endpoint
is configured (`bot/assembling_engines.py`).
"""

import asyncio
import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

import numpy as np
from openai import APIConnectionError, APIStatusError
from pydantic import BaseModel, Field, ValidationError

from bot.clock import Clock
from memory.embedding.endpoint import Placed, Texts, Vectors
from memory.endpoints import openai as wire
from memory.endpoints.endpoint import Outcome, Unanswered
from memory.endpoints.openai import MOST_TOKENS_TOLD, NOT_UNDERSTOOD, PLAIN, AnswerTooLong

LONGEST_ANSWER: Final = 8 * 1024 * 1024
"""Bytes that are read of an answer: 32 vectors of 4,096 numbers written out take some 3 MB."""
LARGEST: Final = 1e18
"""No model gives such numbers, and their squares would not fit."""


class Vector(BaseModel):
    """One vector: numbers, or their little-endian float32 in base64. `index`: of which text it is."""

    index: int
    embedding: str | list[float]


class Usage(BaseModel):
    """Tokens, as the endpoint counts them."""

    prompt_tokens: int = Field(ge=0, le=MOST_TOKENS_TOLD)


class Answer(BaseModel):
    """The part of an answer that matters. The library's own class takes whatever comes, this one does not."""

    data: list[Vector] = Field(min_length=1)
    usage: Any = None

    @property
    def tokens(self) -> int | None:
        """None where the endpoint does not say."""
        try:
            return Usage.model_validate(self.usage).prompt_tokens
        except ValidationError:
            return None


@dataclass(frozen=True, slots=True)
class Dialect:
    """What an endpoint understands; found out by its refusals, and kept while the process runs.

    Attributes:
        base64: it is asked for vectors in base64, a third of the bytes; it may write numbers all the same.
        dimensions: it is told how long vectors should be, where that is set.
    """

    base64: bool = True
    dimensions: bool = True

    def less(self, complaint: str) -> "Dialect | None":
        """One to try after a refusal: without what the complaint names, else without base64; None: no other."""
        named = next((name for name in PARAMETERS if getattr(self, name) and PARAMETERS[name] in complaint), None)
        name = named or ("base64" if self.base64 else None)
        return replace(self, **{name: False}) if name else None

    def request(self, texts: Sequence[str], dimensions: int | None) -> dict[str, Any]:
        """The parameters of a request."""
        asked: dict[str, Any] = {"input": list(texts), "encoding_format": "base64" if self.base64 else "float"}
        return asked | ({"dimensions": dimensions} if dimensions and self.dimensions else {})


# How each is called in a complaint.
PARAMETERS: Final[Mapping[str, str]] = {"base64": "encoding_format", "dimensions": "dimensions"}


class OpenAIEmbeddings:
    """One embedding model of one endpoint.

    Args:
        url: up to and without `/embeddings`.
        model: as the endpoint calls it.
        api_key: None where the endpoint asks for none.
        dimensions: how long vectors are asked to be; None: as long as they are.
        clock: tells how far away a `Retry-After` date is.
    """

    def __init__(self, url: str, model: str, api_key: str | None, dimensions: int | None, clock: Clock) -> None:
        self._model = model
        self._dimensions = dimensions
        self._clock = clock
        self._dialect = Dialect()
        self._client = wire.client(url, api_key, longest=LONGEST_ANSWER)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def ask(self, asked: Texts, /) -> Placed:
        """A vector for each text, asked with fewer parameters where the endpoint does not understand so many."""
        while True:
            dialect = self._dialect
            try:
                return await self._once(asked, dialect)
            except APIStatusError as error:
                if error.status_code not in NOT_UNDERSTOOD:
                    raise wire.reason(error, self._clock) from None
                # Another call may have found out the same meanwhile.
                less = self._dialect if self._dialect != dialect else dialect.less(str(error.body).lower())
                if less is None:
                    raise Unanswered(Outcome.REFUSED, status=HTTPStatus.BAD_REQUEST) from None
                self._dialect = less

    async def models(self) -> tuple[str, ...] | None:
        """What the endpoint has; None where it does not say."""
        return await wire.models(self._client)

    async def _once(self, asked: Texts, dialect: Dialect) -> Placed:
        embeddings = self._client.embeddings.with_raw_response
        request = dialect.request(asked.texts, self._dimensions)
        try:
            raw = await embeddings.create(model=self._model, extra_headers=PLAIN, **request)
            # Numbers written out take a millisecond a vector to read.
            return await asyncio.to_thread(read, raw.content, asked)
        except APIConnectionError:
            raise Unanswered(Outcome.FAILED, again=True) from None
        except AnswerTooLong:
            raise Unanswered(Outcome.TOO_LONG, billed=True) from None


def read(content: bytes, asked: Texts) -> Placed:
    """The vectors in an answer, in the order of the texts.

    Raises:
        Unanswered: they are not one for each of the texts, of the length that was asked for, and finite.
    """
    try:
        answer = Answer.model_validate_json(content)
        rows = _rows(answer.data, len(asked.texts))
        if rows.shape[1] != (asked.length or rows.shape[1]):
            raise ValueError("of another length")  # noqa: TRY301
    except (ValidationError, ValueError):
        raise Unanswered(Outcome.UNUSABLE, billed=True) from None
    return Placed(rows, answer.tokens)


def _rows(data: Sequence[Vector], count: int) -> Vectors:
    """Raises ValueError."""
    if sorted(each.index for each in data) != list(range(count)):
        raise ValueError("not one vector for each text")
    # Vectors of several lengths make no array.
    rows = np.stack([_row(each.embedding) for each in sorted(data, key=lambda each: each.index)])
    if not rows.shape[1] or not np.isfinite(rows).all() or np.abs(rows).max() > LARGEST:
        raise ValueError("what is no number has no place")
    return rows


def _row(written: str | list[float]) -> Vectors:
    if isinstance(written, list):
        # A number too large for float32 becomes infinite, which is no number for us.
        with np.errstate(over="ignore"):
            return np.asarray(written, dtype=np.float32)
    try:
        return np.frombuffer(base64.b64decode(written, validate=True), dtype="<f4").astype(np.float32)
    except binascii.Error as error:
        raise ValueError("no base64") from error
