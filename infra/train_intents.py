"""Trains what `handlers/leaning.py` leans on: `python infra/train_intents.py [ROWS.jsonl …]` in the group `train`.

The text is of two kinds: the phrases of `infra/intents`, which are our own, and rows from elsewhere: files of JSON
lines with `text` and `label` (or `mapped`), such as the corrections that people made. It says how those rows come out
when they are held out, in fifths, by row and by whole intents, and writes the weights, the same at every run.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # a script of the repository may be run without installing the package

from handlers import intents  # noqa: E402 - see the line above
from handlers.leaning import BUCKETS, PIECES, WEIGHTS, Model, features, words  # noqa: E402
from tests.exams import intent as exam  # noqa: E402

PHRASES: Final = Path(__file__).with_name("intents")
LABELS: Final = ("save", "question", "reminder", "command", "small_talk")
# What others call them, and what the exams do.
SYNONYMS: Final = {"chitchat": "small_talk"}
EXAMINED: Final = {ours: theirs for theirs, ours in SYNONYMS.items()}

SEED: Final = 20_26
FOLDS: Final = 5
# The inverse of how strongly weights are held near nought: chosen on held-out rows.
FREEDOM: Final = 20.0
# How many sentences a line of phrases gives.
SENTENCES: Final = {"save": 14, "question": 12, "reminder": 10, "command": 10, "small_talk": 10}
FOREIGN: Final = 6
# How many in a hundred are left as they are, get a full stop, lose their marks, have two letters swapped.
ROUGHNESS: Final = (64, 20, 10, 6)

Floats = NDArray[np.float64]

CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Example:
    """A text and what it is meant as.

    `group` is the intent that it stands for where it comes from, `accepted` what is nearly right there; our own phrases
    have neither.
    """

    text: str
    label: str
    group: str | None = None
    accepted: tuple[str, ...] = ()

    @property
    def exam(self) -> str:
        """The label as the exams call it."""
        return EXAMINED.get(self.label, self.label)


def lines(path: Path) -> Iterator[str]:
    """What a file of phrases says, without blank lines and comments."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            yield line.strip()


def slots(path: Path) -> dict[str, list[str]]:
    """What may stand for each word in braces."""
    pairs = (line.partition(": ") for line in lines(path))
    return {name: [each.strip() for each in values.split(" | ")] for name, _, values in pairs}


