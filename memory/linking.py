"""Several addresses of one person: linked by a code or a deep link, listed, and let go again.

A code goes to the address that is to be linked and is typed where the person is known already; a deep link is shown
where they are known and opened where they are not (docs/decisions/0015-linking.md).
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from pydantic import AwareDatetime
from pymongo import ASCENDING, IndexModel

from bot.messages import Address, ChannelName, Reply
from memory import numbers
from memory.changes import Changes, Letter, Removal, Update
from memory.documents import Memory, Person, PersonAddress, PersonContent, Stored, StoredSettings
from memory.people import addresses_of
from memory.reminder import LASTING, Reminder

BY_CODE: Final = numbers.REUSED | {ChannelName.EMAIL}
"""Channels whose addresses are linked by a code."""
LINKABLE: Final = frozenset({ChannelName.TELEGRAM}) | BY_CODE
"""Channels whose addresses people link and let go."""
FORGEABLE: Final = frozenset({ChannelName.SMS})
"""Channels on which anybody can write under another's address; what is answered there only its owner sees."""
LIFETIME: Final = timedelta(minutes=10)
TRIES: Final = 5
A_DAY: Final = timedelta(days=1)
PER_PERSON: Final = 10
"""Requests that one person may make within a day."""
PER_TARGET: Final = 3
"""Codes that go to one address on one day, whoever asks for them."""
KEPT: Final = timedelta(days=2)
EXPLAINED: Final = timedelta(hours=1)
"""For so long a code that is no good any more is told to be one; later it is a number like any other."""
TOKEN_BYTES: Final = 24

_DIGITS: Final = 6
_SIX: Final = r"(\d{3})[ -]?(\d{3})"
_CODE: Final = re.compile(rf"\s*{_SIX}(?:[\s,+-]*{_SIX})?[.!]?\s*", re.ASCII)

DeepLink = Callable[[str], Awaitable[str | None]]
"""The address that opens a chat with the bot and hands it a token; None when it can't be told just now."""


@dataclass(frozen=True)
class Doors:
    """By which channels further addresses can be linked: those a code can be sent by, and those with deep links."""

    by_code: frozenset[ChannelName] = frozenset()
    by_link: Mapping[ChannelName, DeepLink] = field(default_factory=dict)


class Purpose(StrEnum):
    """What a right code brings about."""

    LINK = "link"
    PROVE = "prove"  # that a number is still the same person's


class RequestState(StrEnum):
    """Where a request stands. `CLOSED`: too many wrong codes, or a newer request took its place."""

    OPEN = "open"
    USED = "used"
    CLOSED = "closed"


class LinkRequest(Stored):
    """Somebody wants an address linked, or has to prove that one is theirs.

    The id of one with a code names its purpose, target, day and a number below `PER_TARGET`, so that no more than those
    can be made, by however many replicas. The id of one with a deep link is the hash of its token. `code` is hashed
    with a key that is sealed with the person. `target` is not known beforehand for a deep link.
    """

    person: str
    purpose: Purpose
    channel: ChannelName
    asked_from: str
    target: str | None = None
    code: str | None = None
    tries: int = 0
    state: RequestState = RequestState.OPEN
    made_at: AwareDatetime
    expires_at: AwareDatetime

    class Settings(StoredSettings):
        """Where requests are kept."""

        name = "link_requests"
        indexes: ClassVar = [
            IndexModel([("person", ASCENDING), ("made_at", ASCENDING)], name="person_made_at"),
            IndexModel([("made_at", ASCENDING)], name="made_at", expireAfterSeconds=int(KEPT.total_seconds())),
        ]

    def good(self, now: datetime) -> bool:
        """Whether it may still be answered."""
        return self.state is RequestState.OPEN and now < self.expires_at


class Outcome(StrEnum):
    """What came of a code or a deep link."""

    LINKED = "linked"
    ALREADY = "already"
    TAKEN = "taken"  # it belongs to somebody who has something kept there
    PROVED = "proved"
    WRONG = "wrong"
    USED_UP = "used up"
    STALE = "stale"


@dataclass(frozen=True)
class Result:
    """An outcome, the address it is about, and how many tries are left after a wrong code."""

    outcome: Outcome
    address: Address
    left: int = 0


