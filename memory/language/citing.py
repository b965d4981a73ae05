"""Whether the sentences of an answer say what the memories they cite say, and nothing that those do not."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from memory.language.phrasing import PLAIN, SMALL_WORDS, signs
from memory.language.port import Asked, Claim, Source
from memory.language_of import language_of
from memory.search.analysis import Analysis
from memory.words import fold, word_set, words_of

LONGEST: Final = 400
"""Characters of a sentence; a longer one is a copy of a memory, which the quotes show anyway."""

# What a sentence needs to speak to whom it answers. No negations, no orders in time, no directions: those assert.
SPEAKING: Final[Mapping[str, str]] = {
    "en": "was were be been being am are's he she they him her them his hers their theirs its yours mine of in on at "
    "by for with as has have had do does did said say says told noted wrote mentioned yes and",
    "de": "war waren bin bist hat habe hast haben hatte hattest er sie ihm ihr ihre ihren ihn sein seine am an auf im "
    "in bei für mit von vom zum zur hast gesagt erzählt notiert geschrieben laut ja deinem deiner deines dass",
    "fr": "était étaient as a ont avez avais il elle ils elles lui leur son sa ses à au aux en dans sur par pour avec "
    "dit noté écrit raconté oui que qu ce c'est",
    "es": "era eran está están estaba has ha han tiene tienes tenías él ella ellos ellas le les lo sus de del en a al "
    "por para con dijiste dicho contaste anotaste sí",
    "pt": "era eram está estão estava tens tem tinhas ele ela eles elas lhe lhes no na nos nas do da dos das em por "
    "pelo pela para com ao à disseste disse contaste anotaste sim",
}
# How it was before, which alone may be said of a memory that has been overtaken.
BEFORE: Final[Mapping[str, str]] = {
    "en": "was were had earlier before previously formerly first",
    "de": "war waren hatte hattest früher vorher zuvor zuerst",
    "fr": "était étaient avait avais avant auparavant d'abord",
    "es": "era eran estaba tenía tenías antes primero",
    "pt": "era eram estava tinha tinhas antes primeiro",
}
NEGATIONS: Final = frozenset(
    map(
        fold,
        word_set(
            "no not never none nobody nothing nowhere neither nor without cannot hardly barely don't doesn't "
            "didn't isn't aren't wasn't weren't hasn't haven't hadn't won't can't nicht kein keine keinen keinem "
            "keiner keines nie niemals niemand nichts ohne weder nein kaum ne pas jamais rien aucun aucune sans "
            "ni non nunca jamás nadie nada ningún ninguna ninguno tampoco sin não ninguém nenhum nenhuma sem nem"
        ),
    )
)
# Said on the day a memory was told, these mean another day than they would now.
SHIFTING: Final = frozenset(
    map(
        fold,
        word_set(
            "today tonight tomorrow yesterday ago next last heute morgen gestern vorgestern übermorgen nächste "
            "nächsten nächster nächstes letzte letzten letzter letztes aujourd'hui demain hier prochain prochaine "
            "dernier dernière hoy mañana ayer anoche próximo próxima pasado pasada hoje amanhã ontem passado "
            "passada"
        ),
    )
)
_NOT: Final = re.compile("n['\u2019]t$|^n['\u2019]")

_MARKER: Final = re.compile(r"\s?\[(\d{1,2})\]")
_CHUNK: Final = re.compile(r"\S+")
# What a channel may turn into something to tap: addresses of pages and of people, commands, tags.
_LINK: Final = re.compile(r"://|[@#\\/]|[^\W\d_]\.[^\W\d_]{2}|[^\W\d_]:\S", re.IGNORECASE)
# A number alone: "A5" is a word. None begins within another, so that a long row of them is read once.
_NUMBER: Final = r"(?<!\w)(?<!\d[.:,/-])[-\u2212]?\d+(?:[.:,/-]\d+)*(?:\s?(?:am|pm|a\.m|p\.m)\b)?(?!\w)"
_NUMBERS: Final = re.compile(rf"{_NUMBER}(?: {_NUMBER})*", re.IGNORECASE)
_BLANKS_ONLY: Final = re.compile(r"[\d ]+")
LONG_NUMBER: Final = 6
"""Digits from which blanks within a number say nothing: one that is dialled or copied."""
_CLAUSE: Final = re.compile(r"(?<=[.,;:!?\n])\s")


def claimed(
    said: Sequence[tuple[str, tuple[int, ...]]], asked: Asked, sources: Sequence[Source]
) -> tuple[Claim, ...] | None:
    """The sentences without their markers; None unless all of them hold.

    Args:
        said: each sentence with the places of what it cites, counted from 0, which may be no places at all.
        asked: the question.
        sources: what was there to cite.
    """
    claims = [_claim(text, places, asked, sources) for text, places in said]
    held = [claim for claim in claims if claim is not None]
    if len(held) < len(claims):
        return None
    # How it was is no answer to how it is.
    if held and all(sources[place].overtaken for place in held[0].sources):
        return None
    return tuple(held)


def _claim(text: str, places: tuple[int, ...], asked: Asked, sources: Sequence[Source]) -> Claim | None:
    if not places or not all(0 <= place < len(sources) for place in places) or len(text) > LONGEST:
        return None
    if any(int(number) - 1 not in places for number in _MARKER.findall(text)):
        return None
    # Good typography puts blanks that do not break before signs and units.
    bare = _MARKER.sub("", text.strip()).replace("\u00a0", " ").replace("\u202f", " ")
    places = tuple(dict.fromkeys(places))
    return Claim(bare, places) if holds(bare, asked, [sources[place] for place in places]) else None


def holds(sentence: str, asked: Asked, cited: Sequence[Source]) -> bool:
    """Whether the memories that a sentence cites say it.

    Its links stand in them as they are, its signs and the words that matter as well. Its names and numbers stand in
    one of them, in its order. It denies what they deny. What is overtaken is told as what was. Only words that are
    neither names nor numbers may be the question's, and days the day on which a cited memory was told; no day is named
    by how far it is from that one ("tomorrow").

    Args:
        sentence: one line, without markers.
        asked: the question; its language is that of the small words.
        cited: at least one.
    """
    if not sentence.strip() or not sentence.isprintable():
        return False
    rest = _without_days(sentence, cited)
    texts = [each.shown.text for each in cited]
    return (
        SHIFTING.isdisjoint(_folded(rest))
        and _words_hold(rest, asked, cited)
        and _links(sentence) <= {link for text in texts for link in _chunks(text)}
        and set(signs(rest)) <= {sign for text in texts for sign in signs(text)}
        and any(_in_order(_telling(rest, _names(rest, asked, texts)), text) for text in texts)
        and (not any(each.overtaken for each in cited) or bool(_stems(rest) & _before(asked.language)))
    )


def _words_hold(rest: str, asked: Asked, cited: Sequence[Source]) -> bool:
    overtaken = any(each.overtaken for each in cited)
    small = _small(asked.language) | (_before(asked.language) if overtaken else frozenset())
    content = _stems(_NUMBERS.sub(" ", rest)) - small - {_stem(word) for word in NEGATIONS}
    told = [_stems(f"{each.shown.text} {each.told}") for each in cited]
    asked_for = {stem for stem in _stems(asked.shown.text) if not any(map(str.isdecimal, stem))}
    shared = all(content & each for each in told)
    return shared and content <= asked_for.union(*told) and _said_alike(rest, content, cited)


def _said_alike(rest: str, content: Collection[str], cited: Sequence[Source]) -> bool:
    """Whether a sentence and the clauses it draws on are both denials, or neither is, and none of those asks."""
    clauses = [clause.strip() for each in cited for clause in _CLAUSE.split(each.shown.text)]
    drawn = [clause for clause in clauses if not _stems(clause).isdisjoint(content)]
    return not any(clause.endswith("?") for clause in drawn) and _denies(rest) == any(map(_denies, drawn))


def _denies(text: str) -> bool:
    known = NEGATIONS - {"no"} if language_of(text)[0] == "pt" else NEGATIONS
    return any(word in known or _NOT.search(word) for word in _folded(text))


def _folded(text: str) -> Iterator[str]:
    return (fold(each.text) for each in words_of(text))


def _without_days(sentence: str, cited: Sequence[Source]) -> str:
    for day in sorted({each.told for each in cited if each.told}, key=len, reverse=True):
        sentence = re.sub(rf"(?<!\w){re.escape(day)}(?!\w)", " ", sentence, flags=re.IGNORECASE)
    return sentence


def _names(rest: str, asked: Asked, texts: Sequence[str]) -> frozenset[str]:
    """Words that are written as names somewhere, folded, and the people of the question."""
    named = {part for name in asked.people for part in fold(name).split()}
    for text in (rest, asked.shown.text, *texts):
        named |= {word.key for word in words_of(text) if word.text[0].isupper() and not word.opens}
    return frozenset(named) - {fold(word) for word in _small_words(asked.language)}


def _telling(text: str, names: Collection[str]) -> list[str]:
    """Names and numbers of a text, in its order."""
    found = [(word.start, word.key) for word in words_of(text) if word.key in names]
    found += [(match.start(), _number(match.group())) for match in _NUMBERS.finditer(text)]
    return [each for _, each in sorted(found)]


def _in_order(telling: Sequence[str], text: str) -> bool:
    there = iter(_telling(text, telling))
    return all(each in there for each in telling)


def _number(written: str) -> str:
    bare = " ".join(written.casefold().replace("\u2212", "-").split())
    if _BLANKS_ONLY.fullmatch(bare) and len(bare.replace(" ", "")) >= LONG_NUMBER:
        return bare.replace(" ", "")
    return re.sub(r" (?=[ap])", "", bare)


def _links(text: str) -> set[str]:
    return {chunk for chunk in _chunks(text) if _LINK.search(chunk)}


def _chunks(text: str) -> Iterator[str]:
    edges = "".join(PLAIN)
    return (match.group().strip(edges) for match in _CHUNK.finditer(text))


def _stems(text: str) -> set[str]:
    return set(Analysis.of_language().of_memory(text))


@cache
def _stem(word: str) -> str:
    return next(iter(Analysis.of_language().of_memory(word)))


@cache
def _small(language: str) -> frozenset[str]:
    return frozenset(_stems(" ".join(_small_words(language))))


@cache
def _before(language: str) -> frozenset[str]:
    return frozenset(_stems(BEFORE.get(language, "")))


def _small_words(language: str) -> frozenset[str]:
    return SMALL_WORDS.get(language, frozenset()) | frozenset(SPEAKING.get(language, "").split())
