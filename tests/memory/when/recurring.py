"""What a sentence says about coming again, read on a Saturday in Lisbon."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from memory.when.recurrence import Recurring, find

ZONE: Final = ZoneInfo("Europe/Lisbon")
# A Saturday.
NOW: Final = datetime(2026, 11, 21, 10, 30, tzinfo=ZONE)


def read(text: str, language: str = "en") -> Recurring:
    found = find(text, now=NOW, zone=ZONE, language=language)
    assert found is not None, text
    return found
