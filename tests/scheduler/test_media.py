"""People are told of files that were not kept: once, where the file came from, in their language."""

import asyncio
from uuid import uuid4

import pytest

from bot.assembly import Store
from bot.conversation import Composer, Message, opened
from bot.messages import ChannelName, MediaKind
from bot.outbox import Outbox
from handlers.wording import LANGUAGES
from memory.documents import PersonAddress
from memory.media.documents import Media, MediaState, Refusal
from memory.media.fetching import MEGABYTE, Limits
from memory.people import People
from scheduler.media import MediaNotices
from scheduler.together import Together
from tests.memory.past import Past
from tests.scheduler.morning import Hand, Mornings

HERE = ChannelName.CONSOLE


def replica(store: Store, clock: Hand) -> MediaNotices:
    outbox = Outbox({}, store.vault, clock)
    together = Together(store.database, store.vault, People(store.vault), outbox)
    return MediaNotices(together, Composer((), store.vault, clock), Limits({HERE: 5 * MEGABYTE}))


async def refused(past: Past, clock: Hand, refusal: Refusal, memory: str = "m", *, channel: ChannelName = HERE) -> None:
    state = MediaState.GONE if refusal is Refusal.GONE else MediaState.REFUSED
    media = Media(
        id=uuid4().hex,
        person=past.person,
        memory=memory,
        channel=channel,
        kind=MediaKind.DOCUMENT,
        created_at=clock(),
        state=state,
        refusal=refusal,
        untold=clock(),
        sealed=b"x",
    )
    await media.insert()


async def told(store: Store, past: Past) -> list[tuple[str, str]]:
    """Where each message goes, and what it says."""
    entries = await opened(await Message.find({"person": past.person}).to_list(), store.vault)
    ordered = sorted(entries, key=lambda entry: entry.message.sequence)
    return [(entry.message.address.partition(":")[0], entry.content.text) for entry in ordered]


async def test_files_of_one_message_refused_alike_are_told_of_in_one_sentence(
    store: Store, clock: Hand, mornings: Mornings
) -> None:
    anna = await mornings.person()
    for _ in range(3):
        await refused(anna, clock, Refusal.TOO_LARGE)
    await refused(anna, clock, Refusal.EMPTY)
    await refused(anna, clock, Refusal.TOO_LARGE, "another memory")
    await replica(store, clock).send()
    large = "I kept your words, but not the file: it is larger than 5 MB. A smaller copy will do."
    texts = [text for _, text in await told(store, anna)]
    assert sorted(texts) == sorted(
        [
            f"{large} That goes for 3 of your files.",
            "I kept your words, but the file had nothing in it. Please send it once more.",
            large,
        ]
    )
    await replica(store, clock).send()
    assert len(await told(store, anna)) == 3


async def test_replicas_that_find_it_together_tell_it_once(store: Store, clock: Hand, mornings: Mornings) -> None:
    people = [await mornings.person() for _ in range(4)]
    for each in people:
        await refused(each, clock, Refusal.NOT_ALLOWED)
    await asyncio.gather(*(replica(store, clock).send() for _ in range(3)))
    await replica(store, clock).send()
    assert [len(await told(store, each)) for each in people] == [1, 1, 1, 1]
    assert await Media.find({"untold": {"$exists": True}}).to_list() == []


async def test_it_is_told_where_the_file_came_from(store: Store, clock: Hand, mornings: Mornings) -> None:
    anna = await mornings.person()
    sms = PersonAddress(id="sms:+351912", person=anna.person, channel=ChannelName.SMS, linked_at=clock())
    await sms.insert()
    await refused(anna, clock, Refusal.GONE, channel=ChannelName.SMS)
    await replica(store, clock).send()
    assert [channel for channel, _ in await told(store, anna)] == ["sms"]


async def test_whom_nothing_reaches_is_told_nothing_and_not_looked_at_again(
    store: Store, clock: Hand, mornings: Mornings
) -> None:
    anna = await mornings.person()
    await PersonAddress.find({"person": anna.person}).update({"$set": {"gone_at": clock()}})
    await refused(anna, clock, Refusal.BOMB)
    await replica(store, clock).send()
    assert await told(store, anna) == []
    assert await Media.find({"untold": {"$exists": True}}).to_list() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", Refusal)
async def test_every_reason_has_a_sentence_in_every_language(
    store: Store, clock: Hand, mornings: Mornings, refusal: Refusal, language: str
) -> None:
    anna = await mornings.person()
    await mornings.change(anna.person, language=language)
    await refused(anna, clock, refusal)
    await replica(store, clock).send()
    ((_, text),) = await told(store, anna)
    assert 30 < len(text) < 160
    assert "{" not in text
