"""Secrets in a text: what opens a door or logs somebody in, and the numbers of cards and accounts."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final

from memory.checksums import is_card, is_iban

SURE: Final = 0.97
LIKELY: Final = 0.85
CUE_LIMIT: Final = 60
"""Cue words that are looked at; a text that has more of them is no note about a door."""
LOOK_LIMIT: Final = 3_000
"""Characters among which passwords are looked for; numbers of cards and accounts are found in all of a text."""
REACH: Final = 60
"""How many characters after its cue a secret may begin."""
LONGEST: Final = 40
"""Characters that a secret has at most."""
ENOUGH_DIGITS: Final = 4
"""Digits from which a number right after "door" is no house number."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret and where it stands. `kind`: credential, card or iban; `confidence`: 0 to 1."""

    kind: str
    span: tuple[int, int]
    confidence: float


def _any(words: str) -> str:
    return "|".join(word.replace("_", "[ -]?") for word in words.split())


CUES: Final[Mapping[str, str]] = MappingProxyType({
    # Said of nothing but secrets.
    "password": _any(
        "passwor[dt]s? pass?wd pwd pw pass_?codes? passphrases? kennwort geheimzahl contrase[ñn]as?"
        " mots?_de_passe mdp senhas? palavra_passe palavra_chave memorable_word security_answer backup_codes?"
        " recovery_(?:code|phrase|key)s? seed_phrase host_key (?:wifi|wi-fi|wlan|network|security)_?key"
        " wlan_schlüssel puk digicode two_factor_codes? 2fa master_key clave_del_(?:wifi|banco)"
    ),
    "pass": "pass|login|log-in|zugang",
    # What has a number to open it, and little else to be told of.
    "safe": _any(
        "alarms? padlocks? (?:bike|door|number|combination|steering|cable)_locks? locks lock_?box key_?safe key_?box"
        " safe strongbox combinations? combos? combis? key_?pad digilock alarmanlage tresor kombination"
        " (?:zahlen|fahrrad|vorhänge|bügel|rad)schloss"
        " alarma caja_fuerte candado combinación alarme coffre-?fort cadenas combinaison cofre cadeado combinação"
    ),
    # What may have one.
    "lock": _any(
        "lock gate door garage entry fob lockers? shed till intercom container box sim phone ipad tablet laptop"
        " building barrier yard stairs? stairwell lobby elevator lift schloss haustür portal portón coffre portail"
        " immeuble portão"
    ),
    "number": _any(
        "codes? pins? pincodes? (?:door|gate|alarm|entry|key|lock|access|unlock|security|safe)codes? c[oó]digos?"
        " [a-zäöü]*codes? claves?"
    ),
    "account": _any(
        "wi_?fi wlan hotspot network router ssid user_?name user usuario benutzername identifiant admin"
    ),
})  # fmt: skip
_CUE: Final = re.compile("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in CUES.items()), re.IGNORECASE)

# Numbers that are called codes, and open nothing.
_HARMLESS: Final = re.compile(
    r"\b(?:discount|promo\w*|voucher|coupon|offer|error|fault|dress|area|post|postal|zip|country|sort|booking|qr|order"
    r"|tracking|bar|product|tax|colou?r|paint|gutschein\w*|rabatt\w*|fehler|descuento|diall?ing|swift|radio|airport"
    r"|referral|batch|source|reference|ref|bus|boarding|rail|day|season|parking|ski|train|museum|postal|morse)[ -]?$"
    r"|(?:fehler|gutschein|rabatt|aktions|strich|bar|qr-)codes?$",
    re.IGNORECASE,
)

# Digits alone, in groups, or with a letter or a mark beside them; not money, times, dates and phone numbers.
_DIGITS: Final = (
    r"(?<![\w£$€.,:+/#-])(?<!\d\ )[A-Za-z]{0,2}\d{3,8}[A-Za-z]{0,2}[#*]?"
    r"(?![\w%]|[.,:/]\d|-\d|\ ?[£$€]|\ \d{3})"
)
_LETTERED: Final = r"(?<!\w)(?:[A-Z]\ ?\d{3,6}\ ?[A-Z]?|\d{1,4}[A-Z]\d{1,4})(?!\w)"
_GROUPS: Final = r"(?<![\w£$€.,:])\d{1,4}(?:(?:\ ?-\ ?|\ )\d{1,4}){2,6}[#*]?(?!\w)"
_TURNS: Final = r"\d{1,2}\ (?:left|right|links|rechts|times|izquierda|derecha|gauche|droite)"
_MIXED: Final = r"(?<!\S)(?=[^\s\d]*\d)(?=\S*[^\W\d_])(?!\S*[@/:])[^\s,;()]{5,40}(?!\w)"
_MARKED: Final = r"(?<!\S)[^\W\d_]{2,}[!@$*&?_%+#=](?=[^\s,;]*\w)[^\s,;]{2,30}"
_CAMEL: Final = r"(?<!\S)[^\W\d_]*[a-z][A-Z][^\W\d_]+"
_UNIT: Final = (
    r"(?!\ ?(?:am|pm|uhr|h|hrs?|hours?|mins?|minutes?|secs?|seconds?|days?|weeks?|months?|years?|yrs?|each|per|x"
    r"|quid|pounds?|euros?|eur|usd|gbp|dollars?|bucks|kg|g|lbs?|mm|cm|m|ft|km|miles?|litres?|ml|mg|watts?|w|psi"
    r"|people|ppl|kids)\b)"
)
_OPENS: Final = re.compile(rf"(?:{_LETTERED}|{_GROUPS}|{_TURNS}|{_DIGITS}){_UNIT}")
_PAIRED: Final = r"(?<![\w£$€.,:+-])\d{3,6}[-\ ]\d{3,6}(?![\w-])"
_WORDS: Final = rf"{_MIXED}|{_MARKED}|{_CAMEL}"
_LOGS_IN: Final = re.compile(_WORDS)
_OPENS_OR_LOGS_IN: Final = re.compile(rf"(?:{_GROUPS}|{_PAIRED}|{_WORDS}|{_LETTERED}|{_DIGITS}){_UNIT}")
_ANY_WORD: Final = re.compile(
    r"\s*(?:(?:['\u2019]s|:|=|(?:is|are|now|starts|ist|es|est|é)\b)\s*){1,3}"
    r"(?P<word>(?!(?:not|the|in|on|for|wrong|out|too|still|saved|expired|always|same|changed|needs|doesn|reset|under"
    r"|with)\b)[^\s,;]{4,40})",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"\s+(?P<word>(?!(?:reset|manager|changed?|expired|again|please|protected|hint|policy|list|box|protection|is|was"
    r"|needs|wrong|sheet|book|required|updated?|forgotten|stuff|lost|sent|saved|incorrect|recovery)\b)[^\s,;]{4,40})"
    r"(?=\s*(?:$|[,;()\n]))",
    re.IGNORECASE,
)
_SAID: Final = re.compile(r"\s*(?::|=|is\b|ist\b|es\b|est\b|é\b|now\b|starts\b|['\u2019]s\b)", re.IGNORECASE)
# What a hurried hand puts between a lock and its number, and nothing else.
_NEAR: Final = re.compile(
    r"(?:\s*(?:['\u2019]s\b|[:=>,\u2013-]|\b(?:is|are|ist|es|est|é|now|jetzt|ahora|agora|maintenant|changed|changes|to"
    r"|still|for|at|on|of|the|new|press|hit|then|our|my|box|code|pin|number|turns?|opens|unlocks|with|combo|combination|keypad|door|gate"
    r"|cabin|inside|digits?|\d-digit|side|back|front|[a-z]|[a-z]+['\u2019]s)\b)){0,6}\s*",
    re.IGNORECASE,
)
# Nobody writes like this but to log in: capitals, digits and a mark within one word.
_SHAPED: Final = re.compile(
    r"(?<!\S)(?P<word>(?=[^\s\d]{3,30}\d)(?=[^\sA-Z]{0,30}[A-Z])"
    r"[A-Za-z]{3,30}[!*&#$%?][A-Za-z]{0,30}\d[\w!*&#$%?]{0,30})(?!\S)"
)
_PAIR: Final = re.compile(r"[^\n]{0,60}?\S\s*(?:\s/\s|\s\|\s)\s*(?P<word>[^\s,;]{4,40})")
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s+[A-ZÀ-Þ])|\n")


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word that may announce a secret: where it ends, and what is written before and after it."""

    end: int
    before: str
    after: str


def secrets_in(text: str) -> list[Secret]:
    """The secrets of `text`, in the order of their places; the span is that of the secret itself."""
    found = {secret.span: secret for secret in (*_numbers(text), *_credentials(text))}
    return sorted(found.values(), key=lambda secret: secret.span)


def _credentials(text: str) -> Iterator[Secret]:
    for match in islice(_SHAPED.finditer(text, 0, LOOK_LIMIT), CUE_LIMIT):
        yield Secret("credential", match.span("word"), LIKELY)
    for match in islice(_CUE.finditer(text, 0, LOOK_LIMIT), CUE_LIMIT):
        before = text[max(0, match.start() - REACH) : match.start()]
        after = _SENTENCE_END.split(text[match.end() : match.end() + REACH + LONGEST], maxsplit=1)[0]
        if not _HARMLESS.search(before) and not _HARMLESS.search(match.group()):
            yield from _AFTER[str(match.lastgroup)](_Cue(match.end(), before, after))


def _after_password(cue: _Cue) -> Iterator[Secret]:
    value = _OPENS_OR_LOGS_IN.search(cue.after)
    if value and value.start() <= REACH:
        yield _credential(cue, value.span(), SURE)
        return
    told = _ANY_WORD.match(cue.after) if _SAID.match(cue.after) else _TAIL.match(cue.after)
    if told:
        yield _credential(cue, told.span("word"), SURE)


def _after_pass(cue: _Cue) -> Iterator[Secret]:
    value = _LOGS_IN.search(cue.after)
    if value and value.start() <= REACH // 2:
        yield _credential(cue, value.span(), LIKELY)
        return
    told = _PAIR.match(cue.after)
    if told:
        yield _credential(cue, told.span("word"), LIKELY)


def _after_safe(cue: _Cue) -> Iterator[Secret]:
    """The number may come after the place: "key safe at the flats on Mill Lane 2580"."""
    value = _OPENS.search(cue.after, 0, REACH + LONGEST)
    if value and _long_enough(value.group()) and not _ANOTHER_NUMBER.search(cue.after[: value.start()]):
        yield _credential(cue, value.span(), LIKELY)


def _after_lock(cue: _Cue) -> Iterator[Secret]:
    near = _NEAR.match(cue.after)
    value = _OPENS.match(cue.after, near.end() if near else 0)
    if value and _long_enough(value.group()):
        yield _credential(cue, value.span(), LIKELY)


def _after_number(cue: _Cue) -> Iterator[Secret]:
    near = _NEAR.match(cue.after)
    value = _OPENS_OR_LOGS_IN.match(cue.after, near.end() if near else 0)
    locked = _LOCK_WORD.search(cue.before) or _LOCK_WORD.search(cue.after)
    if not value and (locked or _SAID.search(cue.after)):
        value = _OPENS.search(cue.after)
    if value and (locked or not _BARGAIN.search(cue.before + cue.after)):
        yield _credential(cue, value.span(), SURE if locked else LIKELY)


def _after_account(cue: _Cue) -> Iterator[Secret]:
    value = _LOGS_IN.search(cue.after)
    told = _PAIR.match(cue.after)
    if told:
        yield _credential(cue, told.span("word"), SURE)
    elif value and value.start() <= REACH // 2:
        yield _credential(cue, value.span(), LIKELY)


_LOCK_WORD: Final = re.compile(rf"\b(?:{CUES['safe']}|{CUES['lock']})\b", re.IGNORECASE)
_ANOTHER_NUMBER: Final = re.compile(
    r"\b(?:call|ring|phone|tel|number|no|invoice|order|serial|part|ref|model|room|flat|unit|year|since|in|from|by"
    r"|costs?)\W*$",
    re.IGNORECASE,
)
_BARGAIN: Final = re.compile(
    r"\boff\b|discount|voucher|promo|coupon|\bfree\b|\bgets\b|rabatt|descuento|remise|desconto", re.IGNORECASE
)
_AFTER: Final[Mapping[str, Callable[[_Cue], Iterator[Secret]]]] = MappingProxyType({
    "password": _after_password,
    "pass": _after_pass,
    "safe": _after_safe,
    "lock": _after_lock,
    "number": _after_number,
    "account": _after_account,
})  # fmt: skip


def _credential(cue: _Cue, span: tuple[int, int], confidence: float) -> Secret:
    return Secret("credential", (cue.end + span[0], cue.end + span[1]), confidence)


def _long_enough(value: str) -> bool:
    """Whether a number by a lock may open it: "door 8" is only the eighth door."""
    return sum(character.isdigit() for character in value) >= ENOUGH_DIGITS or not value.isdigit()


# Sixteen digits in a row or in groups, as on the card; IBANs of all countries with or without blanks.
_CARD: Final = re.compile(r"(?<![\w+-])\d(?:[ -]?\d){12,18}(?![\w-])")
_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)", re.IGNORECASE)


def _numbers(text: str) -> Iterator[Secret]:
    for kind, written, holds in (("card", _CARD, is_card), ("iban", _IBAN, is_iban)):
        yield from (Secret(kind, match.span(), SURE) for match in written.finditer(text) if holds(match.group()))
