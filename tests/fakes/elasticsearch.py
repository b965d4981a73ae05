"""An Elasticsearch that is well and empty until it is told what is wrong with it: the other side of the wire."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web

from memory.search.elastic.mapping import meta

PRODUCT: Final = {"X-Elastic-Product": "Elasticsearch"}


@dataclass(frozen=True)
class Said:
    """One answer; `hold` keeps it back until the server stops."""

    status: int = 200
    body: Mapping[str, Any] = field(default_factory=dict)
    hold: bool = False
    headers: Mapping[str, str] = field(default_factory=lambda: PRODUCT)


def error(status: int, kind: str, reason: str = "") -> Said:
    """Elasticsearch's way of refusing."""
    return Said(status, {"error": {"type": kind, "reason": reason}, "status": status})


class FakeElasticsearch:
    """Answers what `scripts` has for the last part of a path, one after the other, then as a server that is well.

    Args:
        fingerprint: of the index it holds.
    """

    def __init__(self, fingerprint: str, dimensions: int = 512) -> None:
        self.scripts: defaultdict[str, deque[Said]] = defaultdict(deque)
        self.asked: list[str] = []
        self.logins: list[str] = []
        self.mappings: dict[str, Any] = {"_meta": meta(fingerprint), "properties": {"vector": {"dims": dimensions}}}
        self._stopped = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Listen, after a stop on the same port again."""
        self._stopped.clear()
        application = web.Application(client_max_size=2**30)
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Break every connection off."""
        self._stopped.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def says(self, call: str, *answers: Said) -> None:
        """What the next requests whose path ends with `call` are answered."""
        self.scripts[call].extend(answers)

    def times(self, call: str) -> int:
        """How often something whose path ends with `call` was asked."""
        return sum(path.endswith(f"/{call}") for path in self.asked)

    async def _answer(self, request: web.Request) -> web.Response:
        body, call = await request.read(), request.path.rsplit("/", 1)[-1]
        self.asked.append(request.path)
        self.logins.append(request.headers.get("Authorization", ""))
        said = self.scripts[call].popleft() if self.scripts[call] else self._well(call, request.path, body)
        if said.hold:
            await self._stopped.wait()
        return web.json_response(said.body, status=said.status, headers=said.headers)

    def _well(self, call: str, path: str, body: bytes) -> Said:
        lines = [json.loads(line) for line in body.splitlines()] if call in {"_bulk", "_msearch"} else []
        answers: dict[str, Mapping[str, Any]] = {
            "_mapping": {path.split("/")[1]: {"mappings": self.mappings}},
            "state": {"found": True, "_source": {"complete": True}},
            "_bulk": {"items": [{"index": {"status": 201, "result": "created"}} for line in lines if "index" in line]},
            "_msearch": {"responses": [_nothing(line) for line in lines[1::2]]},
        }
        return Said(body=answers.get(call, {}))


def _nothing(search: Mapping[str, Any]) -> Mapping[str, Any]:
    terms = search.get("aggs", {}).get("containing", {}).get("filters", {}).get("filters", {})
    counted = {"containing": {"buckets": {term: {"doc_count": 0} for term in terms}}, "length": {"value": 0.0}}
    return {"status": 200, "hits": {"total": {"value": 0}, "hits": []}, "aggregations": counted}
