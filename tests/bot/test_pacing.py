"""Messages leave as fast as a channel's provider allows and no faster, the urgent ones first, all replicas together."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assembly import Store
from bot.budgets import Budget, OwnBudget, SharedBudget, SpentTime
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName, Kind
from bot.pacing import Pacing, Ticket
from bot.rates import MARGIN, RATES, Rate, chosen
from bot.settings import Settings
from tests.webhooks.stage import open_store

TELEGRAM = ChannelName.TELEGRAM
REPLY, REMINDER, DIGEST = (kind.rank for kind in Kind)


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


class Hand:
    """Seconds since the epoch, as a test sets them."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def to(number: int, rank: int = DIGEST) -> Ticket:
    return Ticket(Address(channel=TELEGRAM, value=str(number)), rank)


def paced(in_all: float, *, apart: float = 0, burst: int = 1, budget: Budget | None = None) -> Pacing:
    return Pacing({TELEGRAM: Rate(in_all / MARGIN, apart, burst)}, budget or OwnBudget())


async def gone(pacing: Pacing, tickets: Sequence[Ticket]) -> list[Ticket]:
    """The tickets in the order in which their turn came."""
    order: list[Ticket] = []

    async def go(ticket: Ticket) -> None:
        await pacing.turn(ticket)
        await pacing.depart(ticket)
        order.append(ticket)

    await asyncio.gather(*(go(ticket) for ticket in tickets))
    return order


@given(
    gaps=st.lists(st.floats(0, 3), min_size=1, max_size=60),
    apart=st.floats(0.1, 5),
    burst=st.integers(1, 10),
)
async def test_no_address_gets_more_than_its_burst_and_its_rate(gaps: list[float], apart: float, burst: int) -> None:
    clock = Hand()
    budget = OwnBudget(clock)
    moments: list[float] = []
    for gap in gaps:
        clock.now += gap
        moments.append(await budget.take_for("telegram:1", apart, burst))
    for first in range(len(moments)):
        for last in range(first + burst, len(moments)):
            allowed = burst + (moments[last] - moments[first]) / apart
            assert last - first + 1 <= allowed + 1 + 1e-6


async def test_a_channels_time_is_handed_out_without_gaps_and_without_overlaps() -> None:
    clock = Hand()
    budget = OwnBudget(clock)
    starts = [await budget.take("telegram", 0.5) for _ in range(4)]
    assert starts == [clock.now + 0.5 * number for number in range(4)]
    clock.now += 10
    assert await budget.take("telegram", 0.5) == clock.now


async def test_time_that_was_spent_before_the_clock_went_back_is_not_waited_for() -> None:
    clock = Hand()
    budget = OwnBudget(clock)
    await budget.take("telegram", 1)
    clock.now -= 3_600
    assert await budget.take("telegram", 1) == clock.now


@pytest.mark.usefixtures("store")
async def test_replicas_never_own_the_same_time() -> None:
    clock = Hand()
    replicas = [SharedBudget(clock) for _ in range(4)]
    starts = await asyncio.gather(*(replicas[number % 4].take("telegram", 0.25) for number in range(40)))
    assert sorted(starts) == pytest.approx([clock.now + 0.25 * number for number in range(40)])


@pytest.mark.usefixtures("store")
async def test_a_lone_message_to_an_address_asks_no_database_and_a_second_one_counts_both() -> None:
    clock = Hand()
    replicas = [SharedBudget(clock) for _ in range(2)]
    assert await replicas[0].take_for("telegram:1", 1, 2) == clock.now
    assert await SpentTime.find_all().to_list() == []
    assert await replicas[0].take_for("telegram:1", 1, 2) == clock.now
    # The other replica's first one asks nobody, its second one is told of the two before.
    assert await replicas[1].take_for("telegram:1", 1, 2) == clock.now
    assert await replicas[1].take_for("telegram:1", 1, 2) > clock.now
    (row,) = await SpentTime.find_all().to_list()
    assert row.expires_at.timestamp() > clock.now


@pytest.mark.usefixtures("store")
async def test_a_channel_that_is_closed_by_one_replica_is_closed_for_all() -> None:
    clock = Hand()
    replicas = [SharedBudget(clock) for _ in range(2)]
    await replicas[1].take("telegram", 0.25)
    await replicas[0].close("telegram", clock.now + 30)
    assert await replicas[1].take("telegram", 0.25) == pytest.approx(clock.now + 30)


async def test_without_an_answer_from_the_database_each_replica_goes_by_its_own(
    settings: Settings, folder: DataFolder
) -> None:
    async with open_store(settings, folder) as store:
        budget = SharedBudget()
        await store.database.close()
        first, second = await budget.take("telegram", 0.25), await budget.take("telegram", 0.25)
    assert second == pytest.approx(first + 0.25, abs=0.2)


