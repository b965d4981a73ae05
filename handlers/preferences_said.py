"""What a sentence wants changed of one's settings, read without changing anything."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale

from handlers import preferences_digest, preferences_hours
from handlers.preferences_hours import Scene
from memory.documents import Preferences
from memory.preferences import Topic
from memory.when.words.vocabulary import fold

LONGEST: Final = 300
SENTENCE: Final = re.compile(r"[.!] ")
SOONEST: Final = timedelta(minutes=5)
LATEST: Final = timedelta(days=1)
USUAL: Final = Preferences()

# What each of our languages is called in each of them.
TONGUES: Final[Mapping[str, str]] = {
    name: code
    for code, names in {
        "en": "english|englisch|ingles|anglais",
        "es": "spanish|spanisch|espanol|castellano|espagnol|espanhol",
        "de": "german|deutsch|aleman|allemand|alemao",
        "fr": "french|franzosisch|frances|francais",
        "pt": "portuguese|portugiesisch|portugues|portugais|brazilian",
    }.items()
    for name in names.split("|")
}


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
    folded = " ".join(fold(text).split())
    if SHOW.fullmatch(folded):
        return Wish(show=True)
    scene = Scene(text=folded, now=now, zone=zone, chosen=chosen, language=language)
    return _together([_one(replace(scene, text=each)) for each in SENTENCE.split(folded)]) or _one(scene)


def _together(wishes: Sequence[Wish]) -> Wish | None:
    """What several sentences say about one thing; None where they don't."""
    if len(wishes) < 2 or not all(each.values for each in wishes) or len({each.topic for each in wishes}) > 1:  # noqa: PLR2004
        return None
    return replace(wishes[0], values={name: value for each in wishes for name, value in each.values.items()})


def _one(scene: Scene) -> Wish:
    topics = [topic for topic, pattern in ABOUT.items() if pattern.search(scene.text)]
    if not topics:
        return Wish()
    if len(topics) > 1 and not set(topics) <= ALIKE:
        return Wish()
    return READERS[topics[0]](scene)


# ---- quiet hours -----------------------------------------------------------------------------------------------------

NO_QUIET: Final = re.compile(
    r"\b(?:no|stop|cancel|disable|remove|turn off|switch off|without|drop) (?:the |my |any )?(?:quiet|silent) hours\b"
    r"|\b(?:quiet|silent) hours (?:are )?off\b|\b(?:disturb|message|text|write) me (?:at )?any ?time\b"
)
QUIET_AGAIN: Final = re.compile(
    r"\b(?:turn on|switch on|enable|use|resume) (?:the |my )?(?:quiet|silent) hours\b"
    r"|\b(?:at|during the|in the) night\b"
)
# A single day or a while is nothing that is set.
PASSING: Final = re.compile(r"\b(?:today|tonight|tomorrow|now|week|weekends?|weekdays?|\w+day|for an?|for \d|this)\b")
AFTER: Final = re.compile(r"\b(?:after|from|past|starting(?: at)?|starts? at|begin(?:ning)? at)\s+(?P<hour>.+)")
BEFORE: Final = re.compile(r"\b(?:before|until|till|ends? at)\s+(?P<hour>.+)")
ASKS_QUIET: Final = re.compile(r"\b(?:quiet|silent) hours\b")


def _quiet(scene: Scene) -> Wish:
    text = scene.text
    if NO_QUIET.search(text):
        return Wish(topic=Topic.QUIET, values={"quiet_from": time(), "quiet_until": time()})
    if PASSING.search(text):
        return Wish(topic=Topic.QUIET)
    rest = ASKS_QUIET.split(text)[-1]
    between = preferences_hours.stretch(scene, rest)
    if between:
        return Wish(topic=Topic.QUIET, values=dict(zip(("quiet_from", "quiet_until"), between, strict=True)))
    values = _one_end(scene, rest)
    if not values and QUIET_AGAIN.search(text):
        values = {"quiet_from": USUAL.quiet_from, "quiet_until": USUAL.quiet_until}
    return Wish(topic=Topic.QUIET, values=values)


def _one_end(scene: Scene, text: str) -> dict[str, time]:
    if after := AFTER.search(text):
        start = preferences_hours.one(scene, after["hour"], evening=True)
        return {"quiet_from": start} if start else {}
    before = BEFORE.search(text)
    # "Don't message me until 5" is about today.
    if before and (ASKS_QUIET.search(scene.text) or before[0].startswith("before")):
        end = preferences_hours.one(scene, before["hour"], evening=False)
        return {"quiet_until": end} if end else {}
    return {}


# ---- reminders -------------------------------------------------------------------------------------------------------

AGAIN: Final = re.compile(
    r"\b(?:after|every|in)\s+(?P<length>(?!another\b|the\b).{1,30}?)(?=[.!,;]|$| and\b| unless\b| if\b)"
)
ONCE: Final = re.compile(
    r"\bonce\b|\bno (?:more )?repeats?\b"
    r"|\b(?:don't|do not|never|stop|no|turn off|switch off|disable|without)\b[^.;,]*"
    r"\b(?:repeat\w*|nag\w*|again|twice)\b"
)
ELSEWHERE: Final = re.compile(r"\b(?:another|other|different) channels?\b|\bescalat\w*\b")
NOT_ELSEWHERE: Final = re.compile(
    r"\b(?:don't|do not|never|no|not|without|stop|turn off|switch off|disable)\b[^.;,]*"
    r"\b(?:(?:another|other|different) channels?|escalat\w*)\b"
)


