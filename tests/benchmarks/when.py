"""How long a time expression takes to read: `python -m tests.benchmarks.when`."""

import json
from collections.abc import Iterator
from datetime import datetime
from time import perf_counter
from typing import Final
from zoneinfo import ZoneInfo

from memory.when import times
from tests.benchmarks.floor import Figures, machine, percentiles

ZONE: Final = ZoneInfo("Europe/Lisbon")
NOW: Final = datetime(2026, 11, 18, 10, 20, tzinfo=ZONE)
ROUNDS: Final = 50
MESSAGES: Final = (
    "remind me to call Ana about the lease next Tuesday at 3",
    "the spare key is under the blue pot",
    "dentist on the first Monday of December at half past nine in the morning",
    "in an hour and a half",
    "paid 12.50 for lunch yesterday, Ben owes me 6",
    "we fly on 27/11/2026 at 18:40 and are back the Friday after next",
    "what did I say about the boiler last March?",
    "from 3 to 5 pm tomorrow, room 12",
    "my passport number is 123456789",
    "the party is on Saturday evening, bring 3 chairs and two kilos of ice",
)
HOSTILE: Final = {
    "digits": "3 ",
    "hours": "at three ",
    "dates": "2026-11-18 ",
    "durations": "1 hour and ",
    "colons": "1:",
    "brackets": "(",
    "ranges": "from 3 to 5 on ",
    "prose": "I went to the market in the old town and bought a few apples for my mother. ",
}
SIZE: Final = 20_000


def _milliseconds(text: str) -> float:
    began = perf_counter()
    times.find_all(text, now=NOW, zone=ZONE)
    return (perf_counter() - began) * 1000


def _ordinary() -> Iterator[float]:
    for _ in range(ROUNDS):
        yield from map(_milliseconds, MESSAGES)


def figures() -> dict[str, object]:
    """Milliseconds a message, and a hostile text of 20,000 characters."""
    first = _milliseconds(MESSAGES[0])
    taken = list(_ordinary())
    ordinary: Figures = {"mean": round(sum(taken) / len(taken), 3), **percentiles(taken), "worst": round(max(taken), 3)}
    hostile = {name: round(_milliseconds((text * SIZE)[:SIZE]), 1) for name, text in HOSTILE.items()}
    return {"machine": machine(), "first": round(first, 1), "message": ordinary, "hostile": hostile}


if __name__ == "__main__":
    print(json.dumps(figures(), indent=2))  # noqa: T201 - the figures are what the command is for
