"""When something is due, once or again and again, as wall-clock time in a zone."""

import heapq
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Final
from zoneinfo import ZoneInfo

from pydantic import Field, NaiveDatetime, field_validator, model_validator

from bot.messages import Frozen
from memory.when.rules import LAST_YEAR as LAST_DUE
from memory.when.rules import Frequency, parse

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 8000
MOST_RULES: Final = 100
CLOCK_PARTS: Final = ("BYHOUR", "BYMINU", "BYSECO")
MOST_LEFT_OUT: Final = 10_000
"""Occurrences in a row that may be left out before the schedule counts as over: a month of every five minutes."""

LONGEST_SILENCE: Final = timedelta(days=366 * 10)
"""Likewise the time."""

# A whole day was left out when Samoa crossed the date line, so what was due then came up to a day later.
LONGEST_GAP: Final = timedelta(days=1, hours=1)


class Exclusion(Frozen):
    """Occurrences that are left out: those which all that is given here fits, on the wall clock.

    `weekdays` are counted from Monday, 0. `first` and `last` are both left out.
    """

    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    first: date | None = None
    last: date | None = None
    at: time | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Exclusion":
        if self == Exclusion.model_construct():
            raise ValueError("an exclusion of everything")
        return self

    def fits(self, local: datetime) -> bool:
        """Whether the occurrence at `local` is left out."""
        return (
            local.month in (self.months or (local.month,))
            and local.day in (self.days or (local.day,))
            and local.weekday() in (self.weekdays or (local.weekday(),))
            and (self.first or date.min) <= local.date() <= (self.last or date.max)
            and local.time() == (self.at or local.time())
        )


