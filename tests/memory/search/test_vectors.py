"""One person's vectors in memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from memory.search.port import Vector
from memory.search.vectors import BLOCK_BYTES, STEP, Block, Blocks, pack


def unit(rows: int, seed: int = 0, dimensions: int = 64) -> Vector:
    vectors = np.random.default_rng(seed).standard_normal((rows, dimensions), dtype=np.float32)
    units: Vector = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units


def block_of(vectors: Vector, first: int = 1) -> Block:
    block = Block()
    block.append(range(first, first + len(vectors)), [pack(vector) for vector in vectors])
    return block


@pytest.mark.parametrize("count", [1, 2, STEP - 1, STEP, STEP + 1, 3 * STEP + 7])
def test_the_nearest_are_those_an_exact_search_finds(count: int) -> None:
    vectors = unit(count)
    question = unit(1, seed=1)[0]
    exact = vectors @ question
    found = block_of(vectors).nearest(question, 10)
    assert len(found) == min(10, count)
    assert [score for _, score in found] == pytest.approx(sorted(exact, reverse=True)[:10], abs=0.01)
    assert all(exact[number - 1] == pytest.approx(score, abs=0.01) for number, score in found)


def test_vectors_added_one_by_one_are_found_like_those_added_at_once() -> None:
    vectors, block = unit(200), Block()
    for number, vector in enumerate(vectors, 1):
        block.append([number], [pack(vector)])
    assert block.last == 200
    assert block.nearest(vectors[7], 5) == block_of(vectors).nearest(vectors[7], 5)


def test_adding_one_by_one_rarely_moves_what_is_there() -> None:
    block, sizes = Block(), set()
    packed = pack(unit(1)[0])
    for number in range(1, 5_001):
        block.append([number], [packed])
        sizes.add(block.size)
    assert len(sizes) < 40


def test_whoever_is_let_go_of_is_not_found_and_may_be_followed_by_others() -> None:
    vectors = unit(6)
    block = block_of(vectors)
    block.keep(np.array([2, 4, 99]))
    assert sorted(number for number, _ in block.nearest(vectors[0], 10)) == [2, 4]
    block.append([7], [pack(vectors[0])])
    assert block.nearest(vectors[0], 1)[0][0] == 7


def test_a_block_may_be_emptied_and_filled_again() -> None:
    block = block_of(unit(3))
    block.keep(np.array([], dtype=np.int64))
    assert (block.count, block.last) == (0, 0)
    block.append([9], [pack(unit(1)[0])])
    assert block.nearest(unit(1)[0], 5)[0][0] == 9


def test_blocks_of_those_who_asked_longest_ago_make_room() -> None:
    one = block_of(unit(10)).size + BLOCK_BYTES
    blocks = Blocks(limit=one * 2)
    for person in (1, 2, 1, 3):
        if not blocks.of(person).count:
            blocks.of(person).append(range(1, 11), [pack(vector) for vector in unit(10)])
        blocks.trim(person)
    assert [blocks.of(person).count for person in (1, 3, 2)] == [10, 10, 0]


def test_a_block_larger_than_the_bound_is_kept_while_it_is_the_last_used() -> None:
    blocks = Blocks(limit=1)
    blocks.of(1).append([1], [pack(unit(1)[0])])
    blocks.trim(1)
    assert blocks.of(1).count == 1


def test_the_blocks_of_people_without_vectors_do_not_pile_up() -> None:
    blocks = Blocks(limit=BLOCK_BYTES * 10)
    for person in range(100):
        blocks.of(person)
        blocks.trim(person)
    assert len(blocks) == 10
    blocks.of(7).append(range(1, 11), [pack(vector) for vector in unit(10)])
    blocks.trim(7)
    blocks.clear()
    for person in range(10):
        blocks.of(person)
        blocks.trim(person)
    assert len(blocks) == 10


parts = st.floats(-1, 1, width=32, allow_subnormal=False)


@given(npst.arrays(np.float32, 32, elements=parts).filter(lambda vector: bool(np.linalg.norm(vector) > 0.01)))
def test_packing_costs_less_than_a_hundredth_of_a_cosine(vector: Vector) -> None:
    vector /= np.linalg.norm(vector)
    [(_, score)] = block_of(vector[None, :]).nearest(vector, 1)
    assert score == pytest.approx(1, abs=0.01)


def test_a_vector_of_zeros_can_be_packed() -> None:
    zeros = np.zeros(8, dtype=np.float32)
    assert block_of(zeros[None, :]).nearest(zeros, 1) == [(1, 0.0)]
