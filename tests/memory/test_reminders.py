"""What is kept of reminders: what is over costs nothing any more, and what was never chosen makes room."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.settings import Settings
from memory.changes import Changes
from memory.embedding.local import LocalEmbedder
from memory.reminder import Reminder, ReminderContent, ReminderState, Reminding
from memory.reminders import MOST_DRAFTS, PersonalReminders
from memory.when.schedule import Schedule
from tests.conftest import loaded_encoder
from tests.memory.desk import NOW, Desk, store_of

ADDRESS = "console:owner"


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with store_of(settings, folder, LocalEmbedder(loaded_encoder)) as opened:
        yield opened


@pytest.fixture
async def desk(store: Store) -> Desk:
    return await Desk.of(store)


def reminders(desk: Desk, changes: Changes | None = None) -> PersonalReminders:
    """The person's reminders, as a handler gets them for the next message."""
    person, sequence = desk.known.person, desk.known.person.last_sequence + 1
    return PersonalReminders(person, vault=desk.store.vault, changes=changes or Changes(), sequence=sequence)


def about(subject: str) -> ReminderContent:
    start = (NOW + timedelta(days=1)).astimezone(ZoneInfo("Europe/Lisbon")).replace(tzinfo=None)
    return ReminderContent(subject=subject, schedule=Schedule(start=start, zone="Europe/Lisbon"), said=subject)


async def is_set(desk: Desk, subject: str) -> Reminding:
    changes = Changes()
    reminding = await reminders(desk, changes).create(about(subject), address=ADDRESS, said_at=NOW)
    await desk.commit(changes)
    return reminding


async def drafted(desk: Desk, *subjects: str, now: datetime = NOW) -> list[Reminding]:
    changes = Changes()
    personal = reminders(desk, changes)
    drafts = [await personal.draft(about(each), address=ADDRESS, now=now) for each in subjects]
    await desk.commit(changes)
    return drafts


async def in_state(desk: Desk, state: ReminderState) -> set[str]:
    rows = Reminder.get_motor_collection().find({"person": desk.person, "state": state}, {"_id": 1})
    return {row["_id"] async for row in rows}


async def test_what_was_deleted_is_not_even_read(desk: Desk) -> None:
    # These lack what every reminder has: reading a single one of them as a reminder would fail.
    gone = [{"_id": f"gone:{number}", "person": desk.person, "state": "deleted"} for number in range(5_000)]
    await Reminder.get_motor_collection().insert_many(gone)
    waiting = await is_set(desk, "pills")
    paused = await is_set(desk, "bins")
    changes = Changes()
    reminders(desk, changes).pause(paused, now=NOW)
    await desk.commit(changes)
    assert {each.id for each in await reminders(desk).all()} == {waiting.id, paused.id}
    assert await reminders(desk).ringing() == []


async def test_the_oldest_of_too_many_drafts_make_room(desk: Desk) -> None:
    drafts = [
        draft
        for number in range(MOST_DRAFTS)
        for draft in await drafted(desk, f"number {number}", now=NOW + timedelta(minutes=number))
    ]
    later = NOW + timedelta(hours=1)
    assert len(await in_state(desk, ReminderState.DRAFT)) == MOST_DRAFTS
    drafts += await drafted(desk, "one more", now=later)
    assert await in_state(desk, ReminderState.DRAFT) == {each.id for each in drafts[1:]}
    oldest = await Reminder.get(drafts[0].id)
    assert oldest is None or oldest.expires_at == later


async def test_drafts_of_one_message_make_room_together_and_those_of_others_stay(desk: Desk, store: Store) -> None:
    other = await Desk.of(store)
    (theirs,) = await drafted(other, "theirs")
    await drafted(desk, *(f"number {number}" for number in range(MOST_DRAFTS)))
    await drafted(desk, "one", "two", now=NOW + timedelta(hours=1))
    assert len(await in_state(desk, ReminderState.DRAFT)) <= MOST_DRAFTS + 1
    assert await in_state(other, ReminderState.DRAFT) == {theirs.id}


async def test_a_draft_that_makes_room_does_not_count_as_a_reminder(desk: Desk) -> None:
    for number in range(MOST_DRAFTS + 2):
        await drafted(desk, f"number {number}", now=NOW + timedelta(minutes=number))
    assert await reminders(desk).all() == []
