"""A turn of the conversation: who said what, when, and what may be done about it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation import Conversation
from bot.messages import ChannelName, Inbound, MemoryId, Reply
from handlers.wording import Wording
from memory.asking import PersonalQuestions
from memory.correcting import Correcting
from memory.gathering import PersonalDigests
from memory.language.hurried import Hurried
from memory.language_of import language_of
from memory.linking import PersonalLinking
from memory.media.personal import PersonalMedia
from memory.personal import PersonalMemory
from memory.preferences import PersonalPreferences
from memory.related import PersonalRelated
from memory.reminders import PersonalReminders
from memory.tasks import PersonalTasks


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One message to be answered.

    `text` is what was written, word for word, or what stands for it where nothing was. `message` is the whole of what
    came: files, what it answers, whether it takes the place of an earlier one. `subject` is the part of the text that
    the intent is about: the new wording of an edit, what is to be forgotten, what a button carried. `said_at` is when
    it was said, which may be long before `now` when the bot was down. `address` is where it came from
    (`telegram:123`). `tapped`: a button was pressed, and `text` is empty. `about` is what was said just before, in the
    same message, or at `about_at` in the one that this replies to; `source` is the memory that it was kept as, or whose
    text `text` is after a tap. `model` is a language model that may help, where there is one.
    """

    text: str
    message: Inbound
    subject: str = ""
    about: str = ""
    about_at: datetime | None = None
    source: MemoryId | None = None
    tapped: bool = False
    now: datetime
    said_at: datetime
    zone: ZoneInfo
    channel: ChannelName
    address: str
    words: Wording
    memory: PersonalMemory
    media: PersonalMedia
    questions: PersonalQuestions
    related: PersonalRelated
    reminders: PersonalReminders
    preferences: PersonalPreferences
    model: Hurried
    tasks: PersonalTasks
    digests: PersonalDigests
    corrections: Correcting
    conversation: Conversation
    linking: PersonalLinking

    @property
    def languages(self) -> tuple[str, ...]:
        """What to read a time in, one after the other: what it is written in, if that shows, the person's, English."""
        written, _ = language_of(self.text)
        first = () if written == "en" else (written,)
        return tuple(dict.fromkeys((*first, self.words.language, "en")))


Handler = Callable[[Turn], Awaitable[Reply]]
# Answers what it is about, and leaves the rest to others.
Aside = Callable[[Turn], Awaitable[Reply | None]]
