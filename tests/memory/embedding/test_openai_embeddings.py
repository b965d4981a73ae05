"""What goes over the wire to an embeddings endpoint, and what older ones make of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from memory.embedding.endpoint import Texts
from memory.embedding.openai import OpenAIEmbeddings
from memory.endpoints.endpoint import Outcome, Unanswered
from tests.fakes.embeddings import LENGTH, FakeEmbeddings, vector
from tests.fakes.openai import KEY, MODEL, Fault, refusal
from tests.memory.language.people import HandClock

TEXTS = Texts(("one fish", "two fish"))


@asynccontextmanager
async def endpoint(server: FakeEmbeddings, *, dimensions: int | None = None) -> AsyncIterator[OpenAIEmbeddings]:
    made = OpenAIEmbeddings(server.url, MODEL, KEY, dimensions, HandClock())
    try:
        yield made
    finally:
        await made.close()


@pytest.mark.parametrize("server", [FakeEmbeddings(), FakeEmbeddings(base64=False), FakeEmbeddings(formats=("float",))])
async def test_vectors_are_the_same_in_base64_and_written_out(server: FakeEmbeddings) -> None:
    async with server, endpoint(server) as asked:
        placed = await asked.ask(TEXTS)
    assert placed.rows == pytest.approx(np.stack([vector(text) for text in TEXTS.texts]), rel=1e-5)
    assert placed.tokens_in == 4


async def test_an_endpoint_without_base64_is_asked_for_it_only_once() -> None:
    async with FakeEmbeddings(formats=("float",)) as server, endpoint(server) as asked:
        for _ in range(2):
            await asked.ask(TEXTS)
        assert [request["encoding_format"] for request in server.requests] == ["base64", "float", "float"]


async def test_an_endpoint_that_can_t_be_told_how_long_vectors_should_be_is_asked_without() -> None:
    async with FakeEmbeddings(unknown=("dimensions",)) as server, endpoint(server, dimensions=LENGTH) as asked:
        placed = await asked.ask(Texts(("one fish",), LENGTH))
        assert placed.rows.shape == (1, LENGTH)
        assert ["dimensions" in request for request in server.requests] == [True, False]


async def test_a_refusal_that_names_nothing_we_could_leave_is_one() -> None:
    async with FakeEmbeddings() as server, endpoint(server) as asked:
        server.always(refusal(400, "no such thing"))
        with pytest.raises(Unanswered) as raised:
            await asked.ask(TEXTS)
    assert (raised.value.outcome, raised.value.status) == (Outcome.REFUSED, 400)
    assert len(server.requests) == 2


async def test_an_answer_of_another_length_than_expected_is_none() -> None:
    async with FakeEmbeddings() as server, endpoint(server) as asked:
        with pytest.raises(Unanswered) as raised:
            await asked.ask(Texts(("one fish",), LENGTH + 1))
    assert (raised.value.outcome, raised.value.billed) == (Outcome.UNUSABLE, True)


async def test_where_nobody_listens_there_is_no_answer() -> None:
    async with FakeEmbeddings() as server:
        url = server.url
    asked = OpenAIEmbeddings(url, MODEL, None, None, HandClock())
    with pytest.raises(Unanswered) as raised:
        await asked.ask(TEXTS)
    await asked.close()
    assert (raised.value.outcome, raised.value.again) == (Outcome.FAILED, True)


async def test_an_answer_that_does_not_end_is_given_up() -> None:
    async with FakeEmbeddings() as server, endpoint(server) as asked:
        server.fail(Fault(bytes=2**25))
        with pytest.raises(Unanswered) as raised:
            await asked.ask(TEXTS)
        assert raised.value.outcome is Outcome.TOO_LONG


async def test_it_tells_which_models_there_are() -> None:
    async with FakeEmbeddings() as server, endpoint(server) as asked:
        assert await asked.models() == (MODEL,)
