"""Whom a person has told of: names that a later text of theirs may write in any manner."""

from collections.abc import Collection, Iterable
from typing import Final

from memory.annotations import KNOWN_FROM, PERSON
from memory.changes import Changes
from memory.documents import Annotation, PersonContent
from memory.words import words_of

MOST: Final = 1_000
"""Names; of one more, the one that was told first is no longer known."""
SHORTEST: Final = 3


def names_told(annotations: Iterable[Annotation]) -> frozenset[str]:
    """The names, folded, that the annotations of one text are sure of."""
    return frozenset(
        word.key
        for each in annotations
        if each.kind == PERSON and each.confidence > KNOWN_FROM
        for word in words_of(each.value)
        if len(word.key) >= SHORTEST and word.text[0].isupper()
    )


class Acquaintances:
    """The names of one person, changed through `changes`, which somebody else commits.

    Each is kept with the number of memories that told it, so that it goes with the last of them.
    """

    def __init__(self, content: PersonContent, changes: Changes) -> None:
        self._content = content
        self._changes = changes

    @property
    def names(self) -> Collection[str]:
        """Those known now."""
        return self._now.names

    def learn(self, annotations: Iterable[Annotation]) -> None:
        """Take note of whom a memory told of that is kept now."""
        self._count(names_told(annotations), 1)

    def unlearn(self, annotations: Iterable[Annotation]) -> None:
        """A memory with these annotations is no longer there."""
        self._count(names_told(annotations) & set(self.names), -1)

    @property
    def _now(self) -> PersonContent:
        return self._changes.content or self._content

    def _count(self, names: Collection[str], change: int) -> None:
        if not names:
            return
        counts = dict(self._now.names)
        for name in names:
            counts[name] = counts.get(name, 0) + change
        left = [(name, count) for name, count in counts.items() if count > 0][-MOST:]
        self._changes.content = self._now.model_copy(update={"names": dict(left)})
