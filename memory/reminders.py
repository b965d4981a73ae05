"""A person's reminders: what they want to be reminded of, when it is due, and whether they have acknowledged it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.crypto import KeyId, Vault
from bot.errors import TuckawayError
from bot.messages import MemoryId, PersonId
from memory.changes import Changes, Update
from memory.documents import Person
from memory.reminder import LASTING, Reminder, ReminderContent, ReminderState, Reminding, Ringing, settled
from memory.when.schedule import Schedule
from memory.when.words.vocabulary import fold

MOST: Final = 1_000
"""Reminders that one person may have waiting."""
NEVER: Final = datetime.max.replace(tzinfo=UTC)
DRAFT_KEPT: Final = timedelta(days=2)
MOST_DRAFTS: Final = 20
"""Reminders of one person for which it may wait to be chosen when; the oldest make room."""
A_MOMENT: Final = timedelta(seconds=1)


@dataclass(frozen=True)
class Travelled:
    """What became of the reminders of a person who went to another zone.

    Attributes:
        moved: how many keep their wall-clock times there.
        fixed: those that were set for an instant, and stay.
    """

    moved: int
    fixed: tuple[Reminding, ...]


class TooManyReminders(TuckawayError):
    """One more than a person may have."""

    def __init__(self) -> None:
        super().__init__(f"a person may have {MOST} reminders")


class PersonalReminders:
    """One person's reminders, read from the database and changed through `changes`, which somebody else commits."""

    def __init__(self, person: Person, *, vault: Vault, changes: Changes, sequence: int) -> None:
        self._person = person
        self._key = KeyId(person.data_key)
        self._vault = vault
        self._changes = changes
        self._sequence = sequence

    @property
    def kept(self) -> bool:
        """Whether this message set a reminder."""
        return any(isinstance(each, Reminder) and each.next_at is not None for each in self._changes.inserts)

    async def create(
        self, content: ReminderContent, *, address: str, said_at: datetime, memory: MemoryId | None = None
    ) -> Reminding:
        """Set a reminder that comes at `address`; what was due between `said_at` and now comes late.

        `memory` is the one whose words it repeats.

        Raises:
            TooManyReminders: this person has as many as one may have.
        """
        if await self._count() >= MOST:
            raise TooManyReminders
        first = content.schedule.next_after(said_at)
        return await self._insert(content, address, {"occurs_at": first, "next_at": first, "memory": memory})

    async def draft(
        self, content: ReminderContent, *, address: str, now: datetime, memory: MemoryId | None = None
    ) -> Reminding:
        """Keep a reminder of which it has yet to be chosen when it comes; of too many the oldest go."""
        await self._make_room(now)
        values = {"state": ReminderState.DRAFT, "expires_at": now + DRAFT_KEPT, "memory": memory}
        return await self._insert(content, address, values)

    async def all(self) -> list[Reminding]:
        """Those that are set, paused or ringing; what comes first is first."""
        reminders = await self._open(await self._all())
        return sorted(reminders, key=_soonest)

    async def get(self, reminder: str) -> Reminding | None:
        """The reminder, whatever its state; None when this person has none of that id, or it was forgotten."""
        found = await Reminder.get(reminder)
        if found is None or found.person != self._person.id:
            return None
        return next(iter(await self._open([found])), None)

    async def repeating(self, memory: MemoryId) -> int:
        """How many repeat a memory's words and are still to come."""
        return sum(each.state in LASTING for each in await _repeating(memory, PersonId(self._person.id)))

    async def ringing(self) -> list[Reminding]:
        """Those that wait to be acknowledged, the latest first."""
        waiting = [each for each in await self._all() if each.ringing is not None]
        waiting.sort(key=lambda each: each.ringing.due if each.ringing else each.id, reverse=True)
        return await self._open(waiting)

    def acknowledge(self, reminding: Reminding, *, now: datetime) -> None:
        """It is done, or need not be done this time; a reminder with nothing left to come is over."""
        self._change(reminding, {"ringing": None}, now)

    def snooze(self, reminding: Reminding, *, until: datetime, now: datetime) -> None:
        """Let what is ringing, or what comes next, come again at `until`; the schedule stays as it is."""
        due = reminding.document.ringing.due if reminding.document.ringing else now
        ringing = Ringing(due=due, again_at=until, snoozed=True)
        self._change(reminding, {"ringing": ringing.model_dump()}, now)

    def skip(self, reminding: Reminding, *, now: datetime) -> datetime | None:
        """Leave out the occurrence that is ringing, else the next one; when it comes after that."""
        document = reminding.document
        if document.ringing is not None or document.occurs_at is None:
            self.acknowledge(reminding, now=now)
            return document.occurs_at
        following = reminding.schedule.next_after(document.occurs_at)
        self._change(reminding, {"occurs_at": following}, now)
        return following

    def pause(self, reminding: Reminding, *, now: datetime) -> None:
        """Let it rest until it is resumed."""
        self._change(reminding, {"state": ReminderState.PAUSED, "ringing": None}, now)

    def resume(self, reminding: Reminding, *, now: datetime) -> Reminding:
        """Let it come again; what it missed meanwhile is not made up for."""
        values = {"state": ReminderState.ACTIVE, "occurs_at": reminding.schedule.next_after(now), "expires_at": None}
        return Reminding(self._change(reminding, values, now), reminding.content)

    def delete(self, reminding: Reminding, *, now: datetime) -> None:
        """Let it come no more; it can be resumed for a while."""
        self._change(reminding, {"state": ReminderState.DELETED, "ringing": None}, now)

    async def change(self, reminding: Reminding, content: ReminderContent, *, now: datetime) -> Reminding:
        """Let it be about something else, or come at other times."""
        coming = content.schedule.next_after(now)
        values = {
            "sealed": await self._vault.seal(self._key, content),
            "state": ReminderState.ACTIVE,
            "occurs_at": coming,
            "ringing": None,
            "expires_at": None,
        }
        return Reminding(self._change(reminding, values, now), content)

    async def rename(self, reminding: Reminding, subject: str, *, now: datetime) -> Reminding:
        """Let it be about something else, and come as it did."""
        content = reminding.content.model_copy(update={"subject": subject, "renamed_from": reminding.subject})
        sealed = await self._vault.seal(self._key, content)
        return Reminding(self._change(reminding, {"sealed": sealed}, now), content)

    def take_back(
        self, reminding: Reminding, *, rang: datetime | None, occurs_at: datetime | None, now: datetime
    ) -> Reminding:
        """Let it stand as it did before it was done, skipped or snoozed: open since `rang`, or not at all.

        `occurs_at` is when it would have come next then; where that has passed, what is to come counts.
        """
        coming = occurs_at if occurs_at is None or occurs_at > now else reminding.schedule.next_after(now)
        ringing = Ringing(due=rang).model_dump() if rang else None
        values = {"state": ReminderState.ACTIVE, "ringing": ringing, "occurs_at": coming, "expires_at": None}
        return Reminding(self._change(reminding, values, now), reminding.content)

    async def same(self, content: ReminderContent, *, said_at: datetime) -> Reminding | None:
        """One that is set for the same at the same times."""
        first, wanted = content.schedule.next_after(said_at), fold(content.subject).strip(" .!")
        alike = [each for each in await self._all() if first and each.occurs_at == first]
        active = [await self._readable(each) for each in alike if each.state is ReminderState.ACTIVE]
        same = (each for each in active if each and each.schedule.rules == content.schedule.rules)
        return next((each for each in same if fold(each.subject).strip(" .!") == wanted), None)

    async def travel(self, zone: ZoneInfo, *, now: datetime) -> Travelled:
        """Let everything keep its wall-clock times in another zone; what was set for an instant stays as it is.

        What would have come by now on the clocks there comes at once.
        """
        reminders = await self.all()
        fixed = tuple(each for each in reminders if each.schedule.fixed)
        moving = [each for each in reminders if not each.schedule.fixed and each.schedule.zone != zone.key]
        await asyncio.gather(*(self._carry(each, each.schedule.moved(zone.key), now) for each in moving))
        return Travelled(len(moving), fixed)

    async def unfix(self, zone: ZoneInfo, *, now: datetime) -> int:
        """Let what was set for an instant come at the same wall-clock time in `zone` instead; how many there were."""
        fixed = [each for each in await self.all() if each.schedule.fixed]
        loose = [each.schedule.model_copy(update={"fixed": False}).moved(zone.key) for each in fixed]
        await asyncio.gather(*(self._carry(each, there, now) for each, there in zip(fixed, loose, strict=True)))
        return len(fixed)

    async def _carry(self, reminding: Reminding, there: Schedule, now: datetime) -> None:
        content = reminding.content.model_copy(update={"schedule": there})
        coming = _carried(reminding.document.occurs_at, reminding.schedule, there)
        self._change(reminding, {"sealed": await self._vault.seal(self._key, content), "occurs_at": coming}, now)

    def _change(self, reminding: Reminding, values: dict[str, Any], now: datetime) -> Reminder:
        """Note the new values and what follows: when something is to be done next, and whether it is over."""
        before = reminding.document
        after: Reminder = Reminder.model_validate({**before.model_dump(), **values, "changed": self._sequence})
        following = settled(after, now)
        # Compared, because the scheduler may have let it ring since it was read.
        expects = {"next_at": before.next_at, "changed": before.changed}
        self._changes.updates.append(
            Update(Reminder, before.id, {**values, **following, "changed": self._sequence}, expects)
        )
        changed: Reminder = Reminder.model_validate({**after.model_dump(), **following})
        return changed

    async def _insert(self, content: ReminderContent, address: str, values: dict[str, Any]) -> Reminding:
        sealed = await self._vault.seal(self._key, content)
        reminder = Reminder(
            id=uuid4().hex,
            person=self._person.id,
            changed=self._sequence,
            address=address,
            sealed=sealed,
            **values,
        )
        self._changes.inserts.append(reminder)
        return Reminding(reminder, content)

    async def _make_room(self, now: datetime) -> None:
        rows = await self._rows(ReminderState.DRAFT, fields=("expires_at",))
        rows.sort(key=lambda row: row["expires_at"])
        # Nothing is expected of them: two drafts of one message let the same ones go.
        going = {"state": ReminderState.DELETED, "expires_at": now}
        too_many = max(0, len(rows) + 1 - MOST_DRAFTS)
        self._changes.updates.extend(Update(Reminder, row["_id"], going) for row in rows[:too_many])

    async def _count(self) -> int:
        """How many are not over. Their ids alone are read: making a thousand documents takes a quarter of a second."""
        return len(await self._rows(*LASTING))

    async def _all(self) -> list[Reminder]:
        """Those not over. Of what is over, however much that is, nothing is read."""
        return await Reminder.find(self._in(*LASTING)).to_list()

    async def _rows(self, *states: ReminderState, fields: Sequence[str] = ("_id",)) -> list[dict[str, Any]]:
        found = Reminder.get_motor_collection().find(self._in(*states), dict.fromkeys(fields, 1))
        return [row async for row in found]

    def _in(self, *states: ReminderState) -> dict[str, Any]:
        return {"person": self._person.id, "state": {"$in": sorted(states)}}

    async def _readable(self, reminder: Reminder) -> Reminding | None:
        """The reminder; None for one with a zone, say, that this machine doesn't know."""
        try:
            return next(iter(await self._open([reminder])), None)
        except ValidationError:
            return None

    async def _open(self, reminders: Sequence[Reminder]) -> list[Reminding]:
        sealed = [(each, each.sealed) for each in reminders if each.sealed is not None]
        contents = await asyncio.gather(*(self._vault.open_sealed(each, ReminderContent) for _, each in sealed))
        return [Reminding(reminder, content) for (reminder, _), content in zip(sealed, contents, strict=True)]


