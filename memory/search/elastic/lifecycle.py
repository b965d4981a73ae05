"""Makes an index in Elasticsearch, tells whether it is complete, and lets it take the place of others."""

import re
from typing import Any, Final

from elasticsearch import AsyncElasticsearch, BadRequestError, NotFoundError

from bot.errors import IndexUnavailable
from memory.search.elastic.faults import ALIAS, MAPPING, IndexSuperseded, translated
from memory.search.elastic.mapping import STATE, creation, index_name, meta, writing_name
from memory.search.elastic.server import Server

EXISTS: Final = "resource_already_exists_exception"
CONFLICTS: Final = 3


class Lifecycle:
    """One index: what is done to it as a whole. Every method raises IndexUnavailable.

    Args:
        client: connected to `server`.
        server: whose names and numbers count.
        fingerprint: what the content means.
        dimensions: of its vectors.
    """

    def __init__(self, client: AsyncElasticsearch, server: Server, fingerprint: str, dimensions: int) -> None:
        self.index = index_name(server, fingerprint)
        # Making an index takes its time on a cluster that has many.
        self._client = client.options(request_timeout=server.patience.writing)
        self._server = server
        self._fingerprint = fingerprint
        self._dimensions = dimensions

    async def make(self, *, again: bool = False) -> None:
        """Create the index unless it is there; else check it, and make everything put so far findable.

        Args:
            again: it has been there since we were started.

        Raises:
            IndexSuperseded: it went because the index of another version or model has taken its place.
        """
        with translated(self._server.url, self.index):
            try:
                known = await self._client.indices.get_mapping(index=self.index)
            except NotFoundError:
                if again:
                    await self._unless_superseded()
                await self._create()
            else:
                if self.index not in known:
                    raise IndexUnavailable(ALIAS.format(index=self.index))
                self._recognise(known[self.index]["mappings"])
                await self._client.indices.refresh(index=self.index)

    async def make_anew(self) -> None:
        """Delete the index with all that is in it, whatever it was, and create it."""
        with translated(self._server.url, self.index):
            await self._client.indices.delete(index=self.index, ignore_unavailable=True)
            await self._create()

    async def refresh(self) -> None:
        """Make everything written so far findable."""
        with translated(self._server.url, self.index):
            await self._client.indices.refresh(index=self.index)

    async def check(self) -> None:
        """Return when every part of the index answers. Raises IndexMissing when there is none."""
        with translated(self._server.url, self.index):
            await self._client.search(
                index=self.index, size=0, track_total_hits=False, allow_partial_search_results=False
            )

    async def state(self) -> dict[str, Any]:
        """`complete` and `bookmark`, as far as they were ever noted."""
        with translated(self._server.url, self.index):
            try:
                found = await self._client.get(index=self.index, id=STATE, routing=STATE)
            except NotFoundError as error:
                # An index without the document says so with `found`; without an index that is missing.
                if "found" not in error.body:
                    raise
                return {}
        known: dict[str, Any] = found["_source"]
        return known

    async def note(self, **state: bool | str) -> None:
        """Change some of the state and leave the rest."""
        with translated(self._server.url, self.index):
            await self._client.update(
                index=writing_name(self.index),
                id=STATE,
                routing=STATE,
                doc=state,
                doc_as_upsert=True,
                require_alias=True,
                retry_on_conflict=CONFLICTS,
            )

    async def take_over(self) -> None:
        """Let the common name stand for this index, and delete those of other fingerprints, in one step."""
        with translated(self._server.url, self.index):
            others = await self._client.indices.get(index=f"{self._server.name}-*", features="aliases")
            ours = re.compile(re.escape(self._server.name) + "-[0-9a-f]{16}")
            removed = [name for name in others if ours.fullmatch(name) and name != self.index]
            await self._client.indices.update_aliases(
                actions=[
                    {"add": {"index": self.index, "alias": self._server.name}},
                    *({"remove_index": {"index": name}} for name in removed),
                ]
            )

    async def _unless_superseded(self) -> None:
        try:
            holders = await self._client.indices.get_alias(name=self._server.name)
        except NotFoundError:
            return
        if any(name != self.index for name in holders):
            raise IndexSuperseded(self.index)

    async def _create(self) -> None:
        try:
            await self._client.indices.create(
                index=self.index, **creation(self._server, self.index, self._fingerprint, self._dimensions)
            )
        except BadRequestError as error:
            # Another replica was quicker.
            if error.error != EXISTS:
                raise

    def _recognise(self, mappings: dict[str, Any]) -> None:
        told = mappings.get("_meta", {})
        if told != meta(self._fingerprint) or mappings["properties"].get("vector", {}).get("dims") != self._dimensions:
            raise IndexUnavailable(MAPPING.format(index=self.index, kind="other fields"))
