"""What a sentence wants changed of one's settings, read without changing anything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale

from handlers import consent, preferences_channel, preferences_digest, preferences_hours
from handlers.preferences_hours import Scene
from handlers.settings_words import languages
from handlers.settings_words.vocabulary import TONGUES
from memory.documents import Preferences
from memory.preferences import Topic
from memory.when.words.vocabulary import fold

LONGEST: Final = 300
SOONEST: Final = timedelta(minutes=5)
LATEST: Final = timedelta(days=1)
USUAL: Final = Preferences()


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to hold from now on.

    Attributes:
        topic: what it is about; None: everything, or nothing that is known here.
        values: for `Preferences`.
        language: an ISO 639 code; it may be one that the bot does not speak.
        place: where they are now, as they call it.
        show: they want to see what holds.
    """

    topic: Topic | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""
    place: str = ""
    show: bool = False

    @property
    def clear(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.values or self.language or self.place or self.show)


def read(text: str, *, chosen: Preferences, now: datetime, zone: ZoneInfo, language: str) -> Wish:
    """What a sentence wants changed; one that is not `clear` changes nothing.

    Args:
        text: a whole message; a long one is not clear.
        chosen: what holds until now.
        now: aware.
        zone: where the person is.
        language: the ISO 639 code of the one they write in.
    """
    if len(text) > LONGEST:
        return Wish()
    scene = Scene(text=" ".join(fold(text).split()), now=now, zone=zone, chosen=chosen, language=language)
    written = (
        code
        for code, words in languages.LANGUAGES.items()
        if words.says(scene.text) or preferences_channel.says(scene.text, code)
    )
    order = dict.fromkeys((*written, languages.of(language).language, "en", *languages.LANGUAGES))
    read_in = [_in_one_language(replace(scene, language=each)) for each in order]
    return next((each for each in read_in if each.clear), max(read_in, key=lambda wish: wish.topic is not None))


def _in_one_language(scene: Scene) -> Wish:
    if scene.words.show.fullmatch(scene.text):
        return Wish(show=True)
    sentences = scene.words.sentence_end.split(scene.text)
    return _together([_one(replace(scene, text=each)) for each in sentences]) or _one(scene)


def _together(wishes: Sequence[Wish]) -> Wish | None:
    """What several sentences say about one thing; None where they don't."""
    if len(wishes) < 2 or not all(each.values for each in wishes) or len({each.topic for each in wishes}) > 1:  # noqa: PLR2004
        return None
    return replace(wishes[0], values={name: value for each in wishes for name, value in each.values.items()})


def _one(scene: Scene) -> Wish:
    if consent.read(scene.text):
        return _ai(scene)
    if ways := preferences_channel.read(scene):
        return Wish(topic=Topic.CHANNEL, values=ways)
    topics = [topic for topic, pattern in scene.words.about.items() if pattern.search(scene.text)]
    if not topics and consent.MENTIONED.search(scene.text):
        return _ai(scene)
    if not topics:
        return Wish()
    if len(topics) > 1 and not set(topics) <= ALIKE:
        return Wish()
    return READERS[topics[0]](scene)


# ---- quiet hours -----------------------------------------------------------------------------------------------------


def _quiet(scene: Scene) -> Wish:
    text, words = scene.text, scene.words.quiet
    if words.none.search(text):
        return Wish(topic=Topic.QUIET, values={"quiet_from": time(), "quiet_until": time()})
    if words.passing.search(text):
        return Wish(topic=Topic.QUIET)
    rest = words.hours.split(text)[-1]
    between = preferences_hours.stretch(scene, rest)
    if between:
        return Wish(topic=Topic.QUIET, values=dict(zip(("quiet_from", "quiet_until"), between, strict=True)))
    values = _one_end(scene, rest)
    if len(values) == 1 and scene.chosen.quiet_from == scene.chosen.quiet_until:
        # There were none: the other end is the usual one.
        values = {"quiet_from": USUAL.quiet_from, "quiet_until": USUAL.quiet_until, **values}
    if not values and words.again.search(text):
        values = {"quiet_from": USUAL.quiet_from, "quiet_until": USUAL.quiet_until}
    return Wish(topic=Topic.QUIET, values=values)


