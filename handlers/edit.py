"""Giving the last memory new words."""

from bot.messages import Reply
from handlers.turn import Turn


async def last(turn: Turn) -> Reply:
    """Let the memory that was told last say something else; what it said is kept as a version."""
    latest = await turn.memory.recent(1)
    before = latest[0].text if latest else ""
    memory = await turn.memory.edit(latest[0].id, turn.subject, at=turn.now) if latest else None
    if memory is None:
        return turn.words.nothing_to_edit()
    return turn.words.edited(memory, before, turn.words.quote(memory, memory.text, now=turn.now, zone=turn.zone))
