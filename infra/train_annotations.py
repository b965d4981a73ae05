"""Trains the models of `memory.names` and `memory.categories`.

Run by `uv run --group train python infra/train_annotations.py`. Everything is seeded: the same notes and versions give
the same weights.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from infra.notes import Note, known_before, notes
from memory import categories, names
from memory.credentials import secrets_in
from memory.embedding.local import load_encoder, readable
from memory.linear import SCALE, softmax
from memory.words import words_of

DATA: Final = Path(__file__).parent.parent / "memory" / "data"

LEAST: Final = 2
"""Notes that a feature must be found in."""
SMALLEST: Final = 4
"""Weights that are kept, in whole numbers of SCALE: a feature with nothing above it changes no verdict."""
ALTERNATIVE: Final = 0.3
"""What another category that a note may have weighs beside its first."""
SPREAD: Final = 4.0
"""By what the vector is multiplied while training, so that it is not held back more than the words are."""
STRENGTH: Final = 0.1
"""Inverse of the regularisation; .05 to .2 differ by less than a point on lives not trained on."""


@dataclass(frozen=True)
class Weights:
    """A row of weights for each feature and then for each dimension of the vector, a column for each label."""

    weights: NDArray[np.float64]
    bias: NDArray[np.float64]


def folded(known: Iterable[str]) -> frozenset[str]:
    """Names as `memory.names` takes them: word by word."""
    return frozenset(word.key for name in known for word in words_of(name) if len(word.key) > 1)


def matrix(features: Sequence[Sequence[str]]) -> tuple[csr_matrix, list[str]]:
    """A row for each of `features`, a column for each that at least LEAST rows have."""
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(each, 1.0) for each in features]).tocsr()
    kept = np.flatnonzero(np.asarray((table > 0).sum(axis=0)).ravel() >= LEAST)
    return table[:, kept], [str(vectorizer.feature_names_[place]) for place in kept]


def write(
    name: str, labels: Sequence[str], model: Weights, columns: Sequence[str], slopes: Sequence[tuple[float, float]] = ()
) -> None:
    """The weights as whole numbers of SCALE; rows beyond `columns` are those of the vector."""
    whole = np.rint(model.weights / SCALE).astype(int)
    kept = {
        "labels": list(labels),
        "bias": np.round(model.bias, 4).tolist(),
        "slopes": slopes,
        "dense": whole[len(columns) :].tolist(),
        "weights": {
            column: whole[place].tolist()
            for place, column in enumerate(columns)
            if np.abs(whole[place]).max() >= SMALLEST
        },
    }
    lines = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    (DATA / name).write_text(lines + "\n", "utf-8")


def train_names(rows: Sequence[Note]) -> None:
    """Write names.json: of every word that may be a name whether it is one.

    Each note counts as written and without capitals, with what its writer told before and without.
    """
    features, is_name = [], []
    for row, before in zip(rows, known_before(rows), strict=True):
        for text, known in product((row.text, row.text.lower()), (frozenset[str](), folded(before))):
            words = words_of(text)
            for word, told in zip(words, names.features_of(words, known), strict=True):
                if told:
                    features.append(told)
                    is_name.append(any(start <= word.start < end for start, end in row.people))
    table, columns = matrix(features)
    model = LogisticRegression(C=0.5, max_iter=1000, random_state=0).fit(table, is_name)
    write("names.json", ["name"], Weights(model.coef_.T, model.intercept_), columns)


def category_features(rows: Sequence[Note]) -> list[list[str]]:
    """The features of each note, with the names that are found in it as they will be."""
    features = []
    for row, known in zip(rows, known_before(rows), strict=True):
        words = words_of(row.text)
        people = names.names_in(words, folded(known))
        features.append(categories.features_of(categories.Found(row.text, words, people, secrets_in(row.text))))
    return features


def vectors_of(rows: Sequence[Note]) -> NDArray[np.float32]:
    """What the local embedder makes of each note."""
    encode, _ = load_encoder()
    return np.vstack([encode([readable(row.text)]) for row in rows])


def fit(rows: Sequence[Note], table: csr_matrix, vectors: NDArray[np.float32]) -> Weights:
    """A model for the categories and one for what is to do, beside each other.

    Every note counts twice, with its vector and without, so that one model serves both.
    """
    both = vstack([hstack([table, csr_matrix(vectors * spread)]) for spread in (SPREAD, 0.0)]).tocsr()
    twice = [*rows, *rows]
    picked, labels, weights = [], [], []
    for place, row in enumerate(twice):
        for rank, category in enumerate(row.categories):
            picked.append(place)
            labels.append(categories.CATEGORIES.index(category))
            weights.append(ALTERNATIVE if rank else 1.0)
    chosen = LogisticRegression(C=STRENGTH, max_iter=1000, random_state=0).fit(both[picked], labels, weights)
    to_do = LogisticRegression(C=STRENGTH, max_iter=1000, random_state=0).fit(both, [row.task for row in twice])
    found = np.vstack([chosen.coef_, to_do.coef_]).T
    found[table.shape[1] :] *= SPREAD
    return Weights(found, np.concatenate([chosen.intercept_, to_do.intercept_]))


def slopes(held_out: Sequence[Note], model: Weights, columns: Sequence[str]) -> list[tuple[float, float]]:
    """How probabilities become confidences, without a vector and with one, from unseen notes (Platt scaling)."""
    place_of = {column: place for place, column in enumerate(columns)}
    features = [[place_of[each] for each in row if each in place_of] for row in category_features(held_out)]
    plain = np.vstack([model.weights[row].sum(axis=0) for row in features]) + model.bias
    further = vectors_of(held_out) @ model.weights[len(columns) :]
    return [slope(held_out, plain), slope(held_out, plain + further)]


def slope(held_out: Sequence[Note], scores: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and intercept of the log odds of the likeliest category, against whether a reader would accept it."""
    chances = [softmax(row[:-1].tolist()) for row in scores]
    odds = [[np.log(max(row) / (1 - max(row)))] for row in chances]
    likeliest = [categories.CATEGORIES[int(np.argmax(row))] for row in chances]
    right = [category in note.categories for category, note in zip(likeliest, held_out, strict=True)]
    fitted = LogisticRegression(C=10.0, random_state=0).fit(odds, right)
    return round(float(fitted.coef_[0, 0]), 3), round(float(fitted.intercept_[0]), 3)


def train_categories(rows: Sequence[Note], held_out: Sequence[Note]) -> None:
    """Write categories.json."""
    table, columns = matrix(category_features(rows))
    model = fit(rows, table, vectors_of(rows))
    labels = (*categories.CATEGORIES, categories.TO_DO)
    write("categories.json", labels, model, columns, slopes(held_out, model, columns))


def main() -> None:
    """Train and write both; names first, since the categories are told by them too."""
    rows = notes("notes_*.txt")
    train_names(rows)
    train_categories(rows, notes("held_out.txt"))


if __name__ == "__main__":
    main()
