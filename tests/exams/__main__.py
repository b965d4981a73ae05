"""Runs the real code on an exam file: `python -m tests.exams NAME FILE [--answers OUT.jsonl]`.

Prints one JSON line of figures last. The files and how they are scored: the exams' own README. The exam of annotations
is sat with the help of a language model where the settings name one (`TUCKAWAY_LANGUAGE_URL` and the rest).
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from bot.settings import Settings, load_settings
from tests.exams import annotating, intent, recurrence, times
from tests.exams.helped import Helper, helper

Row = dict[str, Any]
Answer = Callable[[Row], Row]


@dataclass(frozen=True)
class Exam:
    """How one exam is sat: `sit` makes what answers one row, `score` gives the figures for rows and their answers.

    `helped`: a language model may take part.
    """

    sit: Callable[[Helper | None], AbstractContextManager[Answer]]
    score: Callable[[Sequence[Row], Sequence[Row]], Mapping[str, float | None]]
    helped: bool = False


def _alone(sit: Callable[[], Answer]) -> Callable[[Helper | None], AbstractContextManager[Answer]]:
    return lambda _: nullcontext(sit())


EXAMS: Final[Mapping[str, Exam]] = {
    "time": Exam(_alone(times.sit), times.score),
    "recurrence": Exam(_alone(recurrence.sit), recurrence.score),
    "intent": Exam(_alone(intent.sit), intent.score),
    "memory_intent": Exam(_alone(intent.sit), intent.score),
    "annotations": Exam(annotating.sit, annotating.score, helped=True),
}


def run(name: str, file: Path, settings: Settings | None = None) -> tuple[list[Row], dict[str, Any]]:
    """An answer for each row of the file, with the milliseconds it took, and the figures.

    Args:
        name: of the exam.
        file: a JSON object a line.
        settings: may name a language model to help where the exam is about that; floors are for those without one.
    """
    exam = EXAMS[name]
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    with helper(settings) if settings and exam.helped else nullcontext() as help_, exam.sit(help_) as answer:
        answers = [_timed(answer, row) for row in rows]
        figures = {"n": len(rows), **exam.score(rows, answers), "p95_ms": _p95([each["ms"] for each in answers])}
        return answers, {**figures, **(_who_helped(help_) if help_ else {})}


def _who_helped(help_: Helper) -> dict[str, Any]:
    where = help_.model.whereabouts
    return {"model": f"{where.model} at {where.host}" if where else None, "calls": help_.calls()}


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
    answers, figures = run(asked.name, asked.file, load_settings())
    if asked.answers:
        asked.answers.write_text("".join(f"{json.dumps(each)}\n" for each in answers), encoding="utf-8")
    print(json.dumps(figures))  # noqa: T201 - the figures are what the command is for


if __name__ == "__main__":
    main()
