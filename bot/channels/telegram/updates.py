"""What is needed to store one of Telegram's updates, whatever it says."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.messages import Address, ChannelName, Envelope

_SENDER_AT: Final = (("chat", "id"), ("message", "chat", "id"), ("from", "id"))
"""Where an update's body may name the chat. In a private chat it has the same id as the person who writes."""

_INT64: Final = 2**63
_DEEPEST: Final = 100


def envelope(bot_id: int, update: object) -> Envelope | None:
    """What is needed to store an update once and in order; None without an id or a private chat to answer in.

    Nothing else of the update need be as Telegram documents it: what turns out unreadable later is then at least
    stored. An update that MongoDB could not hold is stored as `{"unreadable": its JSON in ASCII}`.

    Args:
        bot_id: the number before the colon of the bot's token. Two bots give out the same update ids.
        update: decoded JSON, of whatever type.
    """
    if not isinstance(update, dict):
        return None
    update_id, chat = update_number(update), sender(update)
    if update_id is None or chat is None:
        return None
    raw = update if storable(update) else {"unreadable": _written(update)}
    return Envelope(provider_id=f"{bot_id}:{update_id}", sender=chat, raw=raw)


def _written(update: Mapping[str, Any]) -> str:
    try:
        return json.dumps(update)
    except RecursionError:
        return "nested too deep"


def update_number(update: Mapping[str, Any]) -> int | None:
    """The update's own id, unique for one bot; None when there is none that can be one."""
    number = update.get("update_id")
    return number if type(number) is int and 0 <= number < _INT64 else None


def address(chat: int) -> Address:
    """Where a private chat is reached."""
    return Address(channel=ChannelName.TELEGRAM, value=str(chat))


def sender(update: Mapping[str, Any]) -> Address | None:
    """The private chat that an update is from; None for any other chat, and for none."""
    chat = next(_chats(update), None)
    # Groups and channels have negative ids.
    return address(chat) if chat is not None and 0 < chat < _INT64 else None


def _chats(update: Mapping[str, Any]) -> Iterator[int]:
    for body in update.values():
        for path in _SENDER_AT:
            found = body
            for step in path:
                found = found.get(step) if isinstance(found, dict) else None
            if type(found) is int:
                yield found


def storable(value: object, depth: int = 0) -> bool:
    """Whether BSON can hold it: whole characters, numbers of 64 bits, no NUL in names, not nested too deep."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, int):
        return -_INT64 <= value < _INT64
    if isinstance(value, dict):
        return all("\0" not in k and storable(k) and storable(v, depth + 1) for k, v in value.items())
    if isinstance(value, list):
        return all(storable(item, depth + 1) for item in value)
    return True
