"""Letting go of one memory: a preview first, then gone everywhere."""

from bot.errors import IndexUnavailable
from bot.messages import MemoryId, Reply
from handlers.turn import Turn
from memory.personal import Remembered


async def ask(turn: Turn) -> Reply:
    """Show the memory that would be forgotten: the one that fits the words, or the last when there are none."""
    try:
        memory = await _meant(turn)
    except IndexUnavailable:
        return turn.words.search_resting()
    if memory is None:
        return turn.words.nothing_fits() if turn.subject else turn.words.nothing_yet()
    return await preview(turn, memory)


async def one(turn: Turn) -> Reply:
    """Forget the memory that a button names, as it was when the preview showed it."""
    memory_id, _, changed = turn.subject.partition(":")
    memory = await turn.memory.get(MemoryId(memory_id))
    if memory is None:
        return turn.words.already_forgotten()
    if str(memory.changed) != changed:
        return await preview(turn, memory)
    reminders = await turn.reminders.repeating(memory.id)
    files = await turn.media.count(memory.id)
    await turn.memory.forget(memory.id, at=turn.now)
    return turn.words.forgotten(reminders, files)


async def keep(turn: Turn) -> Reply:
    """Call it off."""
    return turn.words.kept()


async def preview(turn: Turn, memory: Remembered) -> Reply:
    """Show what would be forgotten, and ask."""
    quote = turn.words.quote(memory, memory.text, now=turn.now, zone=turn.zone)
    return turn.words.forget_this(memory, quote, await turn.reminders.repeating(memory.id))


async def _meant(turn: Turn) -> Remembered | None:
    if turn.subject:
        return await turn.questions.nearest(turn.subject)
    return next(iter(await turn.memory.recent(1)), None)
