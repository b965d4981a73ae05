"""The embedded index's file damaged, deleted, of another making: put aside, said, begun anew."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import IndexUnavailable
from tests.memory.search.filed import database, entry, found, opened, put_aside


def emptied(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def garbage(path: Path) -> None:
    path.write_bytes(b"this was never a database" * 1_000)


def holes(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096:] = b"\xa5" * (len(raw) - 4096)
    path.write_bytes(raw)


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("harm", [garbage, holes, halved])
async def test_a_damaged_file_is_put_aside_and_a_new_one_asks_to_be_filled(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    async with opened(tmp_path) as index:
        await index.put([entry(f"m{number}") for number in range(200)])
        await index.rebuilt()
    harm(database(tmp_path))
    async with opened(tmp_path) as index:
        assert index.needs_rebuild
        assert await found(index) == (set(), set())
        assert put_aside(tmp_path)
        await index.put([entry("m1")])
        await index.rebuilt()
        assert await found(index) == ({"m1"}, {"m1"})
        assert not put_aside(tmp_path)


async def test_damage_while_running_is_said_and_clearing_heals_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as index:
        await index.put([entry(f"m{number}") for number in range(500)])
        await index.rebuilt()
    async with opened(tmp_path, cache=0) as index:
        holes(database(tmp_path))
        with pytest.raises(IndexUnavailable, match="begun anew"):
            await found(index)
        assert index.needs_rebuild
        assert await found(index) == (set(), set())
        await index.put([entry("m1")])
        assert await found(index) == ({"m1"}, {"m1"})


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM entry WHERE memory = 'm1'",
        "UPDATE entry SET labels = CAST(x'ff' AS TEXT) WHERE memory = 'm1'",
        "UPDATE entry SET at = 1e300 WHERE memory = 'm1'",
        "UPDATE vector SET packed = x'00' WHERE entry = 1",
        "UPDATE vector SET packed = substr(packed, 1, 100)",
    ],
)
async def test_tables_that_contradict_each_other_are_damage_too(tmp_path: Path, damage: str) -> None:
    async with opened(tmp_path) as index:
        await index.put([entry("m1"), entry("m2")])
        await index.rebuilt()
        await found(index)
        with closing(sqlite3.connect(database(tmp_path))) as connection:
            connection.execute(damage)
            connection.commit()
        await index.put([entry("m3")])
        index._blocks.clear()
        with pytest.raises(IndexUnavailable, match="begun anew"):
            await found(index)
        assert index.needs_rebuild
        await index.put([entry("m4")])
        assert await found(index) == ({"m4"}, {"m4"})


async def test_clearing_heals_a_damaged_file_at_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as index:
        await index.put([entry(f"m{number}") for number in range(500)])
    async with opened(tmp_path, cache=0) as index:
        holes(database(tmp_path))
        await index.clear()
        await index.put([entry("m1")])
        assert await found(index) == ({"m1"}, {"m1"})


async def test_a_file_deleted_while_it_is_open_is_made_anew_and_never_written_into_the_void(tmp_path: Path) -> None:
    async with opened(tmp_path) as one, opened(tmp_path) as two:
        await one.put([entry("m1")])
        await one.rebuilt()
        emptied(tmp_path)
        with pytest.raises(IndexUnavailable, match="was deleted"):
            await one.put([entry("m2")])
        assert one.needs_rebuild
        await one.put([entry("m3")])
        # The other one notices too, and takes the new file for what it is.
        with pytest.raises(IndexUnavailable, match="was deleted or replaced"):
            await found(two)
        assert await found(two) == ({"m3"}, {"m3"})
        assert not put_aside(tmp_path)


def replaced(path: Path) -> None:
    """Another program's database under our name, of a time when the tables were others."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE entry (person, memory, terms); PRAGMA user_version = 1")


def robbed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE label")
        connection.commit()


@pytest.mark.parametrize("harm", [replaced, robbed])
async def test_a_file_with_other_tables_is_put_aside_when_it_is_opened(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    async with opened(tmp_path) as index:
        await index.put([entry("m1")])
        await index.rebuilt()
    harm(database(tmp_path))
    async with opened(tmp_path) as index:
        assert index.needs_rebuild
        await index.put([entry("m2")])
        assert await found(index) == ({"m2"}, {"m2"})
