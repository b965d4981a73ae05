"""Any endpoint that speaks OpenAI's chat completions, in the cloud or on one's own machine.

Importing this takes a second or two and 45 MB, the library's; so it is imported in a thread, and only where an endpoint
is configured (`bot/assembling_engines.py`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

from openai import APIConnectionError, APIStatusError
from pydantic import BaseModel, Field, ValidationError

from bot.clock import Clock
from bot.errors import TuckawayError
from memory.endpoints import openai as wire
from memory.endpoints.endpoint import Outcome, Unanswered
from memory.endpoints.openai import MOST_TOKENS_TOLD, NOT_UNDERSTOOD, PLAIN, AnswerTooLong
from memory.language.endpoint import Reply
from memory.language.questions import Prompt

LONGEST_ANSWER: Final = 256 * 1024
"""Bytes that are read of an answer, whatever its status; a real one has a few thousand."""


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
        self._client = wire.client(url, api_key, longest=LONGEST_ANSWER)

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
        return await wire.models(self._client)

    async def _once(self, request: dict[str, Any]) -> Reply:
        completions = self._client.chat.completions.with_raw_response
        try:
            raw = await completions.create(model=self._model, extra_headers=PLAIN, **request)
            return Completion.model_validate_json(raw.content).reply()
        except APIStatusError as error:
            if error.status_code in NOT_UNDERSTOOD:
                raise NotUnderstood(str(error.body).lower()) from None
            raise wire.reason(error, self._clock) from None
        except APIConnectionError:
            raise Unanswered(Outcome.FAILED, again=True) from None
        except AnswerTooLong:
            raise Unanswered(Outcome.TOO_LONG, billed=True) from None
        except ValidationError:
            raise Unanswered(Outcome.UNUSABLE, billed=True) from None


class NotUnderstood(TuckawayError):
    """The endpoint does not know something that was asked of it; `complaint`, in small letters, may say what."""

    def __init__(self, complaint: str) -> None:
        super().__init__("the endpoint does not understand the request")
        self.complaint = complaint
