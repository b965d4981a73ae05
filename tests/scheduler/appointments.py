"""Reminders set straight into the database, and a clock that stands where a test puts it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.assembly import Store
from bot.channels.console import OWNER
from bot.conversation import Message, opened
from bot.messages import Author, ChannelName, PersonId, Reply
from bot.unit_of_work import Conflict, Work, write
from memory.changes import Changes
from memory.documents import Person
from memory.people import get
from memory.reminder import Reminder, ReminderContent, Reminding
from memory.reminders import PersonalReminders
from memory.when.schedule import Schedule
from tests.running import RunningBot

ZONE = "Europe/Lisbon"


class SetClock:
    """Stands still until it is put forward or back."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **how_far: float) -> None:
        self.now += timedelta(**how_far)


def once(at: datetime, zone: str = ZONE) -> Schedule:
    """At one instant."""
    return Schedule(start=at.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone=zone)


def again(start: str, rule: str, zone: str = ZONE) -> Schedule:
    """From a local time on, by an RRULE."""
    return Schedule(start=datetime.fromisoformat(start), zone=zone, rules=(rule,))


async def has_set(
    bot: RunningBot, subject: str, schedule: Schedule, now: datetime, *, address: str = "console:owner"
) -> Reminding:
    """The owner has a reminder."""
    reminding = await is_set(bot.store, bot.owner, subject, schedule, now, address=address)
    bot.tuckaway.people.forget_at(OWNER)
    return reminding


async def is_set(
    store: Store, person_id: PersonId, subject: str, schedule: Schedule, now: datetime, *, address: str
) -> Reminding:
    """A person has a reminder; tried again when something of theirs rang meanwhile."""
    content = ReminderContent(subject=subject, schedule=schedule, said=subject)
    while True:
        person = (await get(person_id, store.vault)).person
        changes, sequence = Changes(), person.last_sequence + 1
        reminders = PersonalReminders(person, vault=store.vault, changes=changes, sequence=sequence)
        reminding = await reminders.create(content, address=address, said_at=now)
        work = Work(person, sequence, changes)
        with suppress(Conflict):
            await store.database.transaction(partial(write, [work], store.vault))
            return reminding


async def is_changed(bot: RunningBot, reminder: str, schedule: Schedule, now: datetime) -> None:
    """The owner lets a reminder come at other times."""
    person = await owner(bot)
    changes, sequence = Changes(), person.last_sequence + 1
    reminders = PersonalReminders(person, vault=bot.store.vault, changes=changes, sequence=sequence)
    reminding = await reminders.get(reminder)
    assert reminding
    await reminders.change(reminding, reminding.content.model_copy(update={"schedule": schedule}), now=now)
    work, vault = Work(person, sequence, changes), bot.store.vault
    await bot.store.database.transaction(lambda session: write([work], vault, session))
    bot.tuckaway.people.forget_at(OWNER)


async def owner(bot: RunningBot) -> Person:
    return (await get(bot.owner, bot.store.vault)).person


async def prefers(bot: RunningBot, **choices: Any) -> None:
    person = await owner(bot)
    chosen = person.preferences.model_copy(update=choices)
    await Person.get_motor_collection().update_one(
        {"_id": person.id}, {"$set": {"preferences": chosen.model_dump(mode="json")}}
    )


async def lives_in(bot: RunningBot, zone: str) -> None:
    await Person.get_motor_collection().update_one({"_id": bot.owner}, {"$set": {"zone": zone}})
    bot.tuckaway.people.forget_at(OWNER)


async def stored(reminding: Reminding) -> Reminder:
    found = await Reminder.get(reminding.id)
    assert found
    return found


async def rang(bot: RunningBot) -> Sequence[tuple[ChannelName, Reply]]:
    """Every reminder that was put into the owner's conversation, in order, and where it went."""
    messages = await Message.find({"person": bot.owner}).to_list()
    messages = [each for each in messages if each.author is Author.BOT and each.id.startswith("reminder:")]
    entries = await opened(sorted(messages, key=lambda each: each.sequence), bot.store.vault)
    return [(entry.message.channel, entry.outbound().reply) for entry in entries]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
