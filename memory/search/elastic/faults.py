"""What can be wrong with an Elasticsearch, and what whoever runs it does about it: one sentence each."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from elastic_transport import TlsError
from elasticsearch import ApiError, ConnectionTimeout, TransportError, UnsupportedProductError

from bot.errors import IndexUnavailable

MISSING: Final = "index_not_found_exception"
BLOCKED: Final = "cluster_block_exception"


class IndexMissing(IndexUnavailable):
    """Somebody has deleted the index; it is made anew with the next change, and has to be filled."""

    def __init__(self, index: str) -> None:
        super().__init__(f"the search index {index} is gone from Elasticsearch: it is made and filled anew by itself")


class IndexSuperseded(IndexUnavailable):
    """Replicas with another version or embedding model have filled an index of their own, and ours has gone."""

    def __init__(self, index: str) -> None:
        sentence = f"the search index {index} gave way to that of a Tuckaway with another version or embedding model: "
        super().__init__(sentence + "start this one anew with the same; what it saves, the others find")


class Busy(IndexUnavailable):
    """The server asks for a pause; a moment later it may take the same."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a server answered instead of doing it.

    Attributes:
        status: of HTTP, or what an item of a batch has in its place.
        kind: Elasticsearch's name for it.
        reason: Elasticsearch's own words.
    """

    status: int
    kind: str = ""
    reason: str = ""

    @classmethod
    def of(cls, answer: object, status: int) -> "Trouble":
        """From the body of an answer, or one item of it."""
        error = answer.get("error") if isinstance(answer, Mapping) else None
        if not isinstance(error, Mapping):
            return cls(status)
        return cls(status, str(error.get("type", "")), str(error.get("reason", "")))

    @property
    def passing(self) -> bool:
        """Whether the same may be taken in a moment."""
        return self.status == TOO_MANY and self.kind != BLOCKED

    def error(self, url: str, index: str) -> IndexUnavailable:
        """What it means for us."""
        if self.kind == MISSING:
            return IndexMissing(index)
        sentence = _sentence(self).format(url=url, index=index, status=self.status, kind=self.kind or "no reason")
        return Busy(sentence) if self.passing else IndexUnavailable(sentence)


TOO_MANY: Final = 429

DISK_FULL: Final = (
    "Elasticsearch at {url} has made its indexes read-only because its disk is nearly full: free space or add a node; "
    "it takes changes again by itself"
)
READ_ONLY: Final = (
    "the search index {index} in Elasticsearch takes no changes because somebody blocked it: lift the block with PUT "
    '/{index}/_settings {{"index.blocks.write": null, "index.blocks.read_only": null}}'
)
STARTING: Final = "Elasticsearch at {url} is starting or has no master: wait, or look at GET /_cluster/health there"
RED: Final = (
    "parts of the search index {index} can't be reached in Elasticsearch (red): bring the missing node back, or delete "
    "the index with DELETE /{index} to have it made and filled anew"
)
BUSY: Final = "Elasticsearch at {url} has more to do than it can (status 429): give it more memory or cores"
LOGIN: Final = "Elasticsearch at {url} refuses the login: correct TUCKAWAY_SEARCH_USER and _PASSWORD, or _API_KEY"
RIGHTS: Final = (
    "the login at Elasticsearch {url} may not do this: give it the rights `read`, `write`, `manage` for {index}*"
)
TOO_OLD: Final = "Elasticsearch at {url} is too old: install version 9.3 or newer"
ALIAS: Final = (
    "{index} in Elasticsearch is an alias of another index, not the search index: delete it with "
    "DELETE /_all/_alias/{index}, and the index is made and filled anew by itself"
)
MAPPING: Final = (
    "the search index {index} in Elasticsearch was not made for this version of Tuckaway ({kind}): delete it with "
    "DELETE /{index}, and it is made and filled anew by itself"
)
FAILED: Final = "Elasticsearch at {url} failed (status {status}, {kind}): look at what it logs itself"
SILENT: Final = "Elasticsearch at {url} does not answer in time: look whether it has enough memory and cores"
AWAY: Final = "Elasticsearch at {url} can't be reached: start it, or correct TUCKAWAY_SEARCH_URL"
UNTRUSTED: Final = (
    "Elasticsearch at {url} shows a certificate that isn't trusted: name its authority's in TUCKAWAY_SEARCH_CA_FILE"
)
NOT_ONE: Final = "what answers at {url} is not Elasticsearch: correct TUCKAWAY_SEARCH_URL"

# What is looked for in kind and reason, the first that is there; what is not said that way goes by its status.
_WORDS: Final[Mapping[str, str]] = {
    "media_type_header_exception": TOO_OLD,
    "unknown setting": TOO_OLD,
    "read-only-allow-delete": DISK_FULL,
    "state not recovered": STARTING,
    "no master": STARTING,
    "master_not_discovered": STARTING,
    BLOCKED: READ_ONLY,
}
_STATUSES: Final[Mapping[int, str]] = {
    400: MAPPING,
    401: LOGIN,
    403: RIGHTS,
    429: BUSY,
    503: RED,
}
# How a request can end without an answer; more special ones first.
_ENDS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (ConnectionTimeout, SILENT),
    (TimeoutError, SILENT),
    (TlsError, UNTRUSTED),
    (TransportError, AWAY),
)


@contextmanager
def translated(url: str, index: str) -> Iterator[None]:
    """Turns Elasticsearch's errors into ours, and a time that is up.

    Raises:
        IndexMissing: there is no such index.
        Busy: it asks for a pause.
        IndexUnavailable: anything else.
    """
    try:
        yield
    except UnsupportedProductError as error:
        raise IndexUnavailable(NOT_ONE.format(url=url)) from error
    except ApiError as error:
        raise Trouble.of(error.body, error.status_code).error(url, index) from error
    except (TransportError, TimeoutError) as error:
        sentence = next(sentence for kind, sentence in _ENDS if isinstance(error, kind))
        raise IndexUnavailable(sentence.format(url=url)) from error


def refuse(answer: Mapping[str, Any], url: str, index: str) -> None:
    """Raise what is wrong with one answer of several, if anything is."""
    if "error" in answer:
        raise Trouble.of(answer, answer.get("status", 0)).error(url, index)


def _sentence(trouble: Trouble) -> str:
    said = f"{trouble.kind} {trouble.reason}"
    worded = next((sentence for words, sentence in _WORDS.items() if words in said), None)
    return worded or _STATUSES.get(trouble.status, FAILED)
