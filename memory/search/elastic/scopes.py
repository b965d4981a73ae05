"""Scopes, once as conditions for Elasticsearch and once for the few entries that it can't show yet."""

from collections.abc import Iterable
from typing import Any, Final

from bot.messages import PersonId
from memory.search.elastic.documents import TEXT_END, milliseconds, milliseconds_up
from memory.search.port import Entry, Scope

CONDITIONS: Final = 64
"""Phrases, and sets of labels, of a scope that are heeded: who writes more has not written a question."""
PHRASE_TERMS: Final = 64

Clause = dict[str, Any]


def conditions(person: PersonId, scope: Scope, hidden: tuple[str, ...]) -> dict[str, list[Clause]]:
    """Parts of a `bool` query: this person's within the scope, without the documents whose ids are hidden."""
    excluded: list[Clause] = [{"terms": {"labels": sorted(scope.without_labels)}}] if scope.without_labels else []
    if unwanted := [_run(phrase[:PHRASE_TERMS]) for phrase in scope.without_phrases if phrase]:
        excluded.append(_saying({"any_of": {"intervals": unwanted}}))
    if hidden:
        excluded.append({"ids": {"values": list(hidden)}})
    return {"filter": [{"term": {"person": person}}, *_required(scope)], "must_not": excluded}


def holds(scope: Scope, entry: Entry) -> bool:
    """Whether an entry is within the scope."""
    return (
        _timely(scope, entry)
        and all(entry.labels & wanted for wanted in scope.labels[:CONDITIONS])
        and not entry.labels & scope.without_labels
        and not any(phrase and _runs(phrase[:PHRASE_TERMS], entry.terms) for phrase in scope.without_phrases)
        and all(_runs(phrase[:PHRASE_TERMS], entry.terms) for phrase in scope.phrases[:CONDITIONS])
    )


def _required(scope: Scope) -> list[Clause]:
    times = [*_told(scope), *_days(scope)]
    required: list[Clause] = [{"bool": {"should": times, "minimum_should_match": 1}}] if times else []
    required += [{"terms": {"labels": sorted(wanted)}} for wanted in scope.labels[:CONDITIONS]]
    required += [_saying(_run(phrase[:PHRASE_TERMS])) for phrase in scope.phrases[:CONDITIONS] if phrase]
    return required


def _saying(rule: Clause) -> Clause:
    """Documents whose text, not their context, has what an interval rule describes."""
    [(kind, options)] = rule.items()
    within = {"before": {"match": {"query": TEXT_END}}}
    return {"intervals": {"terms": {kind: {**options, "filter": within}}}}


def _run(phrase: Iterable[str]) -> Clause:
    """Terms one right after the other."""
    return {"match": {"query": " ".join(phrase), "ordered": True, "max_gaps": 0}}


def _told(scope: Scope) -> list[Clause]:
    if scope.told is None:
        return []
    start, end = (milliseconds_up(each) for each in scope.told)
    return [{"range": {"at": {"gte": start, "lt": end}}}]


def _days(scope: Scope) -> list[Clause]:
    if scope.days is None:
        return []
    first, last = (each.isoformat() for each in scope.days)
    return [{"range": {"day": {"gte": first, "lte": last}}}]


def _timely(scope: Scope, entry: Entry) -> bool:
    if scope.told is None and scope.days is None:
        return True
    start, end = scope.told or (entry.at, entry.at)
    told = milliseconds_up(start) <= milliseconds(entry.at) < milliseconds_up(end)
    return told or (scope.days is not None and entry.day is not None and scope.days[0] <= entry.day <= scope.days[1])


def _runs(phrase: tuple[str, ...], terms: tuple[str, ...]) -> bool:
    """Whether the terms of the phrase follow each other; terms hold no blanks, so that they can be joined."""
    return not phrase or f" {' '.join(phrase)} " in f" {' '.join(terms)} "
