"""Digests are sent once on a local date, in time or not at all, whatever clocks, replicas and persons do."""

import asyncio
from datetime import UTC, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pymongo.errors import AutoReconnect
from typing_extensions import override

from bot.conversation import Conversation, Message
from bot.database import Database, Session
from bot.errors import DatabaseUnavailable
from bot.messages import ChannelName, DeliveryState, MemoryId
from memory.digests import DigestIssue
from memory.documents import AiUse, DigestKind, Person, PersonAddress
from scheduler.digests import AT_ONCE
from tests.memory.past import Past
from tests.scheduler.morning import LISBON, Eloquent, Hand, Mornings, at

NEW_YORK = ZoneInfo("America/New_York")
LONG_AGO = at("2026-01-05T12:00")


async def busy(mornings: Mornings, **chosen: Any) -> Past:
    """Somebody with something to do for a month, so that no digest of theirs is empty."""
    past = await mornings.person(**chosen)
    await past.task("renew the passport", mornings.clock() - timedelta(days=1))
    return past


async def test_a_digest_is_sent_at_the_persons_hour_where_they_wrote_from_last(mornings: Mornings, clock: Hand) -> None:
    past = await busy(mornings)
    clock.set("2026-11-21T07:29")
    await mornings.send()
    assert await mornings.texts(past) == []
    clock.set("2026-11-21T07:30")
    await mornings.send()
    (entry,) = await mornings.entries(past)
    person = await mornings.stored(past.person)
    assert entry.content.text.startswith("Good morning. It's Saturday 21 November.\n")
    assert [quote.text for quote in entry.content.quotes] == ["renew the passport"]
    assert entry.message.address == person.reach
    assert entry.message.sequence == person.last_sequence
    assert entry.message.state is DeliveryState.QUEUED
    assert person.digest_at == at("2026-11-22T07:30")
    issue = await DigestIssue.get(f"{past.person}:morning:2026-11-21")
    assert issue


async def test_an_empty_digest_is_not_sent_and_the_next_one_is_due_all_the_same(
    mornings: Mornings, clock: Hand
) -> None:
    past = await mornings.person()
    await mornings.send()
    assert await mornings.texts(past) == []
    assert (await mornings.stored(past.person)).digest_at == at("2026-11-22T07:30")
    assert await DigestIssue.count() == 0
    await past.task("buy milk", clock() - timedelta(hours=1))
    clock.set("2026-11-22T07:30")
    await mornings.send()
    assert len(await mornings.texts(past)) == 1


async def test_everything_that_is_due_on_a_day_comes_in_one_message(mornings: Mornings, clock: Hand) -> None:
    past = await mornings.person()
    clock.set("2026-06-01T07:30")  # a Monday, and the first
    await mornings.change(past.person)
    await past.told("a walk", at("2026-05-27T12:00"), category="event")
    await past.task("buy milk", at("2026-05-31T12:00"))
    await mornings.send()
    (text,) = await mornings.texts(past)
    assert "Still to do: 1" in text
    assert "Your last seven days: 2 kept" in text
    assert "Your May: 2 kept, on 2 days" in text
    ids = {issue.id.split(":", 1)[1] for issue in await DigestIssue.find_all().to_list()}
    assert ids == {f"{kind}:2026-06-01" for kind in ("morning", "weekly", "monthly")}


@pytest.mark.parametrize(("first", "zone"), [("2026-03-26", LISBON), ("2026-10-23", LISBON), ("2026-10-30", NEW_YORK)])
async def test_through_a_change_of_the_clocks_there_is_one_a_day_at_the_same_hour(
    mornings: Mornings, clock: Hand, first: str, zone: ZoneInfo
) -> None:
    clock.set(f"{first}T00:00", zone)
    past = await busy(mornings, zone=zone.key)
    await _tick_through(mornings, clock, hours=24 * 5)
    sent = [entry.message.at.astimezone(zone) for entry in await mornings.entries(past)]
    assert [moment.time() for moment in sent] == [time(7, 30)] * 5
    assert len({moment.date() for moment in sent}) == 5


async def _tick_through(mornings: Mornings, clock: Hand, *, hours: int) -> None:
    replica = mornings.replica()
    for _ in range(2 * hours):
        await replica.send()
        clock.now = (clock.now.astimezone(UTC) + timedelta(minutes=30)).astimezone(LISBON)


