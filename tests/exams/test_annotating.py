"""The exam of annotations, with and without a language model that the environment names."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.exams.__main__ import run
from tests.fakes.openai import FakeOpenAI
from tests.processes import environment

# Made up for this test: notes that say little of what they are about, each with what somebody else said they are.
NOTES = [
    ("half a lemon goes a long way", "recipe"),
    ("blue folder, second shelf", "place"),
    ("the tall one with the hat", "person"),
    ("car at level 3", "place"),
    ("not on an empty stomach", "health"),
    ("Tom still has it", "person"),
    ("same again as last year", "event"),
    ("try the other one", "idea"),
    ("ask for the quiet side", "travel"),
    ("twelve each, four of us", "finance"),
    ("slowly, then all at once", "quote"),
    ("Marta before ten, never after", "work"),
    ("left, left, right, blue door", "place"),
    ("no nuts for Ben", "health"),
    ("what goes up stays up", "quote"),
    ("two eggs, a cup of flour and butter", "recipe"),
    ("the wifi password is hunter22", "credential"),
    ("buy milk and bread", "task"),
    ("dentist on Friday at 9", "event"),
    ("lent Tom 40 euros", "finance"),
    ("parking behind the bakery", "place"),
    ("knee again, left one", "health"),
    ("gift for Eva: the green lamp", "idea"),
    ("train to Porto 8:40, seat 12", "travel"),
    ("dinner with Marta on Saturday", "event"),
]
# What else is right about some of them.
ALSO = {"ask for the quiet side": "task", "Marta before ten, never after": "person"}


def exam(folder: Path) -> Path:
    rows = [
        {
            "id": f"p:{number}",
            "text": text,
            "category": category,
            "accept": [category, ALSO.get(text, category)],
            "people": [],
            "credential": category == "credential",
            "task": category == "task",
            "language": "en",
        }
        for number, (text, category) in enumerate(NOTES)
    ]
    file = folder / "exam.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return file


def good(body: dict[str, Any]) -> str:
    """What a good model says, which is wrong now and then."""
    text = json.loads(body["messages"][1]["content"])["text"]
    wrong = text == "what goes up stays up"
    return json.dumps({"label": "general" if wrong else dict(NOTES)[text], "confidence": 0.9})


async def sat(folder: Path, **settings: str) -> dict[str, Any]:
    """The figures that the command prints."""
    command = (sys.executable, "-m", "tests.exams", "annotations", str(exam(folder)))
    process = await asyncio.create_subprocess_exec(
        *command, env=environment(folder / "data", settings), stdout=asyncio.subprocess.PIPE, cwd=Path.cwd()
    )
    said, _ = await process.communicate()
    figures: dict[str, Any] = json.loads(said.decode().splitlines()[-1])
    return figures


async def test_the_command_asks_the_model_that_the_environment_names_and_says_which(tmp_path: Path) -> None:
    async with FakeOpenAI() as server:
        server.answer = good
        prices = {"language_price_in": "0", "language_price_out": "0"}
        figures = await sat(tmp_path, language_url=server.url, language_model="fake-model", **prices)
        asked = [each["text"] for each in server.data]
    assert figures["model"] == "fake-model at 127.0.0.1"
    assert figures["calls"] == {"answered": len(asked)}
    assert figures["category_lenient"] >= 0.9
    assert "the wifi password is hunter22" not in asked
    assert len(asked) < len(NOTES)


def test_without_settings_nobody_is_asked(tmp_path: Path) -> None:
    _, figures = run("annotations", exam(tmp_path))
    assert "model" not in figures
    assert figures["category_lenient"] < 0.9
    assert not any(name.startswith("TUCKAWAY_LANGUAGE") for name in os.environ)
