from datetime import timedelta

import pytest

from memory.endpoints.breaker import FAILURES, LONGEST_REST, REST, Breaker
from memory.endpoints.endpoint import Outcome, Unanswered
from tests.memory.language.people import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def breaker(clock: HandClock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker, times: int = 1, wait: timedelta | None = None) -> None:
    for _ in range(times):
        with pytest.raises(Unanswered), breaker.watching():
            raise Unanswered(Outcome.FAILED, wait=wait)


def succeed(breaker: Breaker) -> None:
    with breaker.watching():
        pass


def test_it_opens_after_so_many_failures_in_a_row(breaker: Breaker) -> None:
    fail(breaker, FAILURES - 1)
    assert not breaker.resting
    fail(breaker)
    assert breaker.resting
    with pytest.raises(Unanswered) as raised, breaker.watching():
        pytest.fail("nobody may ask")
    assert raised.value.outcome is Outcome.RESTING
    assert not raised.value.again


def test_a_success_in_between_begins_the_count_anew(breaker: Breaker) -> None:
    fail(breaker, FAILURES - 1)
    succeed(breaker)
    fail(breaker, FAILURES - 1)
    assert not breaker.resting


def test_after_the_rest_one_probe_goes_through_and_closes_it(breaker: Breaker, clock: HandClock) -> None:
    fail(breaker, FAILURES)
    clock.advance(REST.total_seconds())
    assert not breaker.resting
    with breaker.watching():
        assert breaker.resting
    assert not breaker.resting
    fail(breaker, FAILURES - 1)
    assert not breaker.resting


def test_a_probe_that_fails_opens_it_again_at_once(breaker: Breaker, clock: HandClock) -> None:
    fail(breaker, FAILURES)
    clock.advance(REST.total_seconds())
    fail(breaker)
    assert breaker.resting
    clock.advance(REST.total_seconds())
    succeed(breaker)
    assert not breaker.resting


def test_a_probe_that_is_given_up_leaves_the_next_to_another(breaker: Breaker, clock: HandClock) -> None:
    fail(breaker, FAILURES)
    clock.advance(REST.total_seconds())
    with pytest.raises(KeyboardInterrupt), breaker.watching():
        raise KeyboardInterrupt
    assert not breaker.resting
    succeed(breaker)


def test_who_asks_for_a_long_wait_is_left_alone_that_long(breaker: Breaker, clock: HandClock) -> None:
    fail(breaker, wait=timedelta(minutes=5))
    clock.advance(299)
    assert breaker.resting
    clock.advance(1)
    assert not breaker.resting


def test_a_short_wait_is_no_reason_to_rest(breaker: Breaker) -> None:
    fail(breaker, wait=timedelta(seconds=2))
    assert not breaker.resting


def test_nobody_is_left_alone_for_ever(breaker: Breaker, clock: HandClock) -> None:
    fail(breaker, wait=timedelta(days=400))
    clock.advance(LONGEST_REST.total_seconds())
    assert not breaker.resting


def test_a_clock_that_goes_back_does_not_prolong_the_rest(breaker: Breaker, clock: HandClock) -> None:
    fail(breaker, FAILURES)
    clock.advance(-86_400)
    assert not breaker.resting
