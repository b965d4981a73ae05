"""The exams of intents: what is meant, and whether the confidence in it is deserved."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from handlers import intents
from handlers.meaning import Intent, Understood

Row = dict[str, Any]

# What the exams call what we tell apart.
LABELS: Final[Mapping[Intent, str]] = {
    Intent.SAVE: "save",
    Intent.EMPTY: "save",
    Intent.QUESTION: "question",
    Intent.LIST: "question",
    Intent.REMINDERS: "question",
    Intent.DIGEST: "question",
    Intent.TASKS: "question",
    Intent.TICK_OFF: "command",
    Intent.REMINDER: "reminder",
    Intent.CHANGE_REMINDER: "command",
    Intent.SETTINGS: "command",
    Intent.LINK: "command",
    Intent.UNLINK: "command",
    Intent.ADDRESSES: "question",
    Intent.COMMAND: "command",
    Intent.UNDO: "command",
    Intent.EDIT: "command",
    Intent.FORGET: "command",
    Intent.WELCOME: "chitchat",
    Intent.SMALL_TALK: "chitchat",
    Intent.HELP: "chitchat",
}
BINS: Final = 10


def sit() -> Callable[[Row], Row]:
    """What answers a row: `{label, confidence}`."""
    intents.read("the first message reads the weights")
    return answer


def answer(row: Row) -> Row:
    """The label of the row's text, and the confidence in it."""
    understood = intents.read(row["text"])
    return {"label": label(understood), "confidence": round(understood.confidence, 4)}


def label(understood: Understood) -> str:
    """What the exams call it. A setting that has to be asked about is kept meanwhile: "I moved to Lisbon"."""
    kept = understood.intent is Intent.SETTINGS and understood.needs_asking
    return "save" if kept else LABELS[understood.intent]


def score(rows: Sequence[Row], answers: Sequence[Row]) -> Mapping[str, float | None]:
    """How many are right, by the one label and by any that is accepted, in per cent; and the calibration error."""
    strict = [given["label"] == row["mapped"] for row, given in zip(rows, answers, strict=True)]
    lenient = [given["label"] in row["accept"] for row, given in zip(rows, answers, strict=True)]
    return {
        "strict": round(100 * sum(strict) / len(rows), 2),
        "lenient": round(100 * sum(lenient) / len(rows), 2),
        "ece": round(calibration_error([given["confidence"] for given in answers], strict), 4),
    }


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The expected calibration error, from 0 to 1, over ten bins of equal width (Guo et al. 2017)."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, was_right in zip(confidences, right, strict=True):
        bins.setdefault(min(int(confidence * BINS), BINS - 1), []).append((confidence, was_right))
    return sum(abs(sum(one for one, _ in each) - sum(hit for _, hit in each)) for each in bins.values()) / len(right)
