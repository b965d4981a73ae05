"""Taking back the last change to the memories."""

from datetime import timedelta
from typing import Final

from bot.messages import MemoryId, Quote, Reply
from handlers import wording
from handlers.turn import Turn
from memory.personal import Remembered

# Who says "undo" after that probably means something else than the last thing that happens to be kept.
FRESH: Final = timedelta(hours=1)


async def last(turn: Turn) -> Reply:
    """Take back the latest change; ask first where that would let go of something kept a while ago."""
    latest = await turn.memory.recent(1)
    if not latest:
        return wording.nothing_to_undo()
    memory = latest[0]
    if not memory.edited and turn.now - memory.told_at > FRESH:
        return wording.undo_this(memory, _quote(turn, memory))
    return await _take_back(turn, memory, wording.no_longer_kept(_quote(turn, memory)))


async def one(turn: Turn) -> Reply:
    """Take back the change that a button names, unless something else has happened to that memory since."""
    memory_id, _, changed = turn.subject.partition(":")
    memory = await turn.memory.get(MemoryId(memory_id))
    if memory is None:
        return wording.already_undone()
    if str(memory.changed) != changed:
        return wording.changed_since()
    return await _take_back(turn, memory, wording.unsaved())


async def _take_back(turn: Turn, memory: Remembered, unsaved: Reply) -> Reply:
    earlier = await turn.memory.put_back(memory.id)
    if earlier is not None:
        return wording.put_back(_quote(turn, earlier))
    await turn.memory.unsave(memory.id, at=turn.now)
    return unsaved


def _quote(turn: Turn, memory: Remembered) -> Quote:
    return wording.quote(memory, memory.text, now=turn.now, zone=turn.zone)
