"""A person lives by another clock: their reminders keep their hours, but for those that were set for a moment."""

import re
from typing import Final
from zoneinfo import ZoneInfo

from bot.messages import Reply
from handlers.turn import Turn
from memory import cities

OFFERED: Final = 3
"""Clocks to choose from; of a country with more the city has to be named."""

# "GMT+2". In the zone database what lies east of Greenwich has a minus: `Etc/GMT-2`.
OFFSET: Final = re.compile(
    r"(?:gmt|utc)? ?(?P<sign>[+\-\N{MINUS SIGN}]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?", re.IGNORECASE
)
FIXED: Final = frozenset(
    {"UTC", *(f"Etc/GMT-{hours}" for hours in range(1, 15)), *(f"Etc/GMT+{hours}" for hours in range(1, 13))}
)


async def known(turn: Turn, place: str) -> bool:
    """Whether that is a place with a clock."""
    return bool(await cities.find(place, now=turn.now, locale=turn.words.phrases.locale))


async def to_place(turn: Turn, place: str) -> Reply:
    """Go to a place as the person calls it; ask where it has several clocks."""
    if offset := OFFSET.fullmatch(place.strip()):
        zone = _fixed(offset)
        return await to_zone(turn, zone) if zone else turn.words.unknown_place(place.upper())
    zones = await cities.find(place, now=turn.now, locale=turn.words.phrases.locale)
    if not zones:
        return turn.words.unknown_place(place)
    if len(zones) > OFFERED:
        return turn.words.many_zones(place)
    return turn.words.which_zone(zones) if len(zones) > 1 else await to_zone(turn, zones[0])


async def to_zone(turn: Turn, name: str) -> Reply:
    """Go to a zone by its IANA name."""
    key = name if name in FIXED else cities.named(name)
    if key is None:
        return turn.words.unknown_tap()
    here, there = turn.preferences.zone, ZoneInfo(key)
    known = turn.preferences.zone_known
    turn.preferences.move(there)
    turn.preferences.choose(zone_confirmed=True)
    if known and here.key == there.key:
        return turn.words.stays(there, now=turn.now)
    travelled = await turn.reminders.travel(there, now=turn.now)
    return turn.words.moved(there, travelled, now=turn.now, undo=here.key if known else None)


def _fixed(offset: re.Match[str]) -> str | None:
    """The zone that keeps this distance from Greenwich; None where there is none."""
    if int(offset["minutes"] or 0):
        return None
    hours = int(offset["hours"])
    zone = f"Etc/GMT{'-' if offset['sign'] == '+' else '+'}{hours}" if hours else "UTC"
    return zone if zone in FIXED else None


async def tapped(turn: Turn) -> Reply:
    """Go to the zone that a button names."""
    return await to_zone(turn, turn.subject)


async def unfix(turn: Turn) -> Reply:
    """Let what was set for a moment keep its hours as well."""
    zone = turn.preferences.zone
    return turn.words.unfixed(await turn.reminders.unfix(zone, now=turn.now), zone)
