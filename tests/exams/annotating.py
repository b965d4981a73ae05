"""The exam of annotations: what is found in somebody's short texts, sat in the order they were written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from memory import annotations as kinds
from memory import second_opinion
from memory.acquaintances import names_told
from memory.annotations import Known, annotate
from memory.documents import AiUse, Annotation, Level
from memory.embedding.local import load_encoder
from memory.embedding.texts import readable
from memory.language.consent import memory_shown
from tests.exams.helped import Helper

Row = dict[str, Any]
BINS: Final = 10


@contextmanager
def sit(helper: Helper | None = None) -> Iterator[Callable[[Row], Row]]:
    """What answers one row; of the same person's earlier rows it remembers the names.

    Args:
        helper: a language model, for whom all rows are general memories of people who let it see them; without one
            nobody is asked.
    """
    encode, _ = load_encoder()
    names: dict[str, set[str]] = {}
    annotate("warm")

    def answer(row: Row) -> Row:
        known = names.setdefault(row["id"].partition(":")[0], set())
        text = readable(row["text"])
        vector = encode([text])[0].tolist() if text else None
        found = annotate(row["text"], known=Known(known), vector=vector)
        known |= names_told(found)
        return said(found if helper is None else settled(row, found, helper))

    yield answer


def settled(row: Row, found: Sequence[Annotation], helper: Helper) -> Sequence[Annotation]:
    """The annotations as they would be stored in the end, where the person allows AI."""
    use = AiUse.CHAT
    shown = memory_shown(helper.person(row), row["text"], level=Level.GENERAL, ai_use=use, choice=use)
    return helper.run(second_opinion.settled(found, helper.model, shown)) or found


def said(found: Sequence[Annotation]) -> Row:
    """The answer row of what was found."""
    category = next(each for each in found if each.kind == kinds.CATEGORY)
    return {
        "category": category.value,
        "confidence": category.confidence,
        "people": [each.value for each in found if each.kind == kinds.PERSON],
        "credential": any(each.kind == kinds.CREDENTIAL for each in found),
        "task": any(each.kind == kinds.TASK for each in found),
        "language": next(each.value for each in found if each.kind == kinds.LANGUAGE),
    }


def score(rows: Sequence[Row], answers: Sequence[Row]) -> Mapping[str, float | None]:
    """Shares right, 0 to 1, as the exam's own page defines them; None where nothing could be measured."""
    pairs = list(zip(rows, answers, strict=True))
    credential = _counts(([True] * row["credential"], [True] * answer["credential"]) for row, answer in pairs)
    figures = {
        "category_lenient": _share(answer["category"] in row["accept"] for row, answer in pairs),
        "category_strict": _share(answer["category"] == row["category"] for row, answer in pairs),
        "people_f1": _f1(_counts((map(_name, row["people"]), map(_name, answer["people"])) for row, answer in pairs)),
        "credential_recall": _ratio(credential["both"], credential["both"] + credential["missed"]),
        "credential_precision": _ratio(credential["both"], credential["both"] + credential["extra"]),
        "task_f1": _f1(_counts(([True] * row["task"], [True] * answer["task"]) for row, answer in pairs)),
        "language": _share(answer["language"] == row["language"] for row, answer in pairs),
        "ece": _ece([(answer["confidence"], answer["category"] in row["accept"]) for row, answer in pairs]),
    }
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}


def _name(written: str) -> str:
    words = written.replace("\u2019", "'").casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _counts(pairs: Iterable[tuple[Iterable[object], Iterable[object]]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for wanted, given in pairs:
        want, got = set(wanted), set(given)
        counts.update(both=len(want & got), missed=len(want - got), extra=len(got - want))
    return counts


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _f1(counts: Counter[str]) -> float | None:
    return _ratio(2 * counts["both"], 2 * counts["both"] + counts["missed"] + counts["extra"])


def _share(right: Iterable[bool]) -> float | None:
    verdicts = list(right)
    return _ratio(sum(verdicts), len(verdicts))


def _ece(told: Sequence[tuple[float, bool]]) -> float | None:
    """Expected calibration error over equal bins: confidence against how often it was right."""
    gaps = [0.0] * BINS
    for confidence, right in told:
        gaps[min(BINS - 1, int(confidence * BINS))] += confidence - right
    return _ratio(sum(map(abs, gaps)), len(told))
