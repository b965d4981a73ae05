"""Taking back the last change to the memories."""

from bot.messages import MemoryId, Quote, Reply
from handlers import wording
from handlers.turn import Turn
from memory.personal import Remembered


async def last(turn: Turn) -> Reply:
    """Take back the latest change, whichever it was, however long ago."""
    latest = await turn.memory.recent(1)
    if not latest:
        return wording.nothing_to_undo()
    return await _take_back(turn, latest[0], wording.no_longer_kept(_quote(turn, latest[0])))


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
