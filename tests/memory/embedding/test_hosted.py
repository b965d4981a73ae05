"""The whole way to an embeddings endpoint on the loopback that stalls, fails, lies and floods."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.database import Database
from bot.errors import EmbedderUnavailable
from bot.settings import Settings
from memory.embedding.hosted import BATCH, CHARACTERS, HostedEmbedder
from memory.embedding.lengths import EmbeddingModel, learn, length_of
from memory.embedding.texts import TEXT_LIMIT
from memory.endpoints.breaker import FAILURES, REST
from memory.endpoints.calling import ATTEMPTS
from memory.endpoints.spending import LanguageCall, LanguageDay, Tariff
from tests.fakes.embeddings import LENGTH, FakeEmbeddings, fails, vector
from tests.fakes.openai import KEY, MODEL, Fault, refusal
from tests.memory.embedding.hosting import LONG, Host
from tests.memory.language.people import ledger_of

NOTE = "the spare key is under the blue pot"


@pytest.fixture(autouse=True)
async def database(settings: Settings) -> AsyncIterator[Database]:
    async with ledger_of(settings) as opened:
        yield opened


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    async with FakeEmbeddings() as server:
        yield Host(server)


@pytest.fixture
async def embedder(host: Host) -> AsyncIterator[HostedEmbedder]:
    """One that knows how long vectors are."""
    made = host.embedder(length=LENGTH)
    await made.open()
    yield made
    await made.close()


def written(*numbers: float) -> str:
    return base64.b64encode(np.asarray(numbers, dtype="<f4").tobytes()).decode()


def answered(*vectors: object) -> Fault:
    return fails(data=[{"index": index, "embedding": each} for index, each in enumerate(vectors)])


async def outcomes() -> list[str]:
    return [call.outcome for call in await LanguageCall.find_all().to_list()]


async def sooner_or_later(embedder: HostedEmbedder) -> NDArray[np.float32]:
    async with asyncio.timeout(LONG):
        while True:
            with suppress(EmbedderUnavailable):
                return await embedder.embed([NOTE])


async def test_texts_go_out_once_with_key_and_model_and_the_call_is_written_down(
    host: Host, embedder: HostedEmbedder
) -> None:
    await embedder.embed([NOTE, "two eggs", NOTE])
    await embedder.embed([NOTE])
    assert host.server.texts == [NOTE, "two eggs"]
    assert (host.server.keys, host.server.requests[0]["model"]) == ([KEY], MODEL)
    [call] = await LanguageCall.find_all().to_list()
    assert (call.person, call.task, call.outcome) == ("embeddings", "embedding", "answered")
    assert (call.tokens_in, call.tokens_out, call.cost) == (10, 0, 10)
    [day] = await LanguageDay.find_all().to_list()
    assert (day.person, day.spent, day.calls) == ("embeddings", 10, 1)


async def test_rows_are_the_endpoint_s_filled_up_to_a_power_of_two_with_their_cosines(embedder: HostedEmbedder) -> None:
    rows = await embedder.embed([NOTE, "the key of the shed"])
    raw = np.stack([vector(NOTE), vector("the key of the shed")])
    assert (rows.shape, embedder.dimensions) == ((2, 512), 512)
    assert not rows[:, LENGTH:].any()
    expected = raw[0] @ raw[1] / np.linalg.norm(raw[0]) / np.linalg.norm(raw[1])
    assert rows[0] @ rows[1] == pytest.approx(expected, abs=1e-5)


async def test_vectors_that_come_in_another_order_find_their_texts(host: Host, embedder: HostedEmbedder) -> None:
    host.server.backwards = True
    texts = [f"note number {number}" for number in range(5)]
    rows = await embedder.embed(texts)
    for text, row in zip(texts, rows, strict=True):
        assert row[:LENGTH] @ vector(text) == pytest.approx(np.linalg.norm(vector(text)), rel=1e-4)


async def test_calls_that_wait_go_together_in_bounded_batches(host: Host, embedder: HostedEmbedder) -> None:
    await asyncio.gather(*(embedder.embed([f"note {number}"]) for number in range(100)))
    sizes = [len(request["input"]) for request in host.server.requests]
    assert sum(sizes) == 100
    assert max(sizes) <= BATCH
    assert len(sizes) <= 2 + 100 // BATCH


async def test_long_texts_are_cut_and_share_a_request_up_to_a_number_of_characters(
    host: Host, embedder: HostedEmbedder
) -> None:
    await embedder.embed([f"{number} " + "word " * 10_000 for number in range(BATCH)])
    assert max(len(text) for text in host.server.texts) == TEXT_LIMIT
    assert len(host.server.requests) > 1
    assert all(sum(map(len, request["input"])) <= CHARACTERS for request in host.server.requests)


@pytest.mark.parametrize("status", [429, 500, 503, 408])
async def test_a_passing_failure_is_tried_again_after_a_pause(
    host: Host, embedder: HostedEmbedder, status: int
) -> None:
    host.server.fail(refusal(status))
    assert (await embedder.embed([NOTE])).any()
    assert len(host.pauses) == 1
    assert len(host.server.requests) == 2


async def test_a_pause_that_the_endpoint_asks_for_is_kept(host: Host, embedder: HostedEmbedder) -> None:
    host.server.fail(refusal(429, retry_after="2"))
    await embedder.embed([NOTE])
    assert host.pauses == [2.0]


@pytest.mark.parametrize("fault", [refusal(429), refusal(500), Fault(drop=True)])
async def test_a_failure_that_stays_is_told_and_the_next_call_goes_through(
    host: Host, embedder: HostedEmbedder, fault: Fault
) -> None:
    host.server.fail(*[fault] * ATTEMPTS)
    with pytest.raises(EmbedderUnavailable):
        await embedder.embed([NOTE])
    assert (await embedder.embed([NOTE])).any()


@pytest.mark.parametrize(
    "lie",
    [
        Fault(raw=b"<html>Welcome to the captive portal</html>"),
        Fault(raw=b'{"data": [{"index": 0, "embed'),
        Fault(raw=b"\0" * 1_000),
        Fault(bytes=2**24),
        fails(data=[]),
        fails(data=[{"index": 0}]),
        fails(data=[{"embedding": [1.0] * LENGTH}]),
        answered(),
        answered([1.0] * LENGTH),
        answered([1.0] * LENGTH, [1.0] * LENGTH, [1.0] * LENGTH),
        answered([1.0] * (LENGTH - 1), [1.0] * (LENGTH - 1)),
        answered([1.0] * LENGTH, [1.0] * 7),
        answered([1.0] * LENGTH, [1.0] * (LENGTH - 1) + [float("nan")]),
        answered([1.0] * LENGTH, [1.0] * (LENGTH - 1) + [float("inf")]),
        answered([1.0] * LENGTH, [1.0] * (LENGTH - 1) + [1e300]),
        answered(written(*[1.0] * LENGTH), written(*[float("nan")] * LENGTH)),
        answered(written(*[1.0] * LENGTH), "no base64 §"),
        answered(written(*[1.0] * LENGTH), "AAA="),
        answered("", ""),
        fails(data=[{"index": 1, "embedding": [1.0] * LENGTH}, {"index": 1, "embedding": [1.0] * LENGTH}]),
        fails(data=[{"index": 1, "embedding": [1.0] * LENGTH}, {"index": 2, "embedding": [1.0] * LENGTH}]),
    ],
)
async def test_a_lie_is_no_vector_is_not_kept_and_not_asked_for_again_at_once(
    host: Host, embedder: HostedEmbedder, lie: Fault
) -> None:
    host.server.fail(lie)
    with pytest.raises(EmbedderUnavailable):
        await embedder.embed([NOTE, "two eggs"])
    assert len(host.server.requests) == 1
    assert (await embedder.embed([NOTE, "two eggs"])).any(axis=1).all()
    assert len(host.server.requests) == 2


async def test_after_so_many_failures_the_endpoint_is_left_alone_until_one_call_finds_it_well(
    host: Host, embedder: HostedEmbedder
) -> None:
    host.server.always(Fault(raw=b"?"))
    for number in range(FAILURES + 3):
        with pytest.raises(EmbedderUnavailable):
            await embedder.embed([f"note {number}"])
    assert embedder.resting
    assert len(host.server.requests) == FAILURES
    assert not await embedder.prepare(["another"])
    host.server.always(None)
    host.clock.advance((REST + timedelta(seconds=1)).total_seconds())
    assert not embedder.resting
    assert (await embedder.embed([NOTE])).any()


async def test_what_is_at_hand_needs_no_endpoint(host: Host, embedder: HostedEmbedder) -> None:
    row = await embedder.embed([NOTE])
    host.server.always(Fault(drop=True))
    assert ((await embedder.embed([NOTE])) == row).all()


async def test_nobody_waits_longer_than_allowed_and_the_vector_is_at_hand_when_it_came_at_last(host: Host) -> None:
    hold = asyncio.Event()
    embedder = host.embedder(length=LENGTH, patience=0.05)
    await embedder.open()
    host.server.fail(Fault(hold=hold))
    with pytest.raises(EmbedderUnavailable, match="longer than"):
        await embedder.embed([NOTE])
    await host.server.until(lambda: host.server.under_way)
    hold.set()
    assert (await sooner_or_later(embedder)).any()
    assert host.server.texts == [NOTE]
    await embedder.close()


async def test_what_a_person_waits_for_does_not_stand_in_line_behind_what_is_prepared(
    host: Host, embedder: HostedEmbedder
) -> None:
    hold = asyncio.Event()
    host.server.fail(Fault(hold=hold))
    preparing = asyncio.ensure_future(embedder.prepare([f"memory {number}" for number in range(100)]))
    await host.server.until(lambda: host.server.under_way)
    assert (await embedder.embed(["where is the key?"])).any()
    assert not preparing.done()
    hold.set()
    assert await preparing


async def test_a_text_that_is_refused_while_others_are_taken_has_no_place_and_is_not_asked_about_again(
    host: Host, embedder: HostedEmbedder
) -> None:
    host.server.refused = "forbidden"
    rows = await embedder.embed(["one fish", "a forbidden fish", "two fish"])
    assert rows.any(axis=1).tolist() == [True, False, True]
    requests = len(host.server.requests)
    assert not (await embedder.embed(["a forbidden fish"])).any()
    assert len(host.server.requests) == requests
    assert not (await embedder.embed(["another forbidden fish"])).any()


async def test_an_endpoint_that_takes_nothing_is_unavailable_however_it_words_that(
    host: Host, embedder: HostedEmbedder
) -> None:
    for status in (400, 401, 404, 422):
        host.server.always(refusal(status))
        with pytest.raises(EmbedderUnavailable):
            await embedder.embed([f"note for {status}"])


async def test_one_that_fails_while_texts_are_tried_one_by_one_is_unavailable(
    host: Host, embedder: HostedEmbedder
) -> None:
    host.server.fail(refusal(413), refusal(401))
    with pytest.raises(EmbedderUnavailable):
        await embedder.embed(["one fish", "two fish"])


async def test_nothing_is_sent_that_could_cost_more_than_is_left_of_the_day(host: Host) -> None:
    most = len(NOTE) + 8
    embedder = host.embedder(length=LENGTH, tariff=Tariff(1, 0, daily=most, daily_per_person=0))
    await embedder.open()
    assert (await embedder.embed([NOTE])).any()
    with pytest.raises(EmbedderUnavailable, match="budget of 2026-04-03 for embeddings"):
        await embedder.embed(["x" * len(NOTE)])
    assert host.server.texts == [NOTE]
    host.clock.advance(24 * 3600)
    assert (await embedder.embed(["x" * len(NOTE)])).any()
    await embedder.close()


async def test_an_endpoint_that_does_not_say_its_tokens_is_billed_for_the_most(
    host: Host, embedder: HostedEmbedder
) -> None:
    host.server.fail(fails(usage=None))
    await embedder.embed([NOTE])
    [call] = await LanguageCall.find_all().to_list()
    assert call.tokens_in == len(NOTE) + 8


async def test_how_long_vectors_are_is_asked_once_with_nobody_s_words_and_known_from_then_on(host: Host) -> None:
    first = host.embedder()
    await first.open()
    await first.open()
    assert first.dimensions == 512
    assert host.server.texts == [NOTE]
    host.server.always(Fault(drop=True))
    second = host.embedder()
    await second.open()
    assert (second.dimensions, second.digest) == (first.dimensions, first.digest)
    assert len(host.server.requests) == 1
    await first.close()
    await second.close()


async def test_of_two_replicas_that_learn_it_at_once_the_first_holds() -> None:
    assert await learn("model", 384) == 384
    assert await learn("model", 768) == 384
    assert await length_of("model") == 384
    assert await EmbeddingModel.find_all().count() == 1


async def test_a_start_that_can_t_learn_it_says_what_to_do(host: Host) -> None:
    host.server.always(Fault(drop=True))
    embedder = host.embedder()
    with pytest.raises(EmbedderUnavailable, match="or set TUCKAWAY_EMBEDDINGS_DIMENSIONS"):
        await embedder.open()
    assert not await embedder.prepare([NOTE])
    await embedder.close()


async def test_where_it_is_set_the_endpoint_is_told_and_need_not_be_there_at_the_start(host: Host) -> None:
    host.server.always(Fault(drop=True))
    embedder = host.embedder(length=64)
    await embedder.open()
    assert (embedder.dimensions, host.server.requests) == (64, [])
    host.server.always(None)
    assert (await embedder.embed([NOTE])).shape == (1, 64)
    assert host.server.requests[0]["dimensions"] == 64
    await embedder.close()


async def test_the_digest_tells_models_and_lengths_apart_and_not_addresses(host: Host) -> None:
    async with FakeEmbeddings() as elsewhere:
        embedders = [host.embedder(length=64), host.embedder(length=128), Host(elsewhere).embedder(length=64)]
        for embedder in embedders:
            await embedder.open()
            await embedder.close()
    digests = [embedder.digest for embedder in embedders]
    assert digests[0] == digests[2] != digests[1]


async def test_closing_lets_go_of_those_who_wait(host: Host, embedder: HostedEmbedder) -> None:
    host.server.always(Fault(hold=asyncio.Event()))
    waiting = asyncio.ensure_future(embedder.embed(["note"] * 3))
    preparing = asyncio.ensure_future(embedder.prepare(["another"]))
    await host.server.until(lambda: host.server.under_way == 2)
    await embedder.close()
    for each in (waiting, preparing):
        with pytest.raises(asyncio.CancelledError):
            await each
    assert set(await outcomes()) == {"given up"}
