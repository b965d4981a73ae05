"""Tells a person, when they write again, what could not be delivered to them anywhere."""

from typing import Final

from bot.conversation import Message, opened
from bot.crypto import Vault
from bot.errors import ContentSealed
from bot.messages import Reply
from handlers.turn import Turn
from memory.changes import Changes
from memory.documents import Person

MOST: Final = 10


async def missed(person: Person, turn: Turn, changes: Changes, vault: Vault) -> list[Reply]:
    """One more reply, where there is something to tell; that it was told is written with it.

    Args:
        person: as they were read.
        turn: what they wrote, and their words.
        changes: gets that nothing is left to tell.
        vault: opens what was said.
    """
    if not person.missed:
        return []
    changes.person["missed"] = None
    found = await Message.find({"_id": {"$in": person.missed}}).to_list()
    waited = sorted((each for each in found if each.sealed is not None), key=lambda each: each.sequence)[-MOST:]
    try:
        entries = await opened(waited, vault)
    except ContentSealed:
        return []
    said = [(entry.message.at, entry.content.text) for entry in entries]
    # Forgetting a memory must find its words here, too.
    mentions = tuple({each for entry in entries for each in entry.message.mentions or ()})
    told = turn.words.missed(said, now=turn.now, zone=turn.zone)
    return [told.model_copy(update={"mentions": mentions})] if said else []
