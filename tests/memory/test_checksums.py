"""The checks built into the numbers of cards and accounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.checksums import is_card, is_iban


@pytest.mark.parametrize(
    "number", ["4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005", "6011000990139424"]
)
def test_test_cards_of_the_networks_are_cards(number: str) -> None:
    assert is_card(number)


@pytest.mark.parametrize("number", ["4111 1111 1111 1112", "411111", "0000000000000000", "9" * 25, ""])
def test_other_numbers_are_none(number: str) -> None:
    assert not is_card(number)


@given(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(middle: str, place: int, by: int) -> None:
    bodies = (f"4{middle}{check}" for check in range(10))
    card = next(each for each in bodies if is_card(each))
    wrong = card[: place + 1] + str((int(card[place + 1]) + by) % 10) + card[place + 2 :]
    assert not is_card(wrong)


@pytest.mark.parametrize(
    "number", ["DE89 3704 0044 0532 0130 00", "gb82west12345698765432", "FR14 2004 1010 0505 0001 3M02 606"]
)
def test_published_examples_are_ibans(number: str) -> None:
    assert is_iban(number)


@pytest.mark.parametrize("number", ["DE88 3704 0044 0532 0130 00", "DE89", "", "\u00c4\u00d6" * 10, "A" * 50])
def test_anything_else_is_no_iban(number: str) -> None:
    assert not is_iban(number)


@given(st.text("0123456789ABCXYZ", min_size=11, max_size=30))
def test_check_digits_made_by_the_standard_pass_it(account: str) -> None:
    remainder = int("".join(str(int(character, 36)) for character in f"{account}DE00")) % 97
    assert is_iban(f"DE{98 - remainder:02}{account}")
