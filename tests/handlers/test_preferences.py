from datetime import UTC, datetime, time

import pytest

from memory.documents import DigestKind, Preferences
from memory.people import get
from tests.handlers.talk import labels, pick, tap, texts
from tests.running import RunningBot

NO_MODEL = "No language model is set up here, so nothing of yours is sent to one, whatever you choose."


async def chosen(bot: RunningBot) -> Preferences:
    return (await get(bot.owner, bot.store.vault)).person.preferences


async def test_a_setting_said_in_plain_words_is_echoed_kept_and_undone(timed: RunningBot) -> None:
    reply = await timed.say("send my digest at 7")
    assert reply.text == "You get the daily, weekly and monthly digest at 07:00, every day."
    assert (await chosen(timed)).digest_hour == time(7)
    assert labels(reply) == ["Undo"]
    assert "at 07:30, every day" in (await pick(timed, reply, "Undo")).text
    assert (await chosen(timed)).digest_hour == time(7, 30)
    assert await texts(timed) == []


async def test_one_setting_after_another_holds(timed: RunningBot) -> None:
    await timed.say("no digest on weekends")
    await timed.say("send my digest at 8")
    paused = await timed.say("pause the digest until Monday")
    assert paused.text == (
        "You get the daily, weekly and monthly digest at 08:00, from Monday to Friday."
        " The digest is paused until Monday 15 June."
    )
    holds = await chosen(timed)
    assert holds.digests_paused_until == datetime(2026, 6, 14, 23, tzinfo=UTC)
    resumed = await timed.say("resume the digest")
    assert resumed.text == "You get the daily, weekly and monthly digest at 08:00, from Monday to Friday."
    assert "paused until Monday" in (await pick(timed, resumed, "Undo")).text


async def test_stopping_the_digest_is_taken_back_with_all_that_held(timed: RunningBot) -> None:
    await timed.say("weekly digest only")
    reply = await timed.say("stop the digest")
    assert reply.text == "You get no digest."
    await pick(timed, reply, "Undo")
    assert (await chosen(timed)).digests == {DigestKind.WEEKLY}


async def test_what_held_before_needs_no_undo(timed: RunningBot) -> None:
    assert labels(await timed.say("send my digest at 7:30")) == []


async def test_quiet_hours_are_set_and_taken_away(timed: RunningBot) -> None:
    assert (await timed.say("quiet hours from 11pm to 6")).text == "Quiet hours are from 23:00 to 06:00."
    assert (await timed.say("don't disturb me after 10pm")).text == "Quiet hours are from 22:00 to 06:00."
    assert (await timed.say("no quiet hours")).text == "There are no quiet hours."
    holds = await chosen(timed)
    assert holds.quiet_from == holds.quiet_until


async def test_all_settings_are_shown_with_how_to_change_each(timed: RunningBot) -> None:
    lines = (await timed.say("settings")).text.splitlines()
    assert [line.partition(" (")[0] for line in lines[1:]] == [
        "You get the daily, weekly and monthly digest at 07:30, every day.",
        "Quiet hours are from 22:00 to 07:00.",
        "Reminders without an hour come at 09:00.",
        "Reminders you leave open come again after 30 minutes, at last on another channel.",
        "Reminders come where you set them, digests where you wrote last.",
        "I speak English.",
        "Your time zone is Lisbon.",
        f"You don't let me use AI for your messages. {NO_MODEL}",
    ]
    assert all("\N{LEFT DOUBLE QUOTATION MARK}" in line for line in lines[1:])


async def test_what_is_not_clear_is_answered_with_two_examples_and_changes_nothing(timed: RunningBot) -> None:
    before = await chosen(timed)
    for line in ("send my digest at 25:00", "quiet hours", "set my digest to whenever"):
        reply = await timed.say(line)
        assert reply.text.count("\N{LEFT DOUBLE QUOTATION MARK}") >= 2
        assert labels(reply) == []
    assert await chosen(timed) == before
    assert await texts(timed) == []


async def test_a_language_that_is_spoken_is_kept_and_another_is_declined_by_name(timed: RunningBot) -> None:
    assert (await timed.say("speak English")).text == "I speak English."
    assert (await get(timed.owner, timed.store.vault)).person.language == "en"
    assert "I don't speak Italian yet." in (await tap(timed, "restore:language:it")).text
    assert (await get(timed.owner, timed.store.vault)).person.language == "en"
    assert (await tap(timed, "restore:language:en")).text == "I speak English."


@pytest.mark.parametrize(
    "what",
    [
        "restore",
        "restore:digest",
        "restore:digest:x",
        "restore:colour:red",
        "restore:zone:Nowhere",
        "zone:",
        "zone:../x",
    ],
)
async def test_a_button_that_nobody_offered_changes_no_setting(timed: RunningBot, what: str) -> None:
    before = await chosen(timed)
    assert "no longer works" in (await tap(timed, what)).text
    assert await chosen(timed) == before


async def test_where_digests_go_is_chosen_echoed_and_taken_back(timed: RunningBot) -> None:
    told = await timed.say("send my digest in the browser")
    assert told.text == "Reminders come where you set them, digests by browser."
    assert (await pick(timed, told, "Undo")).text == "Reminders come where you set them, digests where you wrote last."


async def test_a_channel_that_is_not_linked_yet_is_chosen_and_said_to_be_missing(timed: RunningBot) -> None:
    told = await timed.say("send my reminders and digests by WhatsApp")
    assert told.text == (
        "Reminders come by WhatsApp, digests by WhatsApp. Not linked yet: WhatsApp. Until then, they come as before."
    )


async def test_two_ways_wished_in_one_message_both_hold(timed: RunningBot) -> None:
    _, last = await timed.hear("reminders on Telegram and my digest by WhatsApp please", 2)
    assert last.text.startswith("Reminders come by Telegram, digests by WhatsApp.")
