"""Hours, stretches of hours and lengths of time in a sentence about settings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from handlers.settings_words import languages
from handlers.settings_words.vocabulary import SettingsWords
from memory.documents import Preferences
from memory.when import times
from memory.when.reading import Direction, Grain, Moment, Policy

CLOCKS: Final = frozenset({Grain.HOUR, Grain.MINUTE})
HALF_A_DAY: Final = timedelta(hours=12)
A_DAY: Final = timedelta(days=1)
# Said of a morning, "at 5" is five in the morning; nobody says "at 3" of one.
EARLIEST: Final = 5
NOON: Final = 12

WRITTEN: Final = re.compile(r"(?:[01]\d|2[0-3])[:.][0-5]\d")
DIGIT: Final = re.compile(r"\d")
# Of a stretch of hours: places where it may begin, where it may be joined, and characters that an hour takes.
MOST_OPENINGS: Final = 4
MOST_JOINTS: Final = 3
LONGEST_HOUR: Final = 31


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Who says it and when.

    `text` is folded, `chosen` holds until now, `language` is the ISO 639 code of the one it is read in.
    """

    text: str
    now: datetime
    zone: ZoneInfo
    chosen: Preferences
    language: str

    @property
    def words(self) -> SettingsWords:
        """What is said of settings in the language."""
        return languages.of(self.language)

    @property
    def midnight(self) -> datetime:
        """When this day began."""
        return datetime.combine(self.now.astimezone(self.zone).date(), time(), self.zone)

    def moments(self, text: str, *, now: datetime) -> Iterator[Moment | None]:
        """The times that a text names from `now` on; None for one that is impossible, or can be read two ways."""
        forward = Direction.FORWARD
        for found in times.find_all(text, now=now, zone=self.zone, direction=forward, language=self.language):
            yield found.readings[0] if len(found.readings) == 1 else None


def hour(scene: Scene, text: str) -> time | None:
    """The only hour that a text about mornings names; None when it names none, several, or an impossible one."""
    text = scene.words.hours.to.sub(f"{scene.words.hours.at} ", text)
    found = list(scene.moments(text, now=scene.midnight))
    if len(found) != 1 or found[0] is None or found[0].grain not in CLOCKS:
        return None
    moment = found[0]
    said = _local(scene, moment)
    words = text[slice(*moment.span)]
    if DIGIT.search(text[: moment.span[0]] + text[moment.span[1] :]):
        return None
    if moment.policy is Policy.DAYPART or moment.start - scene.midnight >= A_DAY or _counted(scene, words):
        return None
    early = said.replace(hour=said.hour - NOON) if said.hour >= NOON + EARLIEST else said
    bare = moment.policy is Policy.BARE_HOUR and not WRITTEN.search(words)
    return early if bare else said


def daypart(scene: Scene) -> time | None:
    """When the part of the day begins that is named without an hour: "in the evening"."""
    found = list(scene.moments(scene.text, now=scene.midnight))
    if len(found) == 1 and found[0] is not None and found[0].policy is Policy.DAYPART:
        return max(_local(scene, found[0]), Preferences().digest_hour)
    return None


def stretch(scene: Scene, text: str) -> tuple[time, time] | None:
    """From when until when: the shorter of what bare hours may mean, over a night where nothing else is said."""
    pieces = ((_readings(scene, start), _readings(scene, end)) for start, end in _stretches(scene, text))
    starts, ends = next((each for each in pieces if all(each)), ([], []))
    unsaid = len(starts) > 1 and len(ends) > 1
    lengths = {(start, end): _length(start, end) for start in starts for end in ends if start != end}
    fitting = {
        pair: length
        for pair, length in lengths.items()
        if length <= HALF_A_DAY and (not unsaid or _length(pair[0], time(3)) < length)
    }
    if len(starts) == len(ends) == 1:
        return next(iter(lengths), None)
    return min(fitting, key=lambda pair: fitting[pair]) if fitting else None


def one(scene: Scene, text: str, *, evening: bool) -> time | None:
    """A single hour; a bare one in the evening, or in the morning."""
    # "25 to 7" was meant as a stretch, whatever a clock makes of it.
    readings = [] if scene.words.hours.between.search(text) else _readings(scene, text)
    return max(readings, default=None) if evening else min(readings, default=None)


def length(scene: Scene, text: str) -> timedelta | None:
    """How long "an hour", "two weeks" are from now on; None for what is no length of time."""
    words = f"{scene.words.hours.ahead} {_bare(scene, text)}"
    for moment in scene.moments(words, now=scene.now):
        if moment is not None and moment.span[0] == 0 and not words[moment.span[1] :].strip(" .!"):
            return moment.start - scene.now
    return None


def _readings(scene: Scene, piece: str) -> list[time]:
    """What an hour may mean, earliest first: "10" in the morning or in the evening, "22" one thing only."""
    words = _bare(scene, piece)
    if WRITTEN.fullmatch(words):
        return [time(int(words[:2]), int(words[3:]))]
    hours = scene.words.hours
    text = words if hours.named.match(words) else f"{hours.at} {words}"
    found = list(scene.moments(text, now=scene.midnight))
    if len(found) != 1 or found[0] is None or found[0].grain not in CLOCKS or found[0].policy is Policy.DAYPART:
        return []
    moment = found[0]
    if moment.span != (0, len(text)) or _counted(scene, text):
        return []
    said = _local(scene, moment)
    if moment.policy is not Policy.BARE_HOUR:
        return [said]
    return sorted({said, said.replace(hour=(said.hour + NOON) % (2 * NOON))})


def _stretches(scene: Scene, text: str) -> Iterator[tuple[str, str]]:
    """What may be meant as the first and the last hour of a stretch."""
    hours = scene.words.hours
    for opening in islice(hours.opens.finditer(text), MOST_OPENINGS):
        rest = text[opening.end() : opening.end() + 2 * LONGEST_HOUR]
        for joint in islice(hours.joins.finditer(rest, 1), MOST_JOINTS):
            yield rest[: joint.start()], rest[joint.end() :][:LONGEST_HOUR]


def _bare(scene: Scene, piece: str) -> str:
    leading, trailing = scene.words.hours.leading, scene.words.hours.trailing
    words, before = piece.strip(" .!,"), ""
    while words != before:
        before, lead = words, leading.match(words)
        words = trailing.sub("", words[lead.end() :] if lead else words)
    return words


def _counted(scene: Scene, words: str) -> bool:
    """Whether hours are counted from now ("in an hour") instead of read off a clock."""
    return scene.words.hours.counted.search(words) is not None


def _length(start: time, end: time) -> timedelta:
    return timedelta(minutes=((end.hour - start.hour) * 60 + end.minute - start.minute) % (24 * 60))


def _local(scene: Scene, moment: Moment) -> time:
    return moment.start.astimezone(scene.zone).time().replace(second=0, microsecond=0)
