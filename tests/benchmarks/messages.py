"""How fast messages are taken, answered and kept up with: `python -m tests.benchmarks.messages [--memories 10000]`.

A whole Tuckaway runs in processes of its own with the embedded database; this process is its browser and its Telegram.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from itertools import cycle
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
import uvicorn
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks import floor
from tests.benchmarks.recall import Writer
from tests.benchmarks.seeding import seed
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.processes import Running, free_port, tuckaway

ROUNDS: Final = 200
SECRET: Final = "benchmark-secret"


async def main(memories: int, people: int, rate: float, seconds: float) -> dict[str, Any]:
    """All figures, as one object."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        writer = Writer()
        await seed(folder, [writer.memory() for _ in range(memories)])
        return {
            "machine": floor.machine(),
            "memories": memories,
            "floor": {
                "python_ms": floor.python(),
                "fsync_ms": floor.fsync(Path(name)),
                "bare_route_ms": await _bare_route(),
            },
            "default": await _default(folder, writer),
            "telegram": await _with_telegram(folder, people=people, rate=rate, seconds=seconds),
        }


async def _default(folder: Path, writer: Writer) -> dict[str, Any]:
    """As it is without any setting: the browser chat alone."""
    async with tuckaway(folder) as running:
        saves, questions = await _browser(running, writer)
        return {
            "cold_start_s": running.seconds_to_ready,
            "text_to_reply_ms": {"save": saves, "question": questions},
            "resident_mb": running.resident_megabytes(),
        }


async def _with_telegram(folder: Path, *, people: int, rate: float, seconds: float) -> dict[str, Any]:
    """With the webhook of a provider, which is where many people write at once."""
    async with FakeTelegram(local=True) as telegram:
        settings = {
            "registration": "open",
            # The load is to find our limit, not that of the provider.
            "rates": "telegram=10000",
            "telegram_token": TOKEN,
            "telegram_webhook_secret": SECRET,
            "telegram_api_url": telegram.url,
            "public_url": "http://127.0.0.1",
            "log_level": "ERROR",
        }
        async with tuckaway(folder, settings) as running:
            await _meet(running, telegram, people)
            return {
                "cold_start_s": running.seconds_to_ready,
                "acknowledge_ms": await _webhook(running, telegram, people),
                "sustained": await _sustained(running, telegram, people=people, rate=rate, seconds=seconds),
                "resident_mb": running.resident_megabytes(),
            }


async def _browser(running: Running, writer: Writer) -> tuple[floor.Figures, floor.Figures]:
    """From the browser's send to the bot's answer arriving there."""
    headers = {"Cookie": await running.cookie(), "Origin": running.url}
    async with connect(f"{running.url.replace('http', 'ws')}/api/v1/socket", additional_headers=headers) as page:
        await _exchange(page, "warm up")
        saves = await floor.timed_async(lambda: _exchange(page, writer.memory()), ROUNDS)
        questions = await floor.timed_async(lambda: _exchange(page, f"where is {' '.join(writer.question())}?"), ROUNDS)
    return saves, questions


async def _exchange(page: ClientConnection, text: str) -> None:
    await page.send(json.dumps({"type": "send", "client_id": str(uuid4()), "text": text}))
    while True:
        event = json.loads(await page.recv())
        if event["type"] == "message" and event["message"]["author"] == "bot":
            return


async def _meet(running: Running, telegram: FakeTelegram, people: int) -> None:
    """Let everybody write twice: with the first answer comes an introduction, with the second a question."""
    async with httpx.AsyncClient() as client:
        for _ in range(2):
            wanted = len(telegram.sent) + 2 * people
            for chat in _chats(people):
                await _deliver(client, running, telegram, chat)
            while len(telegram.sent) < wanted:
                await asyncio.sleep(0.01)


async def _webhook(running: Running, telegram: FakeTelegram, people: int) -> floor.Figures:
    """From a provider's delivery to our acknowledgement, one at a time."""
    before, chats = len(telegram.sent), cycle(_chats(people))
    async with httpx.AsyncClient() as client:
        figures = await floor.timed_async(lambda: _deliver(client, running, telegram, next(chats)), ROUNDS)
    await telegram.until(lambda: len(telegram.sent) >= before + ROUNDS + 1, within=120)
    return figures


def _chats(people: int) -> range:
    return range(10, 10 + people)


async def _deliver(client: httpx.AsyncClient, running: Running, telegram: FakeTelegram, chat: int) -> None:
    update = telegram.message(f"note {uuid4().hex[:8]} about the garden and the neighbour's ladder", chat=chat)
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    response = await client.post(f"{running.url}/webhooks/telegram", json=update, headers=headers)
    response.raise_for_status()


async def _sustained(
    running: Running, telegram: FakeTelegram, *, people: int, rate: float, seconds: float
) -> dict[str, Any]:
    """Messages from `people` at `rate` a second in all; behind is how many replies were missing when the last came."""
    before, count = len(telegram.sent), round(rate * seconds)
    spent = running.processor_seconds()
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(limits=limits, timeout=60) as client:
        began = time.perf_counter()
        deliveries, chats = [], cycle(_chats(people))
        for number in range(count):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            deliveries.append(asyncio.create_task(_deliver(client, running, telegram, next(chats))))
        await asyncio.gather(*deliveries)
        offered = time.perf_counter() - began
        behind = count - (len(telegram.sent) - before)
        await telegram.until(lambda: len(telegram.sent) >= before + count, within=120)
        answered = time.perf_counter() - began
    return {
        "people": people,
        "offered_per_s": round(count / offered, 1),
        "answered_per_s": round(count / answered, 1),
        "behind_at_the_end": behind,
        "caught_up_after_s": round(answered - offered, 2),
        "processor_ms_a_message": {
            part: round((seconds_then - spent[part]) / count * 1_000, 1)
            for part, seconds_then in running.processor_seconds().items()
        },
    }


async def _bare_route() -> floor.Figures:
    """A FastAPI route that does nothing, asked the same way."""
    app = FastAPI()

    @app.post("/")
    async def nothing() -> None:
        """Answer."""

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    serving = asyncio.create_task(server.serve())
    await _until(lambda: server.started)
    async with httpx.AsyncClient() as client:
        ask: Callable[[], Awaitable[object]] = lambda: client.post(f"http://127.0.0.1:{port}/", json={})  # noqa: E731
        figures = await floor.timed_async(ask, ROUNDS)
    server.should_exit = True
    await serving
    return figures


async def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.01)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memories", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rate", type=float, default=120)
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    random.seed(7)
    print(json.dumps(asyncio.run(main(**vars(arguments)))))  # noqa: T201 - the figures are the output
