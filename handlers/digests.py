"""The digest at any time, and what is ticked off from it."""

from bot.messages import MemoryId, Reply
from handlers.turn import Turn
from memory.documents import DigestKind


async def show(turn: Turn) -> Reply:
    """The morning's digest, as it is now; whoever asks before its hour has had it then."""
    digest = await turn.digests.gather({DigestKind.MORNING}, now=turn.now, zone=turn.zone)
    if digest.empty:
        return turn.words.nothing_in_digest()
    await turn.digests.shown(digest, at=turn.now)
    return turn.words.digest(digest, now=turn.now, zone=turn.zone)


async def tick_off(turn: Turn) -> Reply:
    """Something is done that a button names."""
    task = await turn.tasks.get(MemoryId(turn.subject))
    if task is None:
        return turn.words.task_gone()
    if not task.left:
        return turn.words.ticked_off_before()
    turn.tasks.complete(task)
    return turn.words.ticked_off(task.memory, now=turn.now, zone=turn.zone)


async def take_up_again(turn: Turn) -> Reply:
    """What a button names was ticked off too soon."""
    task = await turn.tasks.get(MemoryId(turn.subject))
    if task is None:
        return turn.words.task_gone()
    if not task.left:
        turn.tasks.reopen(task)
    return turn.words.taken_up_again(task.memory, now=turn.now, zone=turn.zone)
