"""The search index on a real Elasticsearch keeps what every search index promises."""

from collections.abc import AsyncIterator

import pytest

from memory.search.elastic.engine import ElasticIndex
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
