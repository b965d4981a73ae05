"""Runs the real code on an exam file: `python -m tests.exams NAME FILE [--answers OUT.jsonl] [--engine ENGINE]`.

Prints one JSON line of figures last. The files and how they are scored: the exams' own README. The exam of annotations
is sat with the help of a language model where the settings name one (`TUCKAWAY_LANGUAGE_URL` and the rest); those of
recall by the search engine that is asked for.
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.settings import Settings, load_settings
from tests.exams import annotating, household, household_scoring, intent, locomo, recurrence, rows, times
from tests.exams.engines import ENGINES, searching_by

Row = dict[str, Any]


@dataclass(frozen=True)
class Exam:
    """How one exam is sat.

    Attributes:
        sit: answers the cases, each answer with the milliseconds it took (`ms`); and what else is to be told of it.
        score: gives the figures for the cases and their answers.
        read: the cases in the text of a file.
    """

    sit: rows.Sitting
    score: Callable[[Any, Sequence[Row]], Mapping[str, Any]]
    read: Callable[[str], Any] = rows.read


EXAMS: Final[Mapping[str, Exam]] = {
    "time": Exam(rows.alone(times.sit), times.score),
    "recurrence": Exam(rows.alone(recurrence.sit), recurrence.score),
    "intent": Exam(rows.alone(intent.sit), intent.score),
    "memory_intent": Exam(rows.alone(intent.sit), intent.score),
    "annotations": Exam(rows.helped(annotating.sit), annotating.score),
    "locomo": Exam(locomo.sit, locomo.score, json.loads),
    "household": Exam(household.sit, household_scoring.score, json.loads),
}


def run(name: str, file: Path, settings: Settings | None = None) -> tuple[list[Row], dict[str, Any]]:
    """An answer for each case of the file, with the milliseconds it took, and the figures.

    Args:
        name: of the exam.
        file: as the exam's own page describes it.
        settings: may name a language model to help where the exam is about that, and a search engine; floors are for
            those without either.
    """
    exam = EXAMS[name]
    cases = exam.read(file.read_text(encoding="utf-8"))
    answers, told = exam.sit(cases, settings)
    figures = {"n": len(answers), **exam.score(cases, answers), "p95_ms": _p95([each["ms"] for each in answers])}
    return answers, {**figures, **told}


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]  # nearest rank


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.exams", description=__doc__)
    parser.add_argument("name", choices=sorted(EXAMS))
    parser.add_argument("file", type=Path)
    parser.add_argument("--answers", type=Path, help="where to write one answer row per case")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help="what recall searches with")
    asked = parser.parse_args()
    answers, figures = run(asked.name, asked.file, searching_by(asked.engine, load_settings()))
    if asked.answers:
        asked.answers.write_text("".join(f"{json.dumps(each)}\n" for each in answers), encoding="utf-8")
    print(json.dumps(figures))  # noqa: T201 - the figures are what the command is for


if __name__ == "__main__":
    main()
