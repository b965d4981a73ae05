"""What the last answers offer to take back besides memories: reminders, settings, and what was ticked off or filed."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from bot.messages import Author, MemoryId, Reply, Said
from handlers import correcting, doubt, intents, preferences, reminders, tasks
from handlers.meaning import Intent
from handlers.reminder_words import Verb
from handlers.turn import Handler, Turn
from handlers.wording import LANGUAGES
from memory.preferences import FIELDS, Topic, written

LOOKED_AT: Final = 30
"""Messages; what was done before them is not meant by "undo"."""

UNDO: Final = frozenset(words.phrases.undo for words in LANGUAGES.values())

# What takes something back under another name.
ELSE: Final = frozenset({"resume", "undo"})

Standing = Callable[[Turn, str, int], Awaitable[bool]]
"""Whether what a button carries can still be taken back that was offered in the message of that sequence."""


async def latest(turn: Turn, *, since: int, at_least: datetime) -> Callable[[], Awaitable[Reply]] | None:
    """What takes back the last thing that can be; None where nothing can, or where that is a memory.

    Args:
        turn: the person's.
        since: the sequence after which it must have been offered.
        at_least: when, at the earliest.
    """
    said = await turn.conversation.before(2**53, LOOKED_AT)
    recent = [each for each in said if each.sequence > since and each.at >= at_least]
    for name, rest, sequence in _left(recent):
        stands, handler = OFFERED.get(name, (_never, None))
        if await stands(turn, rest, sequence):
            return partial(handler, replace(turn, subject=rest)) if handler else None
    return None


def _left(recent: Sequence[Said]) -> Iterator[tuple[str, str, int]]:
    """What was offered and not taken back in words since, newest first: the button, what it carries, its message."""
    taken_back = 0
    for each in reversed(recent):
        if _takes_back(each):
            taken_back += 1
        for name, rest in offered(each):
            if taken_back:
                taken_back -= 1
            else:
                yield name, rest, each.sequence


def _takes_back(said: Said) -> bool:
    """Whether it takes back the last thing that could be; in reply to a message it takes back that one alone."""
    return said.author is Author.PERSON and not said.answers and intents.read(said.text).intent is Intent.UNDO


def offered(said: Said) -> list[tuple[str, str]]:
    """Its undo buttons. Of a reminder that rests, and of a note that needn't be one, the undo is called otherwise."""
    taps = [(action.tap.partition(":"), action.label in UNDO) for action in said.actions]
    return [(name, rest) for (name, _, rest), undoes in taps if undoes or name in ELSE]


async def _never(_turn: Turn, _carried: str, _sequence: int) -> bool:
    return False


async def _memory_stands(turn: Turn, carried: str, _sequence: int) -> bool:
    memory, _, changed = carried.partition(":")
    found = await turn.memory.get(MemoryId(memory))
    return found is not None and str(found.changed) == changed


async def _answered_instead(turn: Turn, memory: str, _sequence: int) -> bool:
    return await turn.corrections.corrections.text(MemoryId(memory)) is not None


async def _reminder_stands(turn: Turn, reminder: str, sequence: int) -> bool:
    found = await turn.reminders.get(reminder)
    return found is not None and found.document.changed <= sequence


async def _reminder_moved_on(turn: Turn, carried: str, sequence: int) -> bool:
    return await _reminder_stands(turn, carried.partition(":")[0], sequence)


async def _setting_differs(turn: Turn, carried: str, _sequence: int) -> bool:
    name, _, code = carried.partition(":")
    held: dict[str, str] = {
        Topic.LANGUAGE: turn.words.language,
        Topic.ZONE: turn.preferences.zone.key,
        **{topic: written(topic, turn.preferences.chosen) for topic in FIELDS},
    }
    return name in held and held[name] != code


async def _ticked_off(turn: Turn, memory: str, _sequence: int) -> bool:
    task = await turn.tasks.get(MemoryId(memory))
    return task is not None and not task.left


async def _filed_elsewhere(turn: Turn, carried: str, _sequence: int) -> bool:
    memory, _, name = carried.partition(":")
    filed = await turn.corrections.category(MemoryId(memory))
    return filed is not None and filed != name


async def _side_by_side(turn: Turn, memory: str, _sequence: int) -> bool:
    return await turn.corrections.are_both_true(MemoryId(memory))


# A memory is taken back by whoever asks here, who knows more about it.
OFFERED: Final[Mapping[str, tuple[Standing, Handler | None]]] = {
    "undo": (_memory_stands, None),
    "keep_again": (_answered_instead, doubt.keep_again),
    "unset": (_reminder_stands, reminders.tapped(Verb.DELETE)),
    "unmove": (_reminder_stands, reminders.put_back),
    "unname": (_reminder_stands, reminders.name_back),
    "back": (_reminder_moved_on, reminders.take_back),
    "delete": (_reminder_stands, reminders.tapped(Verb.DELETE)),
    "pause": (_reminder_stands, reminders.tapped(Verb.PAUSE)),
    "resume": (_reminder_stands, reminders.tapped(Verb.RESUME)),
    "restore": (_setting_differs, preferences.restore),
    "untask": (_ticked_off, tasks.take_up_again),
    "instead": (_side_by_side, correcting.instead),
    "category": (_filed_elsewhere, correcting.tapped),
}
