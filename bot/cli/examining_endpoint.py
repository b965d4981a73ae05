"""What the doctor says of an endpoint of somebody's model that gives no answer, and what to do about it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Protocol

from bot.cli.findings import Finding, Verdict

if TYPE_CHECKING:
    from memory.endpoints.endpoint import Unanswered

NAMED: Final = 5
"""Models of an endpoint's that are named as a choice."""

# How a call ended, by the names of `memory.endpoints.endpoint.Outcome`, and what to do about it.
ENDS: Final[Mapping[str, tuple[str, str]]] = {
    "failed": ("can't be reached", "start it, or {url}"),
    "unusable": ("is not one that speaks OpenAI's protocol", "{url}"),
    "too long": ("is not one that speaks OpenAI's protocol", "{url}"),
    "busy": ("asks to be left alone just now", "look at the limits of your account there"),
    "timed out": ("does not answer in time", "choose a faster model, or raise {timeout}"),
}
# What it said instead of an answer.
STATUSES: Final[Mapping[int, tuple[str, str]]] = {
    HTTPStatus.UNAUTHORIZED: ("does not accept the key", "{key}"),
    HTTPStatus.FORBIDDEN: ("does not accept the key", "{key}"),
    HTTPStatus.PAYMENT_REQUIRED: ("wants to be paid", "look at your account there"),
    HTTPStatus.TOO_MANY_REQUESTS: ("has no credit left for you", "look at your account there"),
}


class Listing(Protocol):
    """An endpoint that may say what it has."""

    async def models(self) -> tuple[str, ...] | None:
        """None where it does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """An endpoint as its operator set it up.

    Attributes:
        part: what the finding is called.
        url: its address.
        model: the model that is asked for.
        path: what the protocol adds to the address.
        settings: how the settings of its URL, key, model and time limit are called, by those words.
        form: what to do when it refuses the form in which it is asked.
        seconds: how long it may take to say what it has.
    """

    part: str
    url: str
    model: str
    path: str
    settings: Mapping[str, str]
    form: str
    seconds: float

    @property
    def named(self) -> str:
        """The model and where it is."""
        return f"{self.model} at {self.url}"

    def well(self, finding: str) -> Finding:
        """There is nothing to do."""
        return Finding(Verdict.WELL, self.part, f"{self.named} {finding}")

    def wrong(self, finding: str, mend: str) -> Finding:
        """Something is wrong with the endpoint; `mend` may name settings."""
        advice = {
            "url": f"set {self.settings['url']} to what goes before {self.path} there, mostly an address that ends in "
            "/v1",
            "key": f"set {self.settings['key']} to a key that this endpoint gave you",
            "timeout": self.settings["timeout"],
        }
        return Finding(Verdict.WRONG, self.part, f"{self.url} {finding}", mend.format_map(advice))

    async def unanswered(self, endpoint: Listing, failure: "Unanswered") -> Finding:
        """What a call without an answer means."""
        from memory.endpoints.endpoint import Outcome

        if failure.outcome is Outcome.FAILED and failure.status:
            return self.wrong(f"fails (status {failure.status})", "look at what it logs itself")
        if failure.outcome is not Outcome.REFUSED:
            return self.wrong(*ENDS[failure.outcome])
        if known := STATUSES.get(failure.status or 0):
            return self.wrong(*known)
        models = await self._models(endpoint)
        if models and self.model not in models:
            mend = f"set {self.settings['model']} to one that it has: {', '.join(models[:NAMED])}"
            return Finding(Verdict.WRONG, self.part, f"{self.url} has no model {self.model}", mend)
        return self.wrong(f"refuses the call (status {failure.status})", self.form if models else "{url}")

    async def _models(self, endpoint: Listing) -> tuple[str, ...]:
        """What the endpoint says it has, as far as it says so."""
        try:
            async with asyncio.timeout(self.seconds):
                return await endpoint.models() or ()
        except TimeoutError:
            return ()
