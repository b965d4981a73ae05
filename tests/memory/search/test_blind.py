"""Blinding of terms and vectors."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.search.blind import KEY_BYTES, Blinder, Turn, blind_terms, hadamard
from memory.search.port import Vector

ONE, OTHER = b"1" * KEY_BYTES, b"2" * KEY_BYTES
keys = st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES)


def unit(seed: int, rows: int = 4, dimensions: int = 512) -> Vector:
    vectors = np.random.default_rng(seed).standard_normal((rows, dimensions), dtype=np.float32)
    units: Vector = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units


def test_the_same_word_of_two_people_differs() -> None:
    assert blind_terms(ONE, ["key"]) != blind_terms(OTHER, ["key"])


def test_a_blinded_term_is_always_the_same() -> None:
    # Kept in indexes on disk: when this changes, `blind.VERSION` has to change with it.
    assert blind_terms(ONE, ["key", "key"]) == ("p6rogyjhyzj56",) * 2


def test_a_turn_is_always_the_same() -> None:
    # As above.
    turned = Turn(ONE, 8)(np.eye(1, 8, dtype=np.float32))[0]
    assert turned == pytest.approx([-0.177, 0.53, 0.177, 0.177, -0.177, 0.53, 0.177, -0.53], abs=0.001)


@given(keys, st.lists(st.text()))
def test_terms_keep_their_order_and_show_nothing_of_themselves(key: bytes, stems: list[str]) -> None:
    terms = blind_terms(key, stems)
    assert len(terms) == len(stems)
    assert all(re.fullmatch("[a-z2-7]{13}", term) for term in terms)
    assert len(set(terms)) == len(set(stems))


@given(keys, st.integers(0, 2**32 - 1))
def test_turning_keeps_cosines_and_lengths(key: bytes, seed: int) -> None:
    vectors = unit(seed)
    turned = Turn(key, 512)(vectors)
    assert turned @ turned.T == pytest.approx(vectors @ vectors.T, abs=1e-5)


@given(keys, st.integers(0, 511))
def test_a_turned_vector_leaves_no_trace_of_its_parts(key: bytes, part: int) -> None:
    spike = np.zeros((1, 512), dtype=np.float32)
    spike[0, part] = 1
    turned = Turn(key, 512)(spike)
    assert np.abs(turned).max() < 0.4


def test_two_people_turn_the_same_vector_to_unrelated_places() -> None:
    vectors = unit(1)
    cosines = np.einsum("ij,ij->i", Turn(ONE, 512)(vectors), Turn(OTHER, 512)(vectors))
    assert np.abs(cosines).max() < 0.25


@pytest.mark.parametrize("dimensions", [1, 2, 8, 256, 512, 1024])
def test_the_mixing_matrix_is_orthogonal_at_every_size(dimensions: int) -> None:
    matrix = hadamard(dimensions)
    assert np.allclose(matrix @ matrix.T, np.eye(dimensions), atol=1e-5)
    turned = Turn(ONE, dimensions)(unit(2, dimensions=dimensions))
    assert np.linalg.norm(turned, axis=1) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("dimensions", [0, 3, 384])
def test_other_sizes_are_refused(dimensions: int) -> None:
    with pytest.raises(ValueError, match=f"{dimensions} dimensions"):
        Turn(ONE, dimensions)


def test_a_blinder_with_room_for_two_turns_serves_any_number_of_people() -> None:
    blinder, vectors = Blinder(512, kept=2), unit(3, rows=1)
    expected = [Turn(bytes([number]) * KEY_BYTES, 512)(vectors)[0] for number in range(5)]
    for _ in range(2):
        for number, row in enumerate(expected):
            turned = blinder.vectors(bytes([number]) * KEY_BYTES, vectors)[0]
            assert turned is not None
            assert turned == pytest.approx(row)


def test_a_vector_of_zeros_is_no_vector() -> None:
    assert Blinder(512).vectors(ONE, np.zeros((1, 512), dtype=np.float32)) == [None]
