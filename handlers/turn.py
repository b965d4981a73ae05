"""A turn of the conversation: who said what, when, and what may be done about it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages import ChannelName, Reply
from memory.personal import PersonalMemory


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One message to be answered.

    `text` is what was written, word for word. `subject` is the part of it that the intent is about: the new wording of
    an edit, what is to be forgotten, what a button carried. `said_at` is when it was said, which may be long before
    `now` when the bot was down.
    """

    text: str
    subject: str = ""
    now: datetime
    said_at: datetime
    zone: ZoneInfo
    channel: ChannelName
    memory: PersonalMemory


Handler = Callable[[Turn], Awaitable[Reply]]
