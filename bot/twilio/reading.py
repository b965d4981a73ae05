"""What Twilio's calls say, in our own words. Its fields change without notice, so nothing is asked of them but text."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from bot.errors import MessageUnreadable
from bot.messages import (
    Address,
    Attachment,
    ChannelName,
    Delivery,
    DeliveryState,
    Envelope,
    Inbound,
    MediaKind,
    Signal,
    Spot,
    well_formed,
)
from bot.twilio.faults import MEANINGS
from bot.twilio.proof import Fields

RECEIVED_AT: Final = "TuckawayReceivedAt"
"""Ours, beside Twilio's: its calls don't tell when a message was sent."""

WHATSAPP: Final = "whatsapp:"
"""Goes before every address there."""

STOP_WORDS: Final = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
START_WORDS: Final = frozenset({"START", "UNSTOP"})
HELP_WORDS: Final = frozenset({"HELP", "INFO"})
"""Words that Twilio and the carriers act on when one of them is all a text message says; they answer it as well.

Source: help.twilio.com/articles/223134027.
"""

LONGEST_ADDRESS: Final = 190
MOST_FILES: Final = 30
MOST_DIGITS: Final = 9
"""Of a number; Python refuses to read one of thousands."""
LONGEST_SOURCE: Final = 2_000

PASSED_OVER: Final = frozenset({"sticker", "reaction"})
"""Kinds of message that ask for no answer: said in passing, with nothing in it to remember."""

STATES: Final[Mapping[str, DeliveryState]] = {
    "accepted": DeliveryState.SENT,
    "scheduled": DeliveryState.SENT,
    "queued": DeliveryState.SENT,
    "sending": DeliveryState.SENT,
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.READ,
    "failed": DeliveryState.FAILED,
    "undelivered": DeliveryState.FAILED,
    "canceled": DeliveryState.FAILED,
}
"""How far a message is when Twilio has come so far with it: what it queues is no longer ours to send."""

_KINDS: Final[Mapping[str, MediaKind]] = {
    "image": MediaKind.PHOTO,
    "video": MediaKind.VIDEO,
    "audio": MediaKind.AUDIO,
}
_VOICE: Final = ("audio/ogg", "audio/amr")
"""What phones record; other sound was made elsewhere."""


def envelope(fields: Fields, channel: ChannelName, now: datetime) -> Envelope | None:
    """What is needed to store a call once and in order; None without an id or a sender on that channel."""
    sid, sender = _sid(fields), _sender(fields, channel)
    if sid is None or sender is None:
        return None
    # No database takes a NUL in a name.
    named = {name.replace("\0", "\ufffd"): value for name, value in fields.items()}
    return Envelope(provider_id=sid, sender=sender, raw={RECEIVED_AT: now.isoformat()} | named)


def read(raw: Mapping[str, Any], channel: ChannelName, now: datetime) -> Inbound | None:
    """Our message from the fields of a call; None for kinds that ask for no answer.

    Args:
        raw: as stored by `envelope`.
        channel: that it came by.
        now: when it is taken to have been said, where that is not in it.

    Raises:
        MessageUnreadable: it has no sender, or holds something not understood yet.
    """
    fields = {name: well_formed(value) for name, value in raw.items() if isinstance(value, str)}
    sid, sender = _sid(fields), _sender(fields, channel)
    if sid is None or sender is None:
        raise MessageUnreadable("a call of Twilio's names no message and sender")
    kind, text = fields.get("MessageType", "").lower(), fields.get("Body", "")
    word = fields.get("OptOutType", "").upper() or (_lone_word(text, fields) if channel is ChannelName.SMS else "")
    if kind in PASSED_OVER or word in HELP_WORDS:
        return None
    signal = _signal(word)
    tap = _tap(fields)
    attachments, spot = tuple(_attachments(fields)), _spot(fields)
    if tap is None and signal is None and spot is None and not (text.strip() or attachments):
        raise MessageUnreadable(f"a message of kind {kind[:30] or 'unknown'} can't be kept yet")
    return Inbound(
        sender=sender,
        text="" if tap or signal else _numbered(fields) or text,
        attachments=attachments,
        spot=spot,
        tap=tap,
        signal=signal,
        provider_id=sid,
        replies_to=fields.get("OriginalRepliedMessageSid") or None,
        further=tuple(_further(fields, channel, sender)),
        at=_when(fields.get(RECEIVED_AT), now),
        name=fields.get("ProfileName") or fields.get("ProfileUsername") or None,
    )


def delivery(fields: Fields) -> tuple[ChannelName, Delivery] | None:
    """How far a message of ours came, and by which channel; None where the call tells of no such thing."""
    sid = _sid(fields)
    state = STATES.get((fields.get("MessageStatus") or fields.get("SmsStatus") or "").lower())
    if sid is None or state is None:
        return None
    to_whatsapp = any(fields.get(end, "").startswith(WHATSAPP) for end in ("To", "From"))
    code = fields.get("ErrorCode", "")
    meaning = MEANINGS.get(_number(code))
    reason = f"{meaning.words} (error {code})" if meaning else f"error {code[:20]}" if code else None
    return (ChannelName.WHATSAPP if to_whatsapp else ChannelName.SMS), Delivery(
        provider_id=sid,
        state=state,
        reason=reason,
        gone=state is DeliveryState.FAILED and meaning is not None and meaning.gone,
    )


def _sid(fields: Fields) -> str | None:
    names = ("MessageSid", "SmsMessageSid", "SmsSid")
    sid = next((fields[name] for name in names if fields.get(name)), "")
    return sid if 0 < len(sid) <= LONGEST_ADDRESS else None


def _number(written: str) -> int:
    """A number that is not negative; 0 for whatever is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS else 0


