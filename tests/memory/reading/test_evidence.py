"""A text is read for the kind of thing that is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.annotations import annotate
from memory.question import Wanted
from memory.reading.evidence import Passage, holds
from tests.endless import comes_to_an_end

HELD = [
    (Wanted.PHONE, "Tom's number is 0171 555 0148"),
    (Wanted.PHONE, "ring +351 912 345 678"),
    (Wanted.EMAIL, "write to ana@example.org"),
    (Wanted.CODE, "gate 4417#"),
    (Wanted.CODE, "wifi otter / bramble99"),
    (Wanted.CODE, "booking ref QX7ZPL"),
    (Wanted.MONEY, "paid 60 back"),
    (Wanted.MONEY, "€12,50 each"),
    (Wanted.MONEY, "1,284 a year"),
    (Wanted.MONEY, "costó 30 euros"),
    (Wanted.DATE, "the party is on 4 May"),
    (Wanted.DATE, "am Montag"),
    (Wanted.DATE, "le 14 juillet"),
    (Wanted.DURATION, "25 mins in the oven"),
    (Wanted.DURATION, "drei Wochen"),
    (Wanted.MEASURE, "shoe size 38"),
    (Wanted.NUMBER, "three coats"),
    (Wanted.NAME, "the paint is called “Sea Mist”"),
    (Wanted.PERSON, "Ana has the spare key"),
    (Wanted.ADDRESS, "Ana lives at 14 Mill Lane"),
    (Wanted.TIME, "choir at 8 pm"),
    (Wanted.TIME, "the drops every night"),
    (Wanted.MONEY, "she wants sixteen euros an hour"),
    (Wanted.MONEY, "eggs are 42 cents now"),
    (Wanted.CODE, "policy NS 55 201 874"),
    (Wanted.ADDRESS, "new flat: 2210 SE Ankeny, third floor"),
    (Wanted.MEASURE, "sized her at 5 3/4"),
    (Wanted.MONEY, "crown fitted, 780 paid by card"),
    (Wanted.ADDRESS, "Ana, Birkenstr 14, bell says Roth"),
    (Wanted.LINK, "https://example.org/recipes"),
]
MISSING = [
    (Wanted.PHONE, "ring Tom about the boiler"),
    (Wanted.PHONE, "£120 on 3 March 2025"),
    (Wanted.EMAIL, "she said email, not post"),
    (Wanted.CODE, "the gate squeaks"),
    (Wanted.CODE, "the filter is 16x25x4"),
    (Wanted.CODE, "deliver to 8806 Wren Ct, side door"),
    (Wanted.MEASURE, "changed it on 12 april"),
    (Wanted.MONEY, "Priya has our ladder"),
    (Wanted.DATE, "the party was loud"),
    (Wanted.MEASURE, "the shoes were too small"),
    (Wanted.NAME, "the paint was a sort of green"),
    (Wanted.TIME, "the choir sang well"),
    (Wanted.MONEY, "a scarf for Ana's 70th"),
    (Wanted.MONEY, "sent 3 kg of plums"),
    (Wanted.CODE, "the hall on the 14th"),
    (Wanted.LINK, "that page about bread"),
]


def passage(text: str) -> Passage:
    return Passage(text, annotate(text))


@pytest.mark.parametrize(("wanted", "text"), HELD)
def test_what_is_asked_for_is_seen(wanted: Wanted, text: str) -> None:
    assert holds(wanted, passage(text))


@pytest.mark.parametrize(("wanted", "text"), MISSING)
def test_what_is_not_there_is_not_seen(wanted: Wanted, text: str) -> None:
    assert not holds(wanted, passage(text))


@pytest.mark.parametrize("wanted", [Wanted.ANYTHING, Wanted.YES_NO, Wanted.REASON, Wanted.WAY, Wanted.PLACE])
def test_where_no_kind_can_be_read_off_any_text_will_do(wanted: Wanted) -> None:
    assert holds(wanted, passage("whatever"))


@given(st.sampled_from(list(Wanted)), st.text(max_size=200))
def test_no_text_is_too_strange_to_read(wanted: Wanted, text: str) -> None:
    assert holds(wanted, Passage(text)) in {True, False}


@pytest.mark.parametrize("piece", ["1", "1 ", "3.14", "a@", "1.", "a-", "Aa ", "paid ", "-/", "12:", '"'])
def test_reading_a_hostile_text_ends(piece: str) -> None:
    with comes_to_an_end():
        for wanted in Wanted:
            holds(wanted, Passage(piece * 5_000))
