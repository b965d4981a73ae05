"""What this process has just written, kept until Elasticsearch has made it findable, which takes it about a second."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.messages import MemoryId, PersonId
from memory.search.elastic.documents import document_id, instant, milliseconds
from memory.search.elastic.scopes import holds
from memory.search.elastic.scoring import Match, Statistics
from memory.search.port import EVERYTHING, Entry, Hit, Query, Scope, Vector


@dataclass(frozen=True)
class Recent:
    """One person's changes that the server may not show yet. It is asked for everything else, so nothing counts twice.

    Attributes:
        hidden: ids of the documents that changed.
        entries: as they are now; those that were forgotten are not among them.
    """

    hidden: tuple[str, ...]
    entries: tuple[Entry, ...]

    def statistics(self, terms: Sequence[str]) -> Statistics:
        """What they add to the person's statistics."""
        present = Counter(term for entry in self.entries for term in frozenset(entry.counted))
        length = sum(len(entry.counted) for entry in self.entries)
        return Statistics(len(self.entries), length, {term: present[term] for term in terms})

    def matches(self, query: Query, terms: Sequence[str]) -> list[Match]:
        """Those that share a term with the question."""
        wanted = frozenset(terms)
        found = []
        for entry in self._within(query.scope):
            shared = Counter(term for term in entry.counted if term in wanted)
            if shared:
                marks, length = entry.labels & query.marks, len(entry.counted)
                found.append(Match(entry.memory, _at(entry), marks, shared, length))
        return found

    def nearest(self, query: Query, vector: Vector) -> list[Hit]:
        """Those that mean something, with their cosines."""
        return [
            Hit(entry.memory, float(entry.vector @ vector), _at(entry), entry.labels & query.marks)
            for entry in self._within(query.scope)
            if entry.vector is not None
        ]

    def selected(self, scope: Scope) -> list[Hit]:
        """Those within the scope."""
        return [Hit(entry.memory, 0.0, _at(entry)) for entry in self._within(scope)]

    def vectors(self, memories: Collection[MemoryId]) -> dict[MemoryId, Vector]:
        """The vectors of those among them that have one."""
        return {
            entry.memory: entry.vector
            for entry in self.entries
            if entry.memory in memories and entry.vector is not None
        }

    def stamps(self) -> Mapping[MemoryId, str]:
        """Each with its stamp."""
        return {entry.memory: entry.stamp for entry in self.entries}

    def _within(self, scope: Scope) -> Iterable[Entry]:
        return self.entries if scope == EVERYTHING else [entry for entry in self.entries if holds(scope, entry)]


class Overlay:
    """Everybody's recent changes, in the order in which they were made."""

    def __init__(self) -> None:
        self._changes: defaultdict[PersonId, dict[MemoryId, tuple[int, Entry | None]]] = defaultdict(dict)
        self._last = 0

    def __len__(self) -> int:
        """How many memories have changed."""
        return sum(len(changes) for changes in self._changes.values())

    def put(self, entries: Iterable[Entry]) -> None:
        """Note what was written."""
        for entry in entries:
            self._note(entry.person, entry.memory, entry)

    def forget(self, person: PersonId, memories: Iterable[MemoryId]) -> None:
        """Note what was removed."""
        for memory in memories:
            self._note(person, memory, None)

    def of(self, person: PersonId) -> Recent:
        """One person's changes."""
        changes = self._changes.get(person, {})
        hidden = tuple(document_id(person, memory) for memory in changes)
        return Recent(hidden, tuple(entry for _, entry in changes.values() if entry is not None))

    def mark(self) -> int:
        """A place between changes; see `settle`."""
        return self._last

    def settle(self, mark: int) -> None:
        """Let go of what had changed by then: the server shows it now."""
        for person, changes in list(self._changes.items()):
            later = {memory: change for memory, change in changes.items() if change[0] > mark}
            if later:
                self._changes[person] = later
            else:
                del self._changes[person]

    def _note(self, person: PersonId, memory: MemoryId, entry: Entry | None) -> None:
        self._last += 1
        self._changes[person][memory] = (self._last, entry)


def _at(entry: Entry) -> datetime:
    """As the server would tell it."""
    return instant(milliseconds(entry.at))
