"""Whatever one person asks, they get nothing that another told: on both engines, from the words to the answer."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.assembly import Store
from bot.data_folder import DataFolder
from bot.settings import Settings, load_settings
from memory.embedding.local import LocalEmbedder
from memory.search.blind import blind_terms
from tests import elasticsearch
from tests.conftest import loaded_encoder
from tests.memory.desk import NOW, Desk, store_of

LISBON = ZoneInfo("Europe/Lisbon")
NOTES = ("the spare key is under the blue pot", "Ben wants a scarf #gift", "🎉", 'say "friend" and *:* enter')

# What stands for something of the other one's is put in when it is known.
PERSON, MEMORY, TERM = "«person»", "«memory»", "«term»"
PIECES = (
    *('"', "'", "*", "*:*", "(", "))", "AND", "OR", "NOT", "NEAR/3", "/.*/", "[a TO z]", "^2", "~", "\\", "{", "||"),
    *("terms:", "posting MATCH", "_id:", "$where", '{"$gt": ""}', "'; DROP TABLE entry; --", "\0", "\ud800", "\u202e"),
    *("from:", "person:", "person:ben", "has:photo", "before:", "after:2024", "category:", "#gift", "-", "-key", '-"'),
    *(
        "the",
        "of and",
        "where is my",
        "how many notes do I have",
        "list everything",
        "last week",
        "key",
        "friend",
        "🎉",
    ),
    *(PERSON, MEMORY, TERM, f"from:{PERSON}", f'"{MEMORY}"', f"{PERSON} {MEMORY}", f"person:{PERSON}", f"-{TERM}"),
)
LONG = ("x" * 10_000, "the of and " * 900, "🎉" * 2_500, '"' * 1_001, "key -key " * 1_100, "(" * 10_000, "a " * 5_000)
questions = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=10).map(" ".join) | st.sampled_from(LONG)


@pytest.fixture(params=["embedded", "elasticsearch"])
async def store(
    request: pytest.FixtureRequest, settings: Settings, folder: DataFolder, worker_id: str
) -> AsyncIterator[Store]:
    """A store with either engine."""
    if request.param == "elasticsearch":
        server = elasticsearch.server(worker_id)
        uri = settings.mongodb_uri
        assert uri is not None
        given = {
            "TUCKAWAY_DATA_DIR": str(folder.path),
            "TUCKAWAY_MONGODB_URI": uri.get_secret_value(),
            "TUCKAWAY_MONGODB_DATABASE": settings.mongodb_database,
            "TUCKAWAY_SEARCH_URL": server.url,
            "TUCKAWAY_SEARCH_NAME": server.name,
            "TUCKAWAY_SEARCH_REPLICAS": "0",
        }
        settings = load_settings(given, env_file=None)
    async with store_of(settings, folder, LocalEmbedder(loaded_encoder)) as opened:
        await opened.recall._index.clear()
        yield opened


@pytest.fixture
async def two(anna: Desk, ben: Desk) -> tuple[Desk, Desk, dict[str, str]]:
    """Both tell the same, and what the first may put in to reach the second's."""
    saved = [[await desk.save(note) for note in NOTES] for desk in (anna, ben)]
    [term] = blind_terms(ben.search_key, ["key"])
    return anna, ben, {PERSON: ben.person, MEMORY: saved[1][0].id, TERM: term}


async def reached(desk: Desk, text: str) -> set[str]:
    """Everything that an answer, or what a few words mean, is made of."""
    asking = desk.questions()
    question = asking.read(text, now=NOW, zone=LISBON, languages=("en", "de"))
    answer = await asking.answer(question)
    further = await asking.answer(question, skip=2) if answer.listed else answer
    nearest = await asking.nearest(text)
    found = {each.memory.id for each in (*answer.found, *further.found)}
    return found | set(answer.ranked) | set(further.ranked) | ({nearest.id} if nearest else set())


@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
)
@example(text=LONG[0])
@example(text="where is the spare key")
@example(text="how many notes do I have")
@example(text=f"person:{PERSON} {MEMORY} OR *:*")
@given(text=questions)
async def test_no_question_is_an_error_or_reaches_what_another_told(
    two: tuple[Desk, Desk, dict[str, str]], text: str
) -> None:
    anna, ben, others = two
    for name, value in others.items():
        text = text.replace(name, value)
    own = set(await anna.store.recall.stamps(anna.person))
    assert len(own) == len(NOTES)
    assert own.isdisjoint(await anna.store.recall.stamps(ben.person))
    assert await reached(anna, text) <= own


async def test_what_is_asked_for_in_earnest_is_reached(two: tuple[Desk, Desk, dict[str, str]]) -> None:
    anna, ben, _ = two
    for desk in (anna, ben):
        own = set(await desk.store.recall.stamps(desk.person))
        assert await reached(desk, "how many notes do I have") == own
        assert await reached(desk, "where is the spare key?")
