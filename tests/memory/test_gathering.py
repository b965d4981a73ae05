"""What goes into a digest, for a person in Lisbon on a Saturday, 21 November 2026, at half past seven."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.messages import MemoryId, PersonId
from memory.changes import Changes
from memory.documents import AiUse, DigestKind, Level
from memory.gathering import SHOWN, Digest, Listed, Morning, PersonalDigests
from memory.personal import Remembered
from memory.reminder import ReminderState, Ringing
from memory.when.schedule import Schedule
from tests.memory.desk import Desk
from tests.memory.past import Past

LISBON, AUCKLAND = ZoneInfo("Europe/Lisbon"), ZoneInfo("Pacific/Auckland")
TODAY = date(2026, 11, 21)
MORNING = frozenset({DigestKind.MORNING})


def at(day: str, hour: str = "12:00", zone: ZoneInfo = LISBON) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=zone)


NOW = at("2026-11-21", "07:30")
YESTERDAY, LONG_AGO = at("2026-11-20"), at("2026-05-03")


@pytest.fixture
async def past(anna: Desk) -> Past:
    return Past(anna)


async def gathered(
    past: Past, kinds: frozenset[DigestKind] = MORNING, *, now: datetime = NOW, zone: ZoneInfo = LISBON, said: int = 0
) -> Digest:
    store, known = past.desk.store, past.desk.known
    person = known.person.model_copy(update={"last_sequence": said})
    digests = PersonalDigests(person, known.content, vault=store.vault, recall=store.recall, changes=Changes())
    return await digests.gather(kinds, now=now, zone=zone)


async def morning(past: Past, **given: object) -> Morning:
    digest = await gathered(past, **given)  # type: ignore[arg-type] # given by the test in the same words
    assert digest.morning is not None
    return digest.morning


def texts(memories: tuple[Remembered, ...]) -> list[str]:
    return [memory.text for memory in memories]


def once(moment: str, *rules: str) -> Schedule:
    return Schedule(start=datetime.fromisoformat(moment), zone="Europe/Lisbon", rules=rules)


async def test_a_person_who_told_nothing_has_an_empty_digest_of_every_kind(past: Past) -> None:
    digest = await gathered(past, frozenset(DigestKind))
    assert digest.empty
    assert digest.day == TODAY
    assert digest.connected == ()


async def test_what_comes_today_and_tomorrow_is_there_and_nothing_else_that_has_a_date(past: Past) -> None:
    for day in (19, 20, 21, 22, 23):
        await past.told(f"the fair of the {day}th", LONG_AGO, day=f"2026-11-{day}")
    found = (await morning(past)).dates
    assert [(each.memory.text, each.day) for each in found.shown] == [
        ("the fair of the 21th", TODAY),
        ("the fair of the 22th", TODAY + timedelta(days=1)),
    ]
    assert found.count == 2


async def test_birthdays_come_every_year_and_those_of_29_february_on_the_28th_in_common_years(past: Past) -> None:
    await past.told("Ana's birthday is on 21 November", LONG_AGO, yearly="11-21")
    await past.told("Leap was born on 29 February", LONG_AGO, yearly="02-29")
    assert [each.memory.text for each in (await morning(past)).dates.shown] == ["Ana's birthday is on 21 November"]

    async def on(day: str) -> list[date]:
        return [each.day for each in (await morning(past, now=at(day, "07:30"))).dates.shown]

    assert await on("2027-02-28") == [date(2027, 2, 28)]
    assert await on("2028-02-28") == [date(2028, 2, 29)]
    assert await on("2028-02-29") == [date(2028, 2, 29)]
    assert await on("2028-03-01") == []


async def test_what_tells_of_a_day_and_of_every_year_is_there_once(past: Past) -> None:
    await past.told("the wedding is on 21 November 2026", LONG_AGO, day="2026-11-21", yearly="11-21")
    assert len((await morning(past)).dates.shown) == 1


async def test_of_many_dates_the_first_are_shown_and_all_are_counted(past: Past) -> None:
    for number in range(SHOWN + 2):
        await past.told(f"appointment {number}", LONG_AGO + timedelta(minutes=number), day="2026-11-21")
    found = (await morning(past)).dates
    assert [each.memory.text for each in found.shown] == [f"appointment {number}" for number in range(SHOWN)]
    assert found.count == SHOWN + 2


async def test_yesterday_is_the_persons_own_day(past: Past) -> None:
    await past.told("before midnight", at("2026-11-19", "23:59"))
    await past.told("first thing", at("2026-11-20", "00:00"))
    await past.told("last thing", at("2026-11-20", "23:59"))
    await past.told("after midnight", at("2026-11-21", "00:00"))
    assert texts((await morning(past)).yesterday.shown) == ["first thing", "last thing"]
    there = await morning(past, now=at("2026-11-21", "07:30", AUCKLAND), zone=AUCKLAND)
    assert texts(there.yesterday.shown) == ["before midnight", "first thing"]


async def test_yesterday_has_23_or_25_hours_when_the_clocks_change(past: Past) -> None:
    await past.told("at midnight of the long day", datetime(2026, 10, 24, 23, tzinfo=UTC))
    await past.told("an hour before", datetime(2026, 10, 24, 22, 59, tzinfo=UTC))
    await past.told("at its end", datetime(2026, 10, 25, 23, 59, tzinfo=UTC))
    found = await morning(past, now=at("2026-10-26", "07:30"))
    assert texts(found.yesterday.shown) == ["at midnight of the long day", "at its end"]


async def test_of_much_that_was_kept_the_last_is_shown_and_all_is_counted(past: Past) -> None:
    for number in range(9):
        await past.told(f"note {number}", YESTERDAY + timedelta(minutes=number))
    found = (await morning(past)).yesterday
    assert texts(found.shown) == ["note 4", "note 5", "note 6", "note 7", "note 8"]
    assert found.count == 9


async def test_what_is_left_to_do_comes_oldest_first_for_a_month(past: Past) -> None:
    for days in (40, 29, 3, 2, 1, 6, 5, 4):
        await past.task(f"errand {days}", NOW - timedelta(days=days))
    await past.told("an errand that is done", YESTERDAY, category="task")
    digest = await gathered(past)
    assert texts(digest.tasks.shown) == [f"errand {days}" for days in (29, 6, 5, 4, 3)]
    assert digest.tasks.count == 7


async def test_nothing_is_said_twice(past: Past) -> None:
    await past.task("pay Ana today", YESTERDAY, day="2026-11-21", yearly="11-21")
    await past.told("the fair is today", YESTERDAY, day="2026-11-21")
    await past.told("a plain note", YESTERDAY)
    digest = await gathered(past)
    assert digest.morning
    assert texts(digest.tasks.shown) == ["pay Ana today"]
    assert [each.memory.text for each in digest.morning.dates.shown] == ["the fair is today"]
    assert texts(digest.morning.yesterday.shown) == ["a plain note"]
    assert digest.morning.yesterday.count == 3


async def test_on_this_day_tells_what_was_told_first_in_the_nearest_year_and_no_errands(past: Past) -> None:
    await past.task("renew the passport", at("2025-11-21"))
    for year in (2024, 2021, 2020):
        await past.task("buy milk", at(f"{year}-11-21", "08:00"))
        await past.told(f"a walk in {year}", at(f"{year}-11-21"))
        await past.told(f"and cake in {year}", at(f"{year}-11-21", "18:00"))
    await past.told("the day after", at("2025-11-22"))
    found = (await morning(past)).on_this_day
    assert found
    assert found.text == "a walk in 2024"


async def test_29_february_is_recalled_from_leap_years_only(past: Past) -> None:
    await past.told("the last of February", at("2027-02-28"))
    await past.told("a leap day", at("2018-02-28"))
    assert (await morning(past, now=at("2028-02-29", "07:30"))).on_this_day is None


@pytest.mark.parametrize("level", [Level.CONFIDENTIAL, Level.SECRET, Level.ULTRA_SECRET])
async def test_nothing_above_general_is_ever_in_it_not_even_counted(past: Past, level: Level) -> None:
    for when in (YESTERDAY, at("2025-11-21"), at("2026-10-05")):
        private = {"level": level, "category": "quote"}
        await past.told("the test came back", when, people=["Ana"], **private)
        await past.told("the test is today", when, day="2026-11-21", yearly="11-21", **private)
        await past.told("next week's test", when, day="2026-11-25", **private)
        await past.told("call the clinic", when, open_task=past.person, **private)
    digest = await gathered(past, frozenset(DigestKind))
    assert digest.empty
    assert digest.tasks.count == digest.week.kept == digest.month.left == 0  # type: ignore[union-attr] # all are asked for


async def test_what_was_forgotten_is_gone_from_it_before_its_shell_is(past: Past) -> None:
    memory = await past.task("call the clinic today", YESTERDAY, day="2026-11-21", yearly="11-21")
    await past.desk.forget(MemoryId(memory.id), index=False)
    assert (await gathered(past, frozenset(DigestKind))).empty


async def test_one_person_never_finds_the_memories_of_another_in_it(past: Past, ben: Desk) -> None:
    theirs = Past(ben)
    await theirs.task("call the clinic", YESTERDAY, day="2026-11-21", yearly="11-21")
    await theirs.told("Ana was here", at("2025-11-21"), people=["Ana"])
    await theirs.reminder("dentist", once("2026-11-21T09:00"), NOW)
    assert (await gathered(past, frozenset(DigestKind))).empty


async def test_reminders_of_the_rest_of_the_day_come_with_their_times(past: Past) -> None:
    await past.reminder("dentist", once("2026-11-21T15:00"), NOW)
    await past.reminder("tomorrow's", once("2026-11-22T00:00"), NOW)
    await past.reminder("long gone", once("2026-11-21T07:00"), NOW)
    await past.reminder("drink water", once("2026-11-01T06:00", "FREQ=HOURLY;INTERVAL=6"), NOW)
    await past.reminder("stretch", once("2026-11-01T06:00", "FREQ=MINUTELY;INTERVAL=10"), NOW)
    found = (await morning(past)).reminders
    said = {
        each.subject: ([f"{time.astimezone(LISBON):%H:%M}" for time in each.times], each.more) for each in found.shown
    }
    assert said == {
        "dentist": (["15:00"], False),
        "drink water": (["12:00", "18:00"], False),
        "stretch": (["07:40", "07:50", "08:00"], True),
    }
    assert found.count == 3


async def test_a_snooze_is_something_that_comes_and_an_unasked_repetition_is_not(past: Past) -> None:
    tonight, due = at("2026-11-21", "20:00"), at("2026-11-20", "20:00")
    snoozed = Ringing(due=due, again_at=tonight, snoozed=True)
    repeated = Ringing(due=due, again_at=tonight)
    for subject, ringing in (("snoozed", snoozed), ("repeated", repeated)):
        await past.reminder(subject, once("2026-11-20T20:00"), NOW, ringing=ringing, occurs_at=None, next_at=tonight)
    found = (await morning(past)).reminders
    assert [(each.subject, each.times) for each in found.shown] == [("snoozed", (tonight,))]
    assert found.count == 1


async def test_of_very_many_reminders_the_first_are_shown_and_paused_ones_are_not(past: Past) -> None:
    for hour in range(8, 21):
        await past.reminder(f"at {hour}", once(f"2026-11-21T{hour:02}:00"), NOW)
    await past.reminder("paused", once("2026-11-21T09:30"), NOW, state=ReminderState.PAUSED)
    found = (await morning(past)).reminders
    assert [each.subject for each in found.shown] == [f"at {hour}" for hour in range(8, 18)]
    assert found.count == 13


async def test_the_week_counts_what_was_kept_and_names_what_comes(past: Past) -> None:
    monday = at("2026-11-23", "07:30")
    for number, category in enumerate(["recipe", "recipe", "idea", "task", "task", "task", "travel", None]):
        await past.told(f"note {number}", at("2026-11-18") + timedelta(hours=number), category=category)
    await past.told("Ana and Tunde were here", at("2026-11-17"), people=["Ana", "Tunde"])
    await past.told("Ana again", at("2026-11-19"), people=["Ana"])
    await past.told("the week before", at("2026-11-15"), people=["Tunde"])
    for day in ("2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30"):
        await past.told(f"the fair of {day}", LONG_AGO, day=day)
    week = (await gathered(past, frozenset({DigestKind.WEEKLY}), now=monday)).week
    assert week
    assert week.kept == 10
    assert week.categories == (("task", 3), ("recipe", 2), ("idea", 1))
    assert week.people == (("Ana", 2), ("Tunde", 1))
    assert [str(each.day) for each in week.ahead.shown] == ["2026-11-23", "2026-11-29"]


async def test_together_with_the_mornings_the_week_leaves_out_the_days_that_are_there(past: Past) -> None:
    monday = at("2026-11-23", "07:30")
    for day in (23, 24, 25):
        await past.told(f"the fair of the {day}th", LONG_AGO, day=f"2026-11-{day}")
    digest = await gathered(past, frozenset({DigestKind.MORNING, DigestKind.WEEKLY}), now=monday)
    assert digest.morning
    assert digest.week
    assert [each.day.day for each in digest.morning.dates.shown] == [23, 24]
    assert [each.day.day for each in digest.week.ahead.shown] == [25]


async def test_a_month_is_told_in_numbers_and_by_what_is_worth_rereading(past: Past) -> None:
    first = at("2026-11-01", "07:30")
    for number, category in enumerate(["task", "finance", "idea", "event", "quote", "credential"]):
        await past.told(f"the {category}", at("2026-10-05") + timedelta(days=number), category=category)
    await past.told("a second on the day", at("2026-10-05", "18:00"), category="task")
    await past.told("September", at("2026-09-30", "23:59"), category="quote")
    await past.told("November", at("2026-11-01", "00:00"), category="quote")
    await past.task("from long ago", at("2026-01-05"))
    await past.task("left over", at("2026-10-06"))
    month = (await gathered(past, frozenset({DigestKind.MONTHLY}), now=first)).month
    assert month
    assert (month.first, month.kept, month.days, month.left) == (date(2026, 10, 1), 8, 6, 1)
    assert month.categories[0] == ("task", 3)
    assert texts(month.keepsakes) == ["the idea", "the quote"]


async def test_a_model_sees_only_what_it_may(past: Past) -> None:
    await past.task("call the clinic", YESTERDAY)
    await past.task("buy milk", YESTERDAY + timedelta(minutes=1), ai_use=AiUse.CHAT)
    await past.told("the fair is today", LONG_AGO, day="2026-11-21", ai_use=AiUse.TRAIN)
    await past.told("the other fair is today", LONG_AGO, day="2026-11-21")
    digest = await gathered(past)
    seen = digest.for_model(PersonId("p"), AiUse.CHAT)
    assert [shown.text for shown in seen] == ["the fair is today", "buy milk"]
    assert digest.for_model(PersonId("p"), AiUse.NONE) == ()


def test_an_empty_list_is_empty() -> None:
    assert Morning().empty
    assert not Morning(yesterday=Listed((), 1)).empty
