"""Opening a memory shows what belongs to it, and why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.messages import ChannelName, MemoryId
from memory.bonds import Bond, Tie
from memory.changes import Changes
from memory.documents import Level
from memory.related import SHOWN, PersonalRelated, Related
from tests.memory.desk import Desk

MAY = datetime(2025, 5, 14, 9, tzinfo=UTC)


async def tell(desk: Desk, text: str, *, days: float = 0, level: Level = Level.GENERAL) -> MemoryId:
    changes = Changes()
    at = MAY + timedelta(days=days)
    saved = await desk.memory(changes).save(text, at=at, channel=ChannelName.WEB, level=level)
    await desk.commit(changes)
    return saved.id


async def related(desk: Desk, memory: MemoryId) -> list[Related]:
    whole = await desk.memory().whole(memory)
    assert whole is not None
    person, content = desk.known.person, desk.known.content
    return await PersonalRelated(person, content, vault=desk.store.vault, recall=desk.store.recall).to(whole)


async def reasons(desk: Desk, memory: MemoryId) -> dict[str, Bond]:
    return {each.memory.text: each.bond for each in await related(desk, memory)}


@pytest.mark.parametrize(
    ("one", "other", "bond"),
    [
        ("a scarf for winter #gift", "the enamel pot #gift", Bond(Tie.TAG, "gift")),
        (
            "read https://example.org/bread",
            "https://example.org/bread is the one",
            Bond(Tie.LINK, "https://example.org/bread"),
        ),
        ("Rosa plays the cello", "gave Rosa the concert tickets", Bond(Tie.PERSON, "Rosa")),
        ("the gate code is 2204", "the gate code is 4417", Bond(Tie.NEWER)),
    ],
)
async def test_what_two_memories_share_is_the_reason(anna: Desk, one: str, other: str, bond: Bond) -> None:
    opened = await tell(anna, one)
    await tell(anna, other, days=40)
    assert (await reasons(anna, opened))[other] == bond


async def test_of_two_values_the_one_told_first_is_the_earlier(anna: Desk) -> None:
    await tell(anna, "the gate code is 2204")
    newer = await tell(anna, "the gate code is 4417", days=40)
    assert (await reasons(anna, newer))["the gate code is 2204"].tie is Tie.OLDER


async def test_what_was_told_right_after_belongs_to_it(anna: Desk) -> None:
    packing = await tell(anna, "for the trip: goggles and tea")
    await tell(anna, "also the blue rucksack", days=0.001)
    assert (await reasons(anna, packing))["also the blue rucksack"].tie is Tie.AFTER


async def test_what_has_nothing_in_common_does_not_belong_to_it(anna: Desk) -> None:
    pot = await tell(anna, "the spare key is under the pot")
    await tell(anna, "oat milk and batteries", days=9)
    assert await reasons(anna, pot) == {}


async def test_few_are_shown_the_best_of_them(anna: Desk) -> None:
    opened = await tell(anna, "Rosa plays the cello")
    for number in range(SHOWN + 3):
        await tell(anna, f"Rosa came by, visit {number}", days=number + 1)
    found = await related(anna, opened)
    assert len(found) == SHOWN
    assert opened not in {each.memory.id for each in found}


async def test_what_is_secret_is_neither_looked_up_nor_shown(anna: Desk) -> None:
    secret = await tell(anna, "Rosa has the vault's key", level=Level.SECRET)
    opened = await tell(anna, "Rosa plays the cello", days=9)
    assert await related(anna, opened) == []
    assert await related(anna, secret) == []


words = st.lists(st.sampled_from(["Rosa", "cello", "gate", "4417", "#gift", "key"]), min_size=1, max_size=4)


@hypothesis_settings(max_examples=15)
@given(words, words)
async def test_nobody_is_shown_what_another_told(anna: Desk, ben: Desk, mine: list[str], theirs: list[str]) -> None:
    opened = await tell(anna, " ".join(mine))
    foreign = await tell(ben, " ".join(theirs))
    assert foreign not in {each.memory.id for each in await related(anna, opened)}
