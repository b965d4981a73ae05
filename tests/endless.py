"""A guard against texts that never let their reader go; how fast readers are is for `tests/benchmarks`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

BLOW_UP = 5.0
"""Seconds of processor time: a hundred times what 20 kB take on a slow machine, and a moment of what doubles."""


@contextmanager
def comes_to_an_end() -> Iterator[None]:
    """What stands inside must not blow up."""
    began = time.process_time()
    yield
    assert time.process_time() - began < BLOW_UP
