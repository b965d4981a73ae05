"""Who may come in: the policy, and the invitations that whoever runs the bot makes."""

import re
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from pydantic import AwareDatetime
from pymongo import ASCENDING, IndexModel

from bot.messages import ChannelName
from memory.changes import Update
from memory.documents import Stored, StoredSettings
from memory.linking import hashed

# Crockford's alphabet: no letter in it is taken for a digit. 16 of them are 80 bits, more than anybody guesses.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS: Final = 4
GROUP: Final = 4
SHORT: Final = 8
"""Characters of an invitation's id that whoever runs the bot is shown."""
REMEMBERED: Final = timedelta(days=30)
DOORS: Final = frozenset({ChannelName.TELEGRAM, ChannelName.WHATSAPP, ChannelName.SMS})
"""Channels that anybody can write by; by the others only who was let in."""

_CODE: Final = re.compile(
    rf"(?<![0-9A-Z])(?:[{ALPHABET}]{{{GROUP}}}[- ]?){{{GROUPS - 1}}}[{ALPHABET}]{{{GROUP}}}(?![0-9A-Z])"
)


class Registration(StrEnum):
    """Who becomes a person by writing."""

    OPEN = "open"
    INVITE = "invite"
    CLOSED = "closed"


class Invitation(Stored):
    """A code that lets strangers in, `uses` of them. Its id is the hash of the code; the code itself is nowhere."""

    channel: ChannelName | None = None
    uses: int
    used: int = 0
    made_at: AwareDatetime
    expires_at: AwareDatetime
    revoked_at: AwareDatetime | None = None

    class Settings(StoredSettings):
        """Where invitations are kept."""

        name = "invitations"
        indexes: ClassVar = [
            IndexModel(
                [("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=int(REMEMBERED.total_seconds())
            )
        ]

    @property
    def short(self) -> str:
        """What it is called when it is listed or revoked."""
        return self.id[:SHORT]

    def good(self, channel: ChannelName, now: datetime) -> bool:
        """Whether it lets somebody in who writes by `channel`."""
        fits = self.channel in {None, channel}
        return fits and self.used < self.uses and self.revoked_at is None and now < self.expires_at

    def taken(self) -> Update:
        """The change that counts one more use; in vain when anything became of it meanwhile."""
        as_read = {"used": self.used, "revoked_at": None}
        return Update(Invitation, self.id, {"used": self.used + 1}, as_read)


async def invite(*, channel: ChannelName | None, lifetime: timedelta, uses: int, now: datetime) -> str:
    """Make an invitation; its code, in groups as it is read out."""
    signs = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)]
    invitation = Invitation(
        id=hashed("".join(signs)), channel=channel, uses=uses, made_at=now, expires_at=now + lifetime
    )
    await invitation.insert()
    return "-".join("".join(signs[first : first + GROUP]) for first in range(0, len(signs), GROUP))


async def invited(text: str, channel: ChannelName, now: datetime) -> Invitation | None:
    """The invitation whose code `text` holds, anywhere in it, when it is good; None otherwise."""
    for code in codes_in(text):
        found = await Invitation.get(hashed(code))
        if found is not None and found.good(channel, now):
            return found
    return None


def codes_in(text: str) -> list[str]:
    """What may be codes of invitations in a text, written together; at most three."""
    return [re.sub("[- ]", "", each) for each in _CODE.findall(text.upper())[:3]]


async def all_of_them() -> list[Invitation]:
    """Every invitation that is remembered, the newest first."""
    found = await Invitation.find({}).to_list()
    return sorted(found, key=lambda each: each.made_at, reverse=True)


async def revoke(short: str, now: datetime) -> int:
    """Make the invitations whose id begins with `short` no good; how many there were."""
    if not re.fullmatch("[0-9a-f]{4,64}", short):
        return 0
    which = {"_id": {"$gte": short, "$lt": f"{short}g"}, "revoked_at": {"$exists": False}}
    result = await Invitation.get_motor_collection().update_many(which, {"$set": {"revoked_at": now}})
    return result.modified_count
