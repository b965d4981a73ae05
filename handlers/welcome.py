"""Meeting a person, and telling what can be said."""

from bot.messages import Reply
from handlers import wording
from handlers.turn import Turn


async def hello(_: Turn) -> Reply:
    """Say who this is and how it works."""
    return wording.welcome()


async def explain(_: Turn) -> Reply:
    """Say everything that can be said."""
    return wording.help_()
