"""The devices that people let us tell them things on."""

import asyncio
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Final

from pydantic import AwareDatetime
from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from bot.clock import Clock
from bot.crypto import KeyId, Vault
from bot.errors import ContentSealed, DeviceUnfit
from bot.messages import PersonId
from bot.push.hosts import PushHosts
from bot.push.keys import receives
from bot.push.port import DeviceKind, Target
from memory.documents import Person, Stored, StoredSettings

MOST: Final = 20
"""Devices of one person; a further one takes the place of the one that was seen least recently."""


class Device(Stored):
    """A device of a person's. Its id is a hash of its address, so that it is one however often it registers.

    `session` is the browser session it registered from, and ends with when the person logs out.
    """

    person: str
    kind: DeviceKind
    session: str | None = None
    label: str | None = None
    last_seen: AwareDatetime
    sealed: bytes

    class Settings(StoredSettings):
        """Where devices are kept."""

        name = "devices"
        indexes: ClassVar = [IndexModel([("person", ASCENDING)], name="person")]


@dataclass(frozen=True)
class Devices:
    """Registers and finds devices.

    Args:
        kinds: those that something can be sent to here.
        hosts: the push services that a browser may name.
    """

    vault: Vault
    clock: Clock
    kinds: Collection[DeviceKind]
    hosts: PushHosts

    async def register(self, person: Person, target: Target, *, session: str | None, label: str | None) -> str:
        """Note that a device may be told things, or that it is still there; its id.

        Raises:
            DeviceUnfit: nothing can be sent to it.
        """
        if target.kind not in self.kinds or not self._fit(target):
            raise DeviceUnfit(f"a device of kind {target.kind} that nothing can be sent to")
        identifier = _id(target)
        values = {
            "person": person.id,
            "kind": target.kind,
            "session": session,
            "label": label,
            "last_seen": self.clock(),
            "sealed": await self.vault.seal(KeyId(person.data_key), target),
            "schema_version": Device.model_fields["schema_version"].default,
        }
        await _put(identifier, values)
        await _drop_beyond_most(person.id)
        return identifier

    def _fit(self, target: Target) -> bool:
        if target.kind is not DeviceKind.WEBPUSH:
            return True
        return self.hosts.allow(target.value) and receives(target.p256dh, target.auth)

    async def remove(self, person: PersonId, device: str) -> bool:
        """Forget a device of theirs; False when they have no such one."""
        result = await Device.get_motor_collection().delete_one({"_id": device, "person": person})
        return bool(result.deleted_count)

    async def end(self, person: PersonId, session: str) -> None:
        """Forget the devices that registered from a session."""
        await Device.get_motor_collection().delete_many({"person": person, "session": session})

    async def reached(self, persons: Collection[str]) -> frozenset[str]:
        """Those of the persons who have a device."""
        if not persons or not self.kinds:
            return frozenset()
        # By the person alone, which is indexed; the few rows are looked through here.
        found = Device.get_motor_collection().find({"person": {"$in": list(persons)}}, {"person": 1, "kind": 1})
        return frozenset([row["person"] async for row in found if row["kind"] in self.kinds])

    async def of(self, person: str) -> dict[str, Target]:
        """Where a person's devices are reached, by their ids; those whose address can't be opened are left out."""
        devices = await Device.find({"person": person}).to_list()
        devices = [each for each in devices if each.kind in self.kinds]
        targets = await asyncio.gather(*(self._open(each) for each in devices))
        return {each.id: target for each, target in zip(devices, targets, strict=True) if target is not None}

    async def _open(self, device: Device) -> Target | None:
        try:
            return await self.vault.open_sealed(device.sealed, Target)
        except ContentSealed:
            return None

    async def forget(self, devices: Collection[str]) -> None:
        """Forget devices that are no longer registered with their push service."""
        if devices:
            await Device.get_motor_collection().delete_many({"_id": {"$in": list(devices)}})


def _id(target: Target) -> str:
    kind = "fcm" if target.kind is not DeviceKind.WEBPUSH else target.kind
    return hashlib.sha256(f"{kind}:{target.value}".encode()).hexdigest()


async def _put(identifier: str, values: dict[str, object]) -> None:
    change = {"$set": {name: value for name, value in values.items() if value is not None}}
    collection = Device.get_motor_collection()
    try:
        await collection.update_one({"_id": identifier}, change, upsert=True)
    except DuplicateKeyError:  # two tabs at once; now it is there
        await collection.update_one({"_id": identifier}, change)


async def _drop_beyond_most(person: str) -> None:
    devices = await Device.find({"person": person}).to_list()
    beyond = sorted(devices, key=lambda each: each.last_seen, reverse=True)[MOST:]
    if beyond:
        await Device.get_motor_collection().delete_many({"_id": {"$in": [each.id for each in beyond]}})
