"""What a provider allows in a second, and what it says to whoever sends more."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

SECOND: Final = 1.0


@dataclass
class Limits:
    """Counts what is sent; nothing of what it refuses counts.

    Attributes:
        in_all: messages in any second.
        apart: seconds between messages to one address, beyond the first `burst`; 0: no such limit.
        burst: how many may go to one address at once.
        retry_after: seconds that whoever sends too much is told to wait.
        now: the time in seconds, from any beginning.
    """

    in_all: float
    apart: float = 0
    burst: int = 1
    retry_after: int = 3
    now: Callable[[], float] = time.monotonic
    refused: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    _lately: deque[tuple[float, int]] = field(default_factory=deque)
    _busy_until: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def takes(self, address: str, units: int = 1) -> bool:
        """Whether a message that counts as `units` may be sent to `address` now."""
        now = self.now()
        while self._lately and self._lately[0][0] <= now - SECOND:
            self._lately.popleft()
        too_many = sum(each for _, each in self._lately) + units > max(self.in_all, units)
        too_often = self.apart > 0 and self._busy_until[address] > now + self.apart * (self.burst - 1)
        if too_many or too_often:
            self.refused.append(now)
            return False
        self._lately.append((now, units))
        self._busy_until[address] = max(now, self._busy_until[address]) + self.apart
        self.taken.append(now)
        return True
