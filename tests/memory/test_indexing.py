import asyncio
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from typing_extensions import override

from bot.data_folder import DataFolder
from bot.errors import IndexUnavailable
from bot.settings import Settings
from memory.changes import IndexChange
from memory.documents import INDEX_PENDING, Level, Memory
from memory.embedding.local import Encode, LocalEmbedder, Vectors
from memory.filling import Filling
from memory.indexing import AT_ONCE, Indexer, Step
from memory.recall import Recall
from memory.search.embedded import EmbeddedIndex
from memory.search.port import Entry
from tests.conftest import loaded_encoder
from tests.handlers.talk import quoted
from tests.memory.desk import NOW, Desk, stored
from tests.running import PATIENCE, RunningBot, until

NOTES = (
    "the spare key is under the blue pot",
    "the boiler wants 1.5 bar",
    "Mia is allergic to kiwi",
    "the green bin goes out on Thursdays",
    "Dee owes me forty euros",
)
QUESTIONS = ("where is the spare key?", "what is Mia allergic to", "who owes me money", "boiler", "black holes")


async def answers(desk: Desk) -> list[list[tuple[str, float]]]:
    return [[(found.memory.text, found.score) for found in await desk.ask(question)] for question in QUESTIONS]


async def found(desk: Desk, question: str) -> list[str]:
    return [each.memory.text for each in await desk.ask(question)]


async def pending() -> int:
    return len(await Memory.find(INDEX_PENDING).to_list())


async def test_a_memory_whose_process_died_before_it_was_indexed_is_found_after_catching_up(anna: Desk) -> None:
    await anna.save(NOTES[0], index=False)
    assert await found(anna, "where is the spare key?") == []
    assert await anna.store.indexer.catch_up() == 1
    assert await found(anna, "where is the spare key?") == [NOTES[0]]
    assert await pending() == 0
    assert await anna.store.indexer.catch_up() == 0


async def test_an_edit_and_a_forgetting_that_the_index_missed_are_made_up_for(anna: Desk) -> None:
    key, boiler = await anna.save(NOTES[0]), await anna.save(NOTES[1])
    await anna.edit(key.id, "the spare key hangs in the shed", index=False)
    await anna.forget(boiler.id, index=False)
    await anna.store.indexer.catch_up()
    assert await found(anna, "where is the spare key?") == ["the spare key hangs in the shed"]
    assert await anna.store.recall.forget(anna.person, [boiler.id]) == 0
    assert await stored(boiler.id) is None


async def test_catching_up_goes_on_until_nothing_is_left(anna: Desk) -> None:
    for number in range(3):
        await anna.save(f"locker {number} opens with code {number}{number}", index=False)
    template = await stored((await anna.memory().recent(1))[0].id)
    assert template is not None
    await Memory.insert_many([template.model_copy(update={"id": f"copy-{number}"}) for number in range(AT_ONCE)])
    counts = [await anna.store.indexer.catch_up() for _ in range(3)]
    assert counts == [AT_ONCE, 3, 0]
    assert await pending() == 0


async def test_a_memory_edited_while_the_index_followed_its_earlier_wording_stays_marked(anna: Desk) -> None:
    saved = await anna.save(NOTES[0])
    await anna.edit(saved.id, "the key is in the shed", index=False)
    await anna.store.indexer.settle()
    document = await stored(saved.id)
    assert document is not None
    assert document.index_pending
    await anna.store.indexer.catch_up()
    assert await found(anna, "where is the key?") == ["the key is in the shed"]


async def test_of_several_changes_that_go_together_the_last_one_wins(anna: Desk) -> None:
    saved = await anna.save(NOTES[0])

    def step(text: str | None, change: str) -> Step:
        return Step(anna.person, anna.search_key, IndexChange(saved.id, text, NOW, change))

    indexer = anna.store.indexer
    await indexer.follow([step("a quokka lives in the shed", "first"), step(None, "second")])
    assert await found(anna, "quokka") == []
    await indexer.follow([step(None, "third"), step("the key hangs in the shed", "fourth")])
    assert await anna.store.recall.forget(anna.person, [saved.id]) == 1


async def test_a_rebuilt_index_answers_as_before(anna: Desk, ben: Desk) -> None:
    for note in NOTES:
        await anna.save(note)
    await ben.save("the spare key of Ben is in the car")
    gone = await anna.save("the spare key was lost")
    await anna.forget(gone.id)
    await anna.save("the spare key opens zanzibar", level=Level.SECRET)
    before = await answers(anna), await answers(ben)
    progress: list[tuple[int, int]] = []
    filled = await Filling(anna.store.recall, anna.store.vault).fill(lambda done, total: progress.append((done, total)))
    after = await answers(anna), await answers(ben)
    for one, other in zip(chain.from_iterable(before), chain.from_iterable(after), strict=True):
        assert [text for text, _ in one] == [text for text, _ in other]
        # A vector comes out a little different when it is embedded in another batch.
        assert [score for _, score in one] == pytest.approx([score for _, score in other], abs=0.005)
    assert filled.put == len(NOTES) + 1
    assert progress
    assert not anna.store.recall.needs_rebuild


