"""What a person has chosen: their zone, their language, when they want to hear from the bot."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.messages import ChannelName
from memory.changes import Changes
from memory.documents import AiUse, DigestKind, Person, Preferences
from memory.people import addresses_of, zone_of

CLOCK: Final = "%H%M"
NEVER: Final = "-"

FOREVER: Final = datetime(2200, 1, 1, tzinfo=UTC)
"""Paused until that: until further notice; what was chosen stays, and comes again when the person says so."""

LONGEST_WAIT: Final = 24 * 60
"""Minutes after which a reminder that was left open comes again at the latest."""


class Topic(StrEnum):
    """What is chosen together, told together and taken back together."""

    DIGEST = "digest"
    QUIET = "quiet"
    DAY_HOUR = "day"
    REPEATS = "repeats"
    LANGUAGE = "language"
    ZONE = "zone"
    AI = "ai"
    CHANNEL = "channel"


class PersonalPreferences:
    """One person's choices, changed through `changes`, which somebody else commits."""

    def __init__(self, person: Person, changes: Changes) -> None:
        self._person = person
        self._changes = changes
        self.chosen: Preferences = person.preferences

    @property
    def zone(self) -> ZoneInfo:
        """Where their clock is."""
        return zone_of(self._now)

    @property
    def zone_known(self) -> bool:
        """Whether that was ever said or found out."""
        return self._now.zone is not None

    @property
    def language(self) -> str | None:
        """What they want to be spoken to in: an ISO 639 code, or a tag as their channel told it."""
        return self._now.language

    async def channels(self) -> frozenset[ChannelName]:
        """By which channels they can be reached."""
        return frozenset(each.channel for each in await addresses_of(self._person.id))

    def choose(self, **values: object) -> Preferences:
        """Take new values for some of `Preferences`; what holds now."""
        self.chosen = Preferences.model_validate({**self.chosen.model_dump(), **values})
        self._changes.person["preferences"] = self.chosen
        return self.chosen

    def move(self, zone: ZoneInfo) -> None:
        """They live by another clock now."""
        self._changes.person["zone"] = zone.key

    def speak(self, language: str) -> None:
        """They want to be spoken to in another language: its ISO 639 code."""
        self._changes.person["language"] = language

    @property
    def _now(self) -> Person:
        person: Person = self._person.model_copy(update=self._changes.person)
        return person


# Short enough for a button, which carries what held before: at most 40 signs.


def written(topic: Topic, chosen: Preferences) -> str:
    """What holds about a topic that `Preferences` has fields for; `read` gives it back."""
    return ":".join(_WRITTEN[field](getattr(chosen, field)) for field in FIELDS[topic])


def read(topic: Topic, code: str) -> Mapping[str, Any]:
    """What was `written`.

    Raises:
        ValueError: it was not.
    """
    codes, fields = code.split(":"), FIELDS[topic]
    if len(codes) != len(fields):
        raise ValueError(f"not what holds about {topic}")
    return {field: _READ[field](each) for field, each in zip(fields, codes, strict=True)}


FIELDS: Final[Mapping[Topic, tuple[str, ...]]] = {
    Topic.DIGEST: ("digests", "digest_hour", "digest_days", "digests_paused_until"),
    Topic.QUIET: ("quiet_from", "quiet_until"),
    Topic.DAY_HOUR: ("day_hour",),
    Topic.REPEATS: ("repeat_minutes", "escalate"),
    Topic.AI: ("ai_use",),
    Topic.CHANNEL: ("reminder_channel", "digest_channel"),
}
KINDS: Final[Mapping[str, DigestKind]] = {
    "d": DigestKind.MORNING,
    "w": DigestKind.WEEKLY,
    "m": DigestKind.MONTHLY,
}


def _clock(code: str) -> time:
    return datetime.strptime(code, CLOCK).replace(tzinfo=UTC).time()


def _moment(code: str) -> datetime:
    seconds = int(code)
    if not 0 <= seconds <= FOREVER.timestamp():
        raise ValueError("further off than further notice")
    return datetime.fromtimestamp(seconds, UTC)


def _minutes(code: str) -> int:
    minutes = int(code)
    if not 0 < minutes <= LONGEST_WAIT:
        raise ValueError("not a wait of up to a day")
    return minutes


def _channel(code: str) -> ChannelName | None:
    return None if code == NEVER else ChannelName(code)


def _clock_written(clock: time) -> str:
    return clock.strftime(CLOCK)


_WRITTEN: Final[Mapping[str, Callable[[Any], str]]] = {
    "digests": lambda kinds: "".join(code for code, kind in KINDS.items() if kind in kinds),
    "digest_hour": _clock_written,
    "digest_days": lambda days: "".join(str(day) for day in sorted(days)),
    "digests_paused_until": lambda until: f"{until.timestamp():.0f}" if until else NEVER,
    "quiet_from": _clock_written,
    "quiet_until": _clock_written,
    "day_hour": _clock_written,
    "repeat_minutes": lambda minutes: NEVER if minutes is None else str(minutes),
    "escalate": lambda wished: str(int(wished)),
    "ai_use": str,
    "reminder_channel": lambda channel: channel or NEVER,
    "digest_channel": lambda channel: channel or NEVER,
}
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "digests": lambda code: frozenset(KINDS[each] for each in code if each in KINDS),
    "digest_hour": _clock,
    "digest_days": lambda code: frozenset(int(each) for each in code if each in "0123456"),
    "digests_paused_until": lambda code: None if code == NEVER else _moment(code),
    "quiet_from": _clock,
    "quiet_until": _clock,
    "day_hour": _clock,
    "repeat_minutes": lambda code: None if code == NEVER else _minutes(code),
    "escalate": lambda code: code == "1",
    "ai_use": AiUse,
    "reminder_channel": _channel,
    "digest_channel": _channel,
}
