"""The protocol of an embedder: texts in, vectors of their meaning out."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """Places texts so that those of like meaning lie close. `model`, `digest` and `dimensions` hold from `open` on.

    Attributes:
        model: the name and version that a person would look the model up by.
        digest: tells weights apart; vectors may be compared only where it is the same.
    """

    model: str
    digest: str
    dimensions: int

    async def open(self) -> None:
        """Load what is needed; harmless when called twice."""

    async def close(self) -> None:
        """Give threads or connections back; calls still waiting are cancelled."""

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length for each text, or zeros where it holds nothing to place.

        A text gets the same vector whatever else is embedded with it, within 1e-4 of its cosine.
        """
