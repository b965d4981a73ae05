"""Several things to be reminded of in one request: "remind me to call Ana at 5 and to water the plants at 7"."""

import re
from typing import Final

from handlers.intents import PLAIN
from handlers.intents_words import DAYS, NUMBERS

REMINDS: Final = re.compile(
    r"(?P<verb>(?:please |can you |could you |bitte |por favor,? )?"
    r"(?:remind (?:me|us)|recuerdame|avisame|erinnere? mich|rappelle[- ]moi|lembr[ae]-me|me lembr[ae]))\b"
    r"(?P<to> daran,?(?= )| (?:to|of|about|an|d[eo]s?)\b| d'|)",
    re.IGNORECASE,
)
# What is told of, rather than to be done, is one thing: "remind me that they close at 5".
TOLD: Final = re.compile(r"(?:that|if|when|dass|wenn|que|si|quand|cuando|se|quando)\b", re.IGNORECASE)
# The second thing is joined to the request as the first one was ...
JOINED: Final = re.compile(r"(?:to|of|about|daran|an|d[eo]s?)\b|d'", re.IGNORECASE)
# ... or belongs to the first: what somebody does, when it is to be done, which one is meant.
BELONGS: Final = re.compile(
    r"(?:before|after|until|till|with|for|from|or|but|vor|nach|bis|mit|antes|despues|avant|apres|ate|depois|con|com|avec"
    r"|the ones?|which|whose?|where|welche[rs]?|wo|(?:el|la|lo) que|celui|celle|qui|[oa] que"
    r"|i|you|he|she|it|we|they|that|this|then|er|sie|es|wir|ihr|ella|ellos|il|elle|ils|elles|ele|ela|eles)\b",
    re.IGNORECASE,
)

HOUR: Final = (
    rf"(?:\d{{1,2}}(?:[:.h]\d\d)?(?:\s?(?:am|pm|uhr|h|o'clock)\b)?(?![\d.:/])|(?:{NUMBERS})\b|noon|midday|midnight"
    r"|(?:half|quarter) (?:past |to )?\w+|halb \w+|mittag|mitternacht"
    r"|mediodia|medianoche|midi|minuit|meio-dia|meia-noite)"
)
CLOCK: Final = re.compile(
    rf"\b(?:at|by|around|um|gegen|ab|a las?|as|a|vers)\s{HOUR}|\b\d{{1,2}}(?::\d\d|\s?(?:am|pm|uhr|h)\b|h\d\d)",
    re.IGNORECASE,
)
# How exactly a time is meant, or how kindly it is asked for, is no matter.
BESIDE: Final = re.compile(
    r"\b(?:sharp|exactly|on the dot|latest|please|punkt|punktlich|genau|spatestens|bitte|en punto|por favor|pile"
    r"|precises?|s'il (?:te|vous) plait|em ponto)\b",
    re.IGNORECASE,
)
WEEKDAYS: Final = (
    rf"{DAYS}|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?"
)
# "Am Morgen" and "de la manana" are times of a day, no days.
DAY: Final = re.compile(
    r"\b(?:today|tomorrow|tonight|day after tomorrow|heute|(?<!am )(?<!jeden )(?:uber)?morgen|hoy"
    r"|(?<!la )(?:pasado )?manana|aujourd'hui|(?:apres-)?demain|hoje|(?:depois de )?amanha"
    rf"|(?:(?:on|am|el|le|na|no) )?(?:next )?(?:{WEEKDAYS}))\b",
    re.IGNORECASE,
)
EVERY: Final = re.compile(
    r"\b(?:every|each|daily|weekly|monthly|jede[nrsm]?|taglich|cada|tod[oa]s|chaque|tous|toutes)\b", re.IGNORECASE
)
BEGINS_WITH_A_TIME: Final = re.compile(rf"(?:{CLOCK.pattern}|{DAY.pattern}|\d|(?:at|on|in|by|um|am)\b)", re.IGNORECASE)
WORD: Final = re.compile(r"[^\W\d_]{2,}")


def again(left: str, right: str) -> str | None:
    """What of a request to be reminded has to be said anew before `right` and, for its day, behind it, as `… {} …`.

    None where `right` is no further thing: both need a matter and a time of their own. A day that only the first one
    names is meant for both; a recurrence that only the first one names may be, so the two are left together.

    Args:
        left: a request, as written.
        right: what follows the "and", likewise.
    """
    plain, further = left.translate(PLAIN), right.translate(PLAIN)
    asked = REMINDS.match(plain)
    if asked is None or BELONGS.match(further):
        return None
    rest = plain[asked.end() :]
    if TOLD.match(_untimed(rest).strip()) or not (_is_timed_matter(rest) and _is_timed_matter(further)):
        return None
    if EVERY.search(plain) and not EVERY.search(further):
        return None
    joined = JOINED.match(further) or BEGINS_WITH_A_TIME.match(further)
    lead = left[: asked.end("verb" if joined else "to")]
    day = DAY.search(plain, asked.end()) if CLOCK.search(rest) and not DAY.search(further) else None
    return f"{lead} {{}}" + (f" {left[slice(*day.span())]}" if day else "")


def _is_timed_matter(said: str) -> bool:
    left = _untimed(said)
    return left != said and WORD.search(JOINED.sub(" ", left.strip(), count=1)) is not None


def _untimed(said: str) -> str:
    return BESIDE.sub(" ", CLOCK.sub(" ", DAY.sub(" ", said)))
