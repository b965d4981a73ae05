"""Keeping what a person tells."""

from bot.messages import Reply
from handlers.turn import Turn


async def save(turn: Turn) -> Reply:
    """Keep the message word for word."""
    return turn.words.saved(await turn.memory.save(turn.text, at=turn.said_at, channel=turn.channel))


async def nothing(turn: Turn) -> Reply:
    """A message without a word in it: nothing to keep."""
    return turn.words.empty()