@pytest.mark.parametrize(
    ("moves_at", "here", "there", "dates"),
    [
        # West: the hour comes once more on the wall clock, but the date had its digest.
        ("2026-11-21T10:00", "Europe/Lisbon", "America/New_York", [20, 21, 22, 23]),
        ("2026-11-21T02:00", "Europe/Lisbon", "America/New_York", [20, 21, 22, 23]),
        # East: the hour of the date they come to has passed, with a digest, just now, or too long ago for one.
        ("2026-11-21T10:00", "Europe/Lisbon", "Pacific/Auckland", [20, 21, 22, 23]),
        ("2026-11-21T19:00", "Europe/Lisbon", "Pacific/Auckland", [20, 21, 22, 23]),
        ("2026-11-21T06:00", "Europe/Lisbon", "Pacific/Auckland", [20, 22, 23]),
        ("2026-11-21T20:00", "America/New_York", "Asia/Tokyo", [20, 21, 22, 23]),
        ("2026-11-21T05:00", "America/New_York", "Asia/Tokyo", [20, 22, 23]),
        # Over the date line, back and forth: a date that comes twice, and one that hardly comes at all.
        ("2026-11-21T09:00", "Pacific/Apia", "Pacific/Pago_Pago", [20, 21, 22, 23]),
        ("2026-11-21T09:00", "Pacific/Pago_Pago", "Pacific/Apia", [20, 21, 22, 23]),
    ],
)
async def test_who_moves_gets_one_on_each_date_and_none_that_is_long_past(
    mornings: Mornings, clock: Hand, moves_at: str, here: str, there: str, dates: list[int]
) -> None:
    home, abroad = ZoneInfo(here), ZoneInfo(there)
    clock.set("2026-11-20T00:00", home)
    past = await busy(mornings, zone=here)
    replica = mornings.replica()
    while clock.now < at("2026-11-23T20:00", abroad):
        if clock.now == at(moves_at, home):
            await mornings.change(past.person, zone=there)
        await replica.send()
        clock.now = clock.now.astimezone(UTC) + timedelta(minutes=30)
    assert [int(entry.message.id[-2:]) for entry in await mornings.entries(past)] == dates


async def test_a_date_that_had_nothing_to_tell_is_not_looked_at_again_further_west(
    mornings: Mornings, clock: Hand
) -> None:
    past = await mornings.person()
    await mornings.send()
    clock.set("2026-11-21T14:00")
    await past.task("buy milk", clock() - timedelta(hours=1))
    await mornings.change(past.person, zone="America/New_York")
    await mornings.send()
    assert await mornings.texts(past) == []
    assert (await mornings.stored(past.person)).digest_at == at("2026-11-22T07:30", NEW_YORK)


async def test_who_has_asked_for_the_morning_on_a_monday_gets_the_week_at_the_hour(
    mornings: Mornings, clock: Hand
) -> None:
    clock.set("2026-11-23T07:00")
    past = await busy(mornings)
    asked = DigestIssue.of(past.person, DigestKind.MORNING, clock().date(), at=clock(), connected=())
    await asked.insert()
    clock.set("2026-11-23T07:30")
    await mornings.send()
    (entry,) = await mornings.entries(past)
    assert "Your last seven days: 1 kept" in entry.content.text
    assert entry.message.id == f"digest:{past.person}:weekly:2026-11-23"
    await mornings.send()
    assert len(await mornings.texts(past)) == 1


async def test_another_hour_on_the_same_day_brings_no_second_one(mornings: Mornings, clock: Hand) -> None:
    past = await busy(mornings)
    await mornings.send()
    await mornings.change(past.person, preferences={"digest_hour": "08:00"})
    clock.set("2026-11-21T08:00")
    await mornings.send()
    assert len(await mornings.texts(past)) == 1
    assert (await mornings.stored(past.person)).digest_at == at("2026-11-22T08:00")


async def test_after_an_outage_the_days_digest_comes_late_and_tells_nothing_that_is_over(
    mornings: Mornings, clock: Hand
) -> None:
    clock.set("2026-11-19T00:00")
    past = await busy(mornings)
    await past.told("the fair of Thursday", LONG_AGO, day="2026-11-19")
    await past.told("the fair of Saturday", LONG_AGO, day="2026-11-21")
    clock.set("2026-11-21T15:00")
    await mornings.send()
    (entry,) = await mornings.entries(past)
    assert entry.content.text.startswith("Your digest for Saturday 21 November.\n")
    assert [quote.text for quote in entry.content.quotes] == ["the fair of Saturday", "renew the passport"]
    assert (await mornings.stored(past.person)).digest_at == at("2026-11-22T07:30")


