"""Which reminder a sentence means, and what is to become of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from handlers.reminder_words import LANGUAGES, Verb
from memory.reminder import Reminding
from memory.when import times
from memory.when.reading import Direction, Found, Grain
from memory.when.relative import Shift
from memory.when.words.vocabulary import fold


@dataclass(frozen=True)
class Meant:
    """`all`: the sentence says that it means every one."""

    verb: Verb
    reminders: Sequence[Reminding]
    all: bool = False


# Where a number or an hour in the sentence says which one; of the others it says until when.
POINTED: Final = frozenset({Verb.DELETE, Verb.SKIP})
NUMBER: Final = re.compile(r"\b(?:number |no\.? ?|#)?(\d{1,3})\b(?!\s*(?:am|pm|:|\.|h\b|o'clock))", re.IGNORECASE)
# What brings something forward rather than putting it off.
FORWARD: Final = re.compile(r"\b(?:forward|adelant\w+|avanc\w+|antecip\w+|adiant\w+|vor|vorziehen|vorverleg\w+)\b")
BEGINNING: Final = 4
"""Letters; fewer tell nothing of the word that they begin."""
WORD: Final = re.compile(r"[^\W_]{3,}")
POLITE: Final = re.compile(
    r"(?:[\s.,!]|please|thanks|por favor|gracias|bitte|danke|stp|svp|s'il te plait|merci|obrigad[oa])+"
)
# Words that lead to a time in one sentence, tried for a time behind them.
MOST_LEADS: Final = 6
MARKS: Final = " .!,:\"'\u201c\u201d\u201e\u00ab\u00bb"
# "Nenne es in Pilates um".
PARTICLE: Final = re.compile(r"\s+um[\s.!]*$", re.IGNORECASE)
LONGEST: Final = 600


def read(text: str, reminders: Sequence[Reminding], *, now: datetime, zone: ZoneInfo) -> Meant:
    """What is meant: by number in the list, by its words, by its hour; the only one there is, or the latest set."""
    verb, folded = verb_of(text), fold(text)
    if any(words.every.search(folded) for words in LANGUAGES.values()):
        return Meant(verb, reminders, all=True)
    before = _naming(text, verb, reminders, now, zone)
    for found in (_by_words(before, reminders), _by_hour(before, reminders, now, zone), _by_number(before, reminders)):
        if found:
            return Meant(verb, found)
    if content_words(before) or (verb in POINTED and _points(before, now, zone)):
        return Meant(verb, ())
    return Meant(verb, reminders if len(reminders) == 1 else sorted(reminders, key=_changed)[-1:])


def _naming(text: str, verb: Verb, reminders: Sequence[Reminding], now: datetime, zone: ZoneInfo) -> str:
    """The part of a sentence that says which one."""
    if verb is Verb.MOVE:
        return _which(text, now, zone)
    return _called(text, reminders)[0] if verb is Verb.RENAME else text


def _which(text: str, now: datetime, zone: ZoneInfo) -> str:
    """A sentence that moves a reminder, without when that is to come."""
    before, after = parted(text, now=now, zone=zone)
    # Where no time is led to, a length of time alone is what it is moved by: "adia o lembrete uma hora".
    length = moved_by(text, now=now, zone=zone, bare=before == after)
    return length[0] if length else before


def moved_by(text: str, *, now: datetime, zone: ZoneInfo, bare: bool = False) -> tuple[str, Shift] | None:
    """A sentence that moves a reminder by an hour: the rest of it, and by how much; None where none is named.

    `bare`: nothing need say that the length of time is one to move by.
    """
    text = text[:LONGEST]
    for language in LANGUAGES:
        found = times.find_shift(text, now=now, zone=zone, language=language, bare=bare)
        if found:
            (start, end), shift = found
            by = Shift(-shift.by) if FORWARD.search(fold(text)) else shift
            return f"{text[:start]} {text[end:]}", by
    return None


def renamed(text: str, reminding: Reminding) -> str:
    """What a sentence calls a reminder from now on; empty where it doesn't say."""
    return _called(text, [reminding])[1].strip(MARKS)


def _called(text: str, reminders: Sequence[Reminding]) -> tuple[str, str]:
    """Which one, and its new name: parted where the first part has words of a reminder, else as early as can be."""
    text = text[:LONGEST]
    words = next((each for each in LANGUAGES.values() if each.verbs[Verb.RENAME].search(_leads(text))), None)
    leads = islice(words.called.finditer(_leads(text)), MOST_LEADS) if words else ()
    parts = [(text[: lead.start()], PARTICLE.sub("", text[lead.end() :])) for lead in leads]
    fitting = (each for each in parts if _by_words(each[0], reminders))
    return next(fitting, parts[0] if parts else (text, ""))


