"""What goes over the wire to an endpoint, and what each of its answers means."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from httpx import Response  # respx speaks the older httpx on the side of the test
from respx import Router

from memory.endpoints.endpoint import Outcome, Unanswered
from memory.language.openai import LONGEST_ANSWER, Dialect, OpenAIEndpoint
from memory.language.questions import Prompt, Task, choice, marks
from tests.memory.language.people import NOON, shown

URL = "http://model.example/v1"
CHAT = f"{URL}/chat/completions"
PROMPT = Prompt("Choose.", '{"text": "hi"}', {"type": "object"}, 64)


@pytest.fixture
async def endpoint() -> AsyncIterator[OpenAIEndpoint]:
    endpoint = OpenAIEndpoint(URL, "small", "the-key", lambda: NOON)
    yield endpoint
    await endpoint.close()


def completion(content: object = "{}", **fields: Any) -> dict[str, Any]:
    choices = [{"message": {"content": content}, "finish_reason": "stop"}]
    return {"choices": choices, "usage": {"prompt_tokens": 7, "completion_tokens": 3}} | fields


def sent(router: Router) -> list[dict[str, Any]]:
    return [json.loads(call.request.content) for call in router.calls]


async def test_the_library_is_imported_only_where_an_endpoint_is_named() -> None:
    program = "import sys, bot.assembly, memory.language.hosted; sys.exit('openai' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    assert await process.wait() == 0


async def test_instructions_and_data_go_apart_with_schema_limit_and_key(
    endpoint: OpenAIEndpoint, httpx2_mock: Router
) -> None:
    httpx2_mock.post(CHAT).respond(json=completion("[1]"))
    reply = await endpoint.ask(PROMPT)
    assert (reply.content, reply.tokens_in, reply.tokens_out) == ("[1]", 7, 3)
    assert sent(httpx2_mock) == [
        {
            "model": "small",
            "messages": [
                {"role": "system", "content": "Choose."},
                {"role": "user", "content": '{"text": "hi"}'},
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "schema": {"type": "object"}, "strict": True},
            },
            "max_completion_tokens": 64,
            "temperature": 0,
        }
    ]
    headers = httpx2_mock.calls[0].request.headers
    assert (headers["authorization"], headers["accept-encoding"]) == ("Bearer the-key", "identity")


async def test_what_the_environment_says_of_an_account_elsewhere_is_not_told(
    httpx2_mock: Router, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "http://elsewhere.example")
    httpx2_mock.post(CHAT).respond(json=completion())
    endpoint = OpenAIEndpoint(URL, "small", None, lambda: NOON)
    await endpoint.ask(PROMPT)
    await endpoint.close()
    assert "elsewhere" not in repr(httpx2_mock.calls[0].request.headers.raw)


@pytest.mark.parametrize("status", [301, 307, 308])
async def test_a_redirection_is_not_followed_with_people_s_words(
    endpoint: OpenAIEndpoint, httpx2_mock: Router, status: int
) -> None:
    httpx2_mock.post(CHAT).respond(status, headers={"location": "http://elsewhere.example/v1/chat/completions"})
    with pytest.raises(Unanswered) as raised:
        await endpoint.ask(PROMPT)
    assert raised.value.outcome is Outcome.REFUSED
    assert len(httpx2_mock.calls) == 1


@pytest.mark.parametrize(
    ("status", "outcome", "again"),
    [
        (401, Outcome.REFUSED, False),
        (403, Outcome.REFUSED, False),
        (404, Outcome.REFUSED, False),
        (408, Outcome.FAILED, True),
        (409, Outcome.FAILED, True),
        (429, Outcome.BUSY, True),
        (500, Outcome.FAILED, True),
        (503, Outcome.FAILED, True),
    ],
)
async def test_a_status_says_whether_to_ask_again(
    endpoint: OpenAIEndpoint, httpx2_mock: Router, status: int, outcome: Outcome, again: bool
) -> None:
    httpx2_mock.post(CHAT).respond(status, json={"error": {"message": "no", "code": None}})
    with pytest.raises(Unanswered) as raised:
        await endpoint.ask(PROMPT)
    assert (raised.value.outcome, raised.value.again, raised.value.billed) == (outcome, again, False)
    assert raised.value.wait is None
    assert len(httpx2_mock.calls) == 1


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7),
        ("0", 0),
        ("Fri, 03 Apr 2026 12:00:20 GMT", 20),
        ("Fri, 03 Apr 2026 11:00:00 GMT", 0),
        ("Fri, 03 Apr 2026 12:00:20 -0000", None),
        ("Fri, 99 Apr 2026 12:00:20 GMT", None),
        ("soon", None),
        ("-1", None),
        ("9" * 400, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_says_when_in_seconds_or_as_a_date(
    endpoint: OpenAIEndpoint, httpx2_mock: Router, status: int, told: str, seconds: int | None
) -> None:
    httpx2_mock.post(CHAT).respond(status, headers={"retry-after": told})
    with pytest.raises(Unanswered) as raised:
        await endpoint.ask(PROMPT)
    assert raised.value.wait == (None if seconds is None else timedelta(seconds=seconds))


async def test_a_quota_that_is_used_up_is_no_matter_of_waiting(endpoint: OpenAIEndpoint, httpx2_mock: Router) -> None:
    httpx2_mock.post(CHAT).respond(429, json={"error": {"message": "pay", "code": "insufficient_quota"}})
    with pytest.raises(Unanswered) as raised:
        await endpoint.ask(PROMPT)
    assert (raised.value.outcome, raised.value.again) == (Outcome.REFUSED, False)


@pytest.mark.parametrize("error", [httpx2.ConnectError("no"), httpx2.ReadError("cut"), httpx2.ConnectTimeout("slow")])
async def test_a_broken_connection_may_be_tried_again(
    endpoint: OpenAIEndpoint, httpx2_mock: Router, error: Exception
) -> None:
    httpx2_mock.post(CHAT).mock(side_effect=error)
    with pytest.raises(Unanswered) as raised:
        await endpoint.ask(PROMPT)
    assert (raised.value.outcome, raised.value.again) == (Outcome.FAILED, True)


@pytest.mark.parametrize("status", [200, 500])
async def test_an_answer_longer_than_an_answer_can_be_is_not_read_to_its_end(
    endpoint: OpenAIEndpoint, httpx2_mock: Router, status: int
) -> None:
    httpx2_mock.post(CHAT).respond(status, content=b" " * (LONGEST_ANSWER + 1))
    with pytest.raises(Unanswered) as raised:
        await endpoint.ask(PROMPT)
    assert (raised.value.outcome, raised.value.again) == (Outcome.TOO_LONG, False)


async def test_a_compressed_answer_nobody_asked_for_is_not_unpacked(
    endpoint: OpenAIEndpoint, httpx2_mock: Router
) -> None:
    httpx2_mock.post(CHAT).respond(200, headers={"content-encoding": "gzip"}, content=b"\x1f\x8b")
    with pytest.raises(Unanswered) as raised:
        await endpoint.ask(PROMPT)
    assert raised.value.outcome is Outcome.TOO_LONG


NO_COMPLETIONS = (
    b"",
    b"hello",
    b"null",
    b"[]",
    b"{}",
    b'{"choices": []}',
    b'{"choices": [null]}',
    b'{"choices": [{"message": 1}]}',
    b'{"choices": [{"message": {"content": 5}}]}',
    b"[" * 5_000,
    b"\xff\xfe",
)


@pytest.mark.parametrize("body", NO_COMPLETIONS, ids=range(len(NO_COMPLETIONS)))
async def test_an_answer_that_is_no_completion_is_unusable(
    endpoint: OpenAIEndpoint, httpx2_mock: Router, body: bytes
) -> None:
    httpx2_mock.post(CHAT).respond(200, content=body, headers={"content-type": "application/json"})
    with pytest.raises(Unanswered) as raised:
        await endpoint.ask(PROMPT)
    assert (raised.value.outcome, raised.value.again, raised.value.billed) == (Outcome.UNUSABLE, False, True)


@pytest.mark.parametrize(
    "usage",
    [
        None,
        {},
        "many",
        {"prompt_tokens": -1, "completion_tokens": 3},
        {"prompt_tokens": 7, "completion_tokens": 10**18},
    ],
)
async def test_a_count_of_tokens_that_can_not_be_right_counts_as_none(
    endpoint: OpenAIEndpoint, httpx2_mock: Router, usage: object
) -> None:
    httpx2_mock.post(CHAT).respond(json=completion("{}", usage=usage))
    reply = await endpoint.ask(PROMPT)
    assert (reply.content, reply.tokens_in, reply.tokens_out) == ("{}", None, None)


async def test_an_answer_that_was_cut_off_and_a_refusal_to_answer_have_no_content(
    endpoint: OpenAIEndpoint, httpx2_mock: Router
) -> None:
    cut = [{"message": {"content": '{"label"'}, "finish_reason": "length"}]
    refused = [{"message": {"content": None, "refusal": "I can't"}, "finish_reason": "stop"}]
    httpx2_mock.post(CHAT).mock(
        side_effect=[Response(200, json=completion(choices=choices)) for choices in (cut, refused)]
    )
    assert (await endpoint.ask(PROMPT)).content is None
    assert (await endpoint.ask(PROMPT)).content is None


@pytest.mark.parametrize(
    ("complaint", "then"),
    [
        ("Unsupported parameter: 'temperature'", Dialect(temperature=False)),
        ("Use 'max_tokens' instead of 'max_completion_tokens'", Dialect(max_completion_tokens=False)),
        ("response_format json_schema is unknown here", Dialect(json_schema=False)),
        ("something is wrong", Dialect(json_schema=False)),
    ],
)
async def test_what_an_endpoint_does_not_understand_is_left_out_from_then_on(
    endpoint: OpenAIEndpoint, httpx2_mock: Router, complaint: str, then: Dialect
) -> None:
    refusal = Response(400, json={"error": {"message": complaint}})
    httpx2_mock.post(CHAT).mock(side_effect=[refusal] + [Response(200, json=completion()) for _ in range(2)])
    await endpoint.ask(PROMPT)
    await endpoint.ask(PROMPT)
    first, *later = sent(httpx2_mock)
    assert first == {"model": "small", **Dialect().request(PROMPT)}
    assert later == [{"model": "small", **then.request(PROMPT)}] * 2


async def test_an_endpoint_that_understands_nothing_is_asked_a_bounded_number_of_times(
    endpoint: OpenAIEndpoint, httpx2_mock: Router
) -> None:
    everything = "temperature max_completion_tokens response_format"
    httpx2_mock.post(CHAT).respond(422, json={"error": {"message": everything}})
    with pytest.raises(Unanswered) as raised:
        await endpoint.ask(PROMPT)
    assert raised.value.outcome is Outcome.REFUSED
    assert len(httpx2_mock.calls) == 4


def test_without_schemas_the_schema_is_told_in_words() -> None:
    request = Dialect(json_schema=False, max_completion_tokens=False, temperature=False).request(PROMPT)
    assert request["response_format"] == {"type": "json_object"}
    assert request["messages"][0]["content"].endswith('fits this JSON Schema: {"type": "object"}')
    assert request["max_tokens"] == 64
    assert "temperature" not in request


def test_schemas_are_as_strict_endpoints_want_them() -> None:
    questions = [choice(Task.INTENT, shown("hm"), {"save": "keep"}), marks(shown("call Ana"))]
    for question in questions:
        assert question
        schema = question.prompt.schema
        objects = [schema, *(each for each in schema.get("$defs", {}).values() if each["type"] == "object")]
        assert all(each["additionalProperties"] is False for each in objects)
        assert all(sorted(each["required"]) == sorted(each["properties"]) for each in objects)
