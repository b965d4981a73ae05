"""The whole bot on a search server of the operator's: it starts, keeps and answers, whether that is there or not."""

import pytest
from pydantic import SecretStr

from bot.assembling_engines import search_index
from bot.cli.examination import _index as examined
from bot.cli.findings import Verdict
from bot.data_folder import DataFolder
from bot.settings import Settings
from memory.search.elastic.engine import ElasticIndex
from memory.search.elastic.server import Server
from tests import elasticsearch
from tests.fakes.elasticsearch import FakeElasticsearch
from tests.webhooks.stage import eventually, open_store, running


@pytest.fixture
async def named(settings: Settings, worker_id: str) -> Settings:
    """Settings that name the server for tests, emptied of what an earlier test put there."""
    server = elasticsearch.server(worker_id)
    async with server.connect() as client:
        for name in await client.indices.get(index=f"{server.name}-*"):
            await client.indices.delete(index=name)
    more = {"search_url": server.url, "search_name": server.name, "search_replicas": 0}
    return settings.model_copy(update=more)


async def test_what_is_saved_is_answered_from_the_server(named: Settings, folder: DataFolder) -> None:
    async with open_store(named, folder) as store, running(store, named, alone=True) as bot:
        await bot.say("the spare key is under the blue pot")
        assert "blue pot" in str(await bot.say("where is the spare key?"))
        assert (await examined(store)).verdict is not Verdict.WRONG
    assert not any(folder.index.glob("*.sqlite3"))


async def test_a_bot_whose_search_server_is_away_starts_and_keeps_and_catches_up(
    named: Settings, folder: DataFolder
) -> None:
    async with FakeElasticsearch("none") as nobody:
        away = named.model_copy(update={"search_url": nobody.url})
    async with open_store(away, folder) as store, running(store, away, alone=True) as bot:
        await bot.say("the spare key is under the blue pot")
        finding = await examined(store)
        assert (finding.verdict, finding.finding) == (Verdict.WRONG, "can't be used")
        assert "start it, or correct TUCKAWAY_SEARCH_URL" in finding.mend
    async with open_store(named, folder) as store, running(store, named, alone=True) as bot:

        async def found() -> bool:
            return "blue pot" in str(await bot.say("where is the spare key?"))

        await eventually(found)


async def test_settings_reach_the_server(named: Settings, folder: DataFolder) -> None:
    user = named.model_copy(update={"search_user": "anna", "search_password": SecretStr("hush")})
    assert isinstance(search_index(user, folder), ElasticIndex)
    assert not isinstance(search_index(named.model_copy(update={"search_url": None}), folder), ElasticIndex)


@pytest.mark.parametrize(("url", "port"), [("http://h", 80), ("https://h", 443), ("https://h:9200", 9200)])
async def test_the_usual_port_need_not_be_named(url: str, port: int) -> None:
    async with Server(url).connect() as client:
        [node] = client.transport.node_pool.all()
        assert node.port == port
