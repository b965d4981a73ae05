"""Replicas with another index than the one in force neither hold it up nor take its place."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from typing_extensions import override

from bot.data_folder import DataFolder
from bot.messages import PersonId
from memory.embedding.local import Encode, LocalEmbedder
from memory.filling import Filling, Place
from memory.indexing import Indexer
from memory.recall import Recall
from memory.search.embedded import EmbeddedIndex
from memory.sought import Sought
from memory.verifying import Verifying
from tests.conftest import loaded_encoder
from tests.memory.desk import Desk, stored

KEY = "the spare key is under the blue pot"
BOILER = "the boiler wants 1.5 bar"
MIA = "Mia is allergic to kiwi"


def silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def another_model() -> tuple[Encode, str]:
    encode, _ = loaded_encoder()
    return encode, "another model"


@asynccontextmanager
async def newer(folder: DataFolder, load: Callable[[], tuple[Encode, str]] = another_model) -> AsyncIterator[Recall]:
    """The search of a replica that was started with another embedding model."""
    recall = Recall(EmbeddedIndex(folder.index), LocalEmbedder(load))
    await recall.open()
    yield recall
    await recall.close()


async def found(desk: Desk, recall: Recall, words: str) -> list[str]:
    hits = (await recall.search(desk.person, desk.search_key, Sought(words, words))).ranked
    return [each.memory for each in hits if each.words]


async def test_what_a_replica_left_behind_saves_is_found_by_those_that_have_the_new_index(
    anna: Desk, folder: DataFolder
) -> None:
    old = Filling(anna.store.recall, anna.store.vault)
    await old.look()
    async with newer(folder) as recall:
        await Filling(recall, anna.store.vault).look()
        saved = await anna.save(KEY)
        gone = await anna.save(BOILER)
        await anna.forget(gone.id)
        await anna.store.indexer.settle()
        assert await anna.store.indexer.catch_up() == 0
        # It finds it itself all the while, and says that it may miss what others save.
        assert await found(anna, anna.store.recall, "spare key") == [saved.id]
        await old.look()
        assert anna.store.recall.incomplete
        assert await Indexer(recall, anna.store.vault).catch_up() == 2
        assert await found(anna, recall, "spare key") == [saved.id]
    document = await stored(saved.id)
    assert document is not None
    assert document.index_pending is None
    assert await stored(gone.id) is None


async def test_an_index_that_comes_into_force_again_is_filled_with_what_it_missed(
    anna: Desk, folder: DataFolder
) -> None:
    await Filling(anna.store.recall, anna.store.vault).look()
    assert not anna.store.recall.needs_rebuild
    async with newer(folder) as recall:
        await Filling(recall, anna.store.vault).look()
        indexer = Indexer(recall, anna.store.vault)
        saved = await anna.save(KEY, index=False)
        await indexer.catch_up()
    assert await found(anna, anna.store.recall, "spare key") == []
    await Filling(anna.store.recall, anna.store.vault).look()  # started anew
    assert await found(anna, anna.store.recall, "spare key") == [saved.id]


class Overtaken(EmbeddedIndex):
    """Somebody else fills another index while this one is gone through for people who are gone."""

    def __init__(self, folder: Path, other: Filling) -> None:
        super().__init__(folder)
        self._other = other

    @override
    async def persons(self) -> Collection[PersonId]:
        await self._other.look()
        return await super().persons()


@pytest.mark.parametrize("verify", [False, True])
async def test_a_filling_that_is_overtaken_does_not_put_its_index_in_the_place_of_the_newer(
    anna: Desk, folder: DataFolder, *, verify: bool
) -> None:
    await anna.save(KEY, index=False)
    async with newer(folder) as recall:
        index = Overtaken(folder.index / "other", Filling(recall, anna.store.vault))
        overtaken = Recall(index, LocalEmbedder(loaded_encoder))
        await overtaken.open()
        if verify:
            await Verifying(overtaken, anna.store.vault).verify(silent)
        else:
            await Filling(overtaken, anna.store.vault).fill(silent)
        assert overtaken.needs_rebuild
        assert not recall.needs_rebuild
        await overtaken.close()


async def test_a_filling_that_was_interrupted_before_another_index_came_begins_again_after_it(
    anna: Desk, folder: DataFolder
) -> None:
    saved = await anna.save(KEY)
    await Filling(anna.store.recall, anna.store.vault).look()
    await anna.store.recall.keep_bookmark(str(Place(anna.person, anna.known.person.last_sequence)))
    async with newer(folder) as recall:
        await Filling(recall, anna.store.vault).look()
        await anna.edit(saved.id, BOILER, index=False)
        await Indexer(recall, anna.store.vault).catch_up()
    await Filling(anna.store.recall, anna.store.vault).look()
    assert await found(anna, anna.store.recall, "boiler") == [saved.id]


async def test_replicas_of_one_kind_share_what_is_in_force(anna: Desk, folder: DataFolder) -> None:
    await Filling(anna.store.recall, anna.store.vault).look()
    async with newer(folder, loaded_encoder) as recall:
        await recall.check()
        second = Filling(recall, anna.store.vault)
        await second.look()
        assert not recall.needs_rebuild
        await anna.save(MIA)
        await anna.store.indexer.settle()
        assert await Indexer(recall, anna.store.vault).catch_up() == 0
        await second.look()
        assert not recall.incomplete