async def test_a_weekly_digest_that_an_outage_kept_back_is_not_sent_on_another_day(
    mornings: Mornings, clock: Hand
) -> None:
    clock.set("2026-11-23T00:00")
    past = await busy(mornings, digests=frozenset({DigestKind.WEEKLY}))
    clock.set("2026-11-24T09:00")
    await mornings.send()
    assert await mornings.texts(past) == []
    assert (await mornings.stored(past.person)).digest_at == at("2026-11-30T07:30")


async def test_in_the_quiet_hours_nothing_is_sent(mornings: Mornings, clock: Hand) -> None:
    past = await busy(mornings)
    clock.set("2026-11-21T22:30")
    await mornings.send()
    assert await mornings.texts(past) == []
    assert (await mornings.stored(past.person)).digest_at == at("2026-11-22T07:30")


async def test_what_is_late_waits_until_the_quiet_hours_of_the_day_are_over(mornings: Mornings, clock: Hand) -> None:
    past = await busy(mornings, quiet_from=time(13), quiet_until=time(16))
    clock.set("2026-11-21T14:00")
    await mornings.send()
    assert await mornings.texts(past) == []
    assert (await mornings.stored(past.person)).digest_at == at("2026-11-21T16:00")
    clock.set("2026-11-21T16:00")
    await mornings.send()
    assert len(await mornings.texts(past)) == 1


async def test_a_pause_and_the_chosen_days_are_kept(mornings: Mornings, clock: Hand) -> None:
    paused = await busy(mornings, digests_paused_until=at("2026-11-23T00:00"))
    workdays = await busy(mornings, digest_days=frozenset(range(5)))
    await _tick_through(mornings, clock, hours=73)
    assert [entry.message.id[-2:] for entry in await mornings.entries(paused)] == ["23", "24"]
    assert [entry.message.id[-2:] for entry in await mornings.entries(workdays)] == ["23", "24"]


async def test_what_was_chosen_without_a_new_date_holds_when_it_is_due(mornings: Mornings) -> None:
    past = await busy(mornings)
    person = await mornings.stored(past.person)
    await person.set({"preferences": {"digests": []}})
    await mornings.send()
    assert await mornings.texts(past) == []
    assert (await mornings.stored(past.person)).digest_at is None


async def test_two_replicas_send_each_digest_once(mornings: Mornings) -> None:
    crowd = [await busy(mornings) for _ in range(AT_ONCE + 3)]
    replicas = [mornings.replica(), mornings.replica()]
    while await Person.find({"digest_at": {"$lte": mornings.clock()}}).count():
        await asyncio.gather(*(replica.send() for replica in replicas))
    sent = [await mornings.texts(past) for past in crowd]
    assert [len(each) for each in sent] == [1] * len(crowd)
    assert await DigestIssue.count() == len(crowd)


async def test_what_is_given_up_in_the_middle_leaves_nothing_behind_and_is_sent_by_the_next(mornings: Mornings) -> None:
    past = await busy(mornings)
    dying = mornings.replica()
    dying._together._database = Dying(mornings.store.database)  # type: ignore[assignment] # it dies in a transaction
    with pytest.raises(DatabaseUnavailable):
        await dying.send()
    assert await Message.count() == await DigestIssue.count() == 0
    await mornings.send()
    assert len(await mornings.texts(past)) == 1


