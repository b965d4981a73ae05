"""What the machine can do at all, measured in the same run as the figures that are compared with it."""

import os
import platform
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

Figures = dict[str, float]


def machine() -> dict[str, Any]:
    """Where the figures come from."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "numpy": np.__version__,
    }


def percentiles(milliseconds: Iterable[float]) -> Figures:
    """Median and 95th percentile, in milliseconds."""
    p50, p95 = np.percentile(list(milliseconds), (50, 95))
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3)}


def timed(work: Callable[[], object], rounds: int) -> Figures:
    """Percentiles of `work`, after one round that does not count."""
    work()
    return percentiles(_milliseconds(work) for _ in range(rounds))


async def timed_async(work: Callable[[], Awaitable[object]], rounds: int) -> Figures:
    """Percentiles of awaiting `work`, after one round that does not count."""
    await work()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - start) * 1_000)
    return percentiles(taken)


async def timed_once(work: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of awaiting `work` for the first time."""
    start = time.perf_counter()
    await work()
    return round((time.perf_counter() - start) * 1_000, 1)


def python(rounds: int = 20) -> Figures:
    """A million additions: how fast this processor runs Python, which most of what is measured here is made of."""
    return timed(lambda: sum(number for number in range(1_000_000)), rounds)


def fsync(folder: Path, rounds: int = 100) -> Figures:
    """Appending 4 kB to a file and waiting for the disk."""
    with (folder / "fsync").open("ab", buffering=0) as file:

        def append() -> None:
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())

        return timed(append, rounds)


def fts5(texts: Iterable[str], questions: list[list[str]]) -> Figures:
    """SQLite's own full text search in memory: any of the question's words, the best 200 by bm25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE plain USING fts5(text)")
    connection.executemany("INSERT INTO plain VALUES (?)", ((text,) for text in texts))
    matches = iter([" OR ".join(f'"{word}"' for word in words) for words in questions])
    statement = "SELECT rowid, rank FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 200"
    figures = timed(lambda: connection.execute(statement, (next(matches),)).fetchall(), len(questions) - 1)
    connection.close()
    return figures


def dot(rows: int, dimensions: int, rounds: int = 50) -> Figures:
    """One product of a float32 matrix and a vector, its best 200 picked."""
    matrix = np.ones((rows, dimensions), dtype=np.float32)
    vector = np.ones(dimensions, dtype=np.float32)
    return timed(lambda: np.argpartition(matrix @ vector, -min(200, rows)), rounds)


def processor_seconds(pid: int | None) -> float:
    """Processor time that a process has spent so far; 0 where the system does not tell (only Linux does)."""
    try:
        fields = Path(f"/proc/{pid or 'none'}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1_000


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
