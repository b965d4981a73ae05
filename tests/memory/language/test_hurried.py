import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any

from typing_extensions import override

from memory.language import hurried
from memory.language.hurried import Hurried
from memory.language.offline import Offline
from memory.language.port import Asked, Choice, Mark, Part, Shown, Whereabouts
from tests.memory.language.people import shown

LABELS = {"save": "tells something to be kept"}


class Slow(Offline):
    """Takes as long for each answer as the test lets it."""

    whereabouts = Whereabouts("slow", "here")

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self.open_gate = asyncio.Event()
        self.asked = 0

    @override
    async def choose_intent(self, message: Shown, intents: Mapping[str, str]) -> Choice | None:
        self.asked += 1
        await self.open_gate.wait()
        return Choice("save", 0.9)

    @override
    async def mark(self, message: Shown) -> tuple[Mark, ...] | None:
        self.asked += 1
        await self.open_gate.wait()
        return (Mark(Part.TIME, (0, 1)),)


async def test_what_comes_in_time_is_passed_on() -> None:
    model = Slow(patience=60)
    model.open_gate.set()
    hurried_ = Hurried(model)
    assert await hurried_.choose_intent(shown("hm"), LABELS) == Choice("save", 0.9)
    assert await hurried_.mark(shown("hm")) == (Mark(Part.TIME, (0, 1)),)
    assert hurried_.whereabouts == Whereabouts("slow", "here")


async def test_once_its_time_is_used_up_nothing_more_is_asked(monkeypatch: Any) -> None:
    monkeypatch.setattr(hurried, "BOOKKEEPING", 0.01)
    model = Slow(patience=0.01)
    hurried_ = Hurried(model)
    assert await hurried_.choose_intent(shown("hm"), LABELS) is None
    model.open_gate.set()
    assert await hurried_.mark(shown("hm")) is None
    assert model.asked == 1


async def test_without_a_model_nothing_is_asked_at_all() -> None:
    assert await Hurried(Offline()).choose_intent(shown("hm"), LABELS) is None


async def test_an_answer_is_waited_for_no_longer_than_anything_else() -> None:
    asked = Asked(shown=shown("where?"), on=date(2026, 4, 3), language="en")
    assert await Hurried(Offline()).answer(asked, []) is None
