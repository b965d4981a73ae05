import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.messages import Outbound

PATIENCE = 180.0


@dataclass(frozen=True)
class Ended:
    """How a run of the command went."""

    status: int
    out: str
    errors: str


async def tuckaway(folder: Path, *arguments: str, lines: str = "", **settings: str) -> Ended:
    """Run the real command with lines piped in, and wait for its end."""
    ours = {f"TUCKAWAY_{name.upper()}": value for name, value in settings.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        env={**os.environ, "TUCKAWAY_DATA_DIR": str(folder), **ours},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            out, errors = await process.communicate(lines.encode())
    finally:
        if process.returncode is None:
            process.kill()
    return Ended(process.returncode or 0, out.decode(), errors.decode())


async def test_a_conversation_through_a_pipe_is_remembered_by_the_next_one(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    first = await tuckaway(folder, "chat", lines="the spare key is under the blue pot\nwhere is the spare key?\n")
    assert first.status == 0, first.errors
    saved, choice, introduction, answer, quote, opens = first.out.splitlines()
    assert saved == "Tucked away."
    assert choice == "[1] Undo"
    assert "I'm Tuckaway" in introduction
    assert answer.startswith("Here's what you told me")
    assert "“the spare key is under the blue pot”, today, terminal" in quote
    assert opens.endswith("Open")
    assert folder.stat().st_mode & 0o777 == 0o700

    # The last line has no end, and the answer to each is one JSON object a line.
    second = await tuckaway(folder, "chat", "--json", lines="where's the key?\n\nforget the key\n2\nlist")
    assert second.status == 0, second.errors
    messages = [Outbound.model_validate(json.loads(line)) for line in second.out.splitlines()]
    assert [[quote.text for quote in message.reply.quotes] for message in messages] == [
        ["the spare key is under the blue pot"],
        [],
        ["the spare key is under the blue pot"],
        [],
        ["the spare key is under the blue pot"],
    ]
    assert len({message.key for message in messages}) == 5


async def test_every_answer_to_a_line_is_shown_before_the_next_line_and_before_the_end(tmp_path: Path) -> None:
    car, bike = (f"{what}, remind me tomorrow at 5pm" for what in ("the car is on level 3", "the bike is in the shed"))
    ended = await tuckaway(tmp_path / "fresh", "chat", "--json", lines=f"{car}\nhi\n{bike}\n")
    assert ended.status == 0, ended.errors
    texts = [Outbound.model_validate(json.loads(line)).reply.text for line in ended.out.splitlines()]
    first, introduced, last = texts[:3], texts[3], texts[4:]
    for what, (saved, reminder, further) in (("the car", first), ("the bike", last)):
        assert saved == "Tucked away."
        assert reminder.startswith(f"I'll remind you: {what}")
        assert further.startswith(("By the way", "You're in"))
    assert introduced.startswith("Hello again")


async def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path: Path) -> None:
    ended = await tuckaway(tmp_path / "fresh", "chat", lines="lost?\n", port="eight thousand")
    assert ended.status == 1
    assert ended.out == ""
    [line] = ended.errors.splitlines()
    assert "TUCKAWAY_PORT" in line
    assert not (tmp_path / "fresh").exists()
