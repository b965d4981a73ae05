"""The protocol of a language model: the five things asked of one, and what it may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from bot.errors import TuckawayError
from bot.messages import PersonId
from memory.documents import AiUse, Level

SHOWN_LEVELS: Final = frozenset({Level.GENERAL, Level.CONFIDENTIAL})
SHOWN_USES: Final = frozenset({AiUse.CHAT, AiUse.TRAIN})

Span = tuple[int, int]
"""Start and end in characters of a text, the end exclusive."""


class MayNotBeShown(TuckawayError):
    """A text was about to go to a language model that must not see it."""

    def __init__(self, level: Level, ai_use: AiUse) -> None:
        super().__init__(f"a text of level {level} and AI use {ai_use} must not be shown to a language model here")
        self.level = level
        self.ai_use = ai_use


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A text of one person's that a model may see; the port takes no other, so that nobody forgets to ask.

    `ai_use` is the text's own, from when it was told; `choice` is what its person allows now. Both have to allow it, so
    that who says no is heard for everything that was told before, and who says yes has said so of nothing older.

    Raises:
        MayNotBeShown: level, AI use or choice forbid it; `memory.language.consent` asks first.
    """

    person: PersonId
    text: str = field(repr=False)
    level: Level
    ai_use: AiUse
    choice: AiUse

    def __post_init__(self) -> None:
        if not may_be_shown(self.level, self.ai_use, self.choice):
            raise MayNotBeShown(self.level, self.ai_use if self.choice in SHOWN_USES else self.choice)


def may_be_shown(level: Level, ai_use: AiUse, choice: AiUse) -> bool:
    """Whether a text of that level may go to a language model: its own AI use and its person's choice allow it."""
    return level in SHOWN_LEVELS and {ai_use, choice} <= SHOWN_USES


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where texts go that a model is shown, for whoever has to decide about that: the model's name, and the host's."""

    model: str
    host: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where else texts go, for whoever has to decide about that: to a language model, and to be embedded."""

    model: Whereabouts | None = None
    embedder: Whereabouts | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the labels that were offered, and how sure the model says it is, from 0 to 1 (not calibrated)."""

    label: str
    confidence: float


class Part(StrEnum):
    """What a stretch of a message is for. `BOUND`: from when or until when something recurs, or except when."""

    TIME = "time"
    RECURRENCE = "recurrence"
    BOUND = "bound"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a message and what it is for; what time it means is for our own code to say."""

    part: Part
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a person's, for an answer to be written.

    Attributes:
        shown: the question; it holds what it leans on.
        on: the day on which it is asked, where the person is.
        language: ISO 639-1, of the answer.
        people: those it names, folded.
    """

    shown: Shown
    on: date
    language: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A memory that an answer may be written from.

    Attributes:
        shown: the part of it that the person will be shown beside the answer.
        told: the day it was told, as the person reads days ("3 May", "yesterday").
        overtaken: another one of them says the newer truth.
    """

    shown: Shown
    told: str
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer, and the places of the sources that say so, at least one, counted from 0."""

    text: str
    sources: tuple[int, ...]


class LanguageModel(Protocol):
    """A helper for the doubtful: every method may answer None, and everything works when all of them always do.

    None stands for whatever went wrong: no model, no time, no budget, an answer that did not pass the checks. No
    question raises, except ValueError where the arguments contradict each other.
    """

    @property
    def whereabouts(self) -> Whereabouts | None:
        """Where texts go; None where no model is set up, and nothing goes anywhere."""

    @property
    def patience(self) -> float:
        """Seconds that a person may be kept waiting, by all that is asked about one message together."""

    async def open(self) -> None:
        """Begin to load what is needed; returns at once, and is harmless when called twice."""

    async def close(self) -> None:
        """Give connections back; harmless when called twice or before `open`."""

    async def forget(self, person: PersonId) -> int:
        """Delete what is noted of a person's calls, and drop the answers at hand; how many notes there were.

        Raises:
            PyMongoError: the notes could not be deleted.
        """

    async def choose_intent(self, message: Shown, intents: Mapping[str, str]) -> Choice | None:
        """What a doubtful message is meant as. `intents`: what may be chosen, each with what it means."""

    async def choose_category(self, memory: Shown, categories: Mapping[str, str]) -> Choice | None:
        """What a memory is about. `categories`: what may be chosen, each with what it means."""

    async def mark(self, message: Shown) -> tuple[Mark, ...] | None:
        """Where times, recurrences and the subject stand in a message, in its order; empty when it names no time.

        Marks do not overlap and lie within the text; at most one is the subject.
        """

    async def phrase(self, items: Sequence[Shown], language: str) -> tuple[str, ...] | None:
        """A line for each item of a digest, in the order given; an item's own text where it could not be bettered.

        A line says what its item says, in its words and numbers, with small words of the language between them.

        Args:
            items: of one person, fit for digests, at most 40.
            language: ISO 639-1, of the small words.

        Raises:
            ValueError: the items are of several persons.
            MayNotBeShown: an item's level keeps it out of digests.
        """

    async def answer(self, asked: Asked, sources: Sequence[Source]) -> tuple[Claim, ...] | None:
        """What the sources say to a question, sentence by sentence; empty where they say nothing to it.

        Each sentence holds no name, number, link, negation or other word that matters which the sources it cites do
        not hold (`memory.language.citing`); words that are no names may be the question's.

        Args:
            asked: the question.
            sources: of the same person, best first, at most 8; none is no question.

        Raises:
            ValueError: question and sources are of several persons.
        """
