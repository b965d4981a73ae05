"""What is said of an earlier message in reply to it: forget this, undo this, remind me of this, what was this?"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.messages import Author, MemoryId, Reply, Said
from handlers import edit, forget, intents, opening, reminders, ringing, undo, undoable
from handlers.meaning import Intent
from handlers.reminder_words import Verb
from handlers.turn import Turn
from memory.personal import Remembered
from memory.reminder import Reminding

AT_MOST: Final = 12
"""Memories and reminders of one message; one that names more is about none of them."""

# Said of what stands right above it, in each of our languages.
WHAT: Final = re.compile(
    r"\W{0,2}(?:what(?:'s| is| was) (?:this|that|it)(?: (?:message|one|note))?(?: about| again)*"
    r"|(?:show|open)(?: me)? (?:this|that|it)"
    r"|de que (?:iba|va|trataba|trata|era)(?: esto| eso)?|que (?:era|es) (?:esto|eso)"
    r"|worum (?:ging|geht) es(?: da| dabei| hier)?|was (?:war|ist) das(?: hier| da| noch ?mal)?"
    r"|(?:c'etait|c'est) quoi(?: ca| deja)?|qu'est-ce que c'(?:etait|est)|de quoi (?:s'agissait-il|s'agit-il)"
    r"|(?:c'etait )?a propos de quoi(?: etait-ce| c'etait)?"
    r"|(?:do|de) que (?:se )?tratava(?: isto| isso)?|sobre o que era(?: isto| isso)?|o que (?:era|e) (?:isto|isso))"
    r"[?.! ]*",
    re.IGNORECASE,
)
# Buttons that name the one memory that their message is about.
NAMING: Final = frozenset({"undo", "open", "forget"})


class Wish(StrEnum):
    """What is to become of the message that is answered."""

    FORGET = "forget"
    UNDO = "undo"
    EDIT = "edit"
    REMIND = "remind"
    SHOW = "show"


@dataclass(frozen=True)
class Meant:
    """What a message is about: one memory, else one reminder. `several`: more than one, and nobody can tell which."""

    memory: Remembered | None = None
    reminder: Reminding | None = None
    several: bool = False


async def answer(turn: Turn) -> Reply | None:
    """What comes of an order that points at the message it replies to; None for anything else."""
    wish = _wish(turn) if turn.message.replies_to else None
    if wish is None:
        return None
    message = await turn.conversation.called(turn.message.replies_to or "", turn.channel)
    if message is None:
        return turn.words.nothing_there()
    (said,) = await turn.conversation.open([message])
    if wish is Wish.UNDO and (taken_back := await _taken_back(turn, said)):
        return taken_back
    meant = await _meant(turn, _named(said) or message.mentions or ())
    if meant.memory is not None:
        return await OF_MEMORIES[wish](turn, meant.memory)
    if meant.reminder is not None and wish in OF_REMINDERS:
        return await OF_REMINDERS[wish](turn, meant.reminder)
    return turn.words.several_there() if meant.several else turn.words.nothing_there()


def _wish(turn: Turn) -> Wish | None:
    text = turn.text.strip()
    if WHAT.fullmatch(text.translate(intents.PLAIN)):
        return Wish.SHOW
    understood = intents.certain(text) if len(text) <= intents.LONGEST else None
    if understood is None:
        return None
    if understood.intent is Intent.REMINDER:
        return Wish.REMIND if reminders.points(turn) else None
    if understood.intent is Intent.FORGET:
        return Wish.FORGET if reminders.POINTING.fullmatch(understood.subject.strip(" .!")) else None
    return {Intent.UNDO: Wish.UNDO, Intent.EDIT: Wish.EDIT}.get(understood.intent)


async def _taken_back(turn: Turn, said: Said) -> Reply | None:
    """What the Undo under a message of the bot's brings about; None where there is none."""
    if said.author is not Author.BOT:
        return None
    for name, rest in undoable.offered(said):
        _, handler = undoable.OFFERED.get(name, (None, None))
        return undo.plainly(await (handler or undo.one)(replace(turn, subject=rest)))
    return None


def _named(said: Said) -> Sequence[str]:
    """The memory that the buttons under a message name."""
    taps = (action.tap.split(":") for action in said.actions)
    return [rest[0] for name, *rest in taps if name in NAMING and rest][:1]


async def _meant(turn: Turn, names: Sequence[str]) -> Meant:
    """What is left of the memories and reminders that a message names."""
    if len(names) > AT_MOST:
        return Meant(several=True)
    memories = [found for name in names if (found := await turn.memory.get(MemoryId(name)))]
    if memories:
        return Meant(memory=memories[0]) if len(memories) == 1 else Meant(several=True)
    repeated = [reminder for name in names if (reminder := await turn.reminders.get(name))]
    return Meant(reminder=repeated[0]) if len(repeated) == 1 else Meant(several=bool(repeated))


async def _edit(turn: Turn, memory: Remembered) -> Reply:
    subject = intents.read(turn.text).subject
    return await edit.one(replace(turn, subject=subject), memory)


async def _remind(turn: Turn, memory: Remembered) -> Reply:
    return await reminders.create(replace(turn, about=memory.text, about_at=memory.told_at, source=memory.id))


async def _show(turn: Turn, memory: Remembered) -> Reply:
    return await opening.one(replace(turn, subject=memory.id))


async def _delete_reminder(turn: Turn, reminding: Reminding) -> Reply:
    return await reminders.CHANGES[Verb.DELETE](turn, reminding)


async def _remind_again(turn: Turn, reminding: Reminding) -> Reply:
    """One that rings comes again; of another there is one more."""
    if reminding.document.ringing is not None:
        return await ringing.snooze_one(turn, reminding)
    memory = reminding.document.memory
    return await reminders.create(replace(turn, about=reminding.subject, source=MemoryId(memory) if memory else None))


async def _show_reminder(turn: Turn, reminding: Reminding) -> Reply:
    return await reminders.show(replace(turn, subject=reminding.document.id))


OF_MEMORIES: Final[Mapping[Wish, Callable[[Turn, Remembered], Awaitable[Reply]]]] = {
    Wish.FORGET: forget.preview,
    Wish.UNDO: undo.this,
    Wish.EDIT: _edit,
    Wish.REMIND: _remind,
    Wish.SHOW: _show,
}
OF_REMINDERS: Final[Mapping[Wish, Callable[[Turn, Reminding], Awaitable[Reply]]]] = {
    Wish.FORGET: _delete_reminder,
    Wish.UNDO: _delete_reminder,
    Wish.REMIND: _remind_again,
    Wish.SHOW: _show_reminder,
}
