"""Sits the recurrence exam: the same set of occurrences, whatever rule says it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import dropwhile, islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from memory.when import recurrence, times
from memory.when.reading import Direction

Row = dict[str, Any]

COMPARED: Final = 30
ZONE: Final = ZoneInfo("UTC")


def sit() -> Callable[[Row], Row]:
    """What answers one row: its rule and first day as said, or the one time it names."""
    return _answer


def _answer(row: Row) -> Row:
    now = datetime.fromisoformat(row["now"]).replace(tzinfo=UTC)
    # The rows are American.
    found = recurrence.find(row["text"], now=now, zone=ZONE, month_first=True)
    if found:
        return {"rrule": found.rule, "dtstart": found.begins and found.begins.isoformat(), "once": None}
    once = times.find(row["text"], now=now, zone=ZONE, direction=Direction.FORWARD, month_first=True)
    start = once.readings[0].start.replace(tzinfo=None).isoformat() if once and once.readings else None
    return {"rrule": None, "dtstart": None, "once": start}


def score(rows: Sequence[Row], answers: Sequence[Row]) -> Mapping[str, float | None]:
    """How many answers, in percent, name the same occurrences."""
    same = [_same(row, answer) for row, answer in zip(rows, answers, strict=True)]
    return {"same_set": round(100 * sum(same) / len(same), 2) if same else None}


def _same(row: Row, answer: Row) -> bool:
    now = datetime.fromisoformat(row["now"])
    if row.get("expected_rrule"):
        expected = _occurrences(row["expected_rrule"], row["expected_dtstart"], now)
        return answer["rrule"] is not None and _occurrences(answer["rrule"], answer["dtstart"], now) == expected
    if row["expected"] == "once":
        begin = answer["once"] and datetime.fromisoformat(answer["once"])
        return bool(begin == datetime.fromisoformat(row["expected_start"]))
    return answer["rrule"] is None and answer["once"] is None


def _occurrences(rule: str, start: str | None, now: datetime) -> list[datetime]:
    # Rules in the exam begin at once unless a first day was said.
    begin = datetime.fromisoformat(start) if start else now
    try:
        found = rrulestr(rule.removeprefix("RRULE:"), dtstart=begin)
    except ValueError:
        return []
    return list(islice(dropwhile(lambda each: each < now, found), COMPARED))
