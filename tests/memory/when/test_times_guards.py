"""What looks like a time and is none, and what is meant as one and cannot be."""

import pytest

from memory.when.reading import Direction, Problem
from tests.memory.when.clockwork import found

NO_TIMES = """
call 555-123-4567
my number is 650.650.6500
+351 912 345 678
it was $12.30
€ 12.30 in all
12.53%
5 % more
version 2.1.30
Version: 1.10.30
192.168.1.10
order 20261120
#12:30
3-2
the ratio is 3:2
we need 1-2
7-730
5 kg of flour
ran 10 km
at 20 degrees
at 12 Main Street
at 5 euros
at 101 points
at 6.5 kilograms
at a few
around 5 people
room 12
gate 7
I may go
this may take a while
you must march on
they sat down
the sun is out
we wed in secret
one second please
the second half
a couple of days
5 days
15 hours 29 min
jan
2026
25
14PM
good morning
the day
this one
next time
in them
1/2 cup of sugar
8/10 would recommend
we are open 24/7
https://example.org/2026/11/18/at-5pm
me@11am.org
a week before the wedding
27/11.2026
2026-11/27
31-31-26
10 10 2026
20 hours past 3
4000 BE
the 95s
Q5 2026
""".strip().splitlines()
IMPOSSIBLE = [
    "30 February",
    "31 April 2027",
    "29 February 2027",
    "2026-02-30",
    "13/13/2026",
    "2026/13/22",
    "25:00",
    "at 12:75",
    "the fifth Friday of February 2027",
    "the 32nd day of December",
]
TOO_FAR = ["in 9999 years", "in 99999999 days", "31 December 9999", "1 January 0001"]


@pytest.mark.parametrize("text", NO_TIMES)
@pytest.mark.parametrize("direction", Direction)
def test_no_time_is_found(text: str, direction: Direction) -> None:
    assert found(text, direction=direction) is None


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_a_time_that_does_not_exist_has_no_reading_and_says_why(text: str) -> None:
    read = found(f"the party is {text}")
    assert read is not None
    assert (read.readings, read.problem) == ((), Problem.IMPOSSIBLE)


@pytest.mark.parametrize("text", TOO_FAR)
def test_a_time_beyond_all_calendars_has_no_reading_and_says_why(text: str) -> None:
    read = found(text)
    assert read is not None
    assert (read.readings, read.problem) == ((), Problem.TOO_FAR)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("sat at 5pm", "sat at 5pm"),
        ("on sun", "on sun"),
        ("in may", "in may"),
        ("march 3", "march 3"),
        ("this sat", "this sat"),
        ("sun", "sun"),
    ],
)
def test_a_word_of_two_meanings_is_a_time_beside_another_one_or_alone(text: str, part: str) -> None:
    read = found(text)
    assert read is not None
    assert text[slice(*read.span)] == part
