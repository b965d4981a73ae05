"""Reads a short text as claims: of what it speaks, what it says of it, and whether it says that this has changed."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from memory.reading.updating_words import (
    ATTRIBUTES,
    CLOCK_BEFORE,
    COMPOUND,
    ENDED_PHRASES,
    GENERIC,
    INSTEAD_PHRASES,
    NOW_PHRASES,
    ONE_OFF,
    PHRASED,
    REFUSED_PHRASES,
    ROLES,
    Attribute,
    Role,
)
from memory.words import fold

LONGEST: Final = 400
"""Characters of a text that is read: a longer one tells a story, and more than one thing at that."""
SENTENCES: Final = 4
MOST_WORDS: Final = 30
SHORTEST_PLURAL: Final = 4
HOUR_DIGITS: Final = 2

_WEEKDAY: Final = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tue|tues|wed|thu|thurs|fri"
    r"|(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?"
    r"|lunes|martes|miercoles|jueves|viernes|sabados?|domingos?"
    r"|lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?"
    r"|(?:segunda|terca|quarta|quinta|sexta)s?(?:-feiras?)?"
)
_MONTH: Final = (
    r"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|mar(?:ch|s|zo|co)|marz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|enero|febrero|abril|mayo|junio|julio"
    r"|agosto|septiembre|octubre|noviembre|diciembre|fevrier|avril|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|janeiro|fevereiro|maio|junho|julho|setembro|outubro|novembro|dezembro"
)
_FROM_THEN: Final = (
    rf"(?:from|starting|ab|desde|a partir d[eo]|des) (?:next |proxim[oa] )?(?:{_MONTH}|{_WEEKDAY}|week|month|year)"
)
_CURRENCY: Final = r"(?:€|£|\$|(?:eur|euros?|pounds?|dollars?|quid|chf|gbp|usd|reais|francs?|franken)\b)"


class Kind(StrEnum):
    """What kind of value something is given."""

    MONEY = "money"
    CLOCK = "clock"
    DAY = "day"
    PHONE = "phone"
    EMAIL = "email"
    MEASURE = "measure"
    NUMBER = "number"
    PLACE = "place"
    NAMED = "named"


# Alternatives begin with what can't be part of another one; none of them can match the same text in two ways.
_TOKEN: Final = re.compile(
    rf"(?P<ended>\b(?:{ENDED_PHRASES})\b)|(?P<instead>\b(?:{INSTEAD_PHRASES})\b)|(?P<now>\b(?:{NOW_PHRASES}|{_FROM_THEN})\b)"
    rf"|(?P<refused>\b(?:{REFUSED_PHRASES})\b)"
    r"|(?P<email>\b[\w.+-]{1,64}@[\w.-]{3,64})"
    rf"|(?P<money>[€£$]\s?\d+(?:[.,]\d+)*|\b\d+(?:[.,]\d+)*\s?{_CURRENCY})"
    r"|(?P<clock>\b\d{1,2}[:h]\d{2}(?:\s?[ap]m)?\b|\b\d{1,2}(?:\.\d{2})?\s?(?:[ap]m|uhr|h)\b|\b(?:noon|midnight|midday)\b)"
    rf"|(?P<day>\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?(?:{_MONTH})\b"
    rf"|\b(?:{_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b|\b\d{{1,2}}(?:st|nd|rd|th)\b"
    rf"|\b(?:{_WEEKDAY})\b)"
    r"|(?P<phone>(?<![\w.])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\w))"
    r"|(?P<measure>\b\d+(?:[.,]\d+)*\s?(?:kg|cm|mm|km|ml|g|m|l|lbs?|oz|ft|mb|gb|miles|%)(?!\w))"
    r"|(?P<number>[\w#*-]{0,20}\d(?:[\w#*]|[.,:/-](?=\w)){0,30})"
    rf"|(?P<word>\b(?:{PHRASED})\b|[^\W\d_]+(?:[-][^\W\d_]+)*)(?:['\u2019]s\b)?"
    r"|(?P<equal>=)|(?P<comma>[,:()\u2013\u2014]| - )"
)
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+|\n+")
_ELISION: Final = re.compile(r"\b([cdjlmnst]|qu)['\u2019](?=\w)")
# "It is 4417 now" goes on about what the sentence before it was about.
_GOES_ON: Final = re.compile(r"(?:it|it's|its|now|es|jetzt|ahora|ce|c'est|maintenant|agora)\b")
_NUMERIC: Final = frozenset((Kind.NUMBER, Kind.PHONE))
_DIGITS: Final = re.compile(r"[^\w@+]")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    role: Role | None = None
    kind: Kind | None = None
    comma: bool = False

    @property
    def content(self) -> bool:
        """Whether it is a word that says something of the matter."""
        return self.role is None and self.kind is None and not self.comma


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says.

    Attributes:
        subject: the words for what it speaks of; an attribute's by the name of the attribute.
        attributes: those among them.
        relation: how what is said of it is joined to it, if by a verb.
        values: what is said of it, by kind.
        words: everything in it that says something, values included.
        changed: it says that this is so from now on.
        renewed: it calls the subject a new one.
        ended: it says that this is no longer so.
        refused: it tells of something done, added, past or doubtful, or asks.
    """

    subject: frozenset[str]
    attributes: frozenset[Attribute]
    relation: Role | None
    values: Mapping[Kind, frozenset[str]]
    words: frozenset[str]
    changed: bool
    renewed: bool
    ended: bool
    refused: bool


