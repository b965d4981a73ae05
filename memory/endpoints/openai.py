"""The wire that endpoints of OpenAI's protocol share: the client, bounded answers, and what refusals mean.

Importing this takes a second or two and 45 MB, the library's; so it is imported in a thread, and only where an endpoint
is configured (`bot/assembling_engines.py`).
"""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, Omit
from pydantic import BaseModel, ValidationError
from typing_extensions import override

from bot.clock import Clock
from bot.errors import TuckawayError
from memory.endpoints.endpoint import Outcome, Unanswered

CONNECT: Final = 5.0
NO_KEY: Final = "none"
PLAIN: Final = {"Accept-Encoding": "identity"}
MOST_TOKENS_TOLD: Final = 10_000_000
# These mean that the request is not understood: with less in it, it may be.
NOT_UNDERSTOOD: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})
PASSING: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT})
QUOTA: Final = "insufficient_quota"
"""A code that comes with 429 although waiting does not help."""


class Listed(BaseModel):
    """One model of those that an endpoint has."""

    id: str


class Models(BaseModel):
    """All of them."""

    data: list[Listed]


class AnswerTooLong(TuckawayError):
    """More came than an answer can be, or it came compressed, so that nobody knows how much it is."""


def client(url: str, api_key: str | None, *, longest: int) -> AsyncOpenAI:
    """A client that repeats nothing and never waits for ever to connect; the caller sets the limit for the whole.

    Args:
        url: what the protocol's paths are added to.
        api_key: None where the endpoint asks for none.
        longest: bytes that are read of an answer, whatever its status.
    """
    timeout = httpx2.Timeout(None, connect=CONNECT)
    http = httpx2.AsyncClient(transport=BoundedTransport(httpx2.AsyncHTTPTransport(), longest), timeout=timeout)
    # What the environment says of an account with OpenAI is not meant for this endpoint.
    headers: Mapping[str, Any] = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
    return AsyncOpenAI(
        base_url=url, api_key=api_key or NO_KEY, http_client=http, max_retries=0, default_headers=headers
    )


async def models(of: AsyncOpenAI) -> tuple[str, ...] | None:
    """What the endpoint has; None where it does not say."""
    try:
        raw = await of.models.with_raw_response.list(extra_headers=PLAIN)
        return tuple(each.id for each in Models.model_validate_json(raw.content).data)
    except (APIStatusError, APIConnectionError, AnswerTooLong, ValidationError):
        return None


def reason(error: APIStatusError, clock: Clock) -> Unanswered:
    """What an answer that is not one means for us. Its words stay here: they may repeat what was asked."""
    status = error.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS and error.code != QUOTA:
        return Unanswered(Outcome.BUSY, wait=_wait(error.response.headers, clock), again=True, status=status)
    if status in PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unanswered(Outcome.FAILED, wait=_wait(error.response.headers, clock), again=True, status=status)
    return Unanswered(Outcome.REFUSED, status=status)


def _wait(headers: Mapping[str, str], clock: Clock) -> timedelta | None:
    """How long `Retry-After` asks us to wait, in seconds or until a date (RFC 9110, 10.2.3)."""
    told = headers.get("retry-after", "")
    if re.fullmatch("[0-9]{1,9}", told):
        return timedelta(seconds=int(told))
    try:
        return max(parsedate_to_datetime(told) - clock(), timedelta(0))
    except (ValueError, TypeError):
        return None


class BoundedTransport(httpx2.AsyncBaseTransport):
    """Gives up on answers that do not end. The library reads those of errors whole as well, so it is done down here."""

    def __init__(self, transport: httpx2.AsyncBaseTransport, longest: int) -> None:
        self._transport = transport
        self._longest = longest

    @override
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, its body bounded; raises AnswerTooLong."""
        response = await self._transport.handle_async_request(request)
        stream = response.stream
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise AnswerTooLong
        if isinstance(stream, httpx2.AsyncByteStream):
            response.stream = BoundedStream(stream, self._longest)
        return response

    @override
    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()


class BoundedStream(httpx2.AsyncByteStream):
    """At most `longest` bytes of a body; raises AnswerTooLong past them."""

    def __init__(self, stream: httpx2.AsyncByteStream, longest: int) -> None:
        self._stream = stream
        self._longest = longest

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._longest
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise AnswerTooLong
            yield chunk

    @override
    async def aclose(self) -> None:
        """Close the connection that it comes by."""
        await self._stream.aclose()
