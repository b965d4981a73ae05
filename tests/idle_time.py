"""An event loop whose time passes only while there is nothing to do: hours of waiting take as long as the work does."""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Final, TypeVar

from typing_extensions import TypeVarTuple, Unpack, override

GRACE: Final = 0.001
"""Seconds of real time in which what was written to a socket of the loopback has certainly come."""
LOOKING: Final = 0.05

Value = TypeVar("Value")
Arguments = TypeVarTuple("Arguments")


class _Patience(selectors.DefaultSelector):
    """Waits no longer than it takes to see that nothing comes. `busy`: how many threads work for the loop just now."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self.busy = 0

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or self.busy:
            return super().select(timeout and min(timeout, LOOKING))
        ready = super().select(min(timeout, GRACE))
        if not ready:
            self.passed += timeout
        return ready


class IdleTime(asyncio.SelectorEventLoop):
    """To be used where all that is waited for is in this loop or in a thread that it asked: sockets among ourselves."""

    def __init__(self) -> None:
        self._patience = _Patience()
        super().__init__(self._patience)

    @override
    def time(self) -> float:
        return self._patience.passed

    @override
    def run_in_executor(
        self,
        executor: Executor | None,
        func: Callable[[Unpack[Arguments]], Value],
        *args: *Arguments,
    ) -> asyncio.Future[Value]:
        working = super().run_in_executor(executor, func, *args)
        self._patience.busy += 1
        working.add_done_callback(self._done)
        return working

    def _done(self, _: asyncio.Future[Value]) -> None:
        self._patience.busy -= 1
