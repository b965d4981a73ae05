"""A household of a year in short notes, told to a desk and asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages import ChannelName
from memory.asking import Answer
from memory.changes import Changes
from tests.memory.desk import Desk

SHOWN: Final = 3
FILES: Final = Path(__file__).parent / "households"


@dataclass(frozen=True)
class Household:
    """What was told and what is asked.

    Attributes:
        told: each as `when|channel|text`.
        questions: each as `question|what has to be in the answer`, parts apart by semicolons; nothing after the bar
            where none was told.
        zone: where they live.
        asked: when.
    """

    told: Sequence[str]
    questions: Sequence[str]
    zone: ZoneInfo
    asked: datetime

    @classmethod
    def of_file(cls, name: str, zone: ZoneInfo, asked: datetime) -> "Household":
        """From a file that has what was told, an empty line, and what is asked."""
        told, _, questions = (FILES / name).read_text(encoding="utf-8").strip().partition("\n\n")
        return cls(told.splitlines(), questions.splitlines(), zone, asked)


@dataclass(frozen=True)
class Result:
    """Shares of the questions: of those with an answer `right` and `found`, of the others `abstained`."""

    right: float
    found: float
    abstained: float


async def sit(desk: Desk, household: Household) -> Result:
    """Tell everything, and ask everything."""
    await _tell(desk, household)
    known: list[tuple[bool, bool]] = []
    unknown: list[bool] = []
    for line in household.questions:
        question, _, parts = line.partition("|")
        answer = await _ask(desk, household, question)
        if parts:
            known.append((_holds(answer, parts.split(";")), answer.fits))
        else:
            unknown.append(not answer.fits)
    rights, founds = zip(*known, strict=True)
    return Result(sum(rights) / len(known), sum(founds) / len(known), sum(unknown) / len(unknown))


async def _tell(desk: Desk, household: Household) -> None:
    changes = Changes()
    for line in household.told:
        at, channel, text = line.split("|", 2)
        told = datetime.fromisoformat(at).replace(tzinfo=household.zone)
        await desk.memory(changes).save(text, at=told, channel=ChannelName(channel))
    await desk.commit(changes)


async def _ask(desk: Desk, household: Household, question: str) -> Answer:
    questions = desk.questions()
    languages = ("en", "de", "es", "fr", "pt")
    return await questions.answer(
        questions.read(question, now=household.asked, zone=household.zone, languages=languages)
    )


def _holds(answer: Answer, parts: Sequence[str]) -> bool:
    shown = answer.found if answer.listed else answer.found[:SHOWN]
    text = "\n".join(each.memory.text for each in shown).lower()
    return all(part.lower() in text for part in parts)
