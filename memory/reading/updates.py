"""Whether something told later takes the place of something told earlier: the same of the same, with another value."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.messages import MemoryId
from memory.annotations import DATE, KNOWN_FROM, PERSON
from memory.documents import Annotation
from memory.names import KIN
from memory.reading.claims import Claim, Kind, claims, people_in
from memory.reading.updating_words import KEPT, ONE_OFF, Attribute, Role
from memory.words import fold

SAID: Final = 0.9
"""How sure it is where the later one says that something has changed …"""
READ: Final = 0.75
"""… and where nothing but another value of what there is one of tells it."""

SOUGHT: Final = 4
"""Words that older memories are looked for by. What each of them costs grows with how many memories hold it."""
SEVERAL: Final = 3
"""Words of a subject that tell it from any other, even with one of them left out."""

_FIGURES: Final = frozenset((Kind.NUMBER, Kind.PHONE, Kind.EMAIL, Kind.MEASURE))
# What there is one of, so that another value alone replaces it, and the kinds of value that it takes.
_SINGLE: Final = {
    Attribute.CODE: frozenset((Kind.NUMBER, Kind.PHONE, Kind.NAMED)),
    Attribute.PHONE: frozenset((Kind.PHONE, Kind.NUMBER)),
    Attribute.EMAIL: frozenset((Kind.EMAIL,)),
    Attribute.SIZE: frozenset((Kind.NUMBER, Kind.MEASURE)),
    Attribute.BIRTHDAY: frozenset((Kind.DAY,)),
}
# What is told of these is true for a while, and a payment is told in the same words.
_STATED: Final = {
    Attribute.PRICE: frozenset((Kind.MONEY, Kind.NUMBER)),
    Attribute.RENT: frozenset((Kind.MONEY, Kind.NUMBER)),
    Attribute.ADDRESS: frozenset((Kind.NUMBER,)),
    Attribute.DAY: frozenset((Kind.DAY,)),
}
_HOME: Final = frozenset((Role.LIVE, Role.MOVE))
_CALENDAR: Final = frozenset((Kind.DAY, Kind.CLOCK))


@dataclass(frozen=True, slots=True)
class Statement:
    """A memory as far as it takes to tell whether it overtakes another, or is overtaken."""

    memory: MemoryId
    at: datetime
    text: str
    annotations: Sequence[Annotation] = ()


def sought(text: str) -> list[str]:
    """The words by which what a text may overtake is looked for, those of its subjects first; none where it can't."""
    said = [claim for claim in claims(text) if not claim.refused]
    subjects = frozenset(word for claim in said for word in claim.subject if word.isalpha())
    others = frozenset(word for claim in said for word in claim.words if word.isalpha()) - subjects
    return [*sorted(subjects, key=_longest), *sorted(others, key=_longest)][:SOUGHT]


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word


def overtaken(newer: Statement, older: Sequence[Statement]) -> dict[MemoryId, float]:
    """Those of `older` whose place the newer one takes, with how sure that is, above 0 and at most 1.

    When in doubt, none: what is wrongly called history is worse than two memories beside each other.
    """
    said = [claim for claim in claims(newer.text) if not claim.refused]
    found = {}
    for each in older if said else ():
        if each.memory != newer.memory and each.at < newer.at and (sure := _sure(said, newer, each)):
            found[each.memory] = sure
    return found


def _sure(said: Sequence[Claim], newer: Statement, older: Statement) -> float:
    names = _names((*newer.annotations, *older.annotations))
    before = [claim for claim in claims(older.text) if not claim.refused or not claim.changed]
    over = _over(older, newer.at)
    return max((_takes(each, other, names, over) for each in said for other in before), default=0.0)


def _takes(newer: Claim, older: Claim, names: Collection[str], over: bool) -> float:
    if newer.ended:
        return SAID if _ends(newer, older) else 0.0
    if older.ended or older.refused or not _same_subject(newer, older):
        return 0.0
    differ = {
        kind for kind in newer.values.keys() & older.values.keys() if newer.values[kind].isdisjoint(older.values[kind])
    }
    rules = (_another_of_one, _another_place, _another_price, _as_it_says)
    return max(rule(newer, older, differ, names, over) for rule in rules) if differ else 0.0


def _same_subject(newer: Claim, older: Claim) -> bool:
    """Whether both speak of the same; one word may be missing from a name of several where a change is said."""
    here, there = _bare(newer), _bare(older)
    if here == there:
        return True
    said = newer.relation is Role.CHANGE and here < there
    return said and len(here) >= SEVERAL and len(there) == len(here) + 1


