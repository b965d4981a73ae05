"""The doctor's look at the embeddings endpoint: one small call beside the budget, with nothing of anybody's in it."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from bot.cli.examining_endpoint import ENDS, Examined
from bot.cli.findings import Finding, Verdict
from bot.settings import Settings

if TYPE_CHECKING:
    from memory.embedding.openai import OpenAIEmbeddings

PART: Final = "Embeddings"
PATIENCE: Final = 10.0
"""Seconds for a first call, before which some servers load their model; later ones may take what the setting says."""
FORM: Final = "set TUCKAWAY_EMBEDDINGS_MODEL to a model that embeds texts"
NAMES: Final[Mapping[str, str]] = {
    "url": "TUCKAWAY_EMBEDDINGS_URL",
    "key": "TUCKAWAY_EMBEDDINGS_KEY",
    "model": "TUCKAWAY_EMBEDDINGS_MODEL",
    "timeout": "TUCKAWAY_EMBEDDINGS_TIMEOUT",
}


async def embeddings(settings: Settings) -> Finding:
    """Whether the endpoint can be reached, takes the key, has the model and gives vectors of the length expected."""
    if settings.embeddings_url is None:
        return Finding(Verdict.WELL, PART, "by the model that comes with Tuckaway; nothing is sent to any other")
    # Takes a second or two.
    endpoint = await asyncio.to_thread(_connect, settings)
    try:
        return await _asked(settings, endpoint)
    finally:
        await endpoint.close()


async def _asked(settings: Settings, endpoint: "OpenAIEmbeddings") -> Finding:
    from memory.embedding.endpoint import Texts
    from memory.embedding.hosted import TRIAL
    from memory.endpoints.endpoint import Unanswered

    examined = _examined(settings)
    try:
        async with asyncio.timeout(max(PATIENCE, settings.embeddings_timeout)):
            placed = await endpoint.ask(Texts((TRIAL,)))
    except TimeoutError:
        return examined.wrong(*ENDS["timed out"])
    except Unanswered as failure:
        return await examined.unanswered(endpoint, failure)
    length = placed.rows.shape[1]
    if length != (settings.embeddings_dimensions or length):
        mend = f"set TUCKAWAY_EMBEDDINGS_DIMENSIONS={length}, then run `tuckaway reindex`"
        return examined.wrong(f"gives vectors of {length} numbers", mend)
    return examined.well(f"gives vectors of {length} numbers")


def _examined(settings: Settings) -> Examined:
    return Examined(
        part=PART,
        url=settings.embeddings_url or "",
        model=settings.embeddings_model or "",
        path="/embeddings",
        settings=NAMES,
        form=FORM,
        seconds=PATIENCE,
    )


def _connect(settings: Settings) -> "OpenAIEmbeddings":
    from bot.assembling_engines import embeddings_endpoint
    from bot.clock import system_clock

    return embeddings_endpoint(settings, system_clock)
