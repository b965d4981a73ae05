"""Contact cards as telephones and address books write them, and as nobody should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Birthday, Card
from bot.vcards import LARGEST, MOST_CARDS, MOST_EACH, NoCard, birthday, cards

IPHONE = """BEGIN:VCARD\r
VERSION:3.0\r
PRODID:-//Apple Inc.//iPhone OS 18.1//EN\r
N:Silva;Anna;;;\r
FN:Anna Silva\r
item1.EMAIL;type=INTERNET;type=pref:anna@example.org\r
TEL;type=CELL;type=VOICE;type=pref:+351 910 000 000\r
TEL;type=HOME:+351 21 000 00 00\r
BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-03\r
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/\r
 4gIoSUNDX1BST0ZJTEUAAQEAAAIYAAAAAAIQAABtbnRyUkdC\r
END:VCARD\r
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89t=C3=A9;Zo=C3=
=AB;;;
TEL;CELL:0910000000
BDAY:19900503
END:VCARD
"""
VERSION_4 = """BEGIN:VCARD
VERSION:4.0
FN:Dr. Ben\\, the
  dentist
TEL;VALUE=uri;TYPE="voice,home":tel:+351-21-000-0000
EMAIL:mailto:ben@example.org
BDAY:--0229
END:VCARD
"""
OLD = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:M\xfcller;J\xf6rg\r\nTEL;WORK:+49 30 000000\r\nEND:VCARD\r\n"


def card(*lines: str) -> bytes:
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""]).encode()


def test_a_card_says_who_it_is_and_how_and_when_they_are_reached() -> None:
    assert cards(IPHONE.encode()) == (
        Card(
            name="Anna Silva",
            phones=("+351 910 000 000", "+351 21 000 00 00"),
            emails=("anna@example.org",),
            birthday=Birthday(month=5, day=3),
        ),
    )
    assert cards(ANDROID.encode()) == (
        Card(name="Zoë Été", phones=("0910000000",), birthday=Birthday(year=1990, month=5, day=3)),
    )
    assert cards(VERSION_4.encode()) == (
        Card(
            name="Dr. Ben, the dentist",
            phones=("+351-21-000-0000",),
            emails=("ben@example.org",),
            birthday=Birthday(month=2, day=29),
        ),
    )


def test_letters_are_read_whatever_they_are_written_in() -> None:
    assert [each.name for each in cards(OLD)] == ["Jörg Müller"]
    assert [each.name for each in cards(card("FN:Zoë").decode().encode("utf-16"))] == ["Zoë"]
    assert [each.name for each in cards(b"\xef\xbb\xbf" + card("FN:Zoë"))] == ["Zoë"]
    assert cards(card("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=x-nonsense:Zo=C3=AB"))[0].name == "Zoë"


def test_several_cards_of_one_file_are_all_read() -> None:
    assert [each.name for each in cards(card("FN:Anna") + card("FN:Ben"))] == ["Anna", "Ben"]


@pytest.mark.parametrize("text", ["", "soon", "1990-02-30", "1990-13-01", "0000-01-01", "--0230", "1990", "-" * 9_999])
def test_what_is_no_day_is_no_birthday(text: str) -> None:
    assert birthday(text) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"BEGIN:VCARD\nEND:VCARD\n",
        b"FN:Anna\n",
        card("FN:Anna")[: -len("END:VCARD\n")],
        card("FN:Anna", "BEGIN:VCARD", "FN:Ben", "END:VCARD"),
        card(*["BEGIN:VCARD"] * 1_000),
        card("FN:Anna", *(f"TEL:+351 {number}" for number in range(910_000_000, 910_001_000))),
        card("FN:Anna", *(f"EMAIL:a{number}@example.org" for number in range(MOST_EACH + 1))),
        card("FN:Anna") * (MOST_CARDS + 1),
        card("FN:Anna", "NOTE:" + "a" * LARGEST),
        card(*["X:1"] * 20_000, "FN:Anna"),
        card("FN:" + "a" * 100_000),
    ],
    ids=range(12),
)
def test_what_is_out_of_proportion_is_no_card(content: bytes) -> None:
    with pytest.raises(NoCard):
        cards(content)


def test_what_is_no_number_and_no_address_is_left_out() -> None:
    (found,) = cards(card("FN:Anna\u202e", "TEL:call me", "TEL:", "EMAIL:anna at home", "EMAIL:<a@b>", "BDAY:in May"))
    assert found == Card(name="Anna")


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))))
def test_whatever_is_in_it_a_file_is_read_or_is_no_card(content: bytes) -> None:
    for whole in (content, b"BEGIN:VCARD\n" + content + b"\nEND:VCARD\n", IPHONE.encode().replace(b"Anna", content)):
        try:
            found = cards(whole)
        except NoCard:
            continue
        assert all(value.isprintable() for each in found for value in (each.name, *each.phones, *each.emails))
