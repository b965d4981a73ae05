"""What a question is looked for by: its words, and the bounds within which it is answered."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from memory.question import Question, Shape, Window, WindowOn
from memory.sought import Bounds


def only_then(question: Question) -> bool:
    """Whether only what was told at a time is asked for."""
    return question.window is not None and question.window.on is WindowOn.TOLD


def bounds_of(question: Question) -> Bounds:
    """What it leaves out by itself: operators, and a time of telling."""
    told = question.window if only_then(question) else None
    return Bounds(
        told=(told.since, told.until) if told else None,
        facets=question.facets,
        without_facets=question.without_facets,
        # Nothing can be looked for that is all marks.
        phrases=tuple(phrase for phrase in question.phrases if any(sign.isalnum() for sign in phrase)),
        without=question.without,
    )


def in_time(bounds: Bounds, window: Window) -> Bounds:
    """The same, within a time that things happened in, or were told in as well where it may be either."""
    last = window.until - timedelta.resolution if window.until > window.since else window.until
    days = (window.since.date(), last.date())
    return replace(bounds, days=days, told=(window.since, window.until) if window.on is WindowOn.EITHER else None)


def noun_of(question: Question) -> list[str]:
    """The noun that is asked for, with the word before it, which says what kind of them."""
    before, found, _ = question.subject.partition(question.of)
    return [*(before.split()[-1:] if found else ()), *question.of.split()]


def words_of_question(question: Question) -> str:
    """What is searched for: the whole question, which says more than its subject, unless it can't stand for itself."""
    bare = question.by_operators or question.leant or question.shape is Shape.COUNT
    return question.subject if bare and question.subject else question.text


def as_said_by(speakers: Sequence[str], text: str) -> str:
    """The question as it would be put to one of the speakers, whose own words say "I"."""
    for name in speakers:
        text = re.sub(rf"\b{re.escape(name)}['\u2019]s\b", "my", text, flags=re.IGNORECASE)
        text = re.sub(rf"\b{re.escape(name)}\b", "I", text, flags=re.IGNORECASE)
    return text


def without_people(question: Question, text: str) -> str:
    """The text without the people whom the question names, since all that was told of them is alike."""
    for name in {part for person in question.people for part in person.split()}:
        text = re.sub(rf"\b{re.escape(name)}(?:['\u2019]s)?\b", "", text, flags=re.IGNORECASE)
    return " ".join(text.split())