async def emptied(memory: MemoryId, person: PersonId, *, at: datetime) -> list[Update]:
    """What takes the words of a memory out of the reminders that repeat them, which come no more."""
    gone = {"sealed": None, "state": ReminderState.DELETED, "ringing": None, "next_at": None, "expires_at": at}
    return [
        Update(Reminder, each.id, gone, expects={"next_at": each.next_at, "changed": each.changed})
        for each in await _repeating(memory, person)
    ]


async def _repeating(memory: MemoryId, person: PersonId) -> list[Reminder]:
    """Whatever their state. By the memory only, since with a further condition the embedded server would scan."""
    return [each for each in await Reminder.find({"memory": memory}).to_list() if each.person == person]


def _carried(occurs_at: datetime | None, here: Schedule, there: Schedule) -> datetime | None:
    """The occurrence to come, in another zone: the one meant for the same wall-clock time, even where it has passed."""
    # What counts elapsed time moves its start along: its instants stay.
    if occurs_at is None or there.start != here.start:
        return occurs_at
    meant = here.coming(occurs_at - A_MOMENT)
    return None if meant is None else there.next_after(meant.replace(tzinfo=there.tz).astimezone(UTC) - A_MOMENT)


def _soonest(reminding: Reminding) -> tuple[datetime, str]:
    return reminding.document.next_at or NEVER, reminding.id