def _points(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a number or an hour says which one is meant; when there is none of that, no other is."""
    named = times.find(text, now=now, zone=zone, direction=Direction.FORWARD)
    return NUMBER.search(text) is not None or named is not None


def parted(text: str, *, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """A sentence that moves a reminder: which one, and to when. Where no time is led to, the two are the same."""
    text = text[:LONGEST]
    for language, words in LANGUAGES.items():
        for lead in islice(words.to.finditer(_leads(text)), MOST_LEADS):
            for after in (text[lead.start() :], text[lead.end() :].strip()):
                if all_time(after, now, zone, language):
                    return text[: lead.start()], after
    before, _, after = text.rpartition(" to ")
    return before or text, after or text


def _leads(text: str) -> str:
    """Folded where that leaves every character at its place."""
    folded = fold(text)
    return folded if len(folded) == len(text) else text.lower()


def first_time(text: str, *, now: datetime, zone: ZoneInfo, languages: Sequence[str]) -> Found | None:
    """The first time in a text, as the first language reads it that finds one: `languages`, then all of ours."""
    read = (
        times.find(text, now=now, zone=zone, direction=Direction.FORWARD, language=language)
        for language in dict.fromkeys((*languages, *LANGUAGES))
    )
    return next((found for found in read if found), None)


def all_time(text: str, now: datetime, zone: ZoneInfo, language: str) -> bool:
    """Whether a text is a time, politeness aside."""
    found = times.find(text, now=now, zone=zone, direction=Direction.FORWARD, language=language)
    return found is not None and found.span[0] == 0 and not POLITE.sub("", fold(text[found.span[1] :]))


def verb_of(text: str) -> Verb:
    """What is said first; what comes later may be what the reminder is about."""
    folded = fold(text)
    searched = ((verb, words.search(folded)) for each in LANGUAGES.values() for verb, words in each.verbs.items())
    said = [(found.start(), verb) for verb, found in searched if found]
    return min(said, key=lambda each: each[0])[1] if said else Verb.DELETE


def _by_number(text: str, reminders: Sequence[Reminding]) -> Sequence[Reminding]:
    match = NUMBER.search(text)
    place = int(match[1]) - 1 if match else -1
    return [reminders[place]] if 0 <= place < len(reminders) else []


def _by_words(text: str, reminders: Sequence[Reminding]) -> Sequence[Reminding]:
    """Those that share the most words with the sentence."""
    said = content_words(text)
    shared = {each.id: len(met(said, content_words(each.subject))) for each in reminders}
    most = max(shared.values(), default=0)
    return [each for each in reminders if most and shared[each.id] == most]


def _by_hour(text: str, reminders: Sequence[Reminding], now: datetime, zone: ZoneInfo) -> Sequence[Reminding]:
    named = times.find(text, now=now, zone=zone, direction=Direction.FORWARD)
    if named is None or not named.readings:
        return []
    clock = named.readings[0].grain in {Grain.HOUR, Grain.MINUTE}
    wanted = [(each.start.time() if clock else each.start.date()) for each in named.readings]
    return [each for each in reminders if _next(each, zone, clock=clock) in wanted]


def _next(reminding: Reminding, zone: ZoneInfo, *, clock: bool) -> object:
    at = reminding.document.occurs_at
    local = at.astimezone(zone) if at else None
    return None if local is None else local.time() if clock else local.date()


def content_words(text: str) -> frozenset[str]:
    """The words of a text, folded, that may tell one reminder from another."""
    said = WORD.findall(fold(text))
    return frozenset(word for word in said if not any(each.said_often.fullmatch(word) for each in LANGUAGES.values()))


def met(said: frozenset[str], words: frozenset[str]) -> frozenset[str]:
    """Those of `said` that are among `words`, or begin one of them: "Blumen" means "Blumengießen"."""
    return frozenset(
        word
        for word in said
        if word in words or (len(word) >= BEGINNING and any(each.startswith(word) for each in words))
    )


def share_words(one: str, other: str) -> bool:
    """Whether two texts may be about one thing."""
    return bool(content_words(one) & content_words(other))


def _changed(reminding: Reminding) -> int:
    return reminding.document.changed