class PersonalLinking:
    """One person's addresses, changed through `changes`, which somebody else commits.

    `here` is the address that the person writes from.
    """

    def __init__(
        self, person: Person, content: PersonContent, *, here: Address, changes: Changes, doors: Doors
    ) -> None:
        self.doors = doors
        self.here = here
        self._person = person
        self._key = bytes.fromhex(content.search_key)
        self._changes = changes

    async def addresses(self) -> list[PersonAddress]:
        """All of them, the address linked first coming first."""
        found = await PersonAddress.find({"person": self._person.id}).to_list()
        return sorted(found, key=lambda each: each.linked_at)

    @property
    def begun(self) -> bool:
        """Whether this message has asked for an address to be linked."""
        return any(isinstance(each, LinkRequest) for each in self._changes.inserts)

    async def too_many(self, now: datetime) -> bool:
        """Whether this person has made as many requests as are allowed within a day."""
        return len(await self._requests(now)) >= PER_PERSON

    async def awaits(self, purpose: Purpose, now: datetime) -> bool:
        """Whether a code is waited for that is still good."""
        request = await self._newest_code(purpose, now)
        return request is not None and request.good(now)

    async def send_code(
        self, target: Address, letter: Callable[[str], Reply], now: datetime, *, to: Address | None = None
    ) -> str | None:
        """Send `letter` with a new code to `target`; None when too many went there today.

        What happens does not hang on whether the address is known to anybody.

        Returns:
            Six digits that have to be typed behind the code, to be told where it was asked for and nowhere else; empty
            where nobody can write under that address but its owner.

        Args:
            target: the address that is to be linked, or proved.
            now: when it is asked for.
            letter: the message that holds the code it is given.
            to: another address of the person's, which the code goes to so that `target` proves to be theirs still.
        """
        purpose = Purpose.PROVE if to else Purpose.LINK
        name = await _free_slot(f"{purpose}:{target}:{now.date()}")
        if name is None:
            return None
        await self._close(now, lambda each: each.code is not None and each.purpose is purpose)
        code, countersign = _six_digits(), "" if to or self.here.channel not in FORGEABLE else _six_digits()
        request = self._request(name, purpose, target.channel, now)
        request.target, request.code = str(target), self._hash(name, code + countersign)
        self._changes.inserts.append(request)
        self._changes.letters.append(Letter(to or target, letter(code), logged=to is not None))
        return countersign

    async def deep_link(self, channel: ChannelName, now: datetime) -> str | None:
        """A link that makes the chat it is opened in theirs, once; None when the channel can't tell one just now."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        url = await self.doors.by_link[channel](token)
        if url is not None:
            self._changes.inserts.append(self._request(hashed(token), Purpose.LINK, channel, now))
        return url

    async def try_code(self, code: str, purpose: Purpose, now: datetime) -> Result | None:
        """What comes of six digits, or of twelve where as many are waited for; None when nobody waits for any."""
        request = await self._newest_code(purpose, now)
        if request is None or request.target is None or len(code) > _longest(request):
            return None
        target = Address.parse(request.target)
        if not request.good(now):
            spent = request.state is RequestState.USED or now > request.expires_at + EXPLAINED
            return None if spent else Result(Outcome.STALE, target)
        if not hmac.compare_digest(request.code or "", self._hash(request.id, code)):
            return self._wrong(request, target)
        self._settle(request, RequestState.USED)
        proved = purpose is Purpose.PROVE
        return Result(Outcome.PROVED if proved else await join(self._person, target, self._changes, now), target)

    async def unlink(self, address: Address, now: datetime) -> bool:
        """Let an address go; False when no other would be left that they can write from.

        What would have come there, reminders and digests, comes to another one: whoever writes from the address next
        may be somebody else. Codes and links that wait are no good any more: they may have been shown there.
        """
        others = [each for each in await self.addresses() if each.id != str(address) and each.gone_at is None]
        left = [each for each in others if each.channel is not ChannelName.EMAIL]
        if not left:
            return False
        there = min(left, key=lambda each: (each.channel is ChannelName.CONSOLE, each.id != str(self.here))).id
        self._changes.removals.append(Removal(PersonAddress, str(address), {"person": self._person.id}))
        if self._changes.person.get("reach", self._person.reach) == str(address):
            self._changes.person["reach"] = there
        self._changes.updates += await redirected(self._person.id, str(address), there)
        await self._close(now, lambda _: True)
        return True

    async def tell_others(self, new: Address, there: Reply, elsewhere: Reply) -> None:
        """Say at the new address that it is linked, and at all others but this one, too."""
        told = await told_of(self._person.id, {str(new), str(self.here)})
        self._changes.letters += [Letter(new, there), *(Letter(each, elsewhere) for each in told)]

    async def _newest_code(self, purpose: Purpose, now: datetime) -> LinkRequest | None:
        """What a code may be for; one that proves an address only there."""
        asked = [each for each in await self._requests(now) if each.code and each.purpose is purpose]
        if purpose is Purpose.PROVE:
            asked = [each for each in asked if each.target == str(self.here)]
        return max(asked, key=lambda each: (each.state is RequestState.OPEN, each.made_at), default=None)

    async def _requests(self, now: datetime) -> list[LinkRequest]:
        bounds = {"person": self._person.id, "made_at": {"$gte": now - A_DAY}}
        return await LinkRequest.find(bounds).to_list()

    async def _close(self, now: datetime, which: Callable[[LinkRequest], bool]) -> None:
        """Make requests that are still open no good: of a code's kind only the newest is."""
        for each in await self._requests(now):
            if each.state is RequestState.OPEN and which(each):
                self._settle(each, RequestState.CLOSED)

    def _wrong(self, request: LinkRequest, target: Address) -> Result:
        tries = request.tries + 1
        closed = tries >= TRIES
        self._settle(request, RequestState.CLOSED if closed else RequestState.OPEN, tries)
        return Result(Outcome.USED_UP if closed else Outcome.WRONG, target, TRIES - tries)

    def _settle(self, request: LinkRequest, state: RequestState, tries: int | None = None) -> None:
        self._changes.updates.append(settled(request, state, tries))

    def _request(self, name: str, purpose: Purpose, channel: ChannelName, now: datetime) -> LinkRequest:
        return LinkRequest(
            id=name,
            person=self._person.id,
            purpose=purpose,
            channel=channel,
            asked_from=str(self.here),
            made_at=now,
            expires_at=now + LIFETIME,
        )

    def _hash(self, request: str, code: str) -> str:
        return hmac.new(self._key, f"link:{request}:{code}".encode(), hashlib.sha256).hexdigest()


