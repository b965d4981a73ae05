"""What is noticed of a memory when it is told: its annotations, and what digests will look for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from memory.annotations import CATEGORY, CREDENTIAL, DATE, LANGUAGE, TASK, Known, annotate
from memory.documents import Annotation, AnnotationSource, Level
from memory.when import times
from memory.when.reading import Grain, Moment

MOST_DATES: Final = 10
SECRETS: Final = frozenset({CREDENTIAL, "card", "iban"})
DAYS: Final = frozenset({Grain.SECOND, Grain.MINUTE, Grain.HOUR, Grain.DAY})
# A day that comes back every year, in the languages the bot speaks.
YEARLY: Final = re.compile(
    r"\b(?:birthday|b-?day|bday|born|anniversary|name ?day|cumpleaños|nació|aniversario|aniversário|geburtstag"
    r"|geboren|hochzeitstag|jahrestag|namenstag|anniversaire|née? le|nasceu|nascimento)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Told:
    """Who told something, when, and by which clock."""

    person: str
    at: datetime
    zone: ZoneInfo


@dataclass(frozen=True)
class Noticed:
    """`fields` are those of `Memory` that stand beside the sealed content, None where there is nothing to say."""

    level: Level
    annotations: list[Annotation]
    fields: dict[str, Any]


def notice(
    text: str,
    told: Told,
    *,
    level: Level,
    known: Known | None = None,
    vector: Sequence[float] | None = None,
    said: Sequence[Annotation] = (),
) -> Noticed:
    """Everything noticed of `text`.

    Args:
        text: as written.
        told: by whom, when and where; "tomorrow" is the day after.
        level: a text that may not be in digests leaves nothing beside its content.
        known: what their earlier texts told.
        vector: the local embedder's of the text, with which more is noticed.
        said: annotations that the person made; nothing noticed replaces them.
    """
    found = annotate(text, known=known, vector=vector)
    language = value_of(found, LANGUAGE) or "en"
    named = [
        each.readings[0]
        for each in times.find_all(text, now=told.at, zone=told.zone, language=language)
        if each.readings
    ]
    chosen = [each for each in said if each.source is AnnotationSource.PERSON]
    spoken_for = {each.kind for each in chosen}
    found = [*(each for each in found if each.kind not in spoken_for), *chosen, *_dates(named[:MOST_DATES])]
    if level is Level.GENERAL and any(each.kind in SECRETS for each in found):
        level = Level.CONFIDENTIAL
    fields = _fields(text, found, named, told.person) if level.in_digests else dict.fromkeys(FIELDS)
    return Noticed(level, found, fields)


def value_of(annotations: Sequence[Annotation], kind: str) -> str | None:
    """The value of the first annotation of that kind."""
    return next((each.value for each in annotations if each.kind == kind), None)


FIELDS: Final = ("category", "open_task", "day", "yearly")


def _dates(moments: Sequence[Moment]) -> Iterator[Annotation]:
    for moment in moments:
        value = moment.start.date().isoformat() if moment.grain not in DAYS - {Grain.DAY} else moment.start.isoformat()
        yield Annotation(
            kind=DATE, value=value, confidence=moment.confidence, source=AnnotationSource.RULE, span=moment.span
        )


def _fields(text: str, found: Sequence[Annotation], named: Sequence[Moment], person: str) -> dict[str, Any]:
    # "Now" is when it was told, and no date to be told of again.
    days = [moment.start.date() for moment in named if moment.grain in DAYS - {Grain.SECOND}]
    yearly = days[0].strftime("%m-%d") if days and YEARLY.search(text) else None
    return {
        "category": value_of(found, CATEGORY),
        "open_task": person if value_of(found, TASK) else None,
        "day": days[0].isoformat() if days and not yearly else None,
        "yearly": yearly,
    }
