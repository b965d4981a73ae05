"""The Elasticsearch that tests run on: the one that TUCKAWAY_TEST_ELASTICSEARCH_URL names."""

import os
from dataclasses import replace
from typing import Final

import pytest

from memory.search.elastic.server import Patience, Server

URL: Final = "TUCKAWAY_TEST_ELASTICSEARCH_URL"
REQUIRED: Final = "TUCKAWAY_TEST_REQUIRE_ELASTICSEARCH"
# A busy machine may take seconds to make an index; what is waited for in vain has tests of its own.
PATIENCE: Final = Patience(reading=20, writing=60, settling=0.05)


def server(worker: str, patience: Patience = PATIENCE) -> Server:
    """Where one worker of the tests keeps its indexes; without a server the test is skipped, or fails if told so."""
    url = os.environ.get(URL)
    if url:
        return Server(url, name=f"tuckaway-test-{worker}", replicas=0, patience=patience)
    if os.environ.get(REQUIRED):
        pytest.fail(f"{REQUIRED} is set, but {URL} names no server")
    pytest.skip(f"needs an Elasticsearch: `infra/elasticsearch-for-tests` starts one, {URL} names it")


def impatient(server: Server) -> Server:
    """The same, for tests of what happens when the time is up."""
    return replace(server, patience=Patience(reading=0.3, writing=0.6, pause=0.01, attempts=3, settling=0.05))
