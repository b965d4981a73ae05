"""Whether digits are the number of a card or of an account, by the check that is built into them."""

from typing import Final

CARD_LENGTHS: Final = range(13, 20)
CARD_BEGINNINGS: Final = range(2, 7)
"""First digits of the cards that people pay with (ISO/IEC 7812-1)."""
IBAN_LENGTHS: Final = range(15, 35)
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
"""The sum of the digits of twice a digit."""


def is_card(number: str) -> bool:
    """Whether the digits of `number` are 13 to 19, begin as cards do and pass the check of Luhn (ISO/IEC 7812-1)."""
    digits = [int(digit) for digit in number.replace(" ", "").replace("-", "") if digit.isdigit()]
    if len(digits) not in CARD_LENGTHS or digits[0] not in CARD_BEGINNINGS:
        return False
    return (sum(digits[-1::-2]) + sum(_DOUBLED[digit] for digit in digits[-2::-2])) % 10 == 0


def is_iban(number: str) -> bool:
    """Whether `number`, with or without blanks, passes the check of ISO 13616: the rest by 97 is 1."""
    compact = "".join(number.split()).upper()
    if not (len(compact) in IBAN_LENGTHS and compact.isascii() and compact.isalnum()):
        return False
    return int("".join(str(int(character, 36)) for character in compact[4:] + compact[:4])) % 97 == 1
