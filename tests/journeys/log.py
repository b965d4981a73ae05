"""The conversation of a running Tuckaway, read the way a page reads it."""

import asyncio
from typing import Any

import httpx

from tests.processes import Running


async def conversation(running: Running, cookie: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    async with httpx.AsyncClient(base_url=running.url, headers={"Cookie": cookie}, timeout=30) as client:
        while True:
            after = found[-1]["sequence"] if found else 0
            page = (await client.get("/api/v1/messages", params={"after": after, "limit": 200})).json()
            found += page["items"]
            if not page["more"]:
                return found


async def settled(running: Running, cookie: str, acknowledged: set[str]) -> list[dict[str, Any]]:
    """The conversation, once everything acknowledged is in it."""
    async with asyncio.timeout(180):
        while True:
            messages = await conversation(running, cookie)
            if acknowledged <= {message["client_id"] for message in messages}:
                return messages
            await asyncio.sleep(0.2)
