"""A time that is named by what happened then is the one that the memories tell."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from memory.annotations import DATE
from memory.documents import Annotation, AnnotationSource
from memory.occasions import Account, time_of
from memory.question import Occasion, WindowOn

MADRID = ZoneInfo("Europe/Madrid")
TUESDAY = datetime(2025, 6, 3, 18, tzinfo=UTC)


def account(*days: str, told: datetime = TUESDAY) -> Account:
    notes = [Annotation(kind=DATE, value=day, confidence=1.0, source=AnnotationSource.RULE) for day in days]
    return Account(told, notes)


def days_of(days: int | None, *accounts: Account) -> tuple[date, date] | None:
    """The first and the last day of what is understood."""
    window = time_of(Occasion("the visit", days, MADRID), accounts)
    assert window is None or window.on is WindowOn.TOLD
    return None if window is None else (window.since.date(), (window.until - timedelta.resolution).date())


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, (date(2025, 6, 3), date(2025, 6, 3))),
        (0, (date(2025, 5, 31), date(2025, 6, 3))),
        (7, (date(2025, 6, 2), date(2025, 6, 8))),
    ],
)
def test_what_names_no_day_happened_when_it_was_told(days: int, expected: tuple[date, date]) -> None:
    assert days_of(days, account()) == expected


def test_what_was_still_to_come_happened_on_the_day_it_names() -> None:
    assert days_of(1, account("2025-06-12T10:00:00+02:00")) == (date(2025, 6, 12), date(2025, 6, 12))


def test_a_day_long_gone_is_not_when_it_happened() -> None:
    assert days_of(1, account("2019-04-01")) == (date(2025, 6, 3), date(2025, 6, 3))


def test_on_a_friday_the_weekend_is_the_one_that_begins() -> None:
    friday = datetime(2025, 6, 6, 8, tzinfo=UTC)
    assert days_of(0, account(told=friday)) == (date(2025, 6, 6), date(2025, 6, 8))


def test_a_trip_lasts_from_the_first_to_the_last_day_that_is_named() -> None:
    accounts = (
        account("2025-06-05"),
        account("2025-07-10T06:55:00+02:00", "2025-07-19"),
        account("2025-08-01", "2025-08-09"),
    )
    assert days_of(None, *accounts) == (date(2025, 7, 10), date(2025, 7, 19))


def test_dates_that_lie_far_apart_are_of_no_trip() -> None:
    assert days_of(None, account("2025-07-10", "2027-07-19")) is None


def test_of_what_nobody_told_nothing_is_known() -> None:
    assert days_of(1) is None
    assert days_of(None, account("2025-07-10")) is None


def test_a_stay_lasts_as_long_as_its_range_says() -> None:
    text = "camping at the lake 8/15-8/18, site 42"
    notes = [Annotation(kind=DATE, value="2025-08-15", confidence=1.0, source=AnnotationSource.RULE, span=(20, 29))]
    assert days_of(None, Account(TUESDAY, notes, text)) == (date(2025, 8, 15), date(2025, 8, 18))


def test_a_day_without_its_month_follows_the_one_before_it() -> None:
    text = "flight on the 12th of June, back on the 17th"
    spans = {"2025-06-12": (7, 26), "2025-05-17": (33, 44)}
    notes = [
        Annotation(kind=DATE, value=value, confidence=1.0, source=AnnotationSource.RULE, span=span)
        for value, span in spans.items()
    ]
    assert days_of(None, Account(TUESDAY, notes, text)) == (date(2025, 6, 12), date(2025, 6, 17))
