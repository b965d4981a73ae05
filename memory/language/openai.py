"""Any endpoint that speaks OpenAI's chat completions, in the cloud or on one's own machine.

Importing this takes a second or two and 45 MB, the library's; so it is imported in a thread, and only where an endpoint
is configured (`bot/assembly.py`).
"""

import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

import httpx2
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, Omit
from pydantic import BaseModel, Field, ValidationError
from typing_extensions import override

from bot.clock import Clock
from bot.errors import TuckawayError
from memory.language.endpoint import Outcome, Reply, Unanswered
from memory.language.questions import Prompt

LONGEST_ANSWER: Final = 256 * 1024
"""Bytes that are read of an answer, whatever its status; a real one has a few thousand."""
CONNECT: Final = 5.0
NO_KEY: Final = "none"
PLAIN: Final = {"Accept-Encoding": "identity"}
MOST_TOKENS_TOLD: Final = 10_000_000
# These mean that the request is not understood: with less in it, it may be.
NOT_UNDERSTOOD: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})
PASSING: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT})
QUOTA: Final = "insufficient_quota"
"""A code that comes with 429 although waiting does not help."""


class Message(BaseModel):
    """What the model said. A refusal has no content."""

    content: str | None = None


class Candidate(BaseModel):
    """One answer. `finish_reason` "length": it was cut off."""

    message: Message
    finish_reason: str | None = None


class Usage(BaseModel):
    """Tokens, as the endpoint counts them."""

    prompt_tokens: int = Field(ge=0, le=MOST_TOKENS_TOLD)
    completion_tokens: int = Field(ge=0, le=MOST_TOKENS_TOLD)


class Completion(BaseModel):
    """The part of a chat completion that matters. The library's own class takes whatever comes, this one does not."""

    choices: list[Candidate] = Field(min_length=1)
    usage: Any = None

    def reply(self) -> Reply:
        """In our words."""
        first = self.choices[0]
        content = None if first.finish_reason == "length" else first.message.content
        try:
            usage = Usage.model_validate(self.usage)
        except ValidationError:
            return Reply(content, None, None)
        return Reply(content, usage.prompt_tokens, usage.completion_tokens)


class Listed(BaseModel):
    """One model of those that an endpoint has."""

    id: str


