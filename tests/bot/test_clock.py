from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.clock import MonotonicOrder, system_clock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
READINGS = st.lists(st.integers(0, 2**52).map(lambda each: EPOCH + timedelta(microseconds=each)), min_size=2)


def micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


@given(READINGS)
def test_numbers_only_grow_whatever_the_clock_does(readings: list[datetime]) -> None:
    hand = iter(readings)
    order = MonotonicOrder(lambda: next(hand))
    numbers = [order.next() for _ in readings]
    assert all(earlier < later for earlier, later in pairwise(numbers))


@given(READINGS)
def test_a_number_is_never_behind_the_clock_by_more_than_rounding(readings: list[datetime]) -> None:
    hand = iter(readings)
    order = MonotonicOrder(lambda: next(hand))
    assert all(order.next() >= micros(reading) - 1 for reading in readings)


def test_a_clock_that_was_set_back_is_followed_again_once_it_has_caught_up() -> None:
    hour = timedelta(hours=1)
    noon = datetime(2026, 3, 29, 12, tzinfo=UTC)
    hand = iter((noon, noon - hour, noon - hour, noon + hour))
    order = MonotonicOrder(lambda: next(hand))
    first, *later, last = (order.next() for _ in range(4))
    assert later == [first + 1, first + 2]
    assert last == first + 3_600_000_000


def test_the_present_is_told_in_utc() -> None:
    assert system_clock().utcoffset() == timedelta(0)
