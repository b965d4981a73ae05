from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.messages import MemoryId
from bot.settings import Settings
from memory.documents import INDEX_PENDING, Level, Memory, MemoryContent
from memory.embedding.local import Encode, LocalEmbedder, Vectors
from memory.filling import Filling
from tests.conftest import loaded_encoder
from tests.memory.desk import Desk, store_of, stored

KEY = "the spare key is under the blue pot"


async def test_a_memory_is_kept_to_the_character_and_found_a_moment_later(anna: Desk) -> None:
    saved = await anna.save(f"  {KEY}\n")
    assert (await anna.memory().get(saved.id)) == saved
    assert [found.memory for found in await anna.ask("where is the spare key?")] == [saved]


async def test_an_edit_keeps_what_was_said_before_as_a_version(anna: Desk) -> None:
    saved = await anna.save("first")
    await anna.edit(saved.id, "second")
    edited = await anna.edit(saved.id, "third")
    assert edited is not None
    assert (edited.text, edited.edited, edited.told_at) == ("third", True, saved.told_at)
    document = await stored(saved.id)
    assert document is not None
    assert document.sealed is not None
    content = await anna.store.vault.open_sealed(document.sealed, MemoryContent)
    assert [version.text for version in content.versions] == ["first", "second"]
    for earlier in ("second", "first"):
        assert await anna.put_back(saved.id) == await anna.memory().get(saved.id)
        assert [memory.text for memory in await anna.memory().recent(10)] == [earlier]
    assert await anna.put_back(saved.id) is None


async def test_a_forgotten_memory_is_gone_for_every_way_of_asking(anna: Desk) -> None:
    saved = await anna.save(KEY)
    await anna.forget(saved.id)
    assert await anna.memory().get(saved.id) is None
    assert await anna.memory().recent(10) == []
    assert await anna.ask("where is the spare key?") == []
    assert await anna.edit(saved.id, "again") is None
    assert await anna.put_back(saved.id) is None


async def test_a_forgotten_memory_leaves_no_shell_once_the_index_has_followed(anna: Desk) -> None:
    saved = await anna.save(KEY)
    await anna.forget(saved.id, index=False)
    shell = await stored(saved.id)
    assert shell is not None
    assert shell.sealed is None
    await anna.store.indexer.catch_up()
    assert await stored(saved.id) is None


@pytest.mark.parametrize("level", [Level.SECRET, Level.ULTRA_SECRET])
async def test_a_memory_above_confidential_is_never_embedded_indexed_or_found(
    settings: Settings, folder: DataFolder, level: Level
) -> None:
    seen: list[str] = []

    def overheard() -> tuple[Encode, str]:
        encode, digest = loaded_encoder()

        def listen(texts: list[str]) -> Vectors:
            seen.extend(texts)
            return encode(texts)

        return listen, digest

    async with store_of(settings, folder, LocalEmbedder(overheard)) as store:
        anna = await Desk.of(store)
        secret = await anna.save("the vault opens with zanzibar", level=level)
        open_one = await anna.save("the vault is in the cellar")
        await anna.edit(secret.id, "the vault opens with quokka")
        await anna.put_back(secret.id)
        await store.indexer.catch_up()
        await Filling(store.recall, store.vault).fill(lambda _done, _total: None)
        assert not [text for text in seen if "zanzibar" in text or "quokka" in text]
        assert [found.memory for found in await anna.ask("what opens the vault? zanzibar")] == [open_one]
        assert await store.recall.forget(anna.person, [secret.id]) == 0
        assert (await anna.memory().get(secret.id)) is not None
        assert await Memory.find(INDEX_PENDING).to_list() == []


async def test_a_confidential_memory_is_found(anna: Desk) -> None:
    saved = await anna.save(KEY, level=Level.CONFIDENTIAL)
    assert [found.memory for found in await anna.ask("where is the spare key?")] == [saved]


async def test_two_people_never_see_or_change_each_others_memories(anna: Desk, ben: Desk) -> None:
    annas, bens = await anna.save(KEY), await ben.save(f"{KEY} of Ben")
    assert await anna.memory().recent(10) == [annas]
    assert await ben.memory().recent(10) == [bens]
    assert [found.memory for found in await ben.ask("where is the spare key?")] == [bens]
    assert await ben.memory().get(annas.id) is None
    assert await ben.edit(annas.id, "mine now") is None
    assert await ben.put_back(annas.id) is None
    assert await anna.memory().get(annas.id) == annas


async def test_forgetting_does_not_reach_the_memory_of_another_person(anna: Desk, ben: Desk) -> None:
    annas = await anna.save(KEY)
    await ben.forget(annas.id)
    assert await anna.memory().get(annas.id) == annas
    assert [found.memory for found in await anna.ask("where is the spare key?")] == [annas]


async def test_an_unknown_id_is_nobodys(anna: Desk) -> None:
    for odd in ("", "x" * 10_000, '{"$gt": ""}', "\0"):
        assert await anna.memory().get(MemoryId(odd)) is None


async def test_an_edited_memory_counts_as_the_latest(anna: Desk) -> None:
    first, second = await anna.save("first"), await anna.save("second")
    await anna.edit(first.id, "first again")
    assert [memory.id for memory in await anna.memory().recent(2)] == [first.id, second.id]


@hypothesis_settings(max_examples=12)
@given(gaps=st.lists(st.integers(1, 3_000), max_size=40), limit=st.integers(1, 50))
async def test_the_latest_are_found_however_far_apart_their_numbers_lie(
    store: Store, gaps: list[int], limit: int
) -> None:
    anna = await Desk.of(store)
    template = await anna.save("once")
    document = await stored(template.id)
    assert document is not None
    numbers = list(accumulate(gaps, initial=1))
    copies = [document.model_copy(update={"id": f"{template.id}-{each}", "changed": each}) for each in numbers[1:]]
    if copies:
        await Memory.insert_many(copies)
    await anna.move_on(numbers[-1] + 500)
    found = [memory.changed for memory in await anna.memory().recent(limit)]
    assert found == numbers[::-1][:limit]
