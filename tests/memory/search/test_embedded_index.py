"""The embedded index's file: shared, killed, stolen, out of reach, on a full disk."""

import asyncio
import os
import resource
import signal
import sqlite3
import stat
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import IndexUnavailable
from bot.messages import MemoryId, PersonId
from memory.search.embedded import EmbeddedIndex
from memory.search.port import Query
from tests.memory.search.filed import ANNA, database, direction, entry, found, opened, put_aside

NOBODY = 65_534
WRITER = """
import asyncio, sys
from pathlib import Path
sys.path[:0] = {path!r}
from memory.search.embedded import EmbeddedIndex
from tests.memory.search.filed import entry

async def main():
    index = EmbeddedIndex(Path({folder!r}))
    await index.open("model")
    for number in range({first}, {first} + 100_000):
        await index.put([entry(f"{{number}}-{{part}}") for part in range(3)])
        print(number, flush=True)

asyncio.run(main())
"""


async def test_two_processes_worth_of_indexes_see_each_others_changes_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as one, opened(tmp_path) as two:
        await one.put([entry("m1")])
        assert await found(two) == ({"m1"}, {"m1"})
        await two.put([entry("m2"), entry("m3")])
        assert await found(one) == ({"m1", "m2", "m3"},) * 2
        await one.put([entry("m1", "door")])
        assert await found(two) == ({"m2", "m3"}, {"m1", "m2", "m3"})
        await two.forget(ANNA, [MemoryId("m2")])
        assert await found(one) == ({"m3"}, {"m1", "m3"})
        await one.forget_person(ANNA)
        assert await found(two) == (set(), set())
        await two.put([entry("m4")])
        assert await found(one) == ({"m4"}, {"m4"})
        await one.clear()
        assert await found(two) == (set(), set())


async def test_an_index_notices_that_another_process_has_filled_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as one, opened(tmp_path) as two:
        await one.rebuilt()
        await two.check()
        assert not two.needs_rebuild


async def test_two_indexes_writing_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    async with opened(tmp_path) as one, opened(tmp_path) as two:
        puts = (each.put([entry(f"{name}{number}")]) for number in range(20) for name, each in (("a", one), ("b", two)))
        await asyncio.gather(*puts)
        assert (
            await found(one) == await found(two) == ({f"{name}{number}" for number in range(20) for name in "ab"},) * 2
        )


async def test_it_finds_the_same_with_room_for_nobodys_vectors(tmp_path: Path) -> None:
    people = [PersonId(f"person{number}") for number in range(5)]
    async with opened(tmp_path, cache=0) as index:
        for round_ in range(3):
            await index.put([entry(f"{person}-{round_}", person=person) for person in people])
            for person in people:
                expected = {f"{person}-{each}" for each in range(round_ + 1)}
                assert await found(index, person=person) == (expected, expected)


async def test_whoever_asks_while_it_is_opened_once_more_is_told_so_and_not_left_waiting(tmp_path: Path) -> None:
    async with opened(tmp_path) as index:
        await index.put([entry("m1")])
        with closing(sqlite3.connect(database(tmp_path), isolation_level=None)) as another:
            another.execute("BEGIN IMMEDIATE")
            opening = asyncio.create_task(index.open("model"))
            with pytest.raises(IndexUnavailable):
                await asyncio.wait_for(asked_until(index, opening), 10)
        await opening
        assert await found(index) == ({"m1"}, {"m1"})


async def asked_until(index: EmbeddedIndex, opening: asyncio.Task[None]) -> None:
    while not opening.done():
        await index.check()


async def test_the_files_are_for_their_owner_only(tmp_path: Path) -> None:
    async with opened(tmp_path / "search") as index:
        await index.put([entry("m1")])
        modes = rights_in(tmp_path / "search")
    assert modes == {0o600}
    assert rights_in(tmp_path) == {0o700}


def rights_in(folder: Path) -> set[int]:
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_an_index_of_another_model_stays_while_somebody_uses_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as running:
        await running.put([entry("m1")])
        new = EmbeddedIndex(tmp_path)
        await new.open("another model")
        await new.rebuilt()
        assert await found(running) == ({"m1"}, {"m1"})
        await running.put([entry("m2")])
        await running.close()
        await new.rebuilt()
        await new.close()
    assert database(tmp_path).exists()


async def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    async with opened(tmp_path):
        pass
    with pytest.raises(IndexUnavailable, match="the right to read and write"):
        await EmbeddedIndex(database(tmp_path)).open("a file is where the folder should be")


