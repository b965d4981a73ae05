"""Which reminder a sentence means, and what is to become of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from memory.reminders import Reminding
from memory.when import times
from memory.when.reading import Direction, Grain


class Verb(StrEnum):
    """What can be done to a reminder."""

    DELETE = "delete"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    SNOOZE = "snooze"
    MOVE = "move"


@dataclass(frozen=True)
class Meant:
    """`all`: the sentence says that it means every one."""

    verb: Verb
    reminders: Sequence[Reminding]
    all: bool = False


VERBS: Final[Mapping[Verb, re.Pattern[str]]] = {
    verb: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for verb, words in {
        Verb.PAUSE: "pause|rest",
        Verb.RESUME: "resume|restart|unpause|enable|turn on|switch on",
        Verb.SKIP: "skip",
        Verb.SNOOZE: "snooze|delay",
        Verb.MOVE: "move|postpone|reschedule|change|edit|update",
    }.items()
}
# Where a number or an hour in the sentence says which one; of the others it says until when.
POINTED: Final = frozenset({Verb.DELETE, Verb.SKIP})
EVERY: Final = re.compile(r"\b(?:all|every|everything|any)\b|\bno (?:more )?reminders\b", re.IGNORECASE)
NUMBER: Final = re.compile(r"\b(?:number |no\.? ?|#)?(\d{1,3})\b(?!\s*(?:am|pm|:|\.|h\b|o'clock))", re.IGNORECASE)
WORD: Final = re.compile(r"[^\W_]{3,}")
SAID_OFTEN: Final = re.compile(
    "the|and|for|with|from|about|reminders?|remind|cancel|delete|remove|clear|erase|stop|drop|pause|resume|skip|snooze"
    "|delay|move|postpone|reschedule|change|edit|update|alarms?|timers?|please|can|you|could|all|next|last|that|this"
)


def read(text: str, reminders: Sequence[Reminding], *, now: datetime, zone: ZoneInfo) -> Meant:
    """What is meant: by number in the list, by its words, by its hour; the only one there is, or the latest set."""
    verb = _verb(text)
    if EVERY.search(text):
        return Meant(verb, reminders, all=True)
    before = text.rpartition(" to ")[0] or text if verb is Verb.MOVE else text
    for found in (_by_words(before, reminders), _by_hour(before, reminders, now, zone), _by_number(before, reminders)):
        if found:
            return Meant(verb, found)
    if _words(before) or (verb in POINTED and _points(before, now, zone)):
        return Meant(verb, ())
    return Meant(verb, reminders if len(reminders) == 1 else sorted(reminders, key=_changed)[-1:])


def _points(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a number or an hour says which one is meant; when there is none of that, no other is."""
    named = times.find(text, now=now, zone=zone, direction=Direction.FORWARD)
    return NUMBER.search(text) is not None or named is not None


def _verb(text: str) -> Verb:
    return next((verb for verb, words in VERBS.items() if words.search(text)), Verb.DELETE)


def _by_number(text: str, reminders: Sequence[Reminding]) -> Sequence[Reminding]:
    match = NUMBER.search(text)
    place = int(match[1]) - 1 if match else -1
    return [reminders[place]] if 0 <= place < len(reminders) else []


def _by_words(text: str, reminders: Sequence[Reminding]) -> Sequence[Reminding]:
    """Those that share the most words with the sentence."""
    said = _words(text)
    shared = {each.id: len(said & _words(each.subject)) for each in reminders}
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


def _words(text: str) -> frozenset[str]:
    words = (word.casefold() for word in WORD.findall(text))
    return frozenset(word for word in words if not SAID_OFTEN.fullmatch(word))


def _changed(reminding: Reminding) -> int:
    return reminding.document.changed
