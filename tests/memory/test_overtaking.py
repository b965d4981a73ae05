"""What a new memory takes the place of is found where it can be found in time; it is kept in any case."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bot.errors import IndexUnavailable
from bot.messages import ChannelName, MemoryId, PersonId
from memory.changes import Changes
from memory.correcting import Correcting
from memory.documents import Level, Memory
from memory.embedding.local import LocalEmbedder
from memory.overtaking import OPENED
from memory.personal import PersonalMemory, Remembered
from memory.recall import Recall
from memory.search.embedded import EmbeddedIndex
from tests.conftest import loaded_encoder
from tests.memory.desk import NOW, UTC_ZONE, Desk, stored

OLD, NEW = "the gate code is 2204", "new gate code 4417"


async def tell(desk: Desk, text: str, days: int = 0, level: Level = Level.GENERAL) -> Remembered:
    changes = Changes()
    at = NOW + timedelta(days=days)
    saved = await desk.memory(changes).save(text, at=at, channel=ChannelName.CONSOLE, level=level)
    await desk.commit(changes)
    return saved


def texts(memory: Remembered) -> list[str]:
    return [each.text for each in memory.replaces]


async def replaces(memory: Remembered) -> list[str] | None:
    document = await stored(memory.id)
    assert document
    return document.replaces


async def test_every_older_value_is_found_the_latest_first(anna: Desk) -> None:
    first, second = await tell(anna, OLD), await tell(anna, "gate code 3300", 1)
    new = await tell(anna, NEW, 2)
    assert texts(new) == ["gate code 3300", OLD]
    assert await replaces(new) == [second.id, first.id]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("der Code fürs Tor ist 2204", "neuer Torcode 4417"),
        ("Torcode 2204", "der neue Code fürs Tor ist 4417"),
        ("o código do portão é 2204", "novo código do portão 4417"),
    ],
)
async def test_the_older_value_is_found_in_other_words_of_its_language(anna: Desk, older: str, newer: str) -> None:
    for number in range(2 * OPENED):
        await tell(anna, f"Notiz {number}: das Regal ist fertig")
    await tell(anna, older)
    assert texts(await tell(anna, newer, 1)) == [older]


async def test_what_was_told_later_or_by_somebody_else_is_not_replaced(anna: Desk, ben: Desk) -> None:
    await tell(anna, OLD, 5)
    await tell(ben, OLD)
    assert not texts(await tell(anna, NEW, 1))


async def test_a_secret_neither_replaces_nor_is_replaced(anna: Desk) -> None:
    await tell(anna, OLD, level=Level.SECRET)
    assert not texts(await tell(anna, NEW, 1))
    await tell(anna, "side door code 1111", 2)
    assert not texts(await tell(anna, "new side door code 2222", 3, level=Level.SECRET))


async def test_forgetting_the_new_value_leaves_the_old_one_unmarked(anna: Desk) -> None:
    await tell(anna, OLD)
    new = await tell(anna, NEW, 1)
    await anna.forget(new.id)
    found = await anna.ask("what is the gate code?")
    assert [(each.memory.text, each.overtaken) for each in found] == [(OLD, False)]


async def test_a_list_says_which_of_it_is_history(anna: Desk) -> None:
    await tell(anna, OLD)
    await tell(anna, NEW, 1)
    found = await anna.ask("list everything about the gate")
    assert {each.memory.text: each.overtaken for each in found} == {OLD: True, NEW: False}


async def test_who_restricts_a_question_to_a_time_is_shown_only_that(anna: Desk) -> None:
    await tell(anna, OLD)
    await tell(anna, NEW, 3)
    questions = anna.questions()
    asked = questions.read("gate code before:2026-03-02", now=NOW + timedelta(days=9), zone=UTC_ZONE)
    answer = await questions.answer(asked)
    assert [each.memory.text for each in answer.found] == [OLD]


async def test_that_both_are_true_survives_an_edit(anna: Desk) -> None:
    await tell(anna, OLD)
    new = await tell(anna, NEW, 1)
    changes = Changes()
    correcting = Correcting(anna.known.person, vault=anna.store.vault, changes=changes)
    assert await correcting.both_true(new.id, both=True)
    await anna.commit(changes)
    assert await correcting.are_both_true(new.id)
    await anna.edit(new.id, "the gate code is now 4418")
    assert not await replaces(new)


async def test_only_a_memory_that_replaces_another_can_be_true_beside_it(anna: Desk, ben: Desk) -> None:
    await tell(anna, OLD)
    old, new = await tell(anna, "the oven is broken", 1), await tell(anna, NEW, 1)
    theirs = Correcting(ben.known.person, vault=ben.store.vault, changes=Changes())
    ours = Correcting(anna.known.person, vault=anna.store.vault, changes=Changes())
    assert not await ours.both_true(old.id, both=True)
    assert not await theirs.both_true(new.id, both=True)
    assert not await theirs.are_both_true(new.id)


async def test_no_more_than_a_few_memories_are_opened_for_it(anna: Desk) -> None:
    for number in range(3 * OPENED):
        await tell(anna, f"gate code {1000 + number}")
    assert len(texts(await tell(anna, NEW, 1))) <= OPENED


class Slow(Recall):
    """A search whose index answers after a long time, or says that it can't."""

    error: Exception | None = None

    @override
    async def before(
        self, whose: tuple[PersonId, bytes], text: str, words: Sequence[str], at: datetime, *, limit: int
    ) -> list[MemoryId]:
        if self.error:
            raise self.error
        await asyncio.Event().wait()
        return []


@pytest.mark.parametrize("error", [None, IndexUnavailable("it rests")])
async def test_a_memory_is_kept_though_the_index_does_not_answer(
    anna: Desk, tmp_path: Path, error: Exception | None
) -> None:
    slow = Slow(EmbeddedIndex(tmp_path), LocalEmbedder(loaded_encoder))
    slow.error = error
    await slow.open()
    person = anna.known.person
    changes = Changes()
    memory = PersonalMemory(
        person, anna.known.content, vault=anna.store.vault, recall=slow, changes=changes, sequence=9
    )
    saved = await memory.save(NEW, at=NOW + timedelta(days=1), channel=ChannelName.CONSOLE)
    await slow.close()
    assert saved.text == NEW
    assert not saved.replaces
    assert [type(each) for each in changes.inserts] == [Memory]