async def test_the_pace_is_kept_whoever_comes_when() -> None:
    pacing, began = paced(200), time.monotonic()
    await gone(pacing, [to(number) for number in range(60)])
    assert time.monotonic() - began >= 59 / 200 - 0.02


async def test_replies_go_before_reminders_and_these_before_digests() -> None:
    tickets = [to(number, rank) for number, rank in enumerate([DIGEST] * 5 + [REMINDER] * 3 + [REPLY] * 3)]
    order = await gone(paced(8), tickets)
    # The first leaves and two get ready before anybody else is there.
    assert [ticket.rank for ticket in order[3:]] == sorted(ticket.rank for ticket in order[3:])


async def test_a_ticket_that_becomes_urgent_goes_before_those_that_wait() -> None:
    pacing = paced(20)
    tickets = [to(number) for number in range(20)]
    going = asyncio.create_task(gone(pacing, tickets))
    await asyncio.sleep(0.02)
    pacing.hurry(tickets[19], REPLY, 1)
    order = await going
    assert order.index(tickets[19]) < 8
    assert sorted(order, key=id) == sorted(tickets, key=id)


async def test_a_message_that_counts_as_several_takes_the_time_of_several() -> None:
    pacing, began = paced(100), time.monotonic()
    long = Ticket(Address(channel=TELEGRAM, value="1"), REPLY, units=20)
    await gone(pacing, [long])
    await gone(pacing, [to(2)])
    assert time.monotonic() - began >= 0.18


async def test_nothing_waits_for_a_moment_that_was_set_before_the_clock_went_back() -> None:
    offset = [0.0]

    def now() -> float:
        return time.time() + offset[0]

    pacing = Pacing({TELEGRAM: Rate(10 / MARGIN)}, OwnBudget(now), now)
    first, second, third = to(1), to(2), to(3)
    turns = [asyncio.create_task(pacing.turn(ticket)) for ticket in (first, second, third)]
    await asyncio.gather(*turns[:2])
    await pacing.depart(first)
    offset[0] = -3600
    async with asyncio.timeout(5):
        await pacing.depart(second)
    await turns[2]


async def test_a_pause_holds_back_everything_of_the_channel() -> None:
    pacing, began = paced(1_000), time.monotonic()
    await gone(pacing, [to(1)])
    await pacing.pause(TELEGRAM, timedelta(seconds=0.3))
    await gone(pacing, [to(2), to(3)])
    assert time.monotonic() - began >= 0.28


async def test_an_address_that_has_to_wait_holds_up_no_other() -> None:
    pacing = paced(1_000, apart=0.3)
    same = [to(1), to(1)]
    order = await gone(pacing, [*same, *(to(number) for number in range(2, 12))])
    assert order[-1] is same[1]


async def test_whoever_waits_when_it_is_closed_is_let_go_of() -> None:
    pacing = paced(1)
    waiting = [asyncio.create_task(pacing.turn(to(number))) for number in range(5)]
    await asyncio.sleep(0.05)
    pacing.close()
    async with asyncio.timeout(60):
        results = await asyncio.gather(*waiting, return_exceptions=True)
    assert sum(isinstance(result, asyncio.CancelledError) for result in results) == 4
    with pytest.raises(asyncio.CancelledError):
        await pacing.turn(to(9))


async def test_a_channel_without_a_rate_is_never_waited_for() -> None:
    pacing = Pacing({}, OwnBudget())
    async with asyncio.timeout(5):
        await gone(pacing, [to(number) for number in range(1_000)])


def test_an_operators_figures_replace_the_tables() -> None:
    rates = chosen(" telegram=12.5, SMS=10 ")
    assert (rates[TELEGRAM].in_all, rates[ChannelName.SMS].in_all) == (12.5, 10)
    assert rates[TELEGRAM].apart == RATES[TELEGRAM].apart
    assert rates[ChannelName.WHATSAPP] == RATES[ChannelName.WHATSAPP]
    assert chosen("") == RATES


@pytest.mark.parametrize("text", ["telegram", "telegram=", "telegram=0", "telegram=-1", "telegram=nan", "pigeon=3"])
def test_a_figure_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"rate"):
        chosen(text)


@given(st.text(max_size=40))
def test_whatever_is_written_as_a_rate_is_read_or_refused(text: str) -> None:
    try:
        rates = chosen(text)
    except ValueError:
        return
    assert all(rate.in_all > 0 for rate in rates.values())
