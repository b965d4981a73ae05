"""Who writes: from an address to the person it belongs to."""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.crypto import Vault
from bot.errors import ContentSealed
from bot.messages import Address
from memory.documents import Onboarding, Person, PersonAddress, PersonContent, Preferences, Stored

REMEMBERED: Final = 2_000
SEARCH_KEY_BYTES: Final = 32
UTC: Final = ZoneInfo("UTC")


@dataclass(frozen=True)
class Known:
    """A person and what is sealed of them. `new` are the documents that still have to be written for a new one.

    `gone`: the address they were found by was given up, since it took no messages.
    """

    person: Person
    content: PersonContent
    new: tuple[Stored, ...] = ()
    gone: bool = False


class People:
    """Finds the person behind an address, and keeps the last few thousand at hand.

    What is at hand may be older than the database; whoever writes for a person does so by compare-and-set on
    `last_sequence`, and calls `forget_at` when that fails. `newcomers` is how far those who are met have been shown
    round: not at all, unless they know it from elsewhere.
    """

    def __init__(self, vault: Vault) -> None:
        self.newcomers = Onboarding.NEW
        self._vault = vault
        self._known: OrderedDict[str, Known] = OrderedDict()

    async def at(self, address: Address) -> Known | None:
        """The person `address` belongs to; None for an address never seen."""
        if known := self._known.get(str(address)):
            self._known.move_to_end(str(address))
            return known
        found = await PersonAddress.get(str(address))
        person = await Person.get(found.person) if found else None
        if found is None or person is None:
            return None
        return await self._open(address, person, gone=found.gone_at is not None)

    async def meet(self, address: Address, *, name: str | None, zone: str | None, now: datetime) -> Known:
        """A new person at `address`; their data key is made, the documents in `new` are for the caller to write."""
        person_id = uuid4().hex
        key = await self._vault.new_key(person_id)
        content = PersonContent(name=name, search_key=secrets.token_hex(SEARCH_KEY_BYTES))
        sealed = await self._vault.seal(key, content)
        preferences = Preferences(onboarding=self.newcomers)
        person = Person(id=person_id, data_key=key, created_at=now, zone=zone, preferences=preferences, sealed=sealed)
        return Known(person, content, (person, _link(person_id, address, now)))

    def note(self, address: Address, known: Known) -> None:
        """Keep at hand what is in the database now."""
        self._keep(address, Known(known.person, known.content))

    def forget_at(self, address: Address) -> None:
        """Read the person at `address` anew next time."""
        self._known.pop(str(address), None)

    async def _open(self, address: Address, person: Person, *, gone: bool) -> Known:
        content = await self._vault.open_sealed(person.sealed, PersonContent)
        known = Known(person, content, gone=gone)
        self._keep(address, known)
        return known

    def _keep(self, address: Address, known: Known) -> None:
        self._known[str(address)] = known
        self._known.move_to_end(str(address))
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


async def get(person: str, vault: Vault) -> Known:
    """The person of that id. Raises ContentSealed when there is none to open."""
    found = await Person.get(person)
    if found is None:
        raise ContentSealed(f"there is no person {person}")
    return Known(found, await vault.open_sealed(found.sealed, PersonContent))


async def addresses_of(person: str) -> list[Address]:
    """Where a person can be reached, the address linked first coming first."""
    found = await PersonAddress.find({"person": person}).to_list()
    return [Address.parse(each.id) for each in sorted(found, key=lambda each: each.linked_at) if each.gone_at is None]


async def readmit(address: str, now: datetime) -> bool:
    """Take an address to be its person's as if they had just written from it; False when it is nobody's."""
    believed = {"$set": {"last_inbound_at": now}, "$unset": {"gone_at": 1, "known_as": 1}}
    result = await PersonAddress.get_motor_collection().update_one({"_id": address}, believed)
    return bool(result.matched_count)


async def mark_gone(addresses: Sequence[str], now: datetime) -> None:
    """Note that these addresses take nothing any more, until their person writes from there again."""
    ours = {"_id": {"$in": list(addresses)}}
    found = await PersonAddress.find(ours).to_list()
    gone = [each for each in found if each.gone_at is None]
    if gone:
        await PersonAddress.get_motor_collection().update_many(ours, {"$set": {"gone_at": now}})
        # Moving the numbering on makes every replica that has these persons at hand read them anew.
        persons = {"_id": {"$in": [each.person for each in gone]}}
        await Person.get_motor_collection().update_many(persons, {"$inc": {"last_sequence": 1}})


def zone_of(person: Person) -> ZoneInfo:
    """The person's zone; UTC while it is not known, or bears a name that is not known on this machine."""
    try:
        return ZoneInfo(person.zone) if person.zone else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def further_addresses(person: str, addresses: Sequence[Address], now: datetime) -> list[PersonAddress]:
    """Documents that link more addresses to a person."""
    return [_link(person, address, now) for address in addresses]


def _link(person: str, address: Address, now: datetime) -> PersonAddress:
    return PersonAddress(id=str(address), person=person, channel=address.channel, linked_at=now)
