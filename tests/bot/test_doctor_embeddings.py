"""What the doctor finds of an embeddings endpoint, before a fake one that is well, or is not."""

from collections.abc import AsyncIterator

import pytest

from bot.cli.examining_embeddings import embeddings
from bot.cli.findings import Verdict
from bot.settings import Settings
from memory.embedding.hosted import TRIAL
from tests.fakes.embeddings import LENGTH, FakeEmbeddings, fails
from tests.fakes.openai import KEY, Fault, refusal
from tests.memory.embedding.hosting import hosted


@pytest.fixture
async def server() -> AsyncIterator[FakeEmbeddings]:
    async with FakeEmbeddings() as fake:
        yield fake


async def test_without_an_endpoint_there_is_nothing_to_mend(settings: Settings) -> None:
    finding = await embeddings(settings)
    assert (finding.verdict, finding.mend) == (Verdict.WELL, "")


async def test_an_endpoint_that_is_well_is_asked_once_with_the_key_and_nothing_of_anybody(
    settings: Settings, server: FakeEmbeddings
) -> None:
    finding = await embeddings(hosted(settings, server))
    assert (finding.verdict, finding.mend) == (Verdict.WELL, "")
    assert finding.finding == f"fake-model at {server.url} gives vectors of {LENGTH} numbers"
    assert (server.keys, server.texts) == ([KEY], [TRIAL])


@pytest.mark.parametrize(
    ("fault", "finding", "mend"),
    [
        (refusal(401), "does not accept the key", "TUCKAWAY_EMBEDDINGS_KEY"),
        (refusal(402), "wants to be paid", "your account"),
        (refusal(429), "asks to be left alone", "limits of your account"),
        (refusal(503), "fails (status 503)", "logs itself"),
        (Fault(drop=True), "can't be reached", "TUCKAWAY_EMBEDDINGS_URL"),
        (Fault(raw=b"<html>welcome</html>"), "not one that speaks OpenAI's protocol", "goes before /embeddings"),
        (fails(data=[]), "not one that speaks OpenAI's protocol", "TUCKAWAY_EMBEDDINGS_URL"),
        (refusal(418), "refuses the call (status 418)", "TUCKAWAY_EMBEDDINGS_MODEL"),
    ],
)
async def test_each_trouble_is_named_with_its_mend(
    settings: Settings, server: FakeEmbeddings, fault: Fault, finding: str, mend: str
) -> None:
    server.always(fault)
    found = await embeddings(hosted(settings, server))
    assert found.verdict is Verdict.WRONG
    assert finding in found.finding
    assert mend in found.mend


async def test_a_model_that_the_endpoint_does_not_have_is_named_with_those_that_it_has(
    settings: Settings, server: FakeEmbeddings
) -> None:
    server.always(refusal(404, "model not found"))
    found = await embeddings(hosted(settings, server, embeddings_model="other"))
    assert (found.finding, "fake-model" in found.mend) == (f"{server.url} has no model other", True)


async def test_vectors_of_another_length_than_is_set_are_told_with_theirs(settings: Settings) -> None:
    async with FakeEmbeddings(unknown=("dimensions",)) as stubborn:
        found = await embeddings(hosted(settings, stubborn, embeddings_dimensions=1024))
    assert (found.verdict, found.finding) == (Verdict.WRONG, f"{stubborn.url} gives vectors of {LENGTH} numbers")
    assert f"TUCKAWAY_EMBEDDINGS_DIMENSIONS={LENGTH}" in found.mend
