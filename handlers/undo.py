"""Taking back the last change, be it to the memories or to anything else that a button takes back."""

from datetime import timedelta
from typing import Final

from bot.messages import MemoryId, Quote, Reply
from handlers import undoable
from handlers.turn import Turn
from memory.personal import Remembered

# Who says "undo" after that probably means something else than the last thing that happens to be kept.
FRESH: Final = timedelta(hours=1)


async def last(turn: Turn) -> Reply:
    """Take back the latest change; ask first where that would let go of something kept a while ago."""
    latest = await turn.memory.recent(1)
    other = await undoable.latest(turn, since=latest[0].changed if latest else 0, at_least=turn.now - FRESH)
    if other is not None:
        return plainly(await other())
    if not latest:
        return turn.words.nothing_to_undo()
    return await this(turn, latest[0])


def plainly(reply: Reply) -> Reply:
    """An answer to "undo" without its buttons: who says it once more means what came before, not this very answer."""
    return reply.model_copy(update={"actions": ()})


async def this(turn: Turn, memory: Remembered) -> Reply:
    """Take back the latest change to a memory; ask first where that would let go of something kept a while ago."""
    if not memory.edited and turn.now - memory.told_at > FRESH:
        return turn.words.undo_this(memory, _quote(turn, memory))
    return await _take_back(turn, memory, turn.words.no_longer_kept(_quote(turn, memory)))


async def one(turn: Turn) -> Reply:
    """Take back the change that a button names, unless something else has happened to that memory since."""
    memory_id, _, changed = turn.subject.partition(":")
    memory = await turn.memory.get(MemoryId(memory_id))
    if memory is None:
        return turn.words.already_undone()
    if str(memory.changed) != changed:
        return turn.words.changed_since()
    return await _take_back(turn, memory, turn.words.unsaved())


async def _take_back(turn: Turn, memory: Remembered, unsaved: Reply) -> Reply:
    earlier = await turn.memory.put_back(memory.id)
    if earlier is not None:
        return turn.words.put_back(_quote(turn, earlier))
    await turn.memory.unsave(memory.id, at=turn.now)
    return unsaved


def _quote(turn: Turn, memory: Remembered) -> Quote:
    return turn.words.quote(memory, memory.text, now=turn.now, zone=turn.zone)
