"""What of a person's may be shown to a language model, or sent away to be embedded: the one place that decides."""

from bot.messages import PersonId
from memory.credentials import secrets_in
from memory.documents import AiUse, Level
from memory.language.port import Shown, may_be_shown


def memory_shown(person: PersonId, text: str, *, level: Level, ai_use: AiUse, choice: AiUse) -> Shown | None:
    """A memory as a model may see it; None when it may not. The arguments are those of `may_be_sent`."""
    if not may_be_sent(text, level=level, ai_use=ai_use, choice=choice):
        return None
    return Shown(person=person, text=text, level=level, ai_use=ai_use, choice=choice)


def may_be_sent(text: str, *, level: Level, ai_use: AiUse, choice: AiUse) -> bool:
    """Whether a memory may be sent to somebody else's machine at all, to a language model or to be embedded.

    Args:
        text: in full; a password, a card number or the like in it keeps it here, whatever its level.
        level: the memory's.
        ai_use: the memory's own, from when it was told.
        choice: what its person allows now.
    """
    return may_be_shown(level, ai_use, choice) and not secrets_in(text)


def question_may_be_sent(text: str, choice: AiUse) -> bool:
    """Whether what a person has just asked may be sent to somebody else's machine."""
    return may_be_sent(text, level=Level.GENERAL, ai_use=choice, choice=choice)


def message_shown(person: PersonId, text: str, choice: AiUse) -> Shown | None:
    """What a person has just written, as a model may see it; None when it may not."""
    return memory_shown(person, text, level=Level.GENERAL, ai_use=choice, choice=choice)
