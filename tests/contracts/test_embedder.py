"""What every embedder promises; each implementation subclasses the contract and supplies `embedder`."""

import asyncio
import threading
from collections.abc import AsyncIterator

import numpy as np
import pytest

from bot.settings import Settings
from memory.embedding.hosted import HostedEmbedder
from memory.embedding.local import BATCH, Encode, LocalEmbedder, Vectors, load_encoder
from memory.embedding.port import Embedder
from memory.search.blind import Turn
from tests.fakes.embeddings import FakeEmbeddings
from tests.memory.embedding.hosting import WHERE, Host
from tests.memory.language.people import ledger_of

HOSTILE = ["", " \n", "🎉🎂", "\0\0", "a\0b", "\ud800", "x" * 100_000, "мир " * 5_000, "<b>&amp;</b>", "-" * 300, "7"]


class EmbedderContract:
    """What every embedder promises."""

    async def test_its_rows_are_as_long_as_an_index_can_turn(self, embedder: Embedder) -> None:
        rows = await embedder.embed(["the spare key is under the blue pot"])
        turned = Turn(b"k" * 32, embedder.dimensions)(rows)
        assert rows[0] @ rows[0] == pytest.approx(turned[0] @ turned[0], abs=1e-5)

    async def test_what_was_prepared_is_embedded_as_ever(self, embedder: Embedder) -> None:
        texts = [f"jar number {number}" for number in range(40)]
        assert not embedder.resting
        assert await embedder.prepare([*texts, "", "🎉"])
        assert (await embedder.embed([*texts, "", "🎉"])).any(axis=1).tolist() == [True] * 40 + [False] * 2

    async def test_it_says_what_its_vectors_may_be_compared_with(self, embedder: Embedder) -> None:
        assert embedder.model
        assert len(embedder.digest) >= 16

    async def test_texts_of_like_meaning_lie_closer_than_others(self, embedder: Embedder) -> None:
        texts = ["where did I put the spare key?", "the spare key is under the blue pot", "Tilly is allergic to kiwi"]
        question, near, far = await embedder.embed(texts)
        assert question @ near > question @ far + 0.2

    async def test_a_text_gets_the_same_vector_alone_and_among_others(self, embedder: Embedder) -> None:
        texts = [f"{number} eggs and {'very ' * (number % 7)}fresh milk" for number in range(3 * BATCH)]
        together = await embedder.embed(texts)
        alone = np.concatenate([await embedder.embed([text]) for text in texts[:8]])
        assert np.einsum("ij,ij->i", together[:8], alone) == pytest.approx(1, abs=1e-4)

    async def test_rows_are_of_unit_length_in_the_order_of_the_texts(self, embedder: Embedder) -> None:
        rows = await embedder.embed(["one fish", "two fish", "one fish"])
        assert rows.shape == (3, embedder.dimensions)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
        assert rows[0] @ rows[2] == pytest.approx(1, abs=1e-4)
        assert rows[0] @ rows[1] < 0.999

    async def test_no_text_is_too_strange_to_embed(self, embedder: Embedder) -> None:
        rows = await embedder.embed(HOSTILE)
        lengths = np.linalg.norm(rows, axis=1)
        assert np.isfinite(rows).all()
        assert all(abs(length) < 1e-6 or abs(length - 1) < 1e-5 for length in lengths)

    @pytest.mark.parametrize("text", ["", "  \n ", "🎉🎂", "?!…", "\0"])
    async def test_a_text_without_a_word_has_no_place(self, embedder: Embedder, text: str) -> None:
        assert not (await embedder.embed([text])).any()

    async def test_no_texts_give_no_rows(self, embedder: Embedder) -> None:
        assert (await embedder.embed([])).shape == (0, embedder.dimensions)

    async def test_calls_at_the_same_time_each_get_their_own_rows(self, embedder: Embedder) -> None:
        texts = [f"note number {number}" for number in range(40)]
        expected = await embedder.embed(texts)
        rows = await asyncio.gather(*(embedder.embed([text]) for text in texts))
        assert np.einsum("ij,ij->i", expected, np.concatenate(rows)) == pytest.approx(1, abs=1e-4)

    async def test_a_caller_who_gives_up_harms_nobody_else(self, embedder: Embedder) -> None:
        impatient = asyncio.ensure_future(embedder.embed(["first"] * 100))
        patient = asyncio.ensure_future(embedder.embed(["second"]))
        await asyncio.sleep(0)
        impatient.cancel()
        assert (await patient).any()
        with pytest.raises(asyncio.CancelledError):
            await impatient

    async def test_a_question_is_not_kept_waiting_by_a_thousand_memories(self, embedder: Embedder) -> None:
        filling = asyncio.ensure_future(embedder.embed([f"memory number {number}" for number in range(1_000)]))
        await asyncio.sleep(0)
        await embedder.embed(["where is the key?"])
        assert not filling.done()
        assert (await filling).shape[0] == 1_000

    async def test_the_event_loop_goes_on_while_texts_are_embedded(self, embedder: Embedder) -> None:
        beats = 0

        async def beat() -> None:
            nonlocal beats
            while True:
                beats += 1
                await asyncio.sleep(0)

        heart = asyncio.ensure_future(beat())
        await embedder.embed(["the spare key is under the blue pot"] * 50)
        heart.cancel()
        assert beats > 20


