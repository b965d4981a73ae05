"""What an operator asks of the command line, on an installation that has lived a little."""

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from typer.testing import CliRunner, Result

from bot import data_folder
from bot.cli import app
from bot.embedded import EmbeddedDatabase
from tests.processes import environment

PATIENCE = 180


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


@asynccontextmanager
async def running_database(folder: Path) -> AsyncIterator[None]:
    """The commands join it, as they join that of a bot; starting one for each takes longest."""
    database = EmbeddedDatabase(data_folder.prepare(folder))
    await database.start()
    try:
        yield
    finally:
        await database.stop()


async def asked(folder: Path, *arguments: str, **settings: str) -> Result:
    """A command within this process, which has imported already what each command imports."""
    return await asyncio.to_thread(CliRunner().invoke, app, arguments, env=environment(folder, settings))


async def test_every_command_of_an_operator_does_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = tuckaway(folder, "chat", typed="the spare key is under the blue pot\n")
    assert first.stdout.startswith("Tucked away.")
    assert "Back it up" in first.stderr

    async with running_database(folder):
        link = await asked(folder, "link", port="8766")
        assert re.fullmatch(r"http://127\.0\.0\.1:8766/enter/\S{40,}\n", link.stdout)
        assert "Back it up" not in link.stderr

        assert (await asked(folder, "reindex", "--from-start")).stdout == "The index was filled anew from 1 memories.\n"
        verified = await asked(folder, "index", "verify")
        assert verified.stdout == "1 memories of 1 people were compared.\nThe index is in order.\n"
        assert "nothing to do" in (await asked(folder, "migrate")).stdout
        assert "would change" in (await asked(folder, "migrate", "--to", "0", "--dry-run")).stdout
        assert (await asked(folder, "corrections")).stdout == ""
        assert (await asked(folder, "deadletters", "list")).stdout == "There are no dead letters.\n"
        unknown = await asked(folder, "deadletters", "show", "nonsense")
        assert unknown.exit_code == 1
        assert "tuckaway deadletters list" in unknown.stderr

        doctor = await asked(folder, "doctor")
        assert doctor.exit_code == 0
        assert "✓ Database: answers, and the master key opens what is in it" in doctor.stdout
        assert "✓ Search index: in step with the database" in doctor.stdout

    found = tuckaway(folder, "chat", typed="where is the spare key?\n").stdout
    assert "“the spare key is under the blue pot”, today, terminal" in found


async def test_a_database_that_does_not_answer_is_named_in_one_sentence(tmp_path: Path) -> None:
    refused = await asked(tmp_path / "data", "doctor", mongodb_uri="mongodb://someone:secret-word@127.0.0.1:9/")
    assert refused.exit_code == 1
    assert "TUCKAWAY_MONGODB_URI" in refused.stdout
    assert "secret-word" not in refused.stdout + refused.stderr
