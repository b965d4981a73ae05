"""What is put into the search, what is asked of it and what it answers, in words; `memory.recall` blinds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Final

from bot.messages import MemoryId, PersonId
from memory.ranking import Ranked


@dataclass(frozen=True, slots=True)
class Indexable:
    """A memory to be found again. Never one above the level `confidential`: whoever calls sees to that.

    Attributes:
        search_key: the person's own, 32 bytes.
        at: when it was told, in the zone of the person, whose months and days are meant when they ask.
        facets: what it can be narrowed down by, readable (`memory.facets`).
        day: the local date of what it tells of.
        sendable: whether its person lets the text go to an embedder that is not the operator's own.
        names: of the files that came with it; searched as words.
    """

    person: PersonId
    search_key: bytes
    memory: MemoryId
    text: str
    at: datetime
    facets: frozenset[str] = frozenset()
    day: date | None = None
    sendable: bool = False
    names: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which memories come into question, in words; `memory.search.port.Scope` is the same, blinded.

    Attributes:
        told: told from the first instant on and before the second.
        days: telling of a day from the first to the last of these; where `told` is given as well, either is enough.
        facets: of each of these sets at least one (`category:health`, `tag:gift`, `from:anna`).
        without_facets: none of these.
        phrases: words that stand one after the other.
        without: words, and words one after the other, that may not occur.
    """

    told: tuple[datetime, datetime] | None = None
    days: tuple[date, date] | None = None
    facets: tuple[frozenset[str], ...] = ()
    without_facets: frozenset[str] = frozenset()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether they leave anything out."""
        return self != NO_BOUNDS


NO_BOUNDS: Final = Bounds()


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for.

    Attributes:
        words: those of the question that count.
        meaning: what is compared by its meaning.
        aside: the same without whom it concerns, which then counts as much as the whole; "" where that says no less.
        speakers: names of people; what they said themselves is worth more.
        timely: bounds of a time that was asked about; what lies within is worth more.
        several: whether everything that fits is asked for, not only the best.
        sendable: whether their person lets the meaning go to an embedder that is not the operator's own. If not, or
            when the embedder can't be had, memories are found by the words they share.
    """

    words: str
    meaning: str
    bounds: Bounds = NO_BOUNDS
    speakers: tuple[str, ...] = ()
    timely: Bounds | None = None
    several: bool = False
    sendable: bool = False
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list: at most `size` entries after the first `skip`."""

    skip: int
    size: int


class Gap(Enum):
    """Why something may be missing from the index."""

    FILLING = auto()  # it is being filled from the database
    BEHIND = auto()  # changes could not be written and wait
    SUPERSEDED = auto()  # another index is in force, and others follow with that one


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        ranked: best first.
        weights: how much each stem of the question says, the rare ones most.
    """

    ranked: list[Ranked]
    weights: Mapping[str, float]
