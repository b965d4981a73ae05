"""An OpenAI-compatible embeddings server on the loopback: texts that share words lie close, until told to fail."""

import base64
import hashlib
import re
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from tests.fakes.openai import Body, FakeOpenAI, Fault

LENGTH: Final = 384


def fails(**fields: Any) -> Fault:
    """Some fields of the answer are others."""
    return Fault(fields=fields)


class FakeEmbeddings(FakeOpenAI):
    """One model behind `/v1/embeddings`.

    `length`: of its vectors. `refused`: a text with this in it is refused, whatever comes along with it. `backwards`:
    vectors come in another order than the texts, with their right numbers.

    Args:
        formats: encodings that it knows; others are refused.
        base64: whether it writes base64 when asked to, or numbers all the same.
        unknown: parameters that it refuses by name.
    """

    path = "/v1/embeddings"

    def __init__(
        self,
        *,
        formats: tuple[str, ...] = ("float", "base64"),
        base64: bool = True,
        unknown: tuple[str, ...] = (),
    ) -> None:
        super().__init__(unknown=unknown)
        self.length = LENGTH
        self.refused: str | None = None
        self.backwards = False
        self._formats = formats
        self._base64 = base64

    @property
    def texts(self) -> list[str]:
        """Every text that was ever sent."""
        return [text for request in self.requests for text in request["input"]]

    @override
    def _complaint(self, body: Body) -> str | None:
        for name in self._unknown:
            if name in body:
                return f"Unsupported parameter: '{name}' is not supported with this model."
        if self.refused is not None and any(self.refused in text for text in body["input"]):
            return "the input was refused by our content filter"
        known = body.get("encoding_format", "float") in self._formats
        return None if known else "encoding_format must be one of those that we know"

    @override
    def _usual(self, body: Body, fault: Fault) -> Body:
        written = self._base64 and body.get("encoding_format") == "base64"
        rows = [vector(text, body.get("dimensions", self.length)) for text in body["input"]]
        data: list[Body] = [
            {
                "object": "embedding",
                "index": index,
                "embedding": base64.b64encode(row.astype("<f4").tobytes()).decode() if written else row.tolist(),
            }
            for index, row in enumerate(rows)
        ]
        tokens = sum(len(text.split()) for text in body["input"])
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return {"object": "list", "model": body["model"], "data": data[:: -1 if self.backwards else 1], "usage": usage}


def vector(text: str, length: int = LENGTH) -> NDArray[np.float32]:
    """The sum of a direction for each of its words; not of unit length."""
    words = re.findall(r"\w+", text.lower())[:200]
    directions = np.stack([_direction(word, length) for word in words] or [np.zeros(length)])
    summed: NDArray[np.float32] = directions.sum(axis=0).astype(np.float32)
    return summed


def _direction(word: str, length: int) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(length)
