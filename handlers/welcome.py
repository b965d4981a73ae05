"""Meeting a person, and telling what can be said."""

from bot.messages import Reply
from handlers.turn import Turn
from memory.documents import Onboarding


async def hello(turn: Turn) -> Reply:
    """Say who this is and how it works, to those who are new or ask for it; greet the others."""
    chosen = turn.preferences.chosen
    if chosen.onboarding is Onboarding.NEW:
        turn.preferences.choose(onboarding=Onboarding.WELCOMED)
        return turn.words.welcome()
    return turn.words.welcome() if turn.text.strip().startswith("/") else turn.words.small_talk("again")


async def explain(turn: Turn) -> Reply:
    """Say everything that can be said."""
    return turn.words.help()
