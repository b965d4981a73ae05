"""A Tuckaway in processes of its own, as a user starts it, for benchmarks to load and to measure from outside."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from bot import data_folder
from bot.assembly import Store
from bot.clock import system_clock
from bot.embedded import EmbeddedDatabase
from bot.messages import ChannelName
from bot.settings import load_settings
from memory.changes import Changes
from memory.indexing import Step
from memory.people import Known, People, get
from memory.personal import PersonalMemory

SECRET: Final = "benchmark-secret"
BATCH: Final = 200


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """The process, where it serves, and its login link."""

    process: asyncio.subprocess.Process
    url: str
    link: str
    seconds_to_ready: float

    def resident_megabytes(self) -> dict[str, float]:
        """Resident memory of the bot and of everything it started, in MB (10^6 bytes)."""
        table = subprocess.run(["ps", "-eo", "pid=,ppid=,rss=,args="], capture_output=True, text=True, check=True)
        rows = [line.split(None, 3) for line in table.stdout.splitlines()]
        family = {str(self.process.pid)}
        while more := {row[0] for row in rows if row[1] in family} - family:
            family |= more
        sizes = {row[0]: int(row[2]) * 1024 / 1e6 for row in rows if row[0] in family}
        bot = sizes.pop(str(self.process.pid))
        return {
            "bot": round(bot, 1),
            "database": round(sum(sizes.values()), 1),
            "total": round(bot + sum(sizes.values()), 1),
        }


@asynccontextmanager
async def tuckaway(folder: Path, **settings: str) -> AsyncIterator[Running]:
    """`tuckaway` on a data folder; ready when the context begins, stopped when it ends."""
    port = free_port()
    environment = _environment(folder, {"PORT": str(port), **settings})
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        link = await _link(process)
        await _ready(f"http://127.0.0.1:{port}")
        yield Running(process, f"http://127.0.0.1:{port}", link, round(time.perf_counter() - began, 2))
    finally:
        process.terminate()
        await process.wait()


def _environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("TUCKAWAY_")}
    ours = {f"TUCKAWAY_{name.upper()}": value for name, value in settings.items()}
    return {**others, "TUCKAWAY_DATA_DIR": str(folder), **ours}


async def _link(process: asyncio.subprocess.Process) -> str:
    if process.stdout is None:
        raise LookupError("standard output")
    async for line in process.stdout:
        if found := re.search(rb"(/enter/\S+)", line):
            return found.group(1).decode()
    raise RuntimeError(f"tuckaway ended with {await process.wait()} before it was ready")


async def _ready(url: str) -> None:
    async with httpx.AsyncClient() as client, asyncio.timeout(60):
        while True:
            try:
                if (await client.get(f"{url}/health/ready")).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.01)


async def seed(folder: Path, texts: list[str]) -> None:
    """Let the owner of a new installation have told `texts`, written in batches."""
    settings = load_settings({"TUCKAWAY_DATA_DIR": str(folder)}, env_file=None)
    prepared = data_folder.prepare(folder)
    database = EmbeddedDatabase(prepared)
    store = await Store.open(settings, await database.start(), prepared)
    await store.recall.open()
    people = People(store.vault)
    await store.owner(people, system_clock)
    known = await get(await store.owner(people, system_clock), store.vault)
    for start in range(0, len(texts), BATCH):
        await _save(store, known, texts[start : start + BATCH], start)
    await known.person.set({"last_sequence": 2 * len(texts)})
    await store.close()
    await database.stop()


async def _save(store: Store, known: Known, texts: list[str], start: int) -> None:
    changes = Changes()
    for number, text in enumerate(texts, start):
        memory = PersonalMemory(
            known.person,
            known.content,
            vault=store.vault,
            recall=store.recall,
            changes=changes,
            sequence=2 * number + 1,
        )
        await memory.save(text, at=system_clock(), channel=ChannelName.WEB)
    for document in changes.inserts:
        document.index_pending = None  # type: ignore[attr-defined]  # they are all memories
    await type(changes.inserts[0]).insert_many(changes.inserts)
    key = bytes.fromhex(known.content.search_key)
    await store.indexer.follow([Step(known.person.id, key, change) for change in changes.index])  # type: ignore[arg-type]
