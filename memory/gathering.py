"""What goes into a person's digest: what comes today, what is left to do, what was kept, and what it calls to mind.

Nothing above the level `general` is in it, not even as a number, and nothing that was forgotten. Lists are read by
ranges that the embedded server has an index for; each query costs it about a millisecond, each document a tenth.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Final, Generic, TypeVar
from zoneinfo import ZoneInfo

from bot.crypto import Vault
from bot.messages import PersonId
from memory.bonds import SURE
from memory.changes import Changes
from memory.connections import Connection, Connections
from memory.digests import A_DAY, DigestIssue, issue_id, start_of
from memory.documents import AiUse, DigestKind, Person, PersonContent
from memory.language.consent import memory_shown
from memory.language.port import Shown
from memory.personal import Remembered
from memory.recall import Recall
from memory.reminder import Reminder, ReminderContent, ReminderState
from memory.rows import Opened, Row, opened, rows

SHOWN: Final = 5
REMINDERS: Final = 10
TIMES: Final = 3
"""Times of day that are given of a reminder that comes again and again."""
TASKS_COME: Final = timedelta(days=30)
"""How long what is left to do comes each morning: what nobody has touched for longer is hardly an errand any more."""
YEARS_AGO: Final = (1, 2, 3, 5, 10)
"""Looked through until one of them has something to recall."""
A_WEEK: Final = 7
FEBRUARY, LAST_OF_FEBRUARY = 2, 28
RANKED: Final = 3
PEOPLE_READ: Final = 80
"""Memories of a week that are opened to see who is in them."""
KEEPSAKES: Final = ("quote", "idea", "person", "travel", "event", "recipe", "place", "general", "other")
"""What a month is remembered by, the best first; numbers, logins and errands are not."""
KEPT_OF_A_MONTH: Final = 2
CONNECTED_LATELY: Final = 14
"""Days of which the digests' connections do not come again."""

T = TypeVar("T")


@dataclass(frozen=True)
class Listed(Generic[T]):
    """The first few of something, and how many there are in all."""

    shown: tuple[T, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Coming:
    """A reminder of today by its id, at up to `TIMES` moments; `more`: it comes at others as well."""

    reminder: str
    subject: str
    times: tuple[datetime, ...]
    more: bool = False


@dataclass(frozen=True)
class Dated:
    """A memory that tells of a day, of one year or of every year."""

    memory: Remembered
    day: date


@dataclass(frozen=True)
class Morning:
    """What a day begins with."""

    reminders: Listed[Coming] = Listed()
    dates: Listed[Dated] = Listed()
    yesterday: Listed[Remembered] = Listed()
    on_this_day: Remembered | None = None
    connection: Connection | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return self == Morning()


@dataclass(frozen=True)
class Week:
    """The seven days before a Monday, and those after it."""

    kept: int
    categories: tuple[tuple[str, int], ...]
    people: tuple[tuple[str, int], ...]
    ahead: Listed[Dated]

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.kept or self.ahead.count)


