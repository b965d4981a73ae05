"""Ticking off and taking up again."""

import pytest

from bot.messages import MemoryId
from memory.changes import Changes
from memory.documents import Level, Memory
from memory.tasks import PersonalTasks
from tests.memory.desk import NOW, Desk
from tests.memory.past import Past


@pytest.fixture
async def past(anna: Desk) -> Past:
    return Past(anna)


def tasks(desk: Desk, changes: Changes | None = None) -> PersonalTasks:
    return PersonalTasks(desk.known.person, vault=desk.store.vault, changes=changes or Changes())


async def stored(memory: Memory) -> Memory:
    found = await Memory.get(memory.id)
    assert found
    return found


async def test_what_is_ticked_off_is_no_longer_left_to_do_and_can_be_taken_up_again(past: Past) -> None:
    memory = await past.task("buy milk", NOW)
    changes = Changes()
    task = await tasks(past.desk, changes).get(MemoryId(memory.id))
    assert task
    assert (task.memory.text, task.left) == ("buy milk", True)
    tasks(past.desk, changes).complete(task)
    await past.desk.commit(changes)
    assert (await stored(memory)).open_task is None
    assert (await stored(memory)).changed == memory.changed

    changes = Changes()
    task = await tasks(past.desk).get(MemoryId(memory.id))
    assert task
    assert not task.left
    tasks(past.desk, changes).reopen(task)
    await past.desk.commit(changes)
    assert (await stored(memory)).open_task == past.person


async def test_there_is_no_task_of_another_person_nor_a_private_nor_a_forgotten_one(past: Past, ben: Desk) -> None:
    mine, secret = await past.task("buy milk", NOW), await past.task("x", NOW, level=Level.SECRET)
    gone = await past.task("gone", NOW)
    await past.desk.forget(MemoryId(gone.id))
    assert await tasks(ben).get(MemoryId(mine.id)) is None
    assert await tasks(past.desk).get(MemoryId(secret.id)) is None
    assert await tasks(past.desk).get(MemoryId(gone.id)) is None
    assert await tasks(past.desk).get(MemoryId("none")) is None
