"""Everything of a transaction is written or nothing, also where much is written by one filter."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.settings import Settings
from bot.unit_of_work import BY_ONE_FILTER, Conflict, Work, write
from memory.changes import Changes, Removal, Update
from memory.documents import Person
from memory.reminder import Reminder
from tests.memory.desk import Desk
from tests.webhooks.stage import open_store

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MANY = 2 * BY_ONE_FILTER + 1


@pytest.fixture
async def person(settings: Settings, folder: DataFolder) -> Any:
    async with open_store(settings, folder) as store:
        yield store, (await Desk.of(store)).known.person


async def reminders(person: Person, count: int) -> list[str]:
    """So many, all due now."""
    found = [
        Reminder(id=uuid4().hex, person=person.id, changed=0, address="web:x", next_at=NOW, sealed=b"")
        for _ in range(count)
    ]
    await Reminder.insert_many(found)
    return [each.id for each in found]


def moved(reminder: str, to: datetime, expected: datetime = NOW) -> Update:
    return Update(Reminder, reminder, {"next_at": to, "expires_at": None}, expects={"next_at": expected})


async def written(store: Store, person: Person, updates: list[Update]) -> None:
    work = Work(person, person.last_sequence, Changes(updates=updates))
    await store.database.transaction(lambda session: write([work], store.vault, session))


async def due_at(ids: list[str]) -> set[datetime | None]:
    return {each.next_at for each in await Reminder.find({"_id": {"$in": ids}}).to_list()}


async def test_many_that_change_alike_are_all_changed(person: tuple[Store, Person]) -> None:
    store, who = person
    ids, other = await reminders(who, MANY), await reminders(who, 1)
    await written(store, who, [*(moved(each, LATER) for each in ids), moved(other[0], LATER + timedelta(hours=1))])
    assert await due_at(ids) == {LATER}
    assert await due_at(other) == {LATER + timedelta(hours=1)}


async def test_one_of_many_that_is_no_longer_as_it_was_read_keeps_all_from_being_written(
    person: tuple[Store, Person],
) -> None:
    store, who = person
    ids = await reminders(who, MANY)
    await Reminder.find({"_id": ids[-1]}).update({"$set": {"next_at": LATER}})
    with pytest.raises(Conflict):
        await written(store, who, [moved(each, LATER) for each in ids])
    assert await due_at(ids[:-1]) == {NOW}


async def test_what_is_changed_twice_is_changed_in_order(person: tuple[Store, Person]) -> None:
    store, who = person
    ids = await reminders(who, 3)
    back = [moved(each, NOW, LATER) for each in ids[:2]]
    await written(store, who, [*(moved(each, LATER) for each in ids), *back])
    assert await due_at(ids[:2]) == {NOW}
    assert await due_at(ids[2:]) == {LATER}


async def test_what_is_removed_goes_with_the_rest_or_not_at_all(person: tuple[Store, Person]) -> None:
    store, who = person
    going, staying = await reminders(who, 2)
    changes = Changes(removals=[Removal(Reminder, going, {"person": who.id})])
    await store.database.transaction(lambda session: write([Work(who, 1, changes)], store.vault, session))
    assert await due_at([going, staying]) == {NOW}
    moved_on = who.model_copy(update={"last_sequence": 1})
    in_vain = Changes(
        updates=[moved(staying, LATER)], removals=[Removal(Reminder, staying, {"person": "somebody else"})]
    )
    with pytest.raises(Conflict):
        await store.database.transaction(lambda session: write([Work(moved_on, 2, in_vain)], store.vault, session))
    assert await due_at([going, staying]) == {NOW}
    assert await Reminder.get(going) is None