def _one_end(scene: Scene, text: str) -> dict[str, time]:
    words = scene.words.quiet
    if after := words.after.search(text):
        start = preferences_hours.one(scene, after["hour"], evening=True)
        return {"quiet_from": start} if start else {}
    before = words.before.search(text)
    # "Don't message me until 5" is about today.
    if before and (words.hours.search(scene.text) or words.surely_before.match(before[0])):
        end = preferences_hours.one(scene, before["hour"], evening=False)
        return {"quiet_until": end} if end else {}
    return {}


# ---- reminders -------------------------------------------------------------------------------------------------------


def _repeats(scene: Scene) -> Wish:
    text, words, values = scene.text, scene.words.repeats, dict[str, Any]()
    if words.elsewhere.search(text):
        values["escalate"] = not words.not_elsewhere.search(text)
    said = words.after.search(text)
    if words.once.search(words.not_elsewhere.sub("", text)):
        values["repeat_minutes"] = None
    elif said:
        length = preferences_hours.length(scene, said["length"])
        if length is None or not SOONEST <= length <= LATEST:
            return Wish(topic=Topic.REPEATS)
        values["repeat_minutes"] = int(length.total_seconds()) // 60
    elif not values:
        values["repeat_minutes"] = USUAL.repeat_minutes
    return Wish(topic=Topic.REPEATS, values=values)


def _day_hour(scene: Scene) -> Wish:
    hour = preferences_hours.hour(scene, scene.text)
    return Wish(topic=Topic.DAY_HOUR, values={} if hour is None else {"day_hour": hour})


# ---- digest, language, place -----------------------------------------------------------------------------------------


def _digest(scene: Scene) -> Wish:
    return Wish(topic=Topic.DIGEST, values=preferences_digest.read(scene) or {})


def _language(scene: Scene) -> Wish:
    match = scene.words.speak.search(scene.text)
    name = next((each for each in match.groupdict().values() if each), "") if match else ""
    return Wish(topic=Topic.LANGUAGE, language=_code(name, scene.language))


def _code(name: str, language: str) -> str:
    """The ISO 639 code of a language by its name."""
    if name in TONGUES:
        return TONGUES[name]
    names = sorted(Locale.parse(language).languages.items(), key=lambda each: len(each[0]))  # ISO 639-1 first
    return next((code for code, known in names if fold(known) == name), "")


def _zone(scene: Scene) -> Wish:
    match = scene.words.place.search(scene.text)
    place = next((each for each in match.groupdict().values() if each), "") if match else ""
    return Wish(
        topic=Topic.ZONE, place=place.strip(" ."), show=not place and scene.words.asks.match(scene.text) is not None
    )


def _ai(scene: Scene) -> Wish:
    said = consent.read(scene.text)
    if said is None:
        return Wish(topic=Topic.AI)
    if said is consent.Said.ASKS:
        return Wish(topic=Topic.AI, show=True)
    return Wish(topic=Topic.AI, values={"ai_use": consent.chosen(said, scene.chosen.ai_use)})


# A reminder without an hour may be said to come "once"; a time zone may be "English".
ALIKE: Final = frozenset({Topic.DAY_HOUR, Topic.REPEATS, Topic.ZONE, Topic.LANGUAGE})
READERS: Final[Mapping[Topic, Callable[[Scene], Wish]]] = {
    Topic.DIGEST: _digest,
    Topic.QUIET: _quiet,
    Topic.DAY_HOUR: _day_hour,
    Topic.REPEATS: _repeats,
    Topic.LANGUAGE: _language,
    Topic.ZONE: _zone,
    Topic.AI: _ai,
}
