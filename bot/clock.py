"""The only place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present as an aware datetime in UTC."""


def system_clock() -> datetime:
    """The present by this machine's clock, in UTC."""
    return datetime.now(UTC)


class MonotonicOrder:
    """Numbers that only ever grow, close to the clock's microseconds.

    A clock that is set back must not let a later message overtake an earlier one, so the number then goes on from the
    last one given instead of following the clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """A number greater than every one this object gave before, in microseconds since 1970."""
        self._last = max(self._last + 1, int(self._clock().timestamp() * 1_000_000))
        return self._last
