"""Memories that were found for a question, opened to be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from bot.messages import MemoryId
from memory.facets import author_of
from memory.overtaking import beside, replaced_by
from memory.personal import Remembered
from memory.question import Question
from memory.ranking import Ranked
from memory.reading.claims import changes
from memory.reading.judging import Read, names
from memory.reading.newest import Told
from memory.search.port import Vector


@dataclass(frozen=True, slots=True)
class OpenedMemory:
    """A memory that was found, to be read."""

    memory: Remembered
    read: Read

    @property
    def ranked(self) -> Ranked:
        """Where it stands among those found."""
        return self.read.ranked

    @property
    def replaces(self) -> frozenset[MemoryId]:
        """Those whose place it took when it was told."""
        return frozenset(replaced_by(self.read.passage.annotations))

    def lifted(self, why: str, gain: float) -> Self:
        """The same with a share more, which is called `why`."""
        shares = {**self.ranked.shares, why: gain}
        ranked = replace(self.ranked, score=self.ranked.score + gain, shares=shares)
        return replace(self, read=replace(self.read, ranked=ranked))

    def told(self, share: float, vector: Vector | None) -> Told:
        """As far as it takes to compare it with others; `share`: of the question's weight that its words hold."""
        of = (self.memory.id, self.memory.told_at, self.ranked.score, share, self.read.stems, vector)
        also = frozenset(beside(self.read.passage.annotations))
        return Told(
            *of,
            replaces=self.replaces,
            beside=also,
            author=author_of(self.memory.text),
            changes=changes(self.memory.text),
        )


def introducing(question: Question, opened: Sequence[OpenedMemory]) -> list[OpenedMemory]:
    """The memory that tells who somebody is: whoever is told of is introduced first."""
    naming = [each for each in opened if names(question.people, each.memory.text)]
    return [min(naming, key=lambda each: each.memory.told_at)] if naming else []
