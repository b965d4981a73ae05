"""What a sentence wants changed of one's digests: which, when, on what days, or none for a while."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from handlers import preferences_hours
from handlers.preferences_hours import Scene
from memory.documents import DigestKind
from memory.preferences import FOREVER
from memory.when.words import languages

Values = Mapping[str, Any]

EVERY_DAY: Final = frozenset(range(7))
WORKING: Final = frozenset(range(5))
WEEKEND: Final = EVERY_DAY - WORKING

KINDS: Final[Mapping[DigestKind, re.Pattern[str]]] = {
    DigestKind.MORNING: re.compile(r"\b(?:daily|morning|(?:every|each|once a|per) (?:day|morning))\b"),
    DigestKind.WEEKLY: re.compile(r"\b(?:weekly|(?:every|each|once a|once every|one a|per|a) week)\b"),
    DigestKind.MONTHLY: re.compile(r"\b(?:monthly|(?:every|each|once a|once every|one a|per|a) month)\b"),
}
GOES_ON: Final = re.compile(
    r"\b(?:resume|start|restart|unpause|turn on|switch on|enable|back|again)\b"
    r"|\b(?:don't|do not|never) (?:stop|pause|cancel|skip|mute|turn off|disable)\b"
)
RESTS: Final = re.compile(r"\b(?:paused?|hold|skip|mute|suspend|snooze)\b")
NONE: Final = re.compile(
    r"\b(?:no(?: more)?|not?|stop|cancel|disable|turn off|switch off|off|unsubscribe|never|without|don't|drop|remove)\b"
)
LEFT_OUT: Final = re.compile(r"\b(?:but not|except|apart from|other than|but)\b(?P<days>.*)")
ONLY: Final = re.compile(r"\b(?:only|just|nothing but)\b(?! (?:on|from|at|in|every|between)\b)")
UNTIL: Final = re.compile(r"\b(?:until|till|til) (?P<when>.*)")
FOR_A_WHILE: Final = re.compile(r"\bfor (?:the next )?(?P<length>(?!today|tonight|tomorrow|now\b|me\b)\w.{0,30})")
NEAR: Final = re.compile(r"\b(?:today|tomorrow|this week)\b")
ENDLESS: Final = re.compile(r"\b(?:further notice|i say|i tell|i ask|i'm back|i am back)\b")
THIS_ONE: Final = re.compile(r"\b(?:this|next|coming) (?:\w+day|weekend|month)\b")
RANGE: Final = re.compile(r"\b(\w+) ?(?:to|through|till|until|-|\N{EN DASH}) ?(\w+)\b")
ANY_DAY: Final = re.compile(r"\b(?:every day|each day|daily|all days|any day)\b")
WORD: Final = re.compile(r"[^\W\d_]+")
DIGIT: Final = re.compile(r"\d")


def read(scene: Scene) -> Values | None:
    """New values for `Preferences`; None when the sentence is not clear."""
    text = scene.text
    if GOES_ON.search(text):
        return _goes_on(scene)
    if RESTS.search(text) or (NONE.search(text) and _names_a_while(text)):
        return _rests(scene)
    if NONE.search(LEFT_OUT.sub("", text)):
        return _none(scene)
    return _set(scene)


def _goes_on(scene: Scene) -> Values | None:
    kinds = _kinds(scene.text) or (frozenset() if scene.chosen.digests else frozenset(DigestKind))
    hour = preferences_hours.hour(scene, scene.text)
    if hour is None and DIGIT.search(scene.text):
        return None
    values = {"digests": scene.chosen.digests | kinds, "digests_paused_until": None}
    return values if hour is None else {**values, "digest_hour": hour}


def _names_a_while(text: str) -> bool:
    return bool(UNTIL.search(text) or FOR_A_WHILE.search(text) or NEAR.search(text))


def _rests(scene: Scene) -> Values | None:
    until = _end_of_rest(scene)
    return {"digests_paused_until": until} if until is not None and until > scene.now else None


def _end_of_rest(scene: Scene) -> datetime | None:
    text = scene.text
    if ENDLESS.search(text):
        return FOREVER
    if until := UNTIL.search(text):
        return _until(scene, until)
    if while_ := FOR_A_WHILE.search(text):
        length = preferences_hours.length(scene, while_["length"])
        return None if length is None else _midnight(scene, length)
    if word := NEAR.search(text):
        return _after(scene, word[0])
    return None if _days(scene, text) or DIGIT.search(text) or _kinds(text) else FOREVER


def _after(scene: Scene, word: str) -> datetime | None:
    """When today, tomorrow or this week is over; what is still to come today can't be told from tomorrow's."""
    days = {"today": 1, "tomorrow": 2, "this week": 7 - scene.now.astimezone(scene.zone).weekday()}
    return None if word == "tomorrow" and _still_today(scene) else _midnight(scene, timedelta(days=days[word]))


def _until(scene: Scene, said: re.Match[str]) -> datetime | None:
    """Until July is until it begins, until the end of the month until that is over."""
    ways = (said["when"], said[0])
    for words in reversed(ways) if "end of" in said["when"] else ways:
        found = list(scene.moments(words, now=scene.now))
        if len(found) == 1 and found[0] is not None:
            return found[0].start
    return None


def _midnight(scene: Scene, ahead: timedelta) -> datetime:
    day = (scene.now + ahead).astimezone(scene.zone)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def _still_today(scene: Scene) -> bool:
    local = scene.now.astimezone(scene.zone)
    comes = DigestKind.MORNING in scene.chosen.digests and local.weekday() in scene.chosen.digest_days
    return comes and local.time() < scene.chosen.digest_hour


def _none(scene: Scene) -> Values | None:
    text, chosen = scene.text, scene.chosen
    if DIGIT.search(text) or THIS_ONE.search(text):
        return None
    days, kinds = _days(scene, text), _kinds(text)
    if days:
        left = chosen.digest_days - days
        without = {"digests": chosen.digests - {DigestKind.MORNING}}
        return {"digest_days": left} if left else without
    return {"digests": chosen.digests - kinds if kinds else frozenset()}


def _set(scene: Scene) -> Values | None:
    hour = preferences_hours.hour(scene, _without_days(scene)) or preferences_hours.daypart(scene)
    kinds, days = _kinds(scene.text), _days(scene, scene.text)
    if (hour is None and DIGIT.search(scene.text)) or not (hour or kinds or days) or THIS_ONE.search(scene.text):
        return None
    values: dict[str, Any] = {"digests": _wanted(scene, kinds, hour=hour is not None, days=bool(days))}
    if hour is not None:
        values["digest_hour"] = hour
    if days:
        values["digest_days"] = days
    return values


def _wanted(scene: Scene, kinds: frozenset[DigestKind], *, hour: bool, days: bool) -> frozenset[DigestKind]:
    """Those that are named, and no others where nothing else is said of them; days are the morning's."""
    if kinds and (ONLY.search(scene.text) or not (hour or days)):
        return kinds
    mornings = {DigestKind.MORNING} if days else set()
    return (scene.chosen.digests | kinds | mornings) or frozenset(DigestKind)