def _repeats(scene: Scene) -> Wish:
    text, values = scene.text, dict[str, Any]()
    if ELSEWHERE.search(text):
        values["escalate"] = not NOT_ELSEWHERE.search(text)
    said = AGAIN.search(text)
    if ONCE.search(NOT_ELSEWHERE.sub("", text)):
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
    match = SPEAK.search(scene.text)
    name = next((each for each in match.groupdict().values() if each), "") if match else ""
    return Wish(topic=Topic.LANGUAGE, language=_code(name, scene.language))


def _code(name: str, language: str) -> str:
    """The ISO 639 code of a language by its name."""
    if name in TONGUES:
        return TONGUES[name]
    names = (each for each in Locale.parse(language).languages.items() if len(each[0]) == 2)  # noqa: PLR2004 - ISO 639-1
    return next((code for code, known in names if fold(known) == name), "")


def _zone(scene: Scene) -> Wish:
    match = PLACE.search(scene.text)
    place = next((each for each in match.groupdict().values() if each), "") if match else ""
    return Wish(topic=Topic.ZONE, place=place.strip(" ."))


TONGUE: Final = "|".join(TONGUES)
SPEAK: Final = re.compile(
    r"\b(?:speak|talk|answer|reply|respond|write)(?: to me| with me)? in (?P<said>[^\W\d]+)"
    r"|\bspeak (?P<spoken>[^\W\d]+)"
    r"|\blanguage (?:is|to|should be|=)(?: now)? (?P<set>[^\W\d]+)"
    rf"|\b(?P<ours>{TONGUE})\b"
    r"|\bin (?P<other>[^\W\d]+),? please\b"
)
WHEN: Final = (
    r"(?:,? (?:now|today|this week|yesterday|for good|please|at the moment|currently|for now|already|recently))*"
)
PLACE: Final = re.compile(
    r"\btime ?zone (?:is|to|should be|=|:) ?(?:now )?(?P<named>[^!?;\n]{2,60}?)(?: time(?: zone)?)?" + WHEN + r"[.! ]*$"
    r"|\b(?:moved|relocated|move my clock|set my clock|switch my clock) to (?P<moved>[^!?;\n]{2,60}?)(?: time)?"
    + WHEN
    + r"[.! ]*$"
    r"|\bi(?:'m| am|'ve arrived| have arrived|'ve landed| have landed)(?: now| currently)? (?:in|on) "
    r"(?P<here>[^!?;\n]{2,60}?)(?: time)?" + WHEN + r"[.! ]*$"
    r"|\bi(?: now)? live in (?P<lives>[^!?;\n]{2,60}?)" + WHEN + r"[.! ]*$"
)
SHOW: Final = re.compile(
    r"/?(?:(?:please|can you|could you|show|open|see|list|what are|what're|tell|change|me|all|of|my|your|the) )*"
    r"(?:settings|preferences)(?: please)?[.!? ]*"
)
# In this order: where two are named, one of them has to be part of the other.
ABOUT: Final[Mapping[Topic, re.Pattern[str]]] = {
    Topic.DIGEST: re.compile(r"\b(?:digests?|summar(?:y|ies))\b"),
    Topic.QUIET: re.compile(
        r"\b(?:quiet|silent) hours\b|\bdisturb\b"
        r"|\b(?:don't|do not|never) (?:message|text|write(?: to)?|ping|bother|notify|contact) me\b"
        r"|\bno (?:messages|pings|notifications) (?:after|before|between|from)\b|\b(?:message|text) me any ?time\b"
    ),
    Topic.ZONE: re.compile(rf"\btime ?zone\b|{PLACE.pattern}"),
    Topic.DAY_HOUR: re.compile(
        r"\b(?:all|whole|date|day)[- ](?:day|only) reminders?\b"
        r"|\breminders? (?:(?:that (?:have|has|name|names)|with|of) )?(?:without|no|a day but no|days only)(?: an?)?"
        r"(?: exact| set| particular)?\b.{0,20}\b(?:hour|time)\b"
        r"|\b(?:i (?:give|name|say|set)|there is|there's) no (?:hour|time)\b"
    ),
    Topic.REPEATS: re.compile(
        r"\b(?:repeat\w*|nag\w*|escalat\w*|(?:another|other|different) channels?)\b"
        r"|\bremind me (?:only |just )?(?:once|again|twice)\b|\b(?:only|just) remind me once\b"
        r"|\breminders?\b.*\b(?:once|again|twice)\b"
    ),
    Topic.LANGUAGE: SPEAK,
}
# A reminder without an hour may be said to come "once"; a time zone may be "English".
ALIKE: Final = frozenset({Topic.DAY_HOUR, Topic.REPEATS, Topic.ZONE, Topic.LANGUAGE})
READERS: Final[Mapping[Topic, Callable[[Scene], Wish]]] = {
    Topic.DIGEST: _digest,
    Topic.QUIET: _quiet,
    Topic.DAY_HOUR: _day_hour,
    Topic.REPEATS: _repeats,
    Topic.LANGUAGE: _language,
    Topic.ZONE: _zone,
}
