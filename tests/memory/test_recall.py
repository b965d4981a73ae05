"""Memories are found again in a person's own words, on the real index and the real embedder."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.messages import MemoryId, PersonId
from memory.embedding.local import Encode, LocalEmbedder, load_encoder
from memory.recall import Recall
from memory.search.blind import blind_terms
from memory.search.embedded import EmbeddedIndex
from memory.sought import Indexable, Sought

ANNA, BEN = PersonId("anna"), PersonId("ben")
KEYS = {ANNA: b"a" * 32, BEN: b"b" * 32}
TOLD = datetime(2025, 3, 1, 9, tzinfo=UTC)
NOTES = {
    "key": "the spare key is under the blue pot",
    "kiwi": "Tilly's mouth went all itchy after kiwi at Dee's",
    "boiler": "boiler pressure should sit between 1 and 1.5 when cold",
    "loan": "lent Dee £60 for the festival tickets",
    "bin": "green bin next friday, black bin the fridays in between",
}


@pytest.fixture(scope="module")
def loaded() -> tuple[Encode, str]:
    return load_encoder()


@pytest.fixture
async def recall(tmp_path: Path, loaded: tuple[Encode, str]) -> AsyncIterator[Recall]:
    recall = Recall(EmbeddedIndex(tmp_path), LocalEmbedder(lambda: loaded))
    await recall.open()
    yield recall
    await recall.close()


def note(memory: str, text: str, person: PersonId = ANNA, minute: int = 0) -> Indexable:
    return Indexable(person, KEYS[person], MemoryId(memory), text, TOLD + timedelta(minutes=minute))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def encoder_named(encode: Encode, digest: str) -> tuple[Encode, str]:
    return encode, digest


async def ask(recall: Recall, question: str, person: PersonId = ANNA, limit: int = 10) -> list[str]:
    found = await recall.search(person, KEYS[person], Sought(question, question))
    return [each.memory for each in found.ranked[:limit]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("where's the spare key?", "key"),
        ("WHERE IS THE SPARE KEY", "key"),
        ("how high should the pressure of the boiler be", "boiler"),
        ("how much money does Dee owe me?", "loan"),
        ("which fruit is my daughter allergic to?", "kiwi"),
        ("¿dónde está la llave?", "key"),
        ("wann wird der Müll abgeholt?", "bin"),
    ],
)
async def test_a_question_in_ones_own_words_finds_the_memory(recall: Recall, question: str, expected: str) -> None:
    await recall.index([note(memory, text) for memory, text in NOTES.items()])
    assert (await ask(recall, question))[0] == expected


async def test_a_memory_indexed_a_moment_ago_is_found(recall: Recall) -> None:
    for number in range(10):
        await recall.index([note(f"m{number}", f"locker {number} opens with code {number}{number}{number}")])
        assert (await ask(recall, f"code of locker {number}"))[0] == f"m{number}"


@pytest.mark.parametrize(
    "question", ["What is the capital of France?", "how do black holes form", "", "🦜", "where is it?"]
)
async def test_a_question_that_nothing_bears_on_finds_nothing(recall: Recall, question: str) -> None:
    await recall.index([note("key", NOTES["key"]), note("boiler", NOTES["boiler"])])
    assert await ask(recall, question) == []


async def test_one_person_never_finds_what_another_told(recall: Recall) -> None:
    await recall.index([note("a", NOTES["key"], ANNA), note("b", NOTES["key"], BEN)])
    assert await ask(recall, "spare key", ANNA) == ["a"]
    assert await ask(recall, "spare key", BEN) == ["b"]


async def test_without_the_persons_own_search_key_nothing_is_found(recall: Recall) -> None:
    await recall.index([note("key", NOTES["key"])])
    assert (await recall.search(ANNA, b"x" * 32, Sought(NOTES["key"], NOTES["key"]))).ranked == []


async def test_of_two_equal_notes_the_newer_comes_first_whichever_was_indexed_first(recall: Recall) -> None:
    await recall.index([note("new", NOTES["key"], minute=9_000), note("old", NOTES["key"], minute=1_000)])
    await recall.index([note("between", NOTES["key"], minute=5_000)])
    assert await ask(recall, "spare key") == ["new", "between", "old"]


async def test_the_same_note_of_another_year_comes_behind_the_newer_one(recall: Recall) -> None:
    years = [note(f"m{year}", NOTES["key"], minute=year * 525_960) for year in (3, 0, 2, 1)]
    await recall.index(years)
    assert await ask(recall, "where's the spare key") == ["m3", "m2", "m1", "m0"]


async def test_a_memory_is_found_by_the_month_it_was_told_in(recall: Recall) -> None:
    await recall.index([note("march", "walked by the river"), note("may", "bought shoes", minute=60 * 24 * 70)])
    assert (await ask(recall, "what did I do in March?"))[0] == "march"
    assert (await ask(recall, "what did I do in May 2025?"))[0] == "may"


async def test_a_better_match_comes_before_a_newer_one(recall: Recall) -> None:
    await recall.index([note("key", NOTES["key"], minute=0), note("pot", "bought a pot of jam", minute=9)])
    assert (await ask(recall, "what is under the blue pot"))[0] == "key"


async def test_an_emoji_is_a_word(recall: Recall) -> None:
    await recall.index([note("party", "🎉"), note("key", NOTES["key"])])
    assert await ask(recall, "🎉") == ["party"]


async def test_words_at_the_end_of_a_very_long_note_are_found(recall: Recall) -> None:
    await recall.index(
        [note("long", "once upon a time " * 6_000 + " the lighthouse keeper"), note("key", NOTES["key"])]
    )
    assert (await ask(recall, "lighthouse"))[0] == "long"


async def test_an_edited_memory_is_found_by_what_it_says_now_only(recall: Recall) -> None:
    await recall.index([note("code", "gate code 4417")])
    await recall.index([note("code", "gate code 9923")])
    assert await ask(recall, "4417 lighthouse") == []
    assert await ask(recall, "9923") == ["code"]


async def test_a_forgotten_memory_is_found_no_more(recall: Recall) -> None:
    await recall.index([note(memory, text) for memory, text in NOTES.items()])
    assert await recall.forget(ANNA, [MemoryId("key")]) == 1
    assert "key" not in await ask(recall, "where's the spare key?")
    assert await recall.forget_person(ANNA) == len(NOTES) - 1
    assert await ask(recall, "kiwi") == []


async def test_no_more_than_the_limit_is_found_and_the_best_of_them(recall: Recall) -> None:
    await recall.index([note(f"m{number}", f"the bin number {number}") for number in range(20)])
    everything = await ask(recall, "bin number 7", limit=100)
    assert len(everything) == 20
    assert await ask(recall, "bin number 7", limit=3) == everything[:3]
    assert everything[0] == "m7"


async def test_hundreds_of_memories_at_once_are_all_found(recall: Recall) -> None:
    await recall.index([note(f"m{number}", f"shelf {number}: jar") for number in range(600)])
    assert [(await ask(recall, f"shelf {number}"))[0] for number in (0, 255, 256, 599)] == [
        "m0",
        "m255",
        "m256",
        "m599",
    ]


async def test_each_find_says_why(recall: Recall) -> None:
    await recall.index([note("key", NOTES["key"]), note("boiler", NOTES["boiler"])])
    best = (await recall.search(ANNA, KEYS[ANNA], Sought("spare key", "spare key"))).ranked[0]
    assert best.words > 0.5
    assert best.cosine > 0.3
    assert set(best.shares) >= {"words", "meaning"}


@pytest.mark.parametrize(
    "question",
    [
        "x" * 100_000,
        "the " * 3_000,
        '"unbalanced',
        "NEAR(a b) OR *:* AND NOT (",
        "a\0b",
        "\ud800key",
        "'; DROP TABLE entry",
    ],
)
async def test_hostile_questions_are_no_error(recall: Recall, question: str) -> None:
    await recall.index([note("key", NOTES["key"])])
    await ask(recall, question)
    assert await ask(recall, "spare key") == ["key"]


@pytest.mark.parametrize(
    "text", ["", "\0", "🎉" * 9_000, "\ud800", "x" * 100_000, "مرحبا " * 2_000, "<script>alert(1)</script>"]
)
async def test_no_note_is_too_strange_to_index(recall: Recall, text: str) -> None:
    await recall.index([note("strange", text), note("key", NOTES["key"])])
    assert (await ask(recall, "spare key"))[0] == "key"


async def test_nothing_readable_is_in_any_file_of_the_index(recall: Recall, tmp_path: Path) -> None:
    canary = "Zanzibarquokka"
    await recall.index([note(f"m{number}", f"my {canary} likes {canary}s, number {number}") for number in range(50)])
    await ask(recall, f"where is the {canary}?")
    await recall.forget(ANNA, [MemoryId("m7")])
    written = files_in(tmp_path)
    assert any(name.endswith("-wal") for name in written)
    # The month is known besides the text, and no more to be read.
    for raw in written.values():
        assert not any(word in raw.lower() for word in (b"zanzibar", b"quokka", b"likes", b"march"))


async def test_the_same_words_of_two_people_look_different_on_the_disk(recall: Recall, tmp_path: Path) -> None:
    blinded = {person: set(blind_terms(key, ["spare", "key", "pot"])) for person, key in KEYS.items()}

    def visible() -> set[str]:
        raw = b"".join(files_in(tmp_path).values())
        return {term for terms in blinded.values() for term in terms if term.encode() in raw}

    await recall.index([note("a", NOTES["key"], ANNA)])
    assert visible() == blinded[ANNA]
    await recall.index([note("b", NOTES["key"], BEN)])
    assert visible() == blinded[ANNA] | blinded[BEN]
    assert not blinded[ANNA] & blinded[BEN]


async def test_a_rebuilt_index_is_complete_and_stays_so(tmp_path: Path, loaded: tuple[Encode, str]) -> None:
    for needs_rebuild in (True, False):
        recall = Recall(EmbeddedIndex(tmp_path), LocalEmbedder(lambda: loaded))
        await recall.open()
        assert recall.needs_rebuild is needs_rebuild
        await recall.doubt()
        await recall.index([note("key", NOTES["key"])])
        await recall.rebuilt()
        await recall.check()
        assert await ask(recall, "spare key") == ["key"]
        await recall.close()


async def test_another_model_begins_another_index(tmp_path: Path, loaded: tuple[Encode, str]) -> None:
    for digest, expected in (("one", True), ("two", True), ("two", False)):
        recall = Recall(EmbeddedIndex(tmp_path), LocalEmbedder(partial(encoder_named, loaded[0], digest)))
        await recall.open()
        assert recall.needs_rebuild is expected
        await recall.rebuilt()
        await recall.close()
    assert [name.rpartition(".")[2] for name in files_in(tmp_path)] == ["sqlite3"]


async def test_many_people_ask_and_tell_at_once(recall: Recall) -> None:
    async def live(person: PersonId) -> None:
        for number in range(5):
            await recall.index([note(f"{person}{number}", f"{person} hid the treasure in cave {number}", person)])
            assert (await ask(recall, f"treasure in cave {number}", person))[0] == f"{person}{number}"

    await asyncio.gather(live(ANNA), live(BEN))
