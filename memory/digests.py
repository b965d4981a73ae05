"""When a person's digest is due on their wall clock, and what was sent of it already.

A person gets one digest a day at most. What is due on a Monday or on the first of a month comes in the same message as
the morning's: one thing to read with the coffee rather than three.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field
from pymongo import ASCENDING, IndexModel

from memory.documents import DigestKind, Person, Preferences, Stored, StoredSettings
from memory.people import zone_of

MONDAY: Final = 0
A_DAY: Final = timedelta(days=1)
LOOKED_AHEAD: Final = 40
"""Days within which the next one must be: a month, and a day that a zone leaves out."""
LATE: Final = timedelta(hours=6)
"""How long after its hour the digest of the day still comes to those who have just arrived in another zone."""
KEPT: Final = timedelta(days=60)
"""How long it is known that a digest was sent: longer than any clock is wrong, or any connection is fresh."""


class DigestIssue(Stored):
    """A digest that was sent, one for a person, kind and local date: that is its id, so there is no second one.

    It is inserted in the transaction that writes the message. `connected` are the memories it said belong together.
    """

    person: str
    at: AwareDatetime
    connected: list[str] = Field(default_factory=list)
    expires_at: AwareDatetime

    class Settings(StoredSettings):
        """Where it is kept which digests were sent."""

        name = "digests"
        indexes: ClassVar = [IndexModel([("expires_at", ASCENDING)], name="expires_at", expireAfterSeconds=0)]

    @classmethod
    def of(cls, person: str, kind: DigestKind, day: date, *, at: datetime, connected: Collection[str]) -> "DigestIssue":
        """The record of a digest that is sent at `at`."""
        return cls(id=issue_id(person, kind, day), person=person, at=at, connected=[*connected], expires_at=at + KEPT)


def issue_id(person: str, kind: DigestKind, day: date) -> str:
    """What makes the digest of a day unique."""
    return f"{person}:{kind}:{day}"


@dataclass(frozen=True)
class Due:
    """A digest that is due: at which moment (UTC), for which local date, and what it is made of."""

    at: datetime
    day: date
    kinds: tuple[DigestKind, ...]


def next_digest(preferences: Preferences, zone: ZoneInfo, after: datetime) -> Due | None:
    """The first digest that is due after the aware `after`; None when the person wants none.

    A local date has one moment at most: an hour that comes twice counts the first time, one that the clocks skip comes
    as much later as they skip, and a date that a zone leaves out has none.
    """
    if not preferences.digests:
        return None  # nobody need look through the days for them, at every message
    paused = preferences.digests_paused_until
    since = after if paused is None else max(after, paused - timedelta.resolution)
    today = since.astimezone(zone).date()
    days = (today + A_DAY * ahead for ahead in range(LOOKED_AHEAD))
    found = (_of_day(preferences, zone, day) for day in days)
    return next((each for each in found if each is not None and each.at > since), None)


def due(person: Person, now: datetime, *, unsettled: date | None = None) -> datetime | None:
    """What `Person.digest_at` is to be; None while their zone is unknown: better no digest than one in the night.

    Args:
        person: with what they have just chosen.
        now: the time.
        unsettled: for those who have just come from another zone, the first local date that had no digest there. What
            was due today comes at once unless its hour is longer ago than `LATE`; further west, where the same date
            comes once more, nothing does.
    """
    if not person.zone:
        return None
    zone, since = zone_of(person), now
    if unsettled is not None:
        belated = _belated(person.preferences, zone, now)
        if belated and belated.due.day >= unsettled and belated.allowed - belated.due.at <= LATE:
            return belated.allowed
        since = max(now, start_of(unsettled, zone) - timedelta.resolution)
    following = next_digest(person.preferences, zone, since)
    return None if following is None else following.at


def rescheduled(person: Person, changed: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """`digest_at` anew, where what they have `changed` decides on it or nobody has yet; nothing otherwise."""
    decisive = bool(changed.keys() & {"zone", "preferences"})
    if person.digest_at is not None and not decisive:
        return {}
    # Those who get no digest come by here with every message, and nothing of theirs has changed.
    after = Person.model_validate({**person.model_dump(), **changed}) if decisive else person
    moved = person.digest_at is not None and after.zone != person.zone
    digest_at = due(after, now, unsettled=_unsettled(person, now) if moved else None)
    return {} if digest_at == person.digest_at else {"digest_at": digest_at}


def at_hand(preferences: Preferences, zone: ZoneInfo, now: datetime) -> tuple[Due | None, datetime | None]:
    """What is to be sent just now, and when to look again if nothing is, or once that is sent.

    What an outage kept back is sent on the same local date or not at all. It keeps out of the quiet hours, unless the
    person's own hour lies in that very stretch of them.
    """
    following = next_digest(preferences, zone, now)
    later = None if following is None else following.at
    belated = _belated(preferences, zone, now)
    if belated is None:
        return None, later
    return (belated.due, later) if belated.allowed <= now else (None, belated.allowed)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a local date, in UTC; of one that a zone leaves out, the moment at which it is left out."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


@dataclass(frozen=True)
class _Belated:
    """The digest of a day whose hour has come, and the first moment from now on at which it may be sent."""

    due: Due
    allowed: datetime


def _belated(preferences: Preferences, zone: ZoneInfo, now: datetime) -> _Belated | None:
    """Today's, if today has one and enough of the day is left for it."""
    today = _of_day(preferences, zone, now.astimezone(zone).date())
    if today is None or today.at > now or _paused(preferences, today.at):
        return None
    allowed = _allowed(preferences, zone, today.at, now)
    return _Belated(today, allowed) if allowed.astimezone(zone).date() == today.day else None


def _unsettled(person: Person, now: datetime) -> date | None:
    """The first local date whose digest is still to come; those before it were sent, or had nothing to tell."""
    zone = zone_of(person)
    tomorrow = now.astimezone(zone).date() + A_DAY
    return min(person.digest_at.astimezone(zone).date(), tomorrow) if person.digest_at else None


def _of_day(preferences: Preferences, zone: ZoneInfo, day: date) -> Due | None:
    kinds = tuple(kind for kind in DigestKind if kind in preferences.digests and _comes_on(kind, preferences, day))
    at = _moment(day, preferences.digest_hour, zone) if kinds else None
    return None if at is None else Due(at, day, kinds)


def _comes_on(kind: DigestKind, preferences: Preferences, day: date) -> bool:
    if kind is DigestKind.MORNING:
        return day.weekday() in preferences.digest_days
    return day.weekday() == MONDAY if kind is DigestKind.WEEKLY else day.day == 1


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime | None:
    # fold=0: the first of two, and the offset before a gap, which moves what lies in it forward (PEP 495).
    at = datetime.combine(day, hour.replace(tzinfo=None, fold=0), zone).astimezone(UTC)
    if at.astimezone(zone).date() == day:
        return at
    # In Nuuk an hour before midnight is skipped: what was due then comes before it.
    before = start_of(day + A_DAY, zone) - timedelta(minutes=1)
    return before if before.astimezone(zone).date() == day else None


def _paused(preferences: Preferences, at: datetime) -> bool:
    return preferences.digests_paused_until is not None and at < preferences.digests_paused_until


def _allowed(preferences: Preferences, zone: ZoneInfo, expected: datetime, now: datetime) -> datetime:
    """The first moment from now on at which what was due at `expected` may be sent."""
    after_quiet = preferences.after_quiet(now, zone)
    chosen = preferences.after_quiet(expected, zone)
    return now if chosen == after_quiet and chosen != expected else after_quiet
