"""A filling that is cut off: by a kill, or by a database that goes away in the middle of it."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pymongo.errors import PyMongoError
from pymongo.uri_parser import parse_uri

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.errors import IndexUnavailable
from bot.settings import Settings, load_settings
from memory.documents import Memory
from memory.embedding.local import LocalEmbedder
from memory.filling import Filling
from memory.index_source import PAGE
from memory.search.elastic.server import Server
from memory.search.port import EVERYTHING
from memory.verifying import Verifying
from tests import elasticsearch
from tests.conftest import loaded_encoder
from tests.fakes.gate import Gate
from tests.memory.desk import Desk, store_of, stored
from tests.processes import environment

PAGES = 60


def silent(_done: int, _total: int) -> None:
    """Nobody watches."""


@asynccontextmanager
async def store_with(folder: DataFolder, given: dict[str, str]) -> AsyncIterator[Store]:
    whole = {"data_dir": str(folder.path), **given}
    settings = load_settings({f"TUCKAWAY_{name.upper()}": value for name, value in whole.items()}, env_file=None)
    async with store_of(settings, folder, LocalEmbedder(loaded_encoder)) as store:
        yield store


def given_by(settings: Settings) -> dict[str, str]:
    uri = settings.mongodb_uri
    assert uri is not None
    return {"mongodb_uri": uri.get_secret_value(), "mongodb_database": settings.mongodb_database}


def on(server: Server) -> dict[str, str]:
    return {"search_url": server.url, "search_name": server.name, "search_replicas": "0"}


async def told_on_many_pages(store: Store) -> Desk:
    """Somebody whose memories lie so far apart that each is a page of its own."""
    anna = await Desk.of(store)
    saved = await anna.save("the spare key is under the blue pot", index=False)
    template = await stored(saved.id)
    assert template is not None
    rest = range(1, PAGES)
    await Memory.insert_many(
        [template.model_copy(update={"id": f"copy-{number}", "changed": number * PAGE}) for number in rest]
    )
    await anna.move_on(PAGES * PAGE)
    return anna


async def nothing_missing_nothing_twice(anna: Desk) -> None:
    whole = await anna.store.recall._index.select(anna.person, EVERYTHING, limit=2 * PAGES)
    assert whole.total == len({hit.memory for hit in whole.hits}) == PAGES
    verified = await Verifying(anna.store.recall, anna.store.vault).verify(silent)
    assert (verified.memories, verified.mended) == (PAGES, 0)
    assert not anna.store.recall.needs_rebuild


@pytest.mark.parametrize("engine", ["embedded", "elasticsearch"])
async def test_a_reindex_that_was_killed_is_taken_up_with_nothing_missing_and_nothing_twice(
    settings: Settings, folder: DataFolder, worker_id: str, engine: str
) -> None:
    given = given_by(settings) | (on(elasticsearch.server(worker_id)) if engine == "elasticsearch" else {})
    async with store_with(folder, given) as store:
        await store.recall._index.clear()
        anna = await told_on_many_pages(store)
        await _killed_while_reindexing(folder.path, given)
        assert await store.recall.bookmark()
        assert set(await store.recall.persons()) == {anna.person}  # which makes Elasticsearch show what the other wrote
        assert 0 < len(await store.recall.stamps(anna.person)) < PAGES
        filled = await Filling(store.recall, store.vault).fill(silent)
        assert filled.resumed
        assert 0 < filled.put < PAGES
        await nothing_missing_nothing_twice(anna)


async def _killed_while_reindexing(folder: Path, given: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "reindex"),
        env=environment(folder, given),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    assert (await process.stderr.readline()).startswith(b"Reindexing: ")
    process.kill()
    assert await process.wait() == -signal.SIGKILL


async def test_a_database_that_goes_away_during_a_filling_is_waited_for_and_the_rest_follows(
    settings: Settings, folder: DataFolder
) -> None:
    given = given_by(settings)
    [(host, port)] = parse_uri(given["mongodb_uri"])["nodelist"]
    async with Gate(port) as gate:
        given["mongodb_uri"] = given["mongodb_uri"].replace(f"{host}:{port}", f"127.0.0.1:{gate.port}")
        async with store_with(folder, given) as store:
            anna = await told_on_many_pages(store)
            filling = Filling(store.recall, store.vault)

            def go_away(done: int, _total: int) -> None:
                if done == PAGES // 2:
                    gate.shut()

            with pytest.raises(PyMongoError):
                await filling.fill(go_away)
            assert store.recall.needs_rebuild
            assert store.recall.incomplete
            # What is there is found meanwhile.
            found = await store.recall.sharing(anna.person, anna.search_key, "spare key", limit=PAGES)
            assert len(found) == PAGES // 2
            await gate.open()
            await filling.look()
            assert not store.recall.incomplete
            await nothing_missing_nothing_twice(anna)


async def test_an_index_deleted_by_hand_and_one_that_took_no_changes_are_whole_again_by_themselves(
    settings: Settings, folder: DataFolder, worker_id: str
) -> None:
    server = elasticsearch.server(worker_id)
    async with store_with(folder, given_by(settings) | on(server)) as store, server.connect() as client:
        await store.recall._index.clear()
        anna, filling = await Desk.of(store), Filling(store.recall, store.vault)
        await anna.save("the spare key is under the blue pot")
        await filling.look()
        [name] = await client.indices.get_alias(name=server.name)
        # As the server does itself when its disk is nearly full.
        await client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": True})
        await anna.save("the boiler wants 1.5 bar")
        assert store.recall.incomplete
        assert [each.memory.text for each in await anna.ask("where is the spare key?")]
        await client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": None})
        await store.indexer.catch_up()
        assert not store.recall.incomplete
        await client.indices.delete(index=name)
        await anna.save("Mia is allergic to kiwi")
        await filling.look()
        verified = await Verifying(store.recall, store.vault).verify(silent)
        assert (verified.memories, verified.mended) == (3, 0)
        # Nobody need save anything for it: whoever only asks finds it whole again as well.
        await client.indices.delete(index=name)
        with pytest.raises(IndexUnavailable, match="is gone"):
            await anna.ask("where is the spare key?")
        await filling.look()
        assert [each.memory.text for each in await anna.ask("where is the spare key?")]
