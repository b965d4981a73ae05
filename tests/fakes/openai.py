"""An OpenAI-compatible server on the loopback: answers sensibly until it is told to stall, fail, lie or flood."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from aiohttp import web

KEY: Final = "fake-key"
MODEL: Final = "fake-model"
CHUNK: Final = b" " * 2**16

Body = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What goes wrong with one request.

    Attributes:
        status: is answered, with `error` as OpenAI words it.
        headers: go with it.
        hold: nothing is answered until it is set.
        drop: the connection ends without an answer.
        raw: is answered instead of a completion.
        bytes: so many are sent, and never anything that makes sense.
        content: is what the model says, instead of a sensible answer.
        fields: replace those of the completion.
    """

    status: int = 200
    error: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    hold: asyncio.Event | None = None
    drop: bool = False
    raw: bytes | None = None
    bytes: int = 0
    content: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


def refusal(status: int, message: str = "no", **headers: str) -> Fault:
    """An error as OpenAI words it; `retry_after` becomes the header."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(status=status, error={"message": message, "type": "error", "code": None}, headers=named)


def says(answer: object) -> Fault:
    """The model's answer, as JSON unless it is text already."""
    return Fault(content=answer if isinstance(answer, str) else json.dumps(answer))


class FakeOpenAI:
    """One model behind `/v1/chat/completions`, which `/v1/models` lists.

    `answer` is what it says when nothing goes wrong; `models` are those it says it has, None where it does not say.

    Args:
        understands: response formats that it knows; others are refused as an old server would.
        unknown: parameters that it refuses by name.
    """

    path = "/v1/chat/completions"

    def __init__(
        self, *, understands: tuple[str, ...] = ("json_schema", "json_object"), unknown: tuple[str, ...] = ()
    ) -> None:
        self.requests: list[Body] = []
        self.keys: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.under_way = 0
        self.most_under_way = 0
        self.bytes_sent = 0
        self.tokens = (100, 20)
        self.answer: Callable[[Body], str] = sensible
        self.models: tuple[str, ...] | None = (MODEL,)
        self._understands = understands
        self._unknown = unknown
        self._faults: deque[Fault] = deque()
        self._always: Fault | None = None
        self._changed = asyncio.Event()

    # What tests do with it.

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=2**20)
        app.router.add_post(self.path, self._handle)
        app.router.add_get("/v1/models", self._list)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def fail(self, *faults: Fault) -> None:
        """The next requests go wrong, one fault each."""
        self._faults.extend(faults)

    def always(self, fault: Fault | None) -> None:
        """Every request goes wrong in the same way; None: no longer."""
        self._always = fault

    @property
    def data(self) -> list[Any]:
        """What was in the user's message of each request."""
        return [json.loads(request["messages"][1]["content"]) for request in self.requests]

    async def until(self, condition: Callable[[], object], *, within: float = 60) -> None:
        """Wait for something to become true about the requests."""
        async with asyncio.timeout(within):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    # What the bot does with it.

    async def _list(self, _: web.Request) -> web.Response:
        if self.models is None:
            return _error(404, {"message": "no such page"}, {})
        return web.json_response({"object": "list", "data": [{"id": each, "object": "model"} for each in self.models]})

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.requests.append(body)
        self.headers.append(request.headers)
        self.keys.append(request.headers.get("Authorization", "").removeprefix("Bearer "))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        self._changed.set()
        try:
            return await self._answer(request, body)
        finally:
            self.under_way -= 1
            self._changed.set()

    async def _answer(self, request: web.Request, body: Body) -> web.StreamResponse:
        if complaint := self._complaint(body):
            return _error(400, {"message": complaint, "type": "invalid_request_error"}, {})
        fault = self._faults.popleft() if self._faults else self._always or Fault()
        if fault.hold is not None:
            await fault.hold.wait()
        if fault.drop:
            assert request.transport
            request.transport.abort()
        if fault.bytes:
            return await self._flood(request, fault)
        if fault.status != 200:
            return _error(fault.status, fault.error, fault.headers)
        if fault.raw is not None:
            return web.Response(body=fault.raw, content_type="application/json", headers=dict(fault.headers))
        return web.json_response(self._usual(body, fault) | dict(fault.fields))

    def _usual(self, body: Body, fault: Fault) -> Body:
        return self._completion(self.answer(body) if fault.content is None else fault.content)

    def _complaint(self, body: Body) -> str | None:
        for name in self._unknown:
            if name in body:
                return f"Unsupported parameter: '{name}' is not supported with this model."
        form = body.get("response_format", {}).get("type")
        return None if form in self._understands else f"'response_format.type' {form} is not supported"

    def _completion(self, content: str) -> Body:
        prompt, completion = self.tokens
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_700_000_000,
            "model": MODEL,
            "choices": [
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}},
            ],
            "usage": {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion},
        }

    async def _flood(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        response = web.StreamResponse(status=fault.status, headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while self.bytes_sent < fault.bytes:
            await response.write(CHUNK)
            self.bytes_sent += len(CHUNK)
        return response


def _error(status: int, error: Mapping[str, Any], headers: Mapping[str, str]) -> web.Response:
    return web.json_response({"error": dict(error)}, status=status, headers=dict(headers))


def sensible(body: Body) -> str:
    """What a model that behaves would say.

    The first label; the last word as the time; each item with a small word; of notes what the first one says.
    """
    data = json.loads(body["messages"][1]["content"])
    if "labels" in data:
        return json.dumps({"label": next(iter(data["labels"])), "confidence": 0.9})
    if "words" in data:
        last = len(data["words"]) - 1
        found = [{"part": "time", "first": last, "last": last}]
        if last:
            found.append({"part": "subject", "first": 0, "last": last - 1})
        return json.dumps({"marks": found})
    if "notes" in data:
        return json.dumps({"sentences": [{"text": data["notes"][0]["text"], "notes": [1]}]})
    return json.dumps({"lines": [{"item": number, "text": f"Remember: {text}"} for number, text in data["items"]]})