class Models(BaseModel):
    """All of them."""

    data: list[Listed]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What an endpoint understands; found out by its refusals, and kept while the process runs.

    Attributes:
        json_schema: answers by a schema; else as any JSON object, the schema being told in words.
        max_completion_tokens: the limit's new name, which models that think insist on; else `max_tokens`.
        temperature: can be set to 0; models that think refuse it.
    """

    json_schema: bool = True
    max_completion_tokens: bool = True
    temperature: bool = True

    def less(self, complaint: str) -> "Dialect | None":
        """One to try after a refusal: without what the complaint names, else without the schema; None: no other."""
        named = next((name for name in PARAMETERS if getattr(self, name) and PARAMETERS[name] in complaint), None)
        name = named or ("json_schema" if self.json_schema else None)
        return replace(self, **{name: False}) if name else None

    def request(self, prompt: Prompt) -> dict[str, Any]:
        """The parameters of a request."""
        instructions, form = prompt.instructions, dict[str, Any](type="json_object")
        if self.json_schema:
            form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": prompt.schema, "strict": True}}
        else:
            instructions += f" Answer with one JSON object that fits this JSON Schema: {json.dumps(prompt.schema)}"
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": prompt.data}]
        limit = "max_completion_tokens" if self.max_completion_tokens else "max_tokens"
        coolness = {"temperature": 0} if self.temperature else {}
        return {"messages": messages, "response_format": form, limit: prompt.most_tokens, **coolness}


# How each is called in a complaint, and in which order they are given up when it names several.
PARAMETERS: Final[Mapping[str, str]] = {
    "max_completion_tokens": "max_completion_tokens",
    "temperature": "temperature",
    "json_schema": "response_format",
}


class OpenAIEndpoint:
    """One model of one endpoint.

    Args:
        url: up to and without `/chat/completions`.
        model: as the endpoint calls it.
        api_key: None where the endpoint asks for none.
        clock: tells how far away a `Retry-After` date is.
    """

    def __init__(self, url: str, model: str, api_key: str | None, clock: Clock) -> None:
        self._model = model
        self._clock = clock
        self._dialect = Dialect()
        timeout = httpx2.Timeout(None, connect=CONNECT)  # the caller sets the limit for the whole
        http = httpx2.AsyncClient(transport=BoundedTransport(httpx2.AsyncHTTPTransport()), timeout=timeout)
        # What the environment says of an account with OpenAI is not meant for this endpoint.
        headers: Mapping[str, Any] = {"OpenAI-Organization": Omit(), "OpenAI-Project": Omit()}
        self._client = AsyncOpenAI(
            base_url=url, api_key=api_key or NO_KEY, http_client=http, max_retries=0, default_headers=headers
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def ask(self, prompt: Prompt) -> Reply:
        """Ask, in fewer words where the endpoint does not understand so many."""
        while True:
            dialect = self._dialect
            try:
                return await self._once(dialect.request(prompt))
            except NotUnderstood as refusal:
                # Another call may have found out the same meanwhile.
                less = self._dialect if self._dialect != dialect else dialect.less(refusal.complaint)
                if less is None:
                    raise Unanswered(Outcome.REFUSED, status=HTTPStatus.BAD_REQUEST) from None
                self._dialect = less

    async def models(self) -> tuple[str, ...] | None:
        """What the endpoint has; None where it does not say."""
        try:
            raw = await self._client.models.with_raw_response.list(extra_headers=PLAIN)
            return tuple(each.id for each in Models.model_validate_json(raw.content).data)
        except (APIStatusError, APIConnectionError, AnswerTooLong, ValidationError):
            return None

    async def _once(self, request: dict[str, Any]) -> Reply:
        completions = self._client.chat.completions.with_raw_response
        try:
            raw = await completions.create(model=self._model, extra_headers=PLAIN, **request)
            return Completion.model_validate_json(raw.content).reply()
        except APIStatusError as error:
            raise self._reason(error) from None
        except APIConnectionError:
            raise Unanswered(Outcome.FAILED, again=True) from None
        except AnswerTooLong:
            raise Unanswered(Outcome.TOO_LONG, billed=True) from None
        except ValidationError:
            raise Unanswered(Outcome.UNUSABLE, billed=True) from None

    def _reason(self, error: APIStatusError) -> "Unanswered | NotUnderstood":
        """What an answer that is not one means for us. Its words stay here: they may repeat the prompt."""
        status = error.status_code
        if status in NOT_UNDERSTOOD:
            return NotUnderstood(str(error.body).lower())
        if status == HTTPStatus.TOO_MANY_REQUESTS and error.code != QUOTA:
            wait = self._wait(error.response.headers)
            return Unanswered(Outcome.BUSY, wait=wait, again=True, status=status)
        if status in PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            wait = self._wait(error.response.headers)
            return Unanswered(Outcome.FAILED, wait=wait, again=True, status=status)
        return Unanswered(Outcome.REFUSED, status=status)

    def _wait(self, headers: Mapping[str, str]) -> timedelta | None:
        """How long `Retry-After` asks us to wait, in seconds or until a date (RFC 9110, 10.2.3)."""
        told = headers.get("retry-after", "")
        if re.fullmatch("[0-9]{1,9}", told):
            return timedelta(seconds=int(told))
        try:
            return max(parsedate_to_datetime(told) - self._clock(), timedelta(0))
        except (ValueError, TypeError):
            return None


class NotUnderstood(TuckawayError):
    """The endpoint does not know something that was asked of it; `complaint`, in small letters, may say what."""

    def __init__(self, complaint: str) -> None:
        super().__init__("the endpoint does not understand the request")
        self.complaint = complaint


class AnswerTooLong(TuckawayError):
    """More came than an answer can be, or it came compressed, so that nobody knows how much it is."""


class BoundedTransport(httpx2.AsyncBaseTransport):
    """Gives up on answers that do not end. The library reads those of errors whole as well, so it is done down here."""

    def __init__(self, transport: httpx2.AsyncBaseTransport) -> None:
        self._transport = transport

    @override
    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, its body bounded; raises AnswerTooLong."""
        response = await self._transport.handle_async_request(request)
        stream = response.stream
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise AnswerTooLong
        if isinstance(stream, httpx2.AsyncByteStream):
            response.stream = BoundedStream(stream)
        return response

    @override
    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()


class BoundedStream(httpx2.AsyncByteStream):
    """At most LONGEST_ANSWER bytes of a body; raises AnswerTooLong past them."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = LONGEST_ANSWER
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise AnswerTooLong
            yield chunk

    @override
    async def aclose(self) -> None:
        """Close the connection that it comes by."""
        await self._stream.aclose()
