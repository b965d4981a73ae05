"""Places a text names: addresses of streets, and names that follow "in", "near" or "to"."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from memory.words import READ_LIMIT, Word, classes_of, function_words, word_set

_STREET: Final = word_set(
    "street st road rd lane ln avenue ave drive dr close crescent court square sq terrace gardens grove way hill row"
    " parade place pl boulevard blvd highway quay wharf green park mews yard"
)
_CAPITAL: Final = r"[A-Z\u00c0-\u00de][\w'\u2019-]{1,30}"
_ADDRESS: Final = re.compile(
    rf"(?:\b\d{{1,5}}[a-z]?,? )?(?:{_CAPITAL} ){{1,3}}(?i:{'|'.join(sorted(_STREET))})\b\.?"
    rf"|\b(?i:rue|avenue|av\.|boulevard|calle|c/|avenida|plaza|rua|travessa|largo|praceta|via|viale|piazza)"
    rf"(?: (?i:de|da|do|del|des|du|dos|das|la|las|los|le|l['\u2019])){{0,3}} ?{_CAPITAL}"
    rf"(?: {_CAPITAL}){{0,3}}(?: \d{{1,5}}\b)?"
    rf"|\b{_CAPITAL}(?:stra\u00dfe|strasse|str\.?|weg|platz|allee|gasse|damm|ufer)(?!\w)(?: \d{{1,4}}[a-z]?\b)?",
)
# "in Lisbon", "nach Graz", "cerca de Ronda".
_TOWARDS: Final = word_set(
    "in to from near at via towards outside aus nach bei en desde hacia para em ate vers pres a depuis"
)
SHORTEST: Final = 3
SURE: Final = 0.9
LIKELY: Final = 0.7


@dataclass(frozen=True, slots=True)
class Place:
    """A place as written; `confidence`: 0 to 1."""

    text: str
    span: tuple[int, int]
    confidence: float


def places_in(text: str, words: Sequence[Word], taken: Collection[tuple[int, int]] = ()) -> list[Place]:
    """The places named, in order.

    Args:
        text: as written.
        words: those of the text.
        taken: where names of people stand: those are no places.
    """
    addresses = [Place(match.group().strip(), match.span(), SURE) for match in _ADDRESS.finditer(text[:READ_LIMIT])]
    named = [
        place
        for place in _named(text, words)
        if not any(_overlap(place.span, other) for other in (*taken, *(each.span for each in addresses)))
    ]
    return sorted((*addresses, *named), key=lambda place: place.span)


def _named(text: str, words: Sequence[Word]) -> Iterator[Place]:
    place = 0
    while place + 1 < len(words):
        if words[place].key in _TOWARDS and _is_proper(words[place + 1]):
            last = place + 1
            while last + 1 < len(words) and _follows(words[last], words[last + 1]):
                last += 1
            span = (words[place + 1].start, words[last].end)
            yield Place(text[slice(*span)], span, LIKELY)
            place = last
        place += 1


def _follows(word: Word, after: Word) -> bool:
    return after.start == word.end + 1 and _is_proper(after)


def _is_proper(word: Word) -> bool:
    """Whether it is written as a name, and is no word for something else ("in May", "at Easter")."""
    if len(word.text) < SHORTEST or not word.text[0].isupper() or word.text.isupper() or word.opens:
        return False
    return not classes_of(word.key) and word.key not in function_words()


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