class Dying:
    """A database from which this replica is cut off when everything is written and nothing is committed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def transaction(self, work: Any) -> None:
        async def and_die(session: Session) -> None:
            await work(session)
            raise AutoReconnect("killed")

        await self._database.transaction(and_die)


async def test_who_writes_while_it_is_gathered_gets_it_at_the_next_try(mornings: Mornings) -> None:
    past, other = await busy(mornings, ai_use=AiUse.CHAT), await busy(mornings)
    replica = mornings.replica(model := Interrupted())
    await (await mornings.stored(past.person)).set({"language": "en"})
    memory = await past.task("call Ana", mornings.clock() - timedelta(hours=1), ai_use=AiUse.CHAT)
    model.interrupt = lambda: mornings.change(past.person)
    await replica.send()
    assert len(await mornings.texts(other)) == 1
    assert len(await mornings.texts(past)) == 1
    assert memory.id in {quote.memory for quote in (await mornings.entries(past))[0].content.quotes}
    assert model.times == 2


class Interrupted(Eloquent):
    """While it thinks, somebody writes; once."""

    interrupt: Any = None
    times = 0

    @override
    async def phrase(self, items: Any, language: str) -> tuple[str, ...] | None:
        self.times += 1
        if self.times == 1:
            await self.interrupt()
        return await super().phrase(items, language)


async def test_whose_key_is_gone_is_left_alone_and_keeps_nobody_waiting(mornings: Mornings) -> None:
    gone, there = await busy(mornings), await busy(mornings)
    await (await mornings.stored(gone.person)).set({"sealed": there.desk.known.person.sealed[:40]})
    await mornings.send()
    assert await mornings.texts(gone) == []
    assert (await mornings.stored(gone.person)).digest_at is None
    assert len(await mornings.texts(there)) == 1


async def test_what_fails_with_one_person_keeps_nobody_waiting_and_is_tried_on_the_next_day(
    mornings: Mornings, clock: Hand
) -> None:
    odd, other = await busy(mornings, ai_use=AiUse.CHAT), await busy(mornings)
    await odd.task("call the clinic", clock() - timedelta(hours=1), ai_use=AiUse.CHAT)
    model = Eloquent()
    model.stumbles = True
    await mornings.replica(model).send()
    assert await mornings.texts(odd) == []
    assert (await mornings.stored(odd.person)).digest_at == at("2026-11-22T07:30")
    assert len(await mornings.texts(other)) == 1


async def test_a_language_model_introduces_what_it_may_see(mornings: Mornings, clock: Hand) -> None:
    past, silent = await busy(mornings, ai_use=AiUse.CHAT), await busy(mornings)
    for each in (past, silent):
        await each.task("call the clinic", clock() - timedelta(hours=1), ai_use=AiUse.CHAT)
    model = Eloquent()
    await mornings.replica(model).send()
    assert "Remember" not in (await mornings.texts(silent))[0]
    (entry,) = await mornings.entries(past)
    assert model.seen == ["call the clinic"]
    assert "\nRemember: call the clinic\n" in entry.content.text
    assert [quote.text for quote in entry.content.quotes] == ["renew the passport", "call the clinic"]


async def test_who_is_gone_from_a_channel_is_reached_elsewhere_or_left_alone(mornings: Mornings) -> None:
    moved, gone = await busy(mornings), await busy(mornings)
    for past in (moved, gone):
        reach = (await mornings.stored(past.person)).reach
        await PersonAddress.find({"_id": reach}).update({"$set": {"gone_at": mornings.clock()}})
    elsewhere = PersonAddress(
        id=f"web:{moved.person}", person=moved.person, channel=ChannelName.WEB, linked_at=mornings.clock()
    )
    await elsewhere.insert()
    await mornings.send()
    assert [entry.message.address for entry in await mornings.entries(moved)] == [elsewhere.id]
    assert await mornings.texts(gone) == []
    assert (await mornings.stored(gone.person)).digest_at == at("2026-11-22T07:30")


async def test_forgetting_a_memory_empties_the_digest_that_told_it(mornings: Mornings, clock: Hand) -> None:
    past = await mornings.person()
    memory = await past.task("call the clinic", clock() - timedelta(hours=1))
    await mornings.send()
    conversation = Conversation(past.person, mornings.store.vault)
    await mornings.store.database.transaction(lambda session: conversation.forget([MemoryId(memory.id)], session))
    assert await mornings.texts(past) == [""]


async def test_the_same_old_memory_is_not_connected_day_after_day(mornings: Mornings, clock: Hand) -> None:
    past = await mornings.person()
    for number in (1, 2):
        await past.told(f"Ana likes marzipan {number}", LONG_AGO, people=["Ana"])
    for day in (20, 21, 22):
        await past.told(f"met Ana on the {day}th", at(f"2026-11-{day}T12:00"), people=["Ana"])
    for day in (21, 22, 23):
        clock.set(f"2026-11-{day}T07:30")
        await mornings.send()
    said = [[quote.text for quote in entry.content.quotes] for entry in await mornings.entries(past)]
    olds = [text for texts in said for text in texts if "marzipan" in text]
    assert sorted(olds) == ["Ana likes marzipan 1", "Ana likes marzipan 2"]
