"""A language model as one message may use it: however often it is asked, it keeps a person waiting so long at most."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeVar

from memory.language.port import Asked, Choice, Claim, LanguageModel, Mark, Shown, Source, Whereabouts

Answer = TypeVar("Answer")

BOOKKEEPING: Final = 0.5
"""Seconds for what a call needs beside its own limit: it should end by that, for its end to be learnt from."""


class Hurried:
    """Asks until the model's patience is used up, and then knows nothing.

    A message of several parts has several questions, and each may run into the limit for one call. Together they
    must not: a message that is handled for too long is given up.
    """

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._left = model.patience

    @property
    def whereabouts(self) -> Whereabouts | None:
        """See `LanguageModel`."""
        return self._model.whereabouts

    async def choose_intent(self, message: Shown, intents: Mapping[str, str]) -> Choice | None:
        """See `LanguageModel`."""
        return await self._in_time(lambda: self._model.choose_intent(message, intents))

    async def mark(self, message: Shown) -> tuple[Mark, ...] | None:
        """See `LanguageModel`."""
        return await self._in_time(lambda: self._model.mark(message))

    async def answer(self, asked: Asked, sources: Sequence[Source]) -> tuple[Claim, ...] | None:
        """See `LanguageModel`."""
        return await self._in_time(lambda: self._model.answer(asked, sources))

    async def _in_time(self, ask: Callable[[], Awaitable[Answer | None]]) -> Answer | None:
        if self._left <= 0:
            return None
        time = asyncio.get_running_loop().time
        began = time()
        try:
            async with asyncio.timeout(self._left + BOOKKEEPING):
                return await ask()
        except TimeoutError:
            return None
        finally:
            self._left -= time() - began
