"""What an index in Elasticsearch is called and how its fields are kept."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from memory.search.elastic.server import Server

SCHEMA_VERSION: Final = 4
"""Raised whenever fields are kept otherwise; part of the index's name."""

REFRESH: Final = "1s"
DEEPEST_PAGE: Final = 1_000_000
"""Memories of one person that can be leafed through; a page costs as many places as lie before its end."""
VECTORS: Final = "int8_flat"
"""Exact but for the rounding to bytes, and read for one person at a time: right up to some 100,000 memories of one."""

STATE: Final = "state"
"""The id of the document that says how far filling the index has come; it belongs to nobody, so nobody finds it."""


def index_name(server: Server, fingerprint: str) -> str:
    """The index that holds what this fingerprint means."""
    digest = hashlib.blake2b(f"{SCHEMA_VERSION} {fingerprint}".encode(), digest_size=8).hexdigest()
    return f"{server.name}-{digest}"


def writing_name(index: str) -> str:
    """The alias to write by. An index deleted by hand takes it along, and so isn't made again by the next write."""
    return f"{index}-writing"


def creation(server: Server, index: str, fingerprint: str, dimensions: int) -> dict[str, Any]:
    """What to create an index with."""
    return {
        "settings": _settings(server),
        "mappings": {
            "dynamic": "strict",
            "_meta": meta(fingerprint),
            "_routing": {"required": True},
            # What was indexed is not kept a second time to be given back.
            "_source": {"includes": ["bookmark", "complete"]},
            "properties": {**_FIELDS, "vector": _vector(dimensions)},
        },
        "aliases": {writing_name(index): {}},
    }


def meta(fingerprint: str) -> dict[str, Any]:
    """What an index tells about itself."""
    return {"fingerprint": fingerprint, "schema": SCHEMA_VERSION}


def _settings(server: Server) -> dict[str, Any]:
    copies = {"auto_expand_replicas": f"0-{server.replicas}"} if server.replicas else {"number_of_replicas": 0}
    return {
        "number_of_shards": server.shards,
        # One person's documents lie together: a question reads some neighbours instead of jumping through the whole
        # file, which with a million memories of 10,000 people takes a third of the time.
        "sort.field": ["person", "at"],
        # Said outright: by default an index that nobody has asked for half a minute isn't refreshed at all.
        "refresh_interval": REFRESH,
        "max_result_window": DEEPEST_PAGE,
        **copies,
    }


def _vector(dimensions: int) -> dict[str, Any]:
    options = {"type": VECTORS}
    return {"type": "dense_vector", "dims": dimensions, "index": True, "similarity": "cosine", "index_options": options}


_KEPT: Final = {"type": "keyword", "index": False}
_FIELDS: Final[Mapping[str, Any]] = {
    "person": {"type": "keyword"},
    "memory": {"type": "keyword"},
    "terms": {"type": "text", "analyzer": "whitespace"},
    # What a hit tells, in one piece: to look up an id among everybody's takes a third of fetching a hit.
    "card": {"type": "binary", "doc_values": True},
    "length": {"type": "integer"},
    "labels": {"type": "keyword"},
    "at": {"type": "date", "format": "epoch_millis"},
    "day": {"type": "date", "format": "strict_date"},
    "stamp": _KEPT,
    "bookmark": {**_KEPT, "doc_values": False},
    "complete": {"type": "boolean", "index": False, "doc_values": False},
}
