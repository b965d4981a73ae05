"""A conversation with memories embedded elsewhere: told first, found by meaning, by words while nobody is there."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.data_folder import DataFolder
from bot.settings import Settings
from tests.conftest import loaded_encoder
from tests.fakes.embeddings import LENGTH, FakeEmbeddings
from tests.fakes.openai import Fault
from tests.handlers.talk import quoted
from tests.memory.embedding.hosting import hosted
from tests.running import RunningBot

KEY = "the spare key is under the blue pot"


@pytest.fixture
async def server() -> AsyncIterator[FakeEmbeddings]:
    async with FakeEmbeddings() as fake:
        yield fake


@pytest.fixture
async def far(settings: Settings, folder: DataFolder, server: FakeEmbeddings) -> AsyncIterator[RunningBot]:
    named = hosted(settings, server, embeddings_dimensions=LENGTH, embeddings_timeout=2.0)
    async with RunningBot.started(named, folder, loaded_encoder) as bot:
        yield bot


async def test_nothing_is_sent_before_its_person_was_told_where_and_said_yes(
    far: RunningBot, server: FakeEmbeddings
) -> None:
    await far.say("the boiler wants 1.5 bar")
    assert "fake-model at 127.0.0.1" in (await far.say("do you use AI?")).text
    assert server.texts == []
    assert "goes to fake-model at 127.0.0.1" in (await far.say("you may use AI for my messages")).text
    await far.say(KEY)
    assert quoted(await far.say("where is the spare key?")) == [KEY]
    assert set(server.texts) == {KEY, "where is the spare key?"}
    sent = len(server.texts)
    assert "nothing of yours goes there" in (await far.say("don't use AI")).text
    assert quoted(await far.say("where is the spare key?")) == [KEY]
    assert len(server.texts) == sent


async def test_an_endpoint_that_never_answers_keeps_nobody_waiting_for_long(
    far: RunningBot, server: FakeEmbeddings
) -> None:
    await far.say("you may use AI for my messages")
    server.always(Fault(hold=asyncio.Event()))
    async with asyncio.timeout(60):
        assert (await far.say(KEY)).text.startswith("Tucked away")
        assert quoted(await far.say("where is the spare key?")) == [KEY]
