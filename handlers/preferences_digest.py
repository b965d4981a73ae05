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

WORD: Final = re.compile(r"[^\W\d_]+")
DIGIT: Final = re.compile(r"\d")
# Shorter ones ("so", "mo", "sa") are other words.
SHORTEST_DAY: Final = 3
# No word of time in any language; what stands for a day where days are not to be read.
ANY_WORD: Final = "x"


def read(scene: Scene) -> Values | None:
    """New values for `Preferences`; None when the sentence is not clear."""
    text, words = scene.text, scene.words.digest
    if words.goes_on.search(text):
        return _goes_on(scene)
    if words.rests.search(text) or (words.none.search(text) and _names_a_while(scene)):
        return _rests(scene)
    if words.none.search(words.left_out.sub("", text)):
        return _none(scene)
    return _set(scene)


def _goes_on(scene: Scene) -> Values | None:
    kinds = _kinds(scene) or (frozenset() if scene.chosen.digests else frozenset(DigestKind))
    hour = preferences_hours.hour(scene, scene.text)
    if hour is None and DIGIT.search(scene.text):
        return None
    values = {"digests": scene.chosen.digests | kinds, "digests_paused_until": None}
    return values if hour is None else {**values, "digest_hour": hour}


def _names_a_while(scene: Scene) -> bool:
    words = scene.words.digest
    whiles = (words.until, words.while_, words.today, words.tomorrow, words.this_week)
    return any(each.search(scene.text) for each in whiles)


def _rests(scene: Scene) -> Values | None:
    until = _end_of_rest(scene)
    return {"digests_paused_until": until} if until is not None and until > scene.now else None


def _end_of_rest(scene: Scene) -> datetime | None:
    text, words = scene.text, scene.words.digest
    if words.endless.search(text):
        return FOREVER
    if until := words.until.search(text):
        return _until(scene, until)
    if while_ := words.while_.search(text):
        length = preferences_hours.length(scene, while_["length"])
        return None if length is None else _midnight(scene, length)
    days = _days_of_rest(scene)
    if days is not None:
        return _midnight(scene, timedelta(days=days)) if days else None
    return None if _days(scene, text) or DIGIT.search(text) or _kinds(scene) else FOREVER


def _days_of_rest(scene: Scene) -> int | None:
    """In how many days today, tomorrow or this week is over, if one is named; 0 where it can't be told."""
    words = scene.words.digest
    if words.today.search(scene.text):
        return 1
    if words.tomorrow.search(scene.text):
        # What is still to come today can't be told from tomorrow's.
        return 0 if _still_today(scene) else 2
    return 7 - scene.now.astimezone(scene.zone).weekday() if words.this_week.search(scene.text) else None


def _until(scene: Scene, said: re.Match[str]) -> datetime | None:
    """Until July is until it begins, until the end of the month until that is over."""
    ways = (said["when"], said[0])
    for words in reversed(ways) if scene.words.digest.end_of.search(said["when"]) else ways:
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
    if DIGIT.search(text) or scene.words.digest.this_one.search(text):
        return None
    days, kinds = _days(scene, text), _kinds(scene)
    if days:
        left = chosen.digest_days - days
        without = {"digests": chosen.digests - {DigestKind.MORNING}}
        return {"digest_days": left} if left else without
    return {"digests": chosen.digests - kinds if kinds else frozenset()}


def _set(scene: Scene) -> Values | None:
    hour = preferences_hours.hour(scene, _without_days(scene)) or preferences_hours.daypart(scene)
    kinds, days = _kinds(scene), _days(scene, scene.text)
    if (
        (hour is None and DIGIT.search(scene.text))
        or not (hour or kinds or days)
        or scene.words.digest.this_one.search(scene.text)
    ):
        return None
    values: dict[str, Any] = {"digests": _wanted(scene, kinds, hour=hour is not None, days=bool(days))}
    if hour is not None:
        values["digest_hour"] = hour
    if days:
        values["digest_days"] = days
    return values


def _wanted(scene: Scene, kinds: frozenset[DigestKind], *, hour: bool, days: bool) -> frozenset[DigestKind]:
    """Those that are named, and no others where nothing else is said of them; days are the morning's."""
    if kinds and (scene.words.digest.only.search(scene.text) or not (hour or days)):
        return kinds
    mornings = {DigestKind.MORNING} if days else set()
    return (scene.chosen.digests | kinds | mornings) or frozenset(DigestKind)


def _kinds(scene: Scene) -> frozenset[DigestKind]:
    return frozenset(kind for kind, pattern in scene.words.digest.kinds.items() if pattern.search(scene.text))


def _days(scene: Scene, text: str) -> frozenset[int]:
    """The days of the week that a text names, without those it leaves out."""
    words = scene.words.digest
    left_out = words.left_out.search(text)
    named = _named(scene, words.left_out.sub("", text))
    without = _named(scene, left_out["days"]) if left_out else frozenset()
    return (named or EVERY_DAY) - without if without else named


def _named(scene: Scene, text: str) -> frozenset[int]:
    words, weekdays = scene.words.digest, languages.of(scene.language).folded_weekdays
    found: set[int] = set()
    for first, last in words.through.findall(text):
        if first in weekdays and last in weekdays:
            found |= {
                day % 7 for day in range(weekdays[first], weekdays[last] + 7 * (weekdays[last] < weekdays[first]) + 1)
            }
    found |= {weekdays[word] for word in WORD.findall(text) if len(word) >= SHORTEST_DAY and word in weekdays}
    found |= WORKING if words.working.search(text) else set()
    found |= WEEKEND if words.weekend.search(text) else set()
    return frozenset(found) or (EVERY_DAY if words.any_day.search(text) else frozenset())


def _without_days(scene: Scene) -> str:
    """The sentence without days and what is said until when, so that the hour alone is left of its times."""
    weekdays = languages.of(scene.language).folded_weekdays
    words = scene.words.digest
    ranges = words.through.sub(lambda said: ANY_WORD if {*said.groups()} <= weekdays.keys() else said[0], scene.text)
    text = words.any_day.sub(ANY_WORD, words.until.sub("", ranges))
    return WORD.sub(lambda word: ANY_WORD if word[0] in weekdays and len(word[0]) >= SHORTEST_DAY else word[0], text)
