"""Taking back the last change to the memories."""

from bot.messages import MemoryId, Reply
from handlers import wording
from handlers.turn import Turn
from memory.personal import Remembered


async def last(turn: Turn) -> Reply:
    """Take back the latest change, whichever it was."""
    latest = await turn.memory.recent(1)
    return await _take_back(turn, latest[0]) if latest else wording.nothing_to_undo()


async def one(turn: Turn) -> Reply:
    """Take back the change that a button names, unless something else has happened to that memory since."""
    memory_id, _, changed = turn.subject.partition(":")
    memory = await turn.memory.get(MemoryId(memory_id))
    if memory is None:
        return wording.already_undone()
    return await _take_back(turn, memory) if str(memory.changed) == changed else wording.changed_since()


async def _take_back(turn: Turn, memory: Remembered) -> Reply:
    earlier = await turn.memory.put_back(memory.id)
    if earlier is None:
        turn.memory.unsave(memory.id, at=turn.now)
        return wording.unsaved()
    return wording.put_back(wording.quote(earlier, earlier.text, now=turn.now, zone=turn.zone))
