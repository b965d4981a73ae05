"""Times that come back each year, and feasts that are kept on other days elsewhere."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from memory.question import Question, Window, read

NOW = datetime(2026, 5, 3, 18, tzinfo=UTC)


def asked(text: str, zone: str = "Europe/London") -> Question:
    return read(text, now=NOW, zone=ZoneInfo(zone))


def day(window: Window | None) -> date | None:
    return None if window is None else window.since.date()


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/London", date(2026, 3, 15)),
        ("Europe/Madrid", date(2026, 5, 3)),
        ("Europe/Paris", date(2025, 5, 25)),
        ("America/Chicago", date(2025, 5, 11)),
    ],
)
def test_mothers_day_is_when_it_is_kept_where_its_person_lives(zone: str, expected: date) -> None:
    assert day(asked("what did I write on Mother's Day", zone).window) == expected


def test_of_a_feast_with_its_year_that_year_is_meant() -> None:
    question = asked("what did we do for Mother's Day 2024")
    assert day(question.window) == date(2024, 3, 10)
    assert not question.earlier


def test_what_comes_back_each_year_may_have_been_in_the_years_before() -> None:
    question = asked("what did I do on Labor Day", "America/Chicago")
    assert day(question.window) == date(2025, 9, 1)
    assert [day(each) for each in question.earlier] == [date(2024, 9, 2), date(2023, 9, 4)]


@pytest.mark.parametrize("text", ["what did I do on Monday", "what did I note last May", "what happened in May 2024"])
def test_a_week_day_and_a_year_that_is_told_do_not_come_back(text: str) -> None:
    assert not asked(text).earlier


def test_both_years_are_meant_where_it_says_so() -> None:
    question = asked("what did I write on Valentine's Day, both years")
    times = (question.window, *question.others)
    assert [day(each) for each in times][:2] == [date(2026, 2, 14), date(2025, 2, 14)]
    assert question.subject == ""


def test_two_times_beside_each_other_are_both_meant() -> None:
    question = asked("what happened in March and in August")
    assert [day(each) for each in (question.window, *question.others)] == [date(2026, 3, 1), date(2025, 8, 1)]


def test_two_limits_are_one_time() -> None:
    assert not asked("what did I spend after March but before June").others