def _kinds(text: str) -> frozenset[DigestKind]:
    return frozenset(kind for kind, pattern in KINDS.items() if pattern.search(text))


def _days(scene: Scene, text: str) -> frozenset[int]:
    """The days of the week that a text names, without those it leaves out."""
    left_out = LEFT_OUT.search(text)
    named = _named(scene, LEFT_OUT.sub("", text))
    without = _named(scene, left_out["days"]) if left_out else frozenset()
    return (named or EVERY_DAY) - without if without else named


def _named(scene: Scene, text: str) -> frozenset[int]:
    weekdays = languages.of(scene.language).weekdays
    found: set[int] = set()
    for first, last in RANGE.findall(text):
        if first in weekdays and last in weekdays:
            found |= {
                day % 7 for day in range(weekdays[first], weekdays[last] + 7 * (weekdays[last] < weekdays[first]) + 1)
            }
    found |= {weekdays[word] for word in WORD.findall(text) if len(word) > 2 and word in weekdays}  # noqa: PLR2004
    found |= WORKING if re.search(r"\b(?:weekdays?|work(?:ing)? ?days?|business days?)\b", text) else set()
    found |= WEEKEND if re.search(r"\bweekends?\b", text) else set()
    return frozenset(found) or (EVERY_DAY if ANY_DAY.search(text) else frozenset())


def _without_days(scene: Scene) -> str:
    """The sentence without days and what is said until when, so that the hour alone is left of its times."""
    weekdays = languages.of(scene.language).weekdays
    text = UNTIL.sub("", scene.text)
    return WORD.sub(lambda word: "day" if word[0] in weekdays and len(word[0]) > 2 else word[0], text)  # noqa: PLR2004