def claims(text: str) -> list[Claim]:
    """What a text claims, sentence by sentence; nothing where it is longer than `LONGEST`."""
    if len(text) > LONGEST:
        return []
    # Sentence by sentence, since a full stop is lost on the tokens.
    read = (_claim(_tokens(sentence), question=sentence.rstrip().endswith("?")) for sentence in _sentences(text))
    return [claim for claim in read if claim is not None]


def changes(text: str) -> bool:
    """Whether a text says of something that it is so from now on."""
    return any(claim.changed for claim in claims(text) if not claim.refused)


def _sentences(text: str) -> Iterator[str]:
    # Folded as one; that caches a word at a time, and a whole text is none.
    folded = _ELISION.sub(r"\1 ", fold.__wrapped__(text.replace("\u2019", "'")))
    joined: list[str] = []
    for sentence in _SENTENCE.split(folded):
        bare = sentence.strip()
        if joined and _GOES_ON.match(bare):
            joined[-1] = f"{joined[-1].rstrip('.!;')} {bare}"
        elif bare:
            joined.append(bare)
    return islice(iter(joined), SENTENCES)


def _tokens(sentence: str) -> list[_Token]:
    found: list[_Token] = []
    for match in islice(_TOKEN.finditer(sentence), MOST_WORDS * 2):
        found.append(_token(match.lastgroup or "", match.group(), found))
    return found


def _token(group: str, written: str, before: Sequence[_Token]) -> _Token:
    if group in _PHRASES:
        return _Token(written, role=_PHRASES[group])
    if group == "comma":
        return _Token(written, comma=True)
    if group == "word":
        word = written.removesuffix("'s").replace(" ", "-")
        return _Token(_singular(word), role=ROLES.get(written, ROLES.get(word)))
    kind = Kind(group)
    if (
        kind is Kind.NUMBER
        and written.isdigit()
        and len(written) <= HOUR_DIGITS
        and before
        and before[-1].text in CLOCK_BEFORE
    ):
        kind = Kind.CLOCK
    value = written.rstrip(".,:/-") if kind is Kind.NUMBER else written
    return _Token(_singular(_DIGITS.sub("", value)) if kind is Kind.DAY else _DIGITS.sub("", value), kind=kind)


_PHRASES: Final[Mapping[str, Role]] = {
    "ended": Role.ENDED,
    "instead": Role.NOT,
    "now": Role.NOW,
    "refused": Role.REFUSED,
    "equal": Role.BE,
}
_VERBS: Final = frozenset((Role.BE, Role.LIVE, Role.MOVE, Role.WORK, Role.CHANGE))
_CHANGES: Final = frozenset((Role.MOVE, Role.CHANGE, Role.NOW))


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) >= SHORTEST_PLURAL else word


def _main(tokens: Sequence[_Token]) -> Sequence[_Token]:
    """Without the clauses that come after what is claimed, which give reasons; what it is instead of still counts."""
    claimed = False
    for place, token in enumerate(tokens):
        claimed = claimed or token.kind is not None
        after = tokens[place + 1].role if place + 1 < len(tokens) else None
        if claimed and token.comma and token.text not in _JOINING and after not in _STILL:
            return tokens[:place]
    return tokens


_JOINING: Final = frozenset(":")
_STILL: Final = frozenset((Role.NOT, Role.NOW, Role.ENDED))


