"""Replicas of a Tuckaway, each a process of its own that can be killed from outside, and quick to start."""

import asyncio
import multiprocessing
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from typing import Self

import httpx
import numpy as np

from bot import data_folder
from bot.cli.webserver import WebServer
from bot.settings import load_settings
from bot.telemetry import configure_logging
from memory.embedding.local import DIMENSIONS, Encode
from tests.processes import free_port
from tests.running import PATIENCE, RunningBot


def warm_up() -> None:
    """Import in one process, in the background, what each replica then has by being forked from it."""
    _forking().set_forkserver_preload([__name__, "bot.channels.telegram.channel", "bot.channels.sms.channel"])


def _forking() -> multiprocessing.context.ForkServerContext:
    return multiprocessing.get_context("forkserver")


@dataclass(frozen=True)
class Replica:
    """One of several that share a database; `url`: where it serves."""

    process: ForkServerProcess
    url: str

    @classmethod
    @asynccontextmanager
    async def started(cls, environment: Mapping[str, str]) -> AsyncIterator[Self]:
        """Start one; killed when the context ends, if it was not before."""
        port = free_port()
        process = _forking().Process(target=_run, args=(dict(environment), port), daemon=True)
        await asyncio.to_thread(process.start)
        replica = cls(process, f"http://127.0.0.1:{port}")
        try:
            await replica.ready()
            yield replica
        finally:
            await replica.kill()

    async def ready(self) -> None:
        """Return once it takes messages."""
        async with httpx.AsyncClient() as client, asyncio.timeout(PATIENCE):
            while self.process.is_alive():
                try:
                    if (await client.get(f"{self.url}/health/ready")).status_code == httpx.codes.OK:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.02)
        raise RuntimeError("it ended before it was ready")

    async def kill(self) -> None:
        """End it without warning (SIGKILL)."""
        self.process.kill()
        await asyncio.to_thread(self.process.join)


def _run(environment: Mapping[str, str], port: int) -> None:
    asyncio.run(_serve(environment, port))


async def _serve(environment: Mapping[str, str], port: int) -> None:
    settings = load_settings(environment, env_file=None)
    configure_logging(settings.log_level, settings.log_format)
    folder = data_folder.prepare(settings.data_dir)
    with socket.create_server(("127.0.0.1", port)) as door:
        async with RunningBot.started(settings, folder, _forgetful, alone=False) as bot:
            await WebServer(bot.tuckaway.application()).serve(sockets=[door])


def _forgetful() -> tuple[Encode, str]:
    """No weights, whose loading would take longer than all else: nobody asks these replicas anything."""
    return (lambda texts: np.zeros((len(texts), DIMENSIONS), dtype=np.float32)), "none"
