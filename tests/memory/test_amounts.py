"""Sums of money in a text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.amounts import amounts_in, number


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("lent Tom \u00a360", "60", "GBP"),
        ("invoice 1,240.50 euros", "1240.50", "EUR"),
        ("Rechnung 1.240,50 \u20ac", "1240.50", "EUR"),
        ("$3,412 for feed", "3412", "USD"),
        ("40 quid", "40", "GBP"),
        ("he owes me a tenner", "10", "GBP"),
        ("a fiver for the raffle", "5", "GBP"),
        ("roof is 4k euros", "4000", "EUR"),
        ("renda \u20ac 750", "750", "EUR"),
        ("CHF 19.90", "19.90", "CHF"),
        ("1 200 euros", "1200", "EUR"),
    ],
)
def test_a_sum_has_a_value_and_a_currency(text: str, value: str, currency: str) -> None:
    (found,) = amounts_in(text)
    assert (found.value, found.currency) == (Decimal(value), currency)


@pytest.mark.parametrize(
    "text", ["", "42", "250 g flour", "at 6.30", "pounded 3 hours", "euros", "12 kroner-ish krill"]
)
def test_a_number_without_a_currency_is_no_sum(text: str) -> None:
    assert list(amounts_in(text)) == []


def test_a_sum_stands_where_it_says() -> None:
    text = "train 94 eur each, taxi $20"
    assert [text[slice(*each.span)] for each in amounts_in(text)] == ["94 eur", "$20"]


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_thousands_and_cents_may_be_parted_either_way(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02}"
    assert number(english) == number(english.translate(str.maketrans(",.", ".,"))) == Decimal(f"{whole}.{cents:02}")
