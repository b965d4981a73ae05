"""What the endpoint of an embedder is to us: texts go there, vectors come back."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from memory.endpoints import endpoint

Vectors: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Texts:
    """What is to be embedded; `length`: how many numbers each vector has to have, None while nobody knows."""

    texts: tuple[str, ...]
    length: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """What came back: a row for each text, as the model gives it. Tokens are None where the endpoint does not say."""

    rows: Vectors
    tokens_in: int | None
    tokens_out: int | None = 0


Endpoint: TypeAlias = endpoint.Endpoint[Texts, Placed]
Connect: TypeAlias = endpoint.Connect[Texts, Placed]