@pytest.fixture(scope="module")
def loaded() -> tuple[Encode, str]:
    """Loading takes a second, so it is done once."""
    return load_encoder()


class TestLocalEmbedder(EmbedderContract):
    @pytest.fixture
    async def embedder(self, loaded: tuple[Encode, str]) -> AsyncIterator[LocalEmbedder]:
        embedder = LocalEmbedder(lambda: loaded)
        await embedder.open()
        yield embedder
        await embedder.close()

    async def test_a_text_in_another_language_lies_close_to_its_translation(self, embedder: LocalEmbedder) -> None:
        french, english, other = await embedder.embed(
            ["la clé est sous le pot bleu", "the key is under the blue pot", "dentist on Tuesday"]
        )
        assert french @ english > french @ other + 0.2

    async def test_closing_lets_go_of_those_who_wait(self, embedder: LocalEmbedder) -> None:
        waiting = asyncio.ensure_future(embedder.embed(["note"] * 100))
        await asyncio.sleep(0)
        await embedder.close()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    async def test_opening_loads_the_encoder_once_and_off_the_event_loop(self, loaded: tuple[Encode, str]) -> None:
        threads: list[str] = []

        def load() -> tuple[Encode, str]:
            threads.append(threading.current_thread().name)
            return loaded

        embedder = LocalEmbedder(load)
        await asyncio.gather(embedder.open(), embedder.open(), embedder.embed(["note"]))
        await embedder.close()
        assert threads == ["embedder_0"]

    async def test_whoever_waits_is_told_when_the_encoder_fails_and_the_next_call_goes_through(self) -> None:
        def encode(texts: list[str]) -> Vectors:
            if "bad" in texts:
                raise MemoryError
            return np.ones((len(texts), 512), dtype=np.float32)

        embedder = LocalEmbedder(lambda: (encode, "digest"))
        with pytest.raises(MemoryError):
            await embedder.embed(["bad"])
        assert (await embedder.embed(["good"])).any()
        await embedder.close()

    async def test_a_row_that_is_no_number_is_no_place(self) -> None:
        embedder = LocalEmbedder(lambda: (lambda texts: np.full((len(texts), 512), np.nan, dtype=np.float32), "digest"))
        assert not (await embedder.embed(["note"])).any()
        await embedder.close()


class TestHostedEmbedder(EmbedderContract):
    """On a fake endpoint whose vectors have 384 numbers."""

    @pytest.fixture
    async def embedder(self, settings: Settings) -> AsyncIterator[HostedEmbedder]:
        async with ledger_of(settings), FakeEmbeddings() as server:
            embedder = Host(server).embedder()
            await embedder.open()
            yield embedder
            await embedder.close()

    async def test_its_texts_go_elsewhere_unless_the_operator_says_otherwise(self) -> None:
        async with FakeEmbeddings() as server:
            assert Host(server).embedder().whereabouts == WHERE
            assert Host(server).embedder(foreign=False).whereabouts is None
