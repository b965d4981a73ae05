"""The protocol of an embedder: texts in, vectors of their meaning out."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from memory.language.port import Whereabouts


class Embedder(Protocol):
    """Places texts so that those of like meaning lie close. `model`, `digest` and `dimensions` hold from `open` on.

    Whoever has texts of people embedded goes through `memory.embedding.placing`, which asks what may be sent where.

    Attributes:
        model: the name and version that a person would look the model up by.
        digest: tells weights apart; vectors may be compared only where it is the same.
        dimensions: of each row, a power of two.
        whereabouts: where texts go, if that is a machine which is not the operator's own; else None.
    """

    model: str
    digest: str
    dimensions: int

    @property
    def whereabouts(self) -> Whereabouts | None:
        """See above."""

    @property
    def resting(self) -> bool:
        """Whether nothing can be embedded just now, so that nobody need try."""

    async def open(self) -> None:
        """Load what is needed; harmless when called twice.

        Raises:
            EmbedderUnavailable: it can't be known what the vectors will be like; the sentence says what to do.
        """

    async def close(self) -> None:
        """Give threads or connections back; calls still waiting are cancelled."""

    async def prepare(self, texts: Sequence[str]) -> bool:
        """Fetch what `embed` will want for these texts a moment later, in the background's own time; whether it is had.

        No more than `PREPARED` texts at once.
        """

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length for each text, or zeros where it holds nothing to place.

        A text gets the same vector whatever else is embedded with it, within 1e-4 of its cosine.

        Raises:
            EmbedderUnavailable: not now, or not within the time that a person may be kept waiting.
        """


PREPARED: Final = 256
