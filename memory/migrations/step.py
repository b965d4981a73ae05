"""One step between two neighbouring schema versions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

Walk = Callable[["AsyncIOMotorDatabase[dict[str, Any]]", bool], Awaitable[int]]
"""Changes the documents, or with True only counts them; returns how many."""


@dataclass(frozen=True)
class Step:
    """From one version to the next (`forward`) and back (`backward`)."""

    title: str
    forward: Walk
    backward: Walk
