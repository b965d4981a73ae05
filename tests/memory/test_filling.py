"""The index filled from the database, and compared with it."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bot.data_folder import DataFolder
from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory.changes import Changes, IndexChange
from memory.correcting import Category, Correcting
from memory.documents import AiUse, Level, Memory, Person
from memory.embedding.local import LocalEmbedder
from memory.filling import Filling, Place
from memory.index_source import PAGE
from memory.recall import Recall, labels_of
from memory.search.embedded import EmbeddedIndex
from memory.search.port import Scope
from memory.sought import Indexable
from memory.verifying import Verified, Verifying
from tests.conftest import loaded_encoder
from tests.memory.desk import NOW, Desk, stored

NOTES = ("the spare key is under the blue pot", "the boiler wants 1.5 bar", "Mia is allergic to kiwi")


def silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def filler(desk: Desk) -> Filling:
    return Filling(desk.store.recall, desk.store.vault)


async def verified(desk: Desk) -> Verified:
    return await Verifying(desk.store.recall, desk.store.vault).verify(silent)


async def found(desk: Desk, question: str) -> list[str]:
    return [each.memory.text for each in await desk.ask(question)]


async def held(desk: Desk) -> set[str]:
    return set(await desk.store.recall.stamps(desk.person))


async def labelled(desk: Desk, facet: str) -> list[str]:
    scope = Scope(labels=(labels_of(desk.search_key, [facet]),))
    selection = await desk.store.recall._index.select(desk.person, scope, limit=9)
    return [hit.memory for hit in selection.hits]


class Interrupted(Exception):
    """Somebody pulled the plug."""


async def test_a_filling_that_was_interrupted_goes_on_where_it_stopped(anna: Desk) -> None:
    for note in NOTES:
        await anna.save(note, index=False)
        await anna.move_on(anna.known.person.last_sequence + PAGE)

    def pulled(done: int, _total: int) -> None:
        if done == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        await filler(anna).fill(pulled)
    assert anna.store.recall.needs_rebuild
    assert anna.store.recall.incomplete
    assert len(await held(anna)) == 2
    rest = await filler(anna).fill(silent)
    assert (rest.resumed, rest.put) == (True, 1)
    assert not anna.store.recall.needs_rebuild
    assert not anna.store.recall.incomplete
    assert len(await held(anna)) == 3
    again = await filler(anna).fill(silent)
    assert (again.resumed, again.put) == (False, 3)


async def test_a_filling_may_be_made_to_begin_again(anna: Desk) -> None:
    await anna.save(NOTES[0])
    await anna.store.recall.keep_bookmark(str(Place("zzz", 7)))
    assert (await filler(anna).fill(silent, from_start=True)).put == 1


@pytest.mark.parametrize("bookmark", ["", "nonsense", "person x", " 5"])
def test_a_bookmark_that_nobody_understands_is_the_beginning(bookmark: str) -> None:
    assert Place.parse(bookmark) == Place()


async def test_people_are_gone_through_in_a_fixed_order_from_the_bookmark_on(anna: Desk, ben: Desk) -> None:
    first, second = sorted((anna, ben), key=lambda desk: desk.person)
    await first.save(NOTES[0], index=False)
    await second.save(NOTES[1], index=False)
    await anna.store.recall.keep_bookmark(str(Place(second.person, 0)))
    assert (await filler(anna).fill(silent)).put == 1
    assert (await held(first), len(await held(second))) == (set(), 1)


async def test_the_index_answers_all_the_while_it_is_filled_again(anna: Desk) -> None:
    for note in NOTES:
        await anna.save(note)
    answers: list[asyncio.Task[list[str]]] = []

    def ask(_done: int, _total: int) -> None:
        answers.append(asyncio.create_task(found(anna, "where is the spare key?")))

    await filler(anna).fill(ask)
    assert answers
    assert [answer[0] for answer in await asyncio.gather(*answers)] == [NOTES[0]] * len(answers)
    assert not anna.store.recall.incomplete


async def test_filling_takes_out_what_the_database_no_longer_has(anna: Desk, ben: Desk) -> None:
    kept, gone = await anna.save(NOTES[0]), await anna.save(NOTES[1])
    await ben.save(NOTES[2])
    await Memory.get_motor_collection().delete_one({"_id": gone.id})
    await Person.get_motor_collection().delete_one({"_id": ben.person})
    filled = await filler(anna).fill(silent)
    assert (filled.put, filled.forgotten) == (1, 2)
    assert await held(anna) == {kept.id}
    assert await held(ben) == set()


async def test_an_index_in_order_is_left_alone(anna: Desk, ben: Desk) -> None:
    for note in NOTES:
        await anna.save(note)
    await ben.save(f"#Gift for Anna {NOTES[0]}")
    await anna.save("nobody may see this", level=Level.SECRET)
    assert await verified(anna) == Verified(people=2, memories=4)


async def test_comparing_mends_what_is_missing_out_of_date_or_too_much(anna: Desk, ben: Desk) -> None:
    missing, stale, gone = [await anna.save(note) for note in NOTES]
    secret = await anna.save("the vault opens with zanzibar", level=Level.SECRET)
    await ben.save(NOTES[0])
    recall = anna.store.recall
    await recall.forget(anna.person, [missing.id])
    key = anna.search_key
    await recall.index([Indexable(anna.person, key, memory, "quokka", NOW) for memory in (stale.id, secret.id)])
    await recall.index([Indexable(PersonId("gone"), key, MemoryId("left"), "quokka", NOW)])
    await Memory.get_motor_collection().delete_one({"_id": gone.id})
    report = await verified(anna)
    assert report == Verified(people=2, memories=3, missing=1, stale=1, surplus=2, strangers=1)
    assert report.mended == 5
    assert (await found(anna, "where is the spare key?"))[0] == NOTES[0]
    assert await held(anna) == {missing.id, stale.id}
    assert list(await recall.persons()) == sorted([anna.person, ben.person])
    assert (await verified(anna)).mended == 0


async def test_comparing_embeds_nothing_that_agrees(anna: Desk, folder: DataFolder) -> None:
    for note in NOTES:
        await anna.save(note)
    seen: list[str] = []

    def overheard() -> tuple[object, str]:
        encode, digest = loaded_encoder()

        def listen(texts: list[str]) -> object:
            seen.extend(texts)
            return encode(texts)

        return listen, digest

    recall = Recall(EmbeddedIndex(folder.index), LocalEmbedder(overheard))  # type: ignore[arg-type]
    await recall.open()
    await Verifying(recall, anna.store.vault).verify(silent)
    await recall.close()
    assert seen == []


async def test_a_person_whose_key_is_gone_leaves_the_index_and_nobody_else_does(anna: Desk, ben: Desk) -> None:
    await anna.save(NOTES[0])
    await ben.save(NOTES[1])
    await Person.get_motor_collection().update_one({"_id": ben.person}, {"$set": {"sealed": b"unreadable"}})
    assert (await verified(anna)).strangers == 1
    filled = await filler(anna).fill(silent)
    assert (filled.put, filled.sealed) == (1, 1)
    assert (await found(anna, "where is the spare key?"))[0] == NOTES[0]


async def test_a_new_index_that_was_compared_needs_no_filling(anna: Desk) -> None:
    await anna.save(NOTES[0], index=False)
    assert anna.store.recall.needs_rebuild
    assert (await verified(anna)).missing == 1
    assert not anna.store.recall.needs_rebuild


async def test_the_index_follows_a_corrected_category(anna: Desk) -> None:
    saved = await anna.save("grandmother's dumplings want a pinch of nutmeg")
    changes = Changes()
    correcting = Correcting(anna.known.person, vault=anna.store.vault, changes=changes)
    await correcting.categorise(saved.id, Category.QUOTE, at=NOW)
    await anna.commit(changes)
    assert await labelled(anna, "category:quote") == [saved.id]
    await anna.store.indexer.settle()
    document = await stored(saved.id)
    assert document is not None
    assert document.index_pending is None
    assert (await verified(anna)).mended == 0


async def test_facets_narrow_whatever_their_case_and_accents(anna: Desk) -> None:
    saved = await anna.save("José: a scarf for Mia #Gift https://example.org")
    for facet in ("from:jose", "from:JOSÉ", "tag:gift", "has:link", "channel:console"):
        assert await labelled(anna, facet) == [saved.id]
    assert await labelled(anna, "tag:scarf") == []


async def test_a_forgotten_memory_leaves_no_trace_in_any_file_of_the_index(anna: Desk, folder: DataFolder) -> None:
    saved = await anna.save(NOTES[0])
    await anna.save(NOTES[1])
    traces = _traces(folder.index, saved.id)
    assert all([await asyncio.to_thread(_anywhere, folder.index, trace) for trace in traces])
    await anna.forget(saved.id)
    # What was forgotten may stand in the write-ahead log until that is written over; it goes with the last process.
    await anna.store.recall.close()
    assert not any([await asyncio.to_thread(_anywhere, folder.index, trace) for trace in traces])


def _traces(folder: Path, memory: MemoryId) -> Sequence[bytes]:
    """The id, the stamp and the terms of an entry, as they lie in the file."""
    [path] = folder.glob("search-*.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT memory, stamp, terms FROM entry WHERE memory = ?"
        return [str(value).encode() for value in connection.execute(query, (memory,)).fetchone()]


def _anywhere(folder: Path, trace: bytes) -> bool:
    return any(trace in path.read_bytes() for path in folder.iterdir())


async def test_a_change_that_the_index_could_not_follow_makes_answers_say_so_until_it_has(
    anna: Desk, folder: DataFolder
) -> None:
    await anna.save(NOTES[0])
    [path] = await asyncio.to_thread(lambda: list(folder.index.glob("search-*.sqlite3")))
    with closing(sqlite3.connect(path, isolation_level=None)) as foreign:
        foreign.execute("BEGIN EXCLUSIVE")
        await anna.save(NOTES[1])
        foreign.execute("ROLLBACK")
    assert not anna.memory().findable
    assert (await found(anna, "where is the spare key?"))[0] == NOTES[0]
    await anna.store.indexer.catch_up()
    assert anna.memory().findable
    assert (await found(anna, "boiler"))[0] == NOTES[1]


@pytest.mark.parametrize("harm", ["garbage", "deleted"])
async def test_a_file_that_is_damaged_or_deleted_while_in_use_is_filled_again_by_itself(
    anna: Desk, folder: DataFolder, harm: str
) -> None:
    for note in NOTES:
        await anna.save(note)
    await filler(anna).fill(silent)
    await asyncio.to_thread(_harm, folder.index, harm)
    await anna.save("the green bin goes out on Thursdays")
    with suppress(IndexUnavailable):  # whoever notices the harm first is told of it
        await filler(anna).look()
    await filler(anna).look()
    await anna.store.indexer.catch_up()
    assert (await found(anna, "where is the spare key?"))[0] == NOTES[0]
    assert (await verified(anna)).mended == 0


def _harm(folder: Path, harm: str) -> None:
    [path] = folder.glob("search-*.sqlite3")
    if harm == "deleted":
        for each in folder.iterdir():
            each.unlink()
    else:
        path.write_bytes(b"this was never a database" * 1_000)
        Path(f"{path}-wal").write_bytes(b"")


def test_nothing_is_indexed_of_what_is_secret() -> None:
    memory = Memory.model_construct(id="m", person="p", level=Level.SECRET, told_at=NOW, index_pending=None)
    assert IndexChange.of(memory, None, AiUse.NONE).text is None
