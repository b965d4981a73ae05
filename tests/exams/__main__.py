"""Runs the real code on an exam file: `python -m tests.exams NAME FILE [--answers OUT.jsonl]`.

Prints one JSON line of figures last. The files and how they are scored: the exams' own README.
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from tests.exams import annotating, intent, recurrence, times

Row = dict[str, Any]


@dataclass(frozen=True)
class Exam:
    """How one exam is sat: `sit` makes what answers one row, `score` gives the figures for rows and their answers."""

    sit: Callable[[], Callable[[Row], Row]]
    score: Callable[[Sequence[Row], Sequence[Row]], Mapping[str, float | None]]


EXAMS: Final[Mapping[str, Exam]] = {
    "time": Exam(times.sit, times.score),
    "recurrence": Exam(recurrence.sit, recurrence.score),
    "intent": Exam(intent.sit, intent.score),
    "memory_intent": Exam(intent.sit, intent.score),
    "annotations": Exam(annotating.sit, annotating.score),
}


def run(name: str, file: Path) -> tuple[list[Row], dict[str, Any]]:
    """An answer for each row of the file, with the milliseconds it took, and the figures."""
    exam = EXAMS[name]
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    answer = exam.sit()
    answers = [_timed(answer, row) for row in rows]
    return answers, {"n": len(rows), **exam.score(rows, answers), "p95_ms": _p95([each["ms"] for each in answers])}


def _timed(answer: Callable[[Row], Row], row: Row) -> Row:
    began = perf_counter()
    given = answer(row)
    return {"id": row["id"], **given, "ms": round((perf_counter() - began) * 1000, 3)}


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]  # nearest rank


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.exams", description=__doc__)
    parser.add_argument("name", choices=sorted(EXAMS))
    parser.add_argument("file", type=Path)
    parser.add_argument("--answers", type=Path, help="where to write one answer row per case")
    asked = parser.parse_args()
    answers, figures = run(asked.name, asked.file)
    if asked.answers:
        asked.answers.write_text("".join(f"{json.dumps(each)}\n" for each in answers), encoding="utf-8")
    print(json.dumps(figures))  # noqa: T201 - the figures are what the command is for


if __name__ == "__main__":
    main()
