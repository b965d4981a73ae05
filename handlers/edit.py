"""Giving a memory new words: the one told last, or that which a message was kept as that its writer has changed."""

from bot.messages import MemoryId, Reply
from handlers.turn import Turn
from memory.personal import Remembered


async def last(turn: Turn) -> Reply:
    """Let the memory that was told last say something else; what it said is kept as a version."""
    latest = await turn.memory.recent(1)
    return await one(turn, latest[0]) if latest else turn.words.nothing_to_edit()


async def one(turn: Turn, before: Remembered) -> Reply:
    """Let a memory say something else."""
    memory = await turn.memory.edit(before.id, turn.subject, at=turn.now)
    if memory is None:
        return turn.words.nothing_to_edit()
    return turn.words.edited(memory, before.text, turn.words.quote(memory, memory.text, now=turn.now, zone=turn.zone))


async def follow(turn: Turn) -> Reply | None:
    """The memory that the changed message was kept as says what the message says now; None where it was kept as none.

    What was kept as more than one memory, or as a reminder, stays as it is: it can't be told which part was changed.
    """
    kept = await _kept_as(turn)
    if not kept:
        return None
    memory = await turn.memory.get(kept[0]) if len(kept) == 1 else None
    if memory is None:
        return turn.words.change_in_words()
    if memory.text != turn.text:
        await turn.memory.edit(memory.id, turn.text, at=turn.now)
    return turn.words.followed(memory)


async def _kept_as(turn: Turn) -> list[MemoryId]:
    name = turn.message.provider_id
    message = await turn.conversation.called(name, turn.channel) if name else None
    return [MemoryId(each) for each in message.mentions or ()] if message else []
