"""What Telegram's updates say, in our own words."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    Contact,
    Location,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from pydantic import ValidationError

from bot.channels.telegram.files import attachments
from bot.channels.telegram.rendering import LASTING
from bot.channels.telegram.updates import address, storable
from bot.errors import MessageUnreadable
from bot.messages import Card, Inbound, Signal, Spot
from bot.vcards import NoCard, cards

SAID_IN_PASSING: Final = frozenset({ContentType.STICKER, ContentType.DICE, ContentType.GAME})
"""With nothing in it to remember."""

WRITTEN_BY_TELEGRAM: Final = frozenset(
    {
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

IGNORED_CONTENT: Final = SAID_IN_PASSING | WRITTEN_BY_TELEGRAM
"""Kinds of message that ask for no answer."""

KEPT_CONTENT: Final = frozenset(
    {
        ContentType.TEXT,
        ContentType.PHOTO,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.ANIMATION,
        ContentType.VOICE,
        ContentType.AUDIO,
        ContentType.DOCUMENT,
        ContentType.LOCATION,
        ContentType.VENUE,
        ContentType.CONTACT,
    }
)
"""Kinds of message that are read. Every other one is unreadable, and so kept raw for a later version."""

_STANDING: Final[Mapping[str, Signal]] = {
    ChatMemberStatus.KICKED: Signal.STOPPED,
    ChatMemberStatus.MEMBER: Signal.RESUMED,
}
"""What it says of a private chat that the bot is a member of it, or no longer."""


def read(raw: dict[str, Any], now: datetime) -> Inbound | None:
    """Our message from a Telegram update; None for kinds that ask for no answer.

    Args:
        raw: as stored by `updates.envelope`.
        now: when a tap is said to have happened, since Telegram does not tell.

    Raises:
        MessageUnreadable: it is not as Telegram documents it, or holds something not understood yet.
    """
    kinds = {kind for kind, body in raw.items() if kind != "update_id" and body is not None}
    known = kinds & READERS.keys()
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


def message_id(chat: int, number: int) -> str:
    """What we call a message of a chat, whoever wrote it."""
    return f"{chat}:{number}"


def _validated(raw: dict[str, Any]) -> Update:
    if not storable(raw):
        reason = "Telegram update holds half a character, a number out of range or too many levels"
        raise MessageUnreadable(reason)
    return Update.model_validate(raw)


def _message(message: Message, _now: datetime) -> Inbound | None:
    if message.chat.type != ChatType.PRIVATE or message.content_type in IGNORED_CONTENT:
        return None
    if message.content_type not in KEPT_CONTENT:
        reason = f"a Telegram message of kind {ContentType(message.content_type).value} can't be kept yet"
        raise MessageUnreadable(reason)
    chat, answered = message.chat.id, message.reply_to_message
    return Inbound(
        sender=address(chat),
        text=_words(message),
        attachments=attachments(message),
        spot=_spot(message),
        card=_card(message.contact) if message.contact else None,
        provider_id=message_id(chat, message.message_id),
        replies_to=message_id(chat, answered.message_id) if answered else None,
        album=message.media_group_id,
        forwarded_from=_origin(message),
        at=message.date,
        name=message.from_user and message.from_user.full_name,
        language=message.from_user and message.from_user.language_code,
    )


def _edited(message: Message, now: datetime) -> Inbound | None:
    inbound = _message(message, now)
    return inbound and inbound.model_copy(update={"edited": True})


def _words(message: Message) -> str:
    """What was written, and behind it the addresses that Telegram shows only when a word is tapped."""
    text = message.text or message.caption or ""
    marked = message.entities or message.caption_entities or []
    hidden = [each.url for each in marked if each.url and each.url not in text]
    return "\n".join([text, *dict.fromkeys(hidden)])


def _spot(message: Message) -> Spot | None:
    if venue := message.venue:
        return _at(venue.location).model_copy(update={"name": venue.title, "address": venue.address})
    return _at(message.location) if message.location else None


def _at(location: Location) -> Spot:
    return Spot(latitude=location.latitude, longitude=location.longitude)


def _card(contact: Contact) -> Card:
    """A contact as Telegram tells it, with what its card says beyond that."""
    name = " ".join(filter(None, (contact.first_name, contact.last_name)))
    phones = (contact.phone_number,) if contact.phone_number else ()
    try:
        (more,) = cards((contact.vcard or "").encode())
    except (NoCard, ValueError):
        return Card(name=name, phones=phones)
    # The same number is often written in two ways.
    known = {_digits(each) for each in phones}
    further = tuple(each for each in more.phones if _digits(each) not in known)
    return more.model_copy(update={"name": name or more.name, "phones": phones + further})


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _origin(message: Message) -> str | None:
    match message.forward_origin:
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            return chat.full_name
        case _:
            return None


def _tap(query: CallbackQuery, now: datetime) -> Inbound | None:
    if query.data is None or (query.message and query.message.chat.type != ChatType.PRIVATE):
        return None
    return Inbound(
        sender=address(query.message.chat.id if query.message else query.from_user.id),
        tap=query.data.removeprefix(LASTING) or query.data,
        at=now,
        name=query.from_user.full_name,
        language=query.from_user.language_code,
    )


def _standing(change: ChatMemberUpdated, _now: datetime) -> Inbound | None:
    signal = _STANDING.get(change.new_chat_member.status)
    if change.chat.type != ChatType.PRIVATE or signal is None:
        return None
    return Inbound(sender=address(change.chat.id), signal=signal, at=change.date)


READERS: Final[Mapping[str, Callable[[Any, datetime], Inbound | None]]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _tap,
    "my_chat_member": _standing,
}
"""Kinds of update that are read, and by what."""

ALLOWED: Final = sorted(READERS)
"""The kinds of update that Telegram is asked for; the others need not travel."""


def _places(error: ValidationError) -> str:
    """Which fields are wrong and how, without what was in them."""
    wrong = error.errors(include_url=False, include_context=False, include_input=False)
    return ", ".join(f"{'.'.join(map(str, each['loc']))} ({each['type']})" for each in wrong[:3])
