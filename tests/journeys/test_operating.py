"""What an operator asks of the command line, on an installation that has lived a little."""

import re
import subprocess
import sys
from pathlib import Path

from tests.processes import environment

PATIENCE = 90


def tuckaway(folder: Path, *arguments: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=environment(folder, settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_every_command_of_an_operator_does_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = tuckaway(folder, "chat", typed="the spare key is under the blue pot\n")
    assert first.stdout.startswith("Tucked away.")
    assert "Back it up" in first.stderr

    link = tuckaway(folder, "link", port="8766")
    assert re.fullmatch(r"http://127\.0\.0\.1:8766/enter/\S{40,}\n", link.stdout)
    assert "Back it up" not in link.stderr

    assert tuckaway(folder, "reindex").stdout == "The index was filled anew from 1 memories.\n"
    found = tuckaway(folder, "chat", typed="where is the spare key?\n").stdout
    assert "“the spare key is under the blue pot”, today, terminal" in found

    assert "nothing to do" in tuckaway(folder, "migrate").stdout
    assert "would change" in tuckaway(folder, "migrate", "--to", "0", "--dry-run").stdout
    assert tuckaway(folder, "corrections").stdout == ""
    assert tuckaway(folder, "deadletters", "list").stdout == "There are no dead letters.\n"
    unknown = tuckaway(folder, "deadletters", "show", "nonsense")
    assert unknown.returncode == 1
    assert "tuckaway deadletters list" in unknown.stderr

    doctor = tuckaway(folder, "doctor")
    assert doctor.returncode == 0
    assert "✓ Database: answers, and the master key opens what is in it" in doctor.stdout
    assert "✓ Search index: in step with the database" in doctor.stdout


def test_a_database_that_does_not_answer_is_named_in_one_sentence(tmp_path: Path) -> None:
    refused = tuckaway(tmp_path / "data", "doctor", mongodb_uri="mongodb://someone:secret-word@127.0.0.1:9/")
    assert refused.returncode == 1
    assert "TUCKAWAY_MONGODB_URI" in refused.stdout
    assert "secret-word" not in refused.stdout + refused.stderr
