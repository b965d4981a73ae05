"""How long `tuckaway reindex` takes: `python -m tests.benchmarks.reindex [--memories 100000]`.

One person's memories in the embedded database, told by the path that saves them; then the command itself, as an
operator runs it, in a process of its own while nothing else is open.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks import floor
from tests.benchmarks.recall import Writer
from tests.benchmarks.seeding import seed
from tests.processes import environment


async def main(memories: int) -> dict[str, Any]:
    """All figures, as one object; the start of Python and of the database are within `reindex_s`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        writer = Writer()
        await seed(folder, [writer.memory() for _ in range(memories)])
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "reindex"), env=environment(folder, {}), stdout=asyncio.subprocess.PIPE
        )
        said, _ = await process.communicate()
        seconds = time.perf_counter() - began
        return {
            "machine": floor.machine(),
            "python_ms": floor.python(),
            "memories": memories,
            "exit": process.returncode,
            "said": said.decode().splitlines()[-1:],
            "reindex_s": round(seconds, 1),
            "a_second": round(memories / seconds),
        }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memories", type=int, default=100_000)
    print(json.dumps(asyncio.run(main(**vars(parser.parse_args())))))  # noqa: T201 - the figures are the output
