"""What the page weighs."""

import gzip
from pathlib import Path
from typing import Final

import pytest

BUILT: Final = Path(__file__).parents[2] / "webhooks" / "static"
LARGEST_SCRIPT: Final = 60_000


def test_the_script_stays_within_its_budget() -> None:
    scripts = list((BUILT / "assets").glob("*.js"))
    if not scripts:
        pytest.skip("the browser chat is not built")
    assert sum(len(gzip.compress(script.read_bytes())) for script in scripts) <= LARGEST_SCRIPT


def test_the_lock_file_names_no_download_host() -> None:
    lock = Path(__file__).parents[2] / "chat" / "package-lock.json"
    assert '"resolved"' not in lock.read_text(encoding="utf-8")
