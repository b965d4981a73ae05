"""From a place as a person names it to the time zone it lies in, by the names of the zone database and of CLDR."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from memory.when.words.vocabulary import fold
from memory.when.words.zones import PLACES

LONGEST: Final = 60
"""No place has a longer name."""

# Parts of the zone database that name no cities, and names of its older ones that are anything but a place.
NO_CITIES: Final = frozenset({"Etc", "US", "Canada", "Brazil", "Chile", "Mexico"})
NO_PLACES: Final = frozenset({"north", "south", "west", "act", "center"})

# What countries and states are called beside their names, and abbreviations that mean one clock only.
COUNTRIES: Final[Mapping[str, str]] = {
    "us": "US", "usa": "US", "u s": "US", "u s a": "US", "the states": "US", "america": "US",
    "uk": "GB", "u k": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "uae": "AE", "holland": "NL", "turkey": "TR", "czech republic": "CZ", "korea": "KR",
}  # fmt: skip
ABBREVIATIONS: Final[Mapping[str, str]] = {
    "utc": "UTC", "est": "America/New_York", "edt": "America/New_York", "cst": "America/Chicago",
    "cdt": "America/Chicago", "mst": "America/Denver", "mdt": "America/Denver", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "ct": "America/Chicago", "mt": "America/Denver",
}  # fmt: skip

PLACE_ZONES: Final = {name: zone for zone, names in PLACES.items() for name in names.split("|")}

# Country calling codes whose countries keep one time; where they keep several, or share a code, the person is asked.
CALLING: Final[Mapping[str, str]] = {
    code: country
    for country, code in re.findall(
        r"([A-Z]{2}):(\d+)",
        "EG:20 ZA:27 GR:30 NL:31 BE:32 FR:33 HU:36 IT:39 RO:40 CH:41 AT:43 GB:44 DK:45 SE:46 NO:47 PL:48 DE:49"
        " PE:51 CU:53 CO:57 VE:58 PH:63 SG:65 TH:66 JP:81 KR:82 VN:84 TR:90 IN:91 PK:92 AF:93 LK:94 MM:95 IR:98"
        " MA:212 DZ:213 TN:216 LY:218 GM:220 SN:221 MR:222 ML:223 GN:224 CI:225 BF:226 NE:227 TG:228 BJ:229 MU:230"
        " LR:231 SL:232 GH:233 NG:234 TD:235 CF:236 CM:237 CV:238 ST:239 GQ:240 GA:241 CG:242 AO:244 GW:245 SC:248"
        " SD:249 RW:250 ET:251 SO:252 DJ:253 KE:254 TZ:255 UG:256 BI:257 MZ:258 ZM:260 MG:261 ZW:263 NA:264 MW:265"
        " LS:266 BW:267 SZ:268 KM:269 ER:291 GI:350 LU:352 IE:353 IS:354 AL:355 MT:356 FI:358 BG:359 LT:370 LV:371"
        " EE:372 MD:373 AM:374 BY:375 AD:376 MC:377 SM:378 RS:381 ME:382 HR:385 SI:386 BA:387 MK:389"
        " CZ:420 SK:421 LI:423 BZ:501 GT:502 SV:503 HN:504 NI:505 CR:506 PA:507 HT:509 BO:591 GY:592 PY:595 SR:597"
        " UY:598 TL:670 BN:673 NR:674 TO:676 SB:677 VU:678 FJ:679 PW:680 WS:685 TV:688 HK:852 MO:853 KH:855 LA:856"
        " BD:880 TW:886 MV:960 LB:961 JO:962 SY:963 IQ:964 KW:965 SA:966 YE:967 OM:968 AE:971 IL:972 BH:973 QA:974"
        " BT:975 NP:977 TJ:992 TM:993 AZ:994 GE:995 KG:996",
    )
}
LONGEST_CODE: Final = 3

BLANKS: Final = re.compile(r"[\s_/,\-\N{EN DASH}]+")
SIGNS: Final = re.compile(r"[^\w ]+")
A_YEAR: Final = tuple(timedelta(days=15 * count) for count in range(25))


async def find(place: str, *, now: datetime, locale: str = "en") -> tuple[str, ...]:
    """`zones_of`, off the event loop: the first look at a language's names takes tens of milliseconds."""
    return await asyncio.to_thread(zones_of, place, now=now, locale=locale)


def zones_of(place: str, *, now: datetime, locale: str = "en") -> tuple[str, ...]:
    """The IANA zones that a place may lie in; several, one for each clock that is kept there, are to be asked about.

    Args:
        place: a city, a country, or the name of a zone, in English or in the language of `locale`.
        now: which clocks are alike is asked of the year that follows.
        locale: as CLDR names it.
    """
    if len(place) > LONGEST:
        return ()
    if exact := named(place.strip()):
        return (exact,)
    name = _plain(place)
    if country := _country(name, locale):
        return of_country(country, now)
    zones = _cities(locale).get(name) or _cities("en").get(name)
    return clocks(zones, now) if zones else _within(place, now, locale)


def of_country(country: str, now: datetime) -> tuple[str, ...]:
    """One zone for each clock that is kept in a country, by its ISO 3166 code; none for no country."""
    return clocks(map(_canonical, get_global("territory_zones").get(country, ())), now)


