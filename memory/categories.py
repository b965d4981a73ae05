"""What a memory is about, and whether it leaves something to do: a small linear model over what its words tell."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import Final

from memory.credentials import Secret
from memory.linear import Model, sigmoid, softmax
from memory.names import Name
from memory.words import READ_LIMIT, Word, classes_in, word_set

CATEGORIES: Final = (
    "general", "event", "task", "idea", "person", "place", "health", "finance", "work", "travel", "recipe", "quote",
    "link", "credential", "other",
)  # fmt: skip
TO_DO: Final = "to do"
"""The label of the model that is no category: whether something is left to do."""

_MONTHS: Final = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|fev|mai|juin|juil|aou|ao\u00fb|okt|dez|m\u00e4r|out|set"
    "|f\u00e9v|d\u00e9c"
)
# What is seen in how a text is written, rather than in its words.
_MARKS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("clock", r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2} ?(?:am|pm|uhr|h)\b"),
        ("date", r"\b\d{1,2}(?:st|nd|rd|th)\b|\b\d{1,2}/\d{1,2}\b"),
        ("date", rf"\b\d{{1,2}}\.? (?:de )?(?:{_MONTHS})|\b(?:{_MONTHS})\w{{0,6}} \d{{1,2}}\b"),
        ("money", r"[\u00a3$\u20ac]\s?\d|\d\s?[\u20ac\u00a3]"),
        ("money", r"\b\d[\d.,]{0,9} ?(?:quid|bucks|eur|euros?|usd|gbp|dollars?|pounds|pesos|p|k)\b"),
        ("kitchen measure", r"\b\d+ ?(?:g|gr|kg|oz|lb|ml|cl|dl|l|tsp|tbsp|cups?)\b"),
        ("dose", r"\b\d+ ?(?:mg|mcg|iu|ui)\b"),
        ("measure", r"\b\d+ ?(?:mm|cm|m|ft|in|inch|km|miles?|w|v|amp|hz)\b|\d ?x ?\d"),
        ("duration", r"\b\d+ ?(?:mins?|minutes?|hrs?|hours?|weeks?|wks?|days?|months?|years?|yrs?)\b"),
        ("duration", r"\b\d+ ?(?:minuten|stunden|wochen|d[i\u00ed]as|semanas|minutos|jours|semaines)\b"),
        ("address", r"https?://|www\."),
        ("mixed", r"\b(?=[a-z]{0,9}\d)(?=\d{0,9}[a-z])\w{5,}\b"),
        ("four digits", r"\b\d{4}\b"),
        ("many digits", r"\b\d{5,}\b"),
        ("call", r"!"),
        ("loud call", r"!!"),
        ("question", r"\?"),
        ("quotation", r"[\"\u201c\u201d\u201e\u00ab\u00bb]"),
        ("tag", r"#\w"),
        ("oven", r"\b(?:1[4-9]0|2[0-4]0|3[0-9]0|4[0-5]0)\b"),
        ("times", r"\b(?:x ?\d|\d ?x)\b"),
        ("range", r"\b\d+ ?[-\u2013] ?\d+\b|\b\d+ (?:to|bis|a|al|au) \d+\b"),
        ("plus", r"\+"),
        ("equals", r"="),
        ("aside", r"\("),
    )
)
_ONLY_LINK: Final = re.compile(r"\S{0,2000}://\S{1,2000}")
_FEW_WORDS: Final = 4
_BY: Final = word_set("by before until bis vor antes avant ate for on")
_THE: Final = word_set("the end zum el le o")
_NEEDED: Final = word_set(
    "need needs must bring bringing forget due renew again back wear hand order book pack take mitbringen muss brauche"
    " braucht hay llevar traer necesita falta faut prevoir apporter besoin precisa levar trazer preciso"
)
_DAILY: Final = word_set("day daily night nightly morning")
_ACRONYM: Final = 2
_ITEMS: Final = 2
"""Commas from which words of shops make a list."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text as written, its words, and the names and secrets in it."""

    text: str
    words: Sequence[Word]
    people: Sequence[Name]
    secrets: Sequence[Secret]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A category and how likely it is among the right ones; how likely something is left to do. Both 0 to 1."""

    category: str
    confidence: float
    to_do: float


def judge(found: Found, vector: Sequence[float] | None = None) -> Verdict:
    """The category of a text.

    Args:
        found: the text and what is known of it already.
        vector: what the local embedder makes of it, of unit length; without it the verdict is less often right.
    """
    model = _model()
    scores = dict(zip(model.labels, model.scores(features_of(found), vector), strict=True))
    to_do = sigmoid(scores.pop(TO_DO))
    chances = softmax(list(scores.values()))
    chance, category = max(zip(chances, scores, strict=True))
    task = chances[CATEGORIES.index("task")]
    return Verdict(category, model.confidence(chance, with_vector=vector is not None), max(to_do, task))


@cache
def _model() -> Model:
    return Model.load("categories.json")


def features_of(found: Found) -> list[str]:
    """What there is in a text for the model, each feature once."""
    text, words = found.text, found.words
    about = classes_in([word.key for word in words])
    marks = frozenset(name for name, pattern in _MARKS if pattern.search(text[:READ_LIMIT]))
    told = chain(
        _vocabulary(words),
        _classes(about),
        (f"mark {name}" for name in marks),
        _opening(words, about),
        _duty(words, about, marks),
        _manner(found),
    )
    return list(dict.fromkeys(told))


def _vocabulary(words: Sequence[Word]) -> Iterator[str]:
    spoken = [word.key for word in words if word.text[0].isalpha()]
    yield from (f"word {key}" for key in spoken)
    yield from (f"words {key} {after}" for key, after in pairwise(spoken))


def _classes(about: Sequence[frozenset[str]]) -> Iterator[str]:
    counts = Counter(name for classes in about for name in classes)
    for name, count in counts.items():
        yield from (f"about {name} {least}" for least in (1, 2, 3) if count >= least)


def _opening(words: Sequence[Word], about: Sequence[frozenset[str]]) -> Iterator[str]:
    """The first words weigh more, and the last: they say what a note is ("buy …", "rent: …", "… kaufen")."""
    if words:
        first = words[0].text[0]
        yield f"first {words[0].key if first.isalpha() else 'number' if first.isdigit() else 'mark'}"
    for place, classes in enumerate(about[:2]):
        yield from (f"{('first', 'second')[place]} about {name}" for name in classes)
    if about:
        yield from (f"last about {name}" for name in about[-1])
    for place, word in enumerate(words[: _FEW_WORDS + 1]):
        if word.text == ":":
            yield "heading"
            yield from (f"heading about {name}" for classes in about[:place] for name in classes)


def _duty(words: Sequence[Word], about: Sequence[frozenset[str]], marks: frozenset[str]) -> Iterator[str]:
    """What makes something to do of a note, as far as two words far from each other tell it together."""
    told = frozenset(name for classes in about for name in classes)
    keys = [word.key for word in words]
    when = bool(told & {"weekday", "month"} or marks & {"clock", "date"})
    if when and (told & {"doctor", "medicine", "body"} or "appointment" in keys):
        yield "duty appointment"
    if when and "school" in told:
        yield "duty school"
    if "often" in told and "cook" not in told and not _DAILY & set(keys):
        yield "duty again and again"
    if keys.count(",") >= _ITEMS and told & {"groceries", "pack", "food"} and "kitchen measure" not in marks:
        yield "duty list" if "cook" not in told else "duty list or dish"
    if any(key in _BY and _is_day(about[place + 1], words[place + 1]) for place, key in enumerate(keys[:-1])):
        yield "duty by a day"
    if _NEEDED & set(keys):
        yield "duty needed"
        if when:
            yield "duty needed then"


def _is_day(classes: frozenset[str], word: Word) -> bool:
    return bool(classes & {"weekday", "month", "when"}) or word.text[0].isdigit() or word.key in _THE


def _manner(found: Found) -> Iterator[str]:
    text, words, people = found.text, found.words, found.people
    yield f"commas {min(text[:READ_LIMIT].count(','), 4)}"
    yield f"length {min(sum(word.text[0].isalnum() for word in words) // _FEW_WORDS, 5)}"
    yield f"people {min(len(people), 3)}"
    if people and people[0].span[0] == 0:
        yield "begins with a name"
    if sum(word.text.isupper() and len(word.text) > _ACRONYM for word in words) > 1:
        yield "shouted"
    if not any(word.text[0].isalpha() for word in words):
        yield "no words"
    yield from (f"secret {secret.kind}" for secret in found.secrets)
    if _ONLY_LINK.fullmatch(text.strip()):
        yield "only a link"
