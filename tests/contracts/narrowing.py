"""What every search index promises of scopes, labels, selections, stamps and how far filling has come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.messages import MemoryId
from memory.search.port import Entry, Query, Scope, SearchIndex
from tests.contracts.test_search_index import ANNA, BEN, TOLD, direction, entry, ids, words

DAY: Final = date(2025, 4, 1)
HOUR: Final = timedelta(hours=1)


def labelled(memory: str, labels: str, terms: str = "key", minute: int = 0) -> Entry:
    return replace(entry(ANNA, memory, terms, direction(1, minute), minute), labels=frozenset(labels.split()))


async def within(index: SearchIndex, scope: Scope) -> list[str]:
    """What a scope leaves, which all three ways of asking must agree on."""
    query = Query(("key",), direction(1), scope)
    found = await index.find(ANNA, query, limit=50)
    selection = await index.select(ANNA, scope, limit=50)
    assert sorted(ids(found.lexical)) == sorted(ids(found.dense)) == sorted(ids(selection.hits))
    assert selection.total == len(selection.hits)
    return sorted(ids(selection.hits))


class NarrowingContract:
    """What every index promises of scopes and what goes with them."""

    async def test_a_time_of_telling_begins_with_its_first_instant_and_ends_before_its_last(
        self, index: SearchIndex
    ) -> None:
        await index.put([entry(ANNA, f"m{minute}", "key", direction(1), minute) for minute in range(4)])
        told = (TOLD + timedelta(minutes=1), TOLD + timedelta(minutes=3))
        assert await within(index, Scope(told=told)) == ["m1", "m2"]

    async def test_days_include_the_first_and_the_last(self, index: SearchIndex) -> None:
        days = [None, *(DAY + timedelta(days=number) for number in range(4))]
        await index.put(
            [replace(entry(ANNA, f"m{number}", "key", direction(1)), day=day) for number, day in enumerate(days)]
        )
        assert await within(index, Scope(days=(DAY + timedelta(days=1), DAY + timedelta(days=2)))) == ["m2", "m3"]

    async def test_of_a_time_of_telling_and_days_either_is_enough(self, index: SearchIndex) -> None:
        late = entry(ANNA, "late", "key", direction(1), minute=90)
        await index.put(
            [entry(ANNA, "told", "key", direction(1)), late, replace(late, memory=MemoryId("day"), day=DAY)]
        )
        assert await within(index, Scope(told=(TOLD, TOLD + HOUR), days=(DAY, DAY))) == ["day", "told"]

    async def test_of_each_set_of_labels_one_is_wanted(self, index: SearchIndex) -> None:
        await index.put(
            [labelled("m1", "red big"), labelled("m2", "blue big"), labelled("m3", "red"), labelled("m4", "")]
        )
        wanted = frozenset(("red", "blue")), frozenset(("big",))
        assert await within(index, Scope(labels=wanted)) == ["m1", "m2"]
        assert await within(index, Scope(labels=(frozenset(),))) == []

    async def test_what_has_an_unwanted_label_or_term_is_left_out(self, index: SearchIndex) -> None:
        await index.put([labelled("m1", "red"), labelled("m2", "blue"), labelled("m3", "", "key pot")])
        assert await within(index, Scope(without_labels=frozenset(("red",)))) == ["m2", "m3"]
        assert await within(index, Scope(without_terms=frozenset(("pot",)))) == ["m1", "m2"]

    async def test_a_phrase_is_its_terms_one_right_after_the_other(self, index: SearchIndex) -> None:
        texts = ("key blue pot", "key pot blue", "key blue big pot", "key pot")
        await index.put([entry(ANNA, f"m{number}", text, direction(1)) for number, text in enumerate(texts)])
        assert await within(index, Scope(phrases=(("blue", "pot"),))) == ["m0"]
        assert await within(index, Scope(phrases=(("key",), ("pot",)))) == ["m0", "m1", "m2", "m3"]

    async def test_a_scope_does_not_change_scores(self, index: SearchIndex) -> None:
        await index.put([labelled(f"m{number}", "red" if number else "blue", f"key w{number}") for number in range(9)])
        [free] = [hit for hit in (await index.find(ANNA, words("key"), limit=50)).lexical if hit.memory == "m0"]
        narrow = Query(("key",), None, Scope(labels=(frozenset(("blue",)),)))
        [hit] = (await index.find(ANNA, narrow, limit=50)).lexical
        assert (hit.memory, hit.score) == ("m0", free.score)

    async def test_a_hit_tells_which_of_the_marks_it_has(self, index: SearchIndex) -> None:
        await index.put([labelled("m1", "red big"), labelled("m2", "blue")])
        query = Query(("key",), direction(1), marks=frozenset(("red", "blue", "green")))
        found = await index.find(ANNA, query, limit=10)
        expected = {"m1": frozenset(("red",)), "m2": frozenset(("blue",))}
        assert {hit.memory: hit.marks for hit in found.lexical} == expected
        assert {hit.memory: hit.marks for hit in found.dense} == expected

    async def test_a_selection_is_told_last_first_and_comes_in_pages(self, index: SearchIndex) -> None:
        await index.put([entry(ANNA, f"m{minute:02}", "key", minute=minute) for minute in range(23)])
        pages = [await index.select(ANNA, Scope(), limit=5, skip=skip) for skip in range(0, 30, 5)]
        assert [memory for page in pages for memory in ids(page.hits)] == [
            f"m{minute:02}" for minute in reversed(range(23))
        ]
        assert {page.total for page in pages} == {23}

    async def test_stamps_tell_what_is_held_of_one_person(self, index: SearchIndex) -> None:
        await index.put(
            [replace(entry(ANNA, "m1", "key"), stamp="a"), entry(ANNA, "m2", "key"), entry(BEN, "m3", "key")]
        )
        await index.put([replace(entry(ANNA, "m1", "pot"), stamp="b")])
        await index.forget(ANNA, [MemoryId("m2")])
        assert await index.stamps(ANNA) == {"m1": "b"}

    async def test_persons_are_those_who_have_something_left(self, index: SearchIndex) -> None:
        assert list(await index.persons()) == []
        await index.put([entry(ANNA, "m1", "key"), entry(BEN, "m2", "key")])
        assert sorted(await index.persons()) == [ANNA, BEN]
        await index.forget(ANNA, [MemoryId("m1")])
        assert list(await index.persons()) == [BEN]

    async def test_how_far_filling_has_come_is_kept_until_the_index_is_emptied(self, index: SearchIndex) -> None:
        assert await index.bookmark() == ""
        await index.keep_bookmark("page 7")
        await index.rebuilt()
        assert (await index.bookmark(), index.needs_rebuild) == ("page 7", False)
        await index.clear()
        assert await index.bookmark() == ""

    async def test_hundreds_of_conditions_are_no_error(self, index: SearchIndex) -> None:
        await index.put([labelled("m1", "red", "key pot")])
        many: Sequence[str] = [f"x{number}" for number in range(1_500)]
        scope = Scope(phrases=(tuple(many), *((each,) for each in many)), without_terms=frozenset(many))
        assert await within(index, scope) == []
        assert await within(index, Scope(without_labels=frozenset(many), without_terms=frozenset(many))) == ["m1"]
