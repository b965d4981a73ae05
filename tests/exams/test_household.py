"""A household made up for these tests; it is sat once, and the tests look at the answers."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.conversation import Conversation
from bot.messages import ChannelName, PersonId
from memory.documents import PersonAddress
from tests.exams import household
from tests.exams.__main__ import run
from tests.exams.installation import Note, Someone, installation
from tests.handlers.clocks import WEDNESDAY

MEMORIES = [
    ("2026-03-01T09:00:00+00:00", "whatsapp", "the spare key is under the blue pot"),
    ("2026-03-02T23:30:00+00:00", "sms", "Marta is allergic to nuts"),
    ("2026-03-20T09:00:00+00:00", "web", "moved the spare key to the green shed"),
]
QUESTIONS = [
    ("2026-03-10T10:00:00+00:00", "where is the spare key?"),
    ("2026-03-03T10:00:00+00:00", "what is Marta allergic to?"),
    ("2026-04-01T10:00:00+01:00", "where is the spare key?"),
]


def persona() -> dict[str, Any]:
    return {
        "id": "anna",
        "name": "Anna",
        "tz": "Europe/Lisbon",
        "locale": "en-GB",
        "memories": [
            {"id": f"m{number}", "at": at, "channel": channel, "text": text}
            for number, (at, channel, text) in enumerate(MEMORIES)
        ],
        "questions": [{"id": f"q{number}", "at": at, "text": text} for number, (at, text) in enumerate(QUESTIONS)],
    }


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    """By question. The sitting is told nothing but who asks what and when, or it would fail for want of it."""
    rows, _ = household.sit({"personas": [persona()]}, None)
    assert [row["question"] for row in rows] == ["q1", "q0", "q2"]
    return {row["question"]: row for row in rows}


def test_only_what_was_told_before_is_found(answers: dict[str, dict[str, Any]]) -> None:
    assert "m2" not in answers["q0"]["ranked"]
    assert answers["q0"]["ranked"][0] == "m0"
    assert "m2" in answers["q2"]["ranked"]


def test_the_answer_is_what_a_person_would_read(answers: dict[str, dict[str, Any]]) -> None:
    first, *quotes = answers["q1"]["answer"].splitlines()
    assert first
    assert quotes[0].strip() == "“Marta is allergic to nuts”, yesterday, SMS"


def test_a_row_says_whether_anything_was_found_and_how_long_it_took(answers: dict[str, dict[str, Any]]) -> None:
    assert answers["q0"]["found"]
    assert answers["q0"]["ms"] > 0


async def test_what_was_asked_and_answered_is_in_the_conversation() -> None:
    async with installation() as store:
        someone = await Someone.new(store, "Anna", ZoneInfo("Europe/Lisbon"), "en", WEDNESDAY)
        await someone.tell([Note("the spare key is under the blue pot", WEDNESDAY, ChannelName.WHATSAPP)])
        answered = await someone.ask("where is the spare key?", WEDNESDAY)
        person = PersonId((await PersonAddress.find_all().to_list())[0].person)
        log = await Conversation(person, store.vault).after(0, 10)
    assert [said.text for said in log] == ["where is the spare key?", answered.reply.text]
    assert log[1].quotes == answered.reply.quotes


def test_the_command_gives_an_answer_to_each_question_and_the_figures_of_each_kind(tmp_path: Path) -> None:
    exam = {"personas": [persona()]}
    expected = {
        "kind": "fact",
        "evidence": ["m0"],
        "also_ok": [],
        "answerable": True,
        "answer_contains": [["blue pot"]],
    }
    exam["personas"][0]["questions"] = [{**exam["personas"][0]["questions"][0], **expected}]
    file = tmp_path / "exam.json"
    file.write_text(json.dumps(exam))
    rows, figures = run("household", file)
    assert len(rows) == figures["n"] == 1
    assert figures["answers"] == figures["by_kind"]["fact"]["r5"] == 1
