"""Meeting a person, and telling what can be said."""

from bot.messages import Reply
from handlers.turn import Turn


async def hello(turn: Turn) -> Reply:
    """Say who this is and how it works."""
    return turn.words.welcome()


async def explain(turn: Turn) -> Reply:
    """Say everything that can be said."""
    return turn.words.help()
