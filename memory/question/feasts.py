"""The days on which feasts are kept where a person lives, where that is not when they are kept in the United States."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from memory.when.holidays import easter

SUNDAY: Final = 6
MOTHERS: Final = "mother's day"
FATHERS: Final = "father's day"

Of = Callable[[int], date]


def _sunday(month: int, nth: int) -> Of:
    """The nth Sunday of a month, the last one for -1."""

    def of(year: int) -> date:
        if nth < 0:
            last = date(year, month, 31)
            return last - timedelta(days=(last.weekday() - SUNDAY) % 7)
        first = date(year, month, 1)
        return first + timedelta(days=(SUNDAY - first.weekday()) % 7 + 7 * (nth - 1))

    return of


def _from_easter(days: int) -> Of:
    return lambda year: easter(year) + timedelta(days=days)


def _fixed(month: int, day: int) -> Of:
    return lambda year: date(year, month, day)


_BRITISH: Final = {MOTHERS: _from_easter(-21)}
_IBERIAN: Final = {MOTHERS: _sunday(5, 1), FATHERS: _fixed(3, 19)}
_KEPT: Final[Mapping[str, Mapping[str, Of]]] = (
    dict.fromkeys(
        (
            *("Europe/London", "Europe/Belfast", "Europe/Jersey", "Europe/Guernsey", "Europe/Isle_of_Man"),
            *("Europe/Dublin", "GB"),
        ),
        _BRITISH,
    )
    | dict.fromkeys(("Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta"), _IBERIAN)
    | dict.fromkeys(("Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"), _IBERIAN)
    | {
        "Europe/Paris": {MOTHERS: _sunday(5, -1)},
        "Europe/Berlin": {FATHERS: _from_easter(39)},
        "Europe/Vienna": {FATHERS: _sunday(6, 2)},
        "America/Sao_Paulo": {FATHERS: _sunday(8, 2)},
        "America/Mexico_City": {MOTHERS: _fixed(5, 10)},
    }
)


def kept(name: str, zone: ZoneInfo) -> Of | None:
    """The day of each year on which a feast is kept in a zone; None where `memory.when` has it right.

    Args:
        name: as `memory.when.holidays` calls it.
        zone: where the person lives, which is as near as we know the country.
    """
    return _KEPT.get(zone.key, {}).get(name)
