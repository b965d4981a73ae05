"""What a message may be meant as, and how sure we are of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Intent(StrEnum):
    """What a person may want."""

    SAVE = "save"
    QUESTION = "question"
    REMINDER = "reminder"
    REMINDERS = "reminders"  # to see those that are set
    CHANGE_REMINDER = "change_reminder"  # to cancel, move or pause one or all
    DIGEST = "digest"
    TASKS = "tasks"  # to see what is left to do
    TICK_OFF = "tick_off"
    SETTINGS = "settings"
    UNDO = "undo"
    EDIT = "edit"
    FORGET = "forget"
    LIST = "list"
    HELP = "help"
    WELCOME = "welcome"
    LINK = "link"  # another address of theirs
    UNLINK = "unlink"
    ADDRESSES = "addresses"  # to see those that are linked
    SMALL_TALK = "small_talk"
    COMMAND = "command"  # what other assistants do, and we don't
    EMPTY = "empty"


# Above it what was understood is acted on; below it the text is kept as well, and one tap corrects it.
SURE: Final = 0.8


@dataclass(frozen=True)
class Understood:
    """An intent, and the part of the message it is about, word for word.

    `subject` is empty where nothing but the intent was said. `confidence` is the probability, from 0 to 1, that the
    person meant this.
    """

    intent: Intent
    subject: str = ""
    confidence: float = 1.0

    @property
    def needs_asking(self) -> bool:
        """Whether the person should be offered another reading, and the text be kept until they choose."""
        return self.confidence < SURE
