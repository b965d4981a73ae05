"""Small linear models: weights by feature, kept as whole numbers in a data file."""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

SCALE: Final = 0.02
"""What a weight of 1 in the data file stands for."""


@dataclass(frozen=True)
class Model:
    """A logistic regression over features that are there or not; one weight for each label.

    Attributes:
        labels: in the order of the weights; a model of one label tells only whether.
        bias: what each label has without any feature.
        weights: for each feature; unknown features count nothing.
        dense: for each dimension of a vector that may be there beside the features.
        slopes: how a probability becomes one that was right as often as it says, without a vector and with one:
            slope and intercept of its log odds (Platt scaling).
    """

    labels: tuple[str, ...]
    bias: Sequence[float]
    weights: Mapping[str, Sequence[int]]
    dense: NDArray[np.float32]
    slopes: Sequence[tuple[float, float]]

    @classmethod
    def load(cls, name: str) -> Self:
        """The model in a data file, as `infra/train_annotations.py` writes it."""
        kept = json.loads(files("memory").joinpath("data", name).read_text("utf-8"))
        dense = np.asarray(kept["dense"], dtype=np.float32) * SCALE
        return cls(tuple(kept["labels"]), kept["bias"], kept["weights"], dense, kept["slopes"])

    def scores(self, features: Collection[str], vector: Sequence[float] | None = None) -> list[float]:
        """The score of each label, any real number. `vector`: as long as `dense`."""
        totals = [0] * len(self.labels)
        for feature in features:
            weights = self.weights.get(feature)
            if weights:
                for place, weight in enumerate(weights):
                    totals[place] += weight
        dense = 0.0 if vector is None else np.asarray(vector, dtype=np.float32) @ self.dense
        further = np.broadcast_to(dense, len(totals)).tolist()
        parts = zip(self.bias, totals, further, strict=True)
        return [bias + SCALE * total + more for bias, total, more in parts]

    def chance(self, features: Collection[str]) -> float:
        """The probability of the only label."""
        return sigmoid(self.scores(features)[0])

    def confidence(self, chance: float, *, with_vector: bool) -> float:
        """How often a label of this probability was right."""
        slope, intercept = self.slopes[with_vector]
        chance = min(max(chance, 1e-6), 1 - 1e-6)
        return sigmoid(slope * math.log(chance / (1 - chance)) + intercept)


def sigmoid(score: float) -> float:
    """A score as a probability."""
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, score))))


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores as probabilities that sum to 1."""
    highest = max(scores)
    raised = [math.exp(score - highest) for score in scores]
    return [each / sum(raised) for each in raised]
