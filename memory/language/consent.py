"""What of a person's may be shown to a language model: the one place where that is decided."""

from bot.messages import PersonId
from memory.credentials import secrets_in
from memory.documents import AiUse, Level
from memory.language.port import Shown, may_be_shown


def memory_shown(person: PersonId, text: str, *, level: Level, ai_use: AiUse, choice: AiUse) -> Shown | None:
    """A memory as a model may see it; None when it may not.

    Args:
        person: whose it is.
        text: in full; a password, a card number or the like in it keeps it here, whatever its level.
        level: the memory's.
        ai_use: the memory's own, from when it was told.
        choice: what its person allows now.
    """
    if not may_be_shown(level, ai_use, choice) or secrets_in(text):
        return None
    return Shown(person=person, text=text, level=level, ai_use=ai_use, choice=choice)


def message_shown(person: PersonId, text: str, choice: AiUse) -> Shown | None:
    """What a person has just written, as a model may see it; None when it may not."""
    return memory_shown(person, text, level=Level.GENERAL, ai_use=choice, choice=choice)
