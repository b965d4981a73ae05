"""What reading a time expression yields: moments with their span, zone and certainty, or what is wrong with them."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum


class Direction(StrEnum):
    """Where an expression without a year or a day points: reminders look forward, questions back."""

    FORWARD = "forward"
    BACK = "back"
    NEAREST = "nearest"


class Grain(StrEnum):
    """How exactly a time was said."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Policy(StrEnum):
    """Which default filled what was not said, so that the bot can name it and a reminder can choose its hour."""

    SAID = "said"
    """Nothing was assumed."""
    DATE_ONLY = "date_only"
    """A day or a longer period without an hour: `start` is its first midnight."""
    DAYPART = "daypart"
    """A part of a day ("tomorrow evening"): from `start` until `end` by the usual hours."""
    BARE_HOUR = "bare_hour"
    """An hour without am or pm: the nearest one at which people are awake."""
    DEADLINE = "deadline"
    """The latest time allowed ("within two weeks", "by the end of the day")."""


class Problem(StrEnum):
    """What is wrong with words that were clearly meant as a time."""

    IMPOSSIBLE = "impossible"
    """No calendar or clock has it: 30 February, 25:00."""
    PAST = "past"
    """Already over, where only the future makes sense."""
    TOO_FAR = "too_far"
    """Outside the years a calendar is kept for."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A time that somebody named: from `start` until `end` (exclusive; None: no end was said), both aware, in `zone`.

    `span` are the characters of the text it was read off, `confidence` runs from 0 to 1. A `fixed` moment is an
    instant, because the text named a zone; any other is wall-clock time where the person is.
    """

    start: datetime
    end: datetime | None
    grain: Grain
    zone: tzinfo
    span: tuple[int, int]
    confidence: float
    fixed: bool
    policy: Policy


@dataclass(frozen=True, kw_only=True)
class Found:
    """A time expression in a text. One reading: sure. Two or three: the person is to be asked. None: see `problem`."""

    span: tuple[int, int]
    readings: tuple[Moment, ...]
    problem: Problem | None = None
