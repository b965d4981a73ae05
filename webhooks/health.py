"""Whether the bot is alive, whether it is ready, and its figures."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.errors import TuckawayError

PATIENCE: Final = 3.0

Checks = Mapping[str, Callable[[], Awaitable[None]]]
"""By name, what returns when a part is well and raises a TuckawayError when it isn't."""

router = APIRouter(include_in_schema=False)


@router.get("/health/live")
async def live() -> dict[str, str]:
    """The process runs."""
    return {"status": "alive"}


@router.get("/health/ready")
async def ready(request: Request) -> JSONResponse:
    """Messages can be stored and questions answered; 503 names the parts that are not well."""
    checks: Checks = request.app.state.checks
    results = dict(zip(checks, await asyncio.gather(*map(_well, checks.values())), strict=True))
    status = "ready" if all(results.values()) else "not ready"
    parts = {name: "well" if well else "not well" for name, well in results.items()}
    return JSONResponse({"status": status, **parts}, 200 if status == "ready" else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Prometheus figures, where they are switched on."""
    if not request.app.state.metrics:
        return Response(status_code=404)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _well(check: Callable[[], Awaitable[None]]) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await check()
    except (TuckawayError, TimeoutError):
        return False
    return True
