"""Runs every exam there is a floor for and fails under it: `python -m tests.exams.check FOLDER`."""

import argparse
import json
import tomllib
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from tests.exams.__main__ import run

FLOORS: Final = Path(__file__).with_name("floors.toml")
AT_ONCE: Final = 2


def shortfalls(figures: Mapping[str, Any], floors: Mapping[str, Any]) -> Iterator[str]:
    """What of an exam's figures is not as good as its floors ask for, a sentence each."""
    for name, least in floors.get("at_least", {}).items():
        if figures[name] is None or figures[name] < least:
            yield f"{name} is {figures[name]}, below {least}"
    for name, most in floors.get("at_most", {}).items():
        if figures[name] is None or figures[name] > most:
            yield f"{name} is {figures[name]}, above {most}"


def main() -> None:
    """The command line; ends with 1 when a figure fell under its floor."""
    parser = argparse.ArgumentParser(prog="python -m tests.exams.check", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the exam files lie")
    folder = parser.parse_args().folder
    exams = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    failed = False
    # Spawned: a process that was forked would share the threads of libraries that are loaded already.
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as pool:
        # The longest ones are at the end of the file, and begun first.
        sat = {name: pool.submit(run, name, folder / floors["file"]) for name, floors in reversed(exams.items())}
        for name, floors in exams.items():
            _, figures = sat[name].result()
            found = list(shortfalls(figures, floors))
            failed |= bool(found)
            print(name, json.dumps(figures), *found, sep="\n  ")  # noqa: T201 - the figures are what it is for
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
