"""Leaves an endpoint alone that keeps failing, and lets one call find out whether it is well again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.clock import Clock
from memory.endpoints.endpoint import Outcome, Unanswered

FAILURES: Final = 5
REST: Final = timedelta(seconds=30)
LONGEST_REST: Final = timedelta(minutes=10)

log = structlog.get_logger(__name__)


class Breaker:
    """Closed until so many calls in a row have failed; then open for a rest; then one probe decides.

    (Nygard, "Release It!", 2007. Of the libraries, aiobreaker has rested since 2021, and purgatory asks the machine for
    the time and lets everyone through at once after the rest.)

    Args:
        clock: the time.
        of: what log lines call the endpoint.
        failures: in a row that open it.
        rest: how long it then stays open, unless the endpoint asks for longer.
    """

    def __init__(self, clock: Clock, *, of: str = "language", failures: int = FAILURES, rest: timedelta = REST) -> None:
        self._clock = clock
        self._of = of
        self._threshold = failures
        self._rest = rest
        self._failures = 0
        self._until: datetime | None = None
        self._probing = False

    @property
    def resting(self) -> bool:
        """Whether nobody may ask just now."""
        if self._until is None:
            return False
        # An end further away than any rest was set before the clock went back.
        return self._probing or timedelta(0) < self._until - self._clock() <= LONGEST_REST

    @contextmanager
    def watching(self) -> Iterator[None]:
        """One call: raises Unanswered at once while resting, and learns from how the call ends."""
        if self.resting:
            raise Unanswered(Outcome.RESTING)
        probe = self._probing = self._until is not None
        try:
            yield
        except Unanswered as failure:
            self._failed(failure)
            raise
        else:
            self._failures, self._until = 0, None
        finally:
            self._probing = self._probing and not probe

    def _failed(self, failure: Unanswered) -> None:
        self._failures += 1
        wait = min(failure.wait or timedelta(0), LONGEST_REST)
        if self._failures < self._threshold and self._until is None and wait <= self._rest:
            return
        rest = max(wait, self._rest)
        self._until = self._clock() + rest
        log.warning("endpoint.resting", endpoint=self._of, outcome=failure.outcome, seconds=rest.total_seconds())
