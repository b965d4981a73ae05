"""What a memory should know about a short text the moment it comes in; the text itself is never altered."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from memory.amounts import amounts_in
from memory.categories import Found, judge
from memory.credentials import LOOK_LIMIT, SURE, secrets_in
from memory.documents import Annotation, AnnotationSource, Level
from memory.language_of import language_of_words
from memory.names import names_in
from memory.places import places_in
from memory.words import fold, words_of

CATEGORY: Final = "category"
LEVEL: Final = "level"
PERSON: Final = "person"
PLACE: Final = "place"
AMOUNT: Final = "amount"
LINK: Final = "link"
HASHTAG: Final = "hashtag"
TASK: Final = "task"
CREDENTIAL: Final = "credential"
LANGUAGE: Final = "language"
ORIGIN: Final = "origin"
"""Who said it first, of what was handed on. Known from how it came, like the next."""
THREAD: Final = "thread"
"""The id of the memory that it was said in reply to."""
DATE: Final = "date"
"""Made elsewhere, by `memory.when`, and handed over through `annotate`'s `further`."""

TASK_FROM: Final = 0.3
"""How likely something is left to do when it is noted as a task: where recall and precision met on unseen lives."""
KNOWN_FROM: Final = 0.7
"""From this confidence on a name is taken as known when the same person writes again."""
CONFIDENTIAL_FROM: Final = 0.4
"""A text about health is suggested to stay out of digests from this confidence on."""

MOST: Final = 50
"""Links, hashtags, sums and places that are noted of one text; one with more of them is a list of them."""

_LINK: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}", re.IGNORECASE)
_HASHTAG: Final = re.compile(r"(?<![\w#&/])#([^\W\d_][\w-]{0,60})")
_LINK_ENDS_NOT_ON: Final = ".,;:!?'\")]}"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the writer already. `names`: people they told of; any spelling, several words allowed."""

    names: Collection[str] = field(default=())


def annotate(
    text: str,
    *,
    known: Known | None = None,
    vector: Sequence[float] | None = None,
    further: Sequence[Annotation] = (),
) -> list[Annotation]:
    """What is found in `text`: one category, language and task each, and whatever else there is of every other kind.

    A `task` or `credential` is "true" and left out otherwise. A `level` is a suggestion for the person to take.

    Args:
        text: as written; of a long one the beginning is read (secrets, links and sums are looked for in all of it).
        known: what earlier texts of the same person told.
        vector: the local embedder's of this text: with it the category is right more often.
        further: what others found in the text, dates above all; stands among the results.
    """
    words = words_of(text)
    told = frozenset(fold(part) for name in (known or Known()).names for part in name.split() if len(part) > 1)
    found = Found(text, words, names_in(words, told), secrets_in(text))
    return [*_judged(found, vector), *_read_off(found), *further]


def _judged(found: Found, vector: Sequence[float] | None) -> Iterator[Annotation]:
    verdict = judge(found, vector)
    language, sureness = language_of_words(found.words)
    yield _annotation(CATEGORY, verdict.category, verdict.confidence)
    yield _annotation(LANGUAGE, language, sureness, source=AnnotationSource.RULE)
    if verdict.to_do >= TASK_FROM:
        yield _annotation(TASK, "true", verdict.to_do)
    if found.secrets:
        surest = max(secret.confidence for secret in found.secrets)
        yield _annotation(LEVEL, Level.SECRET, surest, source=AnnotationSource.RULE)
    elif verdict.category == "health" and verdict.confidence >= CONFIDENTIAL_FROM:
        yield _annotation(LEVEL, Level.CONFIDENTIAL, verdict.confidence)


def _read_off(found: Found) -> Iterator[Annotation]:
    for read in (_secrets, _people, _places, _amounts, _links, _hashtags):
        yield from islice(read(found), MOST)


def _secrets(found: Found) -> Iterator[Annotation]:
    """Where they stand, not what they are: annotations are shown where the text is not."""
    for secret in found.secrets:
        yield _annotation(secret.kind, "true", secret.confidence, secret.span, AnnotationSource.RULE)


def _people(found: Found) -> Iterator[Annotation]:
    for name in found.people:
        yield _annotation(PERSON, name.text, name.confidence, name.span)


def _places(found: Found) -> Iterator[Annotation]:
    for place in places_in(found.text, found.words, [name.span for name in found.people]):
        yield _annotation(PLACE, place.text, place.confidence, place.span, AnnotationSource.RULE)


def _amounts(found: Found) -> Iterator[Annotation]:
    for amount in amounts_in(found.text[:LOOK_LIMIT]):
        value = f"{amount.value} {amount.currency}"
        yield _annotation(AMOUNT, value, SURE, amount.span, AnnotationSource.RULE)


def _links(found: Found) -> Iterator[Annotation]:
    for match in _LINK.finditer(found.text):
        link = match.group().rstrip(_LINK_ENDS_NOT_ON)
        yield _annotation(LINK, link, 1.0, (match.start(), match.start() + len(link)), AnnotationSource.RULE)


def _hashtags(found: Found) -> Iterator[Annotation]:
    for match in _HASHTAG.finditer(found.text):
        yield _annotation(HASHTAG, match[1].lower(), 1.0, match.span(), AnnotationSource.RULE)


def _annotation(
    kind: str,
    value: str,
    confidence: float,
    span: tuple[int, int] | None = None,
    source: AnnotationSource = AnnotationSource.MODEL,
) -> Annotation:
    return Annotation(kind=kind, value=value, confidence=round(confidence, 3), source=source, span=span)
