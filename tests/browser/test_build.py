"""What the page is built from, and what it weighs."""

import gzip
from pathlib import Path
from typing import Final

import pytest

from webhooks import typescript

ROOT: Final = Path(__file__).parents[2]
LARGEST_SCRIPT: Final = 60_000


def test_the_script_stays_within_its_budget() -> None:
    scripts = list((ROOT / "webhooks" / "static" / "assets").glob("*.js"))
    if not scripts:
        pytest.skip("the browser chat is not built")
    assert sum(len(gzip.compress(script.read_bytes())) for script in scripts) <= LARGEST_SCRIPT


def test_the_lock_file_names_no_download_host() -> None:
    assert '"resolved"' not in (ROOT / "chat" / "package-lock.json").read_text(encoding="utf-8")


def test_the_pages_types_are_those_of_the_server() -> None:
    assert typescript.main(["--check"]) == 0


def test_types_that_are_out_of_date_are_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "wire.ts"
    stale.write_text("export {};\n", encoding="utf-8")
    monkeypatch.setattr(typescript, "TARGET", stale)
    assert typescript.main(["--check"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert typescript.main([]) == 0
    assert typescript.main(["--check"]) == 0
