"""Which hour of a day is meant where a request names a day, or a part of one, without an hour of its own."""

from datetime import date, datetime, time, timedelta
from typing import Final

NOON: Final = 12
# Nobody wants to be reminded before this hour of what is to be done on a day or in its morning.
LATEST_TODAY: Final = 22


def in_the_morning(local: datetime, now: datetime) -> datetime:
    """The same figure before noon, today or tomorrow: for who is to be woken."""
    early = local.replace(hour=local.hour % NOON)
    return early if early > now else early + timedelta(days=1)


def in_part(part: tuple[datetime, datetime], usual: time, now: datetime) -> datetime:
    """The usual hour where it lies in the part of the day, else its beginning; soon, where that has passed."""
    start, end = part
    hour = datetime.combine(start.date(), usual, start.tzinfo)
    chosen = hour if start <= hour < end else start
    return chosen if chosen > now or end <= now else next_hour(now)


def on_day(day: date, usual: time, now: datetime) -> datetime:
    """At the usual hour of a day; today in an hour, where that has passed."""
    at = datetime.combine(day, usual, now.tzinfo)
    if at > now:
        return at
    return next_hour(now) if now.hour < LATEST_TODAY else at + timedelta(days=1)


def next_hour(now: datetime) -> datetime:
    """The next full hour that is more than a moment away."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2 if now.minute else 1)
