"""Lets reminders ring when they are due, each once, whichever replica finds it first."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from pymongo.errors import PyMongoError

from bot.conversation import Composer, Entry, Message, Origin
from bot.errors import ContentSealed, DatabaseUnavailable
from bot.messages import Address, Kind
from bot.outbox import Outbox
from bot.push.announcing import PREFIX, Announcement, Announcer
from bot.telemetry import correlation
from bot.unit_of_work import Work
from handlers.wording import in_language
from memory.changes import Changes, Update
from memory.documents import Person
from memory.people import addresses_of, zone_of
from memory.reminder import Reminder, ReminderContent
from memory.ringing import Rung, ring
from scheduler.addresses import address_for, elsewhere
from scheduler.together import AT_ONCE, Together

PUT_OFF: Final = timedelta(hours=1)
"""After how long a reminder is tried again that could not be worked out."""
SEEN: Final = 1_000
"""How many that are due are looked at together."""

log = structlog.get_logger(__name__)


class Reminders:
    """Finds what is due and lets it ring: the message and the reminder's next date are written together, or not at all.

    The date that was read is compared in the same transaction, so of several replicas that find the same reminder one
    lets it ring, and the others look again.
    """

    def __init__(self, together: Together, composer: Composer, outbox: Outbox, announcer: Announcer) -> None:
        self._together = together
        self._composer = composer
        self._outbox = outbox
        self._announcer = announcer

    async def ring(self) -> None:
        """Let everything ring that is due. Raises DatabaseUnavailable; what did not ring is still due then."""
        while groups := await self._due():
            if not await self._ring_all(groups):
                return  # others are at it, or their persons are writing just now

    async def _due(self) -> list[list[Reminder]]:
        """What is due, by person: in one order for all replicas, in which each begins anywhere, so they seldom meet."""
        found = await Reminder.find({"next_at": {"$lte": self._composer.clock()}}).limit(SEEN).to_list()
        by_person: defaultdict[str, list[Reminder]] = defaultdict(list)
        for reminder in found:
            by_person[reminder.person].append(reminder)
        groups = [by_person[person] for person in sorted(by_person)]
        start = random.randrange(len(groups)) if groups else 0
        return groups[start:] + groups[:start]

    async def _ring_all(self, groups: Sequence[list[Reminder]]) -> int:
        """How many rang, until another replica was met, which goes on from there.

        While some are written, what follows from the next is worked out: that is for the processor, this for the disk.
        """
        rung = 0
        works: list[Work] = []
        for first in range(0, len(groups) + AT_ONCE, AT_ONCE):
            written, following = await asyncio.gather(
                self._together.write(works), self._works(groups[first : first + AT_ONCE])
            )
            rung += sum(len(work.changes.updates) for work in written)
            if len(written) < len(works):
                reached = {work.person.id for work in written}
                rung += await self._pass_over([work for work in works if work.person.id not in reached])
                break
            works = following
        log.info("reminders.rang", reminders=rung)
        return rung

    async def _pass_over(self, works: Sequence[Work]) -> int:
        """Go on after ringings that are in the conversation already, which would be in the way for ever; how many.

        Usually another replica wrote them, and the reminder's next date too: then nothing is left to be written here.
        """
        ids = [entry.message.id for work in works for entry in work.entries]
        said = {row["_id"] async for row in Message.get_motor_collection().find({"_id": {"$in": ids}}, {"_id": 1})}
        written = await self._together.write([_without(work, said) for work in works if _repeats(work, said)])
        for work in written:
            log.warning("reminder.said_before", person=work.person.id)
        return sum(len(work.changes.updates) for work in written)

    async def _works(self, groups: Sequence[list[Reminder]]) -> list[Work]:
        """What follows from the reminders of some persons."""
        now, persons = self._composer.clock(), {person.id: person for person in await _persons(groups)}
        await _set_aside([reminder for group in groups for reminder in group if reminder.person not in persons])
        known = [group for group in groups if group[0].person in persons]
        reached = await self._announcer.reached(persons)
        works = (self._work(persons[each[0].person], each, now, told=each[0].person in reached) for each in known)
        return await asyncio.gather(*works)

    async def _work(self, person: Person, group: Sequence[Reminder], now: datetime, *, told: bool) -> Work:
        """Everything that follows from what is due of one person's at `now`, which many have in common.

        `told`: they have devices that are told.
        """
        changes = Changes()
        entries: list[Entry] = []
        for reminder in group:
            sequence = person.last_sequence + len(entries) + 1
            try:
                rung, entry = await self._rung(person, reminder, sequence, now)
            except (DatabaseUnavailable, PyMongoError):
                raise
            except ContentSealed:
                log.exception("reminder.sealed", reminder=reminder.id)
                changes.updates.append(_update(reminder, {"next_at": None}))
            except Exception:
                # What fails with one, a zone that this machine doesn't know, must not keep all others waiting.
                log.exception("reminder.failed", reminder=reminder.id)
                changes.updates.append(_update(reminder, {"next_at": now + PUT_OFF}))
            else:
                changes.updates.append(_update(reminder, _values(rung)))
                entries.append(entry)
                changes.inserts += self._announced(entry, person, rung) if told else ()
        return Work(person, person.last_sequence + len(entries), changes, entries)

    def _announced(self, entry: Entry, person: Person, rung: Rung) -> list[Announcement]:
        """Devices come first when nobody minds a reminder: before the last call, which goes to another channel."""
        withheld = in_language(person.language).reminder_withheld()
        return self._announcer.of(entry, person, withheld=withheld, again=rung.repeats > 0)

    async def _rung(self, person: Person, reminder: Reminder, sequence: int, now: datetime) -> tuple[Rung, Entry]:
        content = await self._composer.vault.open_sealed(reminder.sealed or b"", ReminderContent)
        rung = ring(reminder, content.schedule, person.preferences, zone_of(person), now)
        return rung, await self._entry(person, rung, content, sequence, now)

    async def _entry(self, person: Person, rung: Rung, content: ReminderContent, sequence: int, now: datetime) -> Entry:
        words = in_language(person.language)
        reply = words.reminder_rings(rung.after.id, content.subject, rung, now=now, zone=zone_of(person))
        # A clock that was set back may reach the same date again: whoever chose it anew is to be told anew.
        key = f"reminder:{rung.after.id}:{rung.after.changed}:{rung.expected.timestamp():.3f}"
        address = await self._address(person, rung)
        return await self._composer.compose(
            reply, person, address, key=key, sequence=sequence, origin=Origin(correlation())
        )

    async def _address(self, person: Person, rung: Rung) -> Address:
        """Where its person wants it; for the last call another channel, where they have one and wish it.

        Where it was set nobody looks: if that is gone, the message goes astray, and then another way.
        """
        here = Address.parse(rung.after.address)
        if person.preferences.reminder_channel is not None:
            here = await address_for(person, Kind.REMINDER, rung.after.address) or here
        if not (rung.last_call and person.preferences.escalate):
            return here
        others = elsewhere(await addresses_of(person.id), here, self._outbox.serves)
        return next((each for each in others if each.channel is not here.channel), here)


def _repeats(work: Work, said: Collection[str]) -> bool:
    return any(entry.message.id in said for entry in work.entries)


def _without(work: Work, said: Collection[str]) -> Work:
    """The same without what was said: only the reminder's next date is left of that; numbers may have gaps."""
    announced = {f"{PREFIX}{name}" for name in said}
    changes = replace(work.changes, inserts=[each for each in work.changes.inserts if each.id not in announced])
    entries = [entry for entry in work.entries if entry.message.id not in said]
    return replace(work, changes=changes, entries=entries)


async def _persons(groups: Sequence[list[Reminder]]) -> list[Person]:
    ids = [group[0].person for group in groups]
    return await Person.find({"_id": {"$in": ids}}).to_list() if ids else []


async def _set_aside(reminders: Sequence[Reminder]) -> None:
    """Reminders of nobody: their person was deleted while they were read, or the database was put back in part."""
    for reminder in reminders:
        log.error("reminder.of_nobody", reminder=reminder.id)
        as_read = {"_id": reminder.id, "next_at": reminder.next_at}
        await Reminder.get_motor_collection().update_one(as_read, {"$unset": {"next_at": 1}})


def _values(rung: Rung) -> dict[str, Any]:
    after = rung.after
    ringing = after.ringing.model_dump() if after.ringing else None
    return {
        "ringing": ringing,
        "occurs_at": after.occurs_at,
        "next_at": after.next_at,
        "state": after.state,
        "expires_at": after.expires_at,
    }


def _update(reminder: Reminder, values: dict[str, Any]) -> Update:
    return Update(Reminder, reminder.id, values, expects={"next_at": reminder.next_at})
