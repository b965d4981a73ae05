"""Which memories belong to one, why, and which never do."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import MemoryId
from memory import bonds
from memory.bonds import Tie
from memory.documents import Annotation, AnnotationSource, Level, Memory, MemoryContent
from memory.related import SHOWN, PersonalRelated, Related
from tests.memory.desk import Desk
from tests.memory.past import Past

NOW = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
EARLIER = NOW - timedelta(days=40)


@pytest.fixture
async def past(anna: Desk) -> Past:
    return Past(anna)


async def related(desk: Desk, memory: Memory) -> list[Related]:
    looked_at = await desk.memory().whole(MemoryId(memory.id))
    assert looked_at
    known, store = desk.known, desk.store
    return await PersonalRelated(known.person, known.content, vault=store.vault, recall=store.recall).to(looked_at)


async def said(past: Past, memory: Memory) -> list[tuple[str, Tie, str]]:
    return [(each.memory.text, each.bond.tie, each.bond.what) for each in await related(past.desk, memory)]


def content(text: str, **found: str) -> MemoryContent:
    notes = [
        Annotation(
            kind=kind,
            value=value,
            confidence=0.9,
            source=AnnotationSource.RULE,
            span=(text.index(value), text.index(value) + len(value)),
        )
        for kind, value in found.items()
    ]
    return MemoryContent(text=text, annotations=notes)


async def test_the_same_matter_with_another_value_comes_first_and_says_which_is_newer(past: Past) -> None:
    old = await past.told("the gate code is 2204", EARLIER)
    await past.told("the gate squeaks and wants oil", EARLIER + timedelta(days=1))
    new = await past.told("the new gate code is 4417", NOW)
    assert (await said(past, old))[0] == ("the new gate code is 4417", Tie.NEWER, "")
    assert (await said(past, new))[0] == ("the gate code is 2204", Tie.OLDER, "")


async def test_somebody_told_of_in_both_is_the_reason_and_a_stranger_is_none(past: Past) -> None:
    await past.told("a red scarf for Marta", EARLIER, people=["Marta"])
    await past.told("the oven is broken", EARLIER + timedelta(days=1))
    looked_at = await past.told("Marta is allergic to nuts", NOW, people=["Marta"])
    assert await said(past, looked_at) == [("a red scarf for Marta", Tie.PERSON, "Marta")]


async def test_what_means_the_like_belongs_to_it_without_a_common_word(past: Past) -> None:
    await past.told("the oven is broken", EARLIER)
    await past.told("wir haben einen neuen Hund", EARLIER + timedelta(days=1))
    looked_at = await past.told("the dog is called Rex", NOW)
    assert await said(past, looked_at) == [("wir haben einen neuen Hund", Tie.MEANING, "")]


async def test_what_was_told_just_before_and_just_after_is_shown_but_not_the_next_but_one(past: Past) -> None:
    for minute, text in enumerate(("the oven is broken", "Ben moved to Porto", "a quark is small", "rent is due")):
        await past.told(text, NOW + timedelta(minutes=minute))
    looked_at = await past.told("yoga on Mondays", NOW + timedelta(minutes=4))
    await past.told("stamps are in the drawer", NOW + timedelta(minutes=5))
    assert {each[:2] for each in await said(past, looked_at)} == {
        ("rent is due", Tie.BEFORE),
        ("stamps are in the drawer", Tie.AFTER),
    }


async def test_a_rare_word_connects_among_many_memories_and_among_few_none_is_rare(past: Past) -> None:
    await past.told("Grandfather kept a barometer in the hall, next to his coats", EARLIER)
    looked_at = await past.told("the shop that mends a barometer closes at noon on Fridays", NOW)
    assert not any(tie is Tie.WORD for _, tie, _ in await said(past, looked_at))
    for number in range(60):
        await past.told(f"note {number}", EARLIER - timedelta(days=number + 1))
    found = await said(past, looked_at)
    assert found[0][1:] == (Tie.WORD, "barometer")


async def test_there_are_never_more_than_five(past: Past) -> None:
    for day in range(9):
        await past.told(f"Marta visit number {day}", EARLIER + timedelta(days=day), people=["Marta"])
    looked_at = await past.told("Marta is allergic to nuts", NOW, people=["Marta"])
    assert len(await said(past, looked_at)) == SHOWN


async def test_nothing_forgotten_belongs_to_anything(past: Past) -> None:
    gone = await past.told("Marta likes marzipan", EARLIER, people=["Marta"])
    await gone.set({"forgotten_at": NOW, "sealed": None})
    looked_at = await past.told("Marta is allergic to nuts", NOW, people=["Marta"])
    assert await said(past, looked_at) == []


async def test_to_a_secret_nothing_belongs(past: Past) -> None:
    await past.told("Marta likes marzipan", EARLIER, people=["Marta"])
    secret = await past.told("Marta's PIN is 2204", NOW, people=["Marta"], level=Level.SECRET)
    assert await said(past, secret) == []


WORDS = ("Marta", "nuts", "gate", "code", "2204", "4417", "oven", "Porto", "#gift")
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    min_size=1,
    max_size=4,
)


@settings(max_examples=8)
@given(mine=TEXTS, theirs=TEXTS, levels=st.lists(st.sampled_from(Level), min_size=4, max_size=4))
async def test_nobody_is_shown_what_is_secret_or_somebody_elses(
    anna: Desk, ben: Desk, mine: Sequence[str], theirs: Sequence[str], levels: Sequence[Level]
) -> None:
    one, other = Past(anna), Past(ben)
    for text in theirs:
        await other.told(text, EARLIER, people=["Marta"])
    told = [await one.told(text, NOW, people=["Marta"], level=level) for text, level in zip(mine, levels, strict=False)]
    # What became secret after it was indexed is shown no more either, before the index has followed.
    hidden = await one.told(mine[0], NOW, people=["Marta"])
    await hidden.set({"level": Level.SECRET})
    for memory in told:
        for each in await related(anna, memory):
            document = await Memory.get(each.memory.id)
            assert document
            assert document.person == anna.person
            assert document.level.searchable
            assert each.memory.id not in {memory.id, hidden.id}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (content("the gate code is 2204"), content("gate code: 4417"), True),
        (content("PIN 2204"), content("the PIN is 4417"), True),
        (content("the gate code is 2204"), content("the gate code is 2204, still"), False),
        (content("paid the plumber 80 euros"), content("paid the electrician 60 euros"), False),
        (content("Ben weighs 72 kg"), content("call Ben on 912345678"), False),
        (content("dentist on Tuesday", date="Tuesday"), content("dentist on Friday", date="Friday"), True),
        (content("Marta likes nuts"), content("Ben likes nuts"), False),
        (content(""), content(""), False),
    ],
)
def test_the_same_matter_says_the_same_but_for_its_value(one: MemoryContent, other: MemoryContent, same: bool) -> None:
    assert bonds.same_matter(one, other) is same
    assert bonds.same_matter(other, one) is same


def test_links_and_tags_are_shared_however_they_are_written() -> None:
    one = content("read https://example.org/A/ #Gift", link="https://example.org/A/", hashtag="Gift")
    other = content("https://example.org/a is good #gift", link="https://example.org/a", hashtag="gift")
    assert [bond.tie for bond in bonds.noted(one, other)] == [Tie.LINK, Tie.TAG]
    assert [*bonds.noted(one, content("nothing"))] == []


def test_a_hostile_memory_is_compared_in_no_time() -> None:
    strange = content("(a+)+" * 50_000 + " Marta", person="Marta")
    assert not bonds.same_matter(strange, strange)
    assert [bond.what for bond in bonds.names(strange, strange)] == ["Marta"]
    assert bonds.words(strange, content("x " * 100_000)) == []
