"""What those who like operators write into a question: `#tag from: before: "quoted" -word`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from memory.question.asked import EVER, FOREVER, Window, WindowOn
from memory.words import fold

Times = Callable[[str], tuple[datetime, datetime, int] | None]
"""The time at the beginning of a text: since, until, and how many characters it takes."""

_QUOTES: Final = '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}'
_QUOTED: Final = rf"[{_QUOTES}]([^{_QUOTES}]{{1,300}})[{_QUOTES}]"
_OPERATOR: Final = re.compile(
    rf"(?<![\w#&/:])(?P<minus>-?)(?:"
    rf"(?P<name>tag|from|person|category|has|channel|before|after):\s?(?=\S)(?:{_QUOTED}|(?P<bare>[^\s{_QUOTES}]+))"
    rf"|\#(?P<tag>[^\W\d_][\w-]{{0,60}})"
    rf"|{_QUOTED})"
    rf"|(?<!\S)-(?P<word>[^\W\d_][\w'-]{{0,60}})",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"[\s,;]")
_VALUE: Final = 3
_PHRASE: Final = 6
KINDS_OF_MEDIA: Final = {
    name: kind
    for kind, names in {
        "photo": "photo photos picture pictures image images pic pics foto fotos bild bilder imagen imagenes imagem imagens",
        "voice": "voice audio voicenote",
        "video": "video videos",
        "document": "document documents pdf pdfs file files documento dokument datei fichier",
        "link": "link links url urls enlace lien",
        "location": "location locations ubicacion standort",
        "contact": "contact contacts contacto kontakt contato",
        "amount": "amount amounts money importe betrag montant valor",
        "date": "date dates fecha datum data",
        "task": "task tasks todo tarea aufgabe tache tarefa",
    }.items()
    for name in names.split()
}
LONGEST_TIME: Final = 60
MOST_TIMES: Final = 8
"""Times that are read; to read hundreds of them would take seconds, in which nobody else is answered."""


@dataclass(slots=True)
class Operators:
    """What was written as operators, and the text with blanks in their place."""

    rest: str
    facets: list[frozenset[str]] = field(default_factory=list)
    without_facets: set[str] = field(default_factory=set)
    phrases: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    since: datetime = EVER
    until: datetime = FOREVER
    times_tried: int = 0

    @property
    def window(self) -> Window | None:
        """From the latest `after:` on, that day included, until the earliest `before:`, that day excluded."""
        if (self.since, self.until) == (EVER, FOREVER):
            return None
        return Window(self.since, self.until, WindowOn.TOLD)


def read(text: str, times: Times) -> Operators:
    """The operators anywhere in a text, in any case; one that can't be read stays a word.

    Several values parted by commas are alternatives (`tag:gift,idea`). The days of `before:` and `after:` are as in
    Gmail: `after:2025-03-01` begins with that day, `before:2025-03-01` ends with the day before it; of a longer time
    its beginning counts for both.
    """
    found = Operators(text)
    place = 0
    while match := _OPERATOR.search(text, place):
        end = _take(found, match, times)
        if end:
            found.rest = found.rest[: match.start()] + " " * (end - match.start()) + found.rest[end:]
        place = end or match.end()
    return found


def _take(found: Operators, match: re.Match[str], times: Times) -> int:
    """Adds what the operator says; where it ends, or 0 where it says nothing."""
    name = (match["name"] or "").lower()
    if name in {"before", "after"}:
        return 0 if match["minus"] else _take_time(found, name, match, times)
    if match["word"]:
        found.without.append(fold(match["word"]))
    elif match["tag"] or name:
        return _take_facet(found, name or "tag", match)
    else:
        kept = found.without if match["minus"] else found.phrases
        kept.append(_folded(match.group(_PHRASE)))
    return match.end()


def _take_facet(found: Operators, name: str, match: re.Match[str]) -> int:
    quoted = match.group(_VALUE)
    values = [quoted] if quoted else re.split(r",", match["tag"] or match["bare"])
    facets = {facet for value in values if (facet := _facet(name, value))}
    if not facets:
        return 0
    if match["minus"]:
        found.without_facets |= facets
    else:
        found.facets.append(frozenset(facets))
    return match.end()


def _facet(name: str, value: str) -> str | None:
    folded = _folded(value).strip("#.,;!?") if name != "person" else _folded(value).rstrip(",;!?")
    if name == "has":
        kind = KINDS_OF_MEDIA.get(folded)
        return f"has:{kind}" if kind else None
    return f"{name}:{folded}" if folded else None


def _take_time(found: Operators, name: str, match: re.Match[str], times: Times) -> int:
    found.times_tried += 1
    if found.times_tried > MOST_TIMES:
        return 0
    quoted = match.group(_VALUE)
    start = match.start("bare") if match["bare"] else match.start(_VALUE)
    written = quoted or found.rest[start : start + LONGEST_TIME]
    # What follows may make something else of it: in "after:2025-03-01 #gift" the time is no number of its own.
    read_off = times(written) or times(_ENDS.split(written, maxsplit=1)[0])
    if read_off is None:
        return 0
    since, _, length = read_off
    if name == "after":
        found.since = max(found.since, since)
    else:
        found.until = min(found.until, since)
    return match.end() if quoted else max(match.end() if start + length >= match.end() else 0, start + length)


def _folded(written: str) -> str:
    return " ".join(fold(written).split())


def joined(found: Sequence[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Each set of alternatives once."""
    return tuple(dict.fromkeys(found))