def _claim(every: Sequence[_Token], *, question: bool) -> Claim | None:
    tokens = _main(every)
    roles = {token.role for token in tokens}
    verb = next((place for place, token in enumerate(tokens) if token.role in _VERBS), None)
    start, end = _subject(tokens, verb)
    end = max(
        end, _object(tokens, verb) if start == 0 and verb is not None and tokens[verb].role is Role.CHANGE else end
    )
    subject = _named(token.text for token in tokens[start:end] if token.content)
    rest = [*tokens[:start], *tokens[end:]]
    values = _values(rest, _relation(tokens))
    if not subject or not (values or Role.ENDED in roles):
        return None
    return Claim(
        subject=subject,
        attributes=frozenset(attribute for attribute in Attribute if attribute.value in subject),
        relation=_relation(tokens),
        values=values,
        words=frozenset(token.text for token in tokens if token.content or token.kind),
        changed=bool(roles & _CHANGES),
        renewed=any(token.role is Role.NEW for token in tokens[: end + 1]),
        ended=Role.ENDED in roles,
        refused=question or Role.REFUSED in roles or len(every) >= MOST_WORDS * 2,
    )


def _subject(tokens: Sequence[_Token], verb: int | None) -> tuple[int, int]:
    """From where to where it is said what the sentence speaks of."""
    value = next((place for place, token in enumerate(tokens) if token.kind), len(tokens))
    end = min(value, len(tokens) if verb is None else verb)
    if any(token.content for token in tokens[:end]):
        placed = (
            [] if verb is not None or value < len(tokens) else [n for n in range(end) if tokens[n].role is Role.PLACE]
        )
        # "Book club at the library": no verb and no figure parts them.
        return 0, placed[0] if placed else end
    # "They moved book club to the library", "4417 is the gate code".
    after = end + 1
    stop = next(
        (n for n in range(after, len(tokens)) if tokens[n].kind or tokens[n].comma or tokens[n].role in _STOPS),
        len(tokens),
    )
    return after, stop


def _object(tokens: Sequence[_Token], verb: int) -> int:
    """To where "the school changed the back gate to 4417" tells what was changed; 0 for "the back gate changed to"."""
    to = next((n for n in range(verb, len(tokens)) if tokens[n].role is Role.TO), 0)
    named = any(token.content for token in tokens[verb:to]) and not any(token.kind for token in tokens[:to])
    return to if named else 0


_STOPS: Final = frozenset((Role.TO, Role.PLACE, Role.OTHER, Role.FROM, Role.NOT, Role.NOW))


def _named(words: Iterator[str]) -> frozenset[str]:
    every = frozenset(part for word in words for part in _parts(word))
    return every - GENERIC or every


def _parts(word: str) -> Iterator[str]:
    """An attribute by its name; of a compound ("torcode") both what it is and what it belongs to ("Code fürs Tor")."""
    compound = None if word in ATTRIBUTES or word in ONE_OFF else COMPOUND.fullmatch(word)
    for part in compound.groups() if compound else (word,):
        # The letter that joins the two ("wohnungs-") goes as that of a plural does.
        bare = part if part in ATTRIBUTES else _singular(part) if compound else part
        yield ATTRIBUTES[bare].value if bare in ATTRIBUTES else bare


def _relation(tokens: Sequence[_Token]) -> Role | None:
    """The verb that says most: that somebody moved says more than that they have."""
    found = {token.role for token in tokens}
    return next((role for role in (Role.MOVE, Role.LIVE, Role.WORK, Role.CHANGE, Role.BE) if role in found), None)


def _values(rest: Sequence[_Token], relation: Role | None) -> dict[Kind, frozenset[str]]:
    found: dict[Kind, set[str]] = {}
    into: Kind | None = Kind.NAMED if relation is Role.BE else None
    denied = False
    for token in rest:
        denied = token.role in {Role.NOT, Role.FROM} or (
            denied and not (token.role in {Role.TO, Role.NOW} or token.comma)
        )
        into = _into(token, into, relation)
        kind = token.kind or (into if token.content else None)
        if kind and not denied:
            found.setdefault(kind, set()).add(token.text)
    return {kind: frozenset(values) for kind, values in found.items()}


_GOING: Final = frozenset((Role.MOVE, Role.LIVE, Role.CHANGE))


def _into(token: _Token, into: Kind | None, relation: Role | None) -> Kind | None:
    """What the words from here on tell: a place after "in", nothing after "with"."""
    if token.role is Role.PLACE or (token.role is Role.TO and relation in _GOING):
        return Kind.PLACE
    if token.role is Role.BE:
        return Kind.NAMED
    if token.comma or token.role in {Role.OTHER, Role.FROM, Role.NOT}:
        return None
    return into


def people_in(claim: Claim, names: Collection[str]) -> bool:
    """Whether it speaks of somebody; `names` are folded."""
    return any(word in claim.subject or _singular(word) in claim.subject for word in names)
