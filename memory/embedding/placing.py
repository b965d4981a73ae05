"""The only way from people's texts to an embedder: what may not be sent is not, what can't be had now is waited for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.errors import EmbedderUnavailable
from memory.embedding.port import PREPARED, Embedder

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Placeable:
    """A text to be embedded.

    `sendable`: whether its person lets it go to a machine that is not the operator's; `memory.language.consent` tells.
    """

    text: str = field(repr=False)
    sendable: bool


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a text lies: a row of unit length or of zeros; None for nowhere. `awaited`: there will be one later."""

    row: NDArray[np.float32] | None
    awaited: bool = False


class Placing:
    """An embedder, asked only what it may be asked."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def resting(self) -> bool:
        """Whether nothing can be placed just now."""
        return self._embedder.resting

    async def prepare(self, texts: Sequence[Placeable]) -> bool:
        """Fetch what `places` will want a moment later; whether all of it is had."""
        wanted = [each.text for each in texts if self._may_be_placed(each)]
        for start in range(0, len(wanted), PREPARED):
            if not await self._embedder.prepare(wanted[start : start + PREPARED]):
                return False
        return True

    async def places(self, texts: Sequence[Placeable]) -> list[Place]:
        """A place for each text, in their order."""
        wanted = [each.text for each in texts if self._may_be_placed(each)]
        try:
            rows = iter(await self._embedder.embed(wanted)) if wanted else iter(())
        except EmbedderUnavailable as error:
            log.info("embeddings.awaited", reason=str(error), texts=len(wanted))
            return [Place(None, awaited=self._may_be_placed(each)) for each in texts]
        return [Place(next(rows) if self._may_be_placed(each) else None) for each in texts]

    def _may_be_placed(self, each: Placeable) -> bool:
        return each.sendable or self._embedder.whereabouts is None
