"""Times around clock changes, leap days, and the ends of weeks and years."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from memory.when import times
from memory.when.reading import Direction
from tests.memory.when.clockwork import said, sure

# The day before a clock change, a time that is skipped, and the one that people's clocks show instead.
GAPS = [
    ("America/New_York", "2026-03-07", "02:30", "03:30"),
    ("Europe/London", "2026-03-28", "01:30", "02:30"),
    ("Asia/Beirut", "2026-03-28", "00:30", "01:30"),
    ("America/Santiago", "2026-09-05", "00:30", "01:30"),
    ("Australia/Lord_Howe", "2026-10-03", "02:15", "02:45"),
]
# The day before one, a time that is there twice, and the offsets of both.
FOLDS = [
    ("America/New_York", "2026-10-31", "01:30", -4, -5),
    ("Europe/London", "2026-10-24", "01:30", 1, 0),
    ("Asia/Beirut", "2026-10-23", "23:30", 3, 2),
    ("America/Santiago", "2026-04-03", "23:30", -3, -4),
    ("Australia/Lord_Howe", "2026-04-04", "01:45", 11, 10.5),
]


@pytest.mark.parametrize(("name", "day", "skipped", "shown"), GAPS)
def test_a_skipped_time_moves_forward_by_the_gap(name: str, day: str, skipped: str, shown: str) -> None:
    now = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZoneInfo(name))
    moment = sure(f"tomorrow at {skipped}", now=now)
    assert moment.start.strftime("%H:%M") == shown
    assert moment.start.astimezone(UTC).astimezone(ZoneInfo(name)) == moment.start


@pytest.mark.parametrize(("name", "day", "twice", "first", "second"), FOLDS)
def test_of_two_equal_times_the_first_is_meant(name: str, day: str, twice: str, first: float, second: float) -> None:
    now = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=ZoneInfo(name))
    moment = sure(f"tomorrow at {twice}", now=now)
    assert moment.start.utcoffset() == timedelta(hours=first)
    assert moment.start.replace(fold=1).utcoffset() == timedelta(hours=second)


def test_a_day_that_a_country_left_out_is_the_next_one() -> None:
    now = datetime(2011, 12, 29, 10, tzinfo=ZoneInfo("Pacific/Apia"))
    assert sure("tomorrow at 9:00am", now=now).start.strftime("%Y-%m-%d %H:%M") == "2011-12-31 09:00"


def test_hours_from_now_pass_as_they_do_on_every_clock() -> None:
    now = datetime(2026, 3, 28, 23, 30, tzinfo=ZoneInfo("Europe/London"))
    assert sure("in 3 hours", now=now).start - now.astimezone(UTC) == timedelta(hours=3)
    assert said(sure("in 3 hours", now=now)) == "2026-03-29 03:30"


def test_hours_from_now_can_lead_to_the_second_of_two_equal_times() -> None:
    now = datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    moment = sure("in 2 hours", now=now)
    assert moment.start.astimezone(UTC) == now.astimezone(UTC) + timedelta(hours=2)
    assert moment.start.utcoffset() == timedelta(0)


def test_days_from_now_keep_the_wall_clock() -> None:
    now = datetime(2026, 3, 28, 10, tzinfo=ZoneInfo("Europe/London"))
    assert sure("in 2 days", now=now).start.strftime("%d %H:%M") == "30 10:00"


def test_a_stretch_across_a_clock_change_keeps_both_its_wall_clock_ends() -> None:
    now = datetime(2026, 3, 28, 10, tzinfo=ZoneInfo("Europe/London"))
    assert said(sure("tomorrow from 0:30 to 5:00", now=now)) == "2026-03-29 00:30/2026-03-29 05:00"
    assert said(sure("tomorrow", now=now)) == "2026-03-29/2026-03-30"


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2027-12-01", "29 February", "2028-02-29/2028-03-01"),
        ("2028-02-28", "tomorrow", "2028-02-29/2028-03-01"),
        ("2027-02-28", "tomorrow", "2027-03-01/2027-03-02"),
        ("2028-02-29", "in a year", "2029-02-28"),
        ("2028-02-01", "the last day of the month", "2028-02-29/2028-03-01"),
        ("2026-01-31", "in a month", "2026-02-28"),
        ("2026-12-31", "tomorrow", "2027-01-01/2027-01-02"),
        ("2026-12-31", "next week", "2027-01-04/2027-01-11"),
        ("2026-12-31", "next month", "2027-01-01/2027-02-01"),
        ("2026-12-31", "this quarter", "2026-10-01/2027-01-01"),
        ("2026-11-22", "next Monday", "2026-11-23/2026-11-24"),
        ("2026-11-23", "next Monday", "2026-11-30/2026-12-01"),
        ("2026-11-22", "this week", "2026-11-16/2026-11-23"),
        ("2026-12-28", "on the 3rd", "2027-01-03/2027-01-04"),
    ],
)
def test_ends_of_weeks_months_and_years(now: str, text: str, expected: str) -> None:
    at = datetime.fromisoformat(f"{now}T09:00").replace(tzinfo=ZoneInfo("Europe/Lisbon"))
    assert said(sure(text, now=at)) == expected


@pytest.mark.parametrize("year", [1, 2, 9998, 9999])
@pytest.mark.parametrize("direction", Direction)
def test_at_the_ends_of_the_calendar_nothing_crashes(year: int, direction: Direction) -> None:
    now = datetime(year, 12 if year > 5000 else 1, 30 if year > 5000 else 2, 12, tzinfo=UTC)
    phrases = (
        "today at 3|yesterday|tomorrow at 6|last year|next year|next decade|on the 31st|Friday|last Friday|3 May|"
        "Easter|last summer|in the evening|in 3 weeks|3 years ago|Thursday the 15th|next weekend|5 to 7pm|29 February|"
        "the last Monday of the year|next century|the past 3 centuries|in March"
    )
    for text in phrases.split("|"):
        times.find(text, now=now, zone=ZoneInfo("Pacific/Kiritimati"), direction=direction)
