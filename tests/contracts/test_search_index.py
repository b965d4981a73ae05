"""What every search index promises; each implementation subclasses the contract and supplies `index`."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory.search.embedded import EmbeddedIndex
from memory.search.port import Candidates, Query, SearchIndex
from tests.contracts.entries import ANNA, BEN, TOLD, direction, entry, ids, meaning, words
from tests.contracts.scoping import ScopingContract

FINGERPRINT = "model-1"


class SearchIndexContract(ScopingContract):
    """What every index promises."""

    async def test_a_memory_put_a_moment_ago_is_found_by_its_terms(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "spare key pot"), entry(ANNA, "m2", "green bin")])
        assert ids((await index.find(ANNA, words("key"), limit=10)).lexical) == ["m1"]

    async def test_a_memory_put_a_moment_ago_is_found_by_its_meaning(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "a", direction(1, 0)), entry(ANNA, "m2", "b", direction(0, 1))])
        dense = (await index.find(ANNA, meaning(direction(1, 0.1)), limit=10)).dense
        assert ids(dense) == ["m1", "m2"]
        assert dense[0].score == pytest.approx(float(direction(1, 0.1) @ direction(1, 0)), abs=0.005)

    async def test_one_person_never_finds_the_memories_of_another(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key", direction(1)), entry(BEN, "m2", "key", direction(1))])
        found = await index.find(BEN, Query(("key",), direction(1)), limit=10)
        assert (ids(found.lexical), ids(found.dense)) == (["m2"], ["m2"])

    async def test_a_person_nobody_has_heard_of_finds_nothing(self, index: SearchIndex) -> None:
        assert await index.find(ANNA, Query(("key",), direction(1)), limit=10) == Candidates()

    async def test_a_question_is_told_what_each_of_its_words_would_be_worth(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key pot"), entry(ANNA, "m2", "key bin"), entry(BEN, "m3", "rare rope")])
        found = await index.find(ANNA, words("key pot rare"), limit=10)
        weights = found.weights
        assert set(weights) == {"key", "pot", "rare"}
        assert weights["key"] < weights["pot"] < weights["rare"]
        # Both are of average length.
        assert [hit.score for hit in found.lexical] == pytest.approx([weights["key"] + weights["pot"], weights["key"]])

    async def test_the_vectors_of_memories_can_be_compared(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key", direction(1)), entry(ANNA, "m2", "pot", direction(1, 1))])
        await index.put([entry(ANNA, "m3", "bin"), entry(BEN, "m4", "key", direction(1))])
        everyone = [MemoryId(name) for name in ("m1", "m2", "m3", "m4", "nowhere")]
        vectors = await index.vectors(ANNA, everyone)
        assert sorted(vectors) == ["m1", "m2"]
        cosine = float(vectors[MemoryId("m1")] @ vectors[MemoryId("m2")])
        assert cosine == pytest.approx(float(direction(1) @ direction(1, 1)), abs=0.01)
        assert await index.vectors(ANNA, []) == {}

    async def test_a_forgotten_memory_is_gone_before_forget_returns(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key", direction(1)), entry(ANNA, "m2", "key", direction(1))])
        await index.find(ANNA, Query(("key",), direction(1)), limit=10)
        assert await index.forget(ANNA, [MemoryId("m1"), MemoryId("m1"), MemoryId("nowhere")]) == 1
        found = await index.find(ANNA, Query(("key",), direction(1)), limit=10)
        assert (ids(found.lexical), ids(found.dense)) == (["m2"], ["m2"])

    async def test_forgetting_needs_the_right_person(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key"), entry(BEN, "m2", "key")])
        assert await index.forget(BEN, [MemoryId("m1")]) == 0
        assert ids((await index.find(ANNA, words("key"), limit=10)).lexical) == ["m1"]

    async def test_forgetting_a_person_leaves_everyone_else(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key"), entry(ANNA, "m2", "bin"), entry(BEN, "m3", "key")])
        assert await index.forget_person(ANNA) == 2
        assert await index.forget_person(ANNA) == 0
        assert await index.find(ANNA, words("key bin"), limit=10) == Candidates()
        assert ids((await index.find(BEN, words("key"), limit=10)).lexical) == ["m3"]

    async def test_a_memory_put_again_says_only_what_it_says_now(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "gate code", direction(1))])
        await index.find(ANNA, meaning(direction(1)), limit=10)
        await index.put([entry(ANNA, "m1", "door code", direction(0, 1))])
        assert (await index.find(ANNA, words("gate"), limit=10)).lexical == ()
        dense = (await index.find(ANNA, meaning(direction(1)), limit=10)).dense
        assert [(hit.memory, round(hit.score, 2)) for hit in dense] == [("m1", 0)]

    async def test_of_one_memory_twice_in_a_batch_the_later_stays(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "gate"), entry(ANNA, "m1", "door")])
        assert ids((await index.find(ANNA, words("gate door"), limit=10)).lexical) == ["m1"]
        assert (await index.find(ANNA, words("gate"), limit=10)).lexical == ()

    async def test_a_memory_without_meaning_or_without_terms_is_found_by_the_other(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key"), entry(ANNA, "m2", "", direction(1))])
        found = await index.find(ANNA, Query(("key",), direction(1)), limit=10)
        assert (ids(found.lexical), ids(found.dense)) == (["m1"], ["m2"])

    async def test_a_question_without_terms_and_meaning_finds_nothing(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key", direction(1))])
        assert await index.find(ANNA, Query((), None), limit=10) == Candidates()

    async def test_more_shared_and_rarer_terms_come_first(self, index: SearchIndex) -> None:
        await index.put(
            [entry(ANNA, f"n{number}", f"code filler{number}") for number in range(20)]
            + [entry(ANNA, "gate", "gate code"), entry(ANNA, "one", "gate filler")]
        )
        lexical = (await index.find(ANNA, words("gate code"), limit=3)).lexical
        assert ids(lexical)[:2] == ["gate", "one"]
        assert all(earlier.score >= later.score > 0 for earlier, later in pairwise(lexical))

    async def test_each_list_holds_at_most_the_limit(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, f"m{number}", "key", direction(1, number)) for number in range(9)])
        found = await index.find(ANNA, Query(("key",), direction(1, 3)), limit=4)
        assert (len(found.lexical), len(found.dense)) == (4, 4)

    async def test_scores_do_not_change_as_other_people_write(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "gate code one two"), entry(ANNA, "m2", "code bin one two")])
        alone = (await index.find(ANNA, words("gate code"), limit=10)).lexical
        await index.put([entry(BEN, f"b{number}", "gate and two more") for number in range(50)])
        crowded = (await index.find(ANNA, words("gate code"), limit=10)).lexical
        assert [hit.score for hit in crowded] == pytest.approx([hit.score for hit in alone], rel=0.01)

    async def test_a_hit_tells_when_the_memory_was_told(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key", minute=7)])
        assert (await index.find(ANNA, words("key"), limit=1)).lexical[0].at == TOLD + timedelta(minutes=7)

    async def test_hundreds_of_terms_in_a_question_are_no_error(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", " ".join(f"t{number}" for number in range(2_000)))])
        assert ids((await index.find(ANNA, words(" ".join(f"t{n}" for n in range(1_500))), limit=5)).lexical) == ["m1"]

    async def test_many_ask_and_write_at_once_and_everyone_finds_their_own(self, index: SearchIndex) -> None:
        async def live(number: int) -> list[str]:
            person = PersonId(f"person{number}")
            for step in range(5):
                await index.put([entry(person, f"{number}-{step}", f"key step{step}", direction(1, step))])
            found = await index.find(person, Query(("key",), direction(1)), limit=10)
            return sorted(ids(found.lexical)) + sorted(ids(found.dense))

        found = await asyncio.gather(*(live(number) for number in range(8)))
        assert found == [[f"{number}-{step}" for step in range(5)] * 2 for number in range(8)]

    async def test_a_new_index_needs_a_rebuild_until_told_otherwise(self, index: SearchIndex) -> None:
        assert index.needs_rebuild
        await index.rebuilt()
        assert not index.needs_rebuild

    async def test_an_index_in_doubt_answers_and_asks_for_a_rebuild_until_it_had_one(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key")])
        await index.rebuilt()
        await index.keep_bookmark("anna 400")
        await index.doubt()
        assert index.needs_rebuild
        assert await index.bookmark() == ""
        assert ids((await index.find(ANNA, words("key"), limit=10)).lexical) == ["m1"]
        await index.close()
        await index.open(FINGERPRINT)
        assert index.needs_rebuild
        await index.rebuilt()
        assert not index.needs_rebuild

    async def test_clearing_empties_the_index_and_asks_for_a_rebuild(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key", direction(1))])
        await index.find(ANNA, meaning(direction(1)), limit=1)
        await index.rebuilt()
        await index.clear()
        assert index.needs_rebuild
        assert await index.find(ANNA, Query(("key",), direction(1)), limit=10) == Candidates()
        await index.put([entry(ANNA, "m2", "key", direction(1))])
        assert ids((await index.find(ANNA, meaning(direction(1)), limit=10)).dense) == ["m2"]

    async def test_what_was_put_is_there_after_closing_and_opening(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key", direction(1))])
        await index.rebuilt()
        await index.close()
        await index.open(FINGERPRINT)
        assert not index.needs_rebuild
        found = await index.find(ANNA, Query(("key",), direction(1)), limit=10)
        assert (ids(found.lexical), ids(found.dense)) == (["m1"], ["m1"])

    async def test_what_another_model_wrote_is_never_found(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, "m1", "key", direction(1))])
        await index.rebuilt()
        await index.open("model-2")
        assert index.needs_rebuild
        assert await index.find(ANNA, Query(("key",), direction(1)), limit=10) == Candidates()

    async def test_the_index_tells_which_stamp_each_memory_was_last_put_with(self, index: SearchIndex) -> None:
        await index.put([replace(entry(ANNA, "m1", "key"), stamp="a"), replace(entry(ANNA, "m2", ""), stamp="b")])
        await index.put([replace(entry(ANNA, "m1", "door"), stamp="c"), replace(entry(BEN, "m3", "key"), stamp="d")])
        assert await index.stamps(ANNA) == {"m1": "c", "m2": "b"}
        await index.forget(ANNA, [MemoryId("m2")])
        assert await index.stamps(ANNA) == {"m1": "c"}
        assert await index.stamps(PersonId("nobody")) == {}

    async def test_the_index_tells_of_whom_it_holds_anything(self, index: SearchIndex) -> None:
        assert set(await index.persons()) == set()
        await index.put([entry(ANNA, "m1", "key"), entry(BEN, "m2", "key")])
        assert set(await index.persons()) == {ANNA, BEN}
        await index.forget(ANNA, [MemoryId("m1")])
        assert set(await index.persons()) == {BEN}
        await index.forget_person(BEN)
        assert set(await index.persons()) == set()

    async def test_a_bookmark_outlives_closing_and_not_clearing(self, index: SearchIndex) -> None:
        assert await index.bookmark() == ""
        await index.keep_bookmark("007")
        assert await index.bookmark() == "007"
        await index.keep_bookmark("anna 400")
        await index.close()
        await index.open(FINGERPRINT)
        assert await index.bookmark() == "anna 400"
        await index.clear()
        assert await index.bookmark() == ""

    async def test_an_open_index_passes_the_check_and_a_closed_one_does_not(self, index: SearchIndex) -> None:
        await index.check()
        await index.close()
        await index.close()
        with pytest.raises(IndexUnavailable):
            await index.check()
        with pytest.raises(IndexUnavailable):
            await index.put([entry(ANNA, "m1", "key")])


class TestEmbeddedIndex(SearchIndexContract):
    @pytest.fixture
    async def index(self, tmp_path: Path) -> AsyncIterator[EmbeddedIndex]:
        index = EmbeddedIndex(tmp_path / "search")
        await index.open(FINGERPRINT)
        yield index
        await index.close()
