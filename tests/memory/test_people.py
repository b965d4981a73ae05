import asyncio

import pytest
from pymongo.errors import DuplicateKeyError

from bot.assembly import Store
from bot.errors import ContentSealed
from bot.messages import Address, ChannelName
from memory import people
from memory.documents import Person, PersonAddress
from memory.people import REMEMBERED, Known, People, further_addresses
from tests.memory.desk import NOW

TELEGRAM = Address(channel=ChannelName.TELEGRAM, value="42")
WEB = Address(channel=ChannelName.WEB, value="42")


async def write(known: Known) -> None:
    for document in known.new:
        await document.insert()


async def test_who_was_met_once_is_known_by_every_replica(store: Store) -> None:
    met = await People(store.vault).meet(TELEGRAM, name="Zanzibar Quokka", zone="Europe/Lisbon", now=NOW)
    await write(met)
    known = await People(store.vault).at(TELEGRAM)
    assert known is not None
    assert (known.person, known.content, known.new) == (met.person, met.content, ())
    assert (await people.get(met.person.id, store.vault)).content.name == "Zanzibar Quokka"


async def test_nobody_is_known_at_an_address_never_seen(store: Store) -> None:
    assert await People(store.vault).at(TELEGRAM) is None
    await write(await People(store.vault).meet(TELEGRAM, name=None, zone=None, now=NOW))
    assert await People(store.vault).at(WEB) is None


async def test_meeting_someone_writes_nothing_but_a_key(store: Store) -> None:
    met = await People(store.vault).meet(TELEGRAM, name=None, zone=None, now=NOW)
    assert await Person.count() == await PersonAddress.count() == 0
    assert {type(document) for document in met.new} == {Person, PersonAddress}


async def test_a_name_is_never_stored_readable(store: Store) -> None:
    met = await People(store.vault).meet(TELEGRAM, name="Zanzibar Quokka", zone=None, now=NOW)
    await write(met)
    rows = [row async for row in store.database.handle["persons"].find()]
    assert rows
    assert "Quokka" not in str(rows)
    assert met.content.search_key not in str(rows)


async def test_each_person_has_keys_of_their_own(store: Store) -> None:
    crowd = People(store.vault)
    met = [await crowd.meet(address, name=None, zone=None, now=NOW) for address in (TELEGRAM, WEB)]
    assert len({known.content.search_key for known in met}) == 2
    assert len({known.person.data_key for known in met}) == 2


async def test_two_replicas_that_meet_the_same_address_at_once_make_one_person(store: Store) -> None:
    met = await asyncio.gather(*(People(store.vault).meet(TELEGRAM, name=None, zone=None, now=NOW) for _ in range(2)))
    links = [document for known in met for document in known.new if isinstance(document, PersonAddress)]
    await links[0].insert()
    with pytest.raises(DuplicateKeyError):
        await links[1].insert()


async def test_all_addresses_of_a_person_lead_to_them(store: Store) -> None:
    met = await People(store.vault).meet(TELEGRAM, name=None, zone=None, now=NOW)
    await write(met)
    for link in further_addresses(met.person.id, [WEB], NOW):
        await link.insert()
    known = await People(store.vault).at(WEB)
    assert known is not None
    assert known.person.id == met.person.id


async def test_what_was_noted_is_at_hand_until_it_is_to_be_read_anew(store: Store) -> None:
    crowd = People(store.vault)
    met = await crowd.meet(TELEGRAM, name=None, zone=None, now=NOW)
    await write(met)
    moved_on = Known(met.person.model_copy(update={"last_sequence": 7}), met.content)
    crowd.note(TELEGRAM, moved_on)
    assert await crowd.at(TELEGRAM) == moved_on
    crowd.forget_at(TELEGRAM)
    again = await crowd.at(TELEGRAM)
    assert again is not None
    assert again.person.last_sequence == 0


async def test_of_very_many_people_those_seen_last_are_at_hand(store: Store) -> None:
    crowd = People(store.vault)
    met = await crowd.meet(TELEGRAM, name=None, zone=None, now=NOW)
    addresses = [Address(channel=ChannelName.WEB, value=str(number)) for number in range(REMEMBERED)]
    crowd.note(TELEGRAM, met)
    for address in addresses:
        crowd.note(address, met)
    assert await crowd.at(TELEGRAM) is None
    assert await crowd.at(addresses[0]) is not None


async def test_asking_for_a_person_who_is_not_there_says_so(store: Store) -> None:
    with pytest.raises(ContentSealed, match="there is no person nobody"):
        await people.get("nobody", store.vault)