def _sender(fields: Fields, channel: ChannelName) -> Address | None:
    """Whoever wrote; None for somebody on another channel: a messaging service may bring several to one address."""
    written, before = fields.get("From", "").strip(), WHATSAPP if channel is ChannelName.WHATSAPP else ""
    foreign = not written.startswith(before) or ":" in written.removeprefix(before)
    return None if foreign else _address(channel, written)


def _address(channel: ChannelName, written: str) -> Address | None:
    value = written.strip().removeprefix(WHATSAPP)
    # A plus sign that somebody did not encode arrives as a space.
    value = f"+{value}" if channel is ChannelName.WHATSAPP and value.isdigit() else value
    return Address(channel=channel, value=value) if 0 < len(value) <= LONGEST_ADDRESS else None


def _further(fields: Fields, channel: ChannelName, sender: Address) -> Iterator[Address]:
    """The other names that WhatsApp has for the sender: one for this business, one for all of its owner's, a number."""
    if channel is not ChannelName.WHATSAPP:
        return
    seen = {sender}
    for name in ("ExternalUserId", "ParentExternalUserId", "WaId"):
        other = _address(channel, fields.get(name, ""))
        if other and other not in seen:
            seen.add(other)
            yield other


def _lone_word(text: str, fields: Fields) -> str:
    return "" if fields.get("NumMedia", "0") not in {"", "0"} else text.strip().upper()


def _signal(word: str) -> Signal | None:
    if word in STOP_WORDS:
        return Signal.STOPPED
    return Signal.RESUMED if word in START_WORDS else None


def _tap(fields: Fields) -> str | None:
    """The tap of a pressed button or a chosen line; one that is not of ours comes as the words on it."""
    tap = fields.get("ButtonPayload") or fields.get("ListId") or ""
    return tap if ":" in tap else None


def _numbered(fields: Fields) -> str | None:
    """The number that a button carries whose template names no taps: as good as one that was written."""
    payload = fields.get("ButtonPayload", "")
    return payload if payload.isascii() and payload.isdigit() else None


def _attachments(fields: Fields) -> Iterator[Attachment]:
    for number in range(min(_number(fields.get("NumMedia", "")), MOST_FILES)):
        source, kind = fields.get(f"MediaUrl{number}", ""), fields.get(f"MediaContentType{number}", "").lower()
        if 0 < len(source) <= LONGEST_SOURCE:
            yield Attachment(kind=_media_kind(kind), source=source, type=kind or None)


def _media_kind(kind: str) -> MediaKind:
    if kind.startswith(_VOICE):
        return MediaKind.VOICE
    return _KINDS.get(kind.partition("/")[0], MediaKind.DOCUMENT)


def _spot(fields: Fields) -> Spot | None:
    try:
        return Spot(
            latitude=float(fields.get("Latitude", "")),
            longitude=float(fields.get("Longitude", "")),
            name=fields.get("Label") or None,
            address=fields.get("Address") or None,
        )
    except (ValueError, ValidationError):
        return None


def _when(written: str | None, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(written or "")
    except ValueError:
        return now
    return at if at.utcoffset() is not None else now