def of_number(number: str, now: datetime) -> str | None:
    """The zone of a phone number (`+351…`), where its country keeps one time."""
    digits = "".join(sign for sign in number if sign.isdecimal()) if number.startswith("+") else ""
    codes = (digits[:length] for length in range(LONGEST_CODE, 0, -1))
    return _only(next((CALLING[code] for code in codes if code in CALLING), None), now)


def of_language(tag: str, now: datetime) -> str | None:
    """The zone of a language tag (`pt-BR`, `de`), where those whose it is keep one time."""
    language, *rest = re.split("[-_]", tag.lower())
    region = next((part.upper() for part in rest if len(part) == 2), None)  # noqa: PLR2004 - ISO 3166
    if region:
        return _only(region, now)
    zones: tuple[str, ...] = ()
    for country, spoken in get_global("territory_languages").items():
        if _official(language, spoken):
            zones = clocks((*zones, *of_country(country, now)), now)
        if len(zones) > 1:
            return None
    return _only(get_global("likely_subtags").get(language, "").rpartition("_")[2], now)


def clocks(zones: Iterable[str], now: datetime) -> tuple[str, ...]:
    """Of zones that keep the same time all through the year one each, the best known; those come first."""
    alike: dict[tuple[timedelta | None, ...], str] = {}
    for zone in sorted(zones, key=_rank):
        at = ZoneInfo(zone)
        alike.setdefault(tuple((now + ahead).astimezone(at).utcoffset() for ahead in A_YEAR), zone)
    return tuple(alike.values())


def _official(language: str, spoken: Mapping[str, Mapping[str, object]]) -> bool:
    return spoken.get(language, {}).get("official_status") in {"official", "de_facto_official"}


def _only(country: str | None, now: datetime) -> str | None:
    zones = of_country(country, now) if country else ()
    return zones[0] if len(zones) == 1 else None


def _within(place: str, now: datetime, locale: str) -> tuple[str, ...]:
    """A city and what it lies in: "Lisbon, Portugal"; nothing where the two don't fit ("Paris, Texas")."""
    city, _, around = place.rpartition(",")
    if not city or not around.strip():
        return ()
    outer = _plain(around)
    country, region = _country(outer, locale), PLACE_ZONES.get(outer)
    found = zones_of(city, now=now, locale=locale)
    return tuple(zone for zone in found if region == zone or (country and _territory(zone) == country))


def _country(name: str, locale: str) -> str | None:
    return _countries(locale).get(name) or _countries("en").get(name)


def _territory(zone: str) -> str | None:
    found: str | None = get_global("zone_territories").get(zone)
    return found


def named(name: str) -> str | None:
    """A zone by its IANA name, whatever the case; None for what is none, or no place."""
    found = _keys().get(name.lower())
    return found if found and (found == "UTC" or ("/" in found and not found.startswith("Etc/"))) else None


def _rank(zone: str) -> tuple[bool, bool, str]:
    return zone not in PLACES, zone not in _principal(), zone


@cache
def _principal() -> frozenset[str]:
    """The zones by which CLDR tells the clocks of a big region."""
    return frozenset(get_global("windows_zone_mapping").values())


@cache
def _keys() -> Mapping[str, str]:
    """Every zone there is, by its name in small letters."""
    names = (resources.files("tzdata") / "zones").read_text("ascii").split()
    return {name.lower(): name for name in names if name != "Factory"}


@cache
def _cities(locale: str) -> Mapping[str, frozenset[str]]:
    """Zones by the names of their cities: the zone database's, CLDR's in one language, and those of other big ones."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, zone in (*_by_the_database(), *_by_cldr(locale), *PLACE_ZONES.items(), *ABBREVIATIONS.items()):
        found[name].add(zone)
    return {name: frozenset(zones) for name, zones in found.items() if name not in NO_PLACES}


def _by_the_database() -> Iterator[tuple[str, str]]:
    for key in _keys().values():
        area, *parts = key.split("/")
        if area not in NO_CITIES:
            for start in range(len(parts)):
                yield _plain(" ".join(parts[start:])), _canonical(key)


def _by_cldr(locale: str) -> Iterator[tuple[str, str]]:
    for key, names in _locale(locale).time_zones.items():
        zone = _canonical(key)
        if "city" in names and zone.lower() in _keys():
            yield _plain(names["city"]), zone


@cache
def _countries(locale: str) -> Mapping[str, str]:
    territories = _locale(locale).territories
    names = {_plain(name): code for code, name in territories.items() if code in get_global("territory_zones")}
    return {**names, **COUNTRIES}


@cache
def _locale(name: str) -> Locale:
    """CLDR's names in a language; English where it has none."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def _canonical(key: str) -> str:
    """The name that a zone has today, by which it is also known here."""
    today: str = get_global("zone_aliases").get(key, key)
    return _keys().get(today.lower(), key) if today != "Etc/UTC" else "UTC"


def _plain(name: str) -> str:
    """A name as hurried people write it: no case, no accents, no signs."""
    bare = SIGNS.sub("", BLANKS.sub(" ", fold(name[:LONGEST])).replace(".", " " if " " not in name else ""))
    words = bare.split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
