"""From a question as asked to what it asks for."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from memory.question import operators, windows
from memory.question.asked import EVER, FOREVER, Occasion, Question, Shape, Wanted, Window, WindowOn
from memory.question.line import Line, Span
from memory.question.named_times import is_counted_from_now
from memory.question.naming import people_in
from memory.question.words import languages
from memory.question.words.languages import Compiled
from memory.question.words.vocabulary import ATTACHED, Phrase
from memory.words import READ_LIMIT, fold, function_words

LONG_ENOUGH: Final = 2
"""Words of a clause before a pronoun that it may stand for."""
SHORT: Final = 7
"""Words that a question has at most that leans for what it begins with."""


def read(
    text: str, *, now: datetime, zone: ZoneInfo, languages: Sequence[str] = ("en",), names: Collection[str] = ()
) -> Question:
    """What a question asks for; never fails, and takes about a millisecond.

    Args:
        text: as asked; of a long one the first `READ_LIMIT` characters are understood, the rest is searched for.
        now: when it was asked, aware.
        zone: where the person is; "last March" is looked for backwards from now there.
        languages: those the person uses, by code, the likeliest first; `en-US` writes the month before the day.
        names: of people told of before, in any spelling.
    """
    clockwork = windows.Clockwork(now, zone, month_first=any(each.lower() == "en-us" for each in languages))
    known = _compiled(languages)
    head, beyond = text[:READ_LIMIT], text[READ_LIMIT:]
    written = operators.read(head, partial(windows.at_beginning, clockwork=clockwork, compiled=known))
    compiled = _spoken(written.rest, known)
    asked = _Asked(written.rest, compiled)
    window = written.window or asked.window(clockwork)
    asked.understand()
    subject = _subject(asked, beyond, compiled)
    people = people_in(asked.text, names, german=compiled.words.language == "de")
    return Question(
        text=text,
        subject=subject,
        shape=asked.shape,
        wanted=asked.wanted,
        of=asked.of,
        window=window,
        people=people,
        facets=operators.joined([*written.facets, *asked.facets]),
        without_facets=frozenset(written.without_facets),
        phrases=tuple(written.phrases),
        without=tuple(written.without),
        occasion=None if window else asked.occasion(zone),
        others=tuple(asked.others),
        earlier=tuple(asked.earlier),
        leans=not (asked.tally or written.facets or written.phrases) and asked.leans(people, subject),
        tally=asked.tally,
    )


def _subject(asked: "_Asked", beyond: str, compiled: Compiled) -> str:
    """What is left to be searched for; nothing where that only names memories."""
    subject = " ".join(part for part in (asked.line.left(), " ".join(beyond.split())) if part)
    return "" if {fold(word) for word in subject.split()} <= compiled.words.themselves else subject


def _compiled(codes: Sequence[str]) -> list[Compiled]:
    kept = dict.fromkeys(code.split("-", maxsplit=1)[0].lower() for code in codes)
    return [languages.of(code) for code in kept if code in languages.LANGUAGES] or [languages.of("en")]


def _spoken(text: str, known: Sequence[Compiled]) -> Compiled:
    """The language most of whose small words are there; of equals the first."""
    if len(known) == 1:
        return known[0]
    keys = Line(text).keys
    small = function_words()
    return max(known, key=lambda each: sum(each.words.language in small.get(key, ()) for key in keys))


@dataclass(frozen=True, slots=True)
class _Match:
    span: Span
    of: str


class _Asked:
    """A question while it is being understood: what was understood is taken off the line."""

    def __init__(self, text: str, compiled: Compiled) -> None:
        self.text = text
        self._compiled = compiled
        self.whole = Line(text)
        self.line = self.whole
        self.shape = Shape.ONE
        self.wanted = Wanted.ANYTHING
        self.of = ""
        self.facets: list[frozenset[str]] = []
        self.cores: list[int] = []
        self.tally = False
        self.others: list[Window] = []
        self.earlier: list[Window] = []

    def window(self, clockwork: windows.Clockwork) -> Window | None:
        """The time that is named, blanked out of what is left to understand."""
        said = self.whole.said
        searched = self._compiled.searched
        ahead = bool(searched["ahead"].search(said)) and not searched["over"].search(said)
        again = searched["every_year"].search(said)
        if again and not _is_of_years(self.text, clockwork, self._compiled):
            return None
        if again:
            self._blank(self.whole.written(again.span()))
        periods = windows.find(self.text, clockwork, self._compiled, ahead=ahead)
        if not periods:
            return None
        before = [] if ahead else windows.years_before(self.text, clockwork, self._compiled)
        tally = self._tallies_but_for([each.span for each in periods])
        if tally and ahead:
            # "Do I have", of memories, is never about what is to come.
            periods = windows.find(self.text, clockwork, self._compiled, ahead=False) or periods
        told = tally or self._is_told(periods[0].span)
        if self._asks_when():
            return None
        self._blank_all([each.span for each in periods])
        several = bool(again)
        since, until = max(each.since for each in periods), min(each.until for each in periods)
        if since >= until:
            since, until = periods[0].since, periods[0].until
            limited = any(each.since == EVER or each.until == FOREVER for each in periods)
            before, several = ([], False) if limited else (periods[1:], True)
        coming = since > clockwork.now or (ahead and until > clockwork.now)
        on = WindowOn.TOLD if told else WindowOn.ABOUT if coming else WindowOn.EITHER
        meant = [Window(each.since, each.until, on) for each in before]
        (self.others if several else self.earlier).extend(meant)
        return Window(since, until, on)

    def _blank_all(self, spans: Sequence[Span]) -> None:
        """Times are no subject, nor is what joins them."""
        joined = len(spans) > 1 and windows.joins(self.text[spans[0][1] : spans[-1][0]])
        for span in [(spans[0][0], spans[-1][1])] if joined else spans:
            self._blank(span)

    def _tallies_but_for(self, times: Sequence[Span]) -> bool:
        """Whether memories are counted, of the times that these words name."""
        if self._compiled.words.themselves.isdisjoint(self.whole.keys):
            return False
        rest = _Asked(self.text, self._compiled)
        for span in times:
            rest._blank(span)
        rest._take_facets()
        return rest._tallied() is not None

    def _tallied(self) -> re.Match[str] | None:
        return _fits(self._compiled.tally, self.line, self._cores_of(self.line))

    def occasion(self, zone: ZoneInfo) -> Occasion | None:
        """The time of telling, where it is named by what happened then."""
        words = self._compiled.words
        found = (each.pattern.search(self.whole.said) for each in self._compiled.occasions)
        match = next((match for match in found if match), None)
        if match is None or not self._told_in(self.whole):
            return None
        unit = match.groupdict().get("unit")
        start, end = self.whole.written(match.span("event"))
        return Occasion(self.whole.text[start:end], words.units.get(unit, 1) if unit else None, zone)

    def _asks_when(self) -> bool:
        """Whether it is the time itself that is asked for: "when did I …", never within a time of its own."""
        return self._wanted_of(self.whole)[0] is Wanted.DATE and bool(self._told_in(self.whole))

    def _is_told(self, span: Span) -> bool:
        """Whether the time says when it was told, rather than when what was told about took place."""
        told = self._told_in(Line(self.text[: span[0]] + " " * (span[1] - span[0]) + self.text[span[1] :]))
        if told is None:
            return False
        # "what did I note about the trip in March": the trip may have been in March.
        last = span[1] >= len(self.text.rstrip(" ?!."))
        return not (last and told.groupdict().get("about") and self._names_its_time(span))

    def _names_its_time(self, span: Span) -> bool:
        """Whether the time is named by the calendar ("in March") rather than counted from now ("last week")."""
        said = " ".join(Line(self.text[slice(*span)]).keys)
        return not is_counted_from_now(said, self._compiled.words.language)

    def _told_in(self, line: Line) -> re.Match[str] | None:
        starts = self._cores_of(line)
        for phrase in self._compiled.told:
            match = _fits(phrase, line, starts)
            if match and not self._to_another(line, match):
                return match
        return None

    def _to_another(self, line: Line, match: re.Match[str]) -> bool:
        groups = match.groupdict()
        if not groups.get("said") or groups.get("about"):
            return False
        return bool(self._compiled.to_others.match(line.said, match.end()))

    def _cores_of(self, line: Line) -> list[int]:
        """Where clauses begin, behind what leads in to them."""
        cores = []
        for start in line.clauses():
            lead = self._compiled.leads.match(line.said, start)
            cores.append(lead.end() if lead else start)
        return cores

    def _wanted_of(self, line: Line) -> tuple[Wanted, str]:
        cores = self._cores_of(line)
        for phrase, wanted in self._compiled.wanted:
            if match := _fits(phrase, line, cores):
                return wanted, _of(match)
        return Wanted.ANYTHING, ""

    def understand(self) -> None:
        """What is asked for, and what remains as its subject."""
        self._take_facets()
        line = self.line
        self.cores = self._cores_of(line)
        self.wanted, self.of = self._wanted_of(line)
        told = self._told_in(line)
        if told and self.of in told.group().split():
            self.of = ""
        self._read_shape()
        for start, core in zip(line.clauses(), self.cores, strict=True):
            line.take((start, core))
        self._take_orders()

    def _take_facets(self) -> None:
        """What surely means a channel, a kind of media or a tag, blanked out like the time."""
        named: dict[str, set[str]] = {}
        for facet, phrase in self._compiled.facets:
            if match := phrase.pattern.search(self.line.said):
                named.setdefault(facet.partition(":")[0], set()).add(facet)
                self._blank(self.line.written(match.span()))
        self.facets += [frozenset(facets) for facets in named.values()]
        if match := self._compiled.searched["tagged"].search(self.line.said):
            self.facets.append(frozenset((f"tag:{match['tag']}",)))
            self._blank(self.line.written(match.span()))

    def _blank(self, span: Span) -> None:
        start, end = span
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]
        self.line = Line(self.text)

    def _read_shape(self) -> None:
        if tallied := self._tallied():
            self.tally, self.shape, self.wanted, self.of = True, Shape.COUNT, Wanted.NUMBER, _of(tallied)
            self.facets += [frozenset((f"has:{kind}",)) for kind in ATTACHED if tallied[kind]]
            self.line.take(tallied.span())
            return
        counted = self._first(self._compiled.counts)
        if counted and not self._first(self._compiled.numbers):
            self.shape, self.wanted, self.of = Shape.COUNT, Wanted.NUMBER, _of(counted)
            return
        listed = None if self.wanted in SINGLE else self._first(self._compiled.lists)
        if listed or (self._told_in(self.line) and self.wanted is Wanted.ANYTHING and not self.of):
            self.shape = Shape.LIST
            self.of = (_of(listed) if listed else "") or self.of

    def _first(self, phrases: Sequence[Phrase]) -> re.Match[str] | None:
        fitting = (_fits(phrase, self.line, self.cores) for phrase in phrases)
        return next((match for match in fitting if match), None)

    def _take_orders(self) -> None:
        line = self.line
        for phrase in self._compiled.told:
            match = _fits(phrase, line, self.cores)
            if match and not self._to_another(line, match):
                _take_order(line, match)
        for core in self.cores:
            if match := self._compiled.asking.match(line.said, core):
                line.take(match.span())
        for phrase in self._compiled.ordered:
            if match := _fits(phrase, line, self.cores):
                line.take(match.span())

    def leans(self, people: Sequence[str], subject: str) -> bool:
        """Whether it can't be understood by itself."""
        line = self.whole
        if not line.keys:
            return False
        searched = self._compiled.searched
        if searched["carry_on"].match(line.said) and len(line.keys) <= SHORT:
            return True
        pronoun = searched["pronouns"].search(line.said)
        if pronoun is None:
            return not subject and self.wanted is not Wanted.ANYTHING and not people
        return not self._has_antecedent(pronoun, people)

    def _has_antecedent(self, pronoun: re.Match[str], people: Sequence[str]) -> bool:
        """Whether the question itself names what a pronoun stands for."""
        line, searched = self.whole, self._compiled.searched
        generic = searched["generic"].fullmatch(pronoun.group())
        before = line.said if generic else line.said[: pronoun.start()]
        clauses = [clause.split() for clause in re.split(r"[.,;:!?]", before)[:-1]]
        told = any(len(clause) > LONG_ENOUGH for clause in clauses)
        nouns = (match.group().split()[-1] for match in searched["antecedents"].finditer(before))
        named = any(noun not in self.of.split() for noun in nouns)
        return told or named or _named_in(before, people)


def _is_of_years(text: str, clockwork: windows.Clockwork, compiled: Compiled) -> bool:
    """Whether what comes back does so each year, not each week."""
    return bool(windows.years_before(text, clockwork, compiled))


SINGLE: Final = frozenset((Wanted.YES_NO, Wanted.REASON, Wanted.DURATION))
"""What is one thing, however it is asked."""


def _take_order(line: Line, match: re.Match[str]) -> None:
    """An order is no subject, but what it surrounds is: "habe ich über *den Keller* notiert"."""
    start, end = match.span()
    if match.groupdict().get("kept"):
        line.take((start, match.start("kept")))
        start = match.end("kept") + 1
    line.take((start, end))


def _named_in(said: str, people: Sequence[str]) -> bool:
    padded = f" {said} "
    return any(f" {' '.join(Line(name).keys)} " in padded for name in people)


def _fits(phrase: Phrase, line: Line, cores: Sequence[int]) -> re.Match[str] | None:
    if not phrase.opening:
        return phrase.pattern.search(line.said)
    found = (phrase.pattern.match(line.said, core) for core in cores)
    return next((match for match in found if match), None)


def _of(match: re.Match[str]) -> str:
    return (match.groupdict().get("of") or "").strip()
