"""Names of time zones as people write them: abbreviations with their offset, and cities with their zone."""

from collections.abc import Iterator
from datetime import timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

# Where an abbreviation has several meanings, the one most people use. Hours east of Greenwich.
OFFSETS: Final = {
    "gmt": 0, "utc": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3,
    "msk": 3, "ist": 5.5, "pkt": 5, "sgt": 8, "hkt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10,
    "aedt": 11, "acdt": 10.5, "nzst": 12, "nzdt": 13, "brt": -3, "art": -3, "ast": -4, "adt": -3, "est": -5,
    "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
    "nst": -3.5, "ndt": -2.5, "sast": 2, "wat": 1, "eat": 3, "cat": 2,
}  # fmt: skip

# What is said before "time". Eastern and the like follow the clock changes of their biggest city.
PLACES: Final = {
    "America/New_York": "new york|nyc|eastern|et|east coast|boston|washington|miami|toronto|montreal",
    "America/Chicago": "chicago|central|dallas|houston|austin",
    "America/Denver": "denver|mountain",
    "America/Los_Angeles": "los angeles|la|pacific|pt|west coast|san francisco|seattle|california|vancouver",
    "America/Phoenix": "phoenix|arizona",
    "America/Mexico_City": "mexico|mexico city",
    "America/Bogota": "bogota|colombia",
    "America/Lima": "lima|peru",
    "America/Santiago": "santiago|chile",
    "America/Sao_Paulo": "sao paulo|brasilia|rio|brazil",
    "America/Argentina/Buenos_Aires": "buenos aires|argentina",
    "Atlantic/Reykjavik": "reykjavik|iceland",
    "Europe/London": "london|uk|british|edinburgh",
    "Europe/Dublin": "dublin|irish|ireland",
    "Europe/Lisbon": "lisbon|lisboa|portugal|porto",
    "Europe/Madrid": "madrid|barcelona|spain|spanish",
    "Europe/Paris": "paris|france|french",
    "Europe/Berlin": "berlin|munich|hamburg|frankfurt|germany|german|central european",
    "Europe/Zurich": "zurich|swiss",
    "Europe/Vienna": "vienna",
    "Europe/Rome": "rome|milan|italy|italian",
    "Europe/Amsterdam": "amsterdam|dutch",
    "Europe/Brussels": "brussels",
    "Europe/Copenhagen": "copenhagen",
    "Europe/Stockholm": "stockholm",
    "Europe/Oslo": "oslo",
    "Europe/Helsinki": "helsinki",
    "Europe/Warsaw": "warsaw",
    "Europe/Athens": "athens|greek",
    "Europe/Istanbul": "istanbul|turkey",
    "Europe/Moscow": "moscow",
    "Europe/Kyiv": "kyiv|kiev",
    "Africa/Cairo": "cairo|egypt",
    "Africa/Lagos": "lagos|nigeria",
    "Africa/Nairobi": "nairobi|kenya",
    "Africa/Johannesburg": "johannesburg|cape town|south africa",
    "Asia/Beirut": "beirut|lebanon",
    "Asia/Jerusalem": "jerusalem|tel aviv|israel",
    "Asia/Dubai": "dubai|abu dhabi",
    "Asia/Karachi": "karachi|pakistan",
    "Asia/Kolkata": "india|indian|mumbai|delhi|bangalore|kolkata",
    "Asia/Bangkok": "bangkok|thailand",
    "Asia/Singapore": "singapore",
    "Asia/Hong_Kong": "hong kong",
    "Asia/Shanghai": "shanghai|beijing|china",
    "Asia/Manila": "manila",
    "Asia/Seoul": "seoul|korea",
    "Asia/Tokyo": "tokyo|japan",
    "Australia/Perth": "perth",
    "Australia/Brisbane": "brisbane",
    "Australia/Sydney": "sydney|melbourne",
    "Pacific/Auckland": "auckland|new zealand",
    "Pacific/Honolulu": "honolulu|hawaii",
}


# Only in English, where "et" is no "and".
AMERICAN: Final = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}


def tagged(language: str) -> Iterator[tuple[str, str, object]]:
    """Every name with its tag: `ZONE` stands alone, `PLACE` before "time"."""
    if language == "en":
        for name, zone in AMERICAN.items():
            yield name, "ZONE", ZoneInfo(zone)
    for name, hours in OFFSETS.items():
        yield name, "ZONE", timezone(timedelta(hours=hours), name.upper())
    for zone, names in PLACES.items():
        for name in names.split("|"):
            yield name, "PLACE", zone
