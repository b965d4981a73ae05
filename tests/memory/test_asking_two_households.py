"""Two households unlike each other, one terse and one that rambles, in several languages; see `household`."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tests.memory.desk import Desk
from tests.memory.household import Household, sit

ASKED: Final = datetime(2025, 10, 20, 20, tzinfo=UTC)
ROOFER: Final = Household.of_file("roofer.txt", ZoneInfo("America/Los_Angeles"), ASKED)
GUEST_HOUSE: Final = Household.of_file("guest_house.txt", ZoneInfo("Europe/Berlin"), ASKED)

RIGHT: Final = 0.85
"""The share of questions with an answer that show all of it."""
FOUND: Final = 0.95
"""… and the share of them to which something is said to fit."""
ABSTAINED: Final = 0.85
"""The share of those without one to which nothing is."""


async def test_what_is_told_in_a_few_words_is_found_by_other_words_and_what_is_not_is_not(anna: Desk) -> None:
    result = await sit(anna, ROOFER)
    assert result.right >= RIGHT
    assert result.found >= FOUND
    assert result.abstained >= ABSTAINED


async def test_what_is_told_at_length_is_found_in_five_languages_and_what_is_not_is_not(anna: Desk) -> None:
    result = await sit(anna, GUEST_HOUSE)
    assert result.right >= RIGHT
    assert result.found >= FOUND
    assert result.abstained >= ABSTAINED
