"""Exams whose file has a case a line, each answered by itself."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from time import perf_counter
from typing import Any

from bot.settings import Settings
from tests.exams.helped import Helper, helper

Row = dict[str, Any]
Answer = Callable[[Row], Row]
Sitting = Callable[[Any, Settings | None], tuple[list[Row], Mapping[str, Any]]]
"""From an exam's cases to an answer row each, with the milliseconds it took, and what else is to be told of it."""


def read(text: str) -> list[Row]:
    """A JSON object a line."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def alone(sit: Callable[[], Answer]) -> Sitting:
    """Answers of our own."""
    return lambda rows, _: (_answered(sit(), rows), {})


def helped(sit: Callable[[Helper | None], AbstractContextManager[Answer]]) -> Sitting:
    """Answers with the help of the language model that the settings name, if any; then it is told which."""

    def sitting(rows: Sequence[Row], settings: Settings | None) -> tuple[list[Row], Mapping[str, Any]]:
        with helper(settings) if settings else nullcontext() as help_, sit(help_) as answer:
            return _answered(answer, rows), _who_helped(help_) if help_ else {}

    return sitting


def _answered(answer: Answer, rows: Iterable[Row]) -> list[Row]:
    return [_timed(answer, row) for row in rows]


def _timed(answer: Answer, row: Row) -> Row:
    began = perf_counter()
    given = answer(row)
    return {"id": row["id"], **given, "ms": round((perf_counter() - began) * 1000, 3)}


def _who_helped(help_: Helper) -> dict[str, Any]:
    where = help_.model.whereabouts
    return {"model": f"{where.model} at {where.host}" if where else None, "calls": help_.calls()}
