"""What the engine on Elasticsearch does when its server is away, slow, red, full or strange, or takes half."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import IndexUnavailable
from bot.messages import MemoryId
from memory.search.elastic.engine import ElasticIndex
from memory.search.elastic.server import Patience, Server
from memory.search.port import Candidates, Scope, SearchIndex
from tests.contracts.entries import ANNA, entry, ids, words
from tests.contracts.test_search_index import FINGERPRINT
from tests.fakes.elasticsearch import FakeElasticsearch, Said, error

PATIENCE = Patience(reading=0.4, writing=0.8, pause=0.001, attempts=3, settling=0.01)
ENTRIES = [entry(ANNA, "m1", "key"), entry(ANNA, "m2", "pot"), entry(ANNA, "m3", "bin")]

FLOOD = error(
    429,
    "cluster_block_exception",
    "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded "
    "flood-stage watermark, index has read-only-allow-delete block];",
)
BLOCK = error(403, "cluster_block_exception", "index [x] blocked by: [FORBIDDEN/8/index write (api)];")
STARTING = error(
    503, "cluster_block_exception", "blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];"
)
RED = error(503, "search_phase_execution_exception", "all shards failed")
BUSY = error(429, "es_rejected_execution_exception", "rejected")

CALLS: dict[str, Callable[[SearchIndex], Awaitable[object]]] = {
    "put": lambda index: index.put(ENTRIES),
    "find": lambda index: index.find(ANNA, words("key"), limit=5),
    "select": lambda index: index.select(ANNA, Scope(), limit=5),
    "forget": lambda index: index.forget(ANNA, [MemoryId("m1")]),
    "forget_person": lambda index: index.forget_person(ANNA),
    "clear": lambda index: index.clear(),
    "doubt": lambda index: index.doubt(),
    "rebuilt": lambda index: index.rebuilt(),
    "stamps": lambda index: index.stamps(ANNA),
    "persons": lambda index: index.persons(),
    "bookmark": lambda index: index.bookmark(),
    "keep_bookmark": lambda index: index.keep_bookmark("page 7"),
    "check": lambda index: index.check(),
}


def items(*errors: Said | None) -> Said:
    """A bulk's answer: for each change its error, or that it was taken."""
    taken = {"status": 201, "result": "created"}
    return Said(body={"items": [{"index": taken if each is None else dict(each.body)} for each in errors]})


@pytest.fixture
async def server() -> AsyncIterator[FakeElasticsearch]:
    async with FakeElasticsearch(FINGERPRINT) as fake:
        yield fake


@pytest.fixture
async def index(server: FakeElasticsearch) -> AsyncIterator[ElasticIndex]:
    index = ElasticIndex(Server(server.url, patience=PATIENCE))
    await index.open(FINGERPRINT)
    yield index
    await index.close()


async def refusal(call: Awaitable[object]) -> str:
    with pytest.raises(IndexUnavailable) as raised:
        await call
    return str(raised.value)


@pytest.mark.parametrize("call", CALLS)
async def test_a_server_that_is_away_is_named_and_used_again_when_it_is_back(
    server: FakeElasticsearch, index: ElasticIndex, call: str
) -> None:
    await server.stop()
    sentence = await refusal(CALLS[call](index))
    assert f"{server.url} can't be reached: start it" in sentence
    await server.start()
    await index.put(ENTRIES)
    assert ids((await index.find(ANNA, words("key"), limit=5)).lexical) == ["m1"]


async def test_a_server_that_is_away_at_the_start_is_used_when_it_comes(server: FakeElasticsearch) -> None:
    index = ElasticIndex(Server(server.url, patience=PATIENCE))
    await server.stop()
    await refusal(index.open(FINGERPRINT))
    assert not index.needs_rebuild  # nobody knows
    await server.start()
    assert await index.find(ANNA, words("key"), limit=5) == Candidates()
    await index.close()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Said(hold=True), "does not answer in time"),
        (RED, "can't be reached in Elasticsearch (red)"),
        (STARTING, "is starting or has no master"),
        (BUSY, "has more to do than it can"),
        (error(401, "security_exception"), "correct TUCKAWAY_SEARCH_USER and _PASSWORD, or _API_KEY"),
        (error(403, "security_exception"), "give it the rights"),
        (error(400, "search_phase_execution_exception"), "delete it with DELETE /tuckaway-memories-"),
        (error(400, "media_type_header_exception"), "is too old: install version 9.3 or newer"),
        (error(500, "oops"), "failed (status 500, oops): look at what it logs"),
        (Said(status=502), "failed (status 502, no reason)"),
        (Said(headers={}), "is not Elasticsearch: correct TUCKAWAY_SEARCH_URL"),
    ],
)
async def test_a_question_in_vain_says_what_to_do_about_it_and_the_next_one_is_answered(
    server: FakeElasticsearch, index: ElasticIndex, said: Said, sentence: str
) -> None:
    server.says("_msearch", said)
    assert sentence in await refusal(index.find(ANNA, words("key"), limit=5))
    assert await index.find(ANNA, words("key"), limit=5) == Candidates()


