"""What an endpoint is to us: a prompt goes there, a reply comes back or a reason why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from bot.errors import TuckawayError
from memory.language.questions import Prompt


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
        super().__init__(f"the language model gave no answer: {outcome}")
        self.outcome = outcome
        self.wait = wait
        self.again = again
        self.billed = billed
        self.status = status


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Tokens are None where the endpoint does not say; `content` is None where it said nothing."""

    content: str | None
    tokens_in: int | None
    tokens_out: int | None


class Endpoint(Protocol):
    """One model somewhere."""

    async def close(self) -> None:
        """Give connections back; harmless when called twice."""

    async def ask(self, prompt: Prompt) -> Reply:
        """Ask once; raises Unanswered. It may take for ever: the caller sets the limit."""


Connect = Callable[[], Endpoint]
"""Makes an endpoint ready; may take its time, in a thread."""