async def test_what_is_edited_or_forgotten_during_a_rebuild_is_found_as_it_is_afterwards(
    anna: Desk, folder: DataFolder
) -> None:
    key, boiler = await anna.save(NOTES[0]), await anna.save(NOTES[1])
    read, go_on = threading.Event(), threading.Event()

    def slow() -> tuple[Encode, str]:
        encode, digest = loaded_encoder()

        def encode_slowly(texts: list[str]) -> Vectors:
            if NOTES[0] in texts:
                read.set()
                go_on.wait(PATIENCE)
            return encode(texts)

        return encode_slowly, digest

    # `tuckaway reindex` in a second process, beside a running bot.
    reindex = Recall(EmbeddedIndex(folder.index), LocalEmbedder(slow))
    await reindex.open()
    rebuild = asyncio.create_task(Filling(reindex, anna.store.vault).fill(lambda _done, _total: None))
    await until(read.is_set)
    await anna.edit(key.id, "zanzibar")
    await anna.forget(boiler.id)
    await anna.store.indexer.settle()
    go_on.set()
    await rebuild
    await reindex.close()
    assert await found(anna, "zanzibar") == ["zanzibar"]
    assert await found(anna, "where is the spare key?") == []
    assert await anna.store.recall.forget(anna.person, [boiler.id]) == 0


async def test_a_rebuild_finds_everything_however_far_the_numbers_lie_apart(anna: Desk) -> None:
    for note in NOTES:
        await anna.save(note, index=False)
        await anna.move_on(anna.known.person.last_sequence + AT_ONCE + 7)
    await Filling(anna.store.recall, anna.store.vault).fill(lambda _done, _total: None)
    assert (await found(anna, "what is Mia allergic to"))[0] == NOTES[2]
    assert await anna.store.recall.forget(anna.person, [each.id for each in await anna.memory().recent(9)]) == 5


class Stalled(EmbeddedIndex):
    """An engine that answers and takes nothing, until it is let."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.let = asyncio.Event()

    @override
    async def put(self, entries: Sequence[Entry]) -> None:
        await self.let.wait()
        await super().put(entries)


async def test_an_index_that_takes_nothing_holds_up_nobody_and_follows_once_it_does(anna: Desk, tmp_path: Path) -> None:
    stalled = Stalled(tmp_path / "stalled")
    recall = Recall(stalled, LocalEmbedder(loaded_encoder))
    await recall.open()
    anna.store = replace(
        anna.store, recall=recall, indexer=(indexer := Indexer(recall, anna.store.vault, patience=0.01))
    )
    for note in NOTES[:2]:
        await anna.save(note)
    assert recall.incomplete
    assert await indexer.catch_up() == 0  # what is under way is not given to the index again
    assert recall.incomplete
    stalled.let.set()
    await until(lambda: not indexer._held_up)
    await indexer.catch_up()
    assert not recall.incomplete
    assert (await found(anna, QUESTIONS[0]))[0] == NOTES[0]
    assert await pending() == 0
    await recall.close()


async def test_a_search_that_rests_is_said_plainly_and_comes_back(bot: RunningBot) -> None:
    await bot.say(NOTES[0])
    # The next line waits until the index has followed the last one.
    await bot.say("list")
    index = bot.store.recall._index
    await index.close()
    assert "nothing is lost" in (await bot.say("where is the spare key?")).text
    assert "can't search just now" in (await bot.say("forget the spare key")).text
    await bot.store.recall.open()
    assert quoted(await bot.say("where is the spare key?")) == [NOTES[0]]


async def test_what_is_told_while_the_index_is_locked_is_kept_at_once_and_found_later(
    bot: RunningBot, folder: DataFolder
) -> None:
    [path] = folder.index.glob("search-*.sqlite3")
    with closing(sqlite3.connect(path, isolation_level=None)) as foreign:
        foreign.execute("BEGIN EXCLUSIVE")
        assert (await bot.say(NOTES[0])).text.startswith("Tucked away")
        # The next line waits until the index has been given up on.
        assert quoted(await bot.say("list")) == [NOTES[0]]
        foreign.execute("ROLLBACK")
    await until(lambda: not bot.store.indexer._held_up)
    await bot.store.indexer.catch_up()
    assert quoted(await bot.say("where is the spare key?")) == [NOTES[0]]


async def test_an_index_that_can_not_be_opened_keeps_nobody_from_saving_and_heals_by_itself(
    settings: Settings, folder: DataFolder
) -> None:
    await asyncio.to_thread(folder.index.write_text, "a file where the folder should be")
    async with RunningBot.started(settings, folder, loaded_encoder) as bot:
        assert (await bot.say(NOTES[0])).text.startswith("Tucked away")
        # The next line waits until the index has been given up on.
        assert quoted(await bot.say("list")) == [NOTES[0]]
        assert "nothing is lost" in (await bot.say("where is the spare key?")).text
        await asyncio.to_thread(folder.index.unlink)
        with suppress(IndexUnavailable):  # whoever comes first opens it
            await bot.tuckaway.filling.look()
        await bot.tuckaway.filling.look()
        await bot.store.indexer.catch_up()
        assert quoted(await bot.say("where is the spare key?")) == [NOTES[0]]
