"""Codes under every order of events: how many tries, for how long, and for how many."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.messages import Address, ChannelName, Reply
from bot.settings import Settings
from bot.unit_of_work import Conflict, Work, write
from memory.changes import Changes
from memory.documents import Person, PersonAddress, PersonContent
from memory.linking import (
    LIFETIME,
    PER_TARGET,
    TRIES,
    Doors,
    LinkRequest,
    Outcome,
    PersonalLinking,
    Purpose,
    RequestState,
    Result,
)
from memory.people import Known, People
from memory.reminder import Reminder, ReminderState
from tests.webhooks.stage import open_store

NOON = datetime(2026, 4, 3, 12, tzinfo=UTC)
HERE = Address(channel=ChannelName.TELEGRAM, value="7001")
THERE = Address(channel=ChannelName.SMS, value="+447700900123")


@pytest.fixture
async def store(settings: Settings, folder: DataFolder) -> AsyncIterator[Store]:
    async with open_store(settings, folder) as store:
        yield store


Answer = TypeVar("Answer")


@dataclass
class Somebody:
    """A person at `HERE`, as any replica may act for them: what meets a conflict is worked out anew."""

    store: Store
    known: Known
    now: datetime = NOON
    here: Address = HERE
    countersign: str = ""

    async def does(self, act: Callable[[PersonalLinking], Awaitable[Answer]]) -> Answer:
        while True:
            person = await Person.get(self.known.person.id)
            assert person
            changes = Changes()
            mine = PersonalLinking(person, self.known.content, here=self.here, changes=changes, doors=Doors())
            answer = await act(mine)
            work = Work(person, person.last_sequence + 1, changes)
            if await self._written(work):
                return answer

    async def _written(self, work: Work) -> bool:
        try:
            await self.store.database.transaction(lambda session: write([work], self.store.vault, session))
        except Conflict:
            return False
        return True

    async def asks(self, target: Address = THERE) -> str | None:
        """The code that goes to the target; None when none goes."""
        codes: list[str] = []

        def letter(code: str) -> Reply:
            codes.append(code)
            return Reply(text=code)

        sent = await self.does(lambda mine: mine.send_code(target, letter, self.now))
        self.countersign = sent or ""
        return None if sent is None else codes[-1]

    async def tries(self, code: str) -> Result | None:
        return await self.does(lambda mine: mine.try_code(code, Purpose.LINK, self.now))


async def somebody(store: Store, here: Address = HERE) -> Somebody:
    known = await People(store.vault).meet(here, name="Anna", zone=None, now=NOON)
    for document in known.new:
        await document.insert()
    return Somebody(store, known, here=here)


async def nothing_left() -> None:
    for kind in (Person, PersonAddress, LinkRequest):
        await kind.find_all().delete()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@hypothesis_settings(max_examples=25)
@given(st.lists(st.sampled_from(["right", "wrong", "wrong", "wait"]), max_size=12))
async def test_a_code_links_once_within_its_time_and_five_tries_and_never_otherwise(
    store: Store, events: list[str]
) -> None:
    await nothing_left()
    anna = await somebody(store)
    code = await anna.asks()
    assert code
    tries, linked = 0, False
    for event in events:
        if event == "wait":
            anna.now += LIFETIME / 3
            continue
        good = not linked and tries < TRIES and anna.now < NOON + LIFETIME
        result = await anna.tries(code if event == "right" else wrong(code))
        linked = linked or (good and event == "right")
        tries += good
        assert (result is not None and result.outcome is Outcome.LINKED) == (good and event == "right")
    assert (await PersonAddress.get(str(THERE)) is not None) == linked
    requests = await LinkRequest.find_all().to_list()
    assert [each.tries for each in requests] == [min(tries - linked, TRIES)]


async def test_replicas_that_try_the_right_code_at_once_make_one_link(store: Store) -> None:
    anna = await somebody(store)
    code = await anna.asks()
    assert code
    results = await asyncio.gather(*(anna.tries(code) for _ in range(8)))
    assert [each.outcome for each in results if each] == [Outcome.LINKED]
    assert await PersonAddress.find({"_id": str(THERE)}).count() == 1


async def test_replicas_that_guess_at_once_have_five_tries_together(store: Store) -> None:
    anna = await somebody(store)
    code = await anna.asks()
    assert code
    results = await asyncio.gather(*(anna.tries(wrong(code)) for _ in range(9)))
    left = sorted(each.left for each in results if each and each.outcome in {Outcome.WRONG, Outcome.USED_UP})
    assert left == [0, 1, 2, 3, 4]
    assert (await LinkRequest.find_all().to_list())[0].state is RequestState.CLOSED


async def test_persons_who_ask_at_once_send_no_more_than_three_codes_to_one_number(store: Store) -> None:
    people = [await somebody(store, Address(channel=ChannelName.TELEGRAM, value=str(7000 + n))) for n in range(6)]
    codes = await asyncio.gather(*(each.asks() for each in people))
    assert len([code for code in codes if code]) == PER_TARGET
    people[0].now += timedelta(days=1)
    assert await people[0].asks()


async def test_a_code_asked_for_by_text_message_links_nothing_without_what_was_answered_there(store: Store) -> None:
    anna = await somebody(store, THERE)
    code = await anna.asks(Address(channel=ChannelName.WHATSAPP, value="+447700900999"))
    assert code
    assert anna.countersign
    forged = await anna.tries(code)
    assert forged
    assert forged.outcome is Outcome.WRONG
    right = await anna.tries(code + anna.countersign)
    assert right
    assert right.outcome is Outcome.LINKED


async def test_twelve_digits_are_no_code_where_six_were_sent(store: Store) -> None:
    anna = await somebody(store)
    assert await anna.asks()
    assert await anna.tries("447700900123") is None


async def test_somebody_elses_code_is_of_no_use(store: Store) -> None:
    anna, ben = await somebody(store), await somebody(store, Address(channel=ChannelName.TELEGRAM, value="7002"))
    code = await anna.asks()
    assert code
    assert await ben.tries(code) is None


async def test_a_number_that_two_persons_prove_at_once_goes_to_one_of_them(store: Store) -> None:
    people = [await somebody(store, Address(channel=ChannelName.TELEGRAM, value=str(7000 + n))) for n in range(2)]
    codes = [await each.asks() for each in people]
    results = await asyncio.gather(*(each.tries(code or "") for each, code in zip(people, codes, strict=True)))
    outcomes = [each.outcome for each in results if each]
    assert sorted(outcomes) == [Outcome.LINKED, Outcome.TAKEN]


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (ReminderState.ACTIVE, Outcome.TAKEN),
        (ReminderState.PAUSED, Outcome.TAKEN),
        (ReminderState.DELETED, Outcome.LINKED),
        (ReminderState.OVER, Outcome.LINKED),
    ],
)
async def test_an_address_with_no_reminder_to_come_and_no_memory_comes_over(
    store: Store, state: ReminderState, outcome: Outcome
) -> None:
    anna, ben = await somebody(store), await somebody(store, THERE)
    await Reminder(id="r", person=ben.known.person.id, changed=1, address=str(THERE), state=state).insert()
    code = await anna.asks()
    assert code
    result = await anna.tries(code)
    assert result
    assert result.outcome is outcome


async def test_a_code_is_stored_under_the_persons_own_key(store: Store) -> None:
    anna = await somebody(store)
    code = await anna.asks()
    assert code
    stored = (await LinkRequest.find_all().to_list())[0]
    assert stored.code
    assert code != stored.code
    other = PersonalLinking(
        anna.known.person, PersonContent(search_key="00" * 32), here=HERE, changes=Changes(), doors=Doors()
    )
    wrongly = await other.try_code(code, Purpose.LINK, NOON)
    assert wrongly
    assert wrongly.outcome is Outcome.WRONG
