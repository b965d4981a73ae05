"""What a person said of something that comes again, before any default fills what they left out."""

from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any, Final

from memory.when.words.vocabulary import Part, Unit

Nth = tuple[int, int | None]
"""A weekday (Monday is 0), and which of the period it is; None: every one."""

DAYS_OF: Final = frozenset(("weekdays", "month_days", "positions", "dates"))


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A time of day as said. `afternoon` None: neither am nor pm was said; `bare`: nothing but a figure was."""

    hour: int
    minute: int = 0
    second: int = 0
    afternoon: bool | None = None
    bare: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """Parts of a recurrence; what was not said is empty.

    Attributes:
        unit: what is counted, `interval` of them from one occurrence to the next.
        month_days: days of whatever period is counted; negative ones from its end.
        positions: which of `weekdays` in the period ("last working day").
        dates: (month, day).
        often: how many times in one `unit`.
        doubtful: other intervals or meanings that the same words have, as parts that would replace these.
    """

    unit: Unit | None = None
    interval: Fraction = Fraction(1)
    weekdays: tuple[Nth, ...] = ()
    month_days: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    dates: tuple[tuple[int, int], ...] = ()
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    clocks: tuple[Clock, ...] = ()
    parts: tuple[Part, ...] = ()
    window: tuple[Clock, Clock] | None = None
    count: int | None = None
    lasting: tuple[Fraction, Unit] | None = None
    often: int | None = None
    doubtful: tuple["Said", ...] = ()

    def given(self) -> dict[str, Any]:
        """The parts that were said, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) != each.default}

    def merged(self, other: "Said") -> "Said | None":
        """Both together; None when they contradict each other. Lists of the same kind are joined."""
        mine, theirs = self.given(), other.given()
        joined: dict[str, Any] = {}
        for name in mine.keys() & theirs.keys():
            if mine[name] == theirs[name]:
                continue
            if not isinstance(mine[name], tuple) or name in {"window", "lasting"}:
                return None
            joined[name] = tuple(dict.fromkeys((*mine[name], *theirs[name])))
        if ("unit" in mine) and ("unit" in theirs) and self.interval != other.interval:
            return None
        return replace(self, **{**theirs, **joined})

    def narrowed(self, other: "Said") -> "Said | None":
        """With those days alone that both name, where both name any in the same way; None where they share none."""
        shared: dict[str, Any] = {
            name: tuple(day for day in getattr(self, name) if day in getattr(other, name))
            for name in self._common(other)
        }
        return replace(self, **shared) if all(shared.values()) else None

    def _common(self, other: "Said") -> frozenset[str]:
        return self.days & other.days

    @property
    def days(self) -> frozenset[str]:
        """Which ways of naming days were used."""
        return DAYS_OF & self.given().keys()
