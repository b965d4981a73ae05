"""The figures of the household exam, as its own page defines them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import mean
from typing import Any, Final

Row = dict[str, Any]

SIGNS: Final = str.maketrans("\u2018\u2019\u201c\u201d\u00ab\u00bb\u2013\u2014\u2011", '\'\'""""---')
MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
TIMES: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:t[\d:.+z-]*)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? \d{{4}})?|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    r"|\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d{2}\b"
)
SHORT: Final = 4
"""Letters or digits; what is no longer must stand by itself."""
UP_FRONT: Final = 60
"""Letters, among which a bare yes or no is an answer."""
FIRST_LINE: Final = 200

Figure = float | None


def score(exam: Row, answers: Sequence[Row]) -> Mapping[str, Any]:
    """The figures of all questions, and of those of each kind; of all, None where there was nothing to measure."""
    given = {(answer["persona"], answer["question"]): answer for answer in answers}
    kinds: defaultdict[str, list[Row]] = defaultdict(list)
    for persona in exam["personas"]:
        for question in persona["questions"]:
            kinds[question["kind"]].append(_judged(question, given[persona["id"], question["id"]]))
    everything = [verdict for verdicts in kinds.values() for verdict in verdicts]
    return {**_figures(everything), "by_kind": {kind: _measured(kinds[kind]) for kind in sorted(kinds)}}


def _measured(verdicts: Sequence[Row]) -> Mapping[str, float]:
    figures = {"n": len(verdicts), **_figures(verdicts)}
    return {name: figure for name, figure in figures.items() if figure is not None}


def _judged(question: Row, answer: Row) -> Row:
    """What is to be averaged of one question; what does not concern it is not there."""
    if not question["answerable"]:
        return {"abstained_rightly": not answer["found"]}
    verdict: Row = {"false_abstention": not answer["found"]}
    if question["kind"] != "count":
        verdict |= _ranking(question, answer["ranked"])
    if "newest" in question:
        verdict["newest_first"] = _above(question["newest"], question.get("older", ()), answer["ranked"])
    if question["answer_contains"]:
        verdict["answers"] = answers_it(question, answer["answer"])
    return verdict


def _ranking(question: Row, ranked: Sequence[str]) -> Row:
    evidence = set(question["evidence"])
    first = next((place for place, memory in enumerate(ranked, 1) if memory in evidence), None)
    return {
        "r5": len(evidence & set(ranked[:5])) / min(5, len(evidence)),
        "r10": len(evidence & set(ranked[:10])) / min(10, len(evidence)),
        "mrr": 1 / first if first else 0,
        "top1_relevant": bool(ranked) and ranked[0] in {*evidence, *question["also_ok"]},
    }


def _above(newest: str, older: Iterable[str], ranked: Sequence[str]) -> bool:
    """Whether the newest is there, and none of the older ones before it."""
    return newest in ranked and not set(older) & set(ranked[: ranked.index(newest)])


def _figures(verdicts: Sequence[Row]) -> dict[str, Figure]:
    names = ("r5", "r10", "mrr", "top1_relevant", "newest_first", "abstained_rightly", "false_abstention", "answers")
    figures = {name: _mean(verdict[name] for verdict in verdicts if name in verdict) for name in names}
    rightly, falsely = figures["abstained_rightly"], figures["false_abstention"]
    balanced = None if rightly is None or falsely is None else round((rightly + 1 - falsely) / 2, 4)
    return {**figures, "balanced_accuracy": balanced}


def _mean(values: Iterable[float]) -> Figure:
    found = [float(value) for value in values]
    return round(mean(found), 4) if found else None


def answers_it(question: Row, answer: str) -> bool:
    """Whether the answer holds one string of each group that it must hold, and nothing that it must not.

    For a count only the first line counts, without the dates and times in it.
    """
    said = folded(answer)
    if question["kind"] == "count":
        lines = [line for line in answer.splitlines() if line.strip()]
        said = TIMES.sub(" ", folded(lines[0])[:FIRST_LINE]) if lines else ""
    if any(holds(said, wrong) for wrong in question.get("must_not_contain", ())):
        return False
    return all(any(holds(said, right) for right in group) for group in question["answer_contains"])


def folded(text: str) -> str:
    """The text without case, accents, kinds of quote marks and dashes, and runs of white space."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().translate(SIGNS).split())


def holds(said: str, wanted: str) -> bool:
    """Whether a folded text holds what is wanted, from the beginning of a word on, and no part of a longer number.

    What is short must be a whole word; a bare yes or no must be said up front.
    """
    wanted = folded(wanted)
    if wanted in {"yes", "no"}:
        return re.search(rf"\b{wanted}\b", said[:UP_FRONT]) is not None
    return bool(wanted) and re.search(_before(wanted) + re.escape(wanted) + _after(wanted), said) is not None


def _before(wanted: str) -> str:
    if not wanted[0].isalnum():
        return ""
    in_number = wanted[0].isdigit() and len(wanted) <= SHORT
    return r"(?<![a-z0-9])" + (r"(?<![0-9][.,:/-])" if in_number else "")


def _after(wanted: str) -> str:
    if wanted[-1].isdigit():  # 4 is not in 4.5, 4:30 or 45; but 85 is in 85.00
        return r"(?![0-9])(?!\.(?!00(?![0-9]))[0-9])(?![,:/-][0-9])"
    return r"(?![a-z])" if wanted[-1].isalpha() and len(wanted) <= SHORT else ""
