"""Somebody who lets AI help asks in the browser: sentences that cite what was told, or the memories themselves."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bot.data_folder import DataFolder
from bot.settings import Settings
from tests.fakes.openai import Body, FakeOpenAI, Fault
from tests.handlers.clocks import WEDNESDAY
from tests.journeys.talks import Talk, in_browser
from tests.memory.language.people import helped
from tests.scheduler.appointments import SetClock

OLD, NEW = "the rent is 950 euros", "the new rent is 990 euros"
ASKED = "how much is the rent?"


@pytest.fixture
async def server() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as fake:
        fake.answer = history
        yield fake


@pytest.fixture
async def talk(settings: Settings, folder: DataFolder, server: FakeOpenAI) -> AsyncIterator[Talk]:
    named = helped(settings, server, language_timeout=2.0)
    async with in_browser(named, folder, SetClock(WEDNESDAY)) as talk:
        yield talk


def history(body: Body) -> str:
    """How it is, by the newer note, and how it was."""
    data = json.loads(body["messages"][1]["content"])
    if "notes" not in data:
        return "{}"
    said = [("The rent was", note) if note["older"] else ("Your new rent is", note) for note in data["notes"]]
    texts = [(f"{begun} {note['text'].split(' is ')[1]}.", note["number"]) for begun, note in said]
    return json.dumps({"sentences": [{"text": text, "notes": [number]} for text, number in texts]})


async def told(talk: Talk) -> None:
    await talk.say("you may use AI for my messages")
    await talk.say(OLD)
    talk.clock.forward(days=20)
    await talk.say(NEW)


async def test_a_question_is_answered_in_sentences_with_what_was_told_below(talk: Talk) -> None:
    await told(talk)
    answer = await talk.say(ASKED)
    assert answer.text == "Your new rent is 990 euros [1]. The rent was 950 euros [2]."
    assert answer.quotes == [NEW, OLD]
    assert answer.labels[0].endswith("[1]")
    assert "told earlier [2]" in answer.labels[1]


async def test_a_model_that_never_answers_keeps_nobody_waiting_for_the_memories(talk: Talk, server: FakeOpenAI) -> None:
    await told(talk)
    server.always(Fault(hold=asyncio.Event()))
    async with asyncio.timeout(20):
        answer = await talk.say(ASKED)
    assert answer.quotes == [NEW, OLD]
    assert "[1]" not in answer.text


async def test_who_has_not_said_yes_is_answered_with_the_memories(talk: Talk, server: FakeOpenAI) -> None:
    await talk.say(NEW)
    assert (await talk.say(ASKED)).quotes == [NEW]
    assert server.requests == []
