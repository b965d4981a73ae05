"""The people a text names: which words are names, and which of them belong together."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from memory.linear import Model
from memory.words import Word, classes_in, function_words, word_list, word_set

SHORTEST: Final = 3
"""Letters that a name has at least before an `s` is taken off it."""
ENOUGH: Final = 0.5
"""A word is a name from this probability on."""

TITLES: Final = word_set(
    "mr mrs ms miss mx dr doctor prof professor rev reverend father fr coach chef sir lady lord captain sgt"
    " herr frau senor senora sr sra srta don dona m mme mlle madame monsieur dom seu engenheiro doutor doutora uncle"
    " aunt auntie aunty grandpa grandma granny gran grandad granddad nana nan papa tante onkel oma opa tia tio tata"
    " pastor rabbi imam nurse judge officer professora maestra maitre"
)
KIN: Final = word_set(
    "mum mom mam mummy mommy mumsy ma mama dad daddy da pa papa pops nan nana nanna nanny gran granny grandma grandad"
    " granddad grandpa gramps oma opa mutti vati maman mamie mamy papi papy mae pai avo yaya abuela abuelo abuelita"
    " babcia dziadek nonna nonno bubbe baba dadi nani bibi lola lolo grandmother grandfather"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, without a possessive ending; `confidence`: 0 to 1."""

    text: str
    span: tuple[int, int]
    confidence: float


def names_in(words: Sequence[Word], known: Collection[str] = ()) -> list[Name]:
    """The people named, each spelling once, in the order of their first places.

    Args:
        words: those of the text, in order.
        known: names of people that the writer told of before, folded word by word.
    """
    chances = [_model().chance(features) if features else 0.0 for features in features_of(words, known)]
    found: dict[str, Name] = {}
    for name in _joined(words, chances, known):
        found.setdefault(name.text.casefold(), name)
    return list(found.values())


@cache
def _model() -> Model:
    return Model.load("names.json")


def stem(word: Word, known: Collection[str] = ()) -> str:
    """The folded word without the `s` of a possessive that lacks its apostrophe ("dads birthday")."""
    bare = word.key.removesuffix("s")
    if len(bare) < SHORTEST or _is_name(word.key):
        return word.key
    return bare if bare in known or bare in KIN or _is_sure(bare) else word.key


def _is_sure(key: str) -> bool:
    return key in word_list("first_names.txt")


def _is_name(key: str) -> bool:
    return _is_sure(key) or key in word_list("word_names.txt")


def features_of(words: Sequence[Word], known: Collection[str] = ()) -> list[list[str]]:
    """What tells of each word whether it is a name; nothing for what can't be one."""
    about = classes_in([word.key for word in words])
    kinds = [_kind(word, classes, known) for word, classes in zip(words, about, strict=True)]
    for place, (word, after) in enumerate(pairwise(words)):
        related = kinds[place + 1] == "kin" and (word.possessive or word.key in _OWNERS)
        if related or _labels_a_thing(word, after):
            kinds[place + 1] = "word"
        if kinds[place] == "initial" and after.text[0].isdigit() and after.start == word.end:
            kinds[place] = "word"
    tone = _tone(words)
    return [
        _features(words, place, kinds, about, tone) if kinds[place] not in _NEVER else [] for place in range(len(words))
    ]


# Whose "dad" it is that a text tells of: then he is not called so.
_OWNERS: Final = word_set(
    "my your his her our their its whose mein meine meinem meinen meiner dein deine sein seine seiner ihr ihre ihrer"
    " unser unsere mi mis tu tus su sus nuestro nuestra mon ma mes ton ta tes son sa ses notre nos votre leur leurs"
    " meu minha meus minhas teu tua seu sua nosso nossa"
)
_HOLY: Final = word_set("st saint san santa santo sao sankt sainte")
_LONE_WORDS: Final = frozenset("ia")
# What is told of by words with a capital that are names of days and feasts.
_CALENDAR: Final = frozenset(("weekday", "month", "feast"))
# Kinds of words. Those that are never names:
_NEVER: Final = frozenset(("mark", "number", "function", "word"))


def _kind(word: Word, classes: frozenset[str], known: Collection[str]) -> str:
    """What sort of word it is, for itself."""
    if not word.text[0].isalpha():
        return "number" if word.text[0].isdigit() else "mark"
    if len(word.text) == 1:
        return "initial" if word.text.isupper() and word.key not in _LONE_WORDS else "function"
    capital = word.text[0].isupper()
    key = stem(word, known)
    if classes & _CALENDAR and not _is_name(word.key):
        return "word"
    return _kind_of_name(key, capital, known) or _kind_of_word(key, classes, capital)


def _kind_of_name(key: str, capital: bool, known: Collection[str]) -> str | None:
    if key in known:
        return "known"
    if key in KIN:
        return "kin"
    if key in function_words() and not (capital and _is_name(key)):
        return "function"
    if _is_sure(key):
        return "first"
    return "wordname" if capital and _is_name(key) else None


def _kind_of_word(key: str, classes: frozenset[str], capital: bool) -> str:
    if classes or _is_name(key) or key in word_list("ordinary_words.txt"):
        return "Word" if capital else "word"
    return "unknown" if capital else "rare"


