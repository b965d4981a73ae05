"""Which words of a message a device may show: they pass through a stranger's hands and light up a locked screen."""

from collections.abc import Collection
from typing import Final

from bot.conversation import Message, opened
from bot.crypto import Vault
from bot.errors import ContentSealed
from bot.messages import DeliveryState
from bot.push.announcing import Announcement
from bot.push.port import LONGEST_BODY, Notice
from memory.credentials import secrets_in
from memory.documents import Memory
from memory.reminder import Reminder

TITLE: Final = "Tuckaway"


async def notice_of(announcement: Announcement, vault: Vault) -> Notice | None:
    """What is shown; None when there is nothing to tell any more, since the message was read or is gone."""
    message = await Message.get(announcement.message)
    if message is None or message.state is DeliveryState.READ:
        return None
    return Notice(
        title=TITLE,
        body=_short(await _words(message, vault, briefly=announcement.briefly) or announcement.withheld),
        tag=message.id,
        sequence=message.sequence,
        language=announcement.language,
        urgent=not announcement.briefly,
    )


async def _words(message: Message, vault: Vault, *, briefly: bool) -> str | None:
    """The message's words; None where they were forgotten, or one of the memories behind them is too private."""
    try:
        (entry,) = await opened([message], vault)
    except ContentSealed:
        return None
    text = entry.content.text.strip()
    if briefly:
        # The first line of a digest says which day it is for, and repeats nothing that anybody told.
        return text.partition("\n")[0]
    if secrets_in(text) or not await _may_be_shown(message.mentions or ()):
        return None
    return text


async def _may_be_shown(mentions: Collection[str]) -> bool:
    """Whether every memory that is repeated is there and general; those of reminders included."""
    if not mentions:
        return True
    reminders = await Reminder.find({"_id": {"$in": list(mentions)}}).to_list()
    behind = {reminder.memory for reminder in reminders if reminder.memory}
    memories = await Memory.find({"_id": {"$in": [*mentions, *behind]}}).to_list()
    known = {each.id for each in (*reminders, *memories)}
    allowed = all(each.level.in_digests and each.forgotten_at is None for each in memories)
    return allowed and known.issuperset([*mentions, *behind])


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_BODY else f"{text[: LONGEST_BODY - 1]}…"