def _bare(claim: Claim) -> frozenset[str]:
    """The words of its subject without what German joins them by: "Garagen-" in a compound is the "Garage"."""
    return frozenset(word.removesuffix("n") if word.endswith("en") else word for word in claim.subject)


def _ends(newer: Claim, older: Claim) -> bool:
    """Whether all that the newer one denies was said, as in "Ben no longer works at the mill"."""
    return not older.ended and newer.relation == older.relation and len(older.words) > 1 and newer.words == older.words


def _another_of_one(newer: Claim, older: Claim, differ: set[Kind], _names: Collection[str], _over: bool) -> float:
    wanted = frozenset(kind for attribute in newer.attributes for kind in _SINGLE.get(attribute, ()))
    if not differ & wanted or not _of_something(newer) or newer.subject & ONE_OFF:
        return 0.0
    changed = newer.changed or newer.renewed
    here, there = newer.values.get(Kind.PLACE), older.values.get(Kind.PLACE)
    if here != there and (not changed or (here and there)):
        return 0.0
    if Kind.NAMED in differ and not (newer.relation is older.relation is Role.BE):
        return 0.0
    return SAID if changed else READ


def _another_place(newer: Claim, older: Claim, differ: set[Kind], names: Collection[str], _over: bool) -> float:
    if Kind.PLACE not in differ:
        return 0.0
    if people_in(newer, names):
        home = older.relation in _HOME and (newer.relation in _HOME or newer.changed)
        work = newer.relation is older.relation is Role.WORK
        return (SAID if newer.changed else READ) if home or work else 0.0
    if newer.subject & _SINGLE_WORDS:
        return 0.0
    if newer.relation is older.relation is Role.LIVE:
        return READ
    kept = newer.relation is older.relation is Role.BE and bool(newer.subject & KEPT)
    return SAID if newer.changed else READ * kept


def _another_price(newer: Claim, older: Claim, differ: set[Kind], _names: Collection[str], _over: bool) -> float:
    wanted = frozenset(kind for attribute in newer.attributes for kind in _STATED.get(attribute, ()))
    stated = newer.relation is older.relation is Role.BE
    renewed = newer.renewed and not newer.subject & ONE_OFF
    return (READ if stated or renewed else 0.0) if differ & wanted and _of_something(newer) else 0.0


def _as_it_says(newer: Claim, older: Claim, differ: set[Kind], names: Collection[str], over: bool) -> float:
    changed = newer.changed or (newer.renewed and bool(newer.attributes))
    if not changed or newer.subject & ONE_OFF:
        return 0.0
    if differ & _CALENDAR and not over and not (newer.renewed and not newer.changed):
        return SAID
    if differ & (_FIGURES | {Kind.MONEY}) and (newer.attributes or newer.relation in {Role.CHANGE, Role.BE}):
        return SAID if _of_something(newer) else 0.0
    return (
        SAID
        if Kind.NAMED in differ and newer.attributes & _CALLED and not people_in_value(newer, older, names)
        else 0.0
    )


_CALLED: Final = frozenset((Attribute.PERSON, Attribute.FEATURE))
_OF_ANYTHING: Final = frozenset(attribute.value for attribute in Attribute if attribute is not Attribute.RENT)
_SINGLE_WORDS: Final = frozenset(attribute.value for attribute in _SINGLE)


def people_in_value(newer: Claim, older: Claim, names: Collection[str]) -> bool:
    """Whether only one of two values is somebody, so that they say different things."""
    who = [bool(claim.values[Kind.NAMED] & frozenset(names)) for claim in (newer, older)]
    return who[0] != who[1]


def _of_something(claim: Claim) -> bool:
    """A code, a number: of what, has to be said; that it is the plumber's says it."""
    whose = Attribute.PERSON in claim.attributes and len(claim.attributes) > 1
    return whose or bool(claim.subject - _OF_ANYTHING)


def _names(annotations: Sequence[Annotation]) -> frozenset[str]:
    told = (each.value for each in annotations if each.kind == PERSON and each.confidence > KNOWN_FROM)
    return frozenset(fold(word) for name in told for word in name.split()) | KIN


def _over(older: Statement, now: datetime) -> bool:
    """Whether every day that it names has been: then it is of another time."""
    days = [each.value for each in older.annotations if each.kind == DATE]
    return bool(days) and all(day[:10] < now.date().isoformat() for day in days)
