"""What is still to be told on people's devices, written in the same transaction as the message that it is about."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Final

from pydantic import AwareDatetime
from pymongo import ASCENDING, IndexModel

from bot.conversation import Entry
from bot.lease import Lease
from bot.messages import ChannelName, DeliveryState
from bot.push.devices import Devices
from memory.documents import Person, Stored, StoredSettings

PREFIX: Final = "push:"


class Announcement(Stored):
    """A message that its person's devices are to show; its id is the message's, with `push:` before it.

    The message's words are not here: they are read from it when it is sent, so that what was forgotten meanwhile is not
    told. `remaining` are the devices that are still to be tried, once there was a first try. `expires_at` is there
    once nothing is left to be done.

    Attributes:
        withheld: what is shown where the message's own words must not be.
        briefly: only the message's first line is shown.
    """

    person: str
    message: str
    at: AwareDatetime
    withheld: str
    briefly: bool = False
    language: str = "en"
    state: DeliveryState = DeliveryState.QUEUED
    remaining: list[str] | None = None
    leaving: Lease | None = None
    expires_at: AwareDatetime | None = None

    class Settings(StoredSettings):
        """Where announcements are kept."""

        name = "announcements"
        indexes: ClassVar = [
            IndexModel([("leaving.due", ASCENDING)], name="leaving_due", sparse=True),
            IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0, sparse=True),
        ]


@dataclass(frozen=True)
class Announcer:
    """Says which messages are announced, and makes the announcements; writing them is for whoever commits."""

    devices: Devices

    async def reached(self, persons: Collection[str]) -> frozenset[str]:
        """Those of the persons who have a device that can be told something."""
        return await self.devices.reached(persons)

    def of(
        self, entry: Entry, person: Person, *, withheld: str, briefly: bool = False, again: bool = False
    ) -> list[Announcement]:
        """What announces a message that nobody asked for; nothing where its channel makes itself heard.

        Args:
            entry: the message.
            person: whose it is; somebody who has a device.
            withheld: what is shown where the message's own words must not be.
            briefly: whether its first line is enough.
            again: whether the same was sent before and nobody minded it, so that the channel alone is not enough.
        """
        message = entry.message
        if message.channel is not ChannelName.WEB and not again:
            return []
        lease = Lease(lane=person.id, order=message.sequence, due=message.at)
        return [
            Announcement(
                id=f"{PREFIX}{message.id}",
                person=person.id,
                message=message.id,
                at=message.at,
                withheld=withheld,
                briefly=briefly,
                language=(person.language or "en")[:20],
                leaving=lease,
            )
        ]