async def test_half_an_answer_is_none(server: FakeElasticsearch, index: ElasticIndex) -> None:
    server.says("_msearch", Said(body={"responses": [dict(RED.body), {"status": 200, "hits": {"hits": []}}]}))
    assert "(red)" in await refusal(index.find(ANNA, words("key"), limit=5))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (FLOOD, "its disk is nearly full: free space"),
        (BLOCK, "lift the block with PUT /tuckaway-memories-"),
        (error(503, "unavailable_shards_exception"), "(red)"),
        (error(400, "strict_dynamic_mapping_exception"), "was not made for this version"),
    ],
)
async def test_what_is_refused_is_counted_explained_and_may_be_given_again(
    server: FakeElasticsearch, index: ElasticIndex, said: Said, sentence: str
) -> None:
    server.says("_bulk", items(None, said, said))
    refused = await refusal(index.put(ENTRIES))
    assert refused.startswith("2 of 3 changes did not get into the search index")
    assert sentence in refused
    assert server.times("_bulk") == 1
    await index.put(ENTRIES)
    assert ids((await index.find(ANNA, words("bin"), limit=5)).lexical) == ["m3"]


async def test_what_the_server_is_too_busy_for_is_given_again_alone(
    server: FakeElasticsearch, index: ElasticIndex
) -> None:
    server.says("_bulk", BUSY, items(None, BUSY, None), items(None))
    await index.put(ENTRIES)
    assert server.times("_bulk") == 3
    assert ids((await index.find(ANNA, words("pot"), limit=5)).lexical) == ["m2"]


async def test_a_server_that_stays_too_busy_is_given_up(server: FakeElasticsearch, index: ElasticIndex) -> None:
    server.says("_bulk", *[BUSY] * PATIENCE.attempts)
    assert (await refusal(index.put(ENTRIES))).startswith("3 of 3 changes")


async def test_a_write_does_not_wait_for_ever(server: FakeElasticsearch, index: ElasticIndex) -> None:
    server.says("_bulk", Said(hold=True))
    assert "does not answer in time" in await refusal(index.put(ENTRIES))


async def test_what_was_written_stays_findable_while_the_server_can_not_refresh(
    server: FakeElasticsearch, index: ElasticIndex
) -> None:
    server.says("_refresh", RED, RED)
    await index.put(ENTRIES)
    while server.scripts["_refresh"]:
        assert ids((await index.find(ANNA, words("key"), limit=5)).lexical) == ["m1"]


async def test_thousands_of_recent_changes_are_left_to_the_server_at_once(server: FakeElasticsearch) -> None:
    index = ElasticIndex(Server(server.url, patience=replace(PATIENCE, writing=30, settling=30)))
    await index.open(FINGERPRINT)
    before = server.times("_refresh")
    await index.put([entry(ANNA, f"m{number}", "key") for number in range(5_001)])
    assert server.times("_refresh") == before + 1
    assert await index.find(ANNA, words("key"), limit=5) == Candidates()  # the fake keeps nothing
    await index.close()


@pytest.mark.parametrize("other", [{"_meta": {}, "properties": {}}, {"properties": {"title": {"type": "text"}}}])
async def test_an_index_of_somebody_else_under_our_name_is_not_touched(
    server: FakeElasticsearch, other: dict[str, object]
) -> None:
    server.mappings = other
    index = ElasticIndex(Server(server.url, patience=PATIENCE))
    assert "was not made for this version of Tuckaway" in await refusal(index.open(FINGERPRINT))
    assert "DELETE /tuckaway-memories-" in await refusal(index.put(ENTRIES))
    assert server.times("_bulk") == 0
    await index.close()


async def test_a_login_is_sent_and_never_told(server: FakeElasticsearch) -> None:
    named = Server(server.url, login=("anna", "hush"), patience=PATIENCE)
    keyed = Server(server.url, api_key="hush", patience=PATIENCE)
    for each, header in ((named, "Basic YW5uYTpodXNo"), (keyed, "ApiKey hush")):
        index = ElasticIndex(each)
        await index.open(FINGERPRINT)
        await index.close()
        assert server.logins[-1] == header
        assert "hush" not in repr(each)


async def test_a_file_of_certificates_that_is_not_there_is_named() -> None:
    index = ElasticIndex(Server("https://127.0.0.1:1", ca_file=Path("/nowhere.pem"), patience=PATIENCE))
    assert "correct TUCKAWAY_SEARCH_URL or _CA_FILE" in await refusal(index.open(FINGERPRINT))
