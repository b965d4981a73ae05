"""What every search index promises of scopes, marks and selections; part of `SearchIndexContract`."""

from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings

from bot.messages import MemoryId, PersonId
from memory.search.port import EVERYTHING, Entry, Hit, Query, Scope, SearchIndex, Selection
from tests.contracts.entries import (
    ANNA,
    any_of,
    at,
    direction,
    entry,
    ids,
    labelled,
    meets,
    memories,
    owners,
    queries,
)


async def within(index: SearchIndex, scope: Scope) -> list[str]:
    """What both rankings and the selection find within `scope`; it has to be the same for all three."""
    found = await index.find(ANNA, Query(("key",), direction(1), scope), limit=100)
    selected = await index.select(ANNA, scope, limit=100)
    assert set(ids(found.lexical)) == set(ids(found.dense)) == set(ids(selected.hits))
    assert selected.total == len(selected.hits)
    return sorted(ids(selected.hits))


class ScopingContract:
    """What every index promises of scopes, marks and selections."""

    async def test_a_scope_of_told_times_has_its_start_and_not_its_end(self, index: SearchIndex) -> None:
        await index.put([labelled(f"m{minute}", "", minute) for minute in range(5)])
        assert await within(index, Scope(told=(at(1), at(3)))) == ["m1", "m2"]
        assert await within(index, Scope(told=(at(3), at(1)))) == []
        west = timezone(timedelta(hours=-7))
        assert await within(index, Scope(told=(at(1).astimezone(west), at(3).astimezone(west)))) == ["m1", "m2"]

    async def test_a_scope_of_days_has_both_its_ends_and_needs_a_day(self, index: SearchIndex) -> None:
        days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 2), date(2025, 3, 3), None]
        await index.put([labelled(f"m{number}", "", number, day) for number, day in enumerate(days)])
        assert await within(index, Scope(days=(date(2025, 3, 1), date(2025, 3, 2)))) == ["m1", "m2"]
        assert await within(index, Scope(days=(date(1900, 1, 1), date(2999, 12, 31)))) == ["m0", "m1", "m2", "m3"]

    async def test_told_then_or_telling_of_then_is_enough(self, index: SearchIndex) -> None:
        day = date(2026, 6, 1)
        await index.put([labelled("told", "", 1), labelled("of", "", 9, day), labelled("both", "", 1, day)])
        await index.put([labelled("neither", "", 9)])
        assert await within(index, Scope(told=(at(0), at(5)), days=(day, day))) == ["both", "of", "told"]

    async def test_of_each_set_of_labels_one_has_to_be_there(self, index: SearchIndex) -> None:
        await index.put([labelled("m1", "health sms"), labelled("m2", "health web", 1), labelled("m3", "work sms", 2)])
        assert await within(index, any_of("health")) == ["m1", "m2"]
        assert await within(index, any_of("health work")) == ["m1", "m2", "m3"]
        assert await within(index, any_of("health work", "sms")) == ["m1", "m3"]
        assert await within(index, any_of("health", "work")) == []
        assert await within(index, any_of("")) == []

    async def test_labels_that_are_not_wanted_leave_everything_else(self, index: SearchIndex) -> None:
        await index.put([labelled("m1", "health sms"), labelled("m2", "health web", 1), labelled("m3", "", 2)])
        assert await within(index, Scope(without_labels=frozenset({"sms"}))) == ["m2", "m3"]
        assert await within(index, Scope(without_labels=frozenset({"sms", "web"}))) == ["m3"]
        assert await within(index, replace(any_of("health"), without_labels=frozenset({"sms"}))) == ["m2"]
        assert await within(index, Scope(without_labels=frozenset({"nowhere"}))) == ["m1", "m2", "m3"]

    async def test_a_phrase_is_its_terms_one_right_after_the_other(self, index: SearchIndex) -> None:
        await index.put(
            [
                labelled("right", "", 0, terms="key spare blue pot"),
                labelled("apart", "", 1, terms="key blue small pot spare"),
                labelled("turned", "", 2, terms="key pot blue"),
            ]
        )
        assert await within(index, Scope(phrases=(("blue", "pot"),))) == ["right"]
        assert await within(index, Scope(phrases=(("blue", "pot"), ("spare", "blue")))) == ["right"]
        assert await within(index, Scope(phrases=(("blue", "pot"), ("pot", "blue")))) == []
        assert await within(index, Scope(phrases=(("pot",),))) == ["apart", "right", "turned"]
        assert await within(index, Scope(phrases=((),))) == ["apart", "right", "turned"]

    async def test_terms_that_are_not_wanted_leave_everything_else(self, index: SearchIndex) -> None:
        await index.put([labelled("m1", "", 0, terms="key gate"), labelled("m2", "", 1, terms="key door")])
        assert await within(index, Scope(without_phrases=(("gate",),))) == ["m2"]
        assert await within(index, Scope(without_phrases=(("key",),))) == []
        assert await within(index, Scope(without_phrases=((),))) == ["m1", "m2"]

    async def test_of_words_that_are_not_wanted_one_after_the_other_each_may_stand_alone(
        self, index: SearchIndex
    ) -> None:
        texts = {"both": "key ice cream", "turned": "key cream ice", "one": "key ice", "other": "key cream cheese"}
        await index.put([labelled(name, "", n, terms=text) for n, (name, text) in enumerate(texts.items())])
        assert await within(index, Scope(without_phrases=(("ice", "cream"),))) == ["one", "other", "turned"]
        assert await within(index, Scope(without_phrases=(("ice", "cream"), ("cream", "cheese")))) == ["one", "turned"]

    async def test_what_is_known_besides_the_text_is_found_and_neither_quoted_nor_left_out(
        self, index: SearchIndex
    ) -> None:
        told = replace(labelled("told", "", 0, terms="key gate"), context=("may", "year"))
        says = replace(labelled("says", "", 1, terms="may year key"), context=("june", "year"))
        both = replace(labelled("both", "", 2, terms="key may"), context=("may", "year"))
        await index.put([told, says, both])
        found = await index.find(ANNA, Query(("may",), None), limit=10)
        assert sorted(ids(found.lexical)) == ["both", "says", "told"]
        assert await within(index, Scope(without_phrases=(("may",),))) == ["told"]
        assert await within(index, Scope(without_phrases=(("june",),))) == ["both", "says", "told"]
        assert await within(index, Scope(phrases=(("may",),))) == ["both", "says"]
        assert await within(index, Scope(phrases=(("may", "year"),))) == ["says"]
        assert await within(index, Scope(phrases=(("gate", "may"),))) == []
        await index.forget(ANNA, [MemoryId("told"), MemoryId("both")])
        assert (await index.find(ANNA, Query(("gate",), None), limit=10)).lexical == ()

    async def test_what_is_known_besides_the_text_scores_like_it(self, index: SearchIndex) -> None:
        texts = ("key gate may", "gate gate key", "may key may", "key")
        halves = [entry(ANNA, f"m{n}", text) for n, text in enumerate(texts)]
        await index.put(halves)
        whole = (await index.find(ANNA, Query(("may", "gate"), None), limit=10)).lexical
        await index.put([replace(each, terms=each.terms[:1], context=each.terms[1:]) for each in halves])
        apart = (await index.find(ANNA, Query(("may", "gate"), None), limit=10)).lexical
        assert ids(apart) == ids(whole)
        assert [hit.score for hit in apart] == pytest.approx([hit.score for hit in whole])

    async def test_all_conditions_hold_together(self, index: SearchIndex) -> None:
        await index.put([labelled(f"m{n}", "even" if n % 2 == 0 else "odd", n, terms=f"key t{n}") for n in range(10)])
        scope = replace(any_of("even"), told=(at(2), at(9)), without_phrases=(("t4",),))
        assert await within(index, scope) == ["m2", "m6", "m8"]
        assert await within(index, replace(scope, phrases=(("key", "t6"),))) == ["m6"]

    async def test_scores_within_a_scope_are_those_without_one(self, index: SearchIndex) -> None:
        await index.put([labelled(f"m{n}", "one" if n < 3 else "", n, terms=f"key t{n % 4}") for n in range(20)])
        query = Query(("key", "t1"), direction(1))
        free = await index.find(ANNA, query, limit=100)
        tied = await index.find(ANNA, replace(query, scope=any_of("one")), limit=100)
        for everything, narrowed in ((free.lexical, tied.lexical), (free.dense, tied.dense)):
            expected = {hit.memory: hit.score for hit in everything}
            assert len(narrowed) == 3
            assert [hit.score for hit in narrowed] == pytest.approx(
                [expected[hit.memory] for hit in narrowed], rel=1e-3
            )

    async def test_a_scope_narrows_before_the_limit_does(self, index: SearchIndex) -> None:
        far = [labelled(f"m{number}", "", number, terms="key") for number in range(60)]
        await index.put([*far, labelled("wanted", "rare", 999, terms="key and ever so many other words more")])
        found = await index.find(ANNA, Query(("key",), direction(1), any_of("rare")), limit=1)
        assert (ids(found.lexical), ids(found.dense)) == (["wanted"], ["wanted"])

    async def test_a_hit_tells_which_marks_it_has(self, index: SearchIndex) -> None:
        await index.put([labelled("m1", "anna gift work"), labelled("m2", "work", 1), labelled("m3", "", 2)])
        query = Query(("key",), direction(1), marks=frozenset({"anna", "gift", "nowhere"}))
        found = await index.find(ANNA, query, limit=10)
        for hits in (found.lexical, found.dense):
            assert {hit.memory: hit.marks for hit in hits} == {"m1": {"anna", "gift"}, "m2": set(), "m3": set()}

    async def test_a_memory_put_again_has_only_the_labels_and_the_day_it_has_now(self, index: SearchIndex) -> None:
        await index.put([labelled("m1", "health sms", day=date(2025, 3, 1))])
        await index.put([labelled("m1", "work sms")])
        assert await within(index, any_of("health")) == []
        assert await within(index, Scope(days=(date(2025, 3, 1), date(2025, 3, 1)))) == []
        assert await within(index, any_of("work", "sms")) == ["m1"]
        await index.forget(ANNA, [MemoryId("m1")])
        assert await within(index, any_of("work")) == []

    async def test_a_selection_is_everything_page_by_page_told_last_first(self, index: SearchIndex) -> None:
        await index.put([labelled(f"m{minute}", "odd" if minute % 2 else "", minute) for minute in (3, 1, 4, 0, 2, 5)])
        pages = [await index.select(ANNA, EVERYTHING, limit=4, skip=skip) for skip in (0, 4, 8)]
        assert [ids(page.hits) for page in pages] == [["m5", "m4", "m3", "m2"], ["m1", "m0"], []]
        assert [page.total for page in pages] == [6, 6, 6]
        assert pages[0].hits[0] == Hit(MemoryId("m5"), 0.0, at(5))
        odd = await index.select(ANNA, any_of("odd"), limit=2, skip=1)
        assert (ids(odd.hits), odd.total) == (["m3", "m1"], 3)
        even = await index.select(ANNA, Scope(without_labels=frozenset({"odd"})), limit=2, skip=1)
        assert (ids(even.hits), even.total) == (["m2", "m0"], 3)

    async def test_pages_of_memories_told_at_once_neither_overlap_nor_miss_one(self, index: SearchIndex) -> None:
        await index.put([labelled(f"m{number}", "") for number in range(7)])
        pages = [await index.select(ANNA, EVERYTHING, limit=2, skip=skip) for skip in (0, 2, 4, 6)]
        assert sorted(memory for page in pages for memory in ids(page.hits)) == [f"m{number}" for number in range(7)]

    async def test_a_selection_of_somebody_unknown_is_empty(self, index: SearchIndex) -> None:
        assert await index.select(PersonId("nobody"), EVERYTHING, limit=5) == Selection()
        assert await index.select(PersonId("nobody"), any_of("x"), limit=5) == Selection()

    async def test_hundreds_of_conditions_are_no_error(self, index: SearchIndex) -> None:
        await index.put([labelled("m1", "red")])
        many = [f"x{number}" for number in range(1_500)]
        phrases = (tuple(many), *((each,) for each in many))
        assert await within(index, Scope(phrases=phrases)) == []
        assert await within(
            index, Scope(without_labels=frozenset(many), without_phrases=tuple((each,) for each in many))
        ) == ["m1"]

    @settings(
        max_examples=25,
        # Each implementation's class runs it, on an index that every example empties.
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
        deadline=None,
    )
    @given(told=memories, asker=owners, query=queries)
    async def test_no_query_of_one_person_returns_the_memory_of_another(
        self, index: SearchIndex, told: list[Entry], asker: PersonId, query: Query
    ) -> None:
        await index.clear()
        await index.put(told)
        found = await index.find(asker, query, limit=50)
        selected = await index.select(asker, query.scope, limit=50)
        own = {each.memory: each for each in told if each.person == asker and meets(each, query.scope)}
        assert (set(ids(selected.hits)), selected.total) == (set(own), len(own))
        sharing = {memory for memory, each in own.items() if set(each.counted) & set(query.terms)}
        assert set(ids(found.lexical)) == sharing
        assert set(ids(found.dense)) == (set() if query.vector is None else set(own))
        assert all(hit.marks == query.marks & own[hit.memory].labels for hit in (*found.lexical, *found.dense))
