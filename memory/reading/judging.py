"""Whether what was found answers the question: by reading it, since no score tells a near miss from an answer."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from memory.annotations import PERSON
from memory.names import TITLES
from memory.question import Question, Shape, Wanted, WindowOn
from memory.ranking import Ranked
from memory.reading import attributes
from memory.reading.evidence import Passage, bare_sum, holds
from memory.words import fold, word_set, words_of

CLOSE: Final = 0.8
"""The share of the best score from which a memory may be the one that answers."""
NEAR: Final = 0.2
"""Cosine below which a memory that shares no word with the question has nothing to do with it."""
HALF: Final = 0.5
"""The share of what a question says besides that it is about money, from which a bare figure is the amount."""
SHORTEST_NAME: Final = 3
EVIDENT: Final = 0.35
"""What a memory gains by holding the kind of thing that is asked for, as a share of the best score."""

TELLING: Final = frozenset(
    (
        Wanted.PHONE,
        Wanted.EMAIL,
        Wanted.ADDRESS,
        Wanted.CODE,
        Wanted.MONEY,
        Wanted.MEASURE,
        Wanted.LINK,
        Wanted.DATE,
        Wanted.TIME,
    )
)
"""Kinds that few memories hold, so that holding one says something."""
_OF_SOMETHING: Final = frozenset((Wanted.PHONE, Wanted.EMAIL, Wanted.ADDRESS, Wanted.CODE, Wanted.MONEY))
# What a thing of that kind is called, and how it is asked for, says nothing of whose it is.
_KIND_WORDS: Final = word_set(
    "phone mobile cell number telephone email mail address code pin password passcode combination combo digits ring"
    " call text reach contact nummer telefon handy adresse passwort telefono movil numero direccion codigo"
    " contrasena telephone portable mot passe telefone telemovel morada endereco senha"
    " much money cost costs price fee pay paid paying charge charged bill set back owe owes spend spent total quote"
    " hour per kosten kostet gekostet preis bezahlt zahlen cuesta costo precio pagar pague prix coute paye payer"
    " preco custa custou paguei"
)
_BIRTHDAY: Final = re.compile(
    r"birthda|b-?day|\bborn\b|\bturn(?:s|ed|ing)?\s\d|geburtstag|geboren|cumplea|\bcumple|naci|anniversaire|\bné|anivers|nasc"
    r"|\bf(?:az|azem|ez|izeram) (?:\d{1,3} )?anos",
    re.IGNORECASE,
)
_SURNAME: Final = re.compile(
    r"surname|last name|family name|nachname|familienname|apellido|nom de famille|sobrenome|apelido", re.IGNORECASE
)
_PAST: Final = re.compile(r"\b(?:did|was|were|had|have|has|last)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """A memory that was found, with its text and the stems of its words."""

    passage: Passage
    ranked: Ranked
    stems: frozenset[str]


def answers(question: Question, found: Sequence[Read], weights: Mapping[str, float]) -> bool:
    """Whether one of the memories that fit about best holds what is asked for.

    Everything told at a time that was asked about answers by having been told then.

    Args:
        question: as it was understood.
        found: best first.
        weights: how much each stem of the question says.
    """
    if question.shape is not Shape.ONE and question.window and question.window.on is WindowOn.TOLD:
        return bool(found)
    related = [each for each in found if each.ranked.cosine >= NEAR or each.stems & weights.keys()]
    best = max((each.ranked.score for each in related), default=0.0)
    close = [each for each in related if each.ranked.score >= CLOSE * best]
    return any(evident(question, each, weights.keys()) for each in close)


def evident(question: Question, memory: Read, stems: Collection[str]) -> bool:
    """Whether a memory holds the kind of thing that is asked for, of whom or what it is asked."""
    if question.shape is not Shape.ONE or (question.wanted is Wanted.DATE and _PAST.search(question.text)):
        # When something was is told by the day on which that was told.
        return True
    if _SURNAME.search(question.text):
        return any(_followed_by_a_name(name, memory.passage.text) for name in question.people)
    return _concerns(question, memory, stems) and _tells(question, memory, stems)


def asks_who_that_is(question: Question) -> bool:
    """Whether nothing is asked of somebody but who they are."""
    asked = {part for name in question.people for part in name.split()}
    return (
        question.wanted is Wanted.PERSON
        and bool(asked)
        and {word.key for word in words_of(question.subject)} <= asked | TITLES
    )


def may_tell(question: Question, passage: Passage) -> bool:
    """Whether a passage may hold the kind of thing that is asked for, of whomever, and however shortly told."""
    if _asks_birthday(question):
        return bool(_BIRTHDAY.search(passage.text))
    people = [note.value for note in passage.annotations if note.kind == PERSON]
    held = _holds(question, passage) or (question.wanted is Wanted.MONEY and bare_sum(passage.text))
    return held and attributes.tells(question.text, passage.text, people)


def _holds(question: Question, passage: Passage) -> bool:
    return holds(question.wanted, passage) or attributes.tells_keeper(question.text, passage.text)


def _asks_birthday(question: Question) -> bool:
    return question.wanted is Wanted.DATE and bool(_BIRTHDAY.search(question.text))


def _tells(question: Question, memory: Read, stems: Collection[str]) -> bool:
    passage = memory.passage
    if _asks_birthday(question):
        return bool(_BIRTHDAY.search(passage.text))
    people = [note.value for note in passage.annotations if note.kind == PERSON]
    if not _holds(question, passage) and not _names_no_kind(question, memory, stems):
        return False
    return attributes.tells(question.text, passage.text, people)


def _names_no_kind(question: Question, memory: Read, stems: Collection[str]) -> bool:
    """Whether an amount is asked for, and a figure told of just that which nothing calls an amount."""
    if question.wanted is not Wanted.MONEY or not bare_sum(memory.passage.text):
        return False
    # Whom it has to name, is looked at by itself.
    names = {part for name in question.people for part in name.split()}
    telling = [stem for stem in _telling(question, stems) if not any(name.startswith(stem) for name in names)]
    return bool(telling) and sum(stem in memory.stems for stem in telling) >= HALF * len(telling)


def _concerns(question: Question, memory: Read, stems: Collection[str]) -> bool:
    """Whether it is about those whom the question names, and what it names, as far as that can be told."""
    told_of_one = question.wanted in TELLING or attributes.named(question.text, called=True)
    if told_of_one and not names(question.people, memory.passage.text):
        return False
    return question.wanted not in _OF_SOMETHING or _about(question, memory, stems)


def names(people: Collection[str], text: str) -> bool:
    """Whether each of them is named there, if need be by the first letter, or nobody in particular is asked about."""
    words = words_of(text)
    keys = frozenset(word.key for word in words)
    initials = frozenset(word.key for word in words if len(word.text) == 1 and word.text.isupper())
    parts = [[part for part in name.split() if part not in TITLES] for name in people]
    return all(
        any(part in keys or part[0] in initials or _begins(part, keys) for part in name) for name in parts if name
    )


def _begins(name: str, keys: Collection[str]) -> bool:
    """Whether one is the other with an ending: "toms" is Tom's, "Kat" is Katrin."""
    longer = (key for key in keys if len(key) >= SHORTEST_NAME)
    return len(name) >= SHORTEST_NAME and any(key.startswith(name) or name.startswith(key) for key in longer)


def _about(question: Question, memory: Read, stems: Collection[str]) -> bool:
    """Whether it shares a word with the question beyond what things of the kind are called."""
    telling = _telling(question, stems)
    return not telling or any(stem in memory.stems for stem in telling)


def _telling(question: Question, stems: Collection[str]) -> list[str]:
    """Those of the question's stems that say of what it is asked."""
    of = {fold(word) for word in question.of.split()} | _KIND_WORDS
    return [stem for stem in stems if not any(word.startswith(stem) for word in of)]


def _followed_by_a_name(name: str, text: str) -> bool:
    return any(match[1][0].isupper() for match in re.finditer(rf"\b{re.escape(name)} (\w{{3,}})", text, re.IGNORECASE))
