"""The exam of one-off times."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from memory.when import times
from memory.when.reading import Direction

Row = dict[str, Any]
CORE: Final = frozenset(("instant", "date", "period"))
MONTH_FIRST: Final = frozenset(("en_US", "en_default"))


def sit() -> Callable[[Row], Row]:
    """What answers a row: the first time expression, of which nothing is returned where the person would be asked."""

    def answer(row: Row) -> Row:
        found = times.find(
            row["text"],
            now=datetime.fromisoformat(row["reference_time"]),
            zone=ZoneInfo(row["tz"]),
            direction=Direction.NEAREST,
            month_first=True,
        )
        readings = found.readings if found else ()
        if len(readings) != 1:
            return {"start": None, "end": None, "grain": None, "ask": len(readings) > 1}
        moment = readings[0]
        end = moment.end and moment.end.isoformat()
        return {"start": moment.start.isoformat(), "end": end, "grain": moment.grain.value, "ask": False}

    return answer


def score(rows: Sequence[Row], answers: Sequence[Row]) -> dict[str, float | None]:
    """Percentages: core cases right, core cases silently wrong, negatives left alone."""
    pairs = list(zip(rows, answers, strict=True))
    core = [pair for pair in pairs if pair[0]["kind"] in CORE and "direction_dependent" not in pair[0]["tags"]]
    negatives = [answer for row, answer in pairs if row["kind"] == "negative"]
    return {
        "core": _percentage([right(row, answer) for row, answer in core]),
        "silently_wrong": _percentage([bool(answer["start"]) and not right(row, answer) for row, answer in core]),
        "negatives": _percentage([not answer["start"] and not answer["ask"] for answer in negatives]),
    }


def _percentage(outcomes: Sequence[bool]) -> float | None:
    return round(100 * sum(outcomes) / len(outcomes), 2) if outcomes else None


def right(row: Row, answer: Row) -> bool:
    """Whether the start is the expected one, both floored to the expected grain in the row's zone."""
    if not answer["start"]:
        return False
    zone, grain = ZoneInfo(row["tz"]), row["expected"]["grain"]
    return _floored(answer["start"], zone, grain) == _floored(row["expected"]["start"], zone, grain)


def _floored(text: str, zone: ZoneInfo, grain: str) -> tuple[int, ...]:
    local = datetime.fromisoformat(text).astimezone(zone)
    if grain == "week":
        return local.isocalendar()[:2]
    if grain == "quarter":
        return local.year, (local.month - 1) // 3
    if grain in {"second", "minute", "hour"}:
        kept = {"second": 6, "minute": 5, "hour": 4}[grain]
        return tuple(local.astimezone(UTC).timetuple()[:kept])
    return tuple(local.timetuple()[: {"day": 3, "month": 2, "year": 1}[grain]])
