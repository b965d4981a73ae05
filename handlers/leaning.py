"""Which way a message leans, by its words: a linear model in plain Python, for what no rule is sure of."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path
from typing import Final, Self
from zlib import crc32

from handlers.leaning_kinds import KIND

WEIGHTS: Final = Path(__file__).with_suffix(".weights")
"""Written by infra/train_intents.py."""

BUCKETS: Final = 1 << 15
# What a message is meant as shows in its beginning; the rest only costs time.
CHARACTERS: Final = 300
WORDS: Final = 48
GRAMS: Final = (3, 4)
PIECES: Final = 0.6
"""How much the pieces of words count beside the phrases; each text has as much of both, whatever its length."""

WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[?\N{INVERTED QUESTION MARK}\N{ARABIC QUESTION MARK}]")
DIGITS: Final = re.compile(r"\d+")
APOSTROPHE: Final = str.maketrans("\N{RIGHT SINGLE QUOTATION MARK}\N{FULLWIDTH QUESTION MARK}", "'?")


def words(text: str) -> list[str]:
    """The words that count, without case and accents, digits as so many noughts, question marks as words."""
    plain = unicodedata.normalize("NFKD", text[:CHARACTERS].translate(APOSTROPHE).lower())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return [DIGITS.sub(lambda found: "0" * min(len(found[0]), 5), word) for word in WORD.findall(bare)[:WORDS]]


def features(text: str) -> tuple[list[int], list[int]]:
    """The buckets that a text falls into: by its phrases, and by the pieces of its words."""
    found = words(text)
    return _buckets((*_phrases(found), *_kinds(found))), _buckets(_pieces(found))


def _buckets(names: Iterable[str]) -> list[int]:
    return sorted({crc32(name.encode()) % BUCKETS for name in names})


def _phrases(found: list[str]) -> Iterator[str]:
    yield f"#{min(len(found), 12)}"
    yield f"^^{' '.join(found[:2])}"
    yield f"^^^{' '.join(found[:3])}"
    yield f"$${' '.join(found[-2:])}"
    yield from found
    for left, right in pairwise(["^", *found, "$"]):
        yield f"{left} {right}"
    for left, middle, right in zip(found, found[1:], found[2:], strict=False):
        yield f"{left} {middle} {right}"


def _kinds(found: list[str]) -> Iterator[str]:
    """The same with the kind of each word instead, which says something of words never met."""
    each = [KIND.get(word) or ("0" if word[0] == "0" else "*") for word in found]
    known = [kind for kind in each if kind != "*"]
    yield from (f"K{kind}" for kind in known)
    yield f"K={' '.join(known[:3])}"
    for at, left in enumerate(known[:10]):
        yield from (f"K{left}>{right}" for right in known[at + 1 : at + 5])
    framed = ["^", *each, "$"]
    for left, middle, right in zip(framed, framed[1:], framed[2:], strict=False):
        yield f"S{left} {middle} {right}"


def _pieces(found: list[str]) -> Iterator[str]:
    for word in found:
        framed = f"<{word[:20]}>"
        for size in GRAMS:
            yield from (f"~{framed[start : start + size]}" for start in range(len(framed) - size + 1))


@dataclass(frozen=True, kw_only=True)
class Model:
    """A logistic regression over `features`, either list of buckets scaled to a length of its own.

    Attributes:
        labels: what it tells apart.
        weights: for each label one byte a bucket, signed, in units of its `scale`.
        bias: for each label.
        sharpness: what scores are multiplied with, so that the shares are probabilities (inverse temperature).
    """

    labels: tuple[str, ...]
    weights: tuple[memoryview, ...]
    scale: tuple[float, ...]
    bias: tuple[float, ...]
    sharpness: float

    @classmethod
    def read(cls, packed: bytes) -> Self:
        """From a line of JSON, followed by the weights of one label after the other."""
        head, _, body = packed.partition(b"\n")
        named = json.loads(head)
        if named["buckets"] != BUCKETS or len(body) != BUCKETS * len(named["labels"]):
            raise ValueError("the weights are not of these features: run infra/train_intents.py")
        view = memoryview(body).cast("b")
        rows = tuple(view[at : at + BUCKETS] for at in range(0, len(body), BUCKETS))
        values = {name: tuple(named[name]) for name in ("labels", "scale", "bias")}
        return cls(weights=rows, sharpness=named["sharpness"], **values)

    def shares(self, text: str) -> Mapping[str, float]:
        """The probability of each label; they sum to one. Well under a millisecond for any text."""
        phrases, pieces = features(text)
        lengths = sqrt(len(phrases)), sqrt(len(pieces) or 1) / PIECES
        sums = [
            sum(map(row.__getitem__, phrases)) / lengths[0] + sum(map(row.__getitem__, pieces)) / lengths[1]
            for row in self.weights
        ]
        scores = [
            self.sharpness * (total * scale + bias)
            for total, scale, bias in zip(sums, self.scale, self.bias, strict=True)
        ]
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        return {label: power / sum(powers) for label, power in zip(self.labels, powers, strict=True)}


@cache
def model() -> Model:
    """The one that is shipped; read from its file once."""
    return Model.read(WEIGHTS.read_bytes())
