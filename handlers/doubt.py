"""A message that may be meant in two ways: it is kept, and one tap says what it was."""

from dataclasses import replace
from typing import Final

from bot.messages import MemoryId, Reply
from handlers import preferences, recall, remember, reminders, travelling
from handlers.meaning import Intent, Understood
from handlers.turn import Turn
from memory.corrections import Question

# What is worth a question; what is most likely a note, or chat that was perhaps none, is simply kept.
DOUBTS: Final = frozenset({Intent.QUESTION, Intent.REMINDER})


async def keep(turn: Turn, understood: Understood) -> Reply:
    """Keep the message word for word, and ask what it was meant as."""
    memory = await turn.memory.save(turn.text, at=turn.said_at, channel=turn.channel)
    if understood.intent is Intent.SETTINGS and await _heeded(turn):
        # "I moved to Lisbon" is worth keeping and worth heeding, and either is taken back by a tap.
        return turn.words.kept_as_well(await preferences.change(turn), memory)
    if understood.intent in DOUBTS:
        return turn.words.doubted(memory, understood.intent)
    return remember.told(turn, memory)


async def _heeded(turn: Turn) -> bool:
    """Whether a setting can be changed by what was said; "I'm in a meeting" names no place."""
    wish = preferences.read(turn)
    return wish.clear and (not wish.place or await travelling.known(turn, wish.place))


async def ask(turn: Turn) -> Reply:
    """It was a question: answer it, and let go of it."""
    memory, guess = _named(turn)
    found = await turn.memory.get(memory)
    if found is None:
        return turn.words.already_undone()
    await turn.corrections.intended(memory, Intent.QUESTION, guess, at=turn.now)
    answer = await recall.answer(replace(turn, subject=found.text), without=found)
    await turn.memory.unsave(memory, at=turn.now)
    return turn.words.was_asked(answer, memory)


async def remind(turn: Turn) -> Reply:
    """It was something to be reminded of; once the reminder is set, it needn't be kept as well."""
    memory, guess = _named(turn)
    found = await turn.memory.get(memory)
    if found is None:
        return turn.words.already_undone()
    await turn.corrections.intended(memory, Intent.REMINDER, guess, at=turn.now)
    reply = await reminders.create(replace(turn, text=remember.essence(found.text), said_at=turn.now, source=memory))
    if turn.reminders.kept:
        await turn.memory.unsave(memory, at=turn.now)
    return reply


async def told(turn: Turn) -> Reply:
    """It was something to keep."""
    memory, guess = _named(turn)
    noted = await turn.corrections.intended(memory, Intent.SAVE, guess, at=turn.now)
    return turn.words.kept() if noted else turn.words.already_undone()


async def keep_again(turn: Turn) -> Reply:
    """It was no question after all: keep it anew."""
    text = await turn.corrections.corrections.text(MemoryId(turn.subject))
    if text is None:
        return turn.words.already_undone()
    await turn.corrections.corrections.choose_again(MemoryId(turn.subject), Question.INTENT, Intent.SAVE)
    return remember.told(turn, await turn.memory.save(text, at=turn.now, channel=turn.channel))


def _named(turn: Turn) -> tuple[MemoryId, str]:
    """The memory that a button names, and what it was taken for."""
    memory, _, guess = turn.subject.partition(":")
    return MemoryId(memory), guess if guess in set(Intent) else Intent.SAVE
