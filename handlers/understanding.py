"""What a message is meant as: our own reading; a language model's where ours is doubtful and the person allows it."""

from collections.abc import Mapping
from typing import Final

from handlers import intents
from handlers.meaning import Intent, Understood
from handlers.turn import Turn
from memory.language.consent import message_shown

# Above this 98.7 % were right without a model (facts/time-and-intent.md), so it would be asked in vain.
SURE_ENOUGH: Final = 0.8

MEANINGS: Final[Mapping[str, tuple[Intent, str]]] = {
    "save": (Intent.SAVE, "something the person tells, to be remembered"),
    "question": (Intent.QUESTION, "a question about what the person told before"),
    "reminder": (Intent.REMINDER, "a wish to be reminded of something at a time"),
    "small_talk": (Intent.SMALL_TALK, "a greeting, thanks or chat that holds nothing to remember"),
    "command": (Intent.COMMAND, "an order to do something else than remember, answer or remind"),
}


async def understand(turn: Turn) -> Understood:
    """What the turn's text is meant as."""
    own = intents.read(turn.text)
    if own.confidence >= SURE_ENOUGH:
        return own
    shown = message_shown(turn.memory.person, turn.text, turn.preferences.chosen.ai_use)
    if shown is None:
        return own
    choice = await turn.model.choose_intent(shown, {label: meaning for label, (_, meaning) in MEANINGS.items()})
    if choice is None or MEANINGS[choice.label][0] is own.intent:
        return own
    return Understood(MEANINGS[choice.label][0], turn.text, choice.confidence)
