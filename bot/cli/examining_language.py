"""The doctor's look at the language model: one small call beside the budget, with nothing of anybody's in it."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from bot.cli.findings import Finding, Verdict
from bot.settings import Settings

if TYPE_CHECKING:
    from memory.endpoints.endpoint import Unanswered
    from memory.language.openai import OpenAIEndpoint
    from memory.language.port import Choice
    from memory.language.questions import Question

PART: Final = "Language model"
NAMED: Final = 5
"""Models of an endpoint's that are named as a choice."""

URL: Final = "set TUCKAWAY_LANGUAGE_URL to what goes before /chat/completions there, mostly an address that ends in /v1"
KEY: Final = "set TUCKAWAY_LANGUAGE_API_KEY to a key that this endpoint gave you"
FORM: Final = "set TUCKAWAY_LANGUAGE_MODEL to a model that can answer by a JSON schema"

# How a call ended, by the names of `memory.endpoints.endpoint.Outcome`, and what to do about it.
ENDS: Final[Mapping[str, tuple[str, str]]] = {
    "failed": ("can't be reached", f"start it, or {URL}"),
    "unusable": ("is not one that speaks OpenAI's protocol", URL),
    "too long": ("is not one that speaks OpenAI's protocol", URL),
    "busy": ("asks to be left alone just now", "look at the limits of your account there"),
    "timed out": ("does not answer in time", "choose a faster model, or raise TUCKAWAY_LANGUAGE_TIMEOUT"),
}
# What it said instead of an answer.
STATUSES: Final[Mapping[int, tuple[str, str]]] = {
    HTTPStatus.UNAUTHORIZED: ("does not accept the key", KEY),
    HTTPStatus.FORBIDDEN: ("does not accept the key", KEY),
    HTTPStatus.PAYMENT_REQUIRED: ("wants to be paid", "look at your account there"),
    HTTPStatus.TOO_MANY_REQUESTS: ("has no credit left for you", "look at your account there"),
}


async def language(settings: Settings) -> Finding:
    """Whether the endpoint can be reached, takes the key, has the model and answers in the form that is asked for."""
    if settings.language_url is None:
        return Finding(Verdict.WELL, PART, "off; nothing is sent to any")
    # Takes a second or two.
    endpoint = await asyncio.to_thread(_connect, settings)
    try:
        return await _asked(settings, endpoint)
    finally:
        await endpoint.close()


async def _asked(settings: Settings, endpoint: "OpenAIEndpoint") -> Finding:
    from memory.endpoints.endpoint import Outcome, Unanswered

    question, named = _question(), f"{settings.language_model} at {settings.language_url}"
    try:
        async with asyncio.timeout(settings.language_timeout):
            reply = await endpoint.ask(question.prompt)
    except TimeoutError:
        return _wrong(settings, *ENDS[Outcome.TIMED_OUT])
    except Unanswered as failure:
        return await _refused(settings, endpoint, failure)
    if question.read(reply.content or "") is None:
        return Finding(Verdict.WRONG, PART, f"{named} answers, but not in the form that it is asked for", FORM)
    return Finding(Verdict.WELL, PART, f"{named} answers in the form that it is asked for")


async def _refused(settings: Settings, endpoint: "OpenAIEndpoint", failure: "Unanswered") -> Finding:
    """What a call without an answer means."""
    from memory.endpoints.endpoint import Outcome

    if failure.outcome is Outcome.FAILED and failure.status:
        return _wrong(settings, f"fails (status {failure.status})", "look at what it logs itself")
    if failure.outcome is not Outcome.REFUSED:
        return _wrong(settings, *ENDS[failure.outcome])
    if known := STATUSES.get(failure.status or 0):
        return _wrong(settings, *known)
    models = await _models(settings, endpoint)
    if models and settings.language_model not in models:
        mend = f"set TUCKAWAY_LANGUAGE_MODEL to one that it has: {', '.join(models[:NAMED])}"
        return _wrong(settings, f"has no model {settings.language_model}", mend)
    return _wrong(settings, f"refuses the call (status {failure.status})", FORM if models else URL)


async def _models(settings: Settings, endpoint: "OpenAIEndpoint") -> tuple[str, ...]:
    """What the endpoint says it has, as far as it says so."""
    try:
        async with asyncio.timeout(settings.language_timeout):
            return await endpoint.models() or ()
    except TimeoutError:
        return ()


def _wrong(settings: Settings, finding: str, mend: str) -> Finding:
    return Finding(Verdict.WRONG, PART, f"{settings.language_url} {finding}", mend)


def _question() -> "Question[Choice]":
    from bot.messages import PersonId
    from memory.documents import AiUse, Level
    from memory.language.port import Shown
    from memory.language.questions import Task, choice

    made_up = Shown(
        person=PersonId("nobody"), text="two eggs", level=Level.GENERAL, ai_use=AiUse.CHAT, choice=AiUse.CHAT
    )
    question = choice(Task.CATEGORY, made_up, {"recipe": "what goes into a dish", "other": "anything else"})
    if question is None:
        raise LookupError("a text and two labels make a question")
    return question


def _connect(settings: Settings) -> "OpenAIEndpoint":
    from bot.assembly import language_endpoint
    from bot.clock import system_clock

    return language_endpoint(settings, system_clock)
