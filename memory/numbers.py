"""Telephone numbers are given to somebody else one day: whether whoever writes is still the person who linked one.

A number comes back into use 45 days after it was given up, at the earliest (FCC 18-177, "Advanced Methods to Target and
Eliminate Unlawful Robocalls"; other countries wait longer). So only longer silence says anything.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.messages import ChannelName
from memory.changes import Update
from memory.documents import PersonAddress, PersonContent

REUSED: Final = frozenset({ChannelName.SMS, ChannelName.WHATSAPP})
"""Channels whose addresses are telephone numbers."""
AGED: Final = timedelta(days=45)
NOTED_ANEW: Final = timedelta(hours=1)


class Doubt(StrEnum):
    """How sure it is that a number is still the same person's.

    `PERHAPS`: it was silent for long, and no name says anything. `STRONG`: it was given up meanwhile, or somebody of
    another name writes from it.
    """

    NONE = "none"
    PERHAPS = "perhaps"
    STRONG = "strong"


def doubt(link: PersonAddress, known_as: str | None, now: datetime) -> Doubt:
    """Whether somebody else may write from an address now.

    Args:
        link: the address as it is stored.
        known_as: the name they write under now, blinded.
        now: when they write.
    """
    if now - (link.last_inbound_at or link.linked_at) < AGED:
        return Doubt.NONE
    if link.gone_at:
        return Doubt.STRONG
    if known_as is None or link.known_as is None:
        return Doubt.PERHAPS
    return Doubt.NONE if hmac.compare_digest(known_as, link.known_as) else Doubt.STRONG


def heard(link: PersonAddress, known_as: str | None, now: datetime) -> Update | None:
    """The change that notes that its person wrote from an address; None when it was noted within the hour."""
    name = known_as or link.known_as
    recent = link.last_inbound_at is not None and now - link.last_inbound_at < NOTED_ANEW
    if recent and name == link.known_as and link.gone_at is None:
        return None
    return noted(link, name, now)


def noted(link: PersonAddress, known_as: str | None, now: datetime) -> Update:
    """The change that says that an address is its person's now, and what they are called there."""
    values = {"last_inbound_at": now, "known_as": known_as, "gone_at": None}
    return Update(PersonAddress, link.id, values, {"person": link.person})


def blinded(content: PersonContent, name: str | None) -> str | None:
    """A name as it is kept beside an address: with the key of its person, so that it can be compared and not read."""
    said = " ".join((name or "").casefold().split())
    key = bytes.fromhex(content.search_key)
    return hmac.new(key, f"name:{said}".encode(), hashlib.sha256).hexdigest() if said else None
