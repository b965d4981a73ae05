"""One person's now and zone, and what the reader makes of their words."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from memory.when import times
from memory.when.reading import Direction, Found, Moment

LISBON: Final = ZoneInfo("Europe/Lisbon")
# A Wednesday, at twenty past ten in the morning.
NOW: Final = datetime(2026, 11, 18, 10, 20, tzinfo=LISBON)


def found(
    text: str,
    language: str = "en",
    *,
    direction: Direction = Direction.FORWARD,
    month_first: bool = False,
    now: datetime = NOW,
) -> Found | None:
    """The first time in a text."""
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    return times.find(text, now=now, zone=zone, direction=direction, language=language, month_first=month_first)


def sure(text: str, language: str = "en", **against: object) -> Moment:
    """The only reading of the first time in a text."""
    read = found(text, language, **against)  # type: ignore[arg-type]
    assert read is not None, f"nothing found in {text!r}"
    assert read.problem is None, f"{text!r}: {read.problem}"
    assert len(read.readings) == 1, f"{text!r} is doubtful: {read.readings}"
    return read.readings[0]


def said(moment: Moment) -> str:
    """A moment as a test writes it: `2026-11-20`, `2026-11-20 15:00`, or two of them from … until."""
    shape = "%Y-%m-%d" if moment.grain not in {"hour", "minute", "second"} else "%Y-%m-%d %H:%M"
    start = moment.start.strftime(shape)
    return f"{start}/{moment.end.strftime(shape)}" if moment.end else start
