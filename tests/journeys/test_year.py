"""A year of one person's reminders and digests: two changes of the clocks, restarts, and a move across the ocean."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.assembly import Store
from bot.conversation import Message
from bot.data_folder import DataFolder
from bot.messages import Author
from bot.settings import Settings
from memory.documents import Person
from memory.reminder import Reminder
from tests.running import RunningBot
from tests.scheduler.appointments import SetClock, lives_in, utc
from tests.webhooks.stage import open_store, running

LISBON, NEW_YORK = ZoneInfo("Europe/Lisbon"), ZoneInfo("America/New_York")
BEGIN = utc("2026-01-05T12:00")
MOVE = utc("2026-07-10T16:00")
END = utc("2027-01-05T12:00")
RESTART_EVERY = 60
"""Occasions between two restarts."""


@asynccontextmanager
async def started(store: Store, settings: Settings, clock: SetClock) -> AsyncIterator[RunningBot]:
    async with running(store, settings, clock=clock, alone=True) as bot:
        yield bot


@pytest.mark.timeout(900)
async def test_every_reminder_and_every_digest_comes_once_on_its_local_day_for_a_year(
    settings: Settings, folder: DataFolder
) -> None:
    clock = SetClock(BEGIN)
    async with open_store(settings, folder) as store:
        async with started(store, settings, clock) as bot:
            await lives_in(bot, LISBON.key)
            await bot.say("only remind me once")
            echo = await bot.say("remind me to stretch every Sunday and Wednesday at 9:15")
            assert echo.text.startswith("I'll remind you: stretch")
            owner = bot.owner
        moved = False
        while clock.now < END:
            async with started(store, settings, clock) as bot:
                for _ in range(RESTART_EVERY):
                    clock.now = await next_due(owner)
                    if clock.now >= MOVE and not moved:
                        moved, clock.now = True, MOVE
                        assert "New York" in (await bot.say("I moved to New York")).text
                        clock.now = await next_due(owner)
                    await bot.tuckaway.reminders.ring()
                    await bot.tuckaway.digests.send()
        said = await Message.find({"person": owner}).to_list()
    rang = [each.at for each in said if each.id.startswith("reminder:") and each.at < END]
    digests = [each.at for each in said if each.id.startswith("digest:") and each.at < END]
    assert all(each.author is Author.BOT for each in said if each.id.startswith(("reminder:", "digest:")))
    assert {local(at).strftime("%H:%M") for at in rang} == {"09:15"}
    assert {local(at).strftime("%H:%M") for at in digests} == {"07:30"}
    # Clocks change on Sundays.
    assert once_a_day(rang) == [day for day in days(date(2026, 1, 7), date(2027, 1, 4)) if day.weekday() in {2, 6}]
    # An empty digest is not sent; that they moved is told the day after, in that week and in that month.
    moved_told = [date(2026, 7, 11), date(2026, 7, 13), date(2026, 8, 1)]
    assert once_a_day(digests) == sorted([*once_a_day(rang), *moved_told])


async def next_due(person: str) -> datetime:
    """When something is to be done next for the person."""
    found = await Person.get(person)
    reminders = await Reminder.find({"person": person}).to_list()
    times = [found.digest_at if found else None, *(each.next_at for each in reminders)]
    return min(at for at in times if at is not None)


def local(at: datetime) -> datetime:
    return at.astimezone(LISBON if at < MOVE else NEW_YORK)


def once_a_day(times: Sequence[datetime]) -> list[date]:
    counted = Counter(local(at).date() for at in times)
    assert set(counted.values()) == {1}
    return sorted(counted)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
