"""A number that a person sends alone, on a channel that writes numbers before its choices: which choice it picks.

It is told by the conversation log alone, so that it holds after a restart and on every replica.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.conversation import Message, opened
from bot.crypto import Vault
from bot.messages import Author, DeliveryState, Inbound
from memory.documents import Person

OFFERED_FOR: Final = timedelta(days=2)
"""After that a number is more likely something to remember."""

LOOKED_AT: Final = 30
"""Messages, the newest ones."""

_NUMBER: Final = re.compile(r"\s*([1-9][0-9]?)[.)]?\s*")
_NOT_SEEN: Final = frozenset({DeliveryState.QUEUED, DeliveryState.FAILED})


async def chosen(inbound: Inbound, person: Person, vault: Vault, now: datetime) -> Inbound:
    """The message with the tap that its number stands for; as it is, where it stands for none.

    Numbers count for the newest message that offered any since the person said something else, or for the one that
    they reply to.
    """
    number = _NUMBER.fullmatch(inbound.text)
    if number is None or inbound.tap is not None or inbound.attachments or inbound.spot:
        return inbound
    shown = await _shown_since_they_spoke(inbound, person, now)
    for entry in reversed(await opened(shown, vault)):
        if actions := entry.content.actions:
            place = int(number[1])
            return (
                inbound.model_copy(update={"text": "", "tap": actions[place - 1].tap})
                if place <= len(actions)
                else inbound
            )
    return inbound


async def _shown_since_they_spoke(inbound: Inbound, person: Person, now: datetime) -> Sequence[Message]:
    """What the bot said there that they may have seen, oldest first; or the one message that they reply to."""
    last = person.last_sequence
    bounds = {"person": person.id, "sequence": {"$gt": last - LOOKED_AT, "$lte": last}}
    log = sorted(await Message.find(bounds).to_list(), key=lambda message: message.sequence)
    there = [message for message in log if message.address == str(inbound.sender)]
    if inbound.replies_to and (meant := [each for each in there if each.provider_id == inbound.replies_to]):
        return meant
    spoke = max((each.sequence for each in there if each.author is Author.PERSON), default=0)
    return [
        each for each in there if each.sequence > spoke and each.state not in _NOT_SEEN and now - each.at < OFFERED_FOR
    ]
