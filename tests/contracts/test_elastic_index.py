"""The search index on a real Elasticsearch keeps what every search index promises."""

from collections.abc import AsyncIterator, Collection, Sequence

import pytest
from typing_extensions import override

from bot.messages import MemoryId, PersonId
from memory.search.elastic.engine import ElasticIndex
from memory.search.port import Entry
from tests import elasticsearch
from tests.contracts.test_search_index import FINGERPRINT, SearchIndexContract


class TestElasticIndex(SearchIndexContract):
    @pytest.fixture
    async def index(self, worker_id: str) -> AsyncIterator[ElasticIndex]:
        index = ElasticIndex(elasticsearch.server(worker_id))
        await index.open(FINGERPRINT)
        await index.clear()
        yield index
        await index.close()


class TestElasticIndexOnceRefreshed(SearchIndexContract):
    """The same with nothing overlaid: what is found comes from the server, as other replicas find it."""

    @pytest.fixture
    async def index(self, worker_id: str) -> AsyncIterator["RefreshedIndex"]:
        index = RefreshedIndex(elasticsearch.server(worker_id))
        await index.open(FINGERPRINT)
        await index.clear()
        yield index
        await index.close()


class RefreshedIndex(ElasticIndex):
    """Its writes return when everybody finds what they wrote."""

    @override
    async def put(self, entries: Sequence[Entry]) -> None:
        await super().put(entries)
        await self.persons()

    @override
    async def forget(self, person: PersonId, memories: Collection[MemoryId]) -> int:
        removed = await super().forget(person, memories)
        await self.persons()
        return removed
