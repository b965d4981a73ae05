"""What an endpoint is to us: something asked goes there, and comes back told or with a reason why not."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from bot.errors import TuckawayError

Asked = TypeVar("Asked")
Told = TypeVar("Told")
Asked_contra = TypeVar("Asked_contra", contravariant=True)
Told_co = TypeVar("Told_co", covariant=True)


class Outcome(StrEnum):
    """How a call ended."""

    ANSWERED = "answered"
    UNUSABLE = "unusable"  # an answer came, and did not pass the checks
    TIMED_OUT = "timed out"
    BUSY = "busy"  # the endpoint asks to be left alone
    FAILED = "failed"
    REFUSED = "refused"  # it will never take this: a wrong key, an unknown model
    TOO_LONG = "too long"  # it sent more than an answer can be
    CROWDED = "crowded"  # we had too much under way ourselves
    RESTING = "resting"  # it failed too often to be asked just now
    GIVEN_UP = "given up"  # whoever asked did not wait


class Unanswered(TuckawayError):
    """A call brought no answer.

    Attributes:
        wait: how long the endpoint wants to be left alone, where it says so.
        again: whether the same call may well succeed a moment later.
        billed: whether the endpoint may charge for it all the same.
        status: of HTTP, where there was one.
    """

    def __init__(
        self,
        outcome: Outcome,
        *,
        wait: timedelta | None = None,
        again: bool = False,
        billed: bool = False,
        status: int | None = None,
    ) -> None:
        super().__init__(f"the endpoint gave no answer: {outcome}" + (f" (status {status})" if status else ""))
        self.outcome = outcome
        self.wait = wait
        self.again = again
        self.billed = billed
        self.status = status


class Endpoint(Protocol[Asked_contra, Told_co]):
    """One model somewhere."""

    async def close(self) -> None:
        """Give connections back; harmless when called twice."""

    async def ask(self, asked: Asked_contra, /) -> Told_co:
        """Ask once; raises Unanswered. It may take for ever: the caller sets the limit."""


Connect = Callable[[], Endpoint[Asked, Told]]
"""Makes an endpoint ready; may take its time, in a thread."""