@dataclass(frozen=True)
class Month:
    """The month that is over; `left` is what of it is still to be done."""

    first: date
    kept: int
    days: int
    categories: tuple[tuple[str, int], ...]
    left: int
    keepsakes: tuple[Remembered, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.kept


@dataclass(frozen=True)
class Digest:
    """Everything that one digest says."""

    day: date
    tasks: Listed[Remembered] = Listed()
    morning: Morning | None = None
    week: Week | None = None
    month: Month | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it to be told."""
        parts = (self.morning, self.week, self.month)
        return not self.tasks.count and all(part is None or part.empty for part in parts)

    @property
    def connected(self) -> tuple[str, ...]:
        """The ids of the two memories that it says belong together."""
        connection = self.morning.connection if self.morning else None
        return (connection.old.id, connection.new.id) if connection else ()

    def for_model(self, person: PersonId, choice: AiUse) -> tuple[Shown, ...]:
        """What a language model may see of what is to come and to be done; `choice` is what the person allows now."""
        dates = [each.memory for each in self.morning.dates.shown] if self.morning else []
        each_shown = (
            memory_shown(person, each.text, level=each.level, ai_use=each.ai_use, choice=choice)
            for each in (*dates, *self.tasks.shown)
        )
        return tuple(shown for shown in each_shown if shown)


@dataclass(frozen=True)
class _Moment:
    """The present, on the wall clock of a zone."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def start(self, day: date) -> datetime:
        return start_of(day, self.zone)


class PersonalDigests:
    """Gathers one person's digests; that one was shown is noted in `changes`, which somebody else commits."""

    def __init__(
        self, person: Person, content: PersonContent, *, vault: Vault, recall: Recall, changes: Changes
    ) -> None:
        self._person = person
        self._vault = vault
        self._changes = changes
        self._connections = Connections(
            PersonId(person.id),
            bytes.fromhex(content.search_key),
            vault=vault,
            recall=recall,
            said=person.last_sequence,
        )

    async def gather(self, kinds: Collection[DigestKind], *, now: datetime, zone: ZoneInfo) -> Digest:
        """What a digest of these kinds says at `now`. Raises ContentSealed."""
        at = _Moment(now, zone)
        morning, weekly = DigestKind.MORNING in kinds, DigestKind.WEEKLY in kinds
        left = asyncio.ensure_future(_when(morning or weekly, lambda: self._tasks(now)))
        # The days that the morning speaks of need not be spoken of twice.
        ahead = at.today + A_DAY * (2 if morning else 0)
        tasks, of_day, of_week, of_month = await asyncio.gather(
            left,
            _when(morning, lambda: self._morning(at, left)),
            _when(weekly, lambda: self._week(at, ahead)),
            _when(DigestKind.MONTHLY in kinds, lambda: self._month(at)),
        )
        return Digest(at.today, tasks or Listed(), of_day, of_week, of_month)

    async def shown(self, digest: Digest, *, at: datetime) -> None:
        """Note that this person has had the morning digest of its day: none comes by itself on that date any more."""
        kind = DigestKind.MORNING
        if await DigestIssue.get(issue_id(self._person.id, kind, digest.day)) is None:
            issue = DigestIssue.of(self._person.id, kind, digest.day, at=at, connected=digest.connected)
            self._changes.inserts.append(issue)

    async def _tasks(self, now: datetime) -> Listed[Remembered]:
        """What is left to do, the oldest first."""
        found = await rows({"open_task": self._person.id, "told_at": {"$gte": now - TASKS_COME, "$lte": now}})
        return Listed(await self._memories(found[:SHOWN]), len(found))

    async def _morning(self, at: _Moment, left: Awaitable[Listed[Remembered] | None]) -> Morning:
        """Whatever the list of what is `left` to do shows is not shown again."""
        today, yesterday = at.today, at.today - A_DAY
        reminders, dated, kept, earlier, lately, tasks = await asyncio.gather(
            self._reminders(at.now, at.start(today + A_DAY)),
            self._dated(today, today + A_DAY),
            self._told(at.start(yesterday), at.start(today)),
            self._years_ago(at),
            self._connected_lately(today),
            left,
        )
        told = {task.id for task in tasks.shown} if tasks else set()
        dated = [(row, day) for row, day in dated if row["_id"] not in told]
        told |= {row["_id"] for row, _ in dated[:SHOWN]}
        new = await opened([row for row in kept if row["_id"] not in told][-SHOWN:], self._vault)
        dates, connection = await asyncio.gather(
            self._dates(dated), self._connections.best(new, now=at.now, left_out=lately)
        )
        told |= {connection.new.id, connection.old.id} if connection else set()
        return Morning(
            reminders=reminders,
            dates=dates,
            yesterday=Listed(tuple(each.memory for each in new if each.memory.id not in told), len(kept)),
            on_this_day=earlier if earlier and earlier.id not in told else None,
            connection=connection,
        )

    async def _week(self, at: _Moment, ahead: date) -> Week:
        """The last seven days and, from `ahead` on, the next."""
        found, dated = await asyncio.gather(
            self._told(at.start(at.today - A_WEEK * A_DAY), at.start(at.today)),
            self._dated(ahead, at.today + (A_WEEK - 1) * A_DAY),
        )
        who = await opened(found[-PEOPLE_READ:], self._vault)
        people = [name for each in who for name in _people(each)]
        return Week(len(found), _ranked(_categories(found)), _ranked(people), await self._dates(dated))

    async def _month(self, at: _Moment) -> Month:
        """The calendar month before this one."""
        end = at.today.replace(day=1)
        first = (end - A_DAY).replace(day=1)
        found = await self._told(at.start(first), at.start(end))
        best = sorted((row for row in found if _keepsake(row) < len(KEEPSAKES)), key=_keepsake)[:KEPT_OF_A_MONTH]
        return Month(
            first=first,
            kept=len(found),
            days=len({row["told_at"].astimezone(at.zone).date() for row in found}),
            categories=_ranked(_categories(found)),
            left=sum(1 for row in found if row.get("open_task")),
            keepsakes=await self._memories(sorted(best, key=_told_at)),
        )

    async def _reminders(self, now: datetime, end: datetime) -> Listed[Coming]:
        """Those that come after now and before `end`."""
        query = {"person": self._person.id, "next_at": {"$gt": now, "$lt": end}}
        found = sorted(await Reminder.find(query).to_list(), key=lambda each: (each.next_at or now, each.id))
        active = [each for each in found if each.state is ReminderState.ACTIVE]
        contents = await self._vault.open_all([each.sealed or b"" for each in active[:REMINDERS]], ReminderContent)
        coming = [_coming(each, content, now, end) for each, content in zip(active, contents, strict=False)]
        shown = tuple(each for each in coming if each.times)
        return Listed(shown, len(shown) + len(active) - len(coming))

    async def _dated(self, first: date, last: date) -> list[tuple[Row, date]]:
        """What tells of a day from `first` to `last`, in the order of the days, each with its day."""
        days = [first + A_DAY * number for number in range((last - first).days + 1)]
        yearly = {name: day for day in days for name in _names_of(day)}
        person = {"person": self._person.id}
        once, again = await asyncio.gather(
            rows({**person, "day": {"$gte": str(first), "$lte": str(last)}}),
            rows({**person, "yearly": {"$in": [*yearly]}}),
        )
        found = {row["_id"]: (row, date.fromisoformat(row["day"])) for row in once}
        found |= {row["_id"]: (row, yearly[row["yearly"]]) for row in again}
        return sorted(found.values(), key=lambda each: (each[1], each[0]["told_at"]))

    async def _dates(self, dated: Sequence[tuple[Row, date]]) -> Listed[Dated]:
        memories = await self._memories([row for row, _ in dated[:SHOWN]])
        shown = tuple(Dated(memory, day) for memory, (_, day) in zip(memories, dated, strict=False))
        return Listed(shown, len(dated))

    async def _told(self, start: datetime, end: datetime) -> list[Row]:
        return await rows({"person": self._person.id, "told_at": {"$gte": start, "$lt": end}})

    async def _years_ago(self, at: _Moment) -> Remembered | None:
        """What was told first on this day of the nearest year that has any; errands are not worth recalling."""
        for day in (day for years in YEARS_AGO if (day := _earlier(at.today, years))):
            told = await self._told(at.start(day), at.start(day + A_DAY))
            kept = [row for row in told if row.get("category") != "task"]
            if kept:
                (first,) = await self._memories(kept[:1])
                return first
        return None

    async def _connected_lately(self, today: date) -> set[str]:
        # Not today's: who asks again reads the same again.
        days = [today - A_DAY * ago for ago in range(1, CONNECTED_LATELY + 1)]
        ids = [issue_id(self._person.id, DigestKind.MORNING, day) for day in days]
        issues = await DigestIssue.find({"_id": {"$in": ids}}).to_list()
        return {memory for issue in issues for memory in issue.connected}

    async def _memories(self, found: Iterable[Row]) -> tuple[Remembered, ...]:
        return tuple(each.memory for each in await opened(found, self._vault))


async def _when(wanted: bool, part: Callable[[], Awaitable[T]]) -> T | None:
    return await part() if wanted else None


def _coming(reminder: Reminder, content: ReminderContent, now: datetime, end: datetime) -> Coming:
    """When it comes between now and `end`; that it is repeated because nobody acknowledged it is no news."""
    times = []
    if reminder.occurs_at is not None and now < reminder.occurs_at < end:
        after = content.schedule.occurrences(after=reminder.occurs_at, limit=TIMES)
        times = [reminder.occurs_at, *takewhile(lambda at: at < end, after)]
    ringing = reminder.ringing
    if ringing is not None and ringing.snoozed and ringing.again_at is not None and now < ringing.again_at < end:
        times.append(ringing.again_at)
    times.sort()
    return Coming(reminder.id, content.subject, tuple(times[:TIMES]), more=len(times) > TIMES)


def _names_of(day: date) -> list[str]:
    """What a yearly date is called that is kept on this day: of 29 February it is the 28th in common years."""
    leaps = day.month == FEBRUARY and day.day == LAST_OF_FEBRUARY and (day + A_DAY).month != FEBRUARY
    return [f"{day:%m-%d}", *(["02-29"] if leaps else [])]


def _earlier(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return None


def _people(each: Opened) -> set[str]:
    return {note.value for note in each.content.annotations if note.kind == "person" and note.confidence >= SURE}


def _categories(found: Iterable[Row]) -> list[str]:
    return [row["category"] for row in found if row.get("category")]


def _ranked(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The most frequent, with how often; of equals the one that comes first in the alphabet."""
    counted = sorted(Counter(names).items(), key=lambda each: (-each[1], each[0]))
    return tuple(counted[:RANKED])


def _told_at(row: Row) -> tuple[datetime, str]:
    return row["told_at"], row["_id"]


def _keepsake(row: Row) -> int:
    category = row.get("category") or "general"
    return KEEPSAKES.index(category) if category in KEEPSAKES else len(KEEPSAKES)
