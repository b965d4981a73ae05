"""Reminders that are moved by a length of time, and those whose time leaves something over."""

import pytest

from memory.reminder import Reminder
from tests.handlers.talk import labels
from tests.running import RunningBot


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("postpone the reminder about Ana by 2 hours", "11:00"),
        ("move the reminder about Ana an hour later", "10:00"),
        ("move the reminder about Ana half an hour earlier", "08:30"),
        ("move the reminder about Ana to 5pm", "17:00"),
        ("verschiebe die Erinnerung an Ana um eine Stunde", "10:00"),
        ("retrasa el recordatorio de Ana una hora", "10:00"),
        ("repousse le rappel d'une heure", "10:00"),
        ("adia o lembrete uma hora", "10:00"),
    ],
)
async def test_a_reminder_is_moved_by_so_much_from_when_it_was(timed: RunningBot, text: str, hour: str) -> None:
    await timed.say("remind me to call Ana tomorrow at 9")
    assert hour in (await timed.say(text)).text


async def test_one_that_comes_again_keeps_its_days(timed: RunningBot) -> None:
    await timed.say("remind me to call Ana every Monday at 9")
    assert "10:00" in (await timed.say("postpone the reminder about Ana by an hour")).text
    before = (await timed.say("reminders")).text
    await timed.say("postpone the reminder about Ana by two days")
    assert (await timed.say("reminders")).text == before


async def test_a_time_with_something_left_over_is_asked_about(timed: RunningBot) -> None:
    asked = await timed.say("remind me tomorrow 5 to celebrate")
    assert asked.text.startswith("When shall I remind you?")
    assert len(labels(asked)) == 1
    assert await Reminder.find({"person": timed.owner, "state": "active"}).to_list() == []
