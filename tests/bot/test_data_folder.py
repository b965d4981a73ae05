import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from bot.data_folder import LITTLE_SPACE, NO_SPACE, prepare, try_lock, write_private
from bot.errors import InstallationError

NOBODY = 65_534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_that_is_not_there_is_made_for_us_alone(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "a" / "b")
    assert mode(folder.path) == 0o700
    assert folder.notices == ()


def test_everything_lies_inside_the_folder(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "data")
    places = [
        folder.database,
        folder.database_access,
        folder.database_lock,
        folder.index,
        folder.logs,
        folder.master_key,
    ]
    assert {place.parent for place in places} == {folder.path}
    assert len(set(places)) == len(places)


def test_preparing_twice_changes_nothing(tmp_path: Path) -> None:
    first = prepare(tmp_path / "data")
    write_private(first.master_key, b"key")
    assert prepare(tmp_path / "data") == first
    assert first.master_key.read_bytes() == b"key"


def test_a_relative_path_is_taken_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert prepare(Path("data")).path == tmp_path / "data"


def test_a_folder_open_to_others_is_closed_and_that_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    folder = prepare(tmp_path)
    assert mode(tmp_path) == 0o700
    assert folder.notices == (f"{tmp_path} was open to other users (mode 0755); it is now closed to them (0700).",)


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(InstallationError, match="is a file, not a folder: move it away"):
        prepare(tmp_path / "data")
    assert (tmp_path / "data").read_text() == "a file"


def test_a_place_where_no_folder_can_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InstallationError, match=r"can't be made .*: set TUCKAWAY_DATA_DIR"):
        prepare(tmp_path / "file" / "data")


def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InstallationError, match="can't be written to: run `chmod u"):
        prepare(tmp_path)
    assert mode(tmp_path) == 0o500


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, NOBODY, NOBODY)
    with pytest.raises(InstallationError, match=f"{tmp_path} belongs to .*, not to root: run Tuckaway as "):
        prepare(tmp_path)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_an_owner_without_a_name_is_called_by_number(tmp_path: Path) -> None:
    os.chown(tmp_path, 54_321, 54_321)
    with pytest.raises(InstallationError, match="belongs to user 54321"):
        prepare(tmp_path)


@given(free=integers(min_value=0, max_value=4 * LITTLE_SPACE))
def test_little_space_is_said_and_none_is_refused(tmp_path_factory: pytest.TempPathFactory, free: int) -> None:
    path = tmp_path_factory.getbasetemp() / "space"
    if free < NO_SPACE:
        with pytest.raises(InstallationError, match="free at least 200 MB"):
            prepare(path, free=lambda _folder: free)
    else:
        notices = prepare(path, free=lambda _folder: free).notices
        assert any("MB are free" in notice for notice in notices) == (free < LITTLE_SPACE)


def test_a_private_file_is_replaced_whole_and_is_ours_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_private(path, b"old")
    write_private(path, b"new")
    assert path.read_bytes() == b"new"
    assert mode(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_private_file_that_can_not_be_put_in_place_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(IsADirectoryError):
        write_private(tmp_path / "taken", b"secret")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_lock_is_had_by_one_at_a_time(tmp_path: Path) -> None:
    first = try_lock(tmp_path / "lock")
    assert first is not None
    assert try_lock(tmp_path / "lock") is None
    os.close(first)
    again = try_lock(tmp_path / "lock")
    assert again is not None
    os.close(again)


def test_a_lock_lasts_as_long_as_a_child_that_was_given_it(tmp_path: Path) -> None:
    lock = try_lock(tmp_path / "lock")
    assert lock is not None
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=(lock,))
    os.close(lock)
    assert try_lock(tmp_path / "lock") is None
    child.communicate(b"\n")
    after = try_lock(tmp_path / "lock")
    assert after is not None
    os.close(after)


def test_a_lock_where_no_file_can_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InstallationError, match=r"can't be opened .*: set TUCKAWAY_DATA_DIR"):
        try_lock(tmp_path / "nowhere" / "lock")
