"""What a person reads when they reply to an earlier message and mean what was kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.messages import Reply
from handlers.wording.speaker import Speaker, plain


@dataclass(frozen=True, kw_only=True)
class ReplyingPhrases:
    """One language."""

    nothing_there: str
    several_there: str


PHRASES: Final[Mapping[str, ReplyingPhrases]] = {
    "en": ReplyingPhrases(
        nothing_there="I keep nothing that belongs to that message.",
        several_there="Several things belong to that message, so tell me in words which one you mean.",
    ),
    "es": ReplyingPhrases(
        nothing_there="No guardo nada que sea de ese mensaje.",
        several_there="A ese mensaje pertenecen varias cosas; dime con palabras a cuál te refieres.",
    ),
    "de": ReplyingPhrases(
        nothing_there="Zu dieser Nachricht bewahre ich nichts auf.",
        several_there="Zu dieser Nachricht gehört mehreres, darum sag mir in Worten, was du meinst.",
    ),
    "fr": ReplyingPhrases(
        nothing_there="Je ne garde rien qui vienne de ce message.",
        several_there="Plusieurs choses viennent de ce message ; dis-moi avec des mots laquelle.",
    ),
    "pt": ReplyingPhrases(
        nothing_there="Não guardo nada que seja dessa mensagem.",
        several_there="Há várias coisas dessa mensagem; diz-me por palavras qual delas.",
    ),
}


class ReplyingWording(Speaker):
    """Sentences about what was kept of an earlier message."""

    def nothing_there(self) -> Reply:
        """The message that was replied to was kept as nothing, and repeats nothing."""
        return plain(PHRASES[self.language].nothing_there)

    def several_there(self) -> Reply:
        """It may mean one of several."""
        return plain(PHRASES[self.language].several_there)
