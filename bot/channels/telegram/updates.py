"""What Telegram's updates say, in our own words."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, Message, Update
from pydantic import ValidationError

from bot.errors import MessageUnreadable
from bot.messages import Address, ChannelName, Envelope, Inbound

IGNORED: Final = frozenset(
    {
        "edited_message",  # the memory keeps its first wording until edits are kept as versions
        "my_chat_member",  # blocking shows when the next message is refused
    }
)
"""Kinds of update that ask for no answer. Groups and channels are ignored too, whatever the kind."""

IGNORED_CONTENT: Final = frozenset(
    {
        # Said in passing, with nothing in it to remember.
        ContentType.STICKER,
        ContentType.DICE,
        ContentType.GAME,
        # Written by Telegram itself, not by the person.
        ContentType.BOOST_ADDED,
        ContentType.CHAT_BACKGROUND_SET,
        ContentType.CHECKLIST_TASKS_ADDED,
        ContentType.CHECKLIST_TASKS_DONE,
        ContentType.CONNECTED_WEBSITE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.PINNED_MESSAGE,
        ContentType.PROXIMITY_ALERT_TRIGGERED,
        ContentType.WRITE_ACCESS_ALLOWED,
    }
)
"""Kinds of message that ask for no answer. Every other kind but text is unreadable, and so kept for a later version."""

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
    update_id, sender = update_number(update), _sender(update)
    if update_id is None or sender is None:
        return None
    raw = update if _storable(update) else {"unreadable": json.dumps(update)}
    return Envelope(provider_id=f"{bot_id}:{update_id}", sender=sender, raw=raw)


def update_number(update: Mapping[str, Any]) -> int | None:
    """The update's own id, unique for one bot; None when there is none that can be one."""
    number = update.get("update_id")
    return number if type(number) is int and 0 <= number < _INT64 else None


def read(raw: dict[str, Any], now: datetime) -> Inbound | None:
    """Our message from a Telegram update; None for kinds that ask for no answer.

    Args:
        raw: as stored by `envelope`.
        now: when a tap is said to have happened, since Telegram does not tell.

    Raises:
        MessageUnreadable: it is not as Telegram documents it, or holds something not understood yet.
    """
    kinds = {kind for kind, body in raw.items() if kind != "update_id" and body is not None}
    known = kinds & READERS.keys()
    if not known and kinds & IGNORED:
        return None
    if not known:
        reason = f"Telegram update of unknown kind: {', '.join(sorted(kinds))[:200] or 'none'}"
        raise MessageUnreadable(reason)
    kind = known.pop()
    try:
        return READERS[kind](getattr(_validated(raw), kind), now)
    except ValidationError as error:
        # Not `from error`: what pydantic says of an error quotes the person's text.
        reason = f"Telegram update is not as documented: {_places(error)}"
        raise MessageUnreadable(reason) from None


def _validated(raw: dict[str, Any]) -> Update:
    if not _storable(raw):
        reason = "Telegram update holds half a character, a number out of range or too many levels"
        raise MessageUnreadable(reason)
    return Update.model_validate(raw)


def _message(message: Message, _now: datetime) -> Inbound | None:
    if message.chat.type != ChatType.PRIVATE or message.content_type in IGNORED_CONTENT:
        return None
    if not message.text:
        reason = f"a Telegram message of kind {ContentType(message.content_type).value} can't be kept yet"
        raise MessageUnreadable(reason)
    return Inbound(
        sender=_address(message.chat.id),
        text=message.text,
        at=message.date,
        name=message.from_user and message.from_user.full_name,
        language=message.from_user and message.from_user.language_code,
    )


def _tap(query: CallbackQuery, now: datetime) -> Inbound | None:
    if query.data is None or (query.message and query.message.chat.type != ChatType.PRIVATE):
        return None
    return Inbound(
        sender=_address(query.message.chat.id if query.message else query.from_user.id),
        tap=query.data,
        at=now,
        name=query.from_user.full_name,
        language=query.from_user.language_code,
    )


READERS: Final[Mapping[str, Callable[[Any, datetime], Inbound | None]]] = {
    "message": _message,
    "callback_query": _tap,
}
"""Kinds of update that are read, and by what."""

ALLOWED: Final = sorted(READERS)
"""The kinds of update that Telegram is asked for; the others need not travel."""


def _address(chat: int) -> Address:
    return Address(channel=ChannelName.TELEGRAM, value=str(chat))


def _sender(update: Mapping[str, Any]) -> Address | None:
    chat = next(_chats(update), None)
    # Groups and channels have negative ids.
    return _address(chat) if chat is not None and 0 < chat < _INT64 else None


def _chats(update: Mapping[str, Any]) -> Iterator[int]:
    for body in update.values():
        for path in _SENDER_AT:
            found = body
            for step in path:
                found = found.get(step) if isinstance(found, dict) else None
            if type(found) is int:
                yield found


def _storable(value: object, depth: int = 0) -> bool:
    """Whether BSON can hold it: whole characters, numbers of 64 bits, no NUL in names, not nested too deep."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, int):
        return -_INT64 <= value < _INT64
    if isinstance(value, dict):
        return all("\0" not in k and _storable(k) and _storable(v, depth + 1) for k, v in value.items())
    if isinstance(value, list):
        return all(_storable(item, depth + 1) for item in value)
    return True


def _places(error: ValidationError) -> str:
    """Which fields are wrong and how, without what was in them."""
    wrong = error.errors(include_url=False, include_context=False, include_input=False)
    return ", ".join(f"{'.'.join(map(str, each['loc']))} ({each['type']})" for each in wrong[:3])