class Schedule(Frozen):
    """When something is due, once or again and again, as wall-clock time in a zone.

    `start` is the first occurrence's local time, and the phase of the rules. A time that the clocks skip moves forward
    by as much as they do; of a time that comes twice the first counts. Rules of hours, minutes and seconds count
    elapsed time instead.

    Attributes:
        zone: an IANA name.
        rules: RFC 5545 rules (see `memory.when.rules.parse`) of one frequency and interval; due is what any of them
            says. None: once.
        until: the last possible local time.
        count: how many occurrences there are in all, those left out not counted.
        fixed: the zone was said, so the schedule doesn't travel with the person.
    """

    start: NaiveDatetime
    zone: str
    rules: tuple[str, ...] = Field(default=(), max_length=MOST_RULES)
    until: NaiveDatetime | None = None
    count: int | None = Field(default=None, ge=1, le=10_000)
    excluded: tuple[Exclusion, ...] = Field(default=(), max_length=MOST_RULES)
    fixed: bool = False

    @field_validator("start")
    @classmethod
    def _within_reach(cls, start: datetime) -> datetime:
        if not FIRST_YEAR <= start.year <= LAST_YEAR:
            raise ValueError(f"a schedule starts from {FIRST_YEAR} to {LAST_YEAR}")
        return start.replace(microsecond=0, fold=0)

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        try:
            return ZoneInfo(zone).key
        except (KeyError, OSError, ValueError) as error:  # unknown, a folder, no path at all
            raise ValueError(f"unknown zone {zone[:40]!r}") from error

    @field_validator("rules")
    @classmethod
    def _of_one_kind(cls, rules: tuple[str, ...]) -> tuple[str, ...]:
        if len({(parse(rule).frequency, parse(rule).interval) for rule in rules}) > 1:
            raise ValueError("rules of different frequencies")
        return rules

    @property
    def tz(self) -> ZoneInfo:
        """The zone."""
        return ZoneInfo(self.zone)

    @property
    def frequency(self) -> Frequency | None:
        """How often its rules repeat; None: once."""
        return parse(self.rules[0]).frequency if self.rules else None

    @property
    def rule(self) -> str | None:
        """The first rule as an RRULE with COUNT or UNTIL (local time); what is left out can't be said there."""
        if not self.rules:
            return None
        until = f";UNTIL={self.until:%Y%m%dT%H%M%S}" if self.until else ""
        return self.rules[0] + (f";COUNT={self.count}" if self.count else until)

    def next_after(self, after: datetime) -> datetime | None:
        """The first occurrence after the aware `after`, in UTC; None when there is none left."""
        return next(self._instants(after), None)

    def occurrences(self, *, after: datetime, limit: int) -> list[datetime]:
        """The next occurrences after the aware `after`, at most `limit`, in the schedule's zone."""
        return [each.astimezone(self.tz) for each in islice(self._instants(after), limit)]

    def shortest_gap(self, *, after: datetime, sample: int = 12) -> timedelta | None:
        """The least time between two of the next `sample` occurrences; None when fewer than two are left."""
        due = list(islice(self._instants(after), sample))
        return min((later - sooner for sooner, later in pairwise(due)), default=None)

    def coming(self, after: datetime) -> datetime | None:
        """The wall-clock time, naive, that the first occurrence after the aware `after` was meant for."""
        return next((local for _, local in self._nominal(after)), None)

    def advanced(self, after: datetime) -> "Schedule":
        """The same occurrences from the first one after `after`, without those before; itself when none is left."""
        start = self.coming(after) if self.rules else None
        if start is None:
            return self
        left = self.count - self._passed(after) if self.count else None
        return self.model_copy(update={"start": start, "count": left})

    def at(self, clock: time) -> "Schedule":
        """The same days at another time of day, whatever times it had."""
        rules = (";".join(part for part in rule.split(";") if part[:6] not in CLOCK_PARTS) for rule in self.rules)
        start = datetime.combine(self.start, clock)
        return self.model_copy(update={"start": start, "rules": tuple(dict.fromkeys(rules))})

    def moved(self, zone: str) -> "Schedule":
        """The schedule of a person who now lives in `zone`: the same wall-clock times, unless they are fixed.

        What counts elapsed time keeps its beat.

        Raises:
            ValueError: the zone is unknown.
        """
        there = ZoneInfo(self._known(zone))
        if self.fixed:
            return self
        if not self._counts_elapsed:
            return self.model_copy(update={"zone": there.key})
        start, until = (self._utc(at).astimezone(there) if at else None for at in (self.start, self.until))
        naive = {"start": start, "until": until}
        moved = {name: at.replace(tzinfo=None, fold=0) if at else None for name, at in naive.items()}
        return self.model_copy(update={**moved, "zone": there.key})

    @property
    def _counts_elapsed(self) -> bool:
        return bool(self.rules) and parse(self.rules[0]).short

    def _utc(self, local: datetime) -> datetime:
        # fold=0 is both of our policies: the offset before a gap moves forward, the first of two is taken (PEP 495).
        return local.replace(tzinfo=self.tz).astimezone(UTC)

    def _passed(self, after: datetime) -> int:
        return sum(1 for instant, _ in self._kept(self._candidates(None)) if instant <= after)

    def _instants(self, after: datetime) -> Iterator[datetime]:
        return (instant for instant, _ in self._nominal(after))

    def _nominal(self, after: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The occurrences after `after` in UTC, each with the wall-clock time it was meant for."""
        if after.year > LAST_DUE:
            return iter(())
        # What has a count is walked from its start, which `advanced` moves.
        walked = self.count is not None or after.year < FIRST_YEAR
        found = self._kept(self._candidates(None if walked else after))
        return ((instant, local) for instant, local in found if instant > after)

    def _kept(self, candidates: Iterator[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
        """Those not left out, each instant once, until the end; a schedule that leaves out all of it is over."""
        given, left_out, last = 0, 0, None
        silent_until: datetime | None = None
        for instant, local in candidates:
            if (self.until and local > self.until) or given == self.count:
                return
            if any(each.fits(local) for each in self.excluded):
                silent_until = silent_until if silent_until and left_out else local + LONGEST_SILENCE
                left_out += 1
                if left_out > MOST_LEFT_OUT or local > silent_until:
                    return
            elif instant != last:
                given, left_out, last = given + 1, 0, instant
                yield instant, local

    def _candidates(self, after: datetime | None) -> Iterator[tuple[datetime, datetime]]:
        """What the rules say, in the order of instants, from shortly before `after` or from the start."""
        if not self.rules:
            return iter([(self._utc(self.start), self.start)])
        return self._elapsed(after) if self._counts_elapsed else self._localised(after)

    def _elapsed(self, after: datetime | None) -> Iterator[tuple[datetime, datetime]]:
        start, zone = self._utc(self.start), self.tz
        since = start if after is None else max(start, after.astimezone(UTC))
        streams = (parse(rule).instants(start, since, zone) for rule in self.rules)
        return ((at, at.astimezone(zone).replace(tzinfo=None, fold=0)) for at in heapq.merge(*streams))

    def _localised(self, after: datetime | None) -> Iterator[tuple[datetime, datetime]]:
        """Wall-clock times as instants: one that is moved over a gap may come after one that is said later."""
        since = self.start if after is None else after.astimezone(self.tz).replace(tzinfo=None) - LONGEST_GAP
        waiting: list[tuple[datetime, datetime]] = []
        for local in heapq.merge(*(parse(rule).wall_times(self.start, since) for rule in self.rules)):
            earliest = min(self._utc(local), local.replace(tzinfo=self.tz, fold=1).astimezone(UTC))
            while waiting and waiting[0][0] < earliest:
                yield heapq.heappop(waiting)
            heapq.heappush(waiting, (self._utc(local), local))
        while waiting:
            yield heapq.heappop(waiting)
