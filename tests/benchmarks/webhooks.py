"""How many deliveries of a provider are acknowledged: `python -m tests.benchmarks.webhooks [--uri URI] [--rate 400]`.

A whole Tuckaway runs in a process of its own; this process is Telegram and its people. With --uri it stands in front of
that server, else of the embedded one. First a steady stream, then a burst with every tenth delivery brought twice.
"""

import argparse
import asyncio
import base64
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import aiohttp

from tests.benchmarks import floor
from tests.fakes.telegram import TOKEN, FakeTelegram, Update
from tests.processes import Running, tuckaway

SECRET: Final = "benchmark-secret"
PEOPLE: Final = 200
CONNECTIONS: Final = 32
"""At once; Telegram opens up to 40 for one webhook unless told otherwise, and as many are asked for as it offers."""
TWICE: Final = 10
LATEST: Final = 600
SETTLED: Final = 3.0
"""Seconds after the last answer in which a second one would come."""


@dataclass
class Load:
    """Deliveries to one bot, and what came of them."""

    running: Running
    telegram: FakeTelegram
    client: aiohttp.ClientSession

    async def meet(self) -> None:
        """Let everybody write twice: with the first answer comes an introduction, with the second a question."""
        for sent in (2 * PEOPLE, 4 * PEOPLE):
            for update in self._updates(PEOPLE):
                await self._deliver(update)
            await self._until_sent(sent)

    async def steady(self, rate: int, seconds: int) -> dict[str, Any]:
        """`rate` deliveries a second for `seconds`, whether or not earlier ones were acknowledged."""
        updates, before = self._updates(rate * seconds), len(self.telegram.sent)
        began, spent = time.perf_counter(), self.running.processor_seconds()

        async def on_time(number: int, update: Update) -> float:
            due = began + number / rate
            await asyncio.sleep(due - time.perf_counter())
            await self._deliver(update)
            return (time.perf_counter() - due) * 1_000

        taken = await asyncio.gather(*(on_time(number, update) for number, update in enumerate(updates)))
        figures = self._figures(len(updates), time.perf_counter() - began, spent)
        return figures | {"acknowledge_ms": floor.percentiles(taken), **await self._answered(updates, before)}

    async def burst(self, count: int) -> dict[str, Any]:
        """`count` deliveries as fast as they are taken, every `TWICE`th of them brought a second time."""
        updates, before = self._updates(count), len(self.telegram.sent)
        deliveries = [update for number, update in enumerate(updates) for _ in range(2 if number % TWICE == 0 else 1)]
        waiting, taken = iter(deliveries), list[float]()
        began, spent = time.perf_counter(), self.running.processor_seconds()

        async def one_after_another() -> None:
            for update in waiting:
                at = time.perf_counter()
                await self._deliver(update)
                taken.append((time.perf_counter() - at) * 1_000)

        await asyncio.gather(*(one_after_another() for _ in range(CONNECTIONS)))
        figures = self._figures(len(deliveries), time.perf_counter() - began, spent)
        return figures | {"acknowledge_ms": floor.percentiles(taken), **await self._answered(updates, before)}

    def _updates(self, count: int) -> list[Update]:
        chats = (10 + number % PEOPLE for number in range(count))
        return [self.telegram.message(f"the ladder {uuid4().hex[:8]} is in the shed", chat=chat) for chat in chats]

    async def _deliver(self, update: Update) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        url = f"{self.running.url}/webhooks/telegram"
        async with self.client.post(url, json=update, headers=headers) as response:
            response.raise_for_status()

    async def _until_sent(self, count: int) -> None:
        await self.telegram.until(lambda: len(self.telegram.sent) >= count, within=LATEST)

    def _figures(self, count: int, seconds: float, spent: dict[str, float]) -> dict[str, Any]:
        """`processor_s`: what the bot used meanwhile, for taking these and for answering the first of them."""
        used = self.running.processor_seconds()
        return {
            "deliveries": count,
            "acknowledged_per_s": round(count / seconds),
            "processor_s": {part: round(used[part] - spent[part], 1) for part in used},
        }

    async def _answered(self, updates: Sequence[Update], before: int) -> dict[str, Any]:
        """Whether each was answered once, in its own chat."""
        began = time.perf_counter()
        await self._until_sent(before + len(updates))
        seconds = time.perf_counter() - began
        await asyncio.sleep(SETTLED)
        wanted = Counter(update["message"]["chat"]["id"] for update in updates)
        answered = Counter(sent.chat for sent in self.telegram.sent[before:])
        missing, more = (wanted - answered).total(), (answered - wanted).total()
        return {"caught_up_after_s": round(seconds, 1), "not_answered": missing, "answered_twice": more}


async def main(uri: str | None, rate: int, seconds: int, burst: int) -> dict[str, Any]:
    """All figures, as one object."""
    with tempfile.TemporaryDirectory() as name:
        async with FakeTelegram(local=True) as telegram:
            settings = {
                "registration": "open",
                "rates": "telegram=10000",  # the load is to find our limit, not that of the provider
                "telegram_token": TOKEN,
                "telegram_webhook_secret": SECRET,
                "telegram_api_url": telegram.url,
                "public_url": "http://127.0.0.1",
                "log_level": "ERROR",
                **(_elsewhere(uri) if uri else {}),
            }
            async with tuckaway(Path(name) / "data", settings) as running:
                limits = aiohttp.TCPConnector(limit=CONNECTIONS)
                async with aiohttp.ClientSession(connector=limits) as client:
                    load = Load(running, telegram, client)
                    await load.meet()
                    return {
                        "machine": floor.machine(),
                        "python_ms": floor.python(),
                        "database": "named" if uri else "embedded",
                        "steady": await load.steady(rate, seconds),
                        "burst": await load.burst(burst),
                    }


def _elsewhere(uri: str) -> dict[str, str]:
    name = f"bench_{uuid4().hex[:8]}"
    return {"mongodb_uri": uri, "mongodb_database": name, "master_key": base64.b64encode(os.urandom(96)).decode()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uri", default=os.environ.get("TUCKAWAY_TEST_MONGODB_URI"))
    parser.add_argument("--rate", type=int, default=400)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--burst", type=int, default=5_000)
    print(json.dumps(asyncio.run(main(**vars(parser.parse_args())))))  # noqa: T201 - the figures are the output
