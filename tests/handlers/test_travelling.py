from datetime import UTC, datetime, timedelta

import pytest

from memory.changes import Changes
from memory.people import get
from memory.reminder import Reminding
from memory.reminders import PersonalReminders
from tests.handlers.clocks import Hand
from tests.handlers.talk import labels, pick, texts
from tests.running import RunningBot, until


async def reminders(bot: RunningBot) -> dict[str, Reminding]:
    known = await get(bot.owner, bot.store.vault)
    personal = PersonalReminders(known.person, vault=bot.store.vault, changes=Changes(), sequence=0)
    return {each.subject: each for each in await personal.all()}


async def due(bot: RunningBot) -> dict[str, datetime | None]:
    """When each reminder comes next, in UTC."""
    return {subject: each.document.next_at for subject, each in (await reminders(bot)).items()}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def zone(bot: RunningBot) -> str | None:
    return (await get(bot.owner, bot.store.vault)).person.zone


async def test_a_person_who_moves_keeps_wall_clock_times_and_is_told_so(timed: RunningBot) -> None:
    await timed.say("remind me to water the plants every day at 8 am")
    await timed.say("remind me to call Ana on Friday at 15:00")
    reply = await timed.say("my time zone is New York")
    assert reply.text == "You're on New York time now: it is 05:00 there. Your 2 reminders keep their hours."
    assert await due(timed) == {"water the plants": utc("2026-06-11T12:00"), "call Ana": utc("2026-06-12T19:00")}
    assert await zone(timed) == "America/New_York"
    assert {each.schedule.zone for each in (await reminders(timed)).values()} == {"America/New_York"}
    assert "(New York)" in (await timed.say("reminders")).text


async def test_undo_brings_back_the_zone_and_every_hour(timed: RunningBot) -> None:
    await timed.say("remind me to water the plants every day at 8 am")
    before = await due(timed)
    reply = await timed.say("my time zone is Tokyo")
    assert await due(timed) != before
    assert "Lisbon" in (await pick(timed, reply, "Undo")).text
    assert await due(timed) == before
    assert await zone(timed) == "Europe/Lisbon"


async def test_what_rang_today_does_not_ring_again_further_west(timed: RunningBot, clock: Hand) -> None:
    await timed.say("remind me to water the plants every day at 11 am")
    clock.now += timedelta(hours=2)
    await until(
        lambda: any(
            "water the plants" in each.reply.text and "\N{ALARM CLOCK}" in each.reply.text for each in timed.printed
        )
    )
    await timed.say("done")
    await timed.say("my time zone is New York")
    at = (await reminders(timed))["water the plants"].document.occurs_at
    assert at == utc("2026-06-11T15:00")


async def test_what_would_have_come_by_now_further_east_comes_at_once(timed: RunningBot) -> None:
    await timed.say("remind me to call Ana today at 15:00")
    await timed.say("my time zone is Tokyo")
    await until(lambda: any("\N{ALARM CLOCK} call Ana" in each.reply.text for each in timed.printed))


async def test_what_counts_elapsed_time_keeps_its_beat(timed: RunningBot) -> None:
    await timed.say("remind me to stretch every 3 hours")
    before = await due(timed)
    await timed.say("my time zone is Kathmandu")
    assert await due(timed) == before


async def test_what_was_set_for_a_moment_stays_until_its_person_says_otherwise(timed: RunningBot) -> None:
    await timed.say("remind me to join the call on Friday at 9 am New York time")
    await timed.say("remind me to call Ana on Friday at 15:00")
    before = await due(timed)
    reply = await timed.say("my time zone is Madrid")
    assert "Your reminder keeps its hour." in reply.text
    assert "1. join the call: Friday 12 June, 15:00" in reply.text
    assert labels(reply) == ["Undo", "Leave them", "Keep the hours"]
    after = await due(timed)
    assert after["join the call"] == before["join the call"] == utc("2026-06-12T13:00")
    assert after["call Ana"] == utc("2026-06-12T13:00")
    assert (await pick(timed, reply, "Leave them")).text == "Kept."
    assert await due(timed) == after
    assert "1 now" in (await pick(timed, reply, "Keep the hours")).text
    assert (await due(timed))["join the call"] == utc("2026-06-12T12:00")


async def test_a_paused_reminder_is_resumed_on_the_clock_of_the_new_place(timed: RunningBot) -> None:
    await timed.say("remind me to water the plants every day at 8 am")
    await timed.say("pause the plants reminder")
    await timed.say("my time zone is New York")
    assert await due(timed) == {"water the plants": None}
    await timed.say("resume the plants reminder")
    assert await due(timed) == {"water the plants": utc("2026-06-11T12:00")}


async def test_a_place_with_several_clocks_is_asked_about(timed: RunningBot) -> None:
    reply = await timed.say("my time zone is Spain")
    assert labels(reply) == ["Madrid", "Canary"]
    assert await zone(timed) == "Europe/Lisbon"
    assert "Canary time now: it is 10:00" in (await pick(timed, reply, "Canary")).text
    assert await zone(timed) == "Atlantic/Canary"


@pytest.mark.parametrize(
    ("place", "answer"), [("the USA", "more than one time"), ("Springfield", "I don't know the time in")]
)
async def test_a_place_that_says_too_little_changes_nothing_and_is_told_what_to_say(
    timed: RunningBot, place: str, answer: str
) -> None:
    reply = await timed.say(f"my time zone is {place}")
    assert answer in reply.text
    assert "my time zone is" in reply.text
    assert await zone(timed) == "Europe/Lisbon"


async def test_the_zone_one_is_in_is_confirmed(timed: RunningBot) -> None:
    reply = await timed.say("my time zone is Lisbon")
    assert reply.text == "Lisbon it is: 10:00 there now."
    assert (await get(timed.owner, timed.store.vault)).person.preferences.zone_confirmed


async def test_a_move_that_is_told_is_heeded_and_kept_and_either_can_be_taken_back(timed: RunningBot) -> None:
    reply = await timed.say("I moved to New York")
    assert reply.text.startswith("You're on New York time now: it is 05:00 there.")
    assert await texts(timed) == ["I moved to New York"]
    assert labels(reply) == ["Undo", "Don't keep it"]
    await pick(timed, reply, "Don't keep it")
    assert await texts(timed) == []
    assert await zone(timed) == "America/New_York"
    await pick(timed, reply, "Undo")
    assert await zone(timed) == "Europe/Lisbon"