def _labels_a_thing(word: Word, after: Word) -> bool:
    """Whether what follows names a church, a school or a street ("St Agnes"), or is the letter of "4C"."""
    holy = word.key in _HOLY and after.text[0].isupper()
    return holy or (word.text[0].isdigit() and len(after.text) == 1 and after.start == word.end)


def _tone(words: Sequence[Word]) -> str:
    """How the writer treats capitals: none at all, everywhere, or as the rules are."""
    letters = [word for word in words if len(word.text) > 1 and word.text[0].isalpha()]
    shouted = sum(word.text.isupper() for word in letters)
    if shouted * 2 > len(letters):
        return "shouted"
    return "mixed" if any(word.text[0].isupper() for word in letters) else "small"


def _shape(word: Word) -> str:
    if word.text.isupper() and len(word.text) > 1:
        return "UP"
    return "Cap" if word.text[0].isupper() else "low"


def _features(
    words: Sequence[Word], place: int, kinds: Sequence[str], about: Sequence[frozenset[str]], tone: str
) -> list[str]:
    word, kind, shape = words[place], kinds[place], _shape(words[place])
    told = [
        f"kind {kind}",
        f"kind {kind} {shape} {'opens' if word.opens else 'within'}",
        f"kind {kind} {tone}",
        f"length {min(len(word.text), 4)} {kind}",
    ]
    if word.possessive:
        told += ["possessive", f"possessive {kind}"]
    if stem(word) != word.key:
        told += ["hurried possessive", f"hurried possessive {kind}"]
    told += [f"is {classes}" for classes in about[place]]
    for side, other in (("before", place - 1), ("after", place + 1)):
        told += _beside(words, other, kinds, about, side, kind)
    if place > 1:
        told.append(f"before 2 {_label(words[place - 2], kinds[place - 2])}")
    if place + 2 < len(words):
        told.append(f"after 2 {_label(words[place + 2], kinds[place + 2])}")
    return told


def _beside(
    words: Sequence[Word], other: int, kinds: Sequence[str], about: Sequence[frozenset[str]], side: str, kind: str
) -> Iterator[str]:
    if not 0 <= other < len(words):
        yield f"{side} nothing"
        yield f"{side} nothing {kind}"
        return
    beside = words[other]
    label = _label(beside, kinds[other])
    yield f"{side} {label}"
    yield f"{side} {label} {kind}"
    if side == "before" and beside.possessive:
        yield f"{side} possessive {kind}"
    for classes in about[other]:
        yield f"{side} {classes}"
        yield f"{side} {classes} {kind}"


def _label(word: Word, kind: str) -> str:
    """A neighbour: itself where it is a small word, else its kind."""
    if word.key in _OWNERS:
        return "owner"
    if word.key in TITLES:
        return f"title {word.key}" if word.key in KIN else "title"
    return word.key if kind in {"function", "mark"} else kind


def _joined(words: Sequence[Word], chances: Sequence[float], known: Collection[str]) -> Iterator[Name]:
    """Names of one or several words: titles before, surnames and initials after."""
    place = 0
    while place < len(words):
        if chances[place] < ENOUGH or _entitles(words, chances, place):
            place += 1
            continue
        first = _first(words, place)
        last = _last(words, chances, place)
        end = words[last].end
        if stem(words[last], known) != words[last].key:
            end -= 1
        start = words[first].start
        yield Name(_between(words[first : last + 1], end), (start, end), chances[place])
        place = last + 1


def _between(words: Sequence[Word], end: int) -> str:
    """The words as they stand in the text, one blank between them."""
    last = words[-1]
    parts = [word.text + " " * (after.start > word.end) for word, after in pairwise(words)]
    return "".join(parts) + last.text[: end - last.start]


def _entitles(words: Sequence[Word], chances: Sequence[float], place: int) -> bool:
    """Whether it is the title of the name that follows ("grandpa Joe")."""
    if place + 1 == len(words) or words[place].key not in TITLES or words[place].possessive:
        return False
    return chances[place + 1] >= ENOUGH and words[place + 1].start == words[place].end + 1


def _first(words: Sequence[Word], place: int) -> int:
    """Where the name begins, with a title before it ("Dr. Patel", "auntie Jo")."""
    before = place - 1
    if before < 0 or words[before].key not in TITLES or words[before].possessive or words[place].opens:
        return place
    return before


def _last(words: Sequence[Word], chances: Sequence[float], place: int) -> int:
    """Where the name ends, with the surname or the initial after it ("Ben O", "Naomi Park")."""
    last = place
    while last + 1 < len(words) and _continues(words, chances, last):
        last += 1
    return last


def _continues(words: Sequence[Word], chances: Sequence[float], last: int) -> bool:
    word, after = words[last], words[last + 1]
    owns = word.possessive or stem(word) != word.key
    if owns or after.start != word.end + 1 or not (word.text[0].isupper() and after.text[0].isupper()):
        return False
    lone_capital = len(after.text) == 1 and after.key not in _LONE_WORDS
    return lone_capital or chances[last + 1] >= ENOUGH