def code_in(text: str) -> str | None:
    """The six digits that a text is, or twelve, those of a code and what was told beside it; None for anything else."""
    found = _CODE.fullmatch(text)
    return "".join(filter(None, found.groups())) if found else None


def _six_digits() -> str:
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"


def _longest(request: LinkRequest) -> int:
    """How many digits may be typed for it: to prove an address, its code alone."""
    forgeable = Address.parse(request.asked_from).channel in FORGEABLE
    return 2 * _DIGITS if forgeable and request.purpose is Purpose.LINK else _DIGITS


def hashed(token: str) -> str:
    """What a token is known by where it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def settled(request: LinkRequest, state: RequestState, tries: int | None = None) -> Update:
    """The change that writes down how a request went; in vain when anything became of it meanwhile."""
    values = {"state": state, "tries": request.tries if tries is None else tries}
    return Update(LinkRequest, request.id, values, {"state": request.state, "tries": request.tries})


async def join(owner: Person, target: Address, changes: Changes, now: datetime) -> Outcome:
    """Make `target` an address of the owner's, who has proved that it is theirs.

    One that belongs to somebody else comes over only if nothing at all is kept there: what people told is never put
    together, whatever they are called.
    """
    found = await PersonAddress.get(str(target))
    if found is None:
        link = PersonAddress(id=str(target), person=owner.id, channel=target.channel, linked_at=now)
        changes.inserts.append(link)
        return Outcome.LINKED
    if found.person == owner.id:
        if found.gone_at:
            changes.updates.append(Update(PersonAddress, found.id, {"gone_at": None, "last_inbound_at": now}))
        return Outcome.ALREADY
    other = await Person.get(found.person)
    if other is not None:
        if not await _empty(other):
            return Outcome.TAKEN
        # Whoever is about to keep something there finds that the person has moved on; and no digest of theirs comes.
        onwards = {"last_sequence": other.last_sequence + 1, "reach": None, "digest_at": None}
        changes.updates.append(Update(Person, other.id, onwards, {"last_sequence": other.last_sequence}))
    anew = dict.fromkeys(("gone_at", "last_inbound_at", "known_as", "also"))
    taken_over = {"person": owner.id, "linked_at": now, **anew}
    changes.updates.append(Update(PersonAddress, found.id, taken_over, {"person": found.person}))
    return Outcome.LINKED


async def redirected(person: str, address: str, there: str) -> list[Update]:
    """The changes that bring the reminders of an address to another one."""
    mine = await Reminder.find({"person": person}).to_list()
    return [Update(Reminder, each.id, {"address": there}) for each in mine if each.address == address]


async def told_of(person: str, besides: Collection[str]) -> list[Address]:
    """Where a person is told what happened elsewhere; the terminal is not always looked at."""
    live = await addresses_of(person)
    return [each for each in live if str(each) not in besides and each.channel is not ChannelName.CONSOLE]


async def _empty(person: Person) -> bool:
    """Whether nothing is kept for a person who has one address only."""
    if len(await PersonAddress.find({"person": person.id}).limit(2).to_list()) > 1:
        return False
    mine = {"person": person.id}
    reminders = await Reminder.find(mine).to_list()
    return await Memory.find_one(mine) is None and not any(each.state in LASTING for each in reminders)


async def _free_slot(prefix: str) -> str | None:
    """A name for one more code today; None when all are taken. Two who find the same one free: one of them fails."""
    for number in range(PER_TARGET):
        name = f"{prefix}:{number}"
        if await LinkRequest.get(name) is None:
            return name
    return None
