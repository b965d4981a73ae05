"""The doctor's look at the language model: one small call beside the budget, with nothing of anybody's in it."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from bot.cli.examining_endpoint import ENDS, Examined
from bot.cli.findings import Finding, Verdict
from bot.settings import Settings

if TYPE_CHECKING:
    from memory.language.openai import OpenAIEndpoint
    from memory.language.port import Choice
    from memory.language.questions import Question

PART: Final = "Language model"
FORM: Final = "set TUCKAWAY_LANGUAGE_MODEL to a model that can answer by a JSON schema"
NAMES: Final[Mapping[str, str]] = {
    "url": "TUCKAWAY_LANGUAGE_URL",
    "key": "TUCKAWAY_LANGUAGE_API_KEY",
    "model": "TUCKAWAY_LANGUAGE_MODEL",
    "timeout": "TUCKAWAY_LANGUAGE_TIMEOUT",
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
    from memory.endpoints.endpoint import Unanswered

    question, examined = _question(), _examined(settings)
    try:
        async with asyncio.timeout(settings.language_timeout):
            reply = await endpoint.ask(question.prompt)
    except TimeoutError:
        return examined.wrong(*ENDS["timed out"])
    except Unanswered as failure:
        return await examined.unanswered(endpoint, failure)
    if question.read(reply.content or "") is None:
        finding = f"{examined.named} answers, but not in the form that it is asked for"
        return Finding(Verdict.WRONG, PART, finding, FORM)
    return examined.well("answers in the form that it is asked for")


def _examined(settings: Settings) -> Examined:
    return Examined(
        part=PART,
        url=settings.language_url or "",
        model=settings.language_model or "",
        path="/chat/completions",
        settings=NAMES,
        form=FORM,
        seconds=settings.language_timeout,
    )


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
    from bot.assembling_engines import language_endpoint
    from bot.clock import system_clock

    return language_endpoint(settings, system_clock)
