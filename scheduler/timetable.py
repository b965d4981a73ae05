"""What has to be looked after, and how often."""

from datetime import timedelta
from typing import Final

from scheduler.engine import Job
from scheduler.reminders import Reminders

REMINDERS_EVERY: Final = timedelta(seconds=1)


def timetable(reminders: Reminders) -> tuple[Job, ...]:
    """Every job there is."""
    return (Job("reminders", REMINDERS_EVERY, reminders.ring),)
