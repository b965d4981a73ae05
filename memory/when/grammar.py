"""Small rules over tokens, and the machine that reads by them: every piece once at every place, within a budget."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from memory.when.reading import Problem
from memory.when.tokens import NO_TAGS, Tags, Token

Build = Callable[..., Any]

# Steps that one text may cost. Ordinary messages take a hundred or two.
BUDGET: Final = 3_500
COST_OF_BUILDING: Final = 4
# How deep pieces may lie within pieces ("the day before the day before …").
DEEPEST: Final = 40


NOTHING: Final = ()


class NoSuchTimeError(Exception):
    """Raised by a builder whose words name no time: the problem stands for the value from there on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class BudgetSpentError(Exception):
    """A text asked for more steps than any person's would."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to say something: `pattern` in the notation of `rule`, `build` makes the value, or None: not meant so."""

    kind: str
    pattern: str
    build: Build


def rule(kind: str, pattern: str, build: Build) -> Rule:
    """A rule of the grammar.

    Args:
        kind: what it yields; other patterns name it in lower case behind a colon.
        pattern: elements in order. `MONTH` wants a token with that tag, `:date` a piece of that kind, `'ides'` that
            very word. `day=DAY` hands the value to the builder as `day`; `A|B` wants either; `~X` wants X without a
            blank before it; `[ … ]` may be missing; `$` is the end of a clause.
        build: called with the setting and what was named; None where the words turn out to mean nothing.
    """
    return Rule(kind, pattern, build)


@dataclass(slots=True)
class _Step:
    """One element of a compiled pattern: what it wants, where it leads, and where one goes on without it."""

    tags: tuple[str, ...]
    kind: str | None
    name: str | None
    glued: bool
    then: "_Step | None" = None
    skip: "_Step | None" = None
    skippable: bool = False


ANYTHING: Final = -1
Pairs = dict[str, set[str | None]]
ENDS: Final[set[str | None]] = {None}
# Remembered answers; in practice a few thousand differ.
MOST_CANDIDATES: Final = 50_000

CLAUSE_END: Final = ("$",)
CLAUSE_ENDS: Final = frozenset(".,;:!?)]\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{HORIZONTAL ELLIPSIS}")


def _compiled(pattern: str) -> tuple[_Step, list[str]]:
    """The first step of a pattern, and the words it names literally."""
    literals: list[str] = []
    elements = pattern.replace("[", " [ ").replace("]", " ] ").split()
    after: list[_Step | None] = [None]
    following: _Step | None = None
    for element in reversed(elements):
        if element == "]":
            after.append(following)
        elif element == "[":
            beyond = after.pop()
            assert following is not None  # noqa: S101 - an empty group is a slip in the tables
            following = _optional(following, beyond)
        else:
            following = _step(element, following, literals)
    assert following is not None  # noqa: S101 - an empty pattern is a slip in the tables
    return following, literals


def _optional(step: _Step, beyond: _Step | None) -> _Step:
    assert not step.skippable  # noqa: S101 - a group that begins with a group would lose the inner one's way out
    step.skip, step.skippable = beyond, True
    return step


def _step(element: str, following: _Step | None, literals: list[str]) -> _Step:
    name, equals, wanted = element.rpartition("=")
    glued = wanted.startswith("~")
    wanted = wanted.removeprefix("~")
    if wanted.startswith(":") and wanted != ":":
        return _Step((), wanted[1:], name if equals else None, glued, following)
    tags = tuple(each.strip("'") or each for each in wanted.split("|"))
    literals += [tag for tag in tags if tag.lower() == tag and tag != "$"]
    return _Step(tags, None, name if equals else None, glued, following)


