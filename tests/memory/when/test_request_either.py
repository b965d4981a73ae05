"""Times that stand one beside the other are asked about, not halved."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.when import request
from tests.endless import comes_to_an_end

NOW = datetime(2026, 11, 22, 0, 10, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")
CLOCK = datetime(2026, 1, 1, 9, tzinfo=UTC).time()


def read(text: str, language: str = "en") -> request.Request:
    return request.read(text, now=NOW, zone=LISBON, language=language, hour=CLOCK)


@pytest.mark.parametrize(
    ("language", "text", "subject", "starts"),
    [
        ("en", "remind me at 9 or 10 to call", "call", ["22T09:00", "22T10:00"]),
        ("en", "remind me on Monday or Tuesday to call", "call", ["23T09:00", "24T09:00"]),
        ("en", "remind me to buy milk tomorrow or Friday", "buy milk", ["23T09:00", "27T09:00"]),
        ("en", "remind me tomorrow at 3 or 4 pm to call Bob", "call Bob", ["23T15:00", "23T16:00"]),
        ("en", "remind me tomorrow morning and evening to eat", "eat", ["23T09:00", "23T18:00"]),
        ("en", "remind me on Monday at 9, 12 and 18 to drink", "drink", ["23T09:00", "23T12:00", "23T18:00"]),
        ("de", "erinnere mich Freitag oder Samstag an den Einkauf", "den Einkauf", ["27T09:00", "28T09:00"]),
        ("es", "recuérdame el lunes o el martes llamar a Ana", "llamar a Ana", ["23T09:00", "24T09:00"]),
        ("fr", "rappelle-moi à 9h ou 10h d'appeler Ana", "appeler Ana", ["22T09:00", "22T10:00"]),
    ],
)
def test_every_time_that_was_named_is_offered(language: str, text: str, subject: str, starts: list[str]) -> None:
    asked = read(text, language)
    assert asked.problem is None
    assert asked.subject == subject
    assert [f"{each.start:%dT%H:%M}" for each in asked.schedules] == starts


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("remind me at 9, 12 eggs to buy", "12 eggs to buy"),
        ("remind me tomorrow, Friday is Ana's birthday", "Friday is Ana's birthday"),
        ("remind me tomorrow and bring 5 eggs", "bring 5 eggs"),
        ("remind me to call Ana or Bob at 9", "call Ana or Bob"),
        ("remind me at 9 and then call", "then call"),
        ("remind me at 9 or so to call", "or so to call"),
    ],
)
def test_what_only_looks_like_a_further_time_stays_in_the_matter(text: str, subject: str) -> None:
    asked = read(text)
    assert asked.subject == subject
    assert len(asked.schedules) == 1


PIECES = st.sampled_from(["at 9 ", "or ", "10, ", "and ", "Monday ", "5 pm ", ", ", "to "])


@given(st.lists(PIECES, min_size=1, max_size=4).map("".join))
def test_no_row_of_times_takes_long(piece: str) -> None:
    read("remind me at 9")  # the grammar is made with the first
    with comes_to_an_end():
        read(("remind me " + piece * 5_000)[:20_000])