async def test_an_index_that_could_not_be_opened_is_used_as_soon_as_it_can_be(tmp_path: Path) -> None:
    async with opened(tmp_path) as index:
        await index.put([entry("m1")])
        await index.rebuilt()
        path = database(tmp_path)
    path.rename(tmp_path / "elsewhere")
    path.mkdir()
    index = EmbeddedIndex(tmp_path)
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: index.open("model"),
        lambda: index.put([entry("m2")]),
        lambda: found(index),
        index.check,
    ]
    for call in calls:
        with pytest.raises(IndexUnavailable, match="the right to read and write"):
            await call()
    path.rmdir()
    (tmp_path / "elsewhere").rename(path)
    with suppress(IndexUnavailable):  # whoever comes first opens it
        await index.check()
    assert await found(index) == ({"m1"}, {"m1"})
    assert not index.needs_rebuild
    await index.close()


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Nobody may write in the folder; root may write anywhere, so it is somebody else meanwhile."""
    before = os.geteuid()
    for path in (folder, *folder.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)
        for path in (folder, *folder.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)


async def test_a_file_that_may_only_be_read_is_said_in_a_sentence_and_used_again_when_it_may_be_written() -> None:
    # Not in pytest's own folder, into which nobody else may look.
    with TemporaryDirectory() as name:
        folder = Path(name)
        async with opened(folder) as index:
            await index.put([entry("m1")])
        index = EmbeddedIndex(folder)
        with unwritable(folder):
            for call in (index.open("model"), index.put([entry("m2")]), index.check()):
                with pytest.raises(IndexUnavailable, match="give the bot the right to read and write"):
                    await call
        with suppress(IndexUnavailable):
            await index.check()
        await index.put([entry("m2")])
        assert await found(index) == ({"m1", "m2"}, {"m1", "m2"})
        await index.close()


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The operating system refuses to let any file of this process grow further, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_full_disk_refuses_a_put_and_keeps_what_was_there(tmp_path: Path) -> None:
    async with opened(tmp_path) as index:
        await index.put([entry("m1")])
        with files_no_larger_than(64 << 10), pytest.raises(IndexUnavailable, match="just now"):
            await index.put([entry(f"n{number}") for number in range(100)])
        assert await found(index) == ({"m1"}, {"m1"})
        await index.put([entry("m2")])
        assert await found(index) == ({"m1", "m2"},) * 2


async def test_whatever_was_acknowledged_before_a_kill_is_found_after_it(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for round_ in range(5):
        acknowledged |= await _killed_while_writing(tmp_path, first=round_ * 100_000, after=3 + round_ * 4)
        async with opened(tmp_path) as index:
            lexical, dense = await found_all(index)
            assert acknowledged <= lexical == dense
            assert not put_aside(tmp_path)


async def found_all(index: EmbeddedIndex) -> tuple[set[str], set[str]]:
    candidates = await index.find(ANNA, Query(("key",), direction(1)), limit=100_000)
    return {hit.memory for hit in candidates.lexical}, {hit.memory for hit in candidates.dense}


async def _killed_while_writing(folder: Path, *, first: int, after: int) -> set[str]:
    """A process writes until it has acknowledged `after` batches, then is killed in the middle of a further one."""
    code = WRITER.format(path=sys.path, folder=str(folder), first=first)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    numbers = [int(await process.stdout.readline()) for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    numbers += [int(line) for line in (await process.stdout.read()).splitlines()]
    await process.wait()
    return {f"{number}-{part}" for number in numbers for part in range(3)}


people = st.sampled_from(["anna", "ben", "cleo"]).map(PersonId)
terms = st.lists(st.sampled_from(["key", "bin", "code", "pot", "bean"]), max_size=4).map(" ".join)


@settings(max_examples=30)
@given(st.lists(st.tuples(people, st.integers(0, 5), terms), max_size=12), people, terms)
def test_no_question_of_one_person_finds_a_memory_of_another(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[PersonId, int, str]], asker: PersonId, asked: str
) -> None:
    async def run() -> None:
        async with opened(tmp_path_factory.mktemp("index")) as index:
            await index.put([entry(f"{person}-{number}", text, person) for person, number, text in told])
            lexical, dense = await found(index, asked, asker)
            assert dense == {f"{person}-{number}" for person, number, _ in told if person == asker}
            latest = {(person, number): set(text.split()) for person, number, text in told}
            sharing = {key for key, words in latest.items() if words & set(asked.split())}
            assert lexical == {f"{person}-{number}" for person, number in sharing if person == asker}

    asyncio.run(run())