def sentence(pattern: str, fillings: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """One of the sentences that a pattern stands for: `[a|b]` chooses, `{slot}` is filled."""
    while CHOICE.search(pattern) or SLOT.search(pattern):
        pattern = CHOICE.sub(lambda found: chance.choice(found[1].split("|")), pattern)
        pattern = SLOT.sub(lambda found: chance.choice(fillings[found[1]]), pattern, count=1)
    return " ".join(pattern.split())


def roughened(text: str, chance: random.Random) -> str:
    """As it may be typed: with a full stop, without any mark, with two letters swapped; mostly as it is."""
    return chance.choices((_as_it_is, _stopped, _bare, _swapped), ROUGHNESS)[0](text, chance)


def _as_it_is(text: str, _: random.Random) -> str:
    return text


def _stopped(text: str, _: random.Random) -> str:
    return text if text.endswith(("?", "!", ".")) else f"{text}."


def _bare(text: str, _: random.Random) -> str:
    return re.sub(r"[',.!]", "", text)


def _swapped(text: str, chance: random.Random) -> str:
    at = chance.randrange(max(1, len(text) - 1))
    pair = text[at : at + 2]
    return f"{text[:at]}{pair[::-1]}{text[at + 2 :]}" if pair.isalpha() else text


def own(folder: Path = PHRASES) -> list[Example]:
    """Our phrases, each spelt out several times, the same at every run."""
    chance = random.Random(SEED)
    fillings = slots(folder / "slots.txt")
    patterns = [(label, line, SENTENCES[label]) for label in LABELS for line in lines(folder / f"{label}.txt")]
    for line in lines(folder / "abroad.txt"):
        label, _, pattern = line.partition(": ")
        patterns.append((label, pattern, FOREIGN))
    found = {
        (roughened(sentence(pattern, fillings, chance), chance), label): None
        for label, pattern, count in patterns
        for _ in range(count)
    }
    return [Example(text, label) for text, label in found]


def given(path: Path) -> list[Example]:
    """The rows of a file, with the label that is ours. Raises ValueError for one that is not."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    found = [Example(row["text"], _label(row), row.get("intent", "correction")) for row in rows]
    return [
        replace(each, accepted=tuple(row.get("accept", [each.exam]))) for each, row in zip(found, rows, strict=True)
    ]


def _label(row: Mapping[str, Any]) -> str:
    named = row.get("label") or row["mapped"]
    label: str = SYNONYMS.get(named, named)
    if label not in LABELS:
        raise ValueError(f"{label!r} is none of {', '.join(LABELS)}: {row}")
    return label


def matrix(examples: Sequence[Example]) -> Any:  # noqa: ANN401 - scipy is not installed where this is checked
    """A row of features for each example, scaled as `handlers.leaning.Model.shares` scales them."""
    sparse = import_module("scipy.sparse")
    return sum(
        sparse.csr_matrix(
            (
                np.concatenate([np.full(len(row), size / max(1, len(row)) ** 0.5) for row in part]),
                np.concatenate([np.array(row, dtype=np.intp) for row in part]),
                np.cumsum([0, *map(len, part)]),
            ),
            shape=(len(part), BUCKETS),
        )
        for size, part in zip((1.0, PIECES), zip(*(features(each.text) for each in examples), strict=True), strict=True)
    )


def fitted(rows: Any, labels: Sequence[str]) -> tuple[Floats, Floats]:  # noqa: ANN401 - see `matrix`
    """The weights, a row for each of LABELS, and the biases."""
    sparse, linear = import_module("scipy.sparse"), import_module("sklearn.linear_model")
    # What is rare says more where it stands, so it is held less near nought (inverse document frequency).
    rarity = np.log((1 + rows.shape[0]) / (1 + np.asarray((rows > 0).sum(axis=0)).ravel())) / 5 + 0.2
    model = linear.LogisticRegression(C=FREEDOM, max_iter=300, tol=1e-4)
    found = model.fit(rows @ sparse.diags(rarity), [LABELS.index(each) for each in labels])
    return found.coef_ * rarity, found.intercept_


def folds(examples: Sequence[Example], *, by_group: bool) -> Iterator[NDArray[np.intp]]:
    """Which rows from elsewhere to hold out, in turn; `by_group`: all of one intent together, the harder question."""
    chance = random.Random(SEED)
    names = sorted({each.group for each in examples if each.group})
    chance.shuffle(names)
    fold = {name: at % FOLDS for at, name in enumerate(names)}
    mine = [(fold[each.group] if by_group else chance.randrange(FOLDS)) if each.group else -1 for each in examples]
    for number in range(FOLDS):
        yield np.flatnonzero(np.array(mine) == number)


@dataclass(frozen=True)
class HeldOut:
    """A model that has not seen the examples at the places `out`, and its scores for them."""

    weights: Floats
    bias: Floats
    out: NDArray[np.intp]
    scores: Floats


def held_out(rows: Any, examples: Sequence[Example], *, by_group: bool) -> list[HeldOut]:  # noqa: ANN401 - see `matrix`
    """A model for each fold, and what it makes of what it has not seen."""
    labels = [each.label for each in examples]
    found = []
    for out in folds(examples, by_group=by_group):
        kept = np.setdiff1d(np.arange(len(examples)), out)
        weights, bias = fitted(rows[kept], [labels[at] for at in kept])
        found.append(HeldOut(weights, bias, out, rows[out] @ weights.T + bias))
    return found


def figures(models: Sequence[HeldOut], examples: Sequence[Example], sharp: float) -> dict[str, Any]:
    """What `handlers.intents.read` makes of rows that its model has not seen, scored as the exam scores them."""
    rows: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for each in models:
        model = Model.read(packed(each.weights, each.bias, sharp))
        for example in (examples[at] for at in each.out):
            understood = intents.read(example.text, model=model)
            rows.append({"mapped": example.exam, "accept": example.accepted})
            answers.append({"label": exam.label(understood), "confidence": understood.confidence})
    return dict(exam.score(rows, answers))


def sharpness(scores: Floats, truth: NDArray[np.intp]) -> float:
    """What to multiply scores with so that their softmax is as likely as can be (Guo et al. 2017, temperature)."""
    tried = np.geomspace(0.3, 3, 93)
    return float(min(tried, key=lambda factor: _surprise(factor * scores, truth)))


def _surprise(scores: Floats, truth: NDArray[np.intp]) -> float:
    top = scores.max(axis=1, keepdims=True)
    logs = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(truth)), truth].mean())


def packed(weights: Floats, bias: Floats, sharp: float) -> bytes:
    """The file that `handlers.leaning.Model.read` reads."""
    scale = np.abs(weights).max(axis=1) / 127
    small = np.rint(weights / scale[:, None]).astype(np.int8)
    head = {
        "buckets": BUCKETS,
        "labels": LABELS,
        "scale": [round(float(each), 6) for each in scale],
        "bias": [round(float(each), 4) for each in bias],
        "sharpness": round(sharp, 3),
    }
    return b"\n".join((json.dumps(head).encode(), small.tobytes()))


def main(arguments: Sequence[str]) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Trains what handlers/leaning.py leans on.")
    parser.add_argument("rows", nargs="*", type=Path, help="JSON lines with `text` and `label` (or `mapped`)")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help="where to write the weights")
    asked = parser.parse_args(arguments)
    elsewhere = [example for path in asked.rows for example in given(path)]
    # A phrase of ours that is a row as well would be seen although the row is held out.
    taken = {tuple(words(each.text)) for each in elsewhere}
    examples = [*(each for each in own() if tuple(words(each.text)) not in taken), *elsewhere]
    rows = matrix(examples)
    sharp = measured(rows, examples) if asked.rows else 1.0
    asked.to.write_bytes(packed(*fitted(rows, [each.label for each in examples]), sharp))
    _say({"examples": len(examples), "sharpness": round(sharp, 3), "bytes": asked.to.stat().st_size})


def measured(rows: Any, examples: Sequence[Example]) -> float:  # noqa: ANN401 - see `matrix`
    """Say how rows come out that were held out, and give the sharpness that makes their shares probabilities."""
    models = held_out(rows, examples, by_group=False)
    truth = [LABELS.index(examples[at].label) for each in models for at in each.out]
    sharp = sharpness(np.concatenate([each.scores for each in models]), np.array(truth))
    _say({"held_out": "rows", **figures(models, examples, sharp)})
    _say({"held_out": "intents", **figures(held_out(rows, examples, by_group=True), examples, sharp)})
    return sharp


def _say(found: Mapping[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
