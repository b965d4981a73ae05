"""Sums of money in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

CURRENCIES: Final = {
    "\u00a3": "GBP", "quid": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "fiver": "GBP", "tenner": "GBP",
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "buck": "USD", "bucks": "USD",
    "\u20ac": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "chf": "CHF", "franken": "CHF", "sfr": "CHF", "cad": "CAD", "aud": "AUD", "nzd": "NZD",
    "\u00a5": "JPY", "yen": "JPY", "jpy": "JPY", "\u20b9": "INR", "rupees": "INR", "inr": "INR",
    "pesos": "MXN", "reais": "BRL", "r$": "BRL", "brl": "BRL", "z\u0142": "PLN", "zloty": "PLN", "pln": "PLN",
    "kr": "SEK", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "\u20bd": "RUB", "\u20ba": "TRY",
}  # fmt: skip
_NUMBER: Final = r"\d{1,3}(?:[.,' ]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)|\d{1,12}(?:[.,]\d{1,2}(?!\d))?"
_CODES: Final = frozenset(("eur", "usd", "gbp", "chf"))
_BEFORE: Final = "|".join(re.escape(sign) for sign in CURRENCIES if not sign.isalpha() or sign in _CODES)
_AFTER: Final = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_AMOUNT: Final = re.compile(
    rf"(?<![\w.,])(?:(?P<before>{_BEFORE}) ?(?P<first>{_NUMBER})(?P<thousands>k\b)?"
    rf"|(?P<second>{_NUMBER})(?P<many>k)? ?(?P<after>{_AFTER})(?!\w)"
    r"|(?:an?|the) (?P<note>fiver|tenner)\b)",
    re.IGNORECASE,
)
_CENTS: Final = re.compile(r"[.,](\d{1,2})$")
_NOTES: Final = {"fiver": Decimal(5), "tenner": Decimal(10)}


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money and where it stands. `currency`: ISO 4217, the likeliest that the sign stands for."""

    value: Decimal
    currency: str
    span: tuple[int, int]


def amounts_in(text: str) -> Iterator[Amount]:
    """The sums of money that name their currency, in order."""
    for match in _AMOUNT.finditer(text):
        note = match["note"]
        if note:
            yield Amount(_NOTES[note.lower()], "GBP", match.span())
            continue
        sign = (match["before"] or match["after"]).lower()
        thousands = 1000 if match["thousands"] or match["many"] else 1
        yield Amount(number(match["first"] or match["second"]) * thousands, CURRENCIES[sign], match.span())


def number(written: str) -> Decimal:
    """A number as people of all countries write it: the last mark parts the cents if one or two digits follow it."""
    cents = _CENTS.search(written)
    whole = written[: cents.start()] if cents else written
    digits = "".join(character for character in whole if character.isdigit())
    return Decimal(f"{digits}.{cents[1]}" if cents else digits)
