"""Memories and questions with an embeddings endpoint that comes and goes, and what of them is sent there."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Self

import pytest

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.messages import ChannelName
from bot.settings import Settings
from memory.changes import Changes
from memory.documents import INDEX_PENDING, VECTOR_PENDING, AiUse, Level, Memory, Person
from memory.embedding.hosted import TRIAL
from memory.embedding.local import LocalEmbedder
from memory.endpoints.breaker import FAILURES
from memory.filling import Filling
from memory.indexing import AT_ONCE, Indexer
from memory.people import Known
from memory.recall import Recall
from memory.search.embedded import EmbeddedIndex
from memory.sought import Sought
from memory.verifying import Verifying
from tests.conftest import loaded_encoder
from tests.fakes.embeddings import LENGTH, FakeEmbeddings
from tests.fakes.openai import Fault, refusal
from tests.memory.desk import NOW, Desk, store_of
from tests.memory.embedding.hosting import Host, hosted

DOWN = refusal(401)
KEY = "the spare key is under the blue pot"
BOILER = "the boiler wants 1.5 bar"


@dataclass
class Far:
    """A person whose memories are embedded elsewhere, and the endpoint."""

    desk: Desk
    server: FakeEmbeddings

    @classmethod
    async def of(cls, store: Store, server: FakeEmbeddings, use: AiUse = AiUse.CHAT) -> Self:
        far = cls(await Desk.of(store), server)
        await far.allow(use)
        return far

    async def allow(self, use: AiUse) -> None:
        preferences = self.desk.known.person.preferences.model_copy(update={"ai_use": use})
        await Person.get_motor_collection().update_one({"_id": self.desk.person}, {"$set": {"preferences.ai_use": use}})
        person = self.desk.known.person.model_copy(update={"preferences": preferences})
        self.desk.known = Known(person, self.desk.known.content)

    async def meant(self, question: str) -> list[str]:
        """What is found by its meaning."""
        sought = Sought(question, question, sendable=True)
        found = await self.desk.store.recall.search(self.desk.person, self.desk.search_key, sought)
        memories = {each.id: each.text for each in await self.desk.memory().recent(10)}
        return [memories[each.memory] for each in found.ranked if each.cosine]

    async def asked(self, question: str) -> list[str]:
        return [found.memory.text for found in await self.desk.ask(question)]


@pytest.fixture
async def server() -> AsyncIterator[FakeEmbeddings]:
    async with FakeEmbeddings() as fake:
        yield fake


@pytest.fixture
async def store(settings: Settings, folder: DataFolder, server: FakeEmbeddings) -> AsyncIterator[Store]:
    """A store whose settings name the endpoint."""
    named = hosted(settings, server, embeddings_dimensions=LENGTH, embeddings_timeout=20.0)
    async with store_of(named, folder, LocalEmbedder(loaded_encoder)) as opened:
        yield opened


@pytest.fixture
async def anna(store: Store, server: FakeEmbeddings) -> Far:
    return await Far.of(store, server)


async def pending(kind: Mapping[str, object] = INDEX_PENDING) -> int:
    return await Memory.find(kind).count()


async def test_a_memory_is_found_by_the_endpoint_s_vectors(anna: Far) -> None:
    await anna.desk.save(KEY)
    await anna.desk.store.indexer.settle()
    assert await anna.meant("a spare key") == [KEY]
    assert await pending() == 0


async def test_while_the_endpoint_is_away_a_memory_is_found_by_its_words_and_stays_marked(anna: Far) -> None:
    anna.server.always(DOWN)
    await anna.desk.save(KEY)
    assert await anna.asked("where is the spare key?") == [KEY]
    await anna.desk.store.indexer.settle()
    assert await pending(VECTOR_PENDING) == await pending() == 1


async def test_its_vector_follows_once_the_endpoint_is_back(anna: Far) -> None:
    anna.server.always(DOWN)
    await anna.desk.save(KEY)
    assert await anna.desk.store.indexer.catch_up() == 0
    assert await anna.meant("a spare key") == []
    anna.server.always(None)
    assert await anna.desk.store.indexer.catch_up() == 1
    assert await anna.meant("a spare key") == [KEY]
    assert await pending() == 0


async def test_what_is_missing_survives_a_restart_and_is_made_up_for_page_by_page(anna: Far) -> None:
    anna.server.always(DOWN)
    for number in range(3):
        await anna.desk.save(f"jar {number} holds beans")
    indexer = anna.desk.store.indexer
    await indexer.settle()
    anna.server.always(None)
    successor = Indexer(anna.desk.store.recall, anna.desk.store.vault)
    assert await successor.catch_up() == 3
    assert len(await anna.meant("jar beans")) == 3
    assert AT_ONCE > 3


async def test_a_dead_endpoint_is_not_asked_again_and_again_by_catching_up(anna: Far) -> None:
    anna.server.always(DOWN)
    await anna.desk.save(KEY)
    for _ in range(FAILURES * 4):
        await anna.desk.store.indexer.catch_up()
    assert len(anna.server.requests) == FAILURES


async def test_new_memories_are_indexed_although_many_older_ones_wait_for_their_vectors(anna: Far) -> None:
    anna.server.always(DOWN)
    for number in range(5):
        await anna.desk.save(f"jar {number} holds beans")
    await anna.desk.store.indexer.settle()
    await anna.desk.save(KEY, index=False)
    assert await anna.desk.store.indexer.catch_up() == 1
    assert await anna.asked("where is the spare key?") == [KEY]


async def test_an_edit_while_its_vector_is_missing_gets_the_vector_of_the_new_words(anna: Far) -> None:
    anna.server.always(DOWN)
    saved = await anna.desk.save(KEY)
    await anna.desk.store.indexer.settle()
    anna.server.always(None)
    await anna.desk.edit(saved.id, BOILER)
    await anna.desk.store.indexer.catch_up()
    assert (await anna.meant("spare key"), await anna.meant("boiler bar")) == ([], [BOILER])
    assert await pending() == 0
    assert KEY not in anna.server.texts[1:]


async def test_a_memory_forgotten_while_its_vector_is_missing_is_gone_everywhere(anna: Far) -> None:
    anna.server.always(DOWN)
    saved = await anna.desk.save(KEY)
    await anna.desk.store.indexer.settle()
    await anna.desk.forget(saved.id)
    anna.server.always(None)
    await anna.desk.store.indexer.catch_up()
    assert await Memory.find_all().count() == 0
    assert await anna.desk.store.recall.forget(anna.desk.person, [saved.id]) == 0


async def test_what_is_edited_or_forgotten_while_vectors_are_fetched_does_not_come_back(anna: Far) -> None:
    anna.server.always(DOWN)
    key, boiler = await anna.desk.save(KEY), await anna.desk.save(BOILER)
    await anna.desk.store.indexer.settle()
    hold = asyncio.Event()
    anna.server.always(None)
    anna.server.fail(Fault(hold=hold))
    catching_up = asyncio.ensure_future(anna.desk.store.indexer.catch_up())
    await anna.server.until(lambda: anna.server.under_way)
    await anna.desk.forget(key.id)
    await anna.desk.edit(boiler.id, "the kettle wants 2 litres")
    await anna.desk.store.indexer.settle()
    hold.set()
    assert await catching_up == 0
    assert await anna.desk.store.recall.forget(anna.desk.person, [key.id]) == 0
    assert await anna.meant("kettle litres") == ["the kettle wants 2 litres"]
    assert await anna.meant("boiler bar") == []
    assert await pending() == 0


async def test_an_index_filled_anew_without_the_endpoint_holds_the_words_and_gets_the_vectors_later(anna: Far) -> None:
    await anna.desk.save(KEY)
    await anna.desk.store.indexer.settle()
    anna.server.always(DOWN)
    store = anna.desk.store
    embedder = Host(anna.server).embedder(length=LENGTH)
    recall = Recall(store.recall._index, embedder, reader=store.recall._reader)
    await recall.open()
    indexer = Indexer(recall, store.vault)
    assert (await Filling(recall, store.vault).fill(lambda _done, _total: None)).put == 1
    assert await pending(VECTOR_PENDING) == 1
    anna.server.always(None)
    assert await indexer.catch_up() == 1
    assert await anna.meant("a spare key") == [KEY]
    await embedder.close()


async def test_comparing_finds_what_lacks_its_vector_without_being_marked_to_get_one(anna: Far) -> None:
    anna.server.always(DOWN)
    await anna.desk.save(KEY)
    store = anna.desk.store
    await store.indexer.settle()
    verifying = Verifying(store.recall, store.vault)
    assert (await verifying.verify(lambda _done, _total: None)).mended == 0
    # As after the database was restored from a copy, and the index was not.
    await Memory.get_motor_collection().update_many({}, {"$unset": {"index_pending": 1}})
    anna.server.always(None)
    assert (await verifying.verify(lambda _done, _total: None)).stale == 1
    assert await anna.meant("a spare key") == [KEY]


async def test_a_question_is_answered_by_words_while_the_endpoint_is_away(anna: Far) -> None:
    await anna.desk.save(KEY)
    anna.server.always(DOWN)
    assert await anna.asked("where is the spare key?") == [KEY]
    assert await anna.asked("where is the") == []


async def test_a_slow_endpoint_holds_up_neither_saving_nor_asking(
    settings: Settings, folder: DataFolder, server: FakeEmbeddings
) -> None:
    named = hosted(settings, server, embeddings_dimensions=LENGTH, embeddings_timeout=0.05)
    async with store_of(named, folder, LocalEmbedder(loaded_encoder)) as store:
        anna = await Far.of(store, server)
        server.always(Fault(hold=asyncio.Event()))
        async with asyncio.timeout(20):
            await anna.desk.save(KEY)
            assert await anna.asked("where is the spare key?") == [KEY]


# What is sent.


@pytest.mark.parametrize("use", [AiUse.CHAT, AiUse.TRAIN])
async def test_who_allows_it_has_memories_and_questions_embedded_elsewhere(
    store: Store, server: FakeEmbeddings, use: AiUse
) -> None:
    anna = await Far.of(store, server, use)
    await anna.desk.save(KEY)
    await anna.asked("boiler manual")
    assert (server.texts[0], "boiler" in server.texts[1]) == (KEY, True)


async def test_who_does_not_is_answered_by_words_and_nothing_of_theirs_is_sent(
    store: Store, server: FakeEmbeddings
) -> None:
    anna = await Far.of(store, server, AiUse.NONE)
    saved = await anna.desk.save(KEY)
    await anna.desk.edit(saved.id, f"{KEY} again")
    assert await anna.asked("where is the spare key?") == [f"{KEY} again"]
    await store.indexer.catch_up()
    await Filling(store.recall, store.vault).fill(lambda _done, _total: None)
    assert (server.texts, await pending()) == ([], 0)


async def test_who_says_no_is_heard_for_what_was_told_before_as_well(anna: Far) -> None:
    anna.server.always(DOWN)
    await anna.desk.save(KEY)
    await anna.desk.store.indexer.settle()
    sent = len(anna.server.texts)
    await anna.allow(AiUse.NONE)
    anna.server.always(None)
    await anna.desk.store.indexer.catch_up()
    await Filling(anna.desk.store.recall, anna.desk.store.vault).fill(lambda _done, _total: None)
    await anna.asked("where is the spare key?")
    assert len(anna.server.texts) == sent
    assert await pending() == 0


async def test_who_says_yes_has_said_so_of_nothing_older(store: Store, server: FakeEmbeddings) -> None:
    anna = await Far.of(store, server, AiUse.NONE)
    await anna.desk.save(KEY)
    await anna.allow(AiUse.CHAT)
    await anna.desk.save(BOILER)
    await Filling(store.recall, store.vault).fill(lambda _done, _total: None)
    assert set(server.texts) == {BOILER}


@pytest.mark.parametrize("level", [Level.SECRET, Level.ULTRA_SECRET])
async def test_what_is_secret_is_never_sent_not_even_to_an_endpoint_of_one_s_own(
    settings: Settings, folder: DataFolder, server: FakeEmbeddings, level: Level
) -> None:
    named = hosted(settings, server, embeddings_trusted=True)
    async with store_of(named, folder, LocalEmbedder(loaded_encoder)) as store:
        anna = await Far.of(store, server)
        saved = await anna.desk.save("zyzzyva", level=level)
        await anna.desk.edit(saved.id, "zyzzyva heron")
        await store.indexer.catch_up()
        await Filling(store.recall, store.vault).fill(lambda _done, _total: None)
        assert server.texts == [TRIAL]


async def test_nothing_is_sent_before_a_memory_is_written(anna: Far) -> None:
    changes = Changes()
    memory = anna.desk.memory(changes)
    saved = await memory.save(KEY, at=NOW, channel=ChannelName.CONSOLE)
    assert (saved.text, anna.server.texts) == (KEY, [])
    await anna.desk.commit(changes)
    assert anna.server.texts == [KEY]


async def test_a_text_with_a_password_in_it_stays_here(anna: Far) -> None:
    await anna.desk.save("wifi password: Tr0ub4dor&3x")
    await anna.asked("is the password: Tr0ub4dor&3x ?")
    await anna.desk.store.indexer.settle()
    assert (anna.server.texts, await pending()) == ([], 0)


async def test_an_endpoint_of_the_operator_s_own_gets_what_is_not_secret_whatever_people_allow(
    settings: Settings, folder: DataFolder, server: FakeEmbeddings
) -> None:
    named = hosted(settings, server, embeddings_trusted=True, embeddings_dimensions=LENGTH)
    async with store_of(named, folder, LocalEmbedder(loaded_encoder)) as store:
        anna = await Far.of(store, server, AiUse.NONE)
        await anna.desk.save(KEY)
        await anna.asked("boiler manual")
    assert (server.texts[0], "boiler" in server.texts[1]) == (KEY, True)


async def test_a_reader_that_would_send_texts_elsewhere_is_refused(folder: DataFolder, server: FakeEmbeddings) -> None:
    with pytest.raises(ValueError, match="may not be sent anywhere"):
        Recall(EmbeddedIndex(folder.index), Host(server).embedder())


async def test_an_index_of_one_model_is_not_used_for_another(
    settings: Settings, folder: DataFolder, server: FakeEmbeddings
) -> None:
    for length, anew in ((LENGTH, True), (LENGTH, False), (64, True)):
        named = hosted(settings, server, embeddings_dimensions=length)
        async with store_of(named, folder, LocalEmbedder(loaded_encoder)) as store:
            assert store.recall.needs_rebuild is anew
            await Filling(store.recall, store.vault).fill(lambda _done, _total: None)
