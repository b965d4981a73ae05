"""What is assumed where words leave something open, and what is asked; Wednesday 18 November 2026 at 10:20, Lisbon."""

import pytest

from memory.when.reading import Direction, Grain, Policy, Problem
from tests.memory.when.clockwork import LISBON, NOW, found, said, sure


def test_a_bare_hour_is_the_nearest_at_which_people_are_awake() -> None:
    assert said(sure("dinner at 8")) == "2026-11-18 20:00"
    assert said(sure("call at 11")) == "2026-11-18 11:00"
    assert said(sure("dinner at 8", now=NOW.replace(hour=22))) == "2026-11-19 08:00"
    assert sure("dinner at 8").policy is Policy.BARE_HOUR


@pytest.mark.parametrize("text", ["tomorrow at 6", "on Friday at 7", "3 May at 7:15"])
def test_six_and_seven_of_another_day_are_asked_about(text: str) -> None:
    read = found(text)
    assert read is not None
    morning, evening = read.readings
    assert (evening.start - morning.start).total_seconds() == 12 * 3600


def test_the_small_hours_of_an_evening_are_asked_about() -> None:
    read = found("tonight at 2")
    assert read is not None
    assert len(read.readings) == 2


def test_a_weekday_that_its_date_does_not_fall_on_is_asked_about() -> None:
    read = found("Tuesday 3 December 2026")
    assert read is not None
    assert [moment.start.strftime("%a %d") for moment in read.readings] == ["Thu 03", "Tue 01"]


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("tomorrow", Policy.DATE_ONLY),
        ("in 3 days", Policy.DATE_ONLY),
        ("tomorrow evening", Policy.DAYPART),
        ("tomorrow at 3", Policy.BARE_HOUR),
        ("tomorrow at 3pm", Policy.SAID),
        ("in 3 hours", Policy.SAID),
        ("within two weeks", Policy.DEADLINE),
    ],
)
def test_what_was_assumed_is_told(text: str, policy: Policy) -> None:
    assert sure(text).policy is policy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within two weeks", "2026-12-02"),
        ("by 5pm", "2026-11-18 17:00"),
        ("by 5", "2026-11-18 17:00"),
        ("by Friday", "2026-11-20/2026-11-21"),
        ("by the end of the day", "2026-11-19 00:00"),
        ("by the end of the month", "2026-12-01"),
        ("until 2pm", "2026-11-18 14:00"),
        ("before next week", "2026-11-30"),
    ],
)
def test_a_limit_is_the_latest_time_allowed(text: str, expected: str) -> None:
    moment = sure(text)
    assert moment.policy is Policy.DEADLINE
    assert said(moment) == expected


def test_after_a_period_is_when_it_is_over() -> None:
    assert said(sure("after next week")) == "2026-11-30"
    assert said(sure("after 2pm")) == "2026-11-18 14:00"
    assert said(sure("since last Tuesday", direction=Direction.BACK)) == "2026-11-17/2026-11-18"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("tomorrow at 4pm CET", "2026-11-19 15:00"),
        ("tomorrow at 15:00 GMT+2", "2026-11-19 13:00"),
        ("tomorrow at 15:00 (PST)", "2026-11-19 23:00"),
        ("2026-11-19T15:00:00Z", "2026-11-19 15:00"),
        ("2026-11-19T15:00:00.500+05:30", "2026-11-19 09:30"),
        ("2026-11-19 15:00 -0300", "2026-11-19 18:00"),
        ("tomorrow at 3pm New York time", "2026-11-19 20:00"),
        ("1 July 2027 at 3pm New York time", "2027-07-01 19:00"),
        ("3pm ET", "2026-11-18 20:00"),
        ("10:00 UTC", "2026-11-19 10:00"),
    ],
)
def test_a_named_zone_makes_it_an_instant(text: str, utc: str) -> None:
    moment = sure(text)
    assert moment.fixed
    assert moment.start.astimezone(LISBON).strftime("%Y-%m-%d %H:%M") == _in_lisbon(utc)


def _in_lisbon(utc: str) -> str:
    hours = 1 if "-07-" in utc else 0
    return utc.replace(utc[11:13], f"{int(utc[11:13]) + hours:02}") if hours else utc


def test_without_a_named_zone_it_is_wall_clock_time() -> None:
    moment = sure("tomorrow at 3pm")
    assert not moment.fixed
    assert moment.zone == LISBON
    assert moment.grain is Grain.HOUR


@pytest.mark.parametrize("text", ["yesterday at 5", "today at 9am", "3 May 2020", "2 hours ago", "last Friday"])
def test_what_is_over_is_a_problem_for_a_reminder(text: str) -> None:
    read = found(text)
    assert read is not None
    assert read.problem is Problem.PAST
    assert read.readings == ()


def test_now_is_not_over() -> None:
    assert sure("now").start == NOW


def test_looking_neither_way_a_date_just_over_is_the_recent_one() -> None:
    assert said(sure("3 November", direction=Direction.NEAREST)) == "2026-11-03/2026-11-04"
    assert said(sure("3 May", direction=Direction.NEAREST)) == "2027-05-03/2027-05-04"
    assert said(sure("3 November", direction=Direction.FORWARD)) == "2027-11-03/2027-11-04"
