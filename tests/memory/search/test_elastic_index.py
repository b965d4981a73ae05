"""What the engine on a real Elasticsearch does beside what every search index promises."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from elasticsearch import AsyncElasticsearch
from hypothesis import given, settings
from hypothesis.strategies import (
    DrawFn,
    builds,
    composite,
    dates,
    frozensets,
    just,
    lists,
    none,
    sampled_from,
    text,
    tuples,
)
from typing_extensions import override

from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory.recall import Recall
from memory.search.blind import blind_terms
from memory.search.elastic.engine import ElasticIndex
from memory.search.elastic.mapping import index_name
from memory.search.elastic.server import Server
from memory.search.embedded import EmbeddedIndex
from memory.search.port import Candidates, Query, Scope
from memory.sought import Indexable, Sought
from tests import elasticsearch
from tests.benchmarks.recall import PlacedByHash
from tests.contracts.entries import ANNA, BEN, TOLD, direction, entry, ids, words
from tests.contracts.test_search_index import FINGERPRINT

KEY = words("key")


@pytest.fixture
def server(worker_id: str) -> Server:
    return elasticsearch.server(worker_id)


@pytest.fixture
async def client(server: Server) -> AsyncIterator[AsyncElasticsearch]:
    """Whoever looks after the server."""
    async with server.connect() as client:
        yield client


@pytest.fixture
async def index(server: Server) -> AsyncIterator[ElasticIndex]:
    async with Opened(server) as index:
        await index.clear()
        yield index


class Opened:
    """An index for as long as a test lasts."""

    def __init__(self, server: Server) -> None:
        self._index = ElasticIndex(server)

    async def __aenter__(self) -> ElasticIndex:
        await self._index.open(FINGERPRINT)
        return self._index

    async def __aexit__(self, *_: object) -> None:
        await self._index.close()


async def lexical(index: ElasticIndex, query: Query = KEY, person: PersonId = ANNA) -> list[str]:
    return sorted(ids((await index.find(person, query, limit=50)).lexical))


@pytest.mark.usefixtures("index")
async def test_other_replicas_find_a_memory_by_themselves_as_the_server_settles_every_second(
    server: Server, client: AsyncElasticsearch
) -> None:
    patient = replace(server, patience=replace(server.patience, settling=60))
    async with Opened(patient) as writing, Opened(server) as reading, asyncio.timeout(60):
        await writing.put([entry(ANNA, "m1", "key")])
        while await lexical(reading) != ["m1"]:
            await asyncio.sleep(0.05)
    held = await client.indices.get_settings(index=f"{server.name}-*")
    assert {each["settings"]["index"]["refresh_interval"] for each in held.values()} == {"1s"}


async def test_what_is_recent_and_what_is_settled_score_as_one(server: Server, index: ElasticIndex) -> None:
    entries = [
        entry(ANNA, f"m{number}", "key " * (number % 4) + f"pot w{number}", minute=number) for number in range(12)
    ]
    query = words("key pot w3")
    await index.put(entries)
    await index.persons()
    settled = (await index.find(ANNA, query, limit=50)).lexical
    patient = replace(server, patience=replace(server.patience, settling=60))
    async with Opened(patient) as half:
        await half.put(entries[::2])
        mixed = (await half.find(ANNA, query, limit=50)).lexical
        page = await half.select(ANNA, Scope(), limit=3, skip=2)
    assert ids(mixed) == ids(settled)
    assert [hit.score for hit in mixed] == pytest.approx([hit.score for hit in settled])
    assert (ids(page.hits), page.total) == (["m9", "m8", "m7"], 12)


async def test_both_engines_rank_and_score_the_same(index: ElasticIndex, tmp_path: Path) -> None:
    texts = ("key pot", "key key key pot box", "pot", "box key w w w w w w w w", "box box", "w")
    entries = [entry(ANNA, f"m{number}", text, direction(number - 2.5, 1), number) for number, text in enumerate(texts)]
    query = Query(("key", "box", "pot"), direction(1, 2))
    embedded = EmbeddedIndex(tmp_path)
    await embedded.open(FINGERPRINT)
    await embedded.put(entries)
    expected = await embedded.find(ANNA, query, limit=5)
    await embedded.close()
    await index.put(entries)
    recent = await index.find(ANNA, query, limit=5)
    await index.persons()
    for found in (recent, await index.find(ANNA, query, limit=5)):
        assert (ids(found.lexical), ids(found.dense)) == (ids(expected.lexical), ids(expected.dense))
        assert [hit.score for hit in found.lexical] == pytest.approx([hit.score for hit in expected.lexical], rel=1e-4)
        assert [hit.score for hit in found.dense] == pytest.approx([hit.score for hit in expected.dense], abs=0.01)


async def test_an_index_deleted_by_hand_is_made_anew_by_the_next_save(
    server: Server, index: ElasticIndex, client: AsyncElasticsearch
) -> None:
    await index.put([entry(ANNA, "m1", "key")])
    await index.rebuilt()
    await client.indices.delete(index=index_name(server, FINGERPRINT))
    with pytest.raises(IndexUnavailable, match="is gone from Elasticsearch"):
        await index.find(ANNA, KEY, limit=5)
    assert index.needs_rebuild
    await index.put([entry(ANNA, "m2", "key")])
    assert await lexical(index) == ["m2"]
    assert index.needs_rebuild


async def test_a_save_notices_itself_that_the_index_is_gone_and_so_does_the_check(
    server: Server, index: ElasticIndex, client: AsyncElasticsearch
) -> None:
    await index.rebuilt()
    await client.indices.delete(index=index_name(server, FINGERPRINT))
    await index.put([entry(ANNA, "m1", "key")])
    assert index.needs_rebuild
    await index.rebuilt()
    await client.indices.delete(index=index_name(server, FINGERPRINT))
    with pytest.raises(IndexUnavailable):
        await index.check()
    await index.check()
    assert index.needs_rebuild
    assert await index.find(ANNA, KEY, limit=5) == Candidates()


async def test_an_index_made_read_only_says_how_to_lift_it_and_takes_the_same_again(
    server: Server, index: ElasticIndex, client: AsyncElasticsearch
) -> None:
    name = index_name(server, FINGERPRINT)
    await index.put([entry(ANNA, "m1", "key")])
    for block, advice in (("write", "lift the block"), ("read_only_allow_delete", "disk is nearly full")):
        await client.indices.put_settings(index=name, settings={f"index.blocks.{block}": True})
        with pytest.raises(IndexUnavailable, match=advice):
            await index.put([entry(ANNA, "m2", "key")])
        assert await lexical(index) == ["m1"]
        await client.indices.put_settings(index=name, settings={f"index.blocks.{block}": None})
    await index.put([entry(ANNA, "m2", "key")])
    assert await lexical(index) == ["m1", "m2"]


@pytest.mark.usefixtures("index")
async def test_an_index_with_other_fields_is_left_alone_until_it_is_cleared(
    server: Server, client: AsyncElasticsearch
) -> None:
    name = index_name(server, FINGERPRINT)
    await client.indices.delete(index=name)
    await client.indices.create(index=name, mappings={"properties": {"title": {"type": "text"}}})
    async with OpenedInVain(server) as other:
        with pytest.raises(IndexUnavailable, match=f"delete it with DELETE /{name}"):
            await other.put([entry(ANNA, "m1", "key")])
        await other.clear()
        await other.put([entry(ANNA, "m1", "key")])
        assert await lexical(other) == ["m1"]


@pytest.mark.usefixtures("index")
async def test_an_alias_where_the_index_should_be_is_named_with_its_mend(
    server: Server, client: AsyncElasticsearch
) -> None:
    name, elsewhere = index_name(server, FINGERPRINT), f"{server.name}-elsewhere"
    await client.indices.delete(index=name)
    await client.indices.create(index=elsewhere, aliases={name: {}})
    try:
        async with OpenedInVain(server) as other:
            with pytest.raises(IndexUnavailable, match=f"delete it with DELETE /_all/_alias/{name}"):
                await other.put([entry(ANNA, "m1", "key")])
            await client.indices.delete_alias(index="_all", name=name)
            await other.put([entry(ANNA, "m1", "key")])
            assert await lexical(other) == ["m1"]
    finally:
        await client.indices.delete(index=elsewhere)


class OpenedInVain(Opened):
    """One whose opening fails."""

    @override
    async def __aenter__(self) -> ElasticIndex:
        with pytest.raises(IndexUnavailable):
            await super().__aenter__()
        return self._index


async def test_a_complete_index_takes_the_common_name_and_the_others_go(
    server: Server, index: ElasticIndex, client: AsyncElasticsearch
) -> None:
    await index.rebuilt()
    assert list(await client.indices.get(index=server.name)) == [index_name(server, FINGERPRINT)]
    await index.open("model-2")
    await index.put([entry(ANNA, "m1", "key")])
    await index.rebuilt()
    assert list(await client.indices.get(index=server.name)) == [index_name(server, "model-2")]
    assert list(await client.indices.get(index=f"{server.name}-*")) == [index_name(server, "model-2")]


async def test_a_replica_left_behind_does_not_make_again_the_index_that_gave_way(
    server: Server, index: ElasticIndex, client: AsyncElasticsearch
) -> None:
    await index.put([entry(ANNA, "m1", "key")])
    await index.rebuilt()
    newer = ElasticIndex(server)
    await newer.open("model-2")
    await newer.rebuilt()
    for call in (index.put([entry(ANNA, "m2", "key")]), index.check(), index.put([entry(ANNA, "m3", "key")])):
        with pytest.raises(IndexUnavailable, match="gave way to that of a Tuckaway with another version"):
            await call
    with pytest.raises(IndexUnavailable):
        await index.find(ANNA, KEY, limit=5)
    assert list(await client.indices.get(index=f"{server.name}-*")) == [index_name(server, "model-2")]
    # Started anew it is another matter: somebody wants that model back.
    await index.open(FINGERPRINT)
    await index.put([entry(ANNA, "m2", "key")])
    assert await lexical(index) == ["m2"]
    await newer.close()


async def test_a_forgotten_person_is_gone_for_other_replicas_too(server: Server, index: ElasticIndex) -> None:
    await index.put([entry(ANNA, f"m{number}", "key", direction(1, number)) for number in range(300)])
    assert await index.forget_person(ANNA) == 300
    async with Opened(server) as other:
        assert await other.find(ANNA, Query(("key",), direction(1)), limit=5) == Candidates()
        assert await other.stamps(ANNA) == {}


async def test_two_people_may_call_a_memory_the_same(index: ElasticIndex) -> None:
    await index.put([entry(ANNA, "m1", "key"), entry(BEN, "m1", "pot")])
    await index.forget(BEN, [MemoryId("m1")])
    assert await lexical(index) == ["m1"]


async def test_the_rarest_terms_of_a_very_long_question_count(index: ElasticIndex) -> None:
    many = [f"t{number}" for number in range(200)]
    await index.put([entry(ANNA, f"m{number}", " ".join(many)) for number in range(3)])
    await index.put([entry(ANNA, "rare", "needle")])
    assert "rare" in await lexical(index, words(" ".join([*many, "needle"])))


# What is in the files of the server, for whoever steals them.


async def test_nothing_readable_is_in_the_files_of_the_server(
    server: Server, index: ElasticIndex, client: AsyncElasticsearch
) -> None:
    recall, key = Recall(index, PlacedByHash()), bytes(range(32))
    await index.clear()
    await recall.index([Indexable(ANNA, key, MemoryId("m1"), "The xylograph lies behind quinquennial paper", TOLD)])
    name = index_name(server, FINGERPRINT)
    await client.indices.flush(index=name, force=True)
    raw = await asyncio.to_thread(_files, await _folders(client, name))
    [term] = blind_terms(key, ["xylograph"])
    assert term.encode() in raw  # what was indexed is in these files
    for word in ("xylograph", "quinquennial", "paper", "behind", "march"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in raw.lower()
    [vector] = await PlacedByHash().embed(["The xylograph lies behind quinquennial paper"])
    assert vector.astype("<f4").tobytes()[:16] not in raw
    assert vector.astype(">f4").tobytes()[:16] not in raw


async def _folders(client: AsyncElasticsearch, name: str) -> list[Path]:
    """Where the server keeps an index."""
    uuid = (await client.indices.get_settings(index=name))[name]["settings"]["index"]["uuid"]
    nodes = (await client.nodes.stats(metric="fs"))["nodes"].values()
    paths = [Path(each["path"]) for node in nodes for each in node["fs"]["data"]]
    return [folder for path in paths for folder in path.rglob(uuid)]


def _files(folders: Sequence[Path]) -> bytes:
    return b"".join(path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())


async def test_the_same_words_of_two_people_are_told_apart_by_nobody_without_their_keys(index: ElasticIndex) -> None:
    keys = {ANNA: b"a" * 32, BEN: b"b" * 32}
    assert not {*blind_terms(keys[ANNA], ["key", "pot"])} & {*blind_terms(keys[BEN], ["key", "pot"])}
    recall = Recall(index, PlacedByHash())
    await recall.index([Indexable(ANNA, keys[ANNA], MemoryId("m1"), "the key is under the pot", TOLD)])
    assert (await recall.search(ANNA, keys[ANNA], Sought("key", "key"))).ranked
    assert not (await recall.search(ANNA, keys[BEN], Sought("key", "key"))).ranked


TERMS = ("key", "pot", "*:*", "person:ben", '"', "AND", "ben m1", "/.*/", "*", "", "state")


@composite
def queries(draw: DrawFn) -> Query:
    """Whatever anybody might think of, with what the other one's memories hold among it."""
    term = sampled_from(TERMS) | text(max_size=20)
    some = frozensets(sampled_from(("red", "ben", "*")) | text(max_size=5), max_size=3)
    scope = Scope(
        told=draw(none() | just((TOLD, TOLD.replace(year=2030)))),
        days=draw(none() | tuples(dates(), dates())),
        labels=tuple(draw(lists(some, max_size=2))),
        without_labels=draw(some),
        phrases=tuple(draw(lists(lists(term, max_size=3).map(tuple), max_size=2))),
        without_phrases=tuple(draw(lists(lists(term, max_size=3).map(tuple), max_size=2))),
    )
    vector = draw(none() | builds(direction, sampled_from((1.0, -1.0)), sampled_from((0.0, 1.0))))
    terms = tuple(draw(lists(term, max_size=6)))
    return Query(terms, vector, draw(just(scope) | just(Scope())), marks=draw(some))


@pytest.fixture(scope="module")
async def peopled(worker_id: str) -> AsyncIterator[ElasticIndex]:
    """An index in which two people say and mean the same."""
    async with Opened(elasticsearch.server(worker_id)) as index:
        await index.clear()
        for person in (ANNA, BEN):
            await index.put(
                [
                    replace(
                        entry(person, f"{person}{number}", "key pot", direction(1, number)), labels=frozenset(("red",))
                    )
                    for number in range(5)
                ]
            )
        await index.persons()
        yield index


@given(query=queries())
@settings(max_examples=20)
async def test_no_question_of_one_person_ever_finds_a_memory_of_another(peopled: ElasticIndex, query: Query) -> None:
    for person in (ANNA, BEN, PersonId("*"), PersonId("ben OR anna")):
        found = await peopled.find(person, query, limit=50)
        selection = await peopled.select(person, query.scope, limit=50)
        everything = [*found.lexical, *found.dense, *selection.hits]
        assert all(hit.memory.startswith(person) for hit in everything)
        assert selection.total == len(selection.hits)
