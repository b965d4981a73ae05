"""Words that did not arrive because of the files beside them come again, once, and only where they are missed."""

import asyncio

import pytest

from bot.assembly import Store
from bot.conversation import Composer, Message, opened
from bot.file_links import FileLinks
from bot.messages import Address, ChannelName, DeliveryState, Reply
from bot.outbox import Outbox
from memory.documents import Person, PersonAddress
from memory.people import People
from scheduler.together import Together
from scheduler.untaken import UntakenFiles
from tests.memory.past import Past
from tests.scheduler.morning import Hand, Mornings

SMS = Address(channel=ChannelName.SMS, value="+15557654321")
WORDS = "You told me: the spare key is under the blue pot"
FAILED = DeliveryState.FAILED


def replica(store: Store, clock: Hand) -> UntakenFiles:
    together = Together(store.database, store.vault, People(store.vault), Outbox({}, store.vault, clock))
    return UntakenFiles(together, Composer((), store.vault, clock), FileLinks(b"k" * 32, None, clock))


async def sent(store: Store, past: Past, clock: Hand, *, key: str = "reply:1:0", state: DeliveryState = FAILED) -> str:
    """A message with words by SMS, and what became of it."""
    await PersonAddress(id=str(SMS), person=past.person, channel=SMS.channel, linked_at=clock()).insert()
    person = await Person.get(past.person)
    assert person
    sequence = person.last_sequence + 1
    entry = await Composer((), store.vault, clock).compose(Reply(text=WORDS), person, SMS, key=key, sequence=sequence)
    entry.message.state, entry.message.leaving = state, None
    await entry.message.insert()
    await person.set({"last_sequence": sequence})
    return key


async def again(store: Store, key: str) -> list[str]:
    """What was said since."""
    later = [each for each in await Message.find_all().to_list() if each.id != key]
    return [entry.content.text for entry in await opened(later, store.vault)]


async def test_however_often_it_is_told_the_words_come_again_once(
    store: Store, clock: Hand, mornings: Mornings
) -> None:
    key = await sent(store, await mornings.person(), clock)
    await asyncio.gather(*(replica(store, clock).tell(key) for _ in range(3)))
    await replica(store, clock).tell(key)
    assert await again(store, key) == [WORDS]


@pytest.mark.parametrize(
    ("key", "state"),
    [("reminder:1", FAILED), ("reply:1:0", DeliveryState.DELIVERED), ("reply:1:0", DeliveryState.READ)],
)
async def test_what_goes_another_way_by_itself_or_has_arrived_after_all_does_not_come_again(
    store: Store, clock: Hand, mornings: Mornings, key: str, state: DeliveryState
) -> None:
    await sent(store, await mornings.person(), clock, key=key, state=state)
    await replica(store, clock).tell(key)
    assert await again(store, key) == []


async def test_words_that_were_forgotten_meanwhile_do_not_come_again(
    store: Store, clock: Hand, mornings: Mornings
) -> None:
    key = await sent(store, await mornings.person(), clock)
    await Message.find({"_id": key}).update({"$unset": {"sealed": 1}})
    await replica(store, clock).tell(key)
    assert await again(store, key) == []


async def test_words_for_an_address_that_takes_none_do_not_come_again(
    store: Store, clock: Hand, mornings: Mornings
) -> None:
    key = await sent(store, await mornings.person(), clock)
    await PersonAddress.find({"_id": str(SMS)}).update({"$set": {"gone_at": clock()}})
    await replica(store, clock).tell(key)
    assert await again(store, key) == []
