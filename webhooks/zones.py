"""Which time zones a browser may be in."""

import asyncio
from functools import cache
from typing import Final
from zoneinfo import available_timezones

# Files beside the zones which are none: whatever this machine is set to, and placeholders.
NO_ZONES: Final = frozenset({"localtime", "posixrules", "Factory"})


async def exists(zone: str) -> bool:
    """Whether it is a time zone by its IANA name. The first call goes through the machine's files, off the loop."""
    return zone in await asyncio.to_thread(_zones)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - NO_ZONES)
