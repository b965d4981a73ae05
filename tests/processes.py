"""A Tuckaway in processes of its own, as a user starts it: to be loaded, measured and killed from outside."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a Tuckaway on `folder`, free of settings of whoever runs this.

    Nor is its coverage measured, which would double the time of a start: it runs as a user's does.
    """
    others = {name: value for name, value in os.environ.items() if not name.startswith(("TUCKAWAY_", "COVERAGE_"))}
    ours = {f"TUCKAWAY_{name.upper()}": value for name, value in settings.items()}
    return {**others, "TUCKAWAY_DATA_DIR": str(folder), **ours}


@dataclass
class Running:
    """The process, where it serves, the path of its login link, and how long it took to be ready."""

    process: asyncio.subprocess.Process
    url: str
    link: str
    seconds_to_ready: float

    @classmethod
    async def start(cls, folder: Path, settings: Mapping[str, str] | None = None, *, port: int | None = None) -> Self:
        """Start `tuckaway` on a data folder and wait until it is ready."""
        port = port or free_port()
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            env=environment(folder, {**(settings or {}), "port": str(port)}),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        url = f"http://127.0.0.1:{port}"
        link = await _link(process)
        await _ready(url)
        return cls(process, url, link, round(time.perf_counter() - began, 2))

    async def cookie(self) -> str:
        """The cookie header of a browser that the login link let in."""
        async with httpx.AsyncClient(base_url=self.url) as client:
            await client.get(self.link)
            return "; ".join(f"{name}={value}" for name, value in client.cookies.items())

    async def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        await self.process.wait()

    async def kill(self) -> None:
        """End it without warning."""
        self.process.kill()
        await self.process.wait()

    def kill_database(self) -> None:
        """End the database's server without warning, wherever it is in the family."""
        for pid, arguments in self._family().items():
            if "secantusd" in arguments and "guard" not in arguments:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def resident_megabytes(self) -> dict[str, float]:
        """Resident memory of the bot and of everything it started, in MB (10^6 bytes)."""
        sizes = {int(row[0]): int(row[2]) * 1024 / 1e6 for row in _processes()}
        bot = sizes[self.process.pid]
        others = sum(sizes[pid] for pid in self._family() if pid != self.process.pid)
        return {"bot": round(bot, 1), "database": round(others, 1), "total": round(bot + others, 1)}

    def processor_seconds(self) -> dict[str, float]:
        """Processor time spent so far by the bot and by everything it started; Linux only, else nothing."""
        if not Path("/proc/self/stat").exists():
            return {}
        others = [pid for pid in self._family() if pid != self.process.pid]
        return {"bot": _processor_seconds(self.process.pid), "database": sum(map(_processor_seconds, others))}

    def _family(self) -> dict[int, str]:
        """The process and all its descendants, with their command lines."""
        rows = _processes()
        family = {str(self.process.pid)}
        while more := {row[0] for row in rows if row[1] in family} - family:
            family |= more
        return {int(row[0]): row[3] for row in rows if row[0] in family}


@asynccontextmanager
async def tuckaway(folder: Path, settings: Mapping[str, str] | None = None) -> AsyncIterator[Running]:
    """`tuckaway` on a data folder; ready when the context begins, stopped when it ends."""
    running = await Running.start(folder, settings)
    try:
        yield running
    finally:
        await running.stop()


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _processes() -> list[list[str]]:
    table = subprocess.run(["ps", "-eo", "pid=,ppid=,rss=,args="], capture_output=True, text=True, check=True)
    return [line.split(None, 3) for line in table.stdout.splitlines()]


async def _link(process: asyncio.subprocess.Process) -> str:
    if process.stdout is None:
        raise LookupError("standard output")
    async for line in process.stdout:
        if found := re.search(rb"(/enter/\S+)", line):
            return found.group(1).decode()
    raise RuntimeError(f"tuckaway ended with {await process.wait()} before it was ready")


async def _ready(url: str) -> None:
    async with httpx.AsyncClient() as client, asyncio.timeout(180):
        while True:
            try:
                if (await client.get(f"{url}/health/ready")).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.01)
