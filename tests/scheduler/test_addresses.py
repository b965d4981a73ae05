"""What nobody asked for just now goes where its person wants it, and where they are when that is not to be had."""

from datetime import UTC, datetime

import pytest

from bot.assembly import Store
from bot.messages import Address, ChannelName, Kind
from memory.documents import Person, PersonAddress, Preferences
from scheduler.addresses import address_for
from tests.scheduler.postal import new, somebody

TELEGRAM, SMS, WHATSAPP = ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.WHATSAPP
KINDS = pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.DIGEST])


async def person_at(store: Store, wanted: ChannelName | None, *addresses: Address) -> Person:
    found = await Person.get(await somebody(store, *addresses))
    assert found
    chosen = Preferences(reminder_channel=wanted, digest_channel=wanted)
    person: Person = found.model_copy(update={"preferences": chosen})
    return person


async def given_up(address: Address) -> None:
    await PersonAddress.find({"_id": str(address)}).update({"$set": {"gone_at": datetime.now(UTC)}})


@KINDS
async def test_without_a_choice_it_goes_where_it_always_went(store: Store, kind: Kind) -> None:
    first, second = new(TELEGRAM), new(SMS)
    person = await person_at(store, None, first, second)
    assert await address_for(person, kind, str(second)) == second
    assert await address_for(person, kind, None) == first


@KINDS
async def test_it_goes_by_the_channel_that_was_chosen(store: Store, kind: Kind) -> None:
    first, second = new(TELEGRAM), new(SMS)
    person = await person_at(store, SMS, first, second)
    assert await address_for(person, kind, str(first)) == second


@KINDS
async def test_a_channel_that_is_not_linked_or_gone_is_done_without(store: Store, kind: Kind) -> None:
    first, second = new(TELEGRAM), new(SMS)
    person = await person_at(store, WHATSAPP, first, second)
    assert await address_for(person, kind, str(second)) == second
    person = await person_at(store, SMS, new(TELEGRAM), gone := new(SMS), usual := new(WHATSAPP))
    await given_up(gone)
    assert await address_for(person, kind, str(usual)) == usual


@KINDS
async def test_once_an_address_is_gone_a_telephone_goes_before_the_browser_and_the_terminal_comes_last(
    store: Store, kind: Kind
) -> None:
    terminal, browser, gone, phone = (new(each) for each in (ChannelName.CONSOLE, ChannelName.WEB, SMS, WHATSAPP))
    person = await person_at(store, SMS, terminal, browser, gone, phone)
    await given_up(gone)
    assert await address_for(person, kind, str(gone)) == phone
    await given_up(phone)
    assert await address_for(person, kind, str(gone)) == browser
    assert await address_for(person, kind, str(terminal)) == terminal


@KINDS
async def test_an_address_that_is_somebody_elses_by_now_is_sent_nothing(store: Store, kind: Kind) -> None:
    theirs, mine = new(SMS), new(TELEGRAM)
    await somebody(store, theirs)
    person = await person_at(store, None, mine)
    assert await address_for(person, kind, str(theirs)) == mine


@KINDS
async def test_who_is_gone_from_everywhere_is_sent_nothing(store: Store, kind: Kind) -> None:
    only = new(TELEGRAM)
    person = await person_at(store, None, only)
    await given_up(only)
    assert await address_for(person, kind, str(only)) is None


async def test_a_reply_is_no_matter_of_choice() -> None:
    assert Preferences(reminder_channel=SMS, digest_channel=SMS).channel_of(Kind.REPLY) is None