class Grammar:
    """Compiled rules. Each kind knows with which two tags in a row its rules may begin, so few are tried in vain."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.literals: set[str] = set()
        self.rules: list[tuple[Rule, _Step]] = []
        self._of_kind: dict[str, list[int]] = {}
        for each in rules:
            first, literals = _compiled(each.pattern)
            self.literals.update(literals)
            self._of_kind.setdefault(each.kind, []).append(len(self.rules))
            self.rules.append((each, first))
        self._pairs_of_kind: dict[str, Pairs] = {}
        self._starts: dict[str, dict[str, list[tuple[int, set[str | None]]]]] = {}
        for number, (each, first) in enumerate(self.rules):
            starts = self._starts.setdefault(each.kind, {})
            for tag, seconds in self._pairs_from(first).items():
                starts.setdefault(tag, []).append((number, seconds))
        self._bits: dict[str, int] = {}
        self._needs_of_kind: dict[str, int] = {}
        self.needs = [self._needs(first) for _, first in self.rules]
        self._sorts: dict[tuple[str, ...], int] = {}
        self._candidates: dict[tuple[str, int, int], list[int]] = {}

    def sort_of(self, tags: Tags) -> int:
        """A number for tokens that have the same tags, and so begin the same rules."""
        return self._sorts.setdefault(tuple(tags), len(self._sorts))

    def mask(self, tags: Iterable[str]) -> int:
        """Tags as bits, to ask quickly whether a text has any of them."""
        return reduce(or_, (self._bits[tag] for tag in tags if tag in self._bits), 0)

    def _needs(self, first: _Step) -> tuple[int, ...]:
        """What must be in a text for a rule to fit: of each of these masks a tag."""
        needs: set[int] = set()
        step: _Step | None = first
        while step:
            if not step.skippable and step.tags != CLAUSE_END:
                needs.add(self._needs_of(step.kind) if step.kind else self._mask_of(step.tags))
            step = step.skip if step.skippable else step.then
        return tuple(needs - {ANYTHING})

    def _needs_of(self, kind: str) -> int:
        """Of which tags a piece of a kind has one, whichever of its rules it fits."""
        if kind not in self._needs_of_kind:
            self._needs_of_kind[kind] = ANYTHING  # a kind within itself needs nothing more
            rarest = [self._rarest(number) for number in self._of_kind[kind]]
            self._needs_of_kind[kind] = reduce(or_, rarest)
        return self._needs_of_kind[kind]

    def _rarest(self, number: int) -> int:
        return min(self._needs(self.rules[number][1]), key=int.bit_count, default=ANYTHING)

    def _mask_of(self, tags: Sequence[str]) -> int:
        return reduce(or_, (self._bits.setdefault(tag, 1 << len(self._bits)) for tag in tags))

    def candidates(self, kind: str, sort: int, following: int, tags: Tags, next_tags: Tags) -> Sequence[int]:
        """Numbers of a kind's rules that may begin with two such tokens (and their sorts), in the tables' order."""
        known = self._candidates.get((kind, sort, following))
        if known is None:
            if len(self._candidates) > MOST_CANDIDATES:
                self._candidates.clear()
            begun = (each for tag in tags for each in self._starts[kind].get(tag, ()))
            known = sorted(
                {number for number, seconds in begun if None in seconds or not seconds.isdisjoint(next_tags)}
            )
            self._candidates[kind, sort, following] = known
        return known

    def _pairs_from(self, step: _Step | None) -> Pairs:
        """By each tag that may come first, those that may come second; `None` among them: it may end there."""
        pairs: Pairs = {}
        while step:
            own = self._of(step.kind) if step.kind else dict.fromkeys(step.tags, ENDS)
            for first, seconds in own.items():
                known = pairs.setdefault(first, set())
                known |= seconds - ENDS
                if None in seconds:
                    known |= self._firsts(step.then)
            step = step.skip if step.skippable else None
        return pairs

    def _of(self, kind: str) -> Pairs:
        if kind not in self._pairs_of_kind:
            pairs: Pairs = {}
            for number in self._of_kind[kind]:
                for first, seconds in self._pairs_from(self.rules[number][1]).items():
                    pairs.setdefault(first, set()).update(seconds)
            self._pairs_of_kind[kind] = pairs
        return self._pairs_of_kind[kind]

    def _firsts(self, step: _Step | None) -> set[str | None]:
        """Tags that may come next; `None` where the pattern may end or its clause does."""
        tags: set[str | None] = set()
        while step:
            tags |= self._of(step.kind).keys() if step.kind else set(step.tags)
            if not step.skippable:
                return tags | ENDS if step.tags == CLAUSE_END else tags
            step = step.skip
        return tags | ENDS


class Reader:
    """Reads one text: every kind at every place once (so it stays linear), until the budget is spent."""

    def __init__(self, grammar: Grammar, tokens: Sequence[Token], setting: object) -> None:
        self._grammar = grammar
        self._tags = [*(token.tags for token in tokens), NO_TAGS, NO_TAGS]
        self._sorts = [grammar.sort_of(tags) for tags in self._tags]
        self._present = grammar.mask({tag for tags in self._tags for tag in tags})
        self._glued = [*(token.glued for token in tokens), False]
        self._ends = [*(token.word in CLAUSE_ENDS for token in tokens), True]
        self._setting = setting
        self._known: list[dict[str, Sequence[tuple[int, Any]]]] = [{} for _ in self._tags]
        self._spent = 0
        self._depth = 0

    def read(self, kind: str, place: int) -> Sequence[tuple[int, Any]]:
        """Ends and values of all pieces of a kind that begin at a token, the longest first.

        Raises:
            BudgetSpentError: the text has cost too much already.
        """
        here = self._known[place]
        if kind in here:
            return here[kind]
        if self._depth >= DEEPEST or not self._tags[place]:
            return NOTHING
        here[kind] = NOTHING  # a rule that begins with its own kind finds nothing, and ends
        self._depth += 1
        found = here[kind] = self._read(kind, place)
        self._depth -= 1
        return found

    def _read(self, kind: str, place: int) -> Sequence[tuple[int, Any]]:
        self._spend(1)
        ends: dict[int, Any] = {}
        for number in self._grammar.candidates(
            kind, self._sorts[place], self._sorts[place + 1], self._tags[place], self._tags[place + 1]
        ):
            if not all(need & self._present for need in self._grammar.needs[number]):
                continue
            each, first = self._grammar.rules[number]
            matches: list[tuple[int, dict[str, Any]]] = []
            self._match(first, place, {}, matches)
            for end, named in matches:
                if end not in ends:
                    value = self._built(each, named)
                    if value is not None:
                        ends[end] = value
        return sorted(ends.items(), key=_by_end, reverse=True) if ends else NOTHING

    def _built(self, each: Rule, named: dict[str, Any]) -> Any:  # noqa: ANN401 - a piece may be of any type
        self._spend(COST_OF_BUILDING)
        for value in named.values():
            if isinstance(value, Problem):
                return value
        try:
            return each.build(self._setting, **named)
        except NoSuchTimeError as error:
            return error.problem
        except (OverflowError, ValueError):
            return Problem.TOO_FAR

    def _spend(self, steps: int) -> None:
        self._spent += steps
        if self._spent > BUDGET:
            raise BudgetSpentError

    def _match(
        self, step: _Step | None, place: int, named: dict[str, Any], found: list[tuple[int, dict[str, Any]]]
    ) -> None:
        """Adds where the pattern may end, and what it named on the way."""
        while step is not None:
            self._spent += 1
            taken = self._taken(step, place) if step.kind is None or step.glued else self.read(step.kind, place)
            if step.skippable:
                for end, value in taken:
                    self._match(step.then, end, {**named, step.name: value} if step.name else named, found)
                step = step.skip
                continue
            for end, value in taken[1:]:
                self._match(step.then, end, {**named, step.name: value} if step.name else named, found)
            if not taken:
                return
            place, value = taken[0]
            if step.name:
                named = {**named, step.name: value}
            step = step.then
        found.append((place, named))

    def _taken(self, step: _Step, place: int) -> Sequence[tuple[int, Any]]:
        if step.glued and not self._glued[place]:
            return ()
        if step.kind is not None:
            return self.read(step.kind, place)
        tags = self._tags[place]
        for tag in step.tags:
            if tag in tags:
                return ((place + 1, tags[tag]),)
        if step.tags == CLAUSE_END and self._ends[place]:
            return ((place, None),)
        return ()


def _by_end(item: tuple[int, Any]) -> int:
    return item[0]
