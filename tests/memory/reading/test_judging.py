"""Whether a question is answered comes from reading what was found."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.messages import MemoryId
from memory.annotations import annotate
from memory.question import Question, read
from memory.ranking import Ranked
from memory.reading.evidence import Passage
from memory.reading.judging import CLOSE, NEAR, Read, answers
from memory.search.analysis import Analysis

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ANALYSIS = Analysis.of_language()


def asked(text: str) -> Question:
    return read(text, now=NOW, zone=ZoneInfo("Europe/London"))


def found(text: str, score: float = 1.0, cosine: float = 0.4) -> Read:
    ranked = Ranked(MemoryId(text), score, NOW, cosine=cosine)
    return Read(Passage(text, annotate(text)), ranked, frozenset(ANALYSIS.of_question(text)))


def answered(question: str, *texts: str) -> bool:
    weights = dict.fromkeys(ANALYSIS.of_question(question), 1.0)
    return answers(asked(question), [found(text) for text in texts], weights)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what's Tom's phone number", "Tom: 0171 555 0148"),
        ("how much did the fence cost", "the fence was £840 in all"),
        ("when is Ana's birthday", "Ana turns 40 on 4 June"),
        ("when did the fence get finished", "fence finished, hurrah"),
        ("what's Marta's surname?", "Marta Silva runs the choir"),
        ("where is the spare key", "the spare key is under the blue pot"),
        ("what's the code for the gate", "gate: 4417#"),
        ("what did the crown come to", "crown fitted, 780 paid by card"),
        ("how much did the baby weigh", "the baby is here, 3.6 kg"),
        ("what's Katrin's ring size", "K is a ring size 6"),
    ],
)
def test_a_memory_that_holds_what_is_asked_for_answers(question: str, text: str) -> None:
    assert answered(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what's Tom's phone number", "Tom fixed the boiler"),
        ("what's Tom's phone number", "Ana: 0171 555 0148"),
        ("how much did the fence cost", "the fence is finished"),
        ("when is Ana's birthday", "Ana leaves on 29 May"),
        ("what's Marta's surname?", "Marta runs the choir on Mondays"),
        ("what's the code for the front door", "alarm 9052"),
        ("what's Ana's email", "Ana prefers post"),
        ("when is Ana's birthday", "Ben's birthday is on 4 June"),
        ("how much did the kettle cost", "Tom gave me back 40"),
        ("what did Tom charge for the fence", "fence quote from Ana: £840"),
        ("what did the kettle cost", "the kettle is for Ana's 70th"),
        ("what's the code for the front door", "front door painted on the 14th"),
        ("how heavy is Tom", "Tom weighs his words"),
        ("what time do we fly to Rome", "swimming moves to 9.15"),
    ],
)
def test_a_near_miss_does_not_answer(question: str, text: str) -> None:
    assert not answered(question, text)


def test_only_what_fits_about_best_can_answer() -> None:
    question = asked("how much did the fence cost")
    weights = {"fenc": 1.0, "cost": 1.0}
    best, far = found("the fence is finished"), found("fence paint cost £9", CLOSE - 0.1)
    assert not answers(question, [best, far], weights)
    assert answers(question, [best, replace(far, ranked=replace(far.ranked, score=CLOSE))], weights)


def test_what_shares_no_word_and_means_something_else_is_no_answer() -> None:
    assert not answers(asked("where is the spare key"), [found("oat milk", cosine=NEAR - 0.05)], {"key": 1.0})


def test_everything_told_at_the_time_asked_about_answers() -> None:
    question = asked("what did I save yesterday")
    assert answers(question, [found("oat milk", cosine=0.0)], {})
    assert not answers(question, [], {})
